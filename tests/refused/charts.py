"""Charts that ask for what their table does not hold."""

from __future__ import annotations

from pipeline.errors import ChartError, DescriptionError, SourceError
from refused.ways import FIELDS, OUTLINES, PLACES, Row, Spoil, edit, rename, replace, together, write

CHART = """\
- name: turnout-2025
  kind: bars
  table: turnout
  where: election_id == 'local-2025'
  category: place_code
  value: turnout_pct
  title: {sq: Pjesëmarrja, en: Turnout}
  alt: {sq: Shirita., en: Bars.}
"""


def chart(old: str, new: str) -> Spoil:
    """Describe a chart that says `new` where a valid one says `old`."""
    assert CHART.count(old) == 1
    return write("votes/charts.yaml", CHART.replace(old, new))


def geometry(content: str) -> Spoil:
    """Put other content in the place of the outlines, and ask for a map of them."""
    return together(write(OUTLINES, content), chart("kind: bars", "kind: map\n  geometry: places/outlines"))


AREAS = "expected closed rings of at least four points, each a longitude and a latitude."

ROWS = [
    Row(
        "a chart of an unknown kind",
        chart("kind: bars", "kind: bar"),
        DescriptionError,
        "data/votes/charts.yaml:2:#1/kind: `bar`; expected one of bars, columns, lines, dots, map. Did you mean `bars`.",
    ),
    Row(
        "a chart of an unknown table",
        chart("table: turnout", "table: turnaut"),
        ChartError,
        "data/votes/charts.yaml:3:#1/table: no table `turnaut`; expected one of elections, history, sources, turnout, notes, comparisons, differences. Did you mean `turnout`.",
    ),
    Row(
        "a chart of an unknown column",
        chart("value: turnout_pct", "value: turnout"),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: no field `turnout` in table `turnout` (value); expected one of {FIELDS}, note_ids. Did you mean `turnout_pct`.",
    ),
    Row(
        "a chart by an unknown column",
        chart("category: place_code", "category: place"),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: no field `place` in table `turnout` (category or x); expected one of {FIELDS}, note_ids. Did you mean `place_code`.",
    ),
    Row(
        "an unknown key of a chart",
        chart("category: place_code", "kategory: place_code"),
        DescriptionError,
        "data/votes/charts.yaml:5:#1/kategory: unknown key `kategory`; expected one of name, kind, table, where, category, x, value, group, series, facet, order, mark, mark_text, same, geometry, breaks, feature, title, alt, caption, unit_title. Did you mean `category`.",
    ),
    Row(
        "a chart of rows by an unknown name",
        chart("election_id ==", "elekcion_id =="),
        DescriptionError,
        f"data/votes/charts.yaml:4:#1/where: unknown name `elekcion_id` in `elekcion_id == 'local-2025'`; expected one of {FIELDS}, note_ids. Did you mean `election_id`.",
    ),
    Row(
        "a chart of no row",
        chart("local-2025", "local-1925"),
        ChartError,
        "data/votes/charts.yaml:1:#1: chart `turnout-2025` without a row; expected at least one.",
    ),
    Row(
        "a chart's title that misses a language",
        chart("title: {sq: Pjesëmarrja, en: Turnout}", "title: {sq: Pjesëmarrja}"),
        DescriptionError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: `title` misses ['en']; expected every language. Write it.",
    ),
    Row(
        "a chart's text that asks for an unknown value",
        chart("en: Bars.", "en: 'Bars {most}.'"),
        DescriptionError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: `alt` in en has unknown {most}; expected {n}, {max}, {max_label}, {min}, {min_label}, {total}, {missing}.",
    ),
    Row(
        "a chart without a text for those who cannot see it",
        chart("  alt: {sq: Shirita., en: Bars.}\n", ""),
        DescriptionError,
        "data/votes/charts.yaml:1:#1: no `alt`; expected `alt` to be said.",
    ),
    Row(
        "two charts of one name",
        write("votes/charts.yaml", CHART * 2),
        DescriptionError,
        "data/votes/charts.yaml:9:chart `turnout-2025`: a second chart of this name; expected each name once. Rename it.",
    ),
    Row(
        "a chart of words",
        chart("value: turnout_pct", "value: status"),
        ChartError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: `value: status` of type string; expected an integer or a number.",
    ),
    Row(
        "a chart that mixes what must not be mixed",
        chart("  where: election_id == 'local-2025'\n", "  group: sum\n  same: [status]\n"),
        ChartError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: `status` is `final`, `preliminary`; expected one single `status` in a series. Narrow `where`, or split by `series`.",
    ),
    Row(
        "a chart with several rows at one place",
        chart("  where: election_id == 'local-2025'\n", ""),
        ChartError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: 3 places with more than one row (01, 02, 03); expected one row each. Narrow `where`, or say `group: sum`.",
    ),
    Row(
        "a chart over time of codes",
        chart(
            "kind: bars\n  table: turnout\n  where: election_id == 'local-2025'\n  category:",
            "kind: lines\n  table: turnout\n  where: election_id == 'local-2025'\n  x:",
        ),
        ChartError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: `x: place_code` of type string; expected a date, a year or a number.",
    ),
    Row(
        "a map without geometry",
        chart("kind: bars", "kind: map"),
        DescriptionError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: a map without `geometry`; expected a published GeoJSON file as <dataset>/<file>.",
    ),
    Row(
        "a map of an unknown file",
        chart("kind: bars", "kind: map\n  geometry: places/borders"),
        ChartError,
        "data/votes/charts.yaml:3:#1/geometry: no file `places/borders`; expected one of places/outlines.",
    ),
    Row(
        "a map of an unknown dataset",
        chart("kind: bars", "kind: map\n  geometry: plases/outlines"),
        DescriptionError,
        "data/votes/charts.yaml:3:#1/geometry: no dataset `plases`; expected one of places, votes. Did you mean `places`.",
    ),
    Row(
        "a map of a file that is no JSON",
        geometry("nonsense"),
        SourceError,
        "data/places/raw/outlines.geojson:1: Expecting value; expected JSON. Get the file again.",
    ),
    Row(
        "a map of a file that does not call itself JSON",
        together(
            rename(OUTLINES, "places/raw/outlines.txt"),
            edit(PLACES, "raw/outlines.geojson", "raw/outlines.txt"),
            chart("kind: bars", "kind: map\n  geometry: places/outlines"),
        ),
        ChartError,
        "data/votes/charts.yaml:3:#1/geometry: `places/outlines`, which is not JSON; expected a GeoJSON file.",
    ),
    Row(
        "a published file of JSON that is cut off",
        write(OUTLINES, '{"type": "FeatureCollection",\n"features": ['),
        SourceError,
        "data/places/raw/outlines.geojson:2: Expecting value; expected JSON. Get the file again.",
    ),
    Row(
        "a published file of JSON with a number that is none",
        write(OUTLINES, '{"type": NaN}'),
        SourceError,
        "data/places/raw/outlines.geojson: `NaN`; expected JSON, which has no such number. Get the file again.",
    ),
    Row(
        "a published file of JSON in Latin-1",
        write(OUTLINES, '{"name": "Deçan"}'.encode("latin-1")),
        SourceError,
        "data/places/raw/outlines.geojson:1: byte 0xe7; expected UTF-8. Save the file as UTF-8.",
    ),
    Row(
        "a map of a file without areas",
        geometry("{}"),
        ChartError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: places/outlines without features; expected a GeoJSON FeatureCollection.",
    ),
    Row(
        "a map that lacks an area",
        together(
            replace(OUTLINES, '"id": "03"', '"id": "04"'), chart("kind: bars", "kind: map\n  geometry: places/outlines")
        ),
        ChartError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: rows for ['03'], which the map does not have; expected the areas of places/outlines. Narrow `where`.",
    ),
    Row(
        "a map of areas without coordinates",
        geometry(
            '{"type": "FeatureCollection", "features": [{"id": "01", "geometry": {"type": "Polygon", "coordinates": null}}]}'
        ),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines, `01`, whose coordinates are no areas; {AREAS}",
    ),
    Row(
        "a map of areas deep inside one another",
        geometry(
            '{"type": "FeatureCollection", "features": [{"id": "01", "geometry": {"type": "Polygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]}}]}'
        ),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines, `01`, whose coordinates are no areas; {AREAS}",
    ),
    Row(
        "a map of an area that is not closed",
        geometry(
            '{"type": "FeatureCollection", "features": [{"id": "01", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}}]}'
        ),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines, `01`, whose coordinates are no areas; {AREAS}",
    ),
    Row(
        "a map of an area without width",
        geometry(
            '{"type": "FeatureCollection", "features": [{"id": "01", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [0, 2], [0, 0]]]}}]}'
        ),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines, `01`, whose coordinates are no areas; {AREAS}",
    ),
    Row(
        "a map of an area between true and false",
        geometry(
            '{"type": "FeatureCollection", "features": [{"id": "01", "geometry": {"type": "Polygon", "coordinates": [[[false, false], [true, false], [true, true], [false, false]]]}}]}'
        ),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines, `01`, whose coordinates are no areas; {AREAS}",
    ),
    Row(
        "a map of an area off the Earth",
        geometry(
            '{"type": "FeatureCollection", "features": [{"id": "01", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 91], [0, 0]]]}}]}'
        ),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines, `01`, whose coordinates are no areas; {AREAS}",
    ),
    Row(
        "a map of an area without end",
        geometry(
            '{"type": "FeatureCollection", "features": [{"id": "01", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1e400, 0], [1, 1], [0, 0]]]}}]}'
        ),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines, `01`, whose coordinates are no areas; {AREAS}",
    ),
    Row(
        "a map of an area at a number of 400 digits",
        geometry(
            '{"type": "FeatureCollection", "features": [{"id": "01", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], ['
            + "9" * 400
            + ", 0], [1, 1], [0, 0]]]}}]}"
        ),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines, `01`, whose coordinates are no areas; {AREAS}",
    ),
    Row(
        "a map of an area with words for coordinates",
        geometry(
            '{"type": "FeatureCollection", "features": [{"id": "01", "geometry": {"type": "Polygon", "coordinates": [[["a", 0], [1, 0], [1, 1], ["a", 0]]]}}]}'
        ),
        ChartError,
        f"data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines, `01`, whose coordinates are no areas; {AREAS}",
    ),
    Row(
        "a map of a list",
        geometry("[1]"),
        ChartError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: places/outlines without features; expected a GeoJSON FeatureCollection.",
    ),
    Row(
        "a map of a feature that is a word",
        geometry('{"features": ["x"]}'),
        ChartError,
        "data/votes/charts.yaml:1:chart `turnout-2025`: feature 1 of places/outlines has id `None` and is a None; expected an id of its own, a Polygon or MultiPolygon.",
    ),
    Row(
        "a map of a hundred thousand brackets",
        geometry("[" * 100_000),
        SourceError,
        "data/places/raw/outlines.geojson: a value without end; expected JSON. Get the file again.",
    ),
]
