"""A text that is turned against its readers is shown as it is written, and nothing else happens: on pages and in files."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import openpyxl
import pytest
from browsed import needs_browser, opened, served
from crawled import crawl, pages
from hostile import HOSTILE, MARK, TEXTS, write_hostile
from whole import STEPS, run

SCRIPT = re.compile(r'<script type="application/(?:ld\+)?json">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = write_hostile(tmp_path_factory.mktemp("hostile") / "site")
    for step in STEPS:
        assert run(project, step).stderr == ""
    return project.root / "output"


class Shown(HTMLParser):
    """What a page says, in its text and in the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.said += [
            value or "" for name, value in attrs if name in ("alt", "title", "content", "aria-label", "value")
        ]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@needs_browser
def test_on_no_page_anything_runs_opens_or_is_asked_for(browser, site):
    with served(site) as address:
        assert list(crawl(browser, address, pages(site))) == []


@needs_browser
@pytest.mark.parametrize("asked", TEXTS, ids=HOSTILE)
def test_a_search_for_it_is_harmless(browser, site, asked):
    with served(site) as address, opened(browser, f"{address}/en/search/?{urlencode({'q': asked})}") as page:
        page.wait_for_function(
            "(asked) => document.querySelector('main input[type=search]').value === asked", arg=asked
        )
        page.wait_for_function("() => document.querySelector('#said').textContent.trim() !== ''")
        assert not page.evaluate(f"'{MARK}' in window")


@pytest.mark.parametrize("text", TEXTS, ids=HOSTILE)
def test_it_is_shown_letter_by_letter(site, text):
    said = ""
    for path in site.rglob("*.html"):
        page = Shown()
        page.feed(path.read_text(encoding="utf-8"))
        said += "\n".join(page.said)

    assert text in said


def test_data_inside_pages_stay_data(site):
    found = [block for page in site.rglob("*.html") for block in SCRIPT.findall(page.read_text(encoding="utf-8"))]

    assert any(MARK in json.dumps(json.loads(block)) for block in found)


def test_feeds_pictures_and_the_map_of_the_site_stay_what_they_are(site):
    said = ""
    for file in [*site.glob("*/*/**/*.svg"), *site.rglob("*.xml")]:
        tree = ElementTree.fromstring(file.read_bytes())  # noqa: S314  our own file
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert not tags & {"script", "foreignObject", "image", "a", "iframe", "style"}, file.name
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")], file.name
        said += "".join(tree.itertext())

    assert MARK in said


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(site):
    books = list(site.rglob("*.xlsx"))
    cells = [
        cell for file in books for sheet in openpyxl.load_workbook(file) for row in sheet.iter_rows() for cell in row
    ]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert any(MARK in str(cell.value) for cell in cells)


def test_a_table_keeps_the_text_as_it_was_published(site):
    with (site / "data/votes/sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert rows[0]["title"] == f"Results {TEXTS[0]}"
    assert json.loads((site / "data/votes/sources.json").read_text(encoding="utf-8"))[0]["title"] == rows[0]["title"]


def test_a_citation_stays_one_entry_with_its_braces_in_pairs(site):
    for file in site.rglob("*.bib"):
        entry = re.sub(r"\\[{}\\]", "", file.read_text(encoding="utf-8"))
        assert entry.count("@") >= 1
        assert entry.count("{") == entry.count("}")
