"""What a dataset says beside its tables: corrections, notes, comparisons, changes, files and highlights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.describe.expression import Expression
from pipeline.describe.yaml import Description, Steps
from pipeline.languages import Text


@dataclass(frozen=True)
class Correction:
    """A known error of a source: in the rows of `where`, `field` says `was` and should say `becomes`."""

    table: str
    where: Mapping[str, str]
    field: str
    was: str
    becomes: str
    rows: int
    because: Text
    reported: str
    origin: Description
    steps: Steps


@dataclass(frozen=True)
class Note:
    """What a reader must know about a dataset, a table, or the rows of `where`."""

    id: str
    table: str | None
    where: Expression | None
    text: Text
    origin: Description
    steps: Steps


@dataclass(frozen=True)
class Side:
    """One side of a comparison: `value` per row of `table`, or its sum, at the place that the fields of `by` name."""

    table: str
    where: Expression | None
    by: tuple[str, ...]
    value: Expression
    sum: bool
    title: Text
    steps: Steps


@dataclass(frozen=True)
class Comparison:
    """Figures that ought to agree. `declared` holds the differences we know of: place -> difference and reason."""

    id: str
    title: Text
    text: Text
    left: Side
    right: Side
    tolerance: float
    unit: str | None
    declared: Mapping[str, tuple[float, Text]]
    origin: Description
    steps: Steps


@dataclass(frozen=True)
class Change:
    """One entry of the readers' change log."""

    version: str
    date: str
    text: Text


@dataclass(frozen=True)
class PublishedFile:
    """A file published beside the tables, such as boundaries."""

    name: str
    path: Path
    title: Text
    description: Text
    licence: str | None


@dataclass(frozen=True)
class Highlight:
    """A figure for the head of a page: `function` over `field` in the rows of `where`."""

    table: str
    where: Expression | None
    function: str
    field: str
    text: Text
    origin: Description
    steps: Steps
