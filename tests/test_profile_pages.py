"""The pages of things: reached from the tables that name them, and leading back to their data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, write_project
from towns import declare

from pipeline.render.page import read_page
from pipeline.render.renew import renew


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small project with its declarations; every link and anchor of it has been checked."""
    folder = tmp_path_factory.mktemp("profiles")
    project = write_project(folder / "project")
    declare(project)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.root)
        project.build()
        patch.chdir(ROOT)
        renew(project.root / "build", folder / "output", tell=lambda _: None)
    return folder / "output"


def text(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_every_thing_has_a_page_in_every_language(site):
    for language in ("sq", "en"):
        pages = sorted(path.name for path in (site / language / "towns").iterdir() if path.is_dir())
        assert pages == ["fountain", "goodwater", "pebble"]


def test_a_page_says_what_the_pipeline_has_computed(site):
    assert "Gurëz: 50%, vendi 1 ndër 3." in text(site, "sq/towns/pebble")
    assert "10 points less." in text(site, "en/towns/pebble")


def test_the_leading_figure_stands_at_the_head(site):
    assert '<b class="value">50.00%</b> Turnout' in text(site, "en/towns/pebble")


def test_what_a_leading_figure_counts_follows_its_number(site):
    assert '<b class="value">2</b> Numërime' in text(site, "sq/towns/pebble")
    assert '<b class="value">1</b> Numërim<' in text(site, "sq/towns/fountain")


def test_the_list_of_things_leads_to_each_of_them(site):
    links = read_page(site / "en" / "towns" / "index.html").links

    assert {"pebble/", "goodwater/", "fountain/"} <= links


def test_a_table_that_names_a_thing_leads_to_its_page(site):
    assert '<a class="table__thing" href="../../../towns/pebble/">Pebble</a>' in text(site, "en/data/votes/turnout")


def test_in_the_list_that_owns_the_things_the_first_column_leads_to_them(site):
    assert '<a class="table__thing" href="../../../towns/pebble/">03</a>' in text(site, "en/data/places/places")


def test_a_panel_leads_to_its_data_set_and_its_table(site):
    links = read_page(site / "en" / "towns" / "pebble" / "index.html").links

    assert {"../../data/votes/", "../../data/votes/turnout/"} <= links


def test_the_way_to_a_page_is_told_to_machines_too(site):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text(site, "en/towns/pebble"))

    assert found is not None
    steps = json.loads(found[1])["itemListElement"]
    assert [step["name"] for step in steps][1:] == ["Towns", "Pebble"]


def test_the_map_of_the_site_lists_the_pages(site):
    assert "/en/towns/pebble/</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")
