"""Whole pages and a data package, letter by letter: a change of theme or format shows as a diff of tests/golden/.

`make golden` renews the files, the codebook in `docs/` among them; read the diff before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from built import write_build
from conftest import ROOT, Project

from pipeline.catalogues import read_languages
from pipeline.describe.form import Codebook
from pipeline.describe.read import discover, read_dataset
from pipeline.publish.codebook import codebook_page
from pipeline.render.renew import renew

GOLDEN = Path(__file__).with_name("golden")
PAGES = [
    "index.html",
    "en/index.html",
    "sq/data/fountains/index.html",
    "en/data/fountains/quality/index.html",
    "sq/feed.xml",
]
RENEW = os.environ.get("RENEW_GOLDEN") == "1"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("golden")
    renew(write_build(folder / "build", rows=3), folder / "output", tell=lambda _: None)
    return folder / "output"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_it_was(site, page):
    html = (site / page).read_text(encoding="utf-8")
    # The names of scripts and styles follow from their content, which other tests look at.
    settled = re.sub(r"(static/[\w.-]+?)\.[0-9a-f]{8,}(\.\w+)", r"\1\2", html)

    assert_golden(page.replace("/", "."), settled)


@pytest.mark.parametrize("dataset", ["places", "votes"])
def test_a_data_package_is_what_it_was(built: Project, dataset: str):
    package = built.built(f"{dataset}/datapackage.json").read_text(encoding="utf-8")
    # Sizes and hashes of Parquet files and workbooks change with the libraries that write them.
    settled = re.sub(r'("bytes": )\d+(,\s+"hash": ")sha256:[0-9a-f]{64}', r"\1…\2…", package)

    assert_golden(f"{dataset}.datapackage.json", settled)


def test_docs_hold_the_codebook_of_all_datasets(monkeypatch):
    monkeypatch.chdir(ROOT)
    languages = read_languages()
    datasets = [
        read_dataset(folder, languages, Codebook(Path("data/codebook.yaml"))) for folder in discover(Path("data"))
    ]

    assert_golden("codebook.md", codebook_page(datasets, languages), ROOT / "docs")


def assert_golden(name: str, text: str, folder: Path = GOLDEN) -> None:
    file = folder / name
    if RENEW:
        folder.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text
