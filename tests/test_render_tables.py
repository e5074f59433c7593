"""Values become cells a reader understands, and nothing else changes."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from built import write_build

from pipeline.catalogues import read_languages
from pipeline.draw.palette import read_palette
from pipeline.errors import SetupError, SiteError
from pipeline.render.assets import publish_assets
from pipeline.render.cells import Cell, cell, cell_of
from pipeline.render.datasets import Field
from pipeline.render.last_site import fingerprint
from pipeline.render.quality import comparisons
from pipeline.render.read import read_datasets
from pipeline.render.sources import Mark, sources
from pipeline.render.tables import Row, _letters, _placed, chart_sheet, row_id

SQ, EN = read_languages()[:2]
PALETTE = read_palette()


def field(kind: str = "string", name: str = "value", **more: Any) -> Field:
    plain: dict[str, Any] = {"title": {}, "description": {}, "unit": "", "decimals": None, "required": False}
    return Field(name, kind, **{**plain, "codes": (), "labels": {}, **more})


@pytest.mark.parametrize(
    ("described", "value", "sq", "en"),
    [
        (field("integer"), "1234567", "1\u00a0234\u00a0567", "1,234,567"),
        (field("integer"), "0", "0", "0"),
        (field("number", decimals=2), "39.7", "39,70", "39.70"),
        (field("number"), "0.125", "0,125", "0.125"),
        (field("number", decimals=2), "12345678901234567.89", "12\u00a0345\u00a0678\u00a0901\u00a0234\u00a0567,89", "12,345,678,901,234,567.89"),
        (field("year"), "2024", "2024", "2024"),
        (field("date"), "2017-10-22", "22 tet 2017", "22 Oct 2017"),
        (field("boolean"), "false", "jo", "no"),
        (field(), "450.000.00 Euro", "450.000.00 Euro", "450.000.00 Euro"),
        (field(), "01", "01", "01"),
    ],
)  # fmt: skip
def test_a_value_is_written_in_the_language_of_the_page(described, value, sq, en):
    assert (cell(described, value, SQ).text, cell(described, value, EN).text) == (sq, en)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("https://example.org", "link"),
        ("http://komuna-ë.example:8080/a?b#c", "link"),
        ("http://", "text"),
        ("https://[::1", "text"),
        ("https://example.org a", "text"),
        ("https://a@b", "text"),
    ],
)
def test_only_a_whole_address_is_a_link(value, kind):
    assert cell(field(), value, SQ).kind == kind


def test_rows_with_keys_that_differ_in_signs_alone_have_places_of_their_own():
    table = SimpleNamespace(name="t", key=("a",))

    places = [row_id(table, {"a": key}) for key in ("C", "C+", "C-", "C #", "C##", "kqz-2017.31")]

    assert places[0] == "row-t-C"
    assert places[-1] == "row-t-kqz-2017.31"
    assert len(set(places)) == len(places)


def test_rows_with_keys_of_several_parts_have_places_of_their_own():
    table = SimpleNamespace(name="t", key=("a", "b"))

    places = [row_id(table, {"a": a, "b": b}) for a, b in (("local-2000", "1"), ("x", "y-z"), ("x-y", "z"))]

    assert places[0] == "row-t-local-2000-1"
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("kind", ["string", "integer", "number", "date", "year", "boolean"])
def test_a_missing_value_stays_missing(kind):
    assert cell(field(kind), "", SQ).kind == "missing"


@pytest.mark.parametrize("name", ["text", "kind", "code", "tag", "page"])
def test_a_page_is_known_by_all_of_its_cells(name):
    one = Cell("Deçan", "text", "01", "sq", "municipalities/decan/")
    other = replace(one, **{name: "link"})

    assert fingerprint([one]) != fingerprint([other])
    assert fingerprint([Row((one,))]) != fingerprint([Row((other,))])


def test_a_long_text_is_read_whatever_limit_others_set(tmp_path):
    table = read_datasets(write_build(tmp_path))[0].tables[0]
    heading, *_ = table.file.read_text(encoding="utf-8").partition("\n")
    table.file.write_text(f"{heading}\n{'x' * 2**18}{',' * heading.count(',')}\n", encoding="utf-8")
    csv.field_size_limit(2**17)

    assert [len(row[table.fields[0].name]) for row in table.rows()] == [2**18]


def test_comparisons_with_differences_come_first(tmp_path):
    dataset = read_datasets(write_build(tmp_path))[0]
    differing = next(one for one in dataset.page["comparisons"] if one["differences"])
    agreeing = {**differing, "id": "agreeing", "differences": []}
    both = replace(dataset, page={**dataset.page, "comparisons": [agreeing, differing]})

    assert [one.id for one in comparisons(both, SQ)] == [differing["id"], "agreeing"]


def test_a_code_is_shown_by_its_label_and_keeps_its_value():
    named = field(labels={"01": {"sq": "Deçan", "en": "Deçan"}})

    assert cell(named, "01", SQ) == cell(named, "01", EN)
    assert cell(named, "01", SQ).code == "01"


def test_a_code_without_a_label_is_refused():
    with pytest.raises(SiteError, match="no label for `39`"):
        cell(field(labels={"01": {"sq": "Deçan"}}), "39", SQ)


@pytest.mark.parametrize(("language", "tag"), [("sr-Latn", "sr-Latn"), ("en", "en"), ("sq", ""), (None, "")])
def test_texts_in_another_language_are_tagged(language, tag):
    assert cell(field(language=language), "x", SQ).tag == tag


@pytest.mark.parametrize(
    ("language", "row", "tag"),
    [
        ({"field": "language"}, {"language": "sr-Latn"}, "sr-Latn"),
        ({"field": "language"}, {"language": "sq"}, ""),
        ({"field": "language"}, {"language": ""}, ""),
        ({"field": "kind", "tags": {"serbian": "sr"}}, {"kind": "serbian"}, "sr"),
        ({"field": "kind", "tags": {"serbian": "sr"}}, {"kind": "abbreviation"}, ""),
    ],
)
def test_a_row_can_tell_the_language_of_its_text(language, row, tag):
    assert cell_of({"value": "x", **row}, field(language=language), SQ).tag == tag


def test_what_is_no_text_has_no_language():
    row = {"value": "https://example.org", "language": "en"}

    assert cell_of(row, field(language={"field": "language"}), SQ).tag == ""
    assert cell_of({**row, "value": ""}, field(language={"field": "language"}), SQ).tag == ""


def test_marks_go_on_after_the_alphabet():
    assert list(islice(_letters(), 28))[-3:] == ["z", "aa", "ab"]


def test_the_table_behind_a_chart_holds_exactly_the_plotted_rows(tmp_path):
    dataset = read_datasets(write_build(tmp_path))[0]

    made = chart_sheet(dataset, dataset.page["charts"][0], EN)

    assert [tuple(each.text for each in row.cells) for row in made.rows[:3]] == [
        ("f-01", "1,234"),
        ("f-02", "2,468"),
        ("f-03", ""),
    ]
    assert made.rows[2].cells[1].kind == "missing"
    assert len(made.rows) == 12


@pytest.mark.parametrize(
    ("value", "sq"),
    [("1990-05-01", "1 maj 1990"), ("1990-05", "maj 1990"), ("1990", "1990"), ("", ""), ("summer", "summer")],
)
def test_a_source_is_dated_as_exactly_as_it_is_known(tmp_path, value, sq):
    build = write_build(tmp_path)
    table = build / "fountains/sources.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("1990-05-01", value), encoding="utf-8")

    assert sources(read_datasets(build)[0], SQ)[0].date == sq


def test_the_stylesheet_is_one_small_file_with_both_schemes(tmp_path):
    assets = publish_assets(Path("theme"), PALETTE, tmp_path, read_languages())

    css = (tmp_path / assets["site.css"]).read_text(encoding="utf-8")
    assert len(css) < 36_000
    assert "@import" not in css
    assert css.count("--paper:") == 2
    assert "prefers-color-scheme:dark" in css


def test_a_published_name_changes_with_its_content(tmp_path):
    one = publish_assets(Path("theme"), PALETTE, tmp_path / "one", read_languages())
    other = publish_assets(Path("theme"), PALETTE, tmp_path / "other", read_languages()[:1])

    assert one["chart.js"] == other["chart.js"]
    assert all((tmp_path / "one" / path).is_file() for path in one.values())


def test_imports_of_scripts_name_the_published_files(tmp_path):
    assets = publish_assets(Path("theme"), PALETTE, tmp_path, read_languages())

    script = (tmp_path / assets["chart.js"]).read_text(encoding="utf-8")
    assert f'from "./{Path(assets["figure.js"]).name}"' in script


def test_a_part_that_has_not_been_fetched_is_named(tmp_path):
    with pytest.raises(SetupError, match=r"expected a part of the theme\. Run `make site`"):
        publish_assets(tmp_path, PALETTE, tmp_path / "output", [])


def test_the_mark_of_a_row_says_where_in_its_source_the_row_stands():
    source = Mark(2, "plan", "Plani i punës", "sq")

    assert _placed(source, "faqja 7") == Mark(2, "plan", "Plani i punës: faqja 7", "sq")
    assert _placed(source, "") == source
