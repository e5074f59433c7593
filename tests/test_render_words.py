"""Words: every one comes from a catalogue, and every one in a catalogue is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined

from pipeline.catalogues import read_languages
from pipeline.errors import DescriptionError, SiteError
from pipeline.render import words

LANGUAGES = read_languages()
SAID = re.compile(r"""say\(\s*["']([a-z0-9_.]+)["']( ~)?""")
COMPOSED = re.compile(r'f"([a-z]+\.)\{')
TEMPLATES = sorted(Path("theme/templates").rglob("*.*"))


def environment() -> Environment:
    made = Environment(undefined=StrictUndefined, autoescape=True)
    words.install(made)
    return made


def render(source: str, file: str = "sq/data/index.html", **context: object) -> str:
    given = {"LANGUAGES": LANGUAGES, "SITEURL": "https://example.org/repo", "output_file": file}
    return environment().from_string(source).render({**given, **context})


def test_every_wording_of_the_catalogues_is_said_somewhere():
    sources = [*TEMPLATES, *Path("pipeline").rglob("*.py"), *Path("pipeline/starter").rglob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in sources]
    prefixes = {key for text in texts for key, more in SAID.findall(text) if more}
    prefixes |= {prefix for text in texts for prefix in COMPOSED.findall(text)}

    unused = [
        key
        for key in LANGUAGES[0].words
        if not key.startswith(tuple(prefixes))
        and not any(re.search(rf"[\"'{{]{re.escape(key)}[\"'}}]", text) for text in texts)
    ]

    assert unused == []


def test_every_wording_the_templates_say_is_in_the_catalogues():
    said = {key for path in TEMPLATES for key, more in SAID.findall(path.read_text(encoding="utf-8")) if not more}

    assert said <= set(LANGUAGES[0].words)


def test_templates_hold_no_words_of_their_own():
    for path in TEMPLATES:
        bare = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|&nbsp;", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        found = [word for word in re.findall(r"[A-Za-zÇËçë]{3,}", bare) if word not in KNOWN]
        assert found == [], path


KNOWN = {"ZIP", "User", "agent", "Allow", "Sitemap"}


def test_macros_are_imported_with_their_context_or_they_would_lose_the_language():
    for path in TEMPLATES:
        for line in re.findall(r"\{% from .*? %\}", path.read_text(encoding="utf-8")):
            assert line.endswith("with context %}"), f"{path}: {line}"


def test_every_component_says_what_it_takes():
    imports = [
        found
        for path in TEMPLATES
        for found in re.findall(r'from "(parts/.*?)" import (.*?) with context', path.read_text())
    ]
    assert imports

    for name, macros in imports:
        text = (Path("theme/templates") / name).read_text(encoding="utf-8")
        comment = text[: text.index("#}")]
        for macro in re.findall(r"(\w+)(?: as \w+)?", macros):
            assert f"{macro}(" in comment, f"{name}: {macro}"


def test_an_unknown_wording_stops_the_page():
    with pytest.raises(DescriptionError, match=r"languages/sq\.toml: no wording `nav\.nowhere`"):
        render("{{ say('nav.nowhere') }}")


def test_a_text_without_the_language_stops_the_page():
    with pytest.raises(SiteError, match="expected a wording in `sq`"):
        render("{{ text | pick }}", text={"en": "only"})


@pytest.mark.parametrize(
    ("file", "target", "link"),
    [
        ("sq/data/index.html", "sq/", "../"),
        ("sq/data/index.html", "sq/data/", "./"),
        ("sq/data/index.html", "sq/data/x/", "x/"),
        ("sq/data/index.html", "data/x/x.csv", "../../data/x/x.csv"),
        ("index.html", "sq/", "sq/"),
        ("index.html", "static/a.css", "static/a.css"),
        ("sq/index.html", "sq/", "./"),
    ],
)
def test_links_are_relative_so_that_the_site_can_stand_anywhere(file, target, link):
    assert render("{{ link(target) }}", file, target=target) == link


def test_links_of_a_page_shown_at_any_depth_start_at_the_root():
    assert render("{{ link('sq/') }}", "404.html", from_root=True) == "/repo/sq/"


@pytest.mark.parametrize(
    ("size", "sq", "en"),
    [
        (312, "0,3\u00a0kB", "0.3\u00a0kB"),
        (48_211, "48\u00a0kB", "48\u00a0kB"),
        (2_345_678, "2,3\u00a0MB", "2.3\u00a0MB"),
    ],
)
def test_sizes_are_written_as_a_person_would(size, sq, en):
    assert [words.readable_size(language, size) for language in LANGUAGES] == [sq, en]


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [(765500, "eur", "765\u00a0500\u00a0€"), (53.57, "percent", "53,57%"), (1602515, None, "1\u00a0602\u00a0515")],
)
def test_a_figure_is_written_with_its_unit(value, unit, written):
    assert words.with_unit(LANGUAGES[0], value, unit) == written


@pytest.mark.parametrize(
    ("value", "kind", "unit", "label", "written"),
    [
        ("765500", "number", "eur", None, "€765,500"),
        ("999999999999999", "integer", None, None, "999,999,999,999,999"),
        ("2025", "year", None, None, "2025"),
        ("2025-10-12", "date", None, None, "12 October 2025"),
        ("true", "boolean", None, None, "yes"),
        ("Gurëz", "string", None, None, "Gurëz"),
        ("final", "string", None, {"sq": "Përfundimtar", "en": "Final"}, "Final"),
    ],
)
def test_the_value_of_a_highlight_is_written_as_what_it_is(value, kind, unit, label, written):
    highlight = {"value": value, "type": kind, "unit": unit, "label": label}

    assert render("{{ each | told }}", "en/index.html", each=highlight) == written


def test_figures_put_into_a_sentence_do_not_open_a_door_for_markup():
    assert words.fill("a < {value}", {"value": "<i>"}) == 'a &lt; <b class="value">&lt;i&gt;</b>'
