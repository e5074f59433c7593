"""What a dataset is: frozen objects, read once from its folder by `read.py` and passed to every stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.describe.entries import Change, Comparison, Correction, Highlight, Note, PublishedFile
from pipeline.describe.expression import Expression
from pipeline.describe.yaml import Description, Steps
from pipeline.languages import Text


@dataclass(frozen=True)
class Code:
    """One code of a codelist and what it means."""

    title: Text
    description: Text


@dataclass(frozen=True)
class Codelist:
    """Codes by value. Figures told `apart` by it are never drawn as one series: their meaning differs."""

    codes: Mapping[str, Code]
    apart: bool


@dataclass(frozen=True)
class NumberFormat:
    """How a source prints numbers. Affixes are tried longest first; an empty one means that it may be absent."""

    decimal: str = "."
    group: str = ""
    prefixes: tuple[str, ...] = ("",)
    suffixes: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class Resolve:
    """A published name becomes a code: `take` of the row of `table` whose `by` is that name."""

    table: str
    by: str
    take: str
    fold: bool


@dataclass(frozen=True)
class Field:
    """One column of a published table.

    Exactly one of `source` (a raw column), `constant` and `derive` says where its values come from. `language` is the
    BCP 47 tag of its texts, or names the `field` whose code tells it in each row, and how: `tags`, or by being one.
    """

    name: str
    title: Text
    description: Text
    type: str
    steps: Steps
    decimals: int | None = None
    unit: str | None = None
    source: str | None = None
    missing: tuple[str, ...] = ()
    number: NumberFormat = NumberFormat()
    date: str | None = None
    recode: Mapping[str, str] | None = None
    resolve: Resolve | None = None
    constant: str | None = None
    derive: Expression | None = None
    codelist: str | None = None
    language: str | Mapping[str, Any] | None = None
    codes: Mapping[str, Code] = field(default_factory=dict)
    apart: bool = False
    required: bool = False
    constraints: Mapping[str, Any] = field(default_factory=dict)
    show: bool = True


@dataclass(frozen=True)
class Reference:
    """A foreign key. `table` is ``<dataset>/<table>``."""

    fields: tuple[str, ...]
    table: str
    to: tuple[str, ...]
    steps: Steps


@dataclass(frozen=True)
class Check:
    """A named rule: a condition that no row may break, and why."""

    formula: Expression
    because: Text


@dataclass(frozen=True)
class Unpivot:
    """Wide to long: one row per filled cell of `columns`, or per part of it when `split` is given."""

    columns: tuple[str, ...]
    name: str
    value: str
    split: str | None
    position: str | None


@dataclass(frozen=True)
class Table:
    """One table of a dataset: where its rows come from and what must hold of them.

    In a raw file the heading stands on `heading_line`; `headings` are said for columns, counted from 1, that have none of
    their own, those behind the last heading among them. By the fields of `search` a reader finds single rows; they are
    then called by their `label`.
    """

    name: str
    origin: Description
    title: Text
    description: Text
    raw: tuple[str, ...]
    encoding: str
    delimiter: str
    multiline: bool
    ignore: Mapping[str, str]
    keep: Expression | None
    unpivot: Unpivot | None
    key: tuple[str, ...]
    order: tuple[str, ...]
    rows: tuple[int, int]
    label: Text
    fields: tuple[Field, ...]
    references: tuple[Reference, ...]
    checks: tuple[Check, ...]
    search: tuple[str, ...] = ()
    blank_lines: bool = False
    short_rows: bool = False
    heading_line: int = 1
    headings: Mapping[int, str] = field(default_factory=dict)

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True)
class Dataset:
    """Everything true about one folder of `data/`."""

    slug: str
    folder: Path
    origin: Description
    title: Text
    summary: Text
    licence: str
    keywords: tuple[str, ...]
    order: int
    changes: tuple[Change, ...]
    files: tuple[PublishedFile, ...]
    highlights: tuple[Highlight, ...]
    tables: tuple[Table, ...]
    corrections: tuple[Correction, ...]
    notes: tuple[Note, ...]
    comparisons: tuple[Comparison, ...]
    charts: Description | None
    about: Text

    @property
    def version(self) -> str:
        return self.changes[0].version

    @property
    def modified(self) -> str:
        return self.changes[0].date

    def table(self, name: str) -> Table | None:
        return next((one for one in self.tables if one.name == name), None)

    def needs(self) -> set[str]:
        """Name the other datasets this one refers to."""
        return {path.split("/")[0] for path, _, _ in self.uses()} - {self.slug}

    def uses(self) -> Iterator[tuple[str, Description, Steps]]:
        """Give each ``<dataset>/<table or file>`` this one refers to, and the place that says so."""
        for table in self.tables:
            yield from ((one.table, table.origin, (*one.steps, "table")) for one in table.references)
            for field_ in table.fields:
                if field_.resolve is not None:
                    yield field_.resolve.table, table.origin, (*field_.steps, "resolve", "table")
        for comparison in self.comparisons:
            yield from (
                (one.table, comparison.origin, (*one.steps, "table")) for one in (comparison.left, comparison.right)
            )
        for index, entry in enumerate(self.charts.content if self.charts else ()):
            if "/" in entry.get("geometry", ""):
                assert self.charts is not None
                yield entry["geometry"], self.charts, (index, "geometry")
