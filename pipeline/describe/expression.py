"""The expressions of descriptions: a small grammar, checked when read and computed on whole columns.

The text is parsed with Python's own parser and then only the forms listed in `docs/dataset-format.md` are taken;
nothing is ever executed as Python. What they compute says `compute.py`.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.arithmetic import EXACT, FLOATING, Value
from pipeline.describe.compute import CONSTANTS, FUNCTIONS, compute
from pipeline.describe.yaml import Description, Steps
from pipeline.errors import suggest

_CONSTANT_SECOND: Mapping[str, type] = {"round": int, "starts_with": str, "contains": str}
"""Functions whose second value is written out, and what it is."""
_OF_WHOLE_COLUMNS = {"min", "max", "sum", "count", "rank", "ties"}
_DEEPEST = 100
_DIGITS = 15
"""Digits of a written number: as many as a figure may have."""


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
        """Compute one value per row of `table`, without loss; missing where it depends on a missing value.

        Where a row divides by zero, all values are in floating point, some of them not finite: no field can hold these.

        Raises:
            DescriptionError: a column it names does not exist, or the types do not go together.
        """
        self.check(table.column_names)
        try:
            value = compute(self.tree, table, EXACT)
            if any(isinstance(node, ast.Div) for node in ast.walk(self.tree)):
                value = _with_endless(value, compute(self.tree, table, FLOATING))
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
            written = (one if one.isidentifier() else f"column({one!r})" for one in columns)
            known = [one for one in written if not one.startswith("__")]
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
    if _has_texts_side_by_side(text):
        found = f"two texts side by side in `{text[:200]}`"
        raise origin.error(steps, found, "one text, or several with commas between them")
    if _is_deep(tree):
        expected = f"at most {_DEEPEST} parts inside one another"
        raise origin.error(steps, f"`{text[:200]}…`, parts inside one another without end", expected)
    tree = _Columns().visit(tree)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names: set[str] = set()
    for node in ast.walk(tree):
        complaint = _complaint(node, tree)
        if complaint:
            raise origin.error(steps, f"{complaint} in `{text}`", "the grammar of docs/dataset-format.md")
        if isinstance(node, ast.Name) and node.id not in CONSTANTS and id(node) not in called:
            names.add(node.id)
    return Expression(text, frozenset(names), origin, steps, tree)


class _Columns(ast.NodeTransformer):
    """Puts a name in the place of column('…'), which names one that is no single word."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        match self.generic_visit(node):
            case ast.Call(func=ast.Name(id="column"), args=[ast.Constant(value=str(name))], keywords=[]) if (
                name not in CONSTANTS  # would be taken for what it says
            ):
                return ast.Name(name, ast.Load())
            case other:
                return other


def _has_texts_side_by_side(text: str) -> bool:
    """Tell whether a comma is forgotten between two texts, which Python would join."""
    tokens = [token.type for token in tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline)]
    whole = [kind for kind in tokens if kind not in (tokenize.NL, tokenize.COMMENT)]
    return (tokenize.STRING, tokenize.STRING) in pairwise(whole)


def _is_deep(tree: ast.expr) -> bool:
    """Tell whether an expression goes deeper than what follows it down can: computing it, and keeping it."""
    level: list[ast.AST] = [tree]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return bool(level)


def _complaint(node: ast.AST, tree: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            return _call_complaint(name, node.args)
        case ast.Constant(value=value):
            return _constant_complaint(value)
        case ast.Compare():
            by_value = not any(isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops)
            if by_value and any(map(_is_null, (node.left, *node.comparators))):
                return "a comparison with `null` (write missing(x))"
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
    match values:
        case [_, ast.Constant(value=int(digits))] if wanted is int and digits > _DIGITS:
            return f"`{name}` to more than {_DIGITS} digits"
    return ""


def _is_null(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "null"


def _constant_complaint(value: object) -> str:
    if isinstance(value, bool):
        return f"`{value}` (write {str(value).lower()})"
    if isinstance(value, int | float):
        written = f"{Decimal(repr(value)):f}"
        digits = written.replace(".", "")
        return "" if digits.isdecimal() and len(digits) <= _DIGITS else f"a number of more than {_DIGITS} digits"
    return "" if isinstance(value, str) else f"`{value!r}`"


def _with_endless(exact: Value, floating: Value) -> Value:
    """Give exact values, which miss where a row divides by zero, unless floating ones show that one does."""
    if not pa.types.is_floating(floating.type):
        return exact if exact.type == pa.null() else pc.coalesce(exact, floating)
    endless = pc.and_(pc.is_null(exact), pc.invert(pc.is_finite(floating)))
    return floating if pc.any(endless).as_py() else exact


def _plain(error: Exception) -> str:
    """Say in one line what pyarrow complains of."""
    text = " ".join(str(error).split())
    unfit = re.fullmatch(r"Function '(\w+)' has no kernel matching input types \((.*)\)", text)
    return f"{unfit[1].removesuffix('_kleene')} of {unfit[2]}" if unfit else text


def _constants(node: ast.expr) -> bool:
    return isinstance(node, ast.List) and all(
        isinstance(item.operand if isinstance(item, ast.UnaryOp) else item, ast.Constant) for item in node.elts
    )
