"""A dataset's sources as its page lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.languages import Language
from pipeline.render.datasets import SOURCES, Dataset
from pipeline.render.tables import SOURCE, Cell, cell


@dataclass(frozen=True)
class Source:
    """A source as the list on a dataset's page shows it."""

    number: int
    id: str
    title: str
    publisher: str
    url: str
    date: str
    status: Cell
    licence: Cell
    description: str


def sources(dataset: Dataset, language: Language) -> list[Source]:
    """Make the dataset's sources ready to print, numbered from 1 in their order."""
    return [
        Source(
            number=number,
            id=row[SOURCE],
            title=row["title"],
            publisher=row["publisher"],
            url=row["url"],
            date=_partial_date(row["date"], language),
            status=_cell_of(dataset, row, "status", language),
            licence=_cell_of(dataset, row, "licence", language),
            description=row.get(f"description_{language.code}", ""),
        )
        for number, row in enumerate(dataset.sources, 1)
    ]


def _cell_of(dataset: Dataset, row: Mapping[str, str], name: str, language: Language) -> Cell:
    field = dataset.table(SOURCES).field(name)
    return cell(field, row[name], language) if field else Cell("", "missing")


def _partial_date(value: str, language: Language) -> str:
    """Write a date of which the day, or the day and the month, may be unknown."""
    parts = [int(part) for part in value.split("-") if part]
    if len(parts) < 2:
        return value
    day = date(*parts) if len(parts) == 3 else date(*parts, 1)  # type: ignore[call-arg]
    return language.date(day, "long" if len(parts) == 3 else "MMMM y")
