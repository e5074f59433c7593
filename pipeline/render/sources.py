"""A dataset's sources as its page lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.languages import Language
from pipeline.render.cells import Cell, cell
from pipeline.render.datasets import SOURCES, Dataset
from pipeline.render.tables import SOURCE

_DAY, _MONTH = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class Source:
    """A source as the list on a dataset's page shows it; what is not known is empty."""

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
            publisher=row.get("publisher", ""),
            url=row.get("url", ""),
            date=_partial_date(row.get("date", ""), language),
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
    if _DAY.fullmatch(value):
        return language.date(date.fromisoformat(value))
    if _MONTH.fullmatch(value):
        return language.date(date.fromisoformat(f"{value}-01"), "MMMM y")
    return value
