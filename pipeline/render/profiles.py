"""The pages of things, as the pipeline has filled them in (`build/profiles/<kind>.json`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.languages import Language, Text
from pipeline.render.cells import Cell
from pipeline.render.datasets import Dataset, Named, Table
from pipeline.render.fold import fold
from pipeline.render.read import read_json
from pipeline.render.tables import Heading, Row, Sheet, chart_sheet, panel_sheet
from pipeline.render.tools import Tools, panel_tools

FOLDER = "profiles"
"""Where in the build, and on the site, the files of profiles lie."""

FEW = 5
"""Rows that are seen at once below the sentences that they rest on."""


@dataclass(frozen=True)
class Head:
    """A kind as pages name it, without its things; `comparison` is empty where they cannot be compared."""

    path: str
    title: Text
    text: Text
    comparison: str


@dataclass(frozen=True)
class Kind:
    """Things of one kind and the pages about them; `content` is the pipeline's file."""

    name: str
    dataset: str
    table: str
    id: str
    title: Text
    text: Text
    content: Mapping[str, Any]

    @property
    def head(self) -> Head:
        return Head(self.path, self.title, self.text, self.comparison)

    @property
    def path(self) -> str:
        return f"{self.name}/"

    @property
    def comparison(self) -> str:
        """Give the path of the page that shows things of the kind side by side; empty where they cannot be."""
        is_compared = len(self.things) > 1 and any(panel.get("compare") for panel in self.content["panels"])
        return f"{self.name}/compare/" if is_compared else ""

    @property
    def things(self) -> Sequence[Mapping[str, Any]]:
        return list(self.content["things"])

    def page(self, thing: Mapping[str, Any]) -> str:
        """Give the path of a thing's page below its language."""
        return f"{self.name}/{thing['slug']}/"


@dataclass(frozen=True)
class Panel:
    """One section of a page, ready to print. `sheet` and `chart` are None where there is nothing to show.

    `is_open` tells whether the rows are seen at once, or when the reader asks.
    """

    id: str
    dataset: Named
    table: Named
    title: Text
    content: Mapping[str, Any]
    sheet: Sheet | None
    tools: Tools | None
    chart: Mapping[str, Any] | None
    chart_sheet: Sheet | None
    is_open: bool


def read_kinds(build: Path) -> tuple[Kind, ...]:
    """Read every kind of thing in the order of the catalogue; none when the build has no profiles.

    Raises:
        SiteError: a file is not what the pipeline writes.
    """
    kinds = [_read(file) for file in (build / FOLDER).glob("*.json")]
    return tuple(sorted(kinds, key=lambda kind: (kind.content.get("order", 0), kind.name)))


def _read(file: Path) -> Kind:
    content = read_json(file)
    return Kind(
        name=content["kind"],
        dataset=content["dataset"],
        table=content["table"],
        id=content["id"],
        title=content["title"],
        text=content["text"],
        content=content,
    )


def row_anchor(plan: Mapping[str, Any], table: Table, place: int) -> str:
    """Name a row where it stands on the page of a thing."""
    named = plan["anchor"]
    return f"{named['prefix']}-{table.every[place][named['field']]}"


def in_order(kind: Kind, language: Language) -> Sequence[Mapping[str, Any]]:
    """Give the things of a kind in their own order, or by name where they have none."""
    if kind.content["ordered"]:
        return kind.things
    return sorted(kind.things, key=lambda thing: fold(thing["name"][language.code]))


def index_sheet(kind: Kind, language: Language) -> Sheet:
    """Make the list of things with their leading figures ready to print."""
    code = language.code
    columns = kind.content["columns"]
    rows = tuple(
        Row(
            (
                Cell(thing["name"][code], "text", thing["name"][code], page=kind.page(thing)),
                *(
                    Cell("", "missing") if figure is None else Cell(figure["text"][code], "number", figure["value"])
                    for figure in thing["figures"]
                ),
            )
        )
        for thing in in_order(kind, language)
    )
    headings = (
        Heading("", language.say("profile.name"), "words"),
        *(
            Heading("", column["title"][code], "words" if column["type"] in {"string", "date"} else "figures")
            for column in columns
        ),
    )
    return Sheet(f"all-{kind.name}", "", headings, rows, (), len(rows), sourced=False)


def figures(kind: Kind, thing: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Give the leading figures of a thing, as they are written, with their titles; not one that is missing or nought."""
    code = language.code
    return [
        (figure["text"][code], (figure["title"] or column["title"])[code])
        for column, figure in zip(kind.content["columns"], thing["figures"], strict=True)
        if figure is not None and figure["value"] != "0" and column["type"] in {"integer", "number"}
    ]


def panels(kind: Kind, thing: Mapping[str, Any], datasets: Mapping[str, Dataset], language: Language) -> list[Panel]:
    """Make what a thing's page shows ready to print."""
    plans = {plan["id"]: plan for plan in kind.content["panels"]}
    return [_panel(kind, plans[content["id"]], content, datasets, language) for content in thing["panels"]]


def _panel(
    kind: Kind,
    plan: Mapping[str, Any],
    content: Mapping[str, Any],
    datasets: Mapping[str, Dataset],
    language: Language,
) -> Panel:
    dataset = datasets[plan["dataset"]]
    table = dataset.table(plan["table"])
    fields = [field for field in map(table.field, _in_language(plan["fields"], language)) if field is not None]
    shown = bool(fields and content["rows"])
    name = f"panel-{plan['id']}"
    chart = {**content["chart"], "folder": f"{FOLDER}/{kind.name}/"} if content["chart"] else None
    rows = panel_sheet(dataset, table, language, name, fields, content["rows"]) if shown else None
    return Panel(
        id=plan["id"],
        dataset=dataset.named,
        table=Named(table.name, table.title),
        title=plan["title"],
        content=content,
        sheet=_anchored(rows, plan, content, table) if rows else None,
        tools=panel_tools(dataset, table, rows, content["rows"], plan["id"], language) if rows else None,
        chart=chart,
        chart_sheet=chart_sheet(dataset, chart, language) if chart else None,
        is_open=plan.get("open", False) or (len(content["rows"]) <= FEW and chart is None),
    )


def _anchored(sheet: Sheet, plan: Mapping[str, Any], content: Mapping[str, Any], table: Table) -> Sheet:
    """Give each row the name that links lead to, where the panel asks for it."""
    if plan["anchor"] is None:
        return sheet
    names = [row_anchor(plan, table, place) for place in content["rows"]]
    return replace(sheet, rows=tuple(replace(row, id=name) for row, name in zip(sheet.rows, names, strict=True)))


def _in_language(names: Sequence[str], language: Language) -> list[str]:
    """Of a column that stands there in several languages (title_sq, title_en), keep the one of the page."""
    own = {name.removesuffix(f"_{language.code}") for name in names if name.endswith(f"_{language.code}")}
    return [name for name in names if name.rpartition("_")[0] not in own or name.endswith(f"_{language.code}")]
