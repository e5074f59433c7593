"""Read what the datasets declare: kinds of things (`profiles.yaml`) and what is said about them (`panels.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.describe.dataset import Dataset
from pipeline.describe.form import Form
from pipeline.describe.yaml import Description, Steps
from pipeline.errors import DescriptionError, Problem, by_place, raise_all
from pipeline.languages import Language
from pipeline.profile.declared import Break, Compared, Declarations, Fact, Kind, Leading, Panel, Wording
from pipeline.profile.whole import conflicts


def read_declarations(datasets: Sequence[Dataset], languages: Sequence[Language]) -> Declarations:
    """Read the declarations of all datasets.

    Raises:
        DescriptionError: every problem that can be seen without the tables.
    """
    problems: list[Problem] = []
    kinds: list[Kind] = []
    panels: list[Panel] = []
    for dataset in sorted(datasets, key=lambda one: (one.order, one.slug)):
        form = _DeclarationForm(dataset, [language.code for language in languages], problems)
        kinds += form.kinds()
        panels += form.panels()
    panels.sort(key=lambda one: one.position)
    problems += conflicts(kinds, panels, datasets, languages)
    raise_all(DescriptionError, by_place(problems))
    return Declarations(tuple(kinds), tuple(panels))


class _DeclarationForm(Form):
    """Reads the declarations of one dataset."""

    def __init__(self, dataset: Dataset, languages: Sequence[str], problems: list[Problem]) -> None:
        super().__init__(dataset.folder, languages, problems)
        self.dataset = dataset

    def kinds(self) -> list[Kind]:
        origin = self.entries("profiles")
        return [self._kind(origin, index) for index in range(len(origin.content))]

    def panels(self) -> list[Panel]:
        origin = self.entries("panels")
        return [self._panel(origin, index) for index in range(len(origin.content))]

    def _kind(self, origin: Description, index: int) -> Kind:
        entry, steps = origin.content[index], (index,)
        spellings = entry.get("spellings")
        return Kind(
            name=entry["kind"],
            dataset=self.dataset,
            table=entry["table"],
            id=entry["id"],
            slug=entry["slug"],
            where=self.expression(origin, (*steps, "where"), entry.get("where")),
            order=tuple(entry.get("order", ())),
            called=self.text(origin, (*steps, "name")),
            kicker=self.text(origin, (*steps, "kicker")),
            other_names=tuple(entry.get("other_names", ())),
            spellings=(spellings["table"], spellings["by"], spellings["field"]) if spellings else None,
            title=self.text(origin, (*steps, "title")),
            text=self.text(origin, (*steps, "text")),
            origin=origin,
            steps=steps,
        )

    def _panel(self, origin: Description, index: int) -> Panel:
        entry, steps = origin.content[index], (index,)
        anchor = entry.get("anchor")
        return Panel(
            id=entry["id"],
            dataset=self.dataset,
            of=entry["of"],
            position=entry.get("position", 100),
            table=entry["table"],
            by=entry["by"],
            where=self.expression(origin, (*steps, "where"), entry.get("where")),
            order=tuple(entry.get("order", ())),
            title=self.text(origin, (*steps, "title")),
            fields=tuple(entry.get("fields", ())),
            anchor=(anchor["prefix"], anchor["field"]) if anchor else None,
            open=entry.get("open", False),
            facts=tuple(self._fact(origin, index, name) for name in entry.get("facts", {})),
            lead=self._sentences(origin, (*steps, "lead")),
            sentences=self._sentences(origin, (*steps, "sentences")),
            index=tuple(
                self._leading(origin, (*steps, "index", place)) for place in range(len(entry.get("index", ())))
            ),
            breaks=tuple(
                self._break(origin, (*steps, "breaks", place)) for place in range(len(entry.get("breaks", ())))
            ),
            compare=_compared(entry.get("compare")),
            chart=entry.get("chart"),
            least=entry.get("least", 1),
            text=self.text(origin, (*steps, "text")),
            empty=self.text(origin, (*steps, "empty")),
            origin=origin,
            steps=steps,
        )

    def _fact(self, origin: Description, index: int, name: str) -> Fact:
        panel, steps = origin.content[index], (index, "facts", name)
        entry = panel["facts"][name]
        table = entry.get("table", panel["table"])
        return Fact(
            name=name,
            table=table if "/" in table else f"{self.dataset.slug}/{table}",
            by="" if entry.get("over") == "all" else entry.get("by", panel["by"]),
            where=self.expression(origin, (*steps, "where"), entry.get("where")),
            value=entry.get("value"),
            take=entry.get("take", "only"),
            of=entry.get("of"),
            compute=self.expression(origin, (*steps, "compute"), entry.get("compute")),
            unit=entry.get("unit"),
            decimals=entry.get("decimals"),
            steps=steps,
        )

    def _sentences(self, origin: Description, steps: Steps) -> tuple[tuple[Wording, ...], ...]:
        entries = origin.content[steps[0]].get(steps[1], ())
        return tuple(
            tuple(self._wording(origin, (*steps, place, number), entry) for number, entry in enumerate(choices))
            for place, choices in enumerate(entries)
        )

    def _wording(self, origin: Description, steps: Steps, entry: Mapping[str, Any]) -> Wording:
        when = self.expression(origin, (*steps, "when"), entry.get("when"))
        self.text(origin, (*steps, "text"))
        return Wording(when, entry.get("plural"), entry["text"], (*steps, "text"))

    def _leading(self, origin: Description, steps: Steps) -> Leading:
        panel, place = steps[0], steps[2]
        entry = origin.content[panel]["index"][place]
        self.text(origin, (*steps, "counted"))
        counted = Wording(None, entry["fact"], entry["counted"], (*steps, "counted")) if "counted" in entry else None
        return Leading(entry["fact"], self.text(origin, (*steps, "title")), counted, tuple(entry.get("same", ())))

    def _break(self, origin: Description, steps: Steps) -> Break:
        entry: Any = origin.content
        for step in steps:
            entry = entry[step]
        return Break(
            where=self.expression(origin, (*steps, "where"), entry.get("where")),
            start=self.date(origin, (*steps, "from")),
            end=self.date(origin, (*steps, "to")),
            label=self.text(origin, (*steps, "label")),
            text=self.text(origin, (*steps, "text")),
        )


def _compared(entry: Mapping[str, Any] | None) -> Compared | None:
    return Compared(entry["value"], tuple(entry["across"]), tuple(entry.get("same", ()))) if entry else None
