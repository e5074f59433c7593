"""Round numbers for axes and classes, and round dates for time."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

_STEPS = (1.0, 2.0, 2.5, 5.0)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Give at most `most` equally spaced round numbers; the first is not above `low`, the last not below `high`.

    Fewer than three would not do around zero; so many there may always be.
    """
    most = max(most, 3)
    if high == low:
        high = low + (abs(low) or 1)
    exponent = math.floor(math.log10((high - low) / most)) - 1
    while True:
        for step in _STEPS:
            size = step * 10.0**exponent
            first, last = math.floor(low / size + 1e-9), math.ceil(high / size - 1e-9)
            if last - first + 1 <= most:
                return [_clean(number * size) for number in range(first, last + 1)]
        exponent += 1


def value_axis(numbers: Sequence[float], most: int) -> tuple[list[float], float]:
    """Give the ticks of a value axis and where it ends, just above the largest value.

    It starts from zero, unless the values lie far from it and close together.
    """
    low, high = min(numbers), max(numbers)
    if low > 0 and low < 0.8 * high:
        low = 0.0
    levels = ticks(low, high, most)
    if high <= levels[0]:
        return levels, levels[-1]
    end = high + (high - levels[0]) * 0.06
    return [level for level in levels if level <= end], end


def classes(numbers: Sequence[float]) -> list[float]:
    """Give the inner edges of the classes of a map: round, telling the values apart, at most five, fewer for few values.

    The lowest and the highest class are open. Equal steps are preferred to steps that grow by 1, 2, 5, 10, ….
    """
    low, high = min(numbers), max(numbers)
    most = min(5, math.ceil(math.log2(len(set(numbers)))))
    found: list[tuple[float, list[float]]] = []
    if high > low:
        size = math.floor(math.log10(high - low))
        for step in (lead * 10.0**power for power in (size - 1, size) for lead in _STEPS):
            inner = [_clean(number * step) for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
            found += _windows(numbers, [edge for edge in inner if low < edge <= high], most, 1.0)
    if low > 0:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        grown = [_clean(lead * 10.0**power) for power in powers for lead in (1, 2, 5)]
        found += _windows(numbers, [edge for edge in grown if low < edge <= high], most, 1.3)
    return min(found, key=lambda one: one[0])[1] if found else []


def _windows(
    numbers: Sequence[float], inner: list[float], most: int, handicap: float
) -> Iterator[tuple[float, list[float]]]:
    """Try each run of at most `most` neighbouring edges; the more evenly they divide the values, the lower its mark."""
    if len(inner) <= 12:
        for start in range(max(1, len(inner) - most + 1)):
            edges = inner[start : start + most]
            shares = [0] * (len(edges) + 1)
            for number in numbers:
                shares[class_of(number, edges)] += 1
            yield handicap * sum((share / len(numbers)) ** 2 for share in shares), edges


def class_of(number: float, edges: Sequence[float]) -> int:
    """Number the class of a value, from 0; an edge belongs to the class above it."""
    return bisect_right(edges, number)


def _clean(number: float) -> float:
    """Drop the noise that multiplying by a power of ten leaves."""
    return float(f"{number:.12g}")


def whole(low: float, high: float, most: int) -> list[int]:
    """Give whole numbers between `low` and `high`, at most `most`, in even steps, such as years."""
    every = range(math.ceil(low), math.floor(high) + 1)
    for step in (lead * 10**power for power in range(9) for lead in (1, 2, 5)):
        found = [one for one in every if one % step == 0]
        if 0 < len(found) <= most:
            return found
    return list(every[-1:])


def days(first: date, last: date, most: int) -> tuple[list[date], str]:
    """Give round days from `first` to `last`, at most `most`, in even steps, and the CLDR pattern to write them in."""
    year = [day for number in range(first.year, last.year + 1) if first <= (day := date(number, 1, 1))]
    if len(year) >= 3:
        kept = whole(year[0].year, year[-1].year, most)
        return [day for day in year if day.year in kept], "y"
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    month = [day for number in span if first <= (day := date(number // 12, number % 12 + 1, 1)) <= last]
    if len(month) >= 2:
        step = next(
            one
            for one in (1, 2, 3, 6, 12)
            if sum((day.month - 1) % one == 0 for day in month) <= max(most // 2, 1) or one == 12
        )
        return [day for day in month if (day.month - 1) % step == 0], "MMM y"
    return [first, last] if first != last else [first], "d MMM"
