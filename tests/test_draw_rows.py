"""Which rows a chart plots, in which order, and when it refuses its table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from drawn import (
    BARS,
    COLUMNS,
    DAYS,
    DOTS,
    FIELDS,
    FILE,
    INCOME,
    LABELS,
    LANGUAGES,
    LINES,
    MAP,
    OUTLINES,
    RIPE,
    STACK,
    WORDS,
    both,
    drawn,
    table,
)  # fmt: skip

from pipeline.draw.charts import read_charts
from pipeline.draw.figures import draw
from pipeline.errors import ChartError

TREES = [{"orchard": name, "fruit": fruit, "trees": 5, "basis": basis} for name, fruit, basis in (
    ("a", "pear", "counted"), ("b", "pear", "guess"), ("c", "plum", "guess"), ("d", "plum", "guess"),
)]  # fmt: skip


def test_bars_go_from_the_largest_to_the_smallest_and_missing_ones_come_last():
    plotted = drawn(RIPE, **BARS)

    assert [row[0] for row in plotted.rows] == ["b", "d", "a", "c"]
    assert plotted.rows[-1][1] is None


@pytest.mark.parametrize(
    ("order", "orchards"),
    [("value", ["a", "d", "b", "c"]), ("category", ["a", "b", "c", "d"]), ("table", ["d", "c", "b", "a"])],
)
def test_rows_stand_in_the_order_that_the_chart_asks_for(order, orchards):
    plotted = drawn(list(reversed(RIPE)), **BARS, order=order)

    assert [row[0] for row in plotted.rows] == orchards


def test_stacks_are_ordered_by_their_sum():
    plotted = drawn([row for row in INCOME if row["year"] == 2021], **STACK)

    assert list(dict.fromkeys(row[0] for row in plotted.rows)) == ["b", "a", "c"]


def test_facets_with_the_same_categories_share_the_order_of_the_last_one():
    rows = [
        {"orchard": name, "year": year, "trees": trees}
        for name, year, trees in (("a", 2020, 9), ("b", 2020, 1), ("a", 2021, 2), ("b", 2021, 3))
    ]

    plotted = drawn(rows, kind="bars", category="orchard", value="trees", facet="year")

    assert [row[:2] for row in plotted.rows] == [(2020, "b"), (2020, "a"), (2021, "b"), (2021, "a")]


def test_amounts_are_added_up_exactly():
    rows = [{"orchard": "a", "income_eur": Decimal("0.10")}] * 3

    plotted = drawn(rows, kind="bars", category="orchard", value="income_eur", group="sum")

    assert plotted.rows == (("a", Decimal("0.30")),)


def test_a_sum_of_nothing_known_is_missing_and_not_zero():
    plotted = drawn([row for row in INCOME if row["orchard"] == "c" and row["year"] == 2020], **STACK)

    assert plotted.rows == (("c", "quince", None),)


def test_rows_are_counted():
    plotted = drawn(TREES, kind="bars", category="fruit", group="count")

    assert plotted.rows == (("pear", 2), ("plum", 2))
    assert plotted.columns[-1].title == {"sq": "Numri", "en": "Number"}


def test_an_area_without_a_row_is_plotted_as_missing():
    plotted = drawn(RIPE[:1], OUTLINES, **MAP)

    assert plotted.rows == (("a", Decimal("40.26")), ("b", None), ("c", None), ("d", None))


def test_dots_show_sources_that_disagree_about_one_day():
    plotted = drawn(DAYS, **DOTS)

    assert [row[2] for row in plotted.rows if str(row[0]) == "2021-09-01"] == [Decimal("47.20"), Decimal("46.90")]


def test_a_series_keeps_its_colour_when_the_order_of_sums_changes():
    first = drawn(
        [{"year": 2020, "fruit": "pear", "trees": 9}, {"year": 2020, "fruit": "plum", "trees": 1}], **_counts()
    )
    second = drawn(
        [{"year": 2020, "fruit": "pear", "trees": 1}, {"year": 2020, "fruit": "plum", "trees": 9}], **_counts()
    )

    assert _colours(first) == _colours(second)


def _counts():
    return {"kind": "columns", "category": "year", "value": "trees", "series": "fruit"}


def _colours(plotted):
    return {
        trace["hovertext"][0].split("<br>")[1]: trace["marker"]["color"]
        for trace in plotted.figures["en", "wide"]["data"]
    }


@pytest.mark.parametrize(
    ("rows", "entry", "message"),
    [
        (RIPE, {**BARS, "value": "ripe_pc"}, "no field `ripe_pc` in table `harvests` (value)"),
        (RIPE, {**BARS, "value": "ripe_pc"}, "Did you mean `ripe_pct`"),
        (RIPE, {**BARS, "same": ["bases"]}, "no field `bases` in table `harvests` (same)"),
        (TREES, {"kind": "bars", "category": "orchard", "value": "fruit"}, "`value: fruit` of type string"),
        (TREES, {"kind": "lines", "x": "fruit", "value": "trees"}, "`x: fruit` of type string"),
        ([*RIPE, RIPE[0]], BARS, "1 places with more than one row (a); expected one row each"),
        (INCOME, {**LINES, "group": None}, "places with more than one row"),
        (TREES, {"kind": "bars", "category": "orchard", "value": "trees", "same": ["basis"]},
         "`basis` is `counted`, `guess`; expected one single `basis` in a series"),
        (TREES, {"kind": "bars", "category": "orchard", "value": "trees", "series": "fruit", "same": ["basis"]},
         "`basis` is `counted`, `guess` in series `pear`"),
        ([{"orchard": str(n), "fruit": str(n), "trees": n} for n in range(8)],
         {"kind": "bars", "category": "orchard", "value": "trees", "series": "fruit"}, "8 series; expected at most 7"),
        ([{"orchard": "a", "fruit": "pear", "trees": -1}, {"orchard": "a", "fruit": "plum", "trees": 2}],
         {"kind": "bars", "category": "orchard", "value": "trees", "series": "fruit"}, "a negative value in a stack"),
        ([{"year": 2020, "trees": -1}], {"kind": "columns", "category": "year", "value": "trees"}, "a negative value"),
        ([{"orchard": "z", "ripe_pct": Decimal(1)}], MAP, "rows for ['z'], which the map does not have"),
        ([{"year": None, "trees": 1}], {"kind": "lines", "x": "year", "value": "trees"}, "1 rows without `year`"),
        ([{"orchard": "a", "ripe_pct": None}], {**BARS, "title": both("{max}", "{max}")},
         "{max} asked of 1 rows without a value"),
        ([{"orchard": str(n), "ripe_pct": Decimal(1)} for n in range(1001)], BARS,
         "1001 values to draw; expected at most 1000, which a reader can still tell apart. Narrow `where`"),
        ([{"orchard": str(n), "ripe_pct": Decimal(1)} for n in range(201)], BARS,
         "201 bars to draw; expected at most 200, which a reader can still tell apart. Narrow `where`"),
        ([{"orchard": "a" * 501, "ripe_pct": Decimal(1)}], BARS, "a name of 501 signs; expected at most 500"),
    ],
    ids=[
        "an unknown field", "an unknown field, with the nearest one", "an unknown field of `same`", "a value of text",
        "an x of text", "a category twice", "a year twice in a line", "a mixed base", "a mixed base in a series",
        "more series than colours", "a negative part", "a negative column", "an area that the map lacks",
        "a row without x", "the largest of nothing",
        "more values than a reader can tell apart", "more bars than a reader can tell apart", "a name without end",
    ],
)  # fmt: skip
def test_a_chart_is_refused_with(rows, entry, message):
    entry = {key: value for key, value in entry.items() if value is not None}

    with pytest.raises(ChartError) as refusal:
        drawn(rows, OUTLINES if entry["kind"] == "map" else None, **entry)

    assert str(refusal.value).startswith("data/orchards/charts.yaml: chart `orchards`: ")
    assert message in str(refusal.value)


def test_a_chart_of_no_row_is_refused():
    (chart,) = read_charts([{"name": "none", "table": "harvests", **WORDS, **BARS}], FILE, LANGUAGES)

    with pytest.raises(ChartError, match="no row; expected at least one row to draw"):
        draw(chart, table(RIPE).slice(0, 0), FIELDS, LABELS, LANGUAGES)


def test_figures_of_codes_that_stand_apart_are_refused_without_being_asked():
    fields = {**FIELDS, "basis": replace(FIELDS["basis"], apart=True)}
    entry = {"name": "trees", "table": "harvests", **WORDS, "kind": "bars", "category": "orchard", "value": "trees"}
    (chart,) = read_charts([entry], FILE, LANGUAGES)

    with pytest.raises(ChartError, match="`basis` is `counted`, `guess`"):
        draw(chart, table(TREES), fields, LABELS, LANGUAGES)


def test_a_category_may_come_again_in_another_series():
    assert len(drawn(INCOME, **COLUMNS, series="fruit").rows) == 9
