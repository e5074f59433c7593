"""Things side by side: what compares, what does not, and the choice in the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsed import needs_browser, opened, served, violations
from built import write_build
from profiled import write_profiles

from pipeline.catalogues import read_languages
from pipeline.render.compare import grids
from pipeline.render.links import linked
from pipeline.render.profiles import Kind, figures, read_kinds
from pipeline.render.read import read_datasets
from pipeline.render.renew import renew

SQ, EN = read_languages()
PAGE = "/en/fountains/compare/"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_profiles(write_build(tmp_path_factory.mktemp("compare") / "build"))


@pytest.fixture(scope="module")
def kind(build: Path) -> Kind:
    return read_kinds(build)[0]


@pytest.fixture(scope="module")
def address(build: Path) -> Iterator[str]:
    renew(build, build.parent / "output", tell=lambda _: None)
    with served(build.parent / "output") as url:
        yield url


def visits(build: Path, kind: Kind) -> Any:
    datasets = {dataset.name: dataset for dataset in linked(read_datasets(build), [kind])}
    return grids(kind, datasets, EN)[1]


def test_a_kind_is_compared_when_a_panel_says_by_what(kind):
    assert kind.comparison == "fountains/compare/"


@pytest.mark.usefixtures("address")
def test_the_map_of_the_site_lists_the_page(build):
    assert f"{PAGE}</loc>" in (build.parent / "output/sitemap.xml").read_text(encoding="utf-8")


def test_a_leading_figure_that_is_missing_or_nought_is_not_shown(kind):
    columns = [column for column in kind.content["columns"] if column["type"] in {"integer", "number"}]
    told = {"value": "7", "text": {"en": "7"}, "title": {"en": "Visits"}, "same": []}
    content = {**kind.content, "columns": columns[:1] * 3}
    thing = {"figures": [told, {**told, "value": "0", "text": {"en": "0"}}, None]}

    assert figures(replace(kind, content=content), thing, EN) == [("7", "Visits")]


def test_a_place_has_a_figure_for_each_thing_that_is_known_there(build, kind):
    (open_, shut) = visits(build, kind).places

    assert {open_.label, shut.label} == {"Open: yes", "Open: no"}
    assert sorted([*open_.figures, *shut.figures]) == [f"f-{n:02}" for n in range(1, 8)]


def test_bases_stand_with_each_figure_where_they_differ(build, kind):
    place = next(place for place in visits(build, kind).places if place.label == "Open: yes")

    assert place.bases is None
    assert place.figures["f-01"].same == place.figures["f-05"].same == "preliminary"
    assert [base.cell.text for base in place.figures["f-07"].bases] == ["Disputed"]


@pytest.mark.usefixtures("address")
def test_the_page_holds_the_whole_list_without_a_script(build):
    page = (build.parent / "output/sq/fountains/compare/index.html").read_text(encoding="utf-8")

    assert page.count("<tr data-thing=") == 14
    assert 'aria-label="Burimi 2"><span title="A survey" lang="en">2</span></a>' in page
    assert 'href="../f-01/"' in page


@needs_browser
def test_the_choice_in_the_address_stands_side_by_side(browser, address):
    with opened(browser, f"{address}{PAGE}?with=f-01,f-05") as page:
        cells = page.locator(".compared section:nth-of-type(2) tbody tr >> nth=0").locator("th, td").all_inner_texts()

        assert page.locator(".compared h2").inner_text() == "Burimi fountain and Guri fountain"
        assert [cell.split()[0] for cell in cells] == ["Open:", "1.50%", "5.50%", "-4"]
        assert page.locator(".compared").get_by_text("Water stopped").count() == 1
        assert violations(page) == []


@needs_browser
def test_figures_of_different_status_are_shown_but_not_compared(browser, address):
    with opened(browser, f"{address}{PAGE}?with=f-01,f-07") as page:
        row = page.locator(".compared section:nth-of-type(2) tbody tr >> nth=0")

        assert "not comparable" in row.inner_text()
        assert row.locator(".badge").all_inner_texts() == ["Preliminary", "Disputed"]
        assert row.locator(".beside__bar").count() == 0


@needs_browser
def test_figures_below_zero_have_no_bars(browser, address):
    with opened(browser, f"{address}{PAGE}?with=f-01") as page:
        page.locator(".whole td[data-value]").evaluate_all(
            "(all) => all.forEach((each) => { each.dataset.value *= -1; })"
        )
        page.locator("select").nth(1).select_option("f-02")

        widths = page.locator(".beside__bar").evaluate_all("(all) => all.map((each) => each.offsetWidth)")
        assert set(widths) <= {0}


@needs_browser
def test_choosing_changes_the_address_and_back_returns(browser, address):
    with opened(browser, address + PAGE) as page:
        page.locator("select").nth(0).select_option("f-01")
        assert page.locator(".compared").inner_text() == ""
        page.locator("select").nth(1).select_option("f-02")

        assert page.url.endswith("?with=f-01%2Cf-02")
        assert page.locator(".compared h2").inner_text() == "Burimi fountain and Çinari fountain"
        assert "with=f-01" in page.locator(".languages__link").get_attribute("href")
        page.go_back()
        assert page.locator(".compared").inner_text() == ""


@needs_browser
def test_the_other_language_shows_the_same_choice(browser, address):
    with opened(browser, f"{address}{PAGE}?with=f-01,f-02,f-04") as page:
        page.locator(".languages__link").click()

        assert page.locator(".compared h2").inner_text() == "Burimi, Çinari dhe Ëmbla"


@needs_browser
def test_an_unknown_name_or_a_fifth_one_is_said(browser, address):
    with opened(browser, f"{address}{PAGE}?with=f-01,f-02,f-04,f-05,f-06,nothing") as page:
        said = page.locator(".chooser__said").inner_text()

        assert "nothing by the name of nothing" in said
        assert "first four" in said
        assert page.locator(".compared section:nth-of-type(1) thead th").count() == 5


@needs_browser
def test_an_unknown_name_is_said_as_it_was_written(browser, address):
    with opened(browser, f"{address}{PAGE}?with=$%26") as page:
        assert "nothing by the name of $&" in page.locator(".chooser__said").inner_text()


@needs_browser
@pytest.mark.parametrize("width", [320, 360])
def test_four_things_fit_a_phone(browser, address, width):
    with opened(browser, f"{address}{PAGE}?with=f-01,f-02,f-04,f-05", width=width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(
            "[...document.querySelectorAll('.compared .table')].every((each) => each.scrollWidth <= each.clientWidth + 1)"
        )
        assert violations(page) == []


@needs_browser
def test_without_a_script_the_whole_list_is_open_and_no_choice_is_offered(browser, address):
    with opened(browser, address + PAGE, java_script_enabled=False) as page:
        assert page.locator("tr[data-thing]").first.is_visible()
        assert not page.locator(".chooser").is_visible()


@needs_browser
def test_what_all_figures_of_a_thing_stand_on_is_said_once_at_its_head(browser, address):
    with opened(browser, f"{address}{PAGE}?with=f-01,f-02") as page:
        table = page.locator(".compared section:nth-of-type(1) table")

        assert table.locator("thead .badge").all_inner_texts() == ["Preliminary", "Preliminary"]
        assert table.locator("tbody .badge").count() == 0


@needs_browser
def test_leading_figures_of_different_status_are_shown_but_not_compared(browser, address):
    with opened(browser, f"{address}{PAGE}?with=F-01,f-04") as page:
        table = page.locator(".compared section:nth-of-type(1) table")

        assert table.locator("thead .badge").all_inner_texts() == ["Preliminary", "Final"]
        assert "not comparable" in table.locator("thead").inner_text()
        assert table.locator(".beside__bar").count() == 0


def test_places_that_are_no_times_stand_by_their_names(build, kind):
    assert [place.label for place in visits(build, kind).places] == ["Open: no", "Open: yes"]
