"""Things side by side: every figure by which a kind may be compared, with what it must share with another to compare.

The page holds the whole of it as tables, one row for each thing; its script puts chosen rows beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.languages import Language, Text
from pipeline.render.cells import Cell, cell
from pipeline.render.datasets import Dataset, Field, Table
from pipeline.render.fold import fold
from pipeline.render.profiles import Kind, in_order
from pipeline.render.sources import SOURCE, Mark, marks
from pipeline.render.words import with_unit


@dataclass(frozen=True)
class Base:
    """What a figure stands on: its status, or the title of another column and its value."""

    title: str
    cell: Cell


@dataclass(frozen=True)
class Figure:
    """A figure of one thing. `same` is equal for two figures that compare; `bases` words it."""

    text: str
    value: str
    same: str = ""
    bases: tuple[Base, ...] = ()
    source: Mark | None = None


@dataclass(frozen=True)
class Place:
    """One thing that is compared, such as an election: a figure for each thing, by slug.

    `bases` and `source` are those of all its figures; where they differ they stand with each figure.
    """

    label: str
    is_share: bool
    figures: Mapping[str, Figure]
    bases: tuple[Base, ...] | None
    source: Mark | None


@dataclass(frozen=True)
class Grid:
    """What one panel compares: `value` titles the figure. `breaks` are sentences about some of the things, by slug; `dataset` is None for figures of several."""

    id: str
    title: Text
    value: Text
    text: Text
    dataset: Dataset | None
    table: Table | None
    places: tuple[Place, ...]
    breaks: tuple[tuple[Text, tuple[str, ...]], ...]


def grids(kind: Kind, datasets: Mapping[str, Dataset], language: Language) -> list[Grid]:
    """Make the comparison of a kind ready to print."""
    first = [_overview(kind, datasets, language)] if kind.content["columns"] else []
    plans = [plan for plan in kind.content["panels"] if plan["compare"]]
    return [*first, *(_grid(kind, plan, datasets[plan["dataset"]], language) for plan in plans)]


def names(kind: Kind, language: Language) -> list[tuple[str, str, str]]:
    """Give slug, name and page of every thing, as lists show them."""
    return [(thing["slug"], thing["name"][language.code], kind.page(thing)) for thing in in_order(kind, language)]


def _overview(kind: Kind, datasets: Mapping[str, Dataset], language: Language) -> Grid:
    """Take the leading figures of the things: each column means the same for all of them."""
    places = []
    for number, column in enumerate(kind.content["columns"]):
        if column["type"] not in {"integer", "number"}:
            continue
        same = [field for where in column["same"] for field in _fields(datasets[where[0]].table(where[1]), where[2:])]
        found = {
            thing["slug"]: Figure(
                figure["text"][language.code], figure["value"], *_base(figure["same"], same, language)
            )
            for thing in kind.things
            if (figure := thing["figures"][number])
        }
        places.append(Place(column["title"][language.code], column["unit"] == "percent", found, *_shared(found)))
    return Grid("overview", {}, {}, {}, None, None, tuple(places), ())


def _grid(kind: Kind, plan: Mapping[str, Any], dataset: Dataset, language: Language) -> Grid:
    table, given = dataset.table(plan["table"]), plan["compare"]
    (value,), across, same = (_fields(table, wanted) for wanted in ([given["value"]], given["across"], given["same"]))
    sources = marks(dataset, language)
    found: dict[tuple[str, ...], dict[str, Figure]] = {}
    days: dict[tuple[str, ...], set[str]] = {}
    breaks: dict[str, tuple[Text, list[str]]] = {}
    time = next((field.name for field in table.fields if field.type in {"date", "year"}), None)
    for thing in kind.things:
        for content in (each for each in thing["panels"] if each["id"] == plan["id"]):
            for text in content["breaks"]:
                breaks.setdefault(text[language.code], (text, []))[1].append(thing["slug"])
            for row in (table.every[place] for place in content["rows"]):
                if row[given["value"]]:
                    at = tuple(row[field.name] for field in across)
                    days.setdefault(at, set()).add(row[time] if time else "")
                    found.setdefault(at, {})[thing["slug"]] = _figure(row, value, same, sources, language)
    order = _in_order(found, days, across, language)
    return Grid(
        plan["id"],
        plan["title"],
        value.title,
        thing_text(kind, plan["id"]),
        dataset,
        table,
        tuple(
            Place(_label(at, order, across, language), value.unit == "percent", found[at], *_shared(found[at]))
            for at in order
        ),
        tuple((text, tuple(slugs)) for text, slugs in breaks.values()),
    )


def _in_order(
    found: Iterable[tuple[str, ...]],
    days: Mapping[tuple[str, ...], Set[str]],
    across: Sequence[Field],
    language: Language,
) -> list[tuple[str, ...]]:
    """Put the newest place first; places that are no times by their names."""
    if all(len(each) == 1 for each in days.values()):
        return sorted(found, key=lambda at: min(days[at]), reverse=True)
    return sorted(
        found, key=lambda at: [fold(cell(field, one, language).text) for field, one in zip(across, at, strict=True)]
    )


def thing_text(kind: Kind, panel: str) -> Text:
    """Give what a panel says below its figures, where it says the same of every thing."""
    texts = [content["text"] for thing in kind.things for content in thing["panels"] if content["id"] == panel]
    return texts[0] if texts and all(text == texts[0] for text in texts) else {}


def _fields(table: Table, wanted: Sequence[str]) -> list[Field]:
    return [field for field in map(table.field, wanted) if field is not None]


def _figure(
    row: Mapping[str, str], value: Field, same: Sequence[Field], sources: Mapping[str, Mark], language: Language
) -> Figure:
    base = _base([row[field.name] for field in same], same, language)
    return Figure(_written(row[value.name], value, language), row[value.name], *base, sources.get(row.get(SOURCE, "")))


def _base(values: Sequence[str], fields: Sequence[Field], language: Language) -> tuple[str, tuple[Base, ...]]:
    """Give what a figure stands on, as a mark that is equal for figures that compare, and in words."""
    words = tuple(
        Base("" if field.is_status else field.title[language.code], cell(field, value, language))
        for field, value in zip(fields, values, strict=True)
        if value
    )
    return " ".join(value or "-" for value in values), words


def _written(value: str, field: Field, language: Language) -> str:
    if field.unit == "percent":
        return language.percent(Decimal(value), field.decimals)
    return with_unit(language, Decimal(value), field.unit)


def _shared(figures: Mapping[str, Figure]) -> tuple[tuple[Base, ...] | None, Mark | None]:
    """Give the bases and the source that all figures of a place have, or None where they differ."""
    first, *others = figures.values() or [Figure("", "")]
    return (
        first.bases if all(each.same == first.same for each in others) else None,
        first.source if all(each.source == first.source for each in others) else None,
    )


def _label(at: tuple[str, ...], every: Sequence[tuple[str, ...]], across: Sequence[Field], language: Language) -> str:
    """Name a place by what tells it from the others: the round only of an election that has several."""
    parts = []
    for number, (field, value) in enumerate(zip(across, at, strict=True)):
        alike = [other for other in every if other[:number] == at[:number] and other[number + 1 :] == at[number + 1 :]]
        if number == 0 or len(alike) > 1:
            worded = cell(field, value, language).text
            is_bare = field.type in {"integer", "boolean"} and not field.labels
            parts.append(f"{field.title[language.code]}: {worded}" if is_bare else worded)
    return " · ".join(parts)
