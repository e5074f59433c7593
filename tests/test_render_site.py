"""The rendered site of a small fictional build: which pages there are and what they say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from built import write_build

from pipeline.catalogues import read_languages
from pipeline.errors import SiteError
from pipeline.render.page import read_page
from pipeline.render.renew import renew

LANGUAGES = read_languages()
PAGES = ["", "data/", "data/fountains/", "data/fountains/fountains/", "data/mills/", "data/mills/mills/", "method/"]
PAGES += ["data/fountains/quality/", "data/mills/quality/"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    renew(write_build(folder / "build"), folder / "output", tell=lambda _: None)
    return folder / "output"


def text(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def xml(file: Path) -> ElementTree.Element:
    return ElementTree.fromstring(file.read_bytes())  # noqa: S314  our own file


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_page_stands_in_every_language(site, language, path):
    page = read_page(site / language.code / path / "index.html")

    assert page.lang == language.tag
    assert page.canonical == f"http://localhost:8000/{language.code}/{path}"
    assert set(page.alternates) == {*(each.tag for each in LANGUAGES), "x-default"}


def test_the_language_switch_leads_to_the_same_page(site):
    assert 'href="../../../en/data/fountains/" lang="en" hreflang="en"' in text(site, "sq/data/fountains")


def test_a_table_shows_its_first_rows_and_the_rest_on_a_page_of_its_own(site):
    assert text(site, "en/data/fountains").count('<th scope="row">Fountain') == 10
    assert text(site, "en/data/fountains/fountains").count('<th scope="row">Fountain') == 30


def test_a_missing_value_is_said_to_be_missing_and_never_zero(site):
    row = re.search(r"<tr>\s*<th[^>]*>Fountain 3</th>.*?</tr>", text(site, "en/data/fountains"), re.DOTALL)

    assert row is not None
    assert '<span class="unseen">missing</span>' in row[0]
    assert ">0<" not in row[0]


def test_numbers_and_dates_follow_the_language_of_the_page(site):
    assert "24\u00a0680" in text(site, "sq/data/fountains/fountains")
    assert "24,680" in text(site, "en/data/fountains/fountains")
    assert "12 mar 1952" in text(site, "sq/data/fountains")
    assert "12 Mar 1952" in text(site, "en/data/fountains")


def test_a_status_is_shown_by_its_label_as_a_badge(site):
    assert '<span class="badge badge--preliminary">Paraprak</span>' in text(site, "sq/data/fountains")


def test_a_row_with_notes_links_to_them_below_its_table(site):
    page = text(site, "en/data/fountains")

    assert 'href="#fountains-note-counted-twice" aria-label="Note a">a</a>' in page
    assert 'id="fountains-note-counted-twice"' in page
    assert "Counted twice in the source." in page


def test_notes_corrections_and_differences_say_the_language_of_what_they_quote(site):
    page, quality = text(site, "en/data/fountains"), text(site, "en/data/fountains/quality")

    assert page.count('The list at “<span lang="bs">Česma 4</span>” is missing.') == 2, (
        "in the notes and below the table"
    )
    assert 'A full stop at “<span lang="sr-Latn">Česma 1</span>”.' in page
    assert 'Digits changed places at “<span lang="bs">Česma 2</span>”.' in quality


def test_a_place_of_a_difference_says_what_its_numbers_are(site):
    assert '<th scope="row">Fountain 2, visitors\u00a02,468</th>' in text(site, "en/data/fountains/quality")


def test_marks_of_a_row_stand_in_the_order_of_the_alphabet(site):
    row = text(site, "en/data/fountains").split(">Fountain 4")[1].split("</tr>")[0]

    assert re.findall(r'aria-label="Note (.)"', row) == ["a", "b"], "though the row names the second note first"


def test_a_row_names_its_source_and_links_to_it(site):
    link = 'href="../#source-town-1990" title="Regjistri i çezmave &amp; ujërave">1</a>'

    assert link in text(site, "sq/data/fountains/fountains")
    assert 'id="source-town-1990"' in text(site, "sq/data/fountains")


def test_a_title_of_a_source_says_its_language_where_the_page_is_in_another(site):
    sq, en = (text(site, f"{code}/data/fountains") for code in ("sq", "en"))

    assert 'title="Regjistri i çezmave &amp; ujërave" lang="sq">1</a>' in en
    assert '<p lang="sq"><a href="https://example.org/register?a=1&amp;b=2">Regjistri i çezmave' in en
    assert 'title="A survey" lang="en">2</a>' in sq
    assert '<p lang="en">A survey</p>' in sq
    assert "<p>A survey</p>" in en
    assert "<p>A survey</p>" in text(site, "sq/data/mills"), "the language is not known there"


def test_names_in_another_language_say_so(site):
    page = text(site, "sq/data/fountains")

    assert '<td lang="sr-Latn">Česma 1</td>' in page
    assert '<td lang="bs">Česma 2</td>' in page


def test_a_correction_shows_what_the_source_says_and_why_it_is_read_otherwise(site):
    page = text(site, "en/data/fountains")

    assert '<del class="was">450.000.00 Euro</del>' in page
    assert '<ins class="becomes">450,000.00 Euro</ins>' in page
    assert "A full stop at" in page


def test_figures_that_disagree_stand_side_by_side_with_the_reason(site):
    page = text(site, "sq/data/fountains/quality")

    assert "Çezma 2" in page
    assert all(words in page for words in ("2\u00a0468", "2\u00a0486", "Shifra të ndërruara"))


def test_figures_of_the_home_page_are_those_of_the_build(site):
    assert '<b class="value">765\u00a0500\u00a0€</b> për <b class="value">12</b> çezma' in text(site, "sq")
    assert '<b class="value">€765,500</b> for <b class="value">12</b> fountains' in text(site, "en")


def test_values_are_escaped(site):
    assert '<th scope="row">m&lt;1&gt;</th>' in text(site, "en/data/mills")


def test_data_about_the_dataset_can_be_read_by_machines(site):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text(site, "sq/data/fountains"))

    way, described = (json.loads(block) for block in blocks)
    assert described["@type"] == "Dataset"
    assert described["isBasedOn"] == ["https://example.org/register?a=1&b=2"]
    assert described["temporalCoverage"] == "1951/1980"
    assert described["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert described["spatialCoverage"]["name"] == "Kosovë"
    assert len(described["distribution"]) == 9
    assert way["@type"] == "BreadcrumbList"


def test_everything_built_is_published_except_what_is_for_the_pages(site):
    assert (site / "data/fountains/fountains.csv").is_file()
    assert (site / "data/index.json").is_file()
    assert not (site / "data/fountains/page.json").exists()


def test_paper_is_never_dark(site):
    (stylesheet,) = site.glob("static/site.*.css")
    page = text(site, "en/data/fountains")

    assert "@media (prefers-color-scheme" not in stylesheet.read_text(encoding="utf-8")
    assert page.count("<source media") == page.count('<source media="screen and ') > 0


def test_feeds_tell_the_changes_newest_first(site):
    feed = xml(site / "en/feed.xml")
    entries = feed.findall("{*}entry")

    assert [entry.findtext("{*}title") for entry in entries] == [
        "Public fountains, version 1.1.0",
        "Mills, version 0.1.0",
        "Public fountains, version 1.0.0",
    ]
    assert feed.findtext("{*}updated") == "2026-11-20T00:00:00Z"


def test_the_home_page_tells_the_last_change_of_each_dataset(site):
    home = text(site, "en")

    told = re.findall(r'class="change__head">.*?data/([a-z]+)/.*?Version ([0-9.]+)', home, re.DOTALL)
    assert told == [("fountains", "1.1.0"), ("mills", "0.1.0")]


def test_a_long_name_of_a_column_breaks_between_its_words(site):
    codebook = text(site, "en/codebook")

    assert "<code>opened_<wbr>date</code>" in codebook


def test_the_map_of_the_site_lists_every_page_with_its_other_languages(site):
    urls = xml(site / "sitemap.xml").findall("{*}url")
    pages = [path for path in site.rglob("index.html") if path.parent != site and "noindex" not in path.read_text()]

    assert len(urls) == len(pages)
    assert all(len(url.findall("{*}link")) == len(LANGUAGES) + 1 for url in urls)


def test_links_of_the_404_page_start_at_the_root(site):
    page = read_page(site / "404.html")

    assert all(link.startswith(("/", "#")) for link in page.links)


def test_nothing_on_a_page_is_loaded_from_elsewhere(site):
    for file in site.rglob("*.html"):
        assert not [load for load in read_page(file).loads if "//" in load]


def test_two_renderings_are_the_same_to_the_byte(site, tmp_path):
    renew(write_build(tmp_path / "build"), tmp_path / "output", tell=lambda _: None)

    def contents(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.name != ".key"
        }

    assert contents(site) == contents(tmp_path / "output")


def test_a_site_below_a_path_keeps_to_it(tmp_path, monkeypatch):
    monkeypatch.setenv("SITEURL", "https://site.example/repo")

    renew(write_build(tmp_path / "build"), tmp_path / "output", "publishconf.py", tell=lambda _: None)

    home = read_page(tmp_path / "output/sq/index.html")
    assert home.canonical == "https://site.example/repo/sq/"
    assert not [link for link in home.links | home.loads if link.startswith("/")]
    lost = read_page(tmp_path / "output/404.html")
    assert all(link.startswith(("/repo/", "#")) for link in lost.links)


def test_a_table_longer_than_a_page_says_so(tmp_path):
    renew(write_build(tmp_path / "build", rows=510), tmp_path / "output", tell=lambda _: None)

    page = text(tmp_path / "output", "en/data/fountains/fountains")
    assert page.count('<th scope="row">Fountain') == 100
    assert "The first 100 of 510 rows." in page


def test_a_code_without_a_label_stops_the_site(tmp_path):
    build = write_build(tmp_path / "build")
    page = build / "fountains/page.json"
    page.write_text(page.read_text(encoding="utf-8").replace('"f-05"', '"f-99"'), encoding="utf-8")

    with pytest.raises(SiteError, match="no label for `f-05` of `fountain_id`"):
        renew(build, tmp_path / "output", tell=lambda _: None)
