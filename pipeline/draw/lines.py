"""Lines and dots: values named where there is room, lines named at their end, gaps left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import inf

from pipeline.draw.bars import key_entries
from pipeline.draw.breaks import show_break, with_breaks
from pipeline.draw.cells import Cell
from pipeline.draw.labels import along, around, free_place
from pipeline.draw.lettering import LINE, marked_up, spread, width
from pipeline.draw.rows import Plot, Point
from pipeline.draw.scale import days, ticks, value_axis, whole
from pipeline.draw.sheet import Panel, Sheet
from pipeline.draw.size import NARROW, Box
from pipeline.draw.voice import Voice

HEIGHT = {"wide": 340, "narrow": 250}
FACET_HEIGHT = {"wide": 190, "narrow": 150}
COLUMNS = {"wide": 3, "narrow": 2}
GAP = 24
MANY = 40
"""Points of a series above which only its marked ones have a dot."""
DOT = 9


@dataclass(frozen=True)
class _Frame:
    """A panel and where its data lie: `low` to `high` of x as numbers (days for dates), `bottom` to `top` of y."""

    panel: Panel
    low: float
    high: float
    bottom: float
    top: float

    def x(self, point: Point) -> float:
        box = self.panel.box
        return box.left + (_position(point.at) - self.low) / (self.high - self.low) * box.width

    def y(self, point: Point) -> float:
        box = self.panel.box
        return box.bottom - ((point.number or 0) - self.bottom) / (self.top - self.bottom) * box.height


def draw_lines(sheet: Sheet, plot: Plot, voice: Voice) -> None:
    """Draw one line per series, broken where a value is missing."""
    _draw(sheet, plot, voice, joined=True)


def draw_dots(sheet: Sheet, plot: Plot, voice: Voice) -> None:
    """Draw one dot per row; nothing is said about the time between."""
    _draw(sheet, plot, voice, joined=False)


def _draw(sheet: Sheet, plot: Plot, voice: Voice, *, joined: bool) -> None:
    size, alone = sheet.size, len(plot.facets) == 1
    widest = max((width(voice.series(one), size.small) for one in plot.series), default=0)
    named = joined and alone and len(plot.series) > 1 and widest <= 0.25 * size.width
    entries = key_entries(plot, voice, "dot", "hollow")
    sheet.heading(voice.unit_title, [entry for entry in entries if not named or entry.shape == "hollow"])
    # A share is part of a whole; charts of the same share beside each other have the same zero.
    zero = [0.0] if voice.unit == "percent" else []
    levels, highest = value_axis([*zero, *plot.numbers] or [0.0, 1.0], 7 if alone else 5)
    scale = max(width(voice.tick(level), size.small) for level in levels) + 8
    valued = not named and (not joined or len(plot.series) == 1)
    widths = [width(voice.brief(one.value), size.small) for one in plot.points if valued and one.value is not None]
    half = max([0.0, *widths]) / 2
    # Room for the first value above its point, and for the last one at its right.
    sides = max(DOT + 3, half + 6), max(DOT + 3, (2 * half if alone else half) + DOT + 4)
    room = widest + 10 if named else 2
    columns = min(len(plot.facets), COLUMNS[size.name])
    for facet, cell in sheet.grid([(facet, voice.facet(facet)) for facet in plot.facets], columns, GAP):
        top = cell.top + 8
        bottom = top + (HEIGHT if alone else FACET_HEIGHT)[size.name]
        box = Box(cell.left + scale, top, cell.right - room, bottom)
        frame = _frame(sheet, plot, voice, box, (levels, highest), sides)
        for series in plot.series:
            _mark(frame, plot.of(facet, series), plot.colours[series], voice, joined=joined)
        for one in voice.chart.breaks:
            show_break(frame.panel, one, voice, (frame.low, frame.high), (frame.bottom, frame.top))
        if named:
            _name_ends(frame, plot, voice, facet)
        elif valued:
            _name_values(frame, plot.of(facet, every=True), voice, joined=joined)
        sheet.y = bottom + size.small * LINE + 8


def _position(place: Cell) -> float:
    """Give an x as a number; days for dates."""
    if isinstance(place, date):
        return float(place.toordinal())
    assert isinstance(place, int | float | Decimal)
    return float(place)


def _frame(
    sheet: Sheet,
    plot: Plot,
    voice: Voice,
    box: Box,
    scale: tuple[Sequence[float], float],
    sides: tuple[float, float],
) -> _Frame:
    levels, top = scale
    places = [point.at for point in plot.points]
    low, high = min(map(_position, places)), max(map(_position, places))
    pixel = (high - low or 365.0) / (box.width - sum(sides))
    dates, most = isinstance(places[0], date), int(box.width // (42 if sheet.size is NARROW else 56))
    first, last = (1, date.max.toordinal()) if dates else (-inf, inf)
    stops = list(_stops(voice, max(first, low - DOT * pixel), min(last, high + DOT * pixel), dates=dates, most=most))
    low, high = max(first, low - sides[0] * pixel), min(last, high + sides[1] * pixel)
    ends = [_day(low), _day(high)] if dates else [low, high]
    panel = sheet.panel(
        box,
        {
            "range": ends, **({"type": "date"} if dates else {}), "tickvals": [place for place, _ in stops],
            "ticktext": [name for _, name in stops], "ticks": "outside", "ticklen": 4,
            "tickcolor": sheet.palette["ink_soft"], "tickangle": 0,
        },
        {
            "range": [levels[0], top], "tickvals": list(levels), "ticktext": [voice.tick(one) for one in levels],
            "ticklabelstandoff": 6, "showgrid": True, "gridcolor": sheet.palette["grid"],
        },
    )  # fmt: skip
    panel.line(ends[0], max(levels[0], 0), ends[1], max(levels[0], 0))
    return _Frame(panel, low, high, levels[0], top)


def _stops(voice: Voice, low: float, high: float, *, dates: bool, most: int) -> Iterator[tuple[object, str]]:
    if dates:
        stops, pattern = days(date.fromordinal(round(low)), date.fromordinal(round(high)), most)
        yield from ((day.isoformat(), voice.language.date(day, pattern)) for day in stops)
        return
    if voice.fields[voice.chart.at].type == "year":
        yield from ((year, str(year)) for year in whole(low, high, most))
        return
    for stop in ticks(low, high, most + 2):
        if low <= stop <= high:
            yield stop, voice.language.number(int(stop) if stop == int(stop) else stop)


def _day(position: float) -> str:
    moment = datetime.fromordinal(int(position)) + timedelta(days=position % 1)
    return moment.isoformat(sep=" ", timespec="minutes")


def _mark(frame: _Frame, points: Sequence[Point], role: str, voice: Voice, *, joined: bool) -> None:
    """Draw one series; a marked point is hollow, a missing one breaks the line."""
    if all(point.value is None for point in points):
        return
    palette = frame.panel.sheet.palette
    drawn = sorted(points, key=lambda point: _position(point.at))
    if joined and voice.fields[voice.chart.at].type == "year":
        drawn = list(_with_absent_years(drawn))
    if joined:
        drawn = list(with_breaks(drawn, voice.chart.breaks, _position))
    shown = not joined or len(points) <= MANY
    frame.panel.add(
        type="scatter", mode="lines+markers" if joined else "markers", x=[_plain(point.at) for point in drawn],
        y=[point.number for point in drawn], hovertext=[voice.hover(point) for point in drawn], cliponaxis=False,
        **({"line": {"color": palette[role], "width": 2.5}, "connectgaps": False} if joined else {}),
        marker={
            "size": [DOT if not joined else 7 if shown or point.marked else 0 for point in drawn], "opacity": 1,
            "color": [palette["paper" if point.marked else role] for point in drawn],
            "line": {"color": palette[role], "width": 2},
        },
    )  # fmt: skip


def _with_absent_years(points: Sequence[Point]) -> Iterator[Point]:
    """Open a yearly series where a year has no row. A series is yearly when two of its years follow on each other."""
    steps = {_position(later.at) - _position(earlier.at) for earlier, later in pairwise(points)}
    yield points[0]
    for earlier, later in pairwise(points):
        if 1 in steps and _position(later.at) - _position(earlier.at) > 1:
            yield Point(earlier.facet, earlier.series, int(_position(earlier.at)) + 1, value=None, marked=False)
        yield later


def _plain(place: Cell) -> object:
    if isinstance(place, date):
        return place.isoformat()
    return place if isinstance(place, int) else _position(place)


def _name_ends(frame: _Frame, plot: Plot, voice: Voice, facet: Cell) -> None:
    """Write each series beside its last known value, moved apart where lines end together."""
    ends: list[tuple[float, Cell]] = []
    for series in plot.series:
        known = [point for point in plot.of(facet, series) if point.value is not None]
        if known:
            ends.append((frame.y(max(known, key=lambda point: _position(point.at))), series))
    ends.sort(key=lambda end: end[0])
    sheet, box = frame.panel.sheet, frame.panel.box
    places = spread([y for y, _ in ends], sheet.size.small * LINE, box.top, box.bottom)
    for place, (_, series) in zip(places, ends, strict=True):
        sheet.text(box.right, place, voice.series(series), role=plot.colours[series], size=sheet.size.small)


def _name_values(frame: _Frame, points: Sequence[Point], voice: Voice, *, joined: bool) -> None:
    """Write values beside their points, where they hide nothing: the last, the first, the extremes; of dots all."""
    known = sorted((point for point in points if point.value is not None), key=lambda point: _position(point.at))
    if not known:
        return
    extremes = [max(known, key=lambda point: point.number or 0), min(known, key=lambda point: point.number or 0)]
    wanted = list({id(point): point for point in [known[-1], known[0], *extremes, *([] if joined else known)]}.values())
    size, box = frame.panel.sheet.size.small, frame.panel.box
    taken = [around(frame.x(point), frame.y(point), DOT, DOT) for point in known]
    if joined:
        taken += along([(frame.x(point), frame.y(point)) for point in known])
    for point in wanted:
        text = voice.brief(point.value or 0)
        label = width(text, size) + 4, size * 1.1
        x, y = frame.x(point), frame.y(point)
        # Two dots of one day: the higher value is written above, the lower one below.
        below = any(abs(frame.x(one) - x) < DOT and frame.y(one) < y for one in known)
        found = free_place(x, y, DOT, label, box, taken, last=point is known[-1], below=below and not joined)
        if found is not None:
            dx, dy = found
            taken.append(around(x + dx, y + dy, *label))
            place = _plain(point.at), point.number
            frame.panel.text(*place, marked_up(text), dx=dx, dy=dy, anchor="center", size=size)
