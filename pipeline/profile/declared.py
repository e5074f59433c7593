"""What datasets declare about things: frozen objects, read once by `form.py` and passed to every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pipeline.describe.dataset import Dataset
from pipeline.describe.expression import Expression
from pipeline.describe.yaml import Description, Steps
from pipeline.languages import Text

Forms: TypeAlias = Mapping[str, str | Mapping[str, str]]
"""One wording per language, or one per plural form of that language."""


@dataclass(frozen=True)
class Kind:
    """Things of one kind: the rows of `table`, one page for each value of `id`. `name` may hold fields of that row."""

    name: str
    dataset: Dataset
    table: str
    id: str
    slug: str
    where: Expression | None
    order: tuple[str, ...]
    called: Text
    kicker: Text
    other_names: tuple[str, ...]
    spellings: tuple[str, str, str] | None
    title: Text
    text: Text
    origin: Description
    steps: Steps


@dataclass(frozen=True)
class Fact:
    """A named figure about a thing: found in the rows of a table, or computed from the facts before it.

    `table` is ``<dataset>/<table>``; `by` names the field that holds the thing, and is empty for a fact about all.
    """

    name: str
    table: str
    by: str
    where: Expression | None
    value: str | None
    take: str
    of: str | None
    compute: Expression | None
    unit: str | None
    decimals: int | None
    steps: Steps


@dataclass(frozen=True)
class Wording:
    """A way to say a sentence: it fits where its facts are known and `when` holds.

    `plural` names the fact counted; `steps` lead to its text.
    """

    when: Expression | None
    plural: str | None
    text: Forms
    steps: Steps


@dataclass(frozen=True)
class Break:
    """A time that figures of the things of `where` do not compare across, such as a change of territory."""

    where: Expression | None
    start: str
    end: str
    label: Text
    text: Text


@dataclass(frozen=True)
class Leading:
    """A fact among the leading figures of its things; it compares where the facts of `same` hold the same for both.

    `counted` says what it counts, in the plural forms of each language, where `title` fits several only.
    """

    fact: str
    title: Text
    counted: Wording | None
    same: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """The figure by which things stand side by side: one for each thing and each combination of `across`.

    Figures compare only where the fields of `same` hold the same for both.
    """

    value: str
    across: tuple[str, ...]
    same: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """What one table has to say about the things of a kind."""

    id: str
    dataset: Dataset
    of: str
    position: int
    table: str
    by: str
    where: Expression | None
    order: tuple[str, ...]
    title: Text
    fields: tuple[str, ...]
    anchor: tuple[str, str] | None
    open: bool
    facts: tuple[Fact, ...]
    lead: tuple[tuple[Wording, ...], ...]
    sentences: tuple[tuple[Wording, ...], ...]
    index: tuple[Leading, ...]
    breaks: tuple[Break, ...]
    compare: Compared | None
    chart: Mapping[str, Any] | None
    least: int
    text: Text
    empty: Text
    origin: Description
    steps: Steps


@dataclass(frozen=True)
class Declarations:
    """Every kind, and its panels in the order of its pages."""

    kinds: tuple[Kind, ...]
    panels: tuple[Panel, ...]

    def of(self, kind: Kind) -> tuple[Panel, ...]:
        return tuple(panel for panel in self.panels if panel.of == kind.name)
