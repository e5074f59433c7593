"""The links that lead to the pages of things.

A cell that names a thing, in whatever table, links to its page: which columns do so follows from the references of the
data packages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.render.datasets import Dataset, Table
from pipeline.render.profiles import Kind, row_anchor

Pages: TypeAlias = dict[tuple[str, str, str], Mapping[str, str]]
"""Paths below the language by the value that names a thing, by dataset, table and field of that value."""


def linked(datasets: Iterable[Dataset], kinds: Sequence[Kind]) -> tuple[Dataset, ...]:
    """Give datasets whose columns know the pages of the things they name."""
    every = list(datasets)
    pages: Pages = {
        (kind.dataset, kind.table, kind.id): {thing["id"]: kind.page(thing) for thing in kind.things} for kind in kinds
    }
    tables = {(dataset.name, table.name): table for dataset in every for table in dataset.tables}
    for kind in kinds:
        for plan in kind.content["panels"]:
            if plan["anchor"]:
                pages |= _places(kind, plan, tables[plan["dataset"], plan["table"]])
    return tuple(
        replace(dataset, tables=tuple(_linked(dataset, table, pages) for table in dataset.tables)) for dataset in every
    )


def _places(kind: Kind, plan: Mapping[str, Any], table: Table) -> Pages:
    """Give where, on the pages of a kind, the rows of a panel stand: by each field that names a single row."""
    places = {
        place: f"{kind.page(thing)}#{row_anchor(plan, table, place)}"
        for thing in kind.things
        for content in thing["panels"]
        if content["id"] == plan["id"]
        for place in content["rows"]
    }
    singular = [field.name for field in table.fields if len({row[field.name] for row in table.every}) == table.size]
    return {
        (plan["dataset"], plan["table"], name): {table.every[place][name]: page for place, page in places.items()}
        for name in singular
    }


def _linked(dataset: Dataset, table: Table, pages: Pages) -> Table:
    known: dict[str, Mapping[str, str]] = {}
    resource = next(each for each in dataset.package["resources"] if each["name"] == table.name)
    for key in [*resource["schema"].get("foreignKeys", ()), *resource["schema"].get("references", ())]:
        target = key["reference"]
        owner = Path(target["package"]).parent.name if "package" in target else dataset.name
        for field, to in zip(key["fields"], target["fields"], strict=True):
            if (owner, target["resource"], to) in pages:
                known[field] = pages[owner, target["resource"], to]
    for (owner, name, id_), own in pages.items():
        if (owner, name) == (dataset.name, table.name) and not any("#" in page for page in own.values()):
            # In the list of the things themselves the first column leads to them.
            first = next(field for field in table.shown if table.field(field))
            known = {**known, first: {row[first]: own[row[id_]] for row in table.every if row[id_] in own}}
    fields = tuple(replace(field, pages=known.get(field.name, {})) for field in table.fields)
    return replace(table, fields=fields)
