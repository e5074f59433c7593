"""The expressions of descriptions: a small grammar, checked when read and computed on whole columns.

The text is parsed with Python's own parser and then only the forms listed in `docs/dataset-format.md` are taken;
nothing is ever executed as Python. Amounts and percentages with fixed decimals stay exact in sums and comparisons;
products, quotients and `round` are computed in double precision.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.place import rank, ties
from pipeline.describe.yaml import Description, Steps
from pipeline.errors import suggest

Value: TypeAlias = Any
"""A pyarrow array, chunked array or scalar; pyarrow ships no types for its compute functions."""

_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "equal", ast.NotEq: "not_equal", ast.Lt: "less",
    ast.LtE: "less_equal", ast.Gt: "greater", ast.GtE: "greater_equal",
}  # fmt: skip
_EXACT: Mapping[type[ast.operator], str] = {ast.Add: "add_checked", ast.Sub: "subtract_checked"}
_FLOATING: Mapping[type[ast.operator], str] = {ast.Mult: "multiply", ast.Div: "divide"}
_CONSTANT_SECOND: Mapping[str, type] = {"round": int, "starts_with": str, "contains": str}
"""Functions whose second value is written out, and what it is."""
_OF_WHOLE_COLUMNS = {"min", "max", "sum", "count", "rank", "ties"}
_DIGITS = 15
"""Digits of a written number: as many as a figure may have."""
_CONSTANTS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class Expression:
    """A checked expression: its text, the columns it reads, where it stands."""

    text: str
    names: frozenset[str]
    origin: Description = field(repr=False, compare=False)
    steps: Steps = field(repr=False, compare=False)
    tree: ast.expr = field(repr=False, compare=False)

    @property
    def is_of_whole_table(self) -> bool:
        """Tell whether a row's value depends on other rows."""
        calls = (node.func for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return any(isinstance(one, ast.Name) and one.id in _OF_WHOLE_COLUMNS for one in calls)

    def compute(self, table: pa.Table) -> pa.ChunkedArray:
        """Compute one value per row of `table`; missing where it depends on a missing value.

        Raises:
            DescriptionError: a column it names does not exist, or the types do not go together.
        """
        self.check(table.column_names)
        try:
            value = _compute(self.tree, table)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError, ValueError) as error:
            raise self.origin.error(self.steps, f"`{self.text}`: {_plain(error)}", "types that go together") from error
        if isinstance(value, pa.Scalar):
            return pa.chunked_array([pa.array([value.as_py()] * table.num_rows, type=value.type)])
        return value if isinstance(value, pa.ChunkedArray) else pa.chunked_array([value])

    def holds(self, table: pa.Table, *, missing: bool) -> pa.ChunkedArray:
        """Compute a condition; where it is missing, take `missing`."""
        condition = self.compute(table)
        if condition.type == pa.null():
            condition = condition.cast(pa.bool_())
        if condition.type != pa.bool_():
            raise self.origin.error(self.steps, f"`{self.text}` gives {condition.type}", "a condition, true or false")
        return pc.fill_null(condition, missing)

    def check(self, columns: list[str]) -> None:
        """Refuse names that are not among `columns`."""
        for name in sorted(self.names - set(columns)):
            known = [column for column in columns if not column.startswith("__")]
            expected = "one of " + ", ".join(known)
            found = f"unknown name `{name}` in `{self.text}`"
            raise self.origin.error(self.steps, found, expected, suggest(name, known))


def parse(text: str, origin: Description, steps: Steps) -> Expression:
    """Read an expression.

    Raises:
        DescriptionError: not of the grammar.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SyntaxWarning)  # what Python only doubts is refused here
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        shown = text if len(text) <= 200 else f"{text[:200]}…"
        raise origin.error(
            steps, f"`{shown}`: {message}", "an expression such as votes_cast <= registered_voters"
        ) from error
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names: set[str] = set()
    for node in ast.walk(tree):
        complaint = _complaint(node, tree)
        if complaint:
            raise origin.error(steps, f"{complaint} in `{text}`", "the grammar of docs/dataset-format.md")
        if isinstance(node, ast.Name) and node.id not in _CONSTANTS and id(node) not in called:
            names.add(node.id)
    return Expression(text, frozenset(names), origin, steps, tree)


def _complaint(node: ast.AST, tree: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            return _call_complaint(name, node.args)
        case ast.Constant(value=value):
            return _constant_complaint(value)
        case ast.Compare():
            for operator, right in zip(node.ops, node.comparators, strict=True):
                listed = isinstance(operator, ast.In | ast.NotIn)
                if listed != isinstance(right, ast.List) or (listed and not _constants(right)):
                    return "`in` without a list of constants" if listed else "a list outside `in`"
        case ast.List():
            if node is tree:
                return "a list outside `in`"
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            pass
        case ast.UnaryOp(op=ast.Not() | ast.USub()) | ast.BoolOp() | ast.Name():
            pass
        case ast.operator() | ast.unaryop() | ast.boolop() | ast.cmpop() | ast.expr_context():
            if isinstance(node, ast.Is | ast.IsNot):
                return "`is` (write missing(x))"
        case _:
            return f"`{ast.unparse(node)}`"
    return ""


def _call_complaint(name: str, values: list[ast.expr]) -> str:
    if name not in FUNCTIONS:
        return f"unknown function `{name}`"
    least, most, _ = FUNCTIONS[name]
    if not least <= len(values) <= most:
        return f"`{name}` with {len(values)} values"
    wanted = _CONSTANT_SECOND.get(name)
    if wanted is not None and not (isinstance(values[1], ast.Constant) and type(values[1].value) is wanted):
        return f"`{name}` without a written {'number' if wanted is int else 'text'} as its second value"
    return ""


def _constant_complaint(value: object) -> str:
    if isinstance(value, bool):
        return f"`{value}` (write {str(value).lower()})"
    if isinstance(value, int | float):
        written = str(value)
        digits = written.replace(".", "")
        return "" if digits.isdecimal() and len(digits) <= _DIGITS else f"a number of more than {_DIGITS} digits"
    return "" if isinstance(value, str) else f"`{value!r}`"


def _plain(error: Exception) -> str:
    """Say in one line what pyarrow complains of."""
    text = " ".join(str(error).split())
    unfit = re.fullmatch(r"Function '(\w+)' has no kernel matching input types \((.*)\)", text)
    return f"{unfit[1].removesuffix('_kleene')} of {unfit[2]}" if unfit else text


def _constants(node: ast.expr) -> bool:
    return isinstance(node, ast.List) and all(
        isinstance(item.operand if isinstance(item, ast.UnaryOp) else item, ast.Constant) for item in node.elts
    )


def _compute(node: ast.expr, table: pa.Table) -> Value:
    match node:
        case ast.Name(id=name):
            return pa.scalar(_CONSTANTS[name]) if name in _CONSTANTS else table[name]
        case ast.Constant(value=value):
            return pa.scalar(Decimal(repr(value)) if isinstance(value, float) else value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return pc.invert(_compute(operand, table))
        case ast.UnaryOp(operand=operand):
            return pc.negate_checked(_compute(operand, table))
        case ast.BoolOp(op=joint, values=parts):
            combine = pc.and_kleene if isinstance(joint, ast.And) else pc.or_kleene
            return reduce(combine, (_compute(part, table) for part in parts))
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = _compute(left, table), _compute(right, table)
            if type(operator) in _FLOATING:
                return pc.call_function(_FLOATING[type(operator)], [_float(one), _float(other)])
            return pc.call_function(_EXACT[type(operator)], list(_alike(one, other)))
        case ast.Compare(left=left, ops=comparisons, comparators=others):
            sides = [left, *others]
            return reduce(
                pc.and_kleene, (_compare(*three, table) for three in zip(sides, comparisons, others, strict=False))
            )
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name][2](*(_compute(argument, table) for argument in arguments))
    raise AssertionError(f"`{type(node).__name__}` passed the check")  # unreachable: see _complaint


def _compare(left: ast.expr, comparison: ast.cmpop, right: ast.expr, table: pa.Table) -> Value:
    one = _compute(left, table)
    if isinstance(right, ast.List):
        listed = pa.array([_compute(item, table).as_py() for item in right.elts])
        found = pc.is_in(one, value_set=listed.cast(one.type))
        return pc.if_else(pc.is_valid(one), pc.invert(found) if isinstance(comparison, ast.NotIn) else found, None)
    return pc.call_function(_COMPARISONS[type(comparison)], list(_alike(one, _compute(right, table))))


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
