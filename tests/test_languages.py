"""How the site speaks: CLDR's numbers and plural forms, and a third language that only needs its texts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from conftest import ROOT, Project

from pipeline.catalogues import read_languages
from pipeline.errors import DescriptionError
from pipeline.languages import Language


@pytest.fixture(scope="module")
def languages() -> dict[str, Language]:
    return {language.code: language for language in read_languages(ROOT / "languages")}


def test_languages_come_in_their_own_order(languages):
    assert list(languages)[:2] == ["sq", "en"]


@pytest.mark.parametrize(
    ("value", "sq", "en"),
    [
        (1602515, "1\u00a0602\u00a0515", "1,602,515"),
        (Decimal("0.5"), "0,5", "0.5"),
        (-12, "-12", "-12"),
        (Decimal("12345.678"), "12\u00a0345,678", "12,345.678"),
        (Decimal("12345.670"), "12\u00a0345,67", "12,345.67"),
        (999999999999999, "999\u00a0999\u00a0999\u00a0999\u00a0999", "999,999,999,999,999"),
        (
            Decimal("-999999999999999.123456789012"),
            "-999\u00a0999\u00a0999\u00a0999\u00a0999,123456789012",
            "-999,999,999,999,999.123456789012",
        ),
    ],
)
def test_a_number_is_written_as_each_language_writes_it(languages, value, sq, en):
    assert (languages["sq"].number(value), languages["en"].number(value)) == (sq, en)


def test_an_amount_has_cents_only_where_there_are_any(languages):
    assert languages["en"].money(765500) == "€765,500"
    assert languages["en"].money(Decimal("13500.50")) == "€13,500.50"
    assert languages["sq"].money(765500) == "765\u00a0500\u00a0€"


@pytest.mark.parametrize(
    ("value", "sq", "en"),
    [
        (1295000, "1,295\u00a0mln\u00a0€", "€1.295M"),
        (1050000, "1,05\u00a0mln\u00a0€", "€1.05M"),
        (4800000, "4,8\u00a0mln\u00a0€", "€4.8M"),
        (525500, "525,5\u00a0mijë\u00a0€", "€525.5K"),
        (-1250, "-1,25\u00a0mijë\u00a0€", "-€1.25K"),
    ],
)
def test_a_short_amount_keeps_what_a_reader_would_miss(languages, value, sq, en):
    assert (languages["sq"].short_money(value), languages["en"].short_money(value)) == (sq, en)


def test_a_percentage_has_the_decimals_it_is_given(languages):
    assert languages["en"].percent(Decimal("53.57")) == "53.57%"
    assert languages["en"].percent(Decimal("53.57"), 1) == "53.6%"
    assert languages["sq"].percent(50) == "50%"


def test_a_date_is_written_in_words_of_the_language(languages):
    assert languages["sq"].date(date(2025, 10, 12)) == "12 tetor 2025"
    assert languages["en"].date(date(2025, 10, 12)) == "12 October 2025"


def test_the_plural_form_follows_the_number(languages):
    assert languages["en"].say("file.rows", n=1) == "1 row"
    assert languages["en"].say("file.rows", n=228) == "228 rows"
    assert languages["sq"].say("file.rows", n=1) == "1 rresht"
    assert languages["sq"].say("file.rows", n=1228) == "1\u00a0228 rreshta"


@pytest.mark.parametrize(
    ("wording", "told", "message"),
    [
        ({"one": "a", "other": "b"}, {}, "plural forms; expected one text: no number is told there"),
        ({"one": "a", "other": "b"}, {"n": "two"}, "plural forms; expected one text: no number is told there"),
        ("{x} of {n}", {}, "the placeholder {x}; expected one that the site fills: none"),
        ("{x} of {n}", {"n": 1}, "the placeholder {x}; expected one that the site fills: {n}"),
    ],
)
def test_a_word_that_asks_for_what_is_not_told_is_refused_with_its_catalogue(languages, wording, told, message):
    english = replace(languages["en"], words={"a": wording})

    with pytest.raises(DescriptionError) as caught:
        english.say("a", **told)

    assert str(caught.value) == f"languages/en.toml: a: {message}."


def test_an_unknown_word_is_refused_with_its_catalogue(languages):
    with pytest.raises(DescriptionError, match=r"languages/en\.toml: no wording `file\.nothing`"):
        languages["en"].say("file.nothing")


# A third language

PSEUDO = str.maketrans("aeioucsz", "áéíóúčšž")
TEXT = re.compile(r'\{sq: .*?, en: ("[^"]*"|[^"}]*)\}')


def pseudo(wording: str) -> str:
    """Write a wording in a language of our own; placeholders stay."""
    parts = re.split(r"(\{\w+\})", wording)
    return "⟦" + "".join(part if part.startswith("{") else part.translate(PSEUDO) for part in parts) + "⟧"


def add_language(project: Project) -> None:
    """Add a catalogue with the plural forms of Serbian, every word of it pseudo-translated from English."""
    english = next(language for language in read_languages() if language.code == "en")
    lines = ['[language]\nlocale = "sr_Latn"\ntag = "sr-Latn"\nname = "Srpski"\norder = 3\n[words]']
    for key, wording in english.words.items():
        if isinstance(wording, str):
            lines.append(f"{toml(key)} = {toml(pseudo(wording))}")
        else:
            form = toml(pseudo(wording["other"]))
            lines.append(f"{toml(key)} = {{ one = {form}, few = {form}, other = {form} }}")
    project.write("../languages/sr.toml", "\n".join(lines) + "\n")


def toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def translate(project: Project) -> None:
    """Give every text of the data its wording in the new language."""
    for path in project.path("").rglob("*.yaml"):
        lines = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("label:"):
                lines.append(line.replace("}", ", sr: name_en}"))
            else:
                lines.append(TEXT.sub(lambda text: f'{text[0][:-1]}, sr: "{pseudo(text[1].strip(chr(34)))}"}}', line))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for path in project.path("").rglob("about.en.md"):
        path.with_name("about.sr.md").write_text(pseudo(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_a_new_catalogue_makes_the_build_name_every_text_it_misses_with_file_and_line(project):
    project.write("votes/charts.yaml", (Path(__file__).parent / "project" / "charts.yaml").read_text(encoding="utf-8"))
    add_language(project)
    texts = {
        (path.relative_to(project.root).as_posix(), number)
        for path in project.path("").rglob("*.yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "{sq:" in line and path.name != "charts.yaml"
    }

    with pytest.raises(DescriptionError) as refusal:
        project.build()

    named = {(one.file, one.row) for one in refusal.value.problems}
    assert named == texts | {("data/votes/about.sr.md", None), ("data/votes/charts.yaml", 1)}
    assert str(refusal.value).splitlines()[0] == (
        "data/codebook.yaml:3:fields/place_code/title: text misses ['sr']; expected every language. Write it."
    )


def test_once_its_texts_are_there_the_files_of_the_new_language_appear(project):
    add_language(project)
    translate(project)

    project.build()

    assert [language.code for language in read_languages()] == ["sq", "en", "sr"]
    package = project.package("votes")
    assert package["languages"] == ["sq", "en", "sr"]
    assert package["translations"]["sr"]["title"] == "⟦Vótéš⟧"
    assert project.records("votes/notes")[0]["note_sr"] == "⟦Thé fíršt čóúnt.⟧"
    assert project.page("votes")["labels"]["turnout"]["status"]["final"]["sr"] == "⟦Fínál⟧"
    book = openpyxl.load_workbook(project.built("votes/votes.sr.xlsx"))
    assert book.sheetnames[0] == "⟦Réád fíršt⟧"
    assert book["turnout"]["A1"].value == "⟦Éléčtíón⟧".replace("É", "E", 1)
    with zipfile.ZipFile(project.built("votes/votes.zip")) as archive:
        assert "votes/readme.sr.txt" in archive.namelist()
        assert "⟦Twó mádé-úp éléčtíónš.⟧" in archive.read("votes/readme.sr.txt").decode()


def test_a_language_is_taken_away_with_its_catalogue_and_its_texts_are_then_refused(project):
    project.remove("../languages/en.toml")

    with pytest.raises(DescriptionError) as refusal:
        project.build()

    assert {one.found for one in refusal.value.problems} >= {"text has unknown ['en']", "the language `en`"}


# What we write ourselves

CODES = ("sq", "en")


def wordings(value: Any, key: str = "") -> Iterator[str]:
    """Give the texts of a description, which stand below the code of their language."""
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from wordings(one, key if key in CODES else str(inner))
    elif isinstance(value, list):
        for one in value:
            yield from wordings(one, key)
    elif isinstance(value, str) and key in CODES:
        yield value


def our_texts() -> list[tuple[Path, str]]:
    described = [ROOT / "data/codebook.yaml", *(ROOT / "data").glob("*/**/*.yaml"), *(ROOT / "content").glob("*.yaml")]
    prose = [*(ROOT / "languages").glob("*.toml"), *(ROOT / "content").glob("*/*.md"), *(ROOT / "data").glob("*/*.md")]
    texts = [(file, text) for file in described for text in wordings(yaml.safe_load(file.read_text(encoding="utf-8")))]
    texts += [(file, file.read_text(encoding="utf-8")) for file in prose]
    assert len(texts) > 2000
    return texts


def test_every_text_of_ours_has_the_apostrophe_of_print():
    assert [(file.name, found[0]) for file, text in our_texts() if (found := re.search(r"\w'\w*", text))] == []


def test_no_number_in_a_text_of_ours_may_break_at_the_end_of_a_line():
    broken = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")

    assert [(file.name, found[0]) for file, text in our_texts() if (found := broken.search(text))] == []
