"""Small charts for the tests of `pipeline.draw`: fictional orchards, their harvest and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.catalogues import read_languages
from pipeline.draw.charts import read_charts
from pipeline.draw.figures import Drawing, draw

FILE = Path("data/orchards/charts.yaml")
LANGUAGES = read_languages()
TYPES = {
    "string": pa.string(), "integer": pa.int64(), "year": pa.int64(), "number": pa.decimal128(18, 2),
    "date": pa.date32(), "boolean": pa.bool_(),
}  # fmt: skip


def both(sq: str, en: str) -> dict[str, str]:
    return {"sq": sq, "en": en}


@dataclass(frozen=True)
class Field:
    name: str
    title: Mapping[str, str]
    type: str = "string"
    unit: str | None = None
    decimals: int | None = None
    apart: bool = False


FIELDS = {
    field.name: field
    for field in (
        Field("orchard", both("Pemishtja", "Orchard")),
        Field("fruit", both("Pema", "Fruit")),
        Field("basis", both("Baza", "Basis")),
        Field("year", both("Viti", "Year"), "year"),
        Field("month", both("Muaji", "Month")),
        Field("day", both("Dita", "Day"), "date"),
        Field("ripe_pct", both("Të pjekura (%)", "Ripe (%)"), "number", "percent", 2),
        Field("income_eur", both("Të ardhurat (€)", "Income (€)"), "number", "eur", 2),
        Field("trees", both("Drurë", "Trees"), "integer"),
    )
}
LABELS = {
    "orchard": {
        "a": both("Arra e Vjetër", "Old Walnut"),
        "b": both("Bregu", "The Bank"),
        "c": both("Çezma & Kroi", "Fountain & Spring"),
        "d": both("Dardhishta e Epërme", "Upper Pear Orchard"),
    },
    "fruit": {"pear": both("Dardhë", "Pear"), "plum": both("Kumbull", "Plum"), "quince": both("Ftua", "Quince")},
}
WORDS: dict[str, Any] = {"title": both("Titulli", "The title"), "alt": both("Përshkrimi", "The description")}
MARK = {"mark": "basis == 'guess'", "mark_text": both("vlerësim", "estimate")}


def table(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """Make a finished table of the fields that the rows have."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    kinds = {name: TYPES["boolean" if name == "__mark" else FIELDS[name].type] for name in names}
    return pa.table({name: pa.array([row.get(name) for row in rows], type=kinds[name]) for name in names})


def drawn(
    rows: Sequence[Mapping[str, object]], outlines: Mapping[str, Any] | None = None, /, **entry: object
) -> Drawing:
    """Draw one chart of the rows."""
    (chart,) = read_charts([{"name": "orchards", "table": "harvests", **WORDS, **entry}], FILE, LANGUAGES)
    return draw(chart, table(rows), FIELDS, LABELS, LANGUAGES, outlines)


def square(left: float, bottom: float, side: float = 0.2) -> list[list[float]]:
    right, top = left + side, bottom + side
    return [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]


OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "id": "a", "geometry": {"type": "Polygon", "coordinates": [square(21.0, 42.0)]}},
        {"type": "Feature", "id": "b", "geometry": {"type": "Polygon", "coordinates": [square(21.2, 42.0)]}},
        {
            "type": "Feature",
            "id": "c",
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [square(21.0, 42.2), square(21.05, 42.25, 0.05)],
                    [square(21.3, 42.3, 0.1)],
                ],
            },
        },
        {"type": "Feature", "id": "d", "geometry": {"type": "Polygon", "coordinates": [square(21.2, 42.2, 0.1)]}},
    ],
}
RIPE: list[dict[str, object]] = [
    {"orchard": "a", "ripe_pct": Decimal("40.26"), "__mark": False},
    {"orchard": "b", "ripe_pct": Decimal("61.50"), "__mark": True},
    {"orchard": "c", "ripe_pct": None, "__mark": False},
    {"orchard": "d", "ripe_pct": Decimal("55.00"), "__mark": False},
]
INCOME: list[dict[str, object]] = [
    {"orchard": orchard, "fruit": fruit, "year": year, "income_eur": None if amount is None else Decimal(amount)}
    for orchard, fruit, year, amount in (
        ("a", "pear", 2020, 1200), ("a", "plum", 2020, 300), ("b", "pear", 2020, 5400), ("c", "quince", 2020, None),
        ("a", "pear", 2021, 1800), ("b", "pear", 2021, 4200), ("b", "plum", 2021, 650), ("c", "quince", 2021, 90),
        ("a", "pear", 2024, 2100), ("b", "pear", 2024, None), ("b", "plum", 2024, 700), ("c", "quince", 2024, 110),
    )
]  # fmt: skip
DAYS: list[dict[str, object]] = [
    {"day": day, "fruit": fruit, "ripe_pct": Decimal(value), "__mark": guess}
    for day, fruit, value, guess in (
        (date(2019, 9, 3), "pear", "44.0", False), (date(2020, 8, 30), "plum", "51.5", False),
        (date(2021, 9, 1), "pear", "47.2", True), (date(2021, 9, 1), "pear", "46.9", False),
        (date(2023, 8, 28), "plum", "58.1", False), (date(2024, 9, 2), "pear", "40.0", True),
    )
]  # fmt: skip

BARS = {"kind": "bars", "category": "orchard", "value": "ripe_pct"}
STACK = {"kind": "bars", "category": "orchard", "value": "income_eur", "series": "fruit", "group": "sum"}
LINES = {"kind": "lines", "x": "year", "value": "income_eur", "series": "fruit", "group": "sum"}
DOTS = {"kind": "dots", "x": "day", "value": "ripe_pct", "series": "fruit", **MARK}
COLUMNS = {"kind": "columns", "category": "year", "value": "income_eur", "group": "sum"}
MAP = {"kind": "map", "category": "orchard", "value": "ripe_pct", "geometry": "orchards/outlines"}


def every_kind() -> dict[str, Drawing]:
    """Draw one chart of each kind and look."""
    return {
        "bars": drawn(RIPE, **BARS),
        "marked bars": drawn(RIPE, **BARS, **MARK),
        "stacked bars": drawn(INCOME, **STACK),
        "bars in facets": drawn(INCOME, **STACK, facet="year"),
        "columns": drawn(INCOME, **COLUMNS),
        "stacked columns": drawn(INCOME, **COLUMNS, series="fruit"),
        "lines": drawn(INCOME, **LINES),
        "lines in facets": drawn(INCOME, **LINES, facet="orchard"),
        "dots": drawn(DAYS, **DOTS),
        "a map": drawn(RIPE, OUTLINES, **MAP, **MARK),
    }
