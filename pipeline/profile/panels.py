"""What a panel holds: for each thing its sentences, the numbers of its rows, its chart, or why there is nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.draw.figures import Drawing
from pipeline.errors import InvalidTableError
from pipeline.languages import Language, Text
from pipeline.profile.built import Built
from pipeline.profile.declared import Panel, Wording
from pipeline.profile.facts import Facts, facts_of
from pipeline.profile.pictures import picture, refuse_malformed
from pipeline.profile.speak import fill_text, say
from pipeline.profile.things import Things, in_order
from pipeline.publish.cells import as_text


@dataclass(frozen=True)
class Content:
    """What the page of one thing shows of a panel. `rows` are places in the table; `lead` stands at the page's head."""

    panel: Panel
    lead: tuple[Text, ...]
    sentences: tuple[Text, ...]
    rows: tuple[int, ...]
    breaks: tuple[Text, ...]
    drawing: Drawing | None
    text: Text
    empty: Text

    @property
    def is_shown(self) -> bool:
        return bool(self.rows and (self.panel.fields or self.drawing)) or bool(self.sentences) or bool(self.empty)

    def entry(self) -> dict[str, Any]:
        """Describe the content for the page."""
        return {
            "id": self.panel.id,
            "sentences": [dict(text) for text in self.sentences],
            "rows": list(self.rows),
            "breaks": [dict(text) for text in self.breaks],
            "chart": self.drawing.entry() if self.drawing else None,
            "text": dict(self.text),
            "empty": dict(self.empty),
        }


@dataclass(frozen=True)
class Filled:
    """A panel with its facts about all things and its content for each."""

    panel: Panel
    facts: Facts
    contents: tuple[Content, ...]


def fill_panel(panel: Panel, things: Things, languages: Sequence[Language], built: Built) -> Filled:
    """Work a panel out for every thing.

    Raises:
        DescriptionError: it asks for what the tables do not hold.
        InvalidTableError: its table has rows about a thing that does not exist.
        ChartError: its chart cannot be drawn.
    """
    if panel.chart is not None:
        refuse_malformed(panel)
    facts = facts_of(panel, things, built)
    _refuse_spans(panel, facts)
    rows = _rows(panel, things, built)
    conditions = {
        id(one): one.when.holds(facts.table, missing=False).to_pylist()
        for choices in (*panel.lead, *panel.sentences)
        for one in choices
        if one.when is not None
    }
    broken = [
        one.where.holds(things.rows, missing=False).to_pylist() if one.where else [True] * len(things.each)
        for one in panel.breaks
    ]
    contents = []
    for index, thing in enumerate(things.each):
        known = facts.of(index)
        words = {one.code: {**thing.words[one.code], **facts.said(index, one)} for one in languages}

        def said(sentences: Sequence[Sequence[Wording]]) -> tuple[Text, ...]:
            spoken = []
            for choices in sentences:
                fitting = [one for one in choices if one.when is None or conditions[id(one)][index]]  # noqa: B023
                spoken.append(say(fitting, words, known, languages))  # noqa: B023 - called in this turn only
            return tuple(text for text in spoken if text is not None)

        breaks = [one for one, holds in zip(panel.breaks, broken, strict=True) if holds[index]]
        own = rows.get(thing.id, ())
        drawing = picture(panel, thing, own, breaks, languages, built) if panel.chart is not None and own else None
        contents.append(
            Content(
                panel,
                said(panel.lead),
                said(panel.sentences) if own else (),
                tuple(own),
                tuple(one.text for one in breaks),
                drawing,
                fill_text(panel.text, words),
                {} if own else fill_text(panel.empty, words),
            )
        )
    return Filled(panel, facts, tuple(contents))


def _refuse_spans(panel: Panel, facts: Facts) -> None:
    """Refuse a fact that is one date less another, for which no language has a word here."""
    for fact in panel.facts:
        if fact.compute is not None and pa.types.is_duration(facts.table[fact.name].type):
            found, expected = f"`{fact.compute.text}` gives a span of time", "a number, a date, a text or a condition"
            raise panel.origin.error((*fact.steps, "compute"), found, expected, "Compare years, as year(…) gives them")


def _rows(panel: Panel, things: Things, built: Built) -> Mapping[str, Sequence[int]]:
    """Give the rows about each thing as places in the panel's table, in the panel's order."""
    rows = built.tables[f"{panel.dataset.slug}/{panel.table}"]
    taken = panel.where.holds(rows, missing=False).to_pylist() if panel.where is not None else [True] * rows.num_rows
    ids = [as_text(value) for value in rows[panel.by].to_pylist()]
    grouped: dict[str, list[int]] = {}
    for place in in_order(rows, panel.order):
        if taken[place] and ids[place]:
            grouped.setdefault(ids[place], []).append(place)
    strange = sorted(set(grouped) - set(things.known))
    if strange:
        found = f"rows about `{strange[0]}`, which is none of the {panel.of}"
        raise InvalidTableError(
            panel.origin.problem((*panel.steps, "by"), found, "only things there are", "Narrow `where`")
        )
    return grouped
