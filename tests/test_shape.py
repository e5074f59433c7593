"""From the raw file to the row: nothing is lost, nothing is made up, everything is in its described place."""

from __future__ import annotations

import pytest

from pipeline.errors import CorrectionError

TURNOUT, TURNOUT_RAW = "votes/tables/turnout.yaml", "votes/raw/turnout.csv"


def test_the_published_text_stands_beside_the_value_it_became(built):
    row = built.records("votes/turnout")[4]

    assert (row["place_as_published"], row["place_code"]) == ("UJEMIRE", "02")
    assert (row["votes_as_published"], row["votes_cast"]) == ("1.30", "1300")


def test_shares_are_computed_from_corrected_values(built):
    row = built.records("votes/turnout")[4]

    assert row["turnout_pct"] == "65"


def test_a_correction_is_deleted_once_its_source_is_mended_and_nothing_changes(project):
    before = project.built("votes/turnout.csv").read_text()
    project.edit(TURNOUT_RAW, ",1.30,", ",1.300,")
    with pytest.raises(CorrectionError):
        project.build()

    project.remove("votes/corrections.yaml")
    project.build()

    assert project.built("votes/turnout.csv").read_text() == before.replace(",1.30,", ",1.300,")


def test_two_corrections_may_touch_one_row(project):
    project.write(
        "votes/corrections.yaml",
        project.path("votes/corrections.yaml").read_text(encoding="utf-8")
        + """
- table: turnout
  where: {votes_cast: "1.30"}
  field: registered_voters
  was: "2.000"
  becomes: "2.600"
  because: {sq: Lista e re., en: The new list.}
  reported: 2026-01-31
""",
    )
    project.edit(TURNOUT_RAW, "1.30,65.0", "1.30,50.0")

    project.build()

    assert project.records("votes/turnout")[4]["turnout_pct"] == "50"


def test_a_correction_may_say_that_a_value_is_missing(project):
    project.edit("votes/corrections.yaml", 'becomes: "1.300"', 'becomes: ""')

    project.build()

    row = project.records("votes/turnout")[4]
    assert (row["votes_as_published"], row["votes_cast"], row["turnout_pct"]) == ("1.30", "", "")


def test_rows_that_keep_does_not_take_are_left_out(built):
    assert "Gjithsej" not in {row["place_as_published"] for row in built.records("votes/turnout")}


def test_rows_are_sorted_as_described_and_ties_are_broken_by_the_key(built):
    order = [(row["election_id"], row["place_code"]) for row in built.records("votes/turnout")]

    assert order == [(election, place) for election in ("local-2025", "local-2021") for place in ("01", "02", "03")]


def test_missing_values_come_last_whichever_way_rows_are_sorted(project):
    for direction in ("", "-"):
        project.edit(
            TURNOUT,
            next(line for line in project.path(TURNOUT).read_text().splitlines() if line.startswith("order:")),
            f"order: [{direction}votes_cast]",
        )

        project.build()

        assert project.records("votes/turnout")[-1]["votes_cast"] == ""


def test_the_order_of_the_file_can_be_kept(project):
    project.edit(TURNOUT, "order: [-election_id]", "order: raw")

    project.build()

    spellings = [row["place_as_published"] for row in project.records("votes/turnout")]
    assert spellings == ["Gurëz", "UJEMIRE", "Çezmë", "çezme", "Gurzi", "Ujëmirë"]


def test_wide_rows_become_long_and_an_empty_cell_gives_no_row(built):
    history = [(row["place_code"], row["year"], row["votes_cast"]) for row in built.records("votes/history")]

    assert history == [("01", "1999", "210"), ("01", "2003", "230"), ("02", "2003", "900"), ("03", "1999", "410"), ("03", "2003", "420")]  # fmt: skip


def test_a_cell_of_several_parts_becomes_a_row_for_each_with_its_place(project):
    project.write("votes/raw/history.csv", "place;1999;2003\n01;7 / 8 /9;\n02;;10\n")
    project.edit("votes/tables/history.yaml", "value: cell}", "value: cell, split: /, position: part}")
    project.edit("votes/tables/history.yaml", "key: [place_code, year]", "key: [place_code, year, part]")
    project.edit("votes/tables/history.yaml", "rows: 5", "rows: 4")
    project.edit("votes/tables/history.yaml", "  - {name: source_id", "  - {name: part, type: integer, title: {sq: Pjesa, en: Part}, description: {sq: a, en: b}}\n  - {name: source_id")  # fmt: skip

    project.build()

    rows = [(row["place_code"], row["part"], row["votes_cast"]) for row in project.records("votes/history")]
    assert rows == [("01", "1", "7"), ("01", "2", "8"), ("01", "3", "9"), ("02", "1", "10")]


def test_files_of_one_table_are_read_one_after_another(built):
    assert [row["alias"] for row in built.records("places/aliases")] == [
        "Fountain",
        "Gurzi",
        "Gurëz",
        "Ujëmirë",
        "Çezmë",
    ]


def test_another_encoding_and_lines_of_windows_read_the_same_once_declared(project):
    before = project.built("places/places.csv").read_bytes()
    text = project.path("places/raw/places.csv").read_text(encoding="utf-8")
    project.write("places/raw/places.csv", text.replace("\n", "\r\n").encode("cp1250"))
    project.edit("places/tables/places.yaml", "key:", "encoding: cp1250\nkey:")

    project.build()

    assert project.built("places/places.csv").read_bytes() == before
