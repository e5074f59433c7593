"""Columns, mostly over years: from zero, their value above them where there is room."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.draw.bars import key_entries
from pipeline.draw.cells import Cell
from pipeline.draw.labels import around, aside
from pipeline.draw.lettering import LINE, marked_up, width, wrap
from pipeline.draw.rows import Plot, Point, total
from pipeline.draw.scale import value_axis
from pipeline.draw.sheet import Panel, Sheet
from pipeline.draw.size import Box
from pipeline.draw.voice import Voice
from pipeline.errors import ChartError

HEIGHT = {"wide": 320, "narrow": 240}
FACET_HEIGHT = {"wide": 180, "narrow": 140}
COLUMNS = {"wide": 3, "narrow": 1}
GAP = 28
COLUMN = 0.68
"""Width of a column, as a part of its slot, unless that is wider than the widest."""
RISE = 0.75
"""Distance of a word's middle from the top of its column, as a multiple of the size of its letters."""
FREE = 3
"""Pixels left free on either side of a word."""
WIDEST = 96
"""Pixels of the widest column."""
LONGEST = 60
"""Years or months on one axis above which columns stand side by side without regard to those between."""
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def draw_columns(sheet: Sheet, plot: Plot, voice: Voice) -> None:
    """Draw one column per category, stacked when there are series; a year or month between two without a row is a gap."""
    if min(plot.numbers, default=0) < 0:
        raise ChartError(voice.chart.problem("a negative value", "values from 0 in columns", "Use `kind: bars`"))
    sheet.heading(voice.unit_title, key_entries(plot, voice))
    size, alone = sheet.size, len(plot.facets) == 1
    slots = _slots(plot, voice)
    columns = min(len(plot.facets), COLUMNS[size.name])
    cell = (sheet.right - sheet.left - GAP * (columns - 1)) / columns
    slot = cell / (max(slots.values()) - min(slots.values()) + 1)
    levels, end = value_axis([0.0, *(_height(points) for facet in plot.facets for _, points in plot.stacks(facet))], 6)
    high = (HEIGHT if alone else FACET_HEIGHT)[size.name]
    written = _written(plot, voice, size.small, slots, (slot, high / end))
    scale = 0.0 if written else max(width(voice.tick(level), size.small) for level in levels) + 8
    names = {place: wrap(voice.place(place), size.small, slot - 4) for place in plot.places}
    missing = wrap(voice.say("missing"), size.small, 1.3 * slot)
    foot = max(map(len, names.values())) * size.small * LINE + 6
    for facet, place in sheet.grid([(facet, voice.facet(facet)) for facet in plot.facets], columns, GAP):
        top = place.top + 18
        box = Box(place.left + scale, top, place.right, top + high)
        panel = _panel(sheet, box, slots, names, end)
        if not written:
            panel.y |= {
                "tickvals": list(levels), "ticktext": [voice.tick(level) for level in levels], "ticklabelstandoff": 6,
                "showgrid": True, "gridcolor": sheet.palette["grid"],
            }  # fmt: skip
        _mark(panel, plot, facet, slots, voice)
        _name(panel, plot, facet, slots, written, missing)
        sheet.y = box.bottom + foot


def _slots(plot: Plot, voice: Voice) -> Mapping[Cell, int]:
    """Place the categories: years and months by their number, others one beside the other."""
    times = {place: time for place in plot.places if (time := _time(place)) is not None}
    every = len(times) == len(plot.places) and voice.chart.order == "category"
    if every and max(times.values()) - min(times.values()) < LONGEST:
        return times
    return {place: index for index, place in enumerate(plot.places)}


def _time(place: Cell) -> int | None:
    """Number a year, or a month such as 2024-08, so that the next one has the next number."""
    if isinstance(place, int) and not isinstance(place, bool):
        return place
    month = MONTH.fullmatch(place) if isinstance(place, str) else None
    return 12 * int(month[1]) + int(month[2]) - 1 if month else None


def _height(points: Sequence[Point]) -> float:
    return float(total(points) or 0)


def _written(
    plot: Plot, voice: Voice, size: int, slots: Mapping[Cell, int], scale: tuple[float, float]
) -> Mapping[tuple[Cell, Cell], tuple[str, float]]:
    """Word what stands above each column: whole values if all fit, else short ones; nothing when those do not fit.

    With each word goes how far aside of the column's middle it stands. `scale` is the width of a slot and the height of
    one unit, in pixels.
    """
    ends = min(slots.values()) - 0.5, max(slots.values()) + 0.5
    sums = {(facet, place): total(points) for facet in plot.facets for place, points in plot.stacks(facet)}
    for wording in (voice.value, voice.brief):
        words = {place: wording(whole) for place, whole in sums.items() if whole is not None}
        found: dict[tuple[Cell, Cell], tuple[str, float]] = {}
        for facet in plot.facets:
            heights = {slots[at]: float(sums[of, at] or 0) for of, at in words if of == facet}
            widths = {slots[at]: width(text, size) for (of, at), text in words.items() if of == facet}
            moved = _moved(heights, widths, size, scale, ends)
            found |= {(of, at): (text, moved[slots[at]]) for (of, at), text in words.items() if of == facet and moved}
        if len(found) == len(words):
            return found
    return {}


def _moved(
    heights: Mapping[int, float], widths: Mapping[int, float], size: int, scale: tuple[float, float],
    ends: tuple[float, float],
) -> Mapping[int, float]:  # fmt: skip
    """Find how far aside words have to stand to hide nothing, each above its column's middle; empty when they cannot."""
    slot, unit = scale
    box = Box(ends[0] * slot, 0, ends[1] * slot, 0)
    half = _thick(slot) / 2
    taken = [Box((at - half) * slot, -high * unit, (at + half) * slot, 0) for at, high in heights.items()]
    moved = {}
    for at in sorted(heights, reverse=True):  # from the last one, which is mostly the newest
        x, y, label = at * slot, -heights[at] * unit - size * RISE, (widths[at] + 2 * FREE, size * LINE)
        dx = aside(x, y, label, box, taken)
        if dx is None or abs(dx) > widths[at] / 2:
            return {}
        taken.append(around(x + dx, y, *label))
        moved[at] = round(dx, 1)
    return moved


def _thick(slot: float) -> float:
    """Give the width of a column as a part of its slot, which is so many pixels wide."""
    return min(COLUMN, WIDEST / slot)


def _panel(sheet: Sheet, box: Box, slots: Mapping[Cell, int], names: Mapping[Cell, list[str]], end: float) -> Panel:
    slot = box.width / (max(slots.values()) - min(slots.values()) + 1)
    ends = [min(slots.values()) - 0.5, max(slots.values()) + 0.5]
    wide = {place: max(width(line, sheet.size.small) for line in lines) for place, lines in names.items()}
    shown: list[Cell] = []
    for place in reversed(list(names)):  # from the last one, which is mostly the newest
        middle = box.left + (slots[place] - ends[0]) * slot
        inside = wide[place] <= 2 * min(middle, sheet.size.width - middle)
        if inside and (not shown or abs(slots[shown[-1]] - slots[place]) * slot >= max(wide.values()) + 6):
            shown.append(place)
    x = {
        "range": ends, "tickvals": [slots[place] for place in shown], "tickangle": 0, "ticklabelstandoff": 4,
        "ticktext": [marked_up(names[place]) for place in shown],
    }  # fmt: skip
    panel = sheet.panel(box, x, {"range": [0, end]})
    panel.line(ends[0], 0, ends[1], 0)
    return panel


def _mark(panel: Panel, plot: Plot, facet: Cell, slots: Mapping[Cell, int], voice: Voice) -> None:
    thick = _thick(panel.box.width / (panel.x["range"][1] - panel.x["range"][0]))
    for series in plot.series:
        drawn = plot.of(facet, series)
        if drawn:
            panel.add(
                type="bar", x=[slots[point.at] for point in drawn], y=[point.number for point in drawn], width=thick,
                marker=panel.sheet.hatching(plot.colours[series], [point.marked for point in drawn]),
                hovertext=[voice.hover(point) for point in drawn],
            )  # fmt: skip


def _name(
    panel: Panel, plot: Plot, facet: Cell, slots: Mapping[Cell, int],
    written: Mapping[tuple[Cell, Cell], tuple[str, float]], missing: list[str],
) -> None:  # fmt: skip
    """Write the values above the columns, if there are `written` ones; say in any case where one is missing."""
    size = panel.sheet.size.small
    for place, points in plot.stacks(facet):
        if total(points) is None:
            dy = -len(missing) * size * LINE / 2 - 2
            panel.text(slots[place], 0, marked_up(missing), dy=dy, anchor="center", role="ink_soft", size=size)
        elif written:
            text, dx = written[facet, place]
            panel.text(
                slots[place], _height(points), marked_up(text), dx=dx, dy=-size * RISE, anchor="center", size=size
            )
