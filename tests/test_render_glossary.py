"""The glossary: what it refuses, and what its page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalogues import read_languages
from pipeline.errors import DescriptionError
from pipeline.render.glossary import Name, read_glossary

LANGUAGES = read_languages()

GLOSSARY = """\
laws:
  wells: {title: {sq: Ligji për çezmat, en: Law on Fountains}}
groups:
  - id: water
    title: {sq: Uji, en: Water}
    terms:
      - {id: spout, sq: gyp, en: spout, sr: cev, law: wells, text: {sq: Nga rrjedh uji., en: Where water runs.}}
      - {id: basin, sq: çezmë, en: basin, text: {sq: Ku mblidhet uji., en: Where water gathers.}}
"""


def write(folder: Path, text: str) -> Path:
    (folder / "glossary.yaml").write_text(text, encoding="utf-8")
    return folder


def test_terms_stand_in_the_order_of_the_alphabet_of_each_language(tmp_path):
    (group,) = read_glossary(write(tmp_path, GLOSSARY), LANGUAGES)

    assert [term.names["sq"] for term in group.by_name("sq")] == ["çezmë", "gyp"]
    assert [term.names["en"] for term in group.by_name("en")] == ["basin", "spout"]


def test_a_term_names_its_other_languages_with_their_tags(tmp_path):
    (group,) = read_glossary(write(tmp_path, GLOSSARY), LANGUAGES)

    assert group.terms[0].elsewhere(LANGUAGES[0]) == [
        Name("spout", "en", "anglisht"),
        Name("cev", "sr-Latn", "serbisht"),
    ]


def test_a_site_without_a_glossary_has_no_terms(tmp_path):
    assert read_glossary(tmp_path, LANGUAGES) == ()


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("en: Water}", "de: Wasser}", "text misses"),
        ("en: basin,", "", "text misses"),
        ("id: basin", "id: spout", "`spout` twice"),
        ("law: wells", "law: rivers", "`rivers`; expected one of wells"),
        ("id: water", "id: Water", "a slug such as"),
    ],
    ids=["a title without a language", "a term without a name", "an id twice", "an unknown law", "an id of other form"],
)
def test_a_glossary_that_is_not_whole_is_refused(tmp_path, before, after, message):
    with pytest.raises(DescriptionError, match=message):
        read_glossary(write(tmp_path, GLOSSARY.replace(before, after)), LANGUAGES)
