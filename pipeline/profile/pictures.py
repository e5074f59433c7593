"""The chart of a panel, drawn for one thing from its rows alone."""

from __future__ import annotations

import string
from collections.abc import Sequence

from pipeline.describe.yaml import Description, Steps, hold
from pipeline.draw import CHARTS_SCHEMA
from pipeline.draw.charts import read_charts
from pipeline.draw.choose import choose, read_geometry
from pipeline.draw.figures import Drawing
from pipeline.languages import Language
from pipeline.profile.built import Built
from pipeline.profile.declared import Break, Panel
from pipeline.profile.speak import Words
from pipeline.profile.things import Thing

_TEXTS = ("title", "alt", "caption")


def refuse_malformed(panel: Panel) -> None:
    """Refuse a chart that is not of the form of an entry of charts.yaml.

    Raises:
        DescriptionError: it is not.
    """
    assert panel.chart is not None
    inside: Steps = (*panel.steps, "chart")
    lines = {(0, *steps[2:]): line for steps, line in panel.origin.lines.items() if steps[:2] == inside}
    entry = {**panel.chart, "name": panel.id, "table": panel.table}
    hold(Description(panel.origin.file, [entry], {**lines, (): panel.origin.lines[inside]}), CHARTS_SCHEMA)


def picture(
    panel: Panel,
    thing: Thing,
    places: Sequence[int],
    breaks: Sequence[Break],
    languages: Sequence[Language],
    built: Built,
) -> Drawing | None:
    """Draw the panel's chart for a thing; None where it has too few rows for one.

    Args:
        places: where the rows of the thing stand in the panel's table.
        breaks: the times across which its figures do not compare; the chart shows them.

    Raises:
        ChartError: the chart asks for what the rows do not hold.
    """
    assert panel.chart is not None
    entry = {**panel.chart, "name": f"{thing.slug}-{panel.id}", "table": panel.table}
    for key in _TEXTS:
        if key in entry:
            entry[key] = {code: _named(text, thing.words[code]) for code, text in entry[key].items()}
    if breaks:
        entry["breaks"] = [{"from": one.start, "to": one.end, "text": dict(one.label)} for one in breaks]
    row = panel.origin.lines[(*panel.steps, "chart")]
    (chart,) = read_charts([entry], panel.origin.file, languages, [row])
    steps: Steps = (*panel.steps, "chart")
    path = f"{panel.dataset.slug}/{panel.table}"
    rows = choose(chart, built.tables[path].take(list(places)), panel.origin, steps)
    drawn = rows.num_rows - (rows[chart.value].null_count if chart.value in rows.column_names else 0)
    if drawn < panel.least:
        return None
    geometry = read_geometry(chart, built.files, panel.origin, steps)
    fields = {one.name: one for one in built.described[path].fields}
    return built.drawer.draw(chart, rows, fields, built.labels(path), languages, geometry)


def _named(wording: str, words: Words) -> str:
    """Put the thing's own words into a wording and leave what the chart itself fills in."""
    parts = []
    for literal, name, _, _ in string.Formatter().parse(wording):
        parts.append(_escaped(literal))
        if name is not None:
            parts.append(_escaped(words[name]) if name in words else f"{{{name}}}")
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
