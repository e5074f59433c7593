"""Horizontal bars: sorted, named at the left (or above), their value at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from pipeline.draw.cells import Cell
from pipeline.draw.lettering import LINE, marked_up, width, wrap
from pipeline.draw.rows import Plot, Point, total
from pipeline.draw.sheet import Panel, Sheet
from pipeline.draw.size import NARROW, Box
from pipeline.draw.swatch import KeyEntry
from pipeline.draw.voice import Voice
from pipeline.errors import ChartError

ROW = {"wide": 24, "narrow": 22}
THICK = {"wide": 16, "narrow": 14}
GAP = 28
ASIDE = 8
"""Pixels between a name and its bar, and between a bar and its value."""
SHARE = 0.4
"""Most of the width that names at the left may take. In a narrow picture all stand above their bars if most are longer,
or a word of one is."""


@dataclass(frozen=True)
class _Row:
    """One category in one facet: its name, its points, and where it stands in its panel."""

    lines: list[str]
    points: tuple[Point, ...]
    top: float
    height: float
    middle: float


@dataclass(frozen=True)
class _Style:
    """How names stand: in a column `aside` wide, or above the bars; broken at `limit`."""

    names: Mapping[Cell, str]
    above: bool
    aside: float
    limit: float
    aligned: bool


def draw_bars(sheet: Sheet, plot: Plot, voice: Voice) -> None:
    """Draw one bar per category, stacked when there are series; facets side by side or below one another."""
    if len(plot.series) > 1 and min(plot.numbers, default=0) < 0:
        raise ChartError(voice.chart.problem("a negative value in a stack", "values from 0", "Use `facet`"))
    sheet.heading(voice.unit_title, key_entries(plot, voice))
    columns = 1 if sheet.size is NARROW else min(len(plot.facets), 4 if plot.shared else 2)
    style = _style(sheet, plot, voice, columns)
    totals = [
        whole for facet in plot.facets for _, points in plot.stacks(facet) if (whole := total(points)) is not None
    ]
    ends = max((width(voice.value(whole), sheet.size.text) for whole in totals), default=0) + ASIDE
    indent = style.aside if style.aligned else 0
    extent = float(min([0, *totals])), float(max([0, *totals])) or 1.0
    facets = [(facet, voice.facet(facet)) for facet in plot.facets]
    for facet, cell in sheet.grid(facets, columns, GAP, indent):
        rows = list(_rows(sheet, plot, facet, style, voice.chart.order))
        left = cell.left + (0 if style.aligned else style.aside)
        box = Box(left, cell.top, cell.right - ends, cell.top + rows[-1].top + rows[-1].height)
        first = cell.left < sheet.left + indent + 1
        _panel(sheet, plot, voice, rows, box, extent, style, labelled=first or not style.aligned)
        sheet.y = box.bottom


def key_entries(plot: Plot, voice: Voice, shape: str = "square", marked: str = "hatched") -> list[KeyEntry]:
    """List the series, when there are several, marked where all of their rows are, and the mark, when a row has it."""
    known = [point for point in plot.points if point.value is not None]
    entries = []
    for series in plot.series if len(plot.series) > 1 else ():
        marks = {point.marked for point in known if point.series == series}
        if marks:
            entries.append(KeyEntry(marked if marks == {True} else shape, plot.colours[series], voice.series(series)))
    if any(point.marked for point in known):
        role = "series_1" if len(plot.series) == 1 else "ink_soft"
        entries.append(KeyEntry(marked, role, voice.chart.mark_text[voice.language.code]))
    return entries


def _style(sheet: Sheet, plot: Plot, voice: Voice, columns: int) -> _Style:
    names = {place: voice.place(place) for place in plot.places}
    widths = [width(name, sheet.size.text) for name in names.values()]
    aligned = plot.shared and columns > 1
    cell = (sheet.right - sheet.left - GAP * (columns - 1)) / columns
    room = SHARE * (sheet.right - sheet.left if aligned else cell)
    word = max(width(word, sheet.size.text) for name in names.values() for word in name.split(" "))
    if sheet.size is NARROW and (median_low(widths) > room or word > room):
        return _Style(names, above=True, aside=0, limit=cell, aligned=False)
    limit = min(max(widths), room) + 1
    aside = max(width(line, sheet.size.text) for name in names.values() for line in wrap(name, sheet.size.text, limit))
    return _Style(names, above=False, aside=aside + ASIDE, limit=limit, aligned=aligned)


def _rows(sheet: Sheet, plot: Plot, facet: Cell, style: _Style, order: str) -> Iterator[_Row]:
    row, thick, line = ROW[sheet.size.name], THICK[sheet.size.name], round(sheet.size.text * LINE)
    stacks, top = dict(plot.stacks(facet)), 0.0
    sign = {"-value": -1, "value": 1}.get(order, 0)
    if not style.aligned:
        # Facets below one another are each sorted by their own values, whatever order they share side by side.
        sums = {place: total(points) for place, points in stacks.items()}
        stacks = dict(sorted(stacks.items(), key=lambda one: (sums[one[0]] is None, sign * float(sums[one[0]] or 0))))
    for place in plot.places if style.aligned else stacks:
        lines = wrap(style.names[place], sheet.size.text, style.limit)
        if style.above:
            height = len(lines) * line + thick + 14
            middle = top + len(lines) * line + 2 + thick / 2
        else:
            height = max(row, len(lines) * line + 6)
            middle = top + height / 2
        yield _Row(lines, stacks.get(place, ()), top, height, middle)
        top += height


def _panel(
    sheet: Sheet, plot: Plot, voice: Voice, rows: Sequence[_Row], box: Box, extent: tuple[float, float], style: _Style,
    *, labelled: bool,
) -> None:  # fmt: skip
    """Draw one facet; y runs down its panel in pixels, so that rows may differ in height."""
    names = {
        "tickvals": [row.middle for row in rows], "ticktext": [marked_up(row.lines) for row in rows],
        "ticklabelstandoff": ASIDE, "tickfont": sheet.font(),
    }  # fmt: skip
    shown = names if labelled and not style.above else {}
    panel = sheet.panel(box, {"range": list(extent)}, {"range": [box.height, 0], **shown})
    thick, line = THICK[sheet.size.name], sheet.size.text * LINE
    for series in plot.series:
        drawn = [(row, one) for row in rows for one in row.points if one.series == series]
        if drawn:
            _bars(panel, drawn, plot.colours[series], voice, thick)
    for row in rows:
        if row.points:
            _label(panel, row, voice, box.width / (extent[1] - extent[0]))
        if style.above:
            panel.text(0, row.middle - thick / 2 - 2 - len(row.lines) * line / 2, marked_up(row.lines))
    if not style.above:
        panel.line(0, 0, 0, box.height)


def _bars(panel: Panel, drawn: Sequence[tuple[_Row, Point]], role: str, voice: Voice, thick: float) -> None:
    panel.add(
        type="bar", orientation="h", x=[point.number for _, point in drawn], y=[row.middle for row, _ in drawn],
        width=thick, marker=panel.sheet.hatching(role, [point.marked for _, point in drawn]),
        hovertext=[voice.hover(point) for _, point in drawn],
    )  # fmt: skip


def _label(panel: Panel, row: _Row, voice: Voice, scale: float) -> None:
    """Write the value at the end of a bar, and those of its parts inside them where they fit."""
    size, whole = panel.sheet.size.small, total(row.points)
    if whole is None:
        panel.text(0, row.middle, marked_up(voice.say("missing")), dx=ASIDE - 2, role="ink_soft", size=size)
        return
    panel.text(max(float(whole), 0), row.middle, marked_up(voice.value(whole)), dx=ASIDE - 2)
    known = [point for point in row.points if point.value is not None]
    start = 0.0
    for point in known if len(known) > 1 else []:
        assert point.value is not None
        number, label = float(point.value), voice.value(point.value)
        if width(label, size) + 12 <= number * scale and not point.marked:
            panel.text(start + number / 2, row.middle, marked_up(label), anchor="center", role="paper", size=size)
        start += number
