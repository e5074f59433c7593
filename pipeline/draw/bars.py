"""Horizontal bars: sorted, named at the left (or above), their value at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.draw.lettering import LINE, marked_up, width, wrap
from pipeline.draw.rows import Cell, Plot, Point
from pipeline.draw.sheet import Box, KeyEntry, Panel, Sheet
from pipeline.draw.voice import Voice
from pipeline.errors import ChartError

ROW = {"wide": 24, "narrow": 22}
THICK = {"wide": 16, "narrow": 14}
GAP = 28
"""Pixels between facets that stand side by side."""


@dataclass(frozen=True)
class _Row:
    """One category in one facet: its points, and where it stands in its panel."""

    lines: list[str]
    points: tuple[Point, ...]
    top: float
    height: float
    middle: float


def draw_bars(sheet: Sheet, plot: Plot, voice: Voice) -> None:
    """Draw one bar per category, stacked when there are series; facets side by side or below one another."""
    if len(plot.series) > 1 and min(plot.numbers, default=0) < 0:
        raise ChartError(voice.chart.problem("a negative value in a stack", "values from 0", "Use `facet`"))
    sheet.heading(voice.unit_title, key_entries(plot, voice))
    narrow = sheet.size.narrow
    columns = 1 if narrow or len(plot.facets) == 1 else min(len(plot.facets), 4 if plot.shared else 2)
    cell = (sheet.right - sheet.left - GAP * (columns - 1)) / columns
    names = {place: voice.place(place) for place in plot.places}
    aside = min(max(width(name, sheet.size.text) for name in names.values()), 0.36 * (cell if not plot.shared else 700))
    limit = aside + 1
    above = narrow and max(width(name, sheet.size.text) for name in names.values()) > 0.36 * cell
    if above:
        aside, limit = 0.0, cell
    aligned = plot.shared and columns > 1
    ends = max(width(_end(points, voice), sheet.size.text) for _, points in _categories(plot)) + 8
    top = sheet.y
    for first in range(0, len(plot.facets), columns):
        bottoms = []
        for column, facet in enumerate(plot.facets[first : first + columns]):
            if aligned:
                share = (sheet.right - sheet.left - aside - 8 - GAP * (columns - 1)) / columns
                left = sheet.left + aside + 8 + column * (share + GAP)
                right = left + share
            else:
                left = sheet.left + column * (cell + GAP) + (aside + 8 if aside else 0)
                right = sheet.left + column * (cell + GAP) + cell
            y = top
            if plot.facets != (None,):
                sheet.text(
                    left if aligned else left - (aside + 8 if aside else 0), y + 9, voice.facet(facet), bold=True
                )
                y += 24
            rows = list(_rows(sheet, plot, facet, names, limit, above=above, aligned=aligned))
            box = Box(left, y, right - ends, rows[-1].top + rows[-1].height + y)
            _panel(sheet, plot, voice, rows, box, labelled=not above and (column == 0 or not aligned), above=above)
            bottoms.append(box.bottom)
        sheet.y = max(bottoms)
        top = sheet.y + 18


def key_entries(plot: Plot, voice: Voice, shape: str = "square", marked: str = "hatched") -> list[KeyEntry]:
    """List the series, when there are several, and the mark, when a row has it."""
    shown = [
        one for one in plot.series if any(point.series == one and point.value is not None for point in plot.points)
    ]
    entries = [KeyEntry(shape, plot.colours[one], voice.series(one)) for one in shown] if len(plot.series) > 1 else []
    if any(point.marked and point.value is not None for point in plot.points):
        role = "series_1" if len(plot.series) == 1 else "ink_soft"
        entries.append(KeyEntry(marked, role, voice.chart.mark_text[voice.language.code]))
    return entries


def _categories(plot: Plot) -> Iterator[tuple[Cell, tuple[Point, ...]]]:
    for facet in plot.facets:
        points = plot.of(facet, every=True)
        for place in dict.fromkeys(point.at for point in points):
            yield place, tuple(point for point in points if point.at == place)


def _end(points: Sequence[Point], voice: Voice) -> str:
    known = [point.value for point in points if point.value is not None]
    return voice.value(sum(known[1:], known[0]) if known else None)


def _rows(
    sheet: Sheet, plot: Plot, facet: Cell, names: dict[Cell, str], limit: float, *, above: bool, aligned: bool
) -> Iterator[_Row]:
    points = plot.of(facet, every=True)
    row, thick, line = ROW[sheet.size.name], THICK[sheet.size.name], round(sheet.size.text * LINE)
    top = 0.0
    for place in plot.places if aligned else dict.fromkeys(point.at for point in points):
        lines = wrap(names[place], sheet.size.text, limit)
        if above:
            height = len(lines) * line + thick + 14
            middle = top + len(lines) * line + 2 + thick / 2
        else:
            height = max(row, len(lines) * line + 6)
            middle = top + height / 2
        yield _Row(lines, tuple(point for point in points if point.at == place), top, height, middle)
        top += height


def _panel(
    sheet: Sheet, plot: Plot, voice: Voice, rows: Sequence[_Row], box: Box, *, labelled: bool, above: bool
) -> None:
    sums = [
        sum(point.number or 0 for point in points) for _, points in _categories(plot)
    ]  # fmt: skip
    low, high = min(0, *sums), max(0, *sums) or 1
    names = {
        "tickvals": [row.middle for row in rows], "ticktext": [marked_up(row.lines) for row in rows],
        "ticklabelstandoff": 8, "tickfont": sheet.font(),
    }  # fmt: skip
    panel = sheet.panel(box, {"range": [low, high]}, {"range": [box.height, 0], **(names if labelled else {})})
    thick = THICK[sheet.size.name]
    for series in plot.series:
        drawn = [(row, point) for row in rows for point in row.points if point.series == series]
        if any(point.value is not None for _, point in drawn):
            _bars(
                panel,
                [(row, point) for row, point in drawn if point.value is not None],
                plot.colours[series],
                voice,
                thick,
            )
    for row in rows:
        if row.points:
            _label(panel, row, voice, box.width / (high - low))
        if above:
            middle = row.middle - thick / 2 - 2 - len(row.lines) * sheet.size.text * LINE / 2
            panel.text(0, middle, marked_up(row.lines))
    if not above:
        panel.line(0, 0, 0, box.height)


def _bars(panel: Panel, drawn: Sequence[tuple[_Row, Point]], role: str, voice: Voice, thick: float) -> None:
    panel.add(
        type="bar", orientation="h", x=[point.number for _, point in drawn], y=[row.middle for row, _ in drawn],
        width=thick, marker=panel.sheet.hatching(role, [point.marked for _, point in drawn]),
        hovertext=[voice.hover(point) for _, point in drawn],
    )  # fmt: skip


def _label(panel: Panel, row: _Row, voice: Voice, scale: float) -> None:
    """Write the value at the end of a bar, and those of its parts inside them where they fit."""
    size = panel.sheet.size.small
    known = [point for point in row.points if point.value is not None]
    if not known:
        panel.text(0, row.middle, marked_up(voice.say("missing")), dx=6, role="ink_soft", size=size)
        return
    end = sum(point.number or 0 for point in known)
    panel.text(max(end, 0), row.middle, marked_up(_end(known, voice)), dx=6)
    start = 0.0
    for point in known if len(known) > 1 else []:
        assert point.value is not None
        number, label = float(point.value), voice.value(point.value)
        if width(label, size) + 12 <= number * scale and not point.marked:
            panel.text(start + number / 2, row.middle, marked_up(label), anchor="center", role="paper", size=size)
        start += number
