"""The things of a kind: which there are, what each is called, and the words its table has for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipeline.describe.dataset import Table
from pipeline.describe.read import SLUG
from pipeline.errors import DescriptionError, raise_all
from pipeline.languages import Language, Text
from pipeline.profile.declared import Kind
from pipeline.profile.speak import Manner, Words, fill, written
from pipeline.publish.cells import as_text
from pipeline.publish.page import Labels

COMPARISON = "compare"
"""The page of a kind that shows things side by side; no thing may have its address."""


@dataclass(frozen=True)
class Thing:
    """One thing. `words` gives, per language, the fields of its row as a reader knows them; a missing one is absent."""

    id: str
    slug: str
    name: Text
    words: Mapping[str, Words]


@dataclass(frozen=True)
class Things:
    """All things of a kind in its order. `rows` has the row of each; where several share an id, the first.

    `known` holds every id of the table, also of what has no page.
    """

    kind: Kind
    each: tuple[Thing, ...]
    rows: pa.Table
    known: frozenset[str]


def things_of(kind: Kind, table: Table, rows: pa.Table, labels: Labels, languages: Sequence[Language]) -> Things:
    """Take the things from their table.

    Raises:
        DescriptionError: an address that is none or twice, or a name that misses a field.
    """
    known = frozenset(as_text(value) for value in rows[kind.id].to_pylist())
    if kind.where is not None:
        rows = rows.filter(kind.where.holds(rows, missing=False))
    first: dict[str, int] = {}
    for index, value in enumerate(rows[kind.id].to_pylist()):
        first.setdefault(as_text(value), index)
    rows = rows.take(list(first.values()))
    rows = rows.take(in_order(rows, kind.order))
    manners = {field.name: Manner.of(field, labels.get(field.name, {})) for field in table.fields}
    each, problems, addresses = [], [], set()
    for row in rows.to_pylist():
        id_, slug = as_text(row[kind.id]), as_text(row[kind.slug]).lower()
        if not SLUG.fullmatch(slug) or slug in addresses or slug == COMPARISON:
            found = f"the address `{slug}` of `{id_}`"
            problems.append(kind.origin.problem((*kind.steps, "slug"), found, "letters, digits and hyphens, each once"))
        addresses.add(slug)
        words = {
            language.code: {
                name: written(value, manners[name], language)
                for name, value in row.items()
                if name in manners and value is not None
            }
            for language in languages
        }
        name: dict[str, str] = {}
        for code, wording in kind.called.items():
            said = fill(wording, words[code])
            if said is None:
                found = f"`{id_}` without a field of `{wording}`"
                problems.append(kind.origin.problem((*kind.steps, "name", code), found, "a name for each"))
            name[code] = said or ""
        each.append(Thing(id_, slug, name, words))
    raise_all(DescriptionError, problems)
    return Things(kind, tuple(each), rows, known)


def in_order(rows: pa.Table, names: Sequence[str]) -> list[int]:
    """Sort rows by fields, `-field` descending, missing values last; equal rows keep the order they have."""
    order = list(range(rows.num_rows))
    for name in reversed(names):
        values = rows[name.lstrip("-")].to_pylist()
        known = [index for index in order if values[index] is not None]
        known.sort(key=values.__getitem__, reverse=name.startswith("-"))
        order = known + [index for index in order if values[index] is None]
    return order
