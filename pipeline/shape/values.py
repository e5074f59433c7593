"""What one text means as a value of its field: each form written down in the description, no other taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

import pyarrow as pa

from pipeline.describe import signs
from pipeline.describe.dataset import Field, NumberFormat

Value: TypeAlias = str | int | Decimal | date | bool | None
PRECISION = 18
SIGNIFICANT = 15
"""Digits that a spreadsheet's cell and a JSON number keep; more would not be equal in every format."""

_CELL = "list the cell under `missing:`, or correct it in corrections.yaml"
_REMEDY = f"Say `number:` as the source prints it, {_CELL}"
_REMEDY_OF_DAY = f"Say `date:` as the source prints it, {_CELL}"
_REMEDY_OF_GROUP = "Say the sign as `group:` under `number:`, or `type: number` with `decimals: 3`"
_GROUP = 3
"""Digits between two group signs."""


@dataclass(eq=False)
class RefusedError(Exception):
    """A text that its field does not take: what was expected instead, and the remedy."""

    expected: str
    remedy: str = ""


def arrow_type(field: Field) -> pa.DataType:
    """The type of a field in Parquet."""
    match field.type:
        case "integer" | "year":
            return pa.int64()
        case "number":
            assert field.decimals is not None
            return pa.decimal128(PRECISION, field.decimals)
        case "date":
            return pa.date32()
        case "boolean":
            return pa.bool_()
        case _:
            return pa.string()


def parser(field: Field, number: NumberFormat | None = None) -> Callable[[str], Value]:
    """Give the function that reads a field's texts, in its own number format or another."""
    number = field.number if number is None else number
    match field.type:
        case "integer":
            return lambda text: _integer(text, number)
        case "number":
            assert field.decimals is not None
            decimals = field.decimals
            return lambda text: _decimal(text, number, decimals)
        case "year":
            return _year
        case "date":
            pattern = field.date
            return lambda text: _date(text, pattern)
        case "boolean":
            return _boolean
        case _:
            return _text


def _text(text: str) -> str:
    if signs.FORMULA.match(text):
        raise RefusedError("a text that no sheet takes for a formula", "Correct it in corrections.yaml")
    return text


def _plain(text: str, number: NumberFormat) -> str:
    """Strip affixes and group signs; give the number as Python writes it.

    Raises:
        RefusedError: anything else than digits in the declared form. Groups must be of three: 450.000.00 is no number.
    """
    prefix = next((one for one in number.prefixes if text.startswith(one)), None)
    suffix = next((one for one in number.suffixes if text.endswith(one)), None)
    if prefix is None or suffix is None:
        raise RefusedError(f"a number written {_sample(number)}", _REMEDY)
    body = text[len(prefix) : len(text) - len(suffix)]
    group = re.escape(number.group)
    grouped = rf"|[1-9]\d{{0,2}}(?:{group}\d{{3}})+" if number.group else ""
    if not re.fullmatch(rf"-?(?:0|[1-9]\d*{grouped})(?:{re.escape(number.decimal)}\d+)?", body, re.ASCII):
        raise RefusedError(f"a number written {_sample(number)}", _REMEDY)
    if number.group:
        body = body.replace(number.group, "")
    return body.replace(number.decimal, ".")


def _sample(number: NumberFormat) -> str:
    shortest = (min(number.prefixes, key=len), min(number.suffixes, key=len))
    return f"`{shortest[0]}1{number.group}234{number.decimal}5{shortest[1]}`"


def _number(text: str, number: NumberFormat, decimals: int) -> Decimal:
    whole, _, part = _plain(text, number).partition(".")
    if decimals < len(part) == _GROUP and re.fullmatch(r"-?[1-9]\d{0,2}", whole):
        raise RefusedError("three digits that are plainly decimals or plainly a group", _REMEDY_OF_GROUP)
    part = part.rstrip("0")
    if len(whole.lstrip("-")) > SIGNIFICANT or len((whole + part).strip("-0")) > SIGNIFICANT:
        raise RefusedError(
            f"at most {SIGNIFICANT} digits, which every format keeps", "Say `type: string` to keep it as text"
        )
    return Decimal(f"{whole}.{part}")


def _integer(text: str, number: NumberFormat) -> int:
    value = _number(text, number, 0)
    if value != int(value):
        raise RefusedError(
            "a whole number", "Say `type: number` with its `decimals:`, or correct it in corrections.yaml"
        )
    return int(value)


def _decimal(text: str, number: NumberFormat, decimals: int) -> Decimal:
    value = _number(text, number, decimals)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent > decimals and value != round(value, decimals):
        raise RefusedError(f"at most {decimals} decimals", "Raise `decimals`: digits are never dropped silently")
    if abs(value) >= Decimal(10) ** (PRECISION - decimals):
        raise RefusedError(f"at most {PRECISION - decimals} digits before the decimals", "Lower `decimals:`")
    return round(value, decimals)


def _year(text: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        raise RefusedError("a year such as 2025", f"Recode what the source prints, {_CELL}")
    return int(text)


def _date(text: str, pattern: str | None) -> date:
    try:
        if pattern is not None and not re.search(r"(?![0-9])\d", text):
            day = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
            # With nothing between day and month, 1112020 might be the 1st or the 11th.
            if not re.search(r"%\w%\w", pattern) or day.strftime(pattern) == text:
                return day
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError(f"a day of the calendar, written {pattern or 'YYYY-MM-DD'}", _REMEDY_OF_DAY) from error
    raise RefusedError(f"a date written {pattern or 'YYYY-MM-DD'}", _REMEDY_OF_DAY)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise RefusedError("true or false", "Recode what the source prints")
    return text == "true"
