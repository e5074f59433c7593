"""What our texts quote from sources says in which language it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from built import write_build

from pipeline.catalogues import read_languages
from pipeline.render.datasets import Dataset
from pipeline.render.quotes import quoted
from pipeline.render.read import read_datasets

SQ, EN = read_languages()[:2]
FILE = "fountains/fountains.csv"


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return read_datasets(write_build(tmp_path))[0]


def test_a_quotation_of_a_source_in_another_language_is_marked_on_every_page(dataset):
    assert (
        quoted("Printed as “Česma 1”, once.", dataset, EN) == 'Printed as “<span lang="sr-Latn">Česma 1</span>”, once.'
    )
    assert quoted("Si „Česma 2“.", dataset, SQ) == 'Si „<span lang="bs">Česma 2</span>“.'


def test_a_quotation_that_says_only_the_beginning_is_marked(dataset):
    assert '<span lang="sr-Latn">Česma 1 …</span>' in quoted("Printed as “Česma 1 …”.", dataset, EN)


@pytest.mark.parametrize(
    "text",
    [
        "Česma 1, but not quoted",
        "“Česm”, which is part of a word",
        "“1”, a figure",
        "“Town hall”, which no source says",
        "“Public fountains”, our own title",
    ],
)
def test_nothing_else_is_marked(dataset, text):
    assert "lang" not in quoted(text, dataset, EN)


def test_what_a_source_says_in_the_language_of_the_page_too_is_not_foreign(tmp_path):
    file = write_build(tmp_path) / FILE
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    twin = rows[1].replace("f-01", "f-31").replace("sr-Latn", "en")
    file.write_text("".join([*rows, twin]), encoding="utf-8")
    dataset = read_datasets(tmp_path)[0]

    assert "lang" not in quoted("Printed as “Česma 1”.", dataset, EN)
    assert "lang" in quoted("Si „Česma 1“.", dataset, SQ)


def test_markup_around_a_quotation_stays_text(dataset):
    assert quoted("<b> & “Česma 1” & <i>", dataset, EN) == (
        '&lt;b&gt; &amp; “<span lang="sr-Latn">Česma 1</span>” &amp; &lt;i&gt;'
    )
