"""A dataset's sources: as its page lists them, and as rows name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache as once

from pipeline.languages import Language
from pipeline.render.cells import Cell, cell_of
from pipeline.render.datasets import SOURCES, Dataset
from pipeline.render.quotes import quoted

SOURCE = "source_id"

_DAY, _MONTH = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class Mark:
    """A source as rows name it: its number in the list, and its title.

    `tag` is the language of the title where it is known and not the page's.
    """

    number: int
    id: str
    title: str
    tag: str


@dataclass(frozen=True)
class Source(Mark):
    """A source as the list on a dataset's page shows it; what is not known is empty."""

    publisher: Cell
    url: str
    date: str
    status: Cell
    licence: Cell
    description: str


@once
def marks(dataset: Dataset, language: Language) -> Mapping[str, Mark]:
    """Give every source of the dataset by its id, numbered from 1 in their order."""
    return {
        row[SOURCE]: Mark(number, row[SOURCE], row["title"], _cell(dataset, row, "title", language).tag)
        for number, row in enumerate(dataset.sources, 1)
    }


def sources(dataset: Dataset, language: Language) -> list[Source]:
    """Make the dataset's sources ready to print, in their order."""
    return [
        Source(
            **vars(mark),
            publisher=_cell(dataset, row, "publisher", language),
            url=row.get("url", ""),
            date=_partial_date(row.get("date", ""), language),
            status=_cell(dataset, row, "status", language),
            licence=_cell(dataset, row, "licence", language),
            description=quoted(row.get(f"description_{language.code}", ""), dataset, language),
        )
        for row, mark in zip(dataset.sources, marks(dataset, language).values(), strict=True)
    ]


def _cell(dataset: Dataset, row: Mapping[str, str], name: str, language: Language) -> Cell:
    field = dataset.table(SOURCES).field(name)
    return cell_of(row, field, language) if field else Cell("", "missing")


def _partial_date(value: str, language: Language) -> str:
    """Write a date of which the day, or the day and the month, may be unknown."""
    if _DAY.fullmatch(value):
        return language.date(date.fromisoformat(value))
    if _MONTH.fullmatch(value):
        return language.date(date.fromisoformat(f"{value}-01"), "MMMM y")
    return value
