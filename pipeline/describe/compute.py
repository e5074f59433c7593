"""Compute the trees of expressions on whole columns, with the types and functions that descriptions know."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import attrgetter

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.arithmetic import Arithmetic, Value, alike, rounded, seen, total
from pipeline.describe.place import rank, ties

_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "equal", ast.NotEq: "not_equal", ast.Lt: "less",
    ast.LtE: "less_equal", ast.Gt: "greater", ast.GtE: "greater_equal",
}  # fmt: skip
_SUMS: Mapping[type[ast.operator], str] = {ast.Add: "add_checked", ast.Sub: "subtract_checked"}
_PRODUCTS: Mapping[type[ast.operator], Callable[[Arithmetic], Callable[[Value, Value], Value]]] = {
    ast.Mult: attrgetter("multiply"), ast.Div: attrgetter("divide"),
}  # fmt: skip
CONSTANTS = {"true": True, "false": False, "null": None}


def compute(node: ast.expr, table: pa.Table, by: Arithmetic) -> Value:
    """Compute the tree of a checked expression on the rows of a table."""

    def value(inner: ast.expr) -> Value:
        return compute(inner, table, by)

    match node:
        case ast.Name(id=name):
            return pa.scalar(CONSTANTS[name]) if name in CONSTANTS else table[name]
        case ast.Constant(value=constant):
            return pa.scalar(Decimal(repr(constant)) if isinstance(constant, float) else constant)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return pc.invert(value(operand))
        case ast.UnaryOp(operand=operand):
            return pc.negate_checked(value(operand))
        case ast.BoolOp(op=joint, values=parts):
            return reduce(pc.and_kleene if isinstance(joint, ast.And) else pc.or_kleene, map(value, parts))
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = value(left), value(right)
            if type(operator) in _PRODUCTS:
                return _PRODUCTS[type(operator)](by)(one, other)
            return pc.call_function(_SUMS[type(operator)], list(_alike(one, other)))
        case ast.Compare(left=left, ops=comparisons, comparators=others):
            sides = [left, *others]
            pairs = zip(sides, comparisons, others, strict=False)
            return reduce(pc.and_kleene, (_compare(*pair, value) for pair in pairs))
        case ast.Call(func=ast.Name(id="round"), args=[figure, ast.Constant(value=int(digits))]):
            return by.round(value(figure), digits)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name][2](*map(value, arguments))
    raise AssertionError(f"`{type(node).__name__}` passed the check")  # unreachable: see expression.py


def _compare(left: ast.expr, comparison: ast.cmpop, right: ast.expr, value: Callable[[ast.expr], Value]) -> Value:
    one = seen(value(left))
    if not isinstance(right, ast.List):
        return pc.call_function(_COMPARISONS[type(comparison)], list(_alike(one, seen(value(right)))))
    listed = [value(item) for item in right.elts]
    if {item.type for item in listed} == {one.type}:
        found = pc.is_in(one, value_set=pa.array([item.as_py() for item in listed], one.type))
    else:
        found = reduce(pc.or_kleene, (pc.equal(*_alike(one, item)) for item in listed))
    return pc.if_else(pc.is_valid(one), pc.invert(found) if isinstance(comparison, ast.NotIn) else found, None)


def _alike(one: Value, other: Value) -> tuple[Value, Value]:
    """Bring two values to types that compare exactly: text to dates, anything to double where one side is."""
    if pa.types.is_date(one.type) and isinstance(other, pa.StringScalar):
        return one, _day(other)
    if pa.types.is_date(other.type) and isinstance(one, pa.StringScalar):
        return _day(one), other
    if pa.types.is_floating(one.type) or pa.types.is_floating(other.type):
        return one.cast(pa.float64()), other.cast(pa.float64())
    both = (one.type, other.type)
    if any(map(pa.types.is_decimal, both)) and all(
        pa.types.is_decimal(kind) or pa.types.is_integer(kind) for kind in both
    ):
        return alike(one, other)
    return one, other


def _day(written: pa.StringScalar) -> pa.Date32Scalar:
    try:
        return pa.scalar(date.fromisoformat(written.as_py()))
    except ValueError as error:
        raise ValueError(f"'{written}' is no day written YYYY-MM-DD") from error


def _if_else(test: Value, one: Value, other: Value) -> Value:
    return pc.if_else(test, *_alike(one, other))


def _coalesce(*values: Value) -> Value:
    result = values[0]
    for value in values[1:]:
        result = pc.coalesce(*_alike(result, value))
    return result


FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Value]]] = {
    "missing": (1, 1, pc.is_null),
    "round": (2, 2, rounded),
    "abs": (1, 1, pc.abs_checked),
    "coalesce": (2, 9, _coalesce),
    "if_else": (3, 3, _if_else),
    "starts_with": (2, 2, lambda value, start: pc.starts_with(value, pattern=start.as_py())),
    "contains": (2, 2, lambda value, part: pc.match_substring(value, pattern=part.as_py())),
    "text": (1, 1, lambda value: value.cast(pa.string())),
    "year": (1, 1, pc.year),
    "min": (1, 1, pc.min),
    "max": (1, 1, pc.max),
    "sum": (1, 1, total),
    "count": (1, 1, pc.count),
    "rank": (1, 1, rank),
    "ties": (1, 1, ties),
}
"""Name -> fewest values, most values, what it computes."""
