"""Columns, mostly over years: from zero, their value above them where there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.draw.bars import key_entries
from pipeline.draw.lettering import LINE, marked_up, width, wrap
from pipeline.draw.rows import Cell, Plot, Point
from pipeline.draw.scale import value_axis
from pipeline.draw.sheet import Box, Panel, Sheet
from pipeline.draw.voice import Voice
from pipeline.errors import ChartError

HEIGHT = {"wide": 320, "narrow": 240}
FACET_HEIGHT = {"wide": 180, "narrow": 140}
COLUMNS = {"wide": 3, "narrow": 1}
GAP = 28
LONGEST = 60
"""Years on one axis above which columns stand side by side without regard to the years between."""


def draw_columns(sheet: Sheet, plot: Plot, voice: Voice) -> None:
    """Draw one column per category, stacked when there are series. Years keep their distance: one without a row is a gap."""
    if min(plot.numbers, default=0) < 0:
        raise ChartError(voice.chart.problem("a negative value", "values from 0 in columns", "Use `kind: bars`"))
    sheet.heading(voice.unit_title, key_entries(plot, voice))
    size, alone = sheet.size, len(plot.facets) == 1
    slots = _slots(plot, voice)
    columns = min(len(plot.facets), COLUMNS[size.name])
    cell = (sheet.right - sheet.left - GAP * (columns - 1)) / columns
    slot = cell / (max(slots.values()) - min(slots.values()) + 1)
    written = _written(plot, voice, size.small, slot)
    levels, end = value_axis(
        [0.0, *(_sum(plot.of(facet, every=True), place) for facet in plot.facets for place in plot.places)], 6
    )
    scale = 0.0 if written else max(width(voice.tick(level), size.small) for level in levels) + 8
    names = {place: wrap(voice.place(place), size.small, slot - 4) for place in plot.places}
    foot = max(map(len, names.values())) * size.small * LINE + 6
    top = sheet.y
    for first in range(0, len(plot.facets), columns):
        for column, facet in enumerate(plot.facets[first : first + columns]):
            left, y = sheet.left + column * (cell + GAP), top
            if plot.facets != (None,):
                sheet.text(left, y + 9, voice.facet(facet), bold=True)
                y += 26
            bottom = y + 18 + (HEIGHT if alone else FACET_HEIGHT)[size.name]
            panel = _panel(
                sheet,
                voice,
                Box(left + scale, y + 18, left + cell, bottom),
                slots,
                ([] if written else levels, end),
                names,
            )
            _mark(panel, plot, facet, slots, voice)
            _name(panel, plot, facet, slots, written, wrap(voice.say("missing"), size.small, slot))
            sheet.y = bottom + foot
        top = sheet.y + 18


def _slots(plot: Plot, voice: Voice) -> Mapping[Cell, int]:
    """Place the categories: years by their number, others one beside the other."""
    years = [place for place in plot.places if isinstance(place, int) and not isinstance(place, bool)]
    numeric = voice.fields[voice.chart.at].type in ("year", "integer") and len(years) == len(plot.places)
    if numeric and voice.chart.order == "category" and max(years) - min(years) < LONGEST:
        return {year: year for year in years}
    return {place: index for index, place in enumerate(plot.places)}


def _sum(points: Sequence[Point], place: Cell) -> float:
    return sum(point.number or 0 for point in points if point.at == place)


def _written(plot: Plot, voice: Voice, size: int, slot: float) -> Mapping[tuple[Cell, Cell], str]:
    """Word what stands above each column: whole values if all fit, else short ones; nothing when those do not fit."""
    for wording in (voice.value, voice.brief):
        words = {}
        for facet in plot.facets:
            points = plot.of(facet, every=True)
            for place in dict.fromkeys(point.at for point in points):
                known = [point.value for point in points if point.at == place and point.value is not None]
                if known:
                    words[facet, place] = wording(sum(known[1:], known[0]))
        if max((width(text, size) for text in words.values()), default=0) <= slot - 4:
            return words
    return {}


def _panel(
    sheet: Sheet, voice: Voice, box: Box, slots: Mapping[Cell, int], scale: tuple[Sequence[float], float],
    names: Mapping[Cell, list[str]],
) -> Panel:  # fmt: skip
    slot = box.width / (max(slots.values()) - min(slots.values()) + 1)
    widest = max(width(line, sheet.size.small) for lines in names.values() for line in lines) + 6
    step = max(1, -(-int(widest) // max(int(slot), 1)))
    shown = list(names)[::-1][::step][::-1]
    levels, end = scale
    axis = {
        "tickvals": list(levels), "ticktext": [voice.tick(level) for level in levels], "ticklabelstandoff": 6,
        "showgrid": True, "gridcolor": sheet.palette["grid"],
    }  # fmt: skip
    ends = [min(slots.values()) - 0.5, max(slots.values()) + 0.5]
    panel = sheet.panel(
        box,
        {
            "range": ends, "tickvals": [slots[place] for place in shown], "tickangle": 0, "ticklabelstandoff": 4,
            "ticktext": [marked_up(names[place]) for place in shown],
        },
        {"range": [0, end], **(axis if levels else {})},
    )  # fmt: skip
    panel.line(ends[0], 0, ends[1], 0)
    return panel


def _mark(panel: Panel, plot: Plot, facet: Cell, slots: Mapping[Cell, int], voice: Voice) -> None:
    for series in plot.series:
        drawn = [point for point in plot.of(facet, series) if point.value is not None]
        if drawn:
            panel.add(
                type="bar", x=[slots[point.at] for point in drawn], y=[point.number for point in drawn], width=0.68,
                marker=panel.sheet.hatching(plot.colours[series], [point.marked for point in drawn]),
                hovertext=[voice.hover(point) for point in drawn],
            )  # fmt: skip


def _name(
    panel: Panel, plot: Plot, facet: Cell, slots: Mapping[Cell, int], written: Mapping[tuple[Cell, Cell], str],
    missing: list[str],
) -> None:  # fmt: skip
    """Write the values above the columns, if there are `written` ones; say in any case where one is missing."""
    points, size = plot.of(facet, every=True), panel.sheet.size.small
    for place in dict.fromkeys(point.at for point in points):
        if all(point.value is None for point in points if point.at == place):
            dy = -len(missing) * size * LINE / 2 - 2
            panel.text(slots[place], 0, marked_up(missing), dy=dy, anchor="center", role="ink_soft", size=size)
        elif written:
            text = marked_up(written[facet, place])
            panel.text(slots[place], _sum(points, place), text, dy=-size * 0.75, anchor="center", size=size)
