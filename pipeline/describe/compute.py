"""Compute the trees of expressions on whole columns, with the types and functions that descriptions know.

Amounts and percentages with fixed decimals stay exact in sums and comparisons; products, quotients and `round` are
computed in double precision.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.place import rank, ties

Value: TypeAlias = Any
"""A pyarrow array, chunked array or scalar; pyarrow ships no types for its compute functions."""

_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "equal", ast.NotEq: "not_equal", ast.Lt: "less",
    ast.LtE: "less_equal", ast.Gt: "greater", ast.GtE: "greater_equal",
}  # fmt: skip
_EXACT: Mapping[type[ast.operator], str] = {ast.Add: "add_checked", ast.Sub: "subtract_checked"}
_FLOATING: Mapping[type[ast.operator], str] = {ast.Mult: "multiply", ast.Div: "divide"}
CONSTANTS = {"true": True, "false": False, "null": None}


def compute(node: ast.expr, table: pa.Table) -> Value:
    """Compute the tree of a checked expression on the rows of a table."""
    match node:
        case ast.Name(id=name):
            return pa.scalar(CONSTANTS[name]) if name in CONSTANTS else table[name]
        case ast.Constant(value=value):
            return pa.scalar(Decimal(repr(value)) if isinstance(value, float) else value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return pc.invert(compute(operand, table))
        case ast.UnaryOp(operand=operand):
            return pc.negate_checked(compute(operand, table))
        case ast.BoolOp(op=joint, values=parts):
            combine = pc.and_kleene if isinstance(joint, ast.And) else pc.or_kleene
            return reduce(combine, (compute(part, table) for part in parts))
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = compute(left, table), compute(right, table)
            if type(operator) in _FLOATING:
                return pc.call_function(_FLOATING[type(operator)], [_float(one), _float(other)])
            return pc.call_function(_EXACT[type(operator)], list(_alike(one, other)))
        case ast.Compare(left=left, ops=comparisons, comparators=others):
            sides = [left, *others]
            return reduce(
                pc.and_kleene, (_compare(*three, table) for three in zip(sides, comparisons, others, strict=False))
            )
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name][2](*(compute(argument, table) for argument in arguments))
    raise AssertionError(f"`{type(node).__name__}` passed the check")  # unreachable: see expression.py


def _compare(left: ast.expr, comparison: ast.cmpop, right: ast.expr, table: pa.Table) -> Value:
    one = compute(left, table)
    if isinstance(right, ast.List):
        listed = pa.array([compute(item, table).as_py() for item in right.elts])
        found = pc.is_in(one, value_set=listed.cast(one.type))
        return pc.if_else(pc.is_valid(one), pc.invert(found) if isinstance(comparison, ast.NotIn) else found, None)
    return pc.call_function(_COMPARISONS[type(comparison)], list(_alike(one, compute(right, table))))


def _float(value: Value) -> Value:
    return value.cast(pa.float64())


def _alike(one: Value, other: Value) -> tuple[Value, Value]:
    """Bring two values to types that compare exactly: text to dates, anything to double where one side is."""
    if pa.types.is_date(one.type) and isinstance(other, pa.StringScalar):
        return one, _day(other)
    if pa.types.is_date(other.type) and isinstance(one, pa.StringScalar):
        return _day(one), other
    if pa.types.is_floating(one.type) or pa.types.is_floating(other.type):
        return _float(one), _float(other)
    return one, other


def _day(written: pa.StringScalar) -> pa.Date32Scalar:
    try:
        return pa.scalar(date.fromisoformat(written.as_py()))
    except ValueError as error:
        raise ValueError(f"'{written}' is no day written YYYY-MM-DD") from error


def _round(value: Value, digits: Value) -> Value:
    return pc.round(_float(value), ndigits=digits.as_py(), round_mode="half_towards_infinity")


def _if_else(test: Value, one: Value, other: Value) -> Value:
    return pc.if_else(test, *_alike(one, other))


def _coalesce(*values: Value) -> Value:
    result = values[0]
    for value in values[1:]:
        result = pc.coalesce(*_alike(result, value))
    return result


FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Value]]] = {
    "missing": (1, 1, pc.is_null),
    "round": (2, 2, _round),
    "abs": (1, 1, pc.abs_checked),
    "coalesce": (2, 9, _coalesce),
    "if_else": (3, 3, _if_else),
    "starts_with": (2, 2, lambda value, start: pc.starts_with(value, pattern=start.as_py())),
    "contains": (2, 2, lambda value, part: pc.match_substring(value, pattern=part.as_py())),
    "text": (1, 1, lambda value: value.cast(pa.string())),
    "year": (1, 1, pc.year),
    "min": (1, 1, pc.min),
    "max": (1, 1, pc.max),
    "sum": (1, 1, pc.sum),
    "count": (1, 1, pc.count),
    "rank": (1, 1, rank),
    "ties": (1, 1, ties),
}
"""Name -> fewest values, most values, what it computes."""
