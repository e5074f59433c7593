"""A time across which figures do not compare is shown, and no line crosses it."""

from __future__ import annotations

from datetime import date

import pytest
from drawn import both, drawn

from pipeline.draw.breaks import with_breaks
from pipeline.draw.charts import Break
from pipeline.draw.rows import Point
from pipeline.errors import DescriptionError

ORDER = {"from": "2008-01-01", "to": "2013-11-02", "text": both("kufijtë ndryshuan", "boundaries changed")}
BREAK = Break(date(2008, 1, 1), date(2013, 11, 2), ORDER["text"])


def line(*days: str) -> list[float | None]:
    """Give the values of a line over these days as it is drawn; each value is its year."""
    points = [Point(None, None, date.fromisoformat(day), int(day[:4]), marked=False) for day in days]
    drawn_points = with_breaks(points, [BREAK], lambda place: float(place.toordinal()))  # type: ignore[union-attr]
    return [point.number for point in drawn_points]


@pytest.mark.parametrize(
    ("days", "values"),
    [
        pytest.param(["2004-10-23", "2007-11-17"], [2004, 2007], id="both before"),
        pytest.param(["2007-11-17", "2021-10-17"], [2007, None, 2021], id="one on each side"),
        pytest.param(["2007-11-17", "2009-11-15"], [2007, None, 2009], id="one inside"),
        pytest.param(["2009-11-15", "2010-12-12"], [2009, None, 2010], id="both inside"),
        pytest.param(["2014-06-08", "2017-06-11"], [2014, 2017], id="both after"),
    ],
)
def test_a_line_is_never_drawn_across_a_break(days, values):
    assert line(*days) == values


def test_a_break_is_shaded_and_named():
    rows = [{"orchard": "a", "day": date(year, 10, 1), "ripe_pct": 40 + year % 7} for year in (2004, 2007, 2021)]
    drawing = drawn(rows, kind="lines", x="day", value="ripe_pct", breaks=[ORDER])

    layout = drawing.figures["en", "wide"]["layout"]
    bands = [shape for shape in layout["shapes"] if shape["type"] == "rect" and shape["xref"] == "x"]
    assert [(band["x0"], band["x1"]) for band in bands] == [("2008-01-01", "2013-11-02")]
    assert any("boundaries" in note["text"] for note in layout["annotations"])


def test_a_break_that_ends_before_it_begins_is_refused():
    rows = [{"orchard": "a", "day": date(2004, 10, 1), "ripe_pct": 40}]
    turned = {**ORDER, "from": "2014-01-01"}

    with pytest.raises(DescriptionError, match="end before they begin"):
        drawn(rows, kind="lines", x="day", value="ripe_pct", breaks=[turned])
