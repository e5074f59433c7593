"""What a build is: true to its sources, equal in every format, and no more work than there is to do."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
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
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, Project, snapshot, write_project

from pipeline.__main__ import main
from pipeline.errors import CorrectionError, InvalidTableError, SetupError

TURNOUT, TURNOUT_RAW = "votes/tables/turnout.yaml", "votes/raw/turnout.csv"
CHART = """\
- {name: turnout, kind: bars, table: turnout, where: election_id == 'local-2025', category: place_code,
   value: turnout_pct, title: {sq: Pjesëmarrja, en: Turnout}, alt: {sq: Shirita., en: Bars.}}
"""


@pytest.fixture(scope="session")
def built(finished: Path) -> Project:
    """The finished project, for tests that only look at it."""
    return Project(finished)


def tables(built: Project) -> Iterator[str]:
    for dataset in ("places", "votes"):
        for resource in built.package(dataset)["resources"]:
            if resource.get("type") == "table":
                yield f"{dataset}/{resource['name']}"


def told(project: Project, *names: str) -> list[str]:
    """Build, and give the datasets that were built anew."""
    return [line.split(":")[0] for line in project.build(*names) if "tables" in line]


# Values


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


def test_a_date_before_1900_stands_in_a_workbook_as_text(project):
    project.edit("places/raw/sources.csv", "2020-05-01", "1878-06-10")

    project.build()

    assert sheet(project, "places", "sources")[0]["date"] == "1878-06-10"


def test_a_cell_that_looks_like_a_formula_stays_text_in_a_workbook(project):
    project.edit("places/raw/sources.csv", "List of places", "=1+1")

    project.build()

    assert sheet(project, "places", "sources")[0]["title"] == "=1+1"


# From the raw file to the row


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
    assert [(one["value"], one["n"]) for one in page["highlights"]] == [(1900, 2)]
    assert [(one["was"], one["becomes"], one["rows"]) for one in page["corrections"]] == [("1.30", "1.300", 1)]
    assert [(one["formula"], one["rows"]) for one in page["checks"]] == [("votes_cast <= registered_voters", 6)]
    assert page["about"]["en"] == "The figures are made up.\n"
    assert page["archive"] == stamp(built.built("votes/votes.zip"))


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


def test_references_stand_in_the_descriptor_inside_and_across_datasets(built):
    turnout = next(one for one in built.package("votes")["resources"] if one["name"] == "turnout")

    inside = [(one["fields"], one["reference"]["resource"]) for one in turnout["schema"]["foreignKeys"]]
    across = [(one["fields"], one["reference"]["package"]) for one in turnout["schema"]["references"]]
    assert inside == [(["election_id"], "elections"), (["source_id"], "sources")]
    assert across == [(["place_code"], "../places/datapackage.json")]


def test_the_archive_holds_every_file_and_a_readme_in_every_language(built):
    for dataset in ("places", "votes"):
        folder = built.built(dataset)
        published = {path.name for path in folder.iterdir()} - {"page.json", f"{dataset}.zip"}

        with zipfile.ZipFile(folder / f"{dataset}.zip") as archive:
            members = {Path(name).name: archive.read(name) for name in archive.namelist()}

        assert set(members) == {*published, "readme.sq.txt", "readme.en.txt"}
        assert all(members[name] == (folder / name).read_bytes() for name in published)


def test_a_published_file_is_the_raw_one_byte_for_byte(built):
    assert built.built("places/outlines.geojson").read_bytes() == built.path("places/raw/outlines.geojson").read_bytes()


# Again and elsewhere


def test_a_second_build_with_nothing_changed_builds_nothing(project):
    before = snapshot(project.root / "build")

    assert told(project) == []
    assert snapshot(project.root / "build") == before


def test_a_changed_cell_rebuilds_its_dataset_and_those_that_refer_to_it_and_no_other(project):
    project.edit(TURNOUT_RAW, ",400,0,0.0,", ",500,0,0.0,")
    assert told(project) == ["votes"]

    project.edit("places/raw/places.csv", "Pebble", "Pebbles")
    assert told(project) == ["places", "votes"]
    assert project.page("votes")["labels"]["turnout"]["place_code"]["03"]["en"] == "Pebbles"


def test_a_changed_word_of_a_catalogue_rebuilds_everything(project):
    project.edit("../languages/en.toml", '"file.version" = "Version"', '"file.version" = "Edition"')

    assert told(project) == ["places", "votes"]


def test_only_what_is_asked_for_is_built_with_what_it_refers_to(project):
    shutil.rmtree(project.root / "build")

    assert told(project, "places") == ["places"]
    assert not project.built("votes").exists()
    assert told(project, "votes") == ["votes"]
    assert told(project) == []


def test_what_is_not_asked_for_stays_as_it_was_last_built(project):
    project.edit(TURNOUT_RAW, ",400,0,0.0,", ",500,0,0.0,")
    project.write("votes/tables/extra.yaml", project.path("votes/tables/elections.yaml").read_text().replace("raw: ", "") .replace("title:", "raw: elections.csv\ntitle:", 1))  # fmt: skip
    before = snapshot(project.root / "build" / "votes")

    assert told(project, "places") == []
    assert snapshot(project.root / "build" / "votes") == before
    assert told(project) == ["votes"]
    assert project.built("votes/extra.csv").is_file()


def test_a_dataset_that_is_gone_goes_from_the_build(project):
    project.remove("votes")

    project.build()

    assert sorted(path.name for path in project.built("").iterdir()) == [".keys.json", "index.json", "places"]


def test_a_failed_build_leaves_the_last_good_one(project):
    before = snapshot(project.root / "build")
    project.edit(TURNOUT_RAW, ",550,", ",5.500,")

    with pytest.raises(InvalidTableError):
        project.build()

    assert snapshot(project.root / "build") == before


def test_a_build_that_fails_at_its_pictures_leaves_the_last_good_one(project):
    before = snapshot(project.root / "build")
    project.write("votes/charts.yaml", CHART)

    with pytest.raises(SetupError, match="plotly"):
        project.build()

    assert snapshot(project.root / "build") == before


def test_builds_in_two_folders_clocks_and_locales_are_equal_byte_for_byte(tmp_path):
    first = write_project(tmp_path / "first")
    second = write_project(tmp_path / "elsewhere" / "second")

    for project, settings in (
        (first, {"TZ": "Europe/Belgrade", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"}),
        (second, {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0"}),
    ):
        done = run(project, settings)
        assert (done.returncode, done.stderr) == (0, "")

    assert snapshot(first.root / "build") == snapshot(second.root / "build")


def run(project: Project, settings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)


# The command line


def test_a_refused_build_exits_with_1_and_says_why_on_stderr(project, capsys):
    project.edit(TURNOUT_RAW, ",550,", ",5.500,")

    code = main([])

    out, err = capsys.readouterr()
    assert code == 1
    assert err == (
        "data/votes/raw/turnout.csv:7: registered_voters `1100`, votes_cast `5500`; "
        "expected votes_cast <= registered_voters. Nobody votes without being on the list.\n"
    )
    assert "5500" not in out


def test_the_first_twenty_problems_are_told_and_the_rest_is_counted(project, capsys):
    heading = project.path(TURNOUT_RAW).read_text(encoding="utf-8").splitlines()[0]
    project.write(TURNOUT_RAW, heading + "\nlocal-2025" * 30 + "\n")

    assert main([]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[0] == "data/votes/raw/turnout.csv:2: 1 cells; expected 8 as in the heading."
    assert lines[-1] == "… and 10 more"


def test_a_good_build_exits_with_0_and_then_has_nothing_to_do(project, capsys):
    shutil.rmtree(project.root / "build")

    assert (main([]), capsys.readouterr().out.splitlines()[-1]) == (0, "build: built")
    assert (main([]), capsys.readouterr().out) == (0, "build: nothing has changed\n")
    assert (main(["votes"]), capsys.readouterr().out) == (0, "build: nothing has changed\n")


@pytest.mark.usefixtures("project")
def test_an_unknown_dataset_is_refused_even_when_nothing_has_changed(capsys):
    assert main([]) == 0
    assert main(["vote"]) == 1
    assert capsys.readouterr().err == "data: no dataset `vote`; expected one of places, votes. Did you mean `votes`.\n"


def test_a_folder_that_cannot_be_written_is_named(project, capsys):
    (project.root / "file").write_text("in the way")

    assert main(["--build", "file/build"]) == 1
    assert capsys.readouterr().err == "file: File exists; expected a file that can be read and written.\n"


def test_data_elsewhere_is_seen_to_change(project, tmp_path, capsys, monkeypatch):
    (tmp_path / ".hidden").mkdir()
    monkeypatch.chdir(tmp_path / ".hidden")
    for name in ("languages", "theme"):
        shutil.copytree(project.root / name, name)
    arguments = ["--data", "../project/data", "--build", "../out/build"]
    assert main(arguments) == 0

    project.edit(TURNOUT_RAW, ",400,0,0.0,", ",500,0,0.0,")

    assert main(arguments) == 0
    assert "votes: " in capsys.readouterr().out


# A stranger's dataset


def test_a_dataset_is_added_as_a_folder_and_nothing_else_is_touched(project):
    shutil.copytree(project.path("votes"), project.path("mills"))
    for part in ("corrections.yaml", "notes.yaml", "reconciliation.yaml", "raw/history.csv", "tables/history.yaml"):
        project.remove(f"mills/{part}")
    project.edit("mills/raw/turnout.csv", ",1.30,", ",1.300,")
    before = snapshot(project.root / "build" / "votes")

    assert told(project) == ["mills"]

    assert snapshot(project.root / "build" / "votes") == before
    assert project.records("mills/turnout")[4]["votes_cast"] == "1300"
    with project.built("mills/turnout.csv").open(encoding="utf-8") as file:
        assert "note_ids" not in next(csv.reader(file))
