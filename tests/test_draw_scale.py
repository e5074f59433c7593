"""Round numbers, classes and days."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.draw.lettering import lines_of, spread, width, wrap
from pipeline.draw.scale import class_of, classes, days, ticks, value_axis, whole

numbers = st.floats(-1e9, 1e9).map(lambda number: round(number, 3))


@given(numbers, numbers, st.integers(3, 9))
def test_ticks_are_few_even_and_hold_all_values(one, other, most):
    low, high = sorted((one, other))

    found = ticks(low, high, most)

    steps = {round(later - earlier, 6) for earlier, later in pairwise(found)}
    assert 2 <= len(found) <= most
    assert max(steps) - min(steps) <= 1e-3 * max(steps)
    assert found[0] <= low + 1e-6 * max(1, high - low)
    assert found[-1] >= high - 1e-6 * max(1, high - low)


@given(st.lists(numbers, min_size=1, max_size=40))
def test_every_value_lies_on_its_axis(values):
    levels, end = value_axis(values, 6)

    assert levels[0] <= min(values) + 1e-6 * max(1, max(values) - min(values))
    assert end >= max(values)
    assert end > levels[0]


def test_an_axis_starts_from_zero_unless_the_values_are_far_from_it():
    assert value_axis([38.0, 64.0], 6)[0][0] == 0
    assert value_axis([1_790_000.0, 1_810_000.0], 6)[0][0] > 0


@given(st.lists(numbers, min_size=1, max_size=60))
def test_there_are_at_most_six_classes_and_none_at_the_ends_is_empty(values):
    edges = classes(values)

    found = {class_of(value, edges) for value in values}
    assert edges == sorted(set(edges))
    assert len(edges) <= 5
    assert not edges or {0, len(edges)} <= found


def test_classes_are_round_and_divide_what_lies_close_together():
    assert classes([30.5, 33, 36, 38, 39, 41, 42, 44, 46, 47, 48, 51, 53, 56, 58, 61]) == [35, 40, 45, 50]


def test_few_values_make_few_classes():
    assert len(classes([40.0, 55.0, 61.5])) <= 2
    assert classes([5.0, 5.0]) == []


def test_a_value_on_an_edge_belongs_to_the_class_above():
    assert class_of(40.0, [35, 40, 45]) == bisect_right([35, 40, 45], 40.0) == 2


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 30_000), st.integers(1, 20))
def test_days_lie_between_the_ends_and_are_not_too_many(first, length, most):
    last = first + timedelta(days=length)

    found, _ = days(first, last, most)

    assert found
    assert all(first <= day <= last for day in found)
    assert len(found) <= max(most, 4)


@pytest.mark.parametrize(
    ("low", "high", "most", "found"),
    [
        (2015.5, 2024.5, 10, list(range(2016, 2025))),
        (2000.5, 2025.9, 6, [2005, 2010, 2015, 2020, 2025]),
        (3.1, 3.9, 5, []),
    ],
)
def test_whole_numbers_step_evenly(low, high, most, found):
    assert whole(low, high, most) == found


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_labels_that_are_spread_do_not_overlap(wanted):
    places = spread(sorted(wanted), 16, 0, 300)

    assert all(later - earlier >= 16 - 1e-9 for earlier, later in pairwise(places))
    assert places[0] >= 0
    assert places[-1] <= 300


@given(st.lists(st.text("abëçWi", min_size=1, max_size=12), min_size=1, max_size=12), st.integers(30, 300))
def test_wrapping_keeps_every_word_and_no_line_is_too_long(words, limit):
    lines = wrap(" ".join(words), 13, limit)

    assert lines_of(" ".join(words), 13, limit) == len(lines)

    assert " ".join(lines) == " ".join(words)
    assert all(width(line, 13) <= limit or " " not in line for line in lines)


def test_a_letter_with_a_diacritic_is_as_wide_as_without():
    assert width("ëçšž", 10) == width("ecsz", 10)
