"""Facts about things: one row for each thing, one column for each fact, so that expressions compute them all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import DescriptionError
from pipeline.languages import Language
from pipeline.profile.built import Built
from pipeline.profile.declared import Fact, Panel
from pipeline.profile.speak import Manner, written
from pipeline.profile.things import Things
from pipeline.publish.cells import as_text

_WHERE_ZERO = "Say what holds there, such as if_else(…, …, null)"
_WIDE = 28
"""Digits of a decimal: room for sums, and for what expressions add to them."""

_COUNTS = ("count", "distinct")
"""Ways to take a value that count: where there is no row they give 0, not nothing."""


@dataclass(frozen=True)
class Facts:
    """The facts of a panel in the order of the things; missing where not known. `manners` says how each is written."""

    table: pa.Table
    manners: Mapping[str, Manner]

    def of(self, index: int) -> dict[str, Any]:
        """Give what is known about one thing."""
        row = self.table.slice(index, 1).to_pylist()[0]
        return {name: value for name, value in row.items() if value is not None and name in self.manners}

    def said(self, index: int, language: Language) -> dict[str, str]:
        """Write what is known about one thing."""
        return {name: written(value, self.manners[name], language) for name, value in self.of(index).items()}


def facts_of(panel: Panel, things: Things, built: Built) -> Facts:
    """Find and compute the facts of a panel.

    Raises:
        DescriptionError: a fact that is said to be one figure and is several, or types that do not go together.
    """
    columns: dict[str, Any] = {"__id": pa.array([thing.id for thing in things.each], pa.string())}
    manners: dict[str, Manner] = {}
    for fact in panel.facts:
        if fact.compute is not None:
            column = fact.compute.compute(pa.table(columns))
            if pa.types.is_floating(column.type):
                index = pc.index(pc.is_finite(column), pa.scalar(value=False)).as_py()
                found = f"`{fact.compute.text}` gives {column[index].as_py()} for `{things.each[index].id}`"
                raise panel.origin.error((*fact.steps, "compute"), found, "a number", _WHERE_ZERO)
            columns[fact.name] = column
            kind = "integer" if pa.types.is_integer(column.type) else "number"
            manners[fact.name] = Manner(kind, fact.unit, fact.decimals)
            continue
        rows = built.tables[fact.table]
        if fact.where is not None:
            rows = rows.filter(fact.where.holds(rows, missing=False))
        taken = _taken(fact, rows, panel)
        everywhere = taken.get("") if not fact.by else None
        counted = fact.take in _COUNTS
        none = 0 if counted else None
        values = [taken.get(thing.id, none) if fact.by else everywhere for thing in things.each]
        columns[fact.name] = pa.array(values, pa.int64() if counted else _kept(rows.schema.field(fact.value).type))
        field = built.described[fact.table].field(fact.value or "")
        manners[fact.name] = (
            Manner("integer")
            if counted or field is None
            else Manner.of(field, built.labels(fact.table).get(field.name, {}), fact.decimals)
        )
    return Facts(pa.table(columns), manners)


def _kept(kind: pa.DataType) -> pa.DataType:
    """Widen decimals, so that a sum has room."""
    return pa.decimal128(_WIDE, kind.scale) if pa.types.is_decimal(kind) else kind


def _taken(fact: Fact, rows: pa.Table, panel: Panel) -> dict[str, Any]:
    """Take one value for each thing, or a single one under the empty id for a fact about all."""
    ids = [as_text(value) for value in rows[fact.by].to_pylist()] if fact.by else [""] * rows.num_rows
    values = rows[fact.value].to_pylist() if fact.value else [True] * rows.num_rows
    sizes = rows[fact.of].to_pylist() if fact.of else [None] * rows.num_rows
    grouped: dict[str, list[tuple[Any, Any]]] = {}
    for id_, value, size in zip(ids, values, sizes, strict=True):
        # A missing value at the edge is the answer, not a reason to ask the row before it.
        if (size if fact.of else value) is not None:
            grouped.setdefault(id_, []).append((value, size))
    taken = {id_: _one(fact, pairs, panel, id_) for id_, pairs in grouped.items()}
    if fact.take in _COUNTS and not fact.by:
        taken.setdefault("", 0)
    return taken


def _one(fact: Fact, pairs: Sequence[tuple[Any, Any]], panel: Panel, id_: str) -> Any:
    values = [value for value, _ in pairs]
    match fact.take:
        case "only":
            if len(set(values)) > 1:
                found = f"{len(values)} values of `{fact.value}`" + (f" for `{id_}`" if id_ else "")
                raise panel.origin.error(fact.steps, found, "one", "Narrow `where`, or say which to `take`")
            return values[0]
        case "count":
            return len(values)
        case "distinct":
            return len(set(values))
        case "sum":
            if not all(isinstance(value, int | float | Decimal) for value in values):
                raise DescriptionError(
                    panel.origin.problem(fact.steps, f"the sum of `{fact.value}`", "an integer or a number")
                )
            return sum(values[1:], values[0])
        case _:
            edge = (max if fact.take == "most" else min)(size for _, size in pairs)
            at_edge = {value for value, size in pairs if size == edge}
            # Two that share the first place: neither is named as the one.
            return at_edge.pop() if len(at_edge) == 1 else None
