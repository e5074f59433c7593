"""A build is whole or not at all, the same everywhere, and no more work than there is to do."""

from __future__ import annotations

import csv
import errno
import os
import shutil
import tracemalloc
from typing import Any

import pytest
from conftest import Project, snapshot
from frictionless import Package

from pipeline.__main__ import main
from pipeline.errors import DescriptionError, InvalidTableError, SetupError
from pipeline.keys import content_key
from pipeline.manifest import is_whole, write_manifest

TURNOUT, TURNOUT_RAW = "votes/tables/turnout.yaml", "votes/raw/turnout.csv"
CHART = """\
- {name: turnout, kind: bars, table: turnout, where: election_id == 'local-2025', category: place_code,
   value: turnout_pct, title: {sq: Pjesëmarrja, en: Turnout}, alt: {sq: Shirita., en: Bars.}}
"""


def told(project: Project, *names: str) -> list[str]:
    """Build, and give the datasets that were built anew."""
    return [line.split(":")[0] for line in project.build(*names) if "tables" in line]


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


def test_whether_files_have_changed_is_seen_without_having_them_in_memory(tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(2**25)
    tracemalloc.start()

    content_key(tmp_path)
    write_manifest(tmp_path)
    assert is_whole(tmp_path)

    assert tracemalloc.get_traced_memory()[1] < 2**21
    tracemalloc.stop()


@pytest.mark.parametrize("file", ["votes/turnout.csv", "votes/page.json", "votes/votes.zip"])
def test_a_dataset_of_which_a_file_was_lost_is_built_again_and_no_other(file, project, capsys):
    before = snapshot(project.root / "build")
    lost = project.built(file)
    lost.unlink()
    lost.write_bytes(b"")

    assert main([]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "build: no longer as it was built"
    assert [line.partition(":")[0] for line in said if "tables" in line] == ["votes"]
    assert snapshot(project.root / "build") == before


def test_a_dataset_of_which_a_file_was_lost_is_built_though_another_is_asked_for(project):
    before = snapshot(project.root / "build" / "votes")
    project.built("votes/turnout.csv").unlink()

    assert told(project, "places") == ["votes"]
    assert snapshot(project.root / "build" / "votes") == before


def test_a_lost_dataset_is_built_with_what_it_refers_to_though_another_is_asked_for(project):
    shutil.copytree(project.path("places"), project.path("towns"))
    project.build()
    project.edit("places/raw/places.csv", "Pebble", "Pebbles")
    project.built("votes/turnout.csv").unlink()

    assert told(project, "towns") == ["places", "votes"]


def test_frictionless_judges_a_description_once_and_files_that_are_proved_not_at_all(project, monkeypatch):
    asked: list[str] = []

    class Asked(Package):
        def __init__(self, **described: Any) -> None:
            asked.append(described["name"])
            super().__init__(**described)

    monkeypatch.setattr("frictionless.Package", Asked)
    project.edit(TURNOUT_RAW, ",400,0,0.0,", ",500,0,0.0,")
    project.build()
    assert asked == []

    project.edit(TURNOUT, "en: Registered voters", "en: Voters on the list")
    project.build()
    assert asked == ["votes"]


def test_a_changed_word_of_a_catalogue_rebuilds_everything(project):
    project.edit("../languages/en.toml", '"file.version" = "Version"', '"file.version" = "Edition"')

    assert told(project) == ["places", "votes"]


@pytest.mark.parametrize(
    ("add", "message"),
    [
        (lambda votes: (votes / "stray.csv").touch(), "stray.csv"),
        (lambda votes: (votes / "stray").mkdir(), "stray"),
        (lambda votes: votes.joinpath("tables/elections.yaml").rename(votes.parents[1] / "moved.yaml") and votes.joinpath("tables/elections.yaml").symlink_to(votes.parents[1] / "moved.yaml"), "a link that leads out"),
    ],
    ids=["a file", "a folder", "a link to the same words elsewhere"],
)  # fmt: skip
def test_what_does_not_belong_to_a_dataset_is_refused_though_its_descriptions_are_known(project, add, message):
    add(project.path("votes"))

    with pytest.raises(DescriptionError, match=message):
        project.build()


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
    assert lines[0] == (
        "data/votes/raw/turnout.csv:2: 1 cells; expected 8 as in the heading. Say `short_rows: true` if the others are empty."
    )
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
    assert (main(arguments), capsys.readouterr().out.splitlines()[-1]) == (0, "../out/build: nothing has changed")

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


@pytest.mark.parametrize("content", [b"[]", b"\xff", b"5", b"[" * 100_000])
def test_damaged_keys_are_those_of_no_build(project, content):
    before = snapshot(project.built(""))
    project.built(".keys.json").write_bytes(content)

    project.build()

    assert snapshot(project.built("")) == before


def test_a_build_on_a_disk_without_links_is_the_same(project, monkeypatch):
    before = snapshot(project.built(""))

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("os.link", refuse)
    project.build()

    assert snapshot(project.built("")) == before
