"""Prove that a CSV file is what its Table Schema says, a whole column at a time, with frictionless's own verdict.

What is proved here, frictionless accepts, and reads as the same values. What is not proved need not be wrong: it is
left to frictionless. So every rule takes only what leaves no doubt: plain CSV (see `shape/plain.py`) with the described
heading; numbers with no sign but a minus, no needless zeros in front and few digits; days written YYYY-MM-DD; the words
true and false; the empty cell for a missing value, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.buffers import single
from pipeline.describe.field import is_day
from pipeline.describe.pattern import is_alike, misses
from pipeline.publish.keys import combinations, repeats

Descriptor: TypeAlias = Mapping[str, Any]
"""A resource, schema or field as `datapackage.json` has it."""

_FORMS: Mapping[str, str] = {
    "integer": "^(?:0|-?[1-9][0-9]{0,17})$",
    "number": r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?$",
    "year": "^[1-9][0-9]{3}$",
    "date": "^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$",
    "boolean": "^(?:true|false)$",
}
_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(), "integer": pa.int64(), "number": pa.decimal128(38, 12), "year": pa.int64(),
    "date": pa.date32(), "boolean": pa.bool_(),
}  # fmt: skip
_LIMITS: Mapping[str, Callable[[Any, Any], Any]] = {"minimum": pc.greater_equal, "maximum": pc.less_equal}
_LENGTHS: Mapping[str, Callable[[Any, Any], Any]] = {"minLength": pc.greater_equal, "maxLength": pc.less_equal}
_READ = {"name", "type", "constraints"}
_SILENT = {"title", "description", "translations", "unit", "decimals", "language", "categories", "rdfType", "example"}
"""Properties of a field that change nothing in how frictionless reads it."""


class DoubtError(Exception):
    """Something is not proved. `rows` are the rows it is about, counted from 0 within what was looked at; () if all."""

    def __init__(self, what: str, rows: Sequence[int] = ()) -> None:
        self.rows = tuple(rows)
        super().__init__(what)


@dataclass(frozen=True)
class Clean:
    """A table that is proved: how many rows it has, and the values of the fields its keys and others' refer to."""

    rows: int
    keys: pa.Table


def refuse_unknown(schema: Descriptor) -> None:
    """Doubt a schema that says more than is understood here.

    Raises:
        DoubtError: a property, a type or a constraint that only frictionless knows what to make of.
    """
    _only(schema, {"fields", "missingValues", "primaryKey", "foreignKeys", "references"})
    if schema.get("missingValues", [""]) != [""]:
        raise DoubtError("missing values")
    names = [field.get("name") for field in schema["fields"]]
    if len(set(names)) < len(names) or not all(isinstance(name, str) and name for name in names):
        raise DoubtError("names of fields")
    for field in schema["fields"]:
        _only(field, _READ | _SILENT)
        kind, constraints = field.get("type"), field.get("constraints", {})
        if kind not in _TYPES:
            raise DoubtError(f"type {kind}")
        known = {"required", "unique", *(_LIMITS if kind in ("integer", "number", "year", "date") else ())}
        known |= {"enum", "pattern", *_LENGTHS} if kind == "string" else set()
        _only(constraints, known - ({"unique"} if kind == "boolean" else set()))
        if constraints.get("required", False) not in (True, False) or constraints.get("unique", False) not in (
            True,
            False,
        ):
            raise DoubtError("a constraint that is neither true nor false")


def _only(descriptor: Descriptor, known: Collection[str]) -> None:
    strange = sorted(set(descriptor) - set(known))
    if strange:
        raise DoubtError(f"property {strange[0]}")


def typed_rows(texts: pa.Table, schema: Descriptor) -> pa.Table:
    """Give the values of plain texts, proved by themselves: their form, and every constraint but uniqueness.

    Args:
        texts: the fields of the schema, in its order, every cell text.

    Raises:
        DoubtError: with the rows that are not proved.
    """
    columns = [_values(single(texts[field["name"]]), field) for field in schema["fields"]]
    rows = pa.table(columns, names=[field["name"] for field in schema["fields"]])
    if all(column.null_count for column in columns):
        blank = columns[0].is_null()
        for column in columns[1:]:
            blank = pc.and_(blank, column.is_null())
        _doubt("a blank row", blank)
    return rows


def _values(texts: pa.Array, field: Descriptor) -> pa.Array:
    kind, constraints = field["type"], field.get("constraints", {})
    empty = pc.equal(texts, "")
    present = pc.if_else(empty, None, texts) if pc.any(empty).as_py() else texts
    if constraints.get("required"):
        _doubt("a missing value", empty)
    if kind in _FORMS:
        _doubt(f"a form of {kind}", pc.invert(pc.match_substring_regex(present, _FORMS[kind])))
    values = _days(present) if kind == "date" else present.cast(_TYPES[kind])
    for name, fits in _LIMITS.items():
        if name in constraints:
            _doubt(name, pc.invert(fits(values, _limit(constraints[name], kind))))
    for name, fits in _LENGTHS.items():
        if name in constraints:
            _doubt(name, pc.invert(fits(pc.utf8_length(values), _limit(constraints[name], "integer"))))
    if "enum" in constraints:
        if not all(isinstance(one, str) for one in constraints["enum"]):
            raise DoubtError("enum")
        listed = pc.is_in(values, value_set=pa.array(constraints["enum"], pa.string()))
        _doubt("enum", pc.and_not(values.is_valid(), listed))
    if "pattern" in constraints:
        pattern = constraints["pattern"]
        left = misses(values, pattern) if is_alike(pattern) else pc.unique(values).drop_null()
        matches = re.compile(f"^{pattern}$").match
        wrong = [one for one in left.to_pylist() if not matches(one)]
        _doubt("pattern", pc.is_in(values, value_set=pa.array(wrong, pa.string())))
    return values


def _doubt(what: str, mask: pa.Array) -> None:
    if pc.any(mask).as_py():
        raise DoubtError(what, pc.indices_nonzero(pc.fill_null(mask, fill_value=False)).to_pylist())


def _days(texts: pa.Array) -> pa.Array:
    try:
        return texts.cast(pa.date32())
    except pa.ArrowInvalid:
        wrong = pa.array([text for text in texts.unique().to_pylist() if text and not is_day(text)], pa.string())
        _doubt("a day of the calendar", pc.is_in(texts, value_set=wrong))
        raise DoubtError("a date") from None


def _limit(limit: Any, kind: str) -> pa.Scalar:
    if kind == "date" and isinstance(limit, str) and re.fullmatch(_FORMS["date"], limit) and is_day(limit):
        return pa.scalar(date.fromisoformat(limit))
    whole = isinstance(limit, int) and not isinstance(limit, bool) and abs(limit) < 10**15
    if kind in ("integer", "year") and whole:
        return pa.scalar(limit, pa.int64())
    written = re.fullmatch(_FORMS["number"], str(limit))
    if kind == "number" and (whole or (isinstance(limit, float) and written)):
        return pa.scalar(Decimal(str(limit)), pa.decimal128(38, 12))
    raise DoubtError("a limit")


def key_fields(schema: Descriptor) -> set[str]:
    """Name the fields whose values matter beyond their row."""
    keys = {field["name"] for field in schema["fields"] if field.get("constraints", {}).get("unique")}
    keys |= set(schema.get("primaryKey", ()))
    return keys.union(*(one["fields"] for one in schema.get("foreignKeys", ())))


def prove_keys(keys: pa.Table, schema: Descriptor, targets: Mapping[str, Clean]) -> None:
    """Prove primary key, unique fields and foreign keys of all rows.

    Args:
        keys: the fields of `key_fields`.
        targets: the proved tables, by the name of their resource; this one's own is ``""``.

    Raises:
        DoubtError: with the rows that are not proved.
    """
    primary = schema.get("primaryKey", [])
    unique = [[field["name"]] for field in schema["fields"] if field.get("constraints", {}).get("unique")]
    for names in [primary, *unique] if primary else unique:
        _doubt_repeats(keys, names, missing_is_fine=names != primary)
    for one in schema.get("foreignKeys", ()):
        _doubt_dangling(keys, one, targets)


def _doubt_repeats(keys: pa.Table, names: Sequence[str], *, missing_is_fine: bool) -> None:
    for name in names:
        if keys[name].null_count and not missing_is_fine:
            _doubt("a key that misses a value", keys[name].is_null())
    again = repeats([keys[name] for name in names])
    if again:
        raise DoubtError("a key twice", sorted({*again, *again.values()}))


def _doubt_dangling(keys: pa.Table, foreign: Descriptor, targets: Mapping[str, Clean]) -> None:
    names, to = list(foreign["fields"]), list(foreign["reference"]["fields"])
    target = targets.get(foreign["reference"]["resource"])
    if target is None or not set(to) <= set(target.keys.column_names):
        raise DoubtError("a foreign key to something that is not proved")
    if [keys[name].type for name in names] != [target.keys[name].type for name in to]:
        raise DoubtError("a foreign key of another type")
    known, used = (set(combinations(rows, some)) for rows, some in ((target.keys, to), (keys, names)))
    if any(None in one for one in used) and len(names) > 1:
        raise DoubtError("a foreign key with a part missing")
    dangling = {one for one in used - known if None not in one}
    if dangling:
        places = enumerate(zip(*(keys[name].to_pylist() for name in names), strict=True))
        raise DoubtError("a foreign key", [row for row, values in places if values in dangling])
