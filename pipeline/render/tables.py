"""Tables as sheets: rows of cells that are ready to print, with their notes and sources.

A sheet is a table as one page shows it. A missing value stays missing; nothing is filled in, rounded or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count
from typing import Any, Literal

from pipeline.errors import SiteError
from pipeline.languages import Language
from pipeline.render.cells import Cell, cell, cell_of
from pipeline.render.datasets import Dataset, Field, Table
from pipeline.render.quotes import quoted
from pipeline.render.sources import SOURCE, Mark, marks

AT_ONCE = 10
"""Rows of a table on the page of its dataset."""

AT_MOST = 100
"""Rows on a page of their own. With twice as many a phone is busy for a fifth of a second before it answers; the script
of the page brings the others, and the file has them all."""

SENTENCE = 32
"""Letters from which a cell is set in several lines."""

LOCATION, MARKS = "source_location", "note_ids"


@dataclass(frozen=True)
class Heading:
    """The head of a column; `field` is empty when no dictionary describes it.

    `shape` tells how its cells are set: figures to the right, sentences in several lines.
    """

    field: str
    title: str
    shape: Literal["figures", "words", "sentences"]


@dataclass(frozen=True)
class Note:
    """A note under a table: the mark it has there, its name and its text."""

    mark: str
    id: str
    text: str


@dataclass(frozen=True)
class Row:
    """One row; `source` is where it comes from, `id` its own name in the page, if it has one."""

    cells: tuple[Cell, ...]
    notes: tuple[Note, ...] = ()
    source: Mark | None = None
    id: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table as a page shows it: `total` rows in all, the first ones here.

    `name` is unique on the page; `table` is the table whose dictionary describes the columns, empty where none does.
    """

    name: str
    table: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    total: int
    sourced: bool

    def beside(self, row: Row) -> Iterable[tuple[Cell, str]]:
        """Give the cells of a row after the first, each with the shape of its column."""
        return zip(row.cells[1:], (heading.shape for heading in self.headings[1:]), strict=True)

    @property
    def whole(self) -> bool:
        return len(self.rows) == self.total


def sheet(dataset: Dataset, table: Table, language: Language, limit: int) -> Sheet:
    """Make the first `limit` rows of a table ready to print.

    Raises:
        SiteError: a row names a source or a note that its dataset does not have.
    """
    fields = [field for field in table.fields if field.name in table.shown and field.name not in {SOURCE, MARKS}]
    return _sheet(dataset, table, language, table.name, fields, table.rows(limit), table.size)


def panel_sheet(
    dataset: Dataset, table: Table, language: Language, name: str, fields: Sequence[Field], places: Sequence[int]
) -> Sheet:
    """Make the rows that stand at some places of a table ready to print, with some of its fields."""
    return _sheet(dataset, table, language, name, fields, [table.every[place] for place in places], len(places))


def _sheet(
    dataset: Dataset,
    table: Table,
    language: Language,
    name: str,
    fields: Sequence[Field],
    taken: Iterable[Mapping[str, str]],
    total: int,
) -> Sheet:
    sources = marks(dataset, language)
    texts = {note["id"]: note["text"][language.code] for note in dataset.page["notes"]}
    marked: dict[str, Note] = {}
    letters = _letters()
    rows = []
    is_found = name == table.name and table.name in dataset.page.get("search", {})
    for row in taken:
        source, named = row.get(SOURCE, ""), [each for each in row.get(MARKS, "").split(";") if each]
        if (source and source not in sources) or not set(named) <= set(texts):
            raise SiteError.at(table.file, f"a row with source `{source}`, notes {named}", "names its dataset knows")
        for id_ in named:
            if id_ not in marked:
                marked[id_] = Note(next(letters), id_, quoted(texts[id_], dataset, language))
        rows.append(
            Row(
                tuple(cell_of(row, field, language) for field in fields),
                tuple(note for id_, note in marked.items() if id_ in named),
                _placed(sources[source], row.get(LOCATION, "")) if source else None,
                id=row_id(table, row) if is_found else "",
            )
        )
    if AT_MOST <= len(rows) < total:
        # The script of such a page brings further rows, and with them their notes.
        for note in dataset.page["notes"]:
            if note["table"] == table.name and note["rows"] and note["id"] not in marked:
                marked[note["id"]] = Note(next(letters), note["id"], quoted(texts[note["id"]], dataset, language))
    return Sheet(
        name=name,
        table=table.name,
        headings=_headings(fields, rows, language, described=True),
        rows=tuple(rows),
        notes=tuple(marked.values()),
        total=total,
        sourced=table.field(SOURCE) is not None,
    )


def _placed(source: Mark, location: str) -> Mark:
    """Add to the title of a row's source where in it the row stands, if that is known."""
    return replace(source, title=f"{source.title}: {location}") if location else source


def row_id(table: Table, row: Mapping[str, str]) -> str:
    """Give the anchor of a row, made of its key; of one that it does not hold sign by sign also a digest."""
    key = [row[field] for field in table.key]
    words = [re.sub(r"[^\w.]+", "-", word) for word in key]
    # A hyphen after the first part might also be what joins two of them.
    is_plain = words == key and not any("-" in word for word in key[1:])
    digest = [] if is_plain else [sha256("\0".join(key).encode()).hexdigest()[:8]]
    return "-".join(["row", table.name, *words, *digest])


def chart_sheet(dataset: Dataset, chart: Mapping[str, Any], language: Language) -> Sheet:
    """Make the rows behind a picture ready to print."""
    fields = list(_chart_fields(dataset, chart))
    rows = tuple(
        Row(tuple(cell(field, _published(value), language) for field, value in zip(fields, row, strict=True)))
        for row in chart["rows"]
    )
    headings = _headings(fields, rows, language, described=False)
    return Sheet(f"chart-{chart['name']}", "", headings, rows, (), len(rows), sourced=False)


def _headings(
    fields: Sequence[Field], rows: Sequence[Row], language: Language, *, described: bool
) -> tuple[Heading, ...]:
    longest = [max((len(row.cells[place].text) for row in rows), default=0) for place in range(len(fields))]
    return tuple(
        Heading(
            field.name if described else "",
            field.title[language.code],
            "figures" if field.is_numeric else "sentences" if length > SENTENCE else "words",
        )
        for field, length in zip(fields, longest, strict=True)
    )


def _chart_fields(dataset: Dataset, chart: Mapping[str, Any]) -> Iterable[Field]:
    """Give the plotted columns as fields: known ones as their table describes them, computed ones by their values."""
    table = dataset.table(chart["table"])
    for place, column in enumerate(chart["columns"]):
        known = table.field(column["name"])
        is_mark = any(isinstance(row[place], bool) for row in chart["rows"])
        yield Field(
            name=column["name"],
            type=known.type if known else "boolean" if is_mark else "number",
            title=column["title"],
            description={},
            unit=column.get("unit", ""),
            decimals=known.decimals if known else None,
            required=False,
            codes=(),
            labels=chart["row_labels"].get(column["name"]) or (known.labels if known else {}),
            language=known.language if known else None,
        )


def _published(value: object) -> str:
    """Write a JSON value as the CSV file would."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _letters() -> Iterator[str]:
    """Give a, b, … z, aa, ab, …: letters, because a raised digit beside a figure reads as a power."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for number in count():
        yield (letters[number // 26 - 1] if number >= 26 else "") + letters[number % 26]
