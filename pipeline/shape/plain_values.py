"""Convert a whole column at once where its texts are plainly written; the others are left to `convert.py`.

Every pattern here takes a part of what the function of the same type in `convert.py` takes, with the same value.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.dataset import Field, NumberFormat

PRECISION = 18
SIGNIFICANT = 15
"""Digits that a spreadsheet's cell and a JSON number keep; more would not be equal in every format."""


def convert_plain(texts: pa.Array, field: Field, kind: pa.DataType) -> pa.Array:
    """Give the values of plainly written texts, and nothing in the place of every other text.

    Args:
        texts: as published, corrected.
        kind: the type of the field's values.
    """
    if field.recode is not None or field.resolve is not None:
        return pa.nulls(len(texts), kind)
    match field.type:
        case "string":
            return texts
        case "year":
            return _cast(texts, "^[12][0-9]{3}$", NumberFormat(), kind)
        case "integer":
            return _cast(texts, f"^-?{_whole(field.number)}$", field.number, kind)
        case "number":
            part = f"(?:{re.escape(field.number.decimal)}[0-9]{{1,{field.decimals}}})?" if field.decimals else ""
            return _cast(texts, f"^-?{_whole(field.number)}{part}$", field.number, kind)
        case _:
            return pa.nulls(len(texts), kind)


def _whole(number: NumberFormat) -> str:
    grouped = rf"|[1-9][0-9]{{0,2}}(?:{re.escape(number.group)}[0-9]{{3}})+" if number.group else ""
    return rf"(?:0|[1-9][0-9]*{grouped})"


def _cast(texts: pa.Array, pattern: str, number: NumberFormat, kind: pa.DataType) -> pa.Array:
    if number.prefixes != ("",) or number.suffixes != ("",):
        return pa.nulls(len(texts), kind)
    # Signs that a number may have without having too many digits, before the decimals or in all.
    length = min(SIGNIFICANT, PRECISION - kind.scale) if pa.types.is_decimal(kind) else SIGNIFICANT
    fits = pc.and_(pc.match_substring_regex(texts, pattern), pc.less_equal(pc.binary_length(texts), length))
    written = pc.if_else(fits, texts, None)
    if number.group:
        written = pc.replace_substring(written, number.group, "")
    if number.decimal != ".":
        written = pc.replace_substring(written, number.decimal, ".")
    return written.cast(kind)
