"""What is published: equal in every format, described in every language, accepted by those who read it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import jsonschema
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Project

from pipeline.publish.page import taken_of


def tables(built: Project) -> Iterator[str]:
    for dataset in ("places", "votes"):
        for resource in built.package(dataset)["resources"]:
            if resource.get("type") == "table":
                yield f"{dataset}/{resource['name']}"


def test_codes_keep_their_leading_zero(built):
    places = built.built("places/places")

    assert [row["place_code"] for row in built.records("places/places")] == ["01", "02", "03"]
    assert pq.read_table(f"{places}.parquet")["place_code"].to_pylist() == ["01", "02", "03"]
    assert [row["place_code"] for row in json.loads(Path(f"{places}.json").read_text())] == ["01", "02", "03"]
    assert sheet(built, "places", "places")[0]["place_code"] == "01"


def test_a_missing_figure_stays_missing_in_every_format_and_is_never_nothing(built):
    row = {"election_id": "local-2021", "place_code": "01"}
    where = "election_id = 'local-2021' and place_code = '01'"
    turnout = built.built("votes/turnout")

    for kind in ("csv", "parquet"):
        found = duckdb.sql(f"select votes_cast, published_pct, turnout_pct from '{turnout}.{kind}' where {where}")  # noqa: S608
        assert found.fetchall() == [(None, None, None)]
    frame = pd.read_csv(f"{turnout}.csv", dtype={"place_code": str})
    assert frame.query("election_id == 'local-2021' and place_code == '01'")["votes_cast"].isna().all()
    for record in (*json.loads(Path(f"{turnout}.json").read_text()), *sheet(built, "votes", "turnout")):
        if row.items() <= record.items():
            assert record["votes_cast"] is record["published_pct"] is record["turnout_pct"] is None


def test_nothing_is_a_figure_and_not_missing(built):
    turnout = {(row["election_id"], row["place_code"]): row for row in built.records("votes/turnout")}

    assert turnout["local-2025", "01"]["votes_cast"] == "0"
    assert turnout["local-2025", "01"]["turnout_pct"] == "0"


def test_csv_parquet_json_and_workbooks_hold_equal_values(built):
    for table in tables(built):
        dataset, name = table.split("/")
        plain = [list(row.values()) for row in built.records(table)]

        assert [
            [written(v) for v in row.values()] for row in pq.read_table(built.built(f"{table}.parquet")).to_pylist()
        ] == plain
        assert [
            [written(v) for v in row.values()] for row in json.loads(built.built(f"{table}.json").read_text())
        ] == plain
        for language in ("sq", "en"):
            assert [[written(v) for v in row.values()] for row in sheet(built, dataset, name, language)] == plain, table


def sheet(built: Project, dataset: str, table: str, language: str = "en") -> list[dict[str, Any]]:
    """Read a table from a workbook, by the names of its fields."""
    book = openpyxl.load_workbook(built.built(f"{dataset}/{dataset}.{language}.xlsx"))
    resource = next(one for one in built.package(dataset)["resources"] if one["name"] == table)
    names = [field["name"] for field in resource["schema"]["fields"]]
    titles = [field["translations"][language]["title"] for field in resource["schema"]["fields"]]
    heading, *rows = book[table].iter_rows(values_only=True)
    assert list(heading) == titles
    return [dict(zip(names, row, strict=True)) for row in rows]


def written(value: object) -> str:
    """Write a value as the CSV has it, whatever format it was read from."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return format(Decimal(str(value)).normalize(), "f")
    return str(value)


def test_parquet_has_real_types(built):
    types: dict[str, str] = {}
    for table in ("places/places", "votes/elections", "votes/turnout", "votes/history"):
        schema = pq.read_schema(built.built(f"{table}.parquet"))
        types |= dict(zip(schema.names, map(str, schema.types), strict=True))

    assert types["place_code"] == "string"
    assert types["is_town"] == "bool"
    assert types["area_km2"] == "decimal128(18, 1)"
    assert types["election_date"] == "date32[day]"
    assert types["votes_cast"] == types["year"] == "int64"
    assert types["turnout_pct"] == "decimal128(18, 2)"


@pytest.mark.parametrize("day", ["1878-06-10", "1900-01-01", "1900-02-28"])
def test_a_date_that_sheets_do_not_agree_on_stands_in_a_workbook_as_text(day, project):
    project.edit("places/raw/sources.csv", "2020-05-01", day)

    project.build()

    assert sheet(project, "places", "sources")[0]["date"] == day


def test_a_table_that_nobody_could_open_in_a_workbook_has_no_sheet_and_the_first_one_says_where_it_is(
    project, monkeypatch
):
    rows = {name: len(project.records(f"votes/{name}")) for name in ("turnout", "history")}
    assert rows["turnout"] > rows["history"]
    monkeypatch.setattr("pipeline.publish.workbook.MOST_ROWS", rows["history"])
    project.edit("votes/dataset.yaml", "order: 2", "order:  2")  # what has not changed is not built

    project.build()

    book = openpyxl.load_workbook(project.built("votes/votes.en.xlsx"))
    words = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert "history" in book.sheetnames
    assert "turnout" not in book.sheetnames
    assert "Too long for a sheet: all rows are in turnout.csv." in words


def test_a_signed_number_among_texts_and_a_text_with_an_equals_sign_stay_as_they_are(project):
    project.edit("places/raw/sources.csv", "List of places", "a=1+1")
    project.edit("places/raw/sources.csv", "The county", '"-1.234,5 %"')

    project.build()

    source = sheet(project, "places", "sources")[0]
    assert (source["title"], source["publisher"]) == ("a=1+1", "-1.234,5 %")


# Notes, comparisons and what pages need


def test_notes_mark_exactly_their_rows(built):
    marked = {(row["election_id"], row["place_code"]): row["note_ids"] for row in built.records("votes/turnout")}

    assert marked == {
        ("local-2025", "01"): "first-count;nobody-voted",
        ("local-2025", "02"): "first-count",
        ("local-2025", "03"): "first-count",
        ("local-2021", "01"): "",
        ("local-2021", "02"): "",
        ("local-2021", "03"): "",
    }


def test_every_note_stands_in_a_table_with_its_text_in_every_language(built):
    notes = {row["note_id"]: row for row in built.records("votes/notes")}

    assert [(one["table_name"], one["row_count"]) for one in notes.values()] == [
        ("turnout", "3"),
        ("turnout", "1"),
        ("", ""),
    ]
    assert notes["nobody-voted"]["note_sq"] == "Qendra ishte e mbyllur."
    assert notes["nobody-voted"]["note_en"] == "The polling station was closed."


def test_figures_that_ought_to_agree_are_published_with_what_does_not(built):
    assert [(row["compared_count"], row["differing_count"]) for row in built.records("votes/comparisons")] == [
        ("5", "1")
    ]
    assert [(row["place"], row["difference"], row["because_en"]) for row in built.records("votes/differences")] == [
        ("local-2025/03", "1", "The source has rounded up.")
    ]


def test_the_page_knows_labels_figures_corrections_and_checks(built):
    page = built.page("votes")

    assert page["labels"]["turnout"]["place_code"]["01"] == {"sq": "Çezmë", "en": "Fountain"}
    assert page["labels"]["turnout"]["election_id"]["local-2021"] == {"sq": "Lokale 2021", "en": "Local 2021"}
    assert page["labels"]["turnout"]["status"]["final"] == {"sq": "Përfundimtar", "en": "Final"}
    assert [(one["value"], one["n"]) for one in page["highlights"]] == [("1900", 2)]
    assert [(one["was"], one["becomes"], one["rows"]) for one in page["corrections"]] == [("1.30", "1.300", 1)]
    assert [(one["formula"], one["rows"]) for one in page["checks"]] == [("votes_cast <= registered_voters", 6)]
    assert page["about"]["en"] == "The figures are made up.\n"
    assert page["archive"] == stamp(built.built("votes/votes.zip"))


@pytest.mark.parametrize(
    ("taken", "value", "kind", "label"),
    [
        ("first(status)", "final", "string", {"sq": "Përfundimtar", "en": "Final"}),
        ("first(place_as_published)", "Çezmë", "string", None),
        ("count(status)", "3", "integer", None),
        ("max(turnout_pct)", "65", "number", None),
    ],
)
def test_a_highlight_says_what_its_value_is(project, taken, value, kind, label):
    project.edit("votes/dataset.yaml", "sum(votes_cast)", taken)
    project.build()

    (highlight,) = project.page("votes")["highlights"]
    assert (highlight["value"], highlight["type"], highlight["label"]) == (value, kind, label)


def test_a_highlight_may_be_a_day(project):
    project.edit("votes/dataset.yaml", "table: turnout", "table: elections")
    project.edit("votes/dataset.yaml", "    where: election_id == 'local-2021'\n", "")
    project.edit("votes/dataset.yaml", "sum(votes_cast)", "max(election_date)")
    project.build()

    (highlight,) = project.page("votes")["highlights"]
    assert (highlight["value"], highlight["type"]) == ("2025-10-12", "date")


def test_a_highlight_adds_up_what_no_column_of_whole_numbers_holds():
    column = pa.chunked_array([pa.array([2**63 - 1, 2**63 - 1])])

    assert taken_of("sum", column) == 2 * (2**63 - 1)


def stamp(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"path": path.name, "format": "zip", "mediatype": "application/zip", "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}  # fmt: skip


def test_the_index_lists_every_dataset_in_catalogue_order_with_links_that_lead_somewhere(built):
    index = json.loads(built.built("index.json").read_text(encoding="utf-8"))

    assert [(one["name"], one["version"], one["modified"]) for one in index] == [("places", "1.0.0", "2026-01-31"), ("votes", "1.1.0", "2026-02-28")]  # fmt: skip
    for one in index:
        for link in (*one["links"].values(), *(link for table in one["tables"] for link in table["links"].values())):
            assert built.built(link).is_file()


# The data package


@pytest.mark.parametrize("dataset", ["places", "votes"])
def test_frictionless_accepts_the_package_and_every_file_of_it(built, dataset):
    report = frictionless.validate(str(built.built(f"{dataset}/datapackage.json")))

    assert report.flatten(["type", "message"]) == []
    assert len(report.tasks) == len(built.package(dataset)["resources"])


@pytest.mark.parametrize("dataset", ["places", "votes"])
def test_the_descriptor_is_of_the_data_package_profile(built, dataset):
    profile = json.loads((files("dplib") / "profiles" / "2.0" / "datapackage.json").read_text(encoding="utf-8"))

    package = built.package(dataset)

    jsonschema.Draft7Validator(profile).validate(package)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"


def test_frictionless_would_notice_a_changed_figure(project):
    project.built("votes/turnout.csv").write_text(
        project.built("votes/turnout.csv").read_text().replace(",1300,", ",1301,")
    )

    report = frictionless.validate(str(project.built("votes/datapackage.json")))

    assert {kind for (kind,) in report.flatten(["type"])} == {"hash-count"}


def test_texts_stand_in_every_language_at_every_level(built):
    package = built.package("votes")
    turnout = next(one for one in package["resources"] if one["name"] == "turnout")
    status = next(one for one in turnout["schema"]["fields"] if one["name"] == "status")

    assert package["languages"] == ["sq", "en"]
    assert (package["title"], package["translations"]["en"]["title"]) == ("Votat", "Votes")
    assert (turnout["title"], turnout["translations"]["en"]["title"]) == ("Pjesëmarrja", "Turnout")
    assert (status["title"], status["translations"]["en"]["title"]) == ("Statusi", "Status")
    assert status["translations"]["en"]["categories"][1] == {"value": "preliminary", "label": "Preliminary", "description": "May change."}  # fmt: skip


def test_the_language_of_texts_stands_in_the_descriptor(project):
    status = "{name: status, constant: final, codelist: status, title: {sq: Statusi, en: Status}, description: {sq: S., en: S.}}"
    project.edit("places/tables/aliases.yaml", "constant: P1}\n", f"constant: P1}}\n  - {status}\n")
    project.edit(
        "places/tables/aliases.yaml",
        "en: As met.},",
        "en: As met.}, language: {field: status, tags: {final: sr-Latn}},",
    )
    project.build()

    tables = {one["name"]: one.get("schema", {}) for one in project.package("places")["resources"]}
    said = {one["name"]: one.get("language") for name in ("places", "aliases") for one in tables[name]["fields"]}
    assert (said["name_sq"], said["name_en"], said["place_code"]) == ("sq", "en", None)
    assert said["alias"] == {"field": "status", "tags": {"final": "sr-Latn"}}
    assert frictionless.validate(str(project.built("places/datapackage.json"))).valid


def test_references_stand_in_the_descriptor_inside_and_across_datasets(built):
    turnout = next(one for one in built.package("votes")["resources"] if one["name"] == "turnout")

    inside = [(one["fields"], one["reference"]["resource"]) for one in turnout["schema"]["foreignKeys"]]
    across = [(one["fields"], one["reference"]["package"]) for one in turnout["schema"]["references"]]
    assert inside == [(["election_id"], "elections"), (["source_id"], "sources")]
    assert across == [(["place_code"], "../places/datapackage.json")]


def test_the_archive_holds_every_file_and_a_readme_in_every_language(built):
    for dataset, day in (("places", (2026, 1, 31)), ("votes", (2026, 2, 28))):
        folder = built.built(dataset)
        published = {path.name for path in folder.iterdir()} - {"page.json", f"{dataset}.zip"}

        with zipfile.ZipFile(folder / f"{dataset}.zip") as archive:
            members = {Path(name).name: archive.read(name) for name in archive.namelist()}
            dates = {member.date_time for member in archive.infolist()}

        # In this order and of this day, or the same content would give other bytes.
        assert (list(members), dates) == (sorted(members), {(*day, 0, 0, 0)})
        assert set(members) == {*published, "readme.sq.txt", "readme.en.txt"}
        assert all(members[name] == (folder / name).read_bytes() for name in published)


def test_a_published_file_is_the_raw_one_byte_for_byte(built):
    assert built.built("places/outlines.geojson").read_bytes() == built.path("places/raw/outlines.geojson").read_bytes()
