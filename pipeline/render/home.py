"""What the home page opens with: a chart for each subject, and the way to the things a reader looks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.languages import Language
from pipeline.render.datasets import Dataset
from pipeline.render.profiles import Kind, in_order

LETTERS = 420
"""How many letters of names one kind of things may take: about ten lines on a phone."""

MORE = 7
"""Further charts that are named."""


@dataclass(frozen=True)
class Story:
    """A chart that its dataset puts forward, and the figures the dataset leads with."""

    dataset: Dataset
    chart: Mapping[str, Any]
    highlights: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Finder:
    """The first things of a kind by name and path; `whole` tells whether they are all."""

    kind: Kind
    things: tuple[tuple[str, str], ...]
    whole: bool


def stories(datasets: Sequence[Dataset]) -> list[Story]:
    """Give the first chart that each dataset puts forward, in the order of the catalogue."""
    return [
        Story(dataset, charts[0], dataset.page["highlights"]) for dataset in datasets if (charts := _featured(dataset))
    ]


def other_charts(datasets: Sequence[Dataset]) -> list[Story]:
    """Give further charts, those that datasets put forward before the others."""
    others = [
        Story(dataset, chart, ())
        for dataset in datasets
        for chart in dataset.page["charts"]
        if chart not in _featured(dataset)[:1]
    ]
    return sorted(others, key=lambda story: not story.chart["feature"])[:MORE]


def finders(kinds: Sequence[Kind], language: Language) -> list[Finder]:
    """Give the things a reader may look for, as many of each kind as there is room for."""
    made = []
    for kind in kinds:
        names = [(thing["name"][language.code], kind.page(thing)) for thing in in_order(kind, language)]
        shown = tuple(_fitting(names))
        made.append(Finder(kind, shown, len(shown) == len(names)))
    return sorted(made, key=lambda finder: not finder.whole)


def _fitting(names: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    taken = 0
    for name, page in names:
        taken += len(name)
        if taken > LETTERS:
            return
        yield name, page


def _featured(dataset: Dataset) -> list[Mapping[str, Any]]:
    return [chart for chart in dataset.page["charts"] if chart["feature"]]
