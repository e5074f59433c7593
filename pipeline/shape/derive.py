"""Compute the derived fields of a table, and hold each value against what its field can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe import signs
from pipeline.describe.arithmetic import alike, decimals, rounded, seen
from pipeline.describe.dataset import Field, Table
from pipeline.errors import InvalidTableError, Problem, first, raise_all
from pipeline.shape.read import FILE, LINE
from pipeline.shape.values import SIGNIFICANT, arrow_type

_FIGURES = ("integer", "number")
_NUMBERS = (pa.types.is_integer, pa.types.is_decimal, pa.types.is_floating)
_DERIVED: Mapping[str, tuple[Callable[[pa.DataType], bool], ...]] = {
    "string": (pa.types.is_string,), "integer": _NUMBERS, "number": _NUMBERS, "year": (pa.types.is_integer,),
    "date": (pa.types.is_date,), "boolean": (pa.types.is_boolean,),
}  # fmt: skip
"""For each type of field, what an expression may give; text is never read as a number again."""


def derive_fields(typed: pa.Table, table: Table) -> pa.Table:
    """Add the derived fields, in the order they are described, and put all fields in that order.

    Runs after corrections, so that a share is never computed from a known error.
    """
    derived = typed
    for field in table.fields:
        if field.derive is not None:
            derived = derived.append_column(field.name, _fit(field.derive.compute(derived), derived, field, table))
    return derived.select([*(field.name for field in table.fields), FILE, LINE])


def _fit(values: pa.ChunkedArray, rows: pa.Table, field: Field, table: Table) -> pa.ChunkedArray:
    """Give derived values the type of their field; decimals beyond its own are rounded, a half away from zero."""
    derive = field.derive
    assert derive is not None
    if not any(fits(values.type) for fits in (pa.types.is_null, *_DERIVED[field.type])):
        found = f"`{field.name}` gives {values.type}"
        raise table.origin.error((*field.steps, "derive"), found, f"values of type {field.type}")
    fitting, wrong = _judged(values, field)

    def problem(index: int) -> Problem:
        read = ", ".join(f"{name} `{rows[name][index].as_py()}`" for name in sorted(derive.names))
        return Problem(
            rows[FILE][index].as_py(),
            rows[LINE][index].as_py(),
            field.name,
            f"{f'{read} give' if read else 'it gives'} {_said(values[index].as_py())}",
            _expected(field),
            "Say in `derive` what holds there, such as if_else(…, …, null)",
        )

    places = pc.indices_nonzero(pc.fill_null(wrong, fill_value=False)).to_pylist()
    raise_all(InvalidTableError, first(places, problem))
    return fitting.cast(arrow_type(field))


def _expected(field: Field) -> str:
    if field.type == "string":
        return "a text, and none that a sheet takes for a formula"
    return f"a value of type {field.type}" + (f", of at most {SIGNIFICANT} digits" if field.type in _FIGURES else "")


def _judged(values: pa.ChunkedArray, field: Field) -> tuple[Any, Any]:
    """Give values as their field can hold them, and tell which ones it cannot, such as one divided by zero."""
    if pa.types.is_string(values.type):
        begun = pc.unique(values.filter(pc.match_substring_regex(values, f"^[{signs.FORMULA_BEGINS}]")))
        formulas = [text for text in begun.to_pylist() if signs.FORMULA.match(text)]
        return values, pc.is_in(values, value_set=pa.array(["", *formulas]))  # an empty text is no value
    if pa.types.is_floating(values.type):
        return values, pc.invert(pc.is_finite(values))
    if field.type not in _FIGURES or pa.types.is_null(values.type):
        return values, pa.nulls(len(values), pa.bool_())
    places = field.decimals or 0
    fitting = rounded(values, places)
    wrong = pc.greater_equal(pc.abs(fitting), Decimal(10) ** (SIGNIFICANT - places))
    if field.type == "integer":
        wrong = pc.or_(wrong, pc.not_equal(*alike(seen(decimals(values)), fitting)))
    return fitting, wrong


def _said(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "an empty text" if value == "" else str(value)
