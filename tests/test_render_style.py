"""The style page: every component, with what it declares, and out of the way of readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsed import needs_browser, opened, served, violations
from built import write_build
from profiled import write_profiles

from pipeline.catalogues import read_languages
from pipeline.errors import DescriptionError, SiteError
from pipeline.render.renew import renew
from pipeline.render.style import components, read_examples

THEME = Path("theme")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("style")
    renew(write_profiles(write_build(folder / "build")), folder / "output", tell=lambda _: None)
    return folder / "output"


def test_every_component_is_shown_with_what_it_declares(site):
    page = (site / "en/style/index.html").read_text(encoding="utf-8")

    for file in (THEME / "templates/parts").glob("*.html"):
        assert f'id="part-{file.stem}"' in page


def test_no_search_engine_is_led_to_it(site):
    assert '<meta name="robots" content="noindex">' in (site / "sq/style/index.html").read_text(encoding="utf-8")
    assert "/style/" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_component_without_a_declaration_is_refused(tmp_path):
    (tmp_path / "templates/parts").mkdir(parents=True)
    (tmp_path / "templates/parts/stray.html").write_text("{% macro stray() %}{% endmacro %}", encoding="utf-8")

    with pytest.raises(SiteError, match="Declare its parameters"):
        components(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('      - {kind: missing, text: {sq: "", en: ""}}\n', "", "style.yaml:19:table/rows/#2: 5 cells; expected 6"),
        (
            "note: counted}",
            "note: counts}",
            "style.yaml:13:table/rows/#1/#1/note: no note `counts`; expected one of counted",
        ),
        ('{sq: "Një buton", en: "A button"}', '{en: "A button"}', "style.yaml:29:buttons: `A button` without `sq`;"),
        ('{sq: "Një buton", en: "A button"}', '{fr: "Un bouton"}', "style.yaml:29:buttons: `Un bouton` without `sq`;"),
        ('{sq: "Një buton", en: "A button"}', "{}", "style.yaml:29:buttons: nothing in it; expected a text."),
    ],
)
def test_an_example_that_cannot_be_shown_is_refused_where_it_stands(tmp_path, old, new, message):
    text = Path("content/style.yaml").read_text(encoding="utf-8")
    (tmp_path / "style.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(DescriptionError, match=re.escape(message)):
        read_examples(tmp_path, read_languages()[0])


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(browser, site, scheme):
    with served(site) as address, opened(browser, f"{address}/sq/style/", color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

        assert violations(page) == []
