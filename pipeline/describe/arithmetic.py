"""Arithmetic on whole columns: without loss, or in floating point, where a division by zero shows.

Figures are decimals with as many digits as the widest of a column has, at most `DIGITS`. Sums and products are exact. A
quotient is cut behind `PLACES` decimals, of which rounding and comparing look at `SEEN`: a third times three is one, and a
tie is a tie whether it is divided or multiplied first. Of figures with 15 digits no true quotient lies closer to another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

Value: TypeAlias = Any
"""A pyarrow array, chunked array or scalar; pyarrow ships no types for its compute functions."""

PLACES, SEEN = 30, 24
DIGITS = 76
_NARROW = 38
"""Digits of pyarrow's smaller decimals, which are quicker."""
_TEXT = pa.decimal128(_NARROW, 12)
"""What a text may be read as: figures have no more decimals."""


@dataclass(frozen=True)
class Arithmetic:
    """How an expression computes what whole numbers cannot hold."""

    multiply: Callable[[Value, Value], Value]
    divide: Callable[[Value, Value], Value]
    round: Callable[[Value, int], Value]


def decimals(value: Value) -> Value:
    """Give numbers, or texts that are numbers, as decimals."""
    if isinstance(value, pa.Scalar):
        number = value.as_py()
        return pa.scalar(None, pa.decimal128(1)) if number is None else pa.scalar(Decimal(number))
    if not pa.types.is_decimal(value.type):
        value = value.cast(_TEXT if pa.types.is_string(value.type) else pa.decimal128(19))
    ends = pc.min_max(value).as_py()
    digits = max(len(Decimal(end or 0).as_tuple().digits) for end in ends.values())
    return value.cast(_of(max(digits, value.type.scale, 1), value.type.scale))


def alike(one: Value, other: Value) -> tuple[Value, Value]:
    """Bring two numbers, of which one is a decimal, to types that go together without loss."""
    one, other = decimals(one), decimals(other)
    places = max(one.type.scale, other.type.scale)
    whole = max(each.type.precision - each.type.scale for each in (one, other))
    return _widened(one, whole + places + 1), _widened(other, whole + places + 1)


def seen(value: Value) -> Value:
    """Give what comparing looks at."""
    return rounded(value, SEEN) if pa.types.is_decimal(value.type) else value


def rounded(value: Value, digits: int) -> Value:
    """Round half away from zero."""
    value = decimals(value)
    for places in (SEEN, digits):
        precision, scale = value.type.precision + 1, value.type.scale  # 9.9 becomes 10
        if scale > places:
            short = pc.round(value.cast(_of(precision, scale)), ndigits=places, round_mode="half_towards_infinity")
            value = short.cast(_of(precision - scale + max(places, 0), max(places, 0)))
    return value


def total(value: Value) -> Value:
    """Add up a column; whole numbers whose sum has no room are refused."""
    whole = added(value)
    return whole.cast(pa.int64()) if pa.types.is_integer(value.type) else whole


def added(value: Value) -> Value:
    """Add up a column, whole numbers as decimals, among which there is room for any sum of theirs."""
    return pc.sum(value.cast(pa.decimal128(19)) if pa.types.is_integer(value.type) else value)


def _product(one: Value, other: Value) -> Value:
    one, other = decimals(one), decimals(other)
    digits = one.type.precision + other.type.precision + 1
    return pc.multiply(_widened(one, digits), _widened(other, digits))


def _quotient(one: Value, other: Value) -> Value:
    """Divide; by zero there is nothing."""
    one, other = decimals(one), decimals(other)
    other = pc.if_else(pc.equal(other, pa.scalar(Decimal(0))), None, other)
    # pyarrow gives a quotient scale + precision - scale + 1 decimals, of these two.
    more = max(PLACES - (one.type.scale + other.type.precision - other.type.scale + 1), 0)
    scale, precision = one.type.scale + more, one.type.precision + more
    places = max(4, scale + other.type.precision - other.type.scale + 1)
    digits = precision - scale + other.type.scale + places
    return pc.divide(_widened(one.cast(_of(precision, scale)), digits), _widened(other, digits))


def _of(precision: int, scale: int) -> pa.DataType:
    if precision > DIGITS:
        raise pa.ArrowInvalid(f"a number of more than {DIGITS} digits")
    return pa.decimal128(precision, scale) if precision <= _NARROW else pa.decimal256(precision, scale)


def _widened(value: Value, digits: int) -> Value:
    """Give decimals room for a result of so many digits."""
    kind = _of(digits, 0)
    return value.cast(pa.decimal256(value.type.precision, value.type.scale)) if kind.bit_width == 256 else value


def _float(value: Value) -> Value:
    return value.cast(pa.float64())


EXACT = Arithmetic(_product, _quotient, rounded)
FLOATING = Arithmetic(
    lambda one, other: pc.multiply(_float(one), _float(other)),
    lambda one, other: pc.divide(_float(one), _float(other)),
    lambda value, digits: pc.round(_float(value), ndigits=digits, round_mode="half_towards_infinity"),
)
