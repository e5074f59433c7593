"""Convert a whole column at once where its texts are plainly written; the others are left to `values.py`.

Every pattern here takes a part of what the function of the same type in `values.py` takes, with the same value.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.dataset import Field, NumberFormat
from pipeline.distinct import by_distinct
from pipeline.shape.values import SIGNIFICANT

_SHORT = 10**9
"""From here on 0x… may be as long as the digits of its value."""
_TENS = 10 ** np.arange(1, 9)


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
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    first = np.frombuffer(data or b"", dtype=np.uint8)[ends[:-1][ends[:-1] < ends[1:]]]
    if not any(bool((first == sign).any()) for sign in b"=@\t\r+-"):
        return texts
    return pc.if_else(pc.match_substring_regex(texts, r"^[=@\t\r+-]"), None, texts)


def _short(texts: pa.Array, number: NumberFormat, kind: pa.DataType) -> pa.Array | None:
    """Give the values of texts of which each is a whole number of few digits, written with these and its minus only.

    pyarrow also takes needless zeros, a plus and 0x1F, which are all longer than their value's own digits.
    """
    if number != NumberFormat():
        return None
    try:
        values = texts.cast(kind)
    except pa.ArrowInvalid:
        return None
    numbers, size = values.to_numpy(), pc.binary_length(texts).to_numpy()
    if len(numbers) == 0 or abs(int(numbers.min())) >= _SHORT or int(numbers.max()) >= _SHORT:
        return None
    digits = np.searchsorted(_TENS, np.abs(numbers), side="right") + 1
    return values if bool((size == digits + (numbers < 0)).all()) else None


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
