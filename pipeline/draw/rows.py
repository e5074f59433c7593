"""What a chart plots: the rows of its finished table, grouped, in plot order, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pyarrow as pa

from pipeline.draw.cells import MARK, Cell, FieldLike, Labels, key, refuse_mixtures, refuse_unfit_fields
from pipeline.draw.charts import Chart
from pipeline.draw.palette import SERIES
from pipeline.errors import ChartError
from pipeline.languages import Number

_MOST_VALUES, _MOST_BARS, _LONGEST_NAME = 1_000, 200, 500
"""Of one picture, and in signs. Each bar has a line of its own, with its name and its value."""
SHARED = 0.6
"""Share of facet x place that has a row, above which facets show the same places in the same order."""


@dataclass(frozen=True)
class Point:
    """One plotted row. `value` is None where it is missing; `marked` as the chart's `mark` says."""

    facet: Cell
    series: Cell
    at: Cell
    value: Number | None
    marked: bool

    @property
    def number(self) -> float | None:
        return None if self.value is None else float(self.value)


@dataclass(frozen=True)
class Plot:
    """The plotted rows in plot order, and the distinct facets, series and places in theirs.

    `colours` gives each series its role, by the order of the codelist and not of the values, so that a series keeps
    its colour from one chart to the next. `shared` says that the facets have most of their places in common: these then
    stand in one order, that of the last facet, and not each in its own.
    """

    points: tuple[Point, ...]
    facets: tuple[Cell, ...]
    series: tuple[Cell, ...]
    places: tuple[Cell, ...]
    colours: Mapping[Cell, str] = field(default_factory=dict)
    shared: bool = True

    def of(self, facet: Cell, series: Cell | None = None, *, every: bool = False) -> tuple[Point, ...]:
        """Give the points of a facet, and of one of its series unless `every`."""
        return tuple(point for point in self.points if point.facet == facet and (every or point.series == series))

    def stacks(self, facet: Cell) -> Iterator[tuple[Cell, tuple[Point, ...]]]:
        """Give the places of a facet in order, each with its points, one per series."""
        points = self.of(facet, every=True)
        for place in dict.fromkeys(point.at for point in points):
            yield place, tuple(point for point in points if point.at == place)

    @property
    def numbers(self) -> list[float]:
        return [point.number for point in self.points if point.number is not None]


def total(points: Iterable[Point]) -> Number | None:
    """Add up what is known; what is nowhere known is missing, not 0."""
    return _added(point.value for point in points)


def _added(values: Iterable[Number | None]) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def plot(
    chart: Chart, table: pa.Table, fields: Mapping[str, FieldLike], labels: Labels, areas: Iterable[str] | None = None
) -> Plot:
    """Take a chart's points from its table.

    Args:
        table: already filtered by `where`; with a boolean column `__mark` when the chart has `mark`.
        areas: map only: the ids of its areas. One without a row becomes a point without a value.

    Raises:
        ChartError: a field the table lacks, or that is not of a fitting type; no row; values of `same` mixed in a
            series; a place twice in a series; more series than colours; a row for an area the map lacks.
    """
    refuse_unfit_fields(chart, table.column_names, fields)
    rows = table.to_pylist()
    if not rows:
        raise ChartError(chart.problem("no row", "at least one row to draw", "Check `where`"))
    refuse_mixtures(chart, rows, fields)
    assert chart.mark is None or MARK in table.column_names
    points = _points(chart, rows if chart.mark else [{**row, MARK: False} for row in rows])
    if areas is not None:
        points += _bare_areas(chart, points, list(areas))
    _refuse_crowds(chart, points)
    return _arrange(chart, points, labels)


def _refuse_crowds(chart: Chart, points: Sequence[Point]) -> None:
    bars = len({(point.facet, point.at) for point in points}) if chart.kind == "bars" else 0
    for found, what, most in ((len(points), "values", _MOST_VALUES), (bars, "bars", _MOST_BARS)):
        if found > most:
            expected = f"at most {most}, which a reader can still tell apart"
            remedy = "Narrow `where`, or say `group: sum`"
            raise ChartError(chart.problem(f"{found} {what} to draw", expected, remedy))
    longest = max(len(key(part)) for point in points for part in (point.facet, point.series, point.at))
    if longest > _LONGEST_NAME:
        raise ChartError(chart.problem(f"a name of {longest} signs", f"at most {_LONGEST_NAME}", "Draw another field"))


def _points(chart: Chart, rows: Sequence[Mapping[str, Cell]]) -> list[Point]:
    gathered: dict[tuple[Cell, Cell, Cell], list[Mapping[str, Cell]]] = {}
    for row in rows:
        place = (row[chart.facet] if chart.facet else None, row[chart.series] if chart.series else None, row[chart.at])
        gathered.setdefault(place, []).append(row)
    if chart.kind == "dots" and chart.group is None:
        # Sources that disagree about one day stand side by side: dots claim no single course.
        return [
            Point(*place, _number(row, chart), bool(row.get(MARK)))
            for place, group in gathered.items()
            for row in group
        ]
    if chart.group is None:
        twice = [place for place, group in gathered.items() if len(group) > 1]
        if twice:
            names = ", ".join(" / ".join(key(part) for part in place if part is not None) for place in twice[:5])
            found = f"{len(twice)} places with more than one row ({names})"
            raise ChartError(chart.problem(found, "one row each", "Narrow `where`, or say `group: sum`"))
    return [
        Point(*place, _total(group, chart), any(row.get(MARK) for row in group)) for place, group in gathered.items()
    ]


def _number(row: Mapping[str, Cell], chart: Chart) -> Number | None:
    value = row[chart.value] if chart.value else None
    assert value is None or isinstance(value, int | float | Decimal)
    return value


def _total(group: Sequence[Mapping[str, Cell]], chart: Chart) -> Number | None:
    return len(group) if chart.group == "count" else _added(_number(row, chart) for row in group)


def _bare_areas(chart: Chart, points: Sequence[Point], areas: Sequence[str]) -> list[Point]:
    strange = sorted({key(point.at) for point in points} - set(areas))
    if strange:
        found = f"rows for {strange[:5]}, which the map does not have"
        raise ChartError(chart.problem(found, f"the areas of {chart.geometry}", "Narrow `where`"))
    facets = dict.fromkeys(point.facet for point in points)
    drawn = {(point.facet, key(point.at)) for point in points}
    return [
        Point(facet, None, area, value=None, marked=False)
        for facet in facets
        for area in areas
        if (facet, area) not in drawn
    ]


def _arrange(chart: Chart, points: Sequence[Point], labels: Labels) -> Plot:
    def rank(name: str | None) -> Mapping[str, int]:
        return {value: index for index, value in enumerate(labels.get(name or "", {}))}

    def by_name(name: str | None, values: Iterable[Cell]) -> list[Cell]:
        ranks = rank(name)
        return sorted(values, key=lambda value: (value is None, ranks.get(key(value), len(ranks)), _sortable(value)))

    facets = by_name(chart.facet, {point.facet for point in points})
    named = by_name(chart.series, {point.series for point in points})
    if len(named) > SERIES:
        raise ChartError(chart.problem(f"{len(named)} series", f"at most {SERIES}", "Narrow `where`, or use `facet`"))
    colours = {series: f"series_{index + 1}" for index, series in enumerate(named)}
    series, places = list(named), by_name(chart.at, {point.at for point in points})
    shared = len({(point.facet, point.at) for point in points}) >= SHARED * len(facets) * len(places)
    if chart.order == "table":
        series, places = _distinct(point.series for point in points), _distinct(point.at for point in points)
    elif chart.order in ("value", "-value"):
        series.sort(key=lambda one: -sum(point.number or 0 for point in points if point.series == one))
    stacks = {(point.facet, point.at) for point in points}
    sums = {place: total(point for point in points if (point.facet, point.at) == place) for place in stacks}
    sign = {"-value": -1, "value": 1}.get(chart.order)

    def place_in_order(point: Point) -> list[tuple[bool, float]]:
        if sign is None:
            return []
        # Where facets share one order, the last one, mostly the newest, decides it.
        sizes = [sums.get((facet, point.at)) for facet in (reversed(facets) if shared else [point.facet])]
        return [(size is None, sign * float(size or 0)) for size in sizes]

    arranged = sorted(
        points,
        key=lambda point: (
            facets.index(point.facet), place_in_order(point), places.index(point.at), series.index(point.series)
        ),
    )  # fmt: skip
    places = sorted(places, key=_distinct(point.at for point in sorted(arranged, key=place_in_order)).index)
    return Plot(tuple(arranged), tuple(facets), tuple(series), tuple(places), colours, shared)


def _sortable(value: Cell) -> tuple[str, float, str]:
    if isinstance(value, int | float | Decimal):
        return "", float(value), ""
    return "", 0.0, value.isoformat() if isinstance(value, date) else key(value)


def _distinct(values: Iterable[Cell]) -> list[Cell]:
    return list(dict.fromkeys(values))
