"""The areas of a map: read from GeoJSON, flattened, and where in them a name has room."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache as once
from itertools import pairwise
from typing import Any, TypeAlias

from pipeline.draw.charts import Chart
from pipeline.draw.size import Box
from pipeline.errors import ChartError

Ring: TypeAlias = tuple[tuple[float, float], ...]
LEVELS = 24
"""Heights at which a place for a name is looked for."""


@dataclass(frozen=True)
class Area:
    """One feature of a GeoJSON: its id and its closed rings, outer ones and holes, in a plane."""

    id: str
    rings: tuple[Ring, ...]

    def room(self, wide: float, high: float) -> tuple[float, float] | None:
        """Find the middle of a place inside the area for a label of this size; None when there is none."""
        best: tuple[float, float, float] | None = None
        ys = [y for ring in self.rings for _, y in ring]
        middle = (min(ys) + max(ys)) / 2
        for y, free in _free(self, high):
            for left, right in free:
                # More than twice the width is of no use: then the middle is better.
                worth = min(right - left, 2 * wide) - abs(y - middle) / 2
                if right - left >= wide and (best is None or worth > best[0]):
                    best = worth, (left + right) / 2, y
        return None if best is None else best[1:]


@once
def _free(area: Area, high: float) -> tuple[tuple[float, list[tuple[float, float]]], ...]:
    """Give, for heights from top to bottom, the stretches inside an area that are free for letters so high.

    The names of one map have few heights, and many maps have the same areas.
    """
    ys = [y for ring in area.rings for _, y in ring]
    low, step = min(ys) + high / 2, (max(ys) - min(ys) - high) / LEVELS
    found = []
    for y in (low + step * level for level in range(LEVELS + 1)) if step > 0 else ():
        free = [(-math.inf, math.inf)]
        for line in (y - high / 2, y - high / 4, y, y + high / 4, y + high / 2):
            free = _common(free, _inside(area.rings, line))
        found.append((y, free))
    return tuple(found)


def read_areas(chart: Chart, geometry: Any) -> tuple[Area, ...]:
    """Read a GeoJSON FeatureCollection; longitudes shrink with the cosine of the middle latitude.

    Raises:
        ChartError: not a FeatureCollection of polygons with an id each, or coordinates that are none.
    """
    features = geometry.get("features") if isinstance(geometry, dict) else None
    if not isinstance(features, list) or not features:
        raise ChartError(chart.problem(f"{chart.geometry} without features", "a GeoJSON FeatureCollection"))
    flat: dict[str, list[Ring]] = {}
    for number, feature in enumerate(features, 1):
        given = feature if isinstance(feature, dict) else {}
        shape = given["geometry"] if isinstance(given.get("geometry"), dict) else {}
        identity, kind = given.get("id"), shape.get("type")
        if not isinstance(identity, str | int) or str(identity) in flat or kind not in ("Polygon", "MultiPolygon"):
            found = f"feature {number} of {chart.geometry} has id `{identity}` and is a {kind}"
            raise ChartError(chart.problem(found, "an id of its own, a Polygon or MultiPolygon"))
        parts: Any = [shape.get("coordinates")] if kind == "Polygon" else shape.get("coordinates")
        if not _is_list(parts, _is_polygon):
            found = f"feature {number} of {chart.geometry}, `{identity}`, whose coordinates are no areas"
            expected = "closed rings of at least four points, each a longitude and a latitude"
            raise ChartError(chart.problem(found, expected))
        flat[str(identity)] = [_turned(ring, hole=number > 0) for part in parts for number, ring in enumerate(part)]
    latitudes = [y for rings in flat.values() for ring in rings for _, y in ring]
    shrink = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    return tuple(
        Area(identity, tuple(tuple((x * shrink, y) for x, y in ring) for ring in rings))
        for identity, rings in sorted(flat.items())
    )


def _is_list(value: object, fits: Callable[[Any], bool], least: int = 1) -> bool:
    return isinstance(value, list) and len(value) >= least and all(fits(each) for each in value)


def _is_polygon(value: Any) -> bool:
    return _is_list(value, _is_ring)


def _is_ring(value: Any) -> bool:
    """Tell whether this is a closed ring on Earth that encloses anything."""
    if not _is_list(value, _is_point, 4):
        return False
    wide, high = (len({point[axis] for point in value}) > 1 for axis in (0, 1))
    return wide and high and bool(value[0] == value[-1])


def _is_point(value: Any) -> bool:
    return _is_list(value, lambda number: type(number) in (int, float), 2) and all(
        # Said so that it does not hold for what is no number or without end.
        abs(number) <= limit
        for number, limit in zip(value, (180, 90), strict=False)
    )


def _turned(ring: Sequence[Sequence[float]], *, hole: bool) -> Ring:
    """Make an outer ring run one way round and a hole the other, so that the browser leaves the hole unfilled."""
    points = tuple((float(x), float(y)) for x, y, *_ in ring)
    clockwise = sum((x1 - x0) * (y1 + y0) for (x0, y0), (x1, y1) in pairwise(points)) > 0
    return points if clockwise == hole else points[::-1]


def bounds(areas: Sequence[Area]) -> Box:
    """Give the extent of the areas in the plane, `top` being north."""
    xs = [x for area in areas for ring in area.rings for x, _ in ring]
    ys = [y for area in areas for ring in area.rings for _, y in ring]
    return Box(min(xs), max(ys), max(xs), min(ys))


def placed(areas: Sequence[Area], box: Box) -> tuple[Area, ...]:
    """Scale the areas into a box of pixels, which has their proportions; y then grows downwards."""
    extent = bounds(areas)
    scale = box.width / extent.width
    return tuple(
        Area(
            area.id,
            tuple(
                tuple((box.left + (x - extent.left) * scale, box.top + (extent.top - y) * scale) for x, y in ring)
                for ring in area.rings
            ),
        )
        for area in areas
    )


def _inside(rings: Sequence[Ring], y: float) -> list[tuple[float, float]]:
    """Give the stretches of a horizontal line that lie inside, by the even-odd rule."""
    crossings = sorted(_crossings(rings, y))
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _crossings(rings: Sequence[Ring], y: float) -> Iterator[float]:
    for ring in rings:
        for (x0, y0), (x1, y1) in pairwise(ring):
            if (y0 > y) != (y1 > y):
                yield x0 + (y - y0) / (y1 - y0) * (x1 - x0)


def _common(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    stretches = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(left, right) for left, right in stretches if left < right]
