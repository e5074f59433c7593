"""The datasets as the objects that pages are made of.

Data tables are read from their CSV file, the one form in which every value is exact.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.languages import Text, language_of

SOURCES = "sources"
"""The table every dataset has: where its rows come from."""

ABOUT_DATA = {SOURCES, "notes", "comparisons", "differences"}
"""The tables about the data themselves; they have places of their own on the pages."""


@dataclass(frozen=True)
class Code:
    """One value of a codelist."""

    value: str
    title: Text


@dataclass(frozen=True, eq=False)
class Field:
    """One column of a table, equal to no other, so that what is known of it can be kept.

    `labels` gives the wording of a value, where values are codes; `pages` the page of the thing that a value names;
    `language` the language of its texts, or what tells it (see `language_of`).
    """

    name: str
    type: str
    title: Text
    description: Text
    unit: str
    decimals: int | None
    required: bool
    codes: tuple[Code, ...]
    labels: Mapping[str, Text]
    pages: Mapping[str, str] = field(default_factory=dict)
    language: str | Mapping[str, Any] | None = None

    @property
    def is_status(self) -> bool:
        """Tell whether a value is a judgement about its row, to be shown as a badge."""
        return bool(self.labels) and (self.name == "status" or self.name.endswith("_status"))

    @property
    def is_named_by_language(self) -> bool:
        """Tell whether it has a twin in each language, such as `name_sq` and `name_en`: what we call a thing."""
        return isinstance(self.language, str) and self.language.partition("-")[0] in self.name.split("_")

    @property
    def is_numeric(self) -> bool:
        return self.type in {"integer", "number", "year"} and not self.labels


@dataclass(frozen=True)
class Named:
    """A dataset or a table as the pages of others name it, without its rows: they stay as they are when it changes.

    `has_notes` tells whether its page has something to warn of.
    """

    name: str
    title: Text
    has_notes: bool = False


@dataclass(frozen=True)
class File:
    """A published file: `path` is relative to the dataset's folder."""

    name: str
    path: str
    format: str
    bytes: int
    hash: str
    title: Text

    @property
    def sha256(self) -> str:
        return self.hash.removeprefix("sha256:")


@dataclass(frozen=True)
class Table:
    """One table of a dataset. `shown` names the fields of the table on the page."""

    name: str
    title: Text
    description: Text
    size: int
    fields: tuple[Field, ...]
    shown: tuple[str, ...]
    key: tuple[str, ...]
    file: Path

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @cached_property
    def every(self) -> tuple[dict[str, str], ...]:
        """Give all rows, to be taken by their place."""
        return tuple(self.rows())

    def rows(self, limit: int | None = None) -> Iterator[dict[str, str]]:
        """Give the first `limit` rows as published text; a missing value is the empty string."""
        csv.field_size_limit(sys.maxsize)  # here, because other packages change it too
        with self.file.open(encoding="utf-8", newline="") as stream:
            yield from islice(csv.DictReader(stream), limit)


@dataclass(frozen=True, eq=False)
class Dataset:
    """One dataset: its folder in `build/`, its data package, and what else its pages need (`page.json`).

    Equal to no other, so that what is known of it can be kept.
    """

    name: str
    folder: Path
    title: Text
    summary: Text
    package: Mapping[str, Any]
    page: Mapping[str, Any]
    tables: tuple[Table, ...]
    files: tuple[File, ...]

    @property
    def named(self) -> Named:
        return Named(self.name, self.title, bool(self.page["notes"]))

    def described(self) -> Dataset:
        """Give the dataset as its description alone has it, without rows and what was made of them."""
        kept = {name: self.package[name] for name in ("version", "changes", "licenses")}
        tables = tuple(replace(table, size=0, file=Path(os.devnull)) for table in self.tables)
        return replace(self, package=kept, page={}, tables=tables, files=())

    @property
    def changes(self) -> list[Mapping[str, Any]]:
        """Give the dataset's history, newest first."""
        return list(self.package["changes"])

    @property
    def version(self) -> str:
        return str(self.package["version"])

    @cached_property
    def modified(self) -> date:
        return date.fromisoformat(self.changes[0]["date"])

    @property
    def subjects(self) -> tuple[Table, ...]:
        """Give the tables that are about the world, without those about the data."""
        return tuple(table for table in self.tables if table.name not in ABOUT_DATA)

    def listing(self, field: Field) -> tuple[Table, Field]:
        """Give the table and the field where the dictionary lists the codes of a field: the first that has the same."""
        return next((table, each) for table in self.tables for each in table.fields if each.codes == field.codes)

    @property
    def size(self) -> int:
        return sum(table.size for table in self.subjects)

    @cached_property
    def sources(self) -> tuple[Mapping[str, str], ...]:
        """Give the rows of the table of sources, in its order."""
        return tuple(row for table in self.tables if table.name == SOURCES for row in table.rows())

    @cached_property
    def said(self) -> Mapping[str, str]:
        """Give what sources say, one text a line, by its language: the fields that no language of ours has named."""
        said: dict[str, set[str]] = {}
        for table in self.subjects:
            spoken = [one for one in table.fields if one.language and not one.is_named_by_language]
            for row in table.every if spoken else ():
                for one in spoken:
                    said.setdefault(language_of(one.language, row), set()).add(row[one.name])
        return {tag: "\n".join(sorted(texts)) for tag, texts in sorted(said.items()) if tag}

    @property
    def archive(self) -> File:
        given = self.page["archive"]
        return File("archive", given["path"], "zip", given["bytes"], given["hash"], {})

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)

    def files_of(self, table: Table) -> list[File]:
        """Give the forms in which one table is published."""
        return [file for file in self.files if Path(file.path).stem == table.name]

    @property
    def other_files(self) -> list[File]:
        """Give the files that are not a form of a single table."""
        stems = {table.name for table in self.tables}
        return [file for file in self.files if Path(file.path).stem not in stems]
