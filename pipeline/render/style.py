"""The living style page: every component of the theme with its declared parameters, in its states.

What a component takes is said in the comment at its head; examples come from the build itself and, for states that the
data may not have, from `content/style.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.describe.yaml import Steps, read_yaml
from pipeline.errors import SiteError
from pipeline.languages import Language, Text
from pipeline.render.cells import Cell
from pipeline.render.compare import grids, names
from pipeline.render.datasets import Dataset
from pipeline.render.home import finders, stories
from pipeline.render.profiles import Kind, panels
from pipeline.render.quality import comparisons, numbers
from pipeline.render.sources import sources
from pipeline.render.tables import Heading, Note, Row, Sheet, chart_sheet

EXAMPLES = "style.yaml"
SCHEMA = Path(__file__).with_name("style.schema.yaml")

_HEAD = re.compile(r"\{#\s*(.*?)\s*#\}", re.DOTALL)


@dataclass(frozen=True)
class Component:
    """A file of `theme/templates/parts/`; `declared` is the comment at its head."""

    name: str
    declared: str


def components(theme: Path) -> list[Component]:
    """Give every component by name.

    Raises:
        SiteError: one does not declare what it takes.
    """
    made = []
    for file in sorted((theme / "templates" / "parts").glob("*.html")):
        found = _HEAD.match(file.read_text(encoding="utf-8"))
        if found is None:
            raise SiteError.at(file, "no comment at its head", "what the component takes", "Declare its parameters")
        made.append(Component(file.stem, re.sub(r"\n {3}", "\n", found[1])))
    return made


def read_examples(content: Path, language: Language) -> Mapping[str, Any]:
    """Read the made-up examples in one language.

    Raises:
        DescriptionError: not of the form, a text that is not there in this language, a row with another number of cells
            than headings, or a cell with an unknown note.
    """
    origin = read_yaml(content / EXAMPLES, SCHEMA)

    def said(value: Any, steps: Steps) -> Any:
        if isinstance(value, list):
            return [said(each, (*steps, place)) for place, each in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if not value or not all(isinstance(each, str) for each in value.values()):
            return {key: said(each, (*steps, key)) for key, each in value.items()}
        if language.code not in value:
            found = f"`{next(iter(value.values()))}` without `{language.code}`"
            raise origin.error(steps, found, "every language", "Write it")
        return value[language.code]

    table = origin.content["table"]
    for row, cells in enumerate(table["rows"]):
        if len(cells) != len(table["headings"]):
            expected = f"{len(table['headings'])}, one for each heading"
            raise origin.error(("table", "rows", row), f"{len(cells)} cells", expected)
        for place, each in enumerate(cells):
            if each.get("note") not in (None, *table["notes"]):
                steps = ("table", "rows", row, place, "note")
                raise origin.error(steps, f"no note `{each['note']}`", "one of " + ", ".join(table["notes"]))
    examples: Mapping[str, Any] = said(origin.content, ())
    return examples


def statuses(datasets: Iterable[Dataset]) -> list[tuple[str, Text]]:
    """Give every status that any table knows, by code."""
    known = {
        code.value: code.title
        for dataset in datasets
        for table in dataset.tables
        for field in table.fields
        if field.is_status
        for code in field.codes
    }
    return sorted(known.items())


def example_sheet(given: Mapping[str, Any], name: str) -> Sheet:
    """Make the example of a table, under a name of its own."""
    notes = {id_: Note("a", id_, text) for id_, text in given["notes"].items()}
    rows = tuple(_row(cells, notes) for cells in given["rows"])
    headings = tuple(Heading("", each["title"], each["shape"]) for each in given["headings"])
    return Sheet(name, "", headings, rows, tuple(notes.values()), len(rows), sourced=False)


def _row(cells: Sequence[Mapping[str, Any]], notes: Mapping[str, Note]) -> Row:
    return Row(
        tuple(Cell(each["text"], each["kind"], each.get("code", ""), each.get("tag", "")) for each in cells),
        tuple(notes[each["note"]] for each in cells if "note" in each),
    )


def style_context(
    theme: Path, content: Path, datasets: Sequence[Dataset], kinds: Sequence[Kind], language: Language
) -> dict[str, Any]:
    """Gather what the style page shows: of everything in the build, the first that has it."""
    examples = read_examples(content, language)
    charts = _charts(datasets)
    noted = next((one for one in datasets if one.page["notes"] or one.page["corrections"]), datasets[0])
    compared = next(
        (one for one in datasets if any(each["differences"] for each in one.page["comparisons"])), datasets[0]
    )
    by_name = {dataset.name: dataset for dataset in datasets}
    return {
        "components": components(theme),
        "examples": examples,
        "statuses": statuses(datasets),
        "table_sheet": example_sheet(examples["table"], "example"),
        "compact_sheet": example_sheet(examples["table"], "example-compact"),
        "charts": charts,
        "chart_sheets": [chart_sheet(dataset, chart, language) for dataset, chart in charts],
        "noted": noted,
        "compared": compared,
        "comparisons": comparisons(compared, language)[:2],
        "source_numbers": numbers(compared),
        "sources": sources(datasets[0], language),
        "stories": stories(datasets),
        "finders": finders(kinds, language),
        "panels": [each for kind in kinds[:1] for each in panels(kind, kind.things[0], by_name, language)[:2]],
        "grids": [each for kind in kinds[:1] if kind.comparison for each in grids(kind, by_name, language)],
        "names": [each for kind in kinds[:1] for each in names(kind, language)],
    }


def _charts(datasets: Sequence[Dataset]) -> list[tuple[Dataset, Mapping[str, Any]]]:
    """Give the first chart of each kind of chart."""
    first: dict[str, tuple[Dataset, Mapping[str, Any]]] = {}
    for dataset in datasets:
        for chart in dataset.page["charts"]:
            first.setdefault(chart["kind"], (dataset, chart))
    return list(first.values())
