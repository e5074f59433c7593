"""Write whole columns as the text that CSV and JSON files have in their cells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.buffers import spread
from pipeline.distinct import by_distinct


def as_text(value: object) -> str:
    """Write a value as the CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def as_json(value: object) -> str | int | float | bool | None:
    """Give a value as JSON holds it: a decimal as the number that prints with the same digits."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    assert value is None or isinstance(value, str | int | float | bool)
    return value


def texts(column: pa.Array) -> pa.Array:
    """Write a column as `as_text` writes each value; missing stays missing."""
    kind = column.type
    if pa.types.is_string(kind):
        return column
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "true", "false")
    return by_distinct(column, _decimals if pa.types.is_decimal(kind) and kind.scale else _cast)


def _cast(column: pa.Array) -> pa.Array:
    return column.cast(pa.string())


def _decimals(column: pa.Array) -> pa.Array:
    written = _cast(column)
    if column.type.scale > 6 and pc.any(pc.match_substring(written, "E")).as_py():  # pyarrow's way of very small ones
        return pa.array([None if value is None else as_text(value) for value in column.to_pylist()], pa.string())
    return pc.utf8_rtrim(pc.utf8_rtrim(written, "0"), ".")


STAND_IN = "\0"
"""Stands for a cell in quotes until the lines are made; no text holds it, see `shape/read.py`."""


def csv_cells(columns: Sequence[pa.Array], written: Sequence[pa.Array]) -> tuple[list[pa.Array], pa.Array]:
    """Part the `texts` of columns into cells that a CSV file has as they are, and those it has in quotes.

    Returns:
        The cells, with a `STAND_IN` for each that holds a sign with a meaning; these, row after row.
    """
    cells, apart = list(written), [pa.array([], pa.string())]
    rows = [np.array([], dtype=np.int64)]
    for place, column in enumerate(columns):
        hit = _hit(column, '",\r\n')
        if hit is not None:
            cells[place] = pc.if_else(pa.array(hit), STAND_IN, written[place])
            apart.append(written[place].filter(pa.array(hit)))
            rows.append(np.flatnonzero(hit))
    order = np.argsort(np.concatenate(rows), kind="stable")
    return cells, pa.concat_arrays(apart).take(pa.array(order))


def json_cells(column: pa.Array, written: pa.Array) -> tuple[str, pa.Array]:
    """Write the `texts` of a column as values of a JSON file; missing is null.

    Returns:
        A sign that stands on both sides of every cell, and the cells.
    """
    hit = _hit(column, _ESCAPED)
    if hit is not None:
        mask = pa.array(hit)
        written = pc.replace_with_mask(written, mask, _escaped(written.filter(mask)))
    is_text = pa.types.is_string(column.type) or pa.types.is_date(column.type)
    if not written.null_count:
        return '"' if is_text else "", written
    return "", pc.fill_null(pc.binary_join_element_wise('"', written, '"', "") if is_text else written, "null")


_ESCAPED = "".join(map(chr, range(32))) + '"\\'
"""Signs that do not stand for themselves in a text of JSON; other control characters are no text, see `shape/read.py`."""


def _escaped(some: pa.Array) -> pa.Array:
    return pa.array([json.dumps(text, ensure_ascii=False)[1:-1] for text in some.to_pylist()], pa.string())


def _hit(column: pa.Array, signs: str) -> Any | None:
    """Tell which values of a column of text hold one of these signs of ASCII; None where no value does."""
    if not pa.types.is_string(column.type) or len(column) == 0:
        return None
    content, begins = spread(column)
    whole = content.tobytes()  # in which the C library looks for a sign quicker than numpy
    places = [np.flatnonzero(content == sign) for sign in signs.encode() if sign in whole]
    if not places:
        return None
    hit = np.zeros(len(column), dtype=bool)
    hit[np.searchsorted(begins, np.concatenate(places), side="right") - 1] = True
    return hit
