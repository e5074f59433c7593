"""What the pipeline left in `build/`, as the objects that pages are made of.

Only this module knows the form of `index.json`, `datapackage.json` and `page.json`. Data tables are read from their CSV
file, the one form in which every value is exact.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.errors import SiteError
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
        with self.file.open(encoding="utf-8", newline="") as stream:
            yield from islice(csv.DictReader(stream), limit)


@dataclass(frozen=True)
class Dataset:
    """One dataset: its folder in `build/`, its data package, and what else its pages need (`page.json`)."""

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


def read_datasets(build: Path) -> tuple[Dataset, ...]:
    """Read every dataset the index names, in the order of the catalogue.

    Raises:
        SiteError: the pipeline has not left a whole build.
    """
    index = build / "index.json"
    if not index.is_file():
        raise SiteError.at(index, "no such file", "what the pipeline writes", "Run `python -m pipeline` first")
    return tuple(_read_dataset(build / entry["name"]) for entry in _read(index))


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise SiteError.at(
            file, str(error), "JSON the pipeline has written", "Run `python -m pipeline` again"
        ) from error


def _read_dataset(folder: Path) -> Dataset:
    package, page = _read(folder / "datapackage.json"), _read(folder / "page.json")
    resources = package["resources"]
    return Dataset(
        name=package["name"],
        folder=folder,
        title=_text(package, "title"),
        summary=_text(package, "description"),
        package=package,
        page=page,
        tables=tuple(_table(folder, each, page) for each in resources if each.get("type") == "table"),
        files=tuple(_file(each) for each in resources),
    )


def _text(descriptor: Mapping[str, Any], key: str) -> Text:
    """Give a text of a descriptor in all its languages; a text that stands once is the same in all of them."""
    return {code: words[key] for code, words in descriptor.get("translations", {}).items() if key in words}


def _file(resource: Mapping[str, Any]) -> File:
    return File(
        resource["name"],
        resource["path"],
        Path(resource["path"]).suffix.removeprefix("."),
        resource["bytes"],
        resource["hash"],
        _text(resource, "title"),
    )


def _table(folder: Path, resource: Mapping[str, Any], page: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    labels = page["labels"].get(resource["name"], {})
    fields = tuple(_field(each, labels.get(each["name"], {})) for each in schema["fields"])
    return Table(
        name=resource["name"],
        title=_text(resource, "title"),
        description=_text(resource, "description"),
        size=resource["rowCount"],
        fields=fields,
        shown=tuple(page["shown"].get(resource["name"], [field.name for field in fields])),
        key=tuple(schema.get("primaryKey", [])),
        file=folder / resource["path"],
    )


def _field(descriptor: Mapping[str, Any], labels: Mapping[str, Text]) -> Field:
    codes = tuple(
        Code(
            str(category["value"]),
            {
                code: next(each["label"] for each in words["categories"] if each["value"] == category["value"])
                for code, words in descriptor["translations"].items()
            },
        )
        for category in descriptor.get("categories", [])
    )
    return Field(
        name=descriptor["name"],
        type=descriptor["type"],
        title=_text(descriptor, "title"),
        description=_text(descriptor, "description"),
        unit=descriptor.get("unit", ""),
        decimals=descriptor.get("decimals"),
        required=bool(descriptor.get("constraints", {}).get("required")),
        codes=codes,
        labels={**{code.value: code.title for code in codes}, **labels},
        language=descriptor.get("language"),
    )
