"""Where a value can stand beside its point or above its column without hiding anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.draw.size import Box


def free_place(
    x: float,
    y: float,
    dot: float,
    label: tuple[float, float],
    box: Box,
    taken: Sequence[Box],
    *,
    last: bool,
    below: bool = False,
) -> tuple[float, float] | None:
    """Find where the middle of a label can stand, as its distance from the point at `x`, `y`; None when nowhere.

    Args:
        dot: the size of the point.
        label: width and height of the label.
        box: the plot, which it may only leave upwards, by its own height.
        taken: what must stay visible; the point itself may be among it.
        last: the point is the last one, whose value best stands at its right.
        below: another point stands above this one, so its value best stands below.
    """
    wide, high = label
    own = around(x, y, dot, dot)
    up = (dot + high) / 2 + 2
    for dx, dy in _offers(-up if below else up, (dot + wide) / 2 + 2, wide / 2 - 2, last=last):
        place = around(x + dx, y + dy, wide, high)
        inside = box.left <= place.left and place.right <= box.right and box.top - high < place.top
        if inside and place.bottom <= box.bottom and not any(_overlap(place, one) for one in taken if one != own):
            return dx, dy
    return None


def _offers(up: float, aside: float, half: float, *, last: bool) -> Iterator[tuple[float, float]]:
    """Offer places around a point, the best first: above, below, aside, askew."""
    if last:
        yield aside, 0
    yield from ((0, -up), (0, up), (aside, 0), (-aside, 0))
    yield from ((x * half, y * up) for x in (0.5, -0.5, 0.9, -0.9) for y in (-1, 1))


def aside(x: float, y: float, label: tuple[float, float], box: Box, taken: Sequence[Box]) -> float | None:
    """Find how far a label has to move aside from its place to hide nothing; None when it cannot.

    Args:
        x: the middle of the label.
        label: its width and height.
        box: what it may not leave to the left or right.
        taken: what must stay visible.
    """
    wide, _ = label
    place = around(x, y, *label)
    level = [one for one in taken if one.top < place.bottom and place.top < one.bottom]
    left = max([box.left, *(one.right for one in level if one.left + one.right <= 2 * x)])
    right = min([box.right, *(one.left for one in level if one.left + one.right > 2 * x)])
    return max(left + wide / 2, min(x, right - wide / 2)) - x if wide <= right - left else None


def around(x: float, y: float, wide: float, high: float) -> Box:
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def along(points: Sequence[tuple[float, float]]) -> Iterator[Box]:
    """Cover the lines between points with small boxes."""
    for (x0, y0), (x1, y1) in pairwise(points):
        steps = max(1, round(max(abs(x1 - x0), abs(y1 - y0)) / 4))
        for step in range(1, steps):
            yield around(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps, 4, 4)


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
