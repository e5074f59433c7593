"""Convert a whole column at once where its texts are plainly written; the others are left to `values.py`.

Every pattern here takes a part of what the function of the same type in `values.py` takes, with the same value.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.buffers import spread
from pipeline.describe import signs
from pipeline.describe.dataset import Field, NumberFormat
from pipeline.distinct import by_distinct
from pipeline.shape.values import SIGNIFICANT

_TENS = [10**digits for digits in range(1, 9)]
_LONG = 10**9
_FORMULA = np.zeros(256, dtype=bool)
"""Bytes that a formula may begin with."""
_FORMULA[[*signs.FORMULA_BEGINS.encode()]] = True


def convert_plain(texts: pa.Array, field: Field, kind: pa.DataType) -> pa.Array:
    """Give the values of plainly written texts, and nothing in the place of every other text.

    Args:
        texts: as published, corrected.
        kind: the type of the field's values.
    """
    if field.recode is not None or field.resolve is not None:
        return pa.nulls(len(texts), kind)
    if field.type == "string":
        return _without_formulas(texts)
    short = _short(texts, field.number, kind) if field.type == "integer" else None
    return by_distinct(texts, lambda some: _values(some, field, kind)) if short is None else short


def _values(texts: pa.Array, field: Field, kind: pa.DataType) -> pa.Array:
    match field.type:
        case "year":
            return _cast(texts, "^[12][0-9]{3}$", NumberFormat(), kind)
        case "date":
            return _days(texts, kind) if field.date is None else pa.nulls(len(texts), kind)
        case "integer":
            return _cast(texts, f"^-?{_whole(field.number, SIGNIFICANT)}$", field.number, kind)
        case "number":
            assert field.decimals is not None
            whole = _whole(field.number, SIGNIFICANT - field.decimals)
            part = f"(?:{re.escape(field.number.decimal)}[0-9]{{1,{field.decimals}}})?" if field.decimals else ""
            return _cast(texts, f"^-?{whole}{part}$", field.number, kind)
        case _:
            return pa.nulls(len(texts), kind)


def _without_formulas(texts: pa.Array) -> pa.Array:
    """Leave out texts that begin with a sign that a formula may begin with."""
    content, places = spread(texts)
    # An empty text has no byte: the one looked at instead belongs to the next text, or the last, and costs time at most.
    if len(content) == 0 or not _FORMULA.take(content.take(places[:-1], mode="clip")).any():
        return texts
    return pc.if_else(pc.match_substring_regex(texts, f"^[{signs.FORMULA_BEGINS}]"), None, texts)


def _short(texts: pa.Array, number: NumberFormat, kind: pa.DataType) -> pa.Array | None:
    """Give the values of texts of which each is a whole number of few digits, written with these and its minus only.

    pyarrow also takes 0x1F, which its letter gives away, and needless signs. These make a text longer than the digits of
    its value, so that all texts together are as long as the digits of all values only where none has any.
    """
    content, _ = spread(texts)
    if number != NumberFormat() or ((content | 0x20) == ord("x")).any():
        return None
    try:
        values = texts.cast(kind)
    except pa.ArrowInvalid:
        return None
    numbers = values.to_numpy()
    least, most = (int(numbers.min()), int(numbers.max())) if len(numbers) else (_LONG, _LONG)
    if least <= -_LONG or most >= _LONG:
        return None
    signs = len(numbers)
    if least < 0:
        signs += int(np.count_nonzero(numbers < 0))
        numbers = np.abs(numbers)
    signs += sum(int(np.count_nonzero(numbers >= ten)) for ten in _TENS if ten <= max(-least, most))
    return values if signs == len(content) else None


def _whole(number: NumberFormat, digits: int) -> str:
    """Give a pattern of whole numbers of not more than so many digits."""
    more = max(digits - 1, 0)
    group = rf"|[1-9][0-9]{{0,2}}(?:{re.escape(number.group)}[0-9]{{3}}){{1,{(digits - 3) // 3}}}"
    return rf"(?:0|[1-9][0-9]{{0,{more}}}{group if number.group and digits > 5 else ''})"


def _cast(texts: pa.Array, pattern: str, number: NumberFormat, kind: pa.DataType) -> pa.Array:
    if number.prefixes != ("",) or number.suffixes != ("",):
        return pa.nulls(len(texts), kind)
    fits = pc.match_substring_regex(texts, pattern)
    written = texts if pc.all(fits).as_py() else pc.if_else(fits, texts, None)
    if number.group:
        written = pc.replace_substring(written, number.group, "")
    if number.decimal != ".":
        written = pc.replace_substring(written, number.decimal, ".")
    return written.cast(kind)


def _days(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    fits = pc.match_substring_regex(texts, "^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$")
    try:
        return (texts if pc.all(fits).as_py() else pc.if_else(fits, texts, None)).cast(kind)
    except pa.ArrowInvalid:  # a day that no calendar has
        return pa.nulls(len(texts), kind)
