"""Times across which figures do not compare: shaded and named, and never crossed by a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from pipeline.draw.cells import Cell
from pipeline.draw.charts import Break
from pipeline.draw.lettering import marked_up, wrap
from pipeline.draw.rows import Point
from pipeline.draw.sheet import Panel
from pipeline.draw.voice import Voice


def show_break(panel: Panel, one: Break, voice: Voice, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Shade a break and write at its top what changed; `x` and `y` are the ends of the axes."""
    dated = panel.x.get("type") == "date"
    start, end = (max(x[0], min(x[1], _moment(day, dated=dated))) for day in (one.start, one.end))
    if start >= end:
        return

    def place(number: float) -> object:
        return date.fromordinal(round(number)).isoformat() if dated else number

    panel.band(place(start), place(end), *y)
    size, room = panel.sheet.size.small, (end - start) / (x[1] - x[0]) * panel.box.width
    for number, line in enumerate(wrap(one.text[voice.language.code], size, room - 4)):
        panel.text(
            place((start + end) / 2), y[1], marked_up(line), dy=size * (0.8 + number * 1.2),
            anchor="center", role="ink_soft", size=size,
        )  # fmt: skip


def with_breaks(points: Sequence[Point], breaks: Sequence[Break], position: Callable[[Cell], float]) -> Iterator[Point]:
    """Open a line wherever a break lies between two of its points, or holds one of them.

    Args:
        position: gives an x as a number; days for dates.
    """
    yield points[0]
    for earlier, later in pairwise(points):
        dated = isinstance(earlier.at, date)
        before, after = position(earlier.at), position(later.at)
        if any(before <= _moment(one.end, dated=dated) and after >= _moment(one.start, dated=dated) for one in breaks):
            yield Point(earlier.facet, earlier.series, earlier.at, value=None, marked=False)
        yield later


def _moment(day: date, *, dated: bool) -> float:
    """Give a day as an x: among dates a day, among years a part of one."""
    return float(day.toordinal()) if dated else day.year + (day.timetuple().tm_yday - 1) / 366
