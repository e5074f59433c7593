"""How a chart is drawn: what a reader sees, before any browser."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from drawn import (
    BARS,
    COLUMNS,
    DAYS,
    DOTS,
    INCOME,
    LABELS,
    LINES,
    MAP,
    MARK,
    OUTLINES,
    RIPE,
    STACK,
    both,
    drawn,
    every_kind,
    square,
)

from pipeline.draw.columns import COLUMN
from pipeline.draw.lettering import width
from pipeline.draw.lines import DOT
from pipeline.draw.palette import HEX, read_palette
from pipeline.draw.size import MARGIN, NARROW, WIDE

KINDS = every_kind()
PALETTE = read_palette()


def traces(drawing, language="en", size="wide") -> list[dict[str, Any]]:
    return drawing.figures[language, size]["data"]


def written(drawing, language="en", size="wide") -> list[str]:
    """Give every text in a picture, its axes included."""
    layout = drawing.figures[language, size]["layout"]
    axes = [text for name, axis in layout.items() if "axis" in name for text in axis.get("ticktext", [])]
    return [*(one["text"] for one in layout["annotations"]), *axes]


@pytest.mark.parametrize("kind", KINDS)
def test_plotly_knows_every_setting_of(kind):
    for figure in KINDS[kind].figures.values():
        go.Figure(figure)  # raises ValueError at a name or value it does not know


@pytest.mark.parametrize("kind", KINDS)
def test_only_roles_of_the_palette_colour(kind):
    colours = set(HEX.findall(json.dumps([*KINDS[kind].figures.values()])))

    assert colours <= set(PALETTE.light.values())
    assert "rgb" not in json.dumps([*KINDS[kind].figures.values()])


@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_is_smaller_than_12_pixels(kind):
    fonts = re.findall(r'"(?:tick)?font": {[^}]*"size": (\d+)', json.dumps([*KINDS[kind].figures.values()]))

    assert fonts
    assert min(map(int, fonts)) >= 12


def test_bars_start_from_zero():
    for drawing in (KINDS["bars"], KINDS["stacked bars"], KINDS["bars in facets"]):
        for size in ("wide", "narrow"):
            layout = drawing.figures["en", size]["layout"]
            assert all(axis["range"][0] == 0 for name, axis in layout.items() if name.startswith("xaxis"))


def test_facets_have_the_same_scale():
    layout = KINDS["bars in facets"].figures["en", "wide"]["layout"]

    assert len({tuple(axis["range"]) for name, axis in layout.items() if name.startswith("xaxis")}) == 1


def test_each_bar_has_its_name_and_its_value():
    assert {"Bregu", "61,5%", "Arra e Vjetër", "40,3%"} <= set(written(KINDS["bars"], "sq"))
    assert {"The Bank", "61.5%", "Old Walnut", "40.3%"} <= set(written(KINDS["bars"], "en"))


def test_a_missing_value_is_said_and_no_bar_is_drawn():
    assert "nuk ka të dhëna" in written(KINDS["bars"], "sq")
    assert traces(KINDS["bars"])[0]["x"] == [61.5, 55.0, 40.26, None]


def test_a_line_breaks_at_a_missing_value_and_at_a_year_without_a_row():
    pears = next(trace for trace in traces(KINDS["lines"]) if "Pear" in trace["hovertext"][0])

    assert pears["x"] == [2020, 2021, 2022, 2024]
    assert pears["y"] == [6600.0, 6000.0, None, 2100.0]
    assert pears["connectgaps"] is False


def test_columns_leave_the_place_of_years_without_a_row_empty():
    layout = KINDS["columns"].figures["en", "wide"]["layout"]

    assert traces(KINDS["columns"])[0]["x"] == [2020, 2021, 2024]
    assert layout["xaxis"]["range"] == [2019.5, 2024.5]


def test_columns_leave_the_place_of_months_without_a_row_empty():
    rows = [{"month": month, "income_eur": Decimal(40)} for month in ("2023-11", "2024-01", "2024-02")]
    figure = drawn(rows, **(COLUMNS | {"category": "month"})).figures["en", "wide"]

    ticks = dict(zip(figure["layout"]["xaxis"]["ticktext"], figure["layout"]["xaxis"]["tickvals"], strict=True))
    assert ticks["2024-01"] - ticks["2023-11"] == 2
    assert ticks["2024-02"] - ticks["2024-01"] == 1
    assert figure["data"][0]["x"] == sorted(ticks.values())


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_no_name_of_a_column_leaves_the_picture(size):
    """The browser hides a name that does."""
    rows = [{"orchard": f"Orchard{one}", "trees": one} for one in range(1, 13)]

    layout = drawn(rows, kind="columns", category="orchard", value="trees").figures["en", size]["layout"]

    (low, high), wide = layout["xaxis"]["range"], layout["width"] - layout["margin"]["l"] - layout["margin"]["r"]
    for place, text in zip(layout["xaxis"]["tickvals"], layout["xaxis"]["ticktext"], strict=True):
        middle = layout["margin"]["l"] + (place - low) / (high - low) * wide
        half = max(width(line, NARROW.small) for line in text.split("<br>")) / 2
        assert half <= middle <= layout["width"] - half


def test_the_last_value_stands_beside_its_dot_and_does_not_touch_it():
    layout = drawn([{"year": 2023, "trees": 8}, {"year": 2024, "trees": 9}], kind="dots", x="year", value="trees").figures["en", "wide"]["layout"]  # fmt: skip

    (last,) = [one for one in layout["annotations"] if one["text"] == "9"]
    assert last["xshift"] - width("9", WIDE.small) / 2 >= DOT / 2 + 4


@pytest.mark.parametrize("kind", ["dots", "lines"])
def test_percentages_that_lie_close_together_do_not_look_far_apart(kind):
    rows = [{"year": 2020 + one, "ripe_pct": Decimal(value)} for one, value in enumerate(("48.6", "50.3", "47.5"))]

    axis = drawn(rows, kind=kind, x="year", value="ripe_pct").figures["sq", "narrow"]["layout"]["yaxis"]

    assert axis["range"][0] == 0


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("values", [("44.59", "44.72"), ("44.72", "44.59")])
def test_of_two_dots_of_one_day_the_higher_has_the_higher_value(values, size):
    days = [date(2014, 6, 8), date(2019, 10, 6), date(2019, 10, 6), date(2021, 2, 14)]
    rows = [{"day": day, "ripe_pct": Decimal(value)} for day, value in zip(days, ("5", *values, "60"), strict=True)]

    layout = drawn(rows, kind="dots", x="day", value="ripe_pct").figures["en", size]["layout"]

    shifts = {one["text"]: one.get("yshift", 0) for one in layout["annotations"]}
    assert shifts["44.7%"] > 0 > shifts["44.6%"]


def test_two_columns_are_no_walls():
    figure = drawn([{"year": year, "income_eur": Decimal(40)} for year in (2023, 2024)], **COLUMNS)

    for size in ("wide", "narrow"):
        layout = figure.figures["en", size]["layout"]
        slot = (layout["width"] - layout["margin"]["l"] - layout["margin"]["r"]) / 2
        assert traces(figure, size=size)[0]["width"] * slot <= 96.1


def fund(*amounts: int) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """Draw columns too narrow for their amounts; give the axis of values, and by year what stands above its column."""
    rows = [
        {"year": year, "income_eur": Decimal(amount)} for year, amount in zip((2016, 2023, 2024), amounts, strict=True)
    ]
    layout = drawn(rows, **COLUMNS).figures["sq", "narrow"]["layout"]
    return layout["yaxis"], {one["x"]: one for one in layout["annotations"] if one["xref"] == "x"}


def test_an_amount_wider_than_its_column_moves_aside_and_covers_no_other():
    axis, words = fund(1050000, 525000, 640000)

    slot = (NARROW.width - 2 * MARGIN) / 9
    middle = {year: (year - 2015.5) * slot + word["xshift"] for year, word in words.items()}
    half = {year: width(word["text"], NARROW.small) / 2 for year, word in words.items()}
    assert [word["text"].replace("\u00a0", " ") for word in words.values()] == [
        "1 050 000 €",
        "525 000 €",
        "640 000 €",
    ]
    assert "ticktext" not in axis, "no scale where every column says its amount"
    assert middle[2016] - half[2016] >= 0
    assert middle[2023] + half[2023] < (2024 - 2015.5 - COLUMN / 2) * slot
    assert middle[2024] + half[2024] <= 9 * slot
    assert all(abs(word["xshift"]) <= half[year] for year, word in words.items()), "each is above its column's middle"


def test_no_amount_stands_beside_its_column():
    axis, words = fund(1050000, 640000, 640000)

    assert words == {}
    assert axis["ticktext"][0].replace("\u00a0", " ") == "0 €"


def test_columns_have_a_scale_where_an_amount_would_cover_a_taller_one():
    axis, words = fund(1050000, 640000, 525000)

    assert words == {}
    assert axis["ticktext"][0].replace("\u00a0", " ") == "0 €"


@pytest.mark.parametrize("days", [(date(1, 1, 1), date(9999, 12, 31)), (date(9999, 12, 31),), (date(1, 1, 1),)])
def test_an_axis_of_days_ends_with_the_calendar(days):
    drawing = drawn([{"day": day, "ripe_pct": Decimal(50)} for day in days], kind="dots", x="day", value="ripe_pct")

    start, end = drawing.figures["en", "wide"]["layout"]["xaxis"]["range"]
    assert "0001-01-01" <= start < end <= "9999-12-31 00:00"


def test_marked_dots_are_hollow():
    (pears,) = [trace for trace in traces(KINDS["dots"]) if "Pear" in trace["hovertext"][0]]

    filled, hollow = PALETTE["series_1"], PALETTE["paper"]
    assert pears["marker"]["color"] == [filled, hollow, filled, hollow]


def test_marked_bars_and_areas_are_hatched_and_the_mark_is_explained():
    assert traces(KINDS["marked bars"])[0]["marker"]["pattern"]["shape"] == ["/", "", "", ""]
    assert [bool(trace.get("fillpattern")) for trace in traces(KINDS["a map"])] == [False, True, False, False]
    for kind in ("marked bars", "dots", "a map"):
        assert "vlerësim" in written(KINDS[kind], "sq")


def test_what_no_row_shows_is_not_in_the_key():
    unmarked = [row | {"__mark": False} for row in RIPE]

    assert "estimate" not in written(drawn(unmarked, **BARS, **MARK))
    assert "Ftua" not in written(drawn([row for row in INCOME if row["year"] == 2020], **STACK), "sq")


def test_an_area_without_a_value_is_grey_and_said_so():
    third = traces(KINDS["a map"])[2]

    assert third["fillcolor"] == PALETTE["scale_none"]
    assert third["text"] == "<b>Fountain &amp; Spring</b><br>no data"
    assert "no data" in written(KINDS["a map"])


def test_a_map_too_small_for_most_names_writes_values_only():
    names = [f"Orchard{one}{one}" if one % 3 else f"O{one}" for one in range(10, 46)]
    squares = {name: [square(21 + one % 6 / 5, 42 + one // 6 / 5)] for one, name in enumerate(names)}
    outlines = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": name, "geometry": {"type": "Polygon", "coordinates": rings}}
            for name, rings in squares.items()
        ],
    }

    figure = drawn([{"orchard": name, "ripe_pct": Decimal(40)} for name in names], outlines, **MAP)

    inside = {
        size: {one["text"] for one in figure.figures["en", size]["layout"]["annotations"] if one["xref"] != "paper"}
        for size in ("wide", "narrow")
    }
    assert inside["narrow"] == {"40.0%"}
    assert inside["wide"] == {f"{name}<br>40.0%" for name in names}


def test_parts_and_holes_of_an_area_are_kept_apart():
    third = traces(KINDS["a map"])[2]

    assert third["x"].count(None) == third["y"].count(None) == 2


def test_a_hole_runs_the_other_way_round_than_its_area():
    third = traces(KINDS["a map"])[2]

    first, second = third["x"].index(None), third["x"].index(None, third["x"].index(None) + 1)
    outer, hole = (
        list(zip(third["x"][a:b], third["y"][a:b], strict=True)) for a, b in ((0, first), (first + 1, second))
    )
    assert _area(outer) * _area(hole) < 0


def _area(ring):
    return sum((x1 - x0) * (y1 + y0) for (x0, y0), (x1, y1) in pairwise(ring))


def test_lines_are_named_at_their_end_and_need_no_key():
    layout = KINDS["lines"].figures["en", "wide"]["layout"]

    names = {one["text"]: one["font"]["color"] for one in layout["annotations"]}
    assert names["Pear"] == PALETTE["series_1"]
    assert not [shape for shape in layout["shapes"] if shape["type"] == "circle"]


def test_texts_are_written_as_they_are_and_not_as_markup():
    rows = [{"orchard": "<b>x</b>", "trees": 2}, {"orchard": "c", "trees": 1}]

    plotted = drawn(rows, kind="bars", category="orchard", value="trees")

    assert {"&lt;b&gt;x&lt;/b&gt;", "Fountain &amp; Spring"} <= set(written(plotted))


def test_placeholders_are_filled_in_from_the_plotted_rows_in_each_language():
    wording = both(
        "{n} nga {max_label} ({max}) te {min_label} ({min}), {missing} pa vlerë",
        "{n}, {max_label} {max}, {min_label} {min}, {missing}",
    )

    plotted = drawn(RIPE, **BARS, title=wording, alt=wording, caption=wording)

    assert plotted.title["sq"] == "3 nga Bregu (61,5%) te Arra e Vjetër (40,3%), 1 pa vlerë"
    assert plotted.title["en"] == "3, The Bank 61.5%, Old Walnut 40.3%, 1"
    assert plotted.alt == plotted.caption == plotted.title


def test_totals_are_written_in_the_unit_and_ties_are_all_named():
    wording = both("{total}: {max_label}", "{total}: {max_label}")
    rows = [{"orchard": name, "year": 2020, "income_eur": 1200} for name in "abcd"]

    three, four = (drawn(rows[:count], **{**COLUMNS, "category": "orchard"}, title=wording) for count in (3, 4))

    assert three.title["en"] == "€3,600: Old Walnut, The Bank and Fountain & Spring"
    assert three.title["sq"] == "3\u00a0600\u00a0€: Arra e Vjetër, Bregu dhe Çezma & Kroi"
    assert four.title["en"] == "€4,800: Old Walnut and others"


def test_the_pointer_shows_the_exact_value_and_what_is_special_about_it():
    assert traces(KINDS["marked bars"], "sq")[0]["hovertext"][0] == "<b>Bregu</b><br>61,50% (vlerësim)"
    assert traces(KINDS["dots"], "sq")[0]["hovertext"][0] == "<b>3 shtator 2019</b><br>Dardhë<br>44,00%"


def test_long_names_stand_above_the_bars_of_a_narrow_picture():
    names = {"x": both("Një emër që nuk ka vend në krah të shiritit", "A name with no room beside its bar at all")}
    rows = [{"orchard": "x", "trees": 3}]

    LABELS["orchard"] |= names
    try:
        plotted = drawn(rows, kind="bars", category="orchard", value="trees")
    finally:
        del LABELS["orchard"]["x"]

    assert "ticktext" not in plotted.figures["en", "narrow"]["layout"]["yaxis"]
    assert "A name with no room beside its bar at all" in written(plotted, "en", "narrow")


def test_one_long_name_among_short_ones_is_broken_beside_its_bar():
    rows = [{"orchard": name, "trees": 3} for name in ("Bregu", "Kroi", "Dardhishta e Epërme e Madhe")]

    plotted = drawn(rows, kind="bars", category="orchard", value="trees")

    names = plotted.figures["sq", "narrow"]["layout"]["yaxis"]["ticktext"]
    assert sorted(names) == ["Bregu", "Dardhishta e<br>Epërme e Madhe", "Kroi"]


def test_a_picture_grows_with_its_rows():
    rows = [{"orchard": str(number), "trees": number} for number in range(38)]

    plotted = drawn(rows, kind="bars", category="orchard", value="trees")

    assert 38 * 24 < plotted.figures["en", "wide"]["layout"]["height"] < 38 * 24 + 60


@pytest.mark.parametrize("outlines", [None, {}, {"type": "FeatureCollection", "features": [{"id": "a"}]}])
def test_a_map_needs_polygons(outlines):
    from pipeline.errors import ChartError

    with pytest.raises(ChartError, match="expected"):
        drawn(RIPE, outlines, **MAP)


def test_the_page_is_told_all_it_shows():
    entry = KINDS["marked bars"].entry()

    assert json.loads(json.dumps(entry)) == entry
    assert entry["columns"] == [
        {"name": "orchard", "title": both("Pemishtja", "Orchard")},
        {"name": "ripe_pct", "title": both("Të pjekura (%)", "Ripe (%)"), "unit": "percent"},
        {"name": "marked", "title": both("vlerësim", "estimate")},
    ]
    assert entry["rows"] == [["b", 61.5, True], ["d", 55, False], ["a", 40.26, False], ["c", None, False]]
    assert set(entry["row_labels"]["orchard"]) == {"a", "b", "c", "d"}
    assert entry["pictures"]["sq"]["wide"]["path"] == "charts/orchards.sq.wide.svg"
    assert entry["pictures"]["sq"]["wide"]["width"] == 880


def test_drawing_twice_gives_the_same():
    assert drawn(DAYS, **DOTS).figures == drawn(DAYS, **DOTS).figures
    assert drawn(INCOME, **LINES).entry() == drawn(INCOME, **LINES).entry()
    assert drawn(RIPE, OUTLINES, **MAP).figures == drawn(RIPE, OUTLINES, **MAP).figures
