"""A newcomer's dataset: one command writes a folder that builds as it is."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from conftest import ROOT, Project

from pipeline.catalogues import read_languages
from pipeline.new import main, write_starter

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def equipped(project: Project) -> Project:
    """The project with what draws charts."""
    (project.root / "theme" / "node_modules").symlink_to(ROOT / "theme" / "node_modules")
    return project


def test_the_folder_builds_as_it_is_with_its_chart_and_touches_nothing_else(equipped):
    assert main(["polling-stations"]) == 0

    told = equipped.build()

    assert [line for line in told if "tables" in line] == ["polling-stations: 2 tables"]
    figures = equipped.records("polling-stations/figures")
    assert [(row["amount_published"], row["amount"]) for row in figures] == [
        ("1.234,50", "1234.5"),
        ("2.000,00", "2000"),
    ]
    chart = equipped.page("polling-stations")["charts"][0]
    for language in read_languages():
        for size in ("wide", "narrow"):
            picture = equipped.built("polling-stations") / chart["pictures"][language.code][size]["path"]
            assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_the_folder_builds_beside_the_codebook_of_the_real_data(project):
    for name in ("places", "votes"):
        project.remove(name)
    project.write("codebook.yaml", (ROOT / "data" / "codebook.yaml").read_bytes())
    main(["polling-stations"])
    project.remove("polling-stations/charts.yaml")

    project.build()

    assert len(project.records("polling-stations/figures")) == 2


def test_its_texts_stand_in_every_language_and_no_placeholder_of_the_starter_is_left(project):
    folder = write_starter(project.path(""), "polling-stations", read_languages(), TODAY)

    written = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml"))
    texts = re.findall(r"(?:title|description|summary|text|because|alt): (\{.*?[^\\]\"\})", written)
    assert "$" not in written
    assert len(texts) > 20
    assert all(set(json.loads(text)) == {"sq", "en"} for text in texts)


def test_its_first_change_is_dated_today(project):
    folder = write_starter(project.path(""), "polling-stations", read_languages(), TODAY)

    assert "date: 2026-11-22" in (folder / "dataset.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Polling", "data: the name `Polling`; expected lower case, digits and hyphens, such as polling-stations."),
        ("a/b", "data: the name `a/b`; expected lower case, digits and hyphens, such as polling-stations."),
        ("../x", "data: the name `../x`; expected lower case, digits and hyphens, such as polling-stations."),
        ("", "data: the name ``; expected lower case, digits and hyphens, such as polling-stations."),
        ("votes", "data/votes: a dataset of this name; expected a new name. Choose another."),
        ("profiles", "data/profiles: a dataset of this name; expected a new name. Choose another."),
    ],
)
def test_a_bad_name_is_refused_and_nothing_is_written(project, capsys, name, message):
    before = sorted(project.root.rglob("*"))

    assert main([name]) == 1
    assert capsys.readouterr().err == f"{message}\n"
    assert sorted(project.root.rglob("*")) == before


def test_a_word_that_no_catalogue_has_is_named_and_nothing_is_written(project, capsys):
    for language in ("sq", "en"):
        catalogue = project.path(f"../languages/{language}.toml")
        lines = catalogue.read_text(encoding="utf-8").splitlines()
        catalogue.write_text("\n".join(line for line in lines if not line.startswith('"new.check"')), encoding="utf-8")

    assert main(["polling-stations"]) == 1
    assert capsys.readouterr().err == (
        "languages/sq.toml: no wording `new.check`; expected every word the site uses. Add the key to every language.\n"
    )
    assert not project.path("polling-stations").exists()
