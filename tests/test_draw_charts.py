"""What the entries of charts.yaml may say, before any table is at hand."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from drawn import BARS, COLUMNS, DOTS, FILE, LANGUAGES, LINES, MAP, MARK, WORDS, both

from pipeline.draw import CHARTS_SCHEMA
from pipeline.draw.charts import read_charts
from pipeline.errors import DescriptionError

ENTRY = {"name": "ripe", "table": "harvests", **WORDS}


def read(*entries: dict[str, Any]) -> Any:
    return read_charts([{**ENTRY, **entry} for entry in entries], FILE, LANGUAGES)


@pytest.mark.parametrize("entry", [BARS, LINES, DOTS, COLUMNS, MAP], ids=lambda entry: entry["kind"])
def test_the_schema_takes_every_kind(entry):
    schema = json.loads(CHARTS_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate([{**ENTRY, **entry}], schema)


@pytest.mark.parametrize(
    "entry",
    [{**BARS, "colour": "red"}, {**BARS, "kind": "pie"}, {**BARS, "name": "Ripe 1"}, {**MAP, "geometry": "../x.json"}],
    ids=["an unknown key", "an unknown kind", "a name that is no slug", "a path that leaves the folder"],
)
def test_the_schema_refuses(entry):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{**ENTRY, **entry}], json.loads(CHARTS_SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({**BARS, "x": "day"}, "`x`; expected `category` in a chart of kind bars"),
        ({"kind": "lines", "value": "trees"}, "no `x`; expected `x`, which lines are placed by"),
        ({"kind": "bars", "category": "orchard"}, "no `value`; expected the field to draw"),
        ({**BARS, "group": "count"}, "a `value` with `group: count`; expected one of the two"),
        ({**BARS, "mark": "trees > 3"}, "only one of `mark` and `mark_text`; expected both or neither"),
        ({**BARS, "mark_text": MARK["mark_text"]}, "only one of `mark` and `mark_text`"),
        ({**BARS, "geometry": "orchards/outlines"}, "`geometry` in a chart of kind bars; expected `geometry` in maps"),
        ({"kind": "map", "category": "orchard", "value": "trees"}, "a map without `geometry`"),
        ({**MAP, "series": "fruit"}, "a map with `series`; expected one value for each area"),
        ({**LINES, "order": "value"}, "`order` in a chart of kind lines; expected the order of `x`"),
        ({**BARS, "title": {"sq": "Titulli"}}, "`title` misses ['en']; expected every language"),
        ({**BARS, "alt": {**both("a", "a"), "de": "a"}}, "`alt` has unknown ['de']; expected only ['sq', 'en']"),
        ({**BARS, "title": both("{mex}", "{max}")}, "`title` in sq has unknown {mex}; expected {n}, {max}"),
        ({**BARS, "unit_title": both("{n}", "n")}, "`unit_title` in sq has unknown {n}; expected no placeholder here"),
        ({**BARS, "alt": both("{", "a")}, "`alt` in sq: "),
        ({**BARS, "alt": both("{max:>9}", "a")}, "`alt` in sq: more than a name in {max…}; expected placeholders"),
    ],
    ids=[
        "an x in bars", "lines without x", "no value", "a value beside a count", "a mark without its meaning",
        "a meaning without a mark", "bars with a geometry", "a map without geometry", "a map with series",
        "lines in an order of their own", "a text that misses a language", "a text in an unknown language",
        "an unknown placeholder", "a placeholder in an axis title", "a lone brace",
        "a placeholder that is written wide",
    ],
)  # fmt: skip
def test_an_entry_is_refused_with(entry, message):
    with pytest.raises(DescriptionError) as refusal:
        read(entry)

    assert f"chart `ripe`: {message}" in str(refusal.value)


def test_all_problems_of_a_file_are_told_at_once():
    with pytest.raises(DescriptionError) as refusal:
        read({**BARS, "x": "day"}, {**LINES, "order": "value"})

    assert len(refusal.value.problems) == 3  # the second chart also has the name of the first


def test_bars_go_from_the_largest_and_columns_by_category():
    bars, columns = read({**BARS}, {**COLUMNS, "name": "income"})

    assert (bars.order, columns.order) == ("-value", "category")
