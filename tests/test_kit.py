"""What a reader takes away from a chart: the same values in every form, and always with title, source and address."""

from __future__ import annotations

import csv
import json
import re
import struct
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from built import write_build
from drawn import LANGUAGES
from openpyxl import load_workbook

from pipeline.render.describe import bibtex_entry
from pipeline.render.kit.cards import card
from pipeline.render.kit.kits import Kit, Shown, kits, shown_charts
from pipeline.render.kit.workbook import write_rows
from pipeline.render.page import read_page
from pipeline.render.profiles import read_kinds
from pipeline.render.read import read_datasets
from pipeline.render.renew import renew

SITE = "http://localhost:8000"
NUMBER = (int, float)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit")
    renew(write_build(folder / "build"), folder / "output", tell=lambda _: None)
    return folder / "output"


def shown(folder: Path) -> list[Shown]:
    return list(shown_charts(read_datasets(folder), read_kinds(folder)))


def files_of(chart: Shown, folder: Path) -> Path:
    return folder / chart.folder.removeprefix("data/")


def types(chart: Shown) -> list[str]:
    table = chart.dataset.table(chart.chart["table"])
    fields = [table.field(column["name"]) for column in chart.chart["columns"]]
    return [field.type if field else "" for field in fields]


def in_csv(chart: Shown, folder: Path) -> list[list[Any]]:
    """Read the plotted rows back from the CSV file, as JSON would hold them."""
    names = [column["name"] for column in chart.chart["columns"]]
    with (files_of(chart, folder) / chart.chart["data"]).open(encoding="utf-8", newline="") as file:
        return [[row[name] for name in names] for row in csv.DictReader(file)]


def in_workbook(path: Path) -> tuple[list[Any], list[list[Any]]]:
    """Read headings and rows back from a workbook; what stands above them is told apart by the empty line."""
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if not any(row)) + 1
    return list(rows[head]), [list(row) for row in rows[head + 1 :]]


def as_text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def as_cell(value: Any, column: dict[str, Any], chart: Shown, code: str) -> Any:
    """Give a plotted value as a workbook shows it."""
    table = chart.dataset.table(chart.chart["table"])
    field = table.field(column["name"])
    names = chart.chart["row_labels"].get(column["name"]) or (field.labels if field else {})
    if as_text(value) in names:
        return names[as_text(value)][code]
    return datetime.fromisoformat(value) if field and field.type == "date" and value else value


def drawn_values(figure: dict[str, Any], kind: str) -> Iterator[Any]:
    """Give what a figure draws: lengths and heights; of a map, the digits of what each area says."""
    for trace in figure["data"]:
        if kind == "map":
            yield re.sub(r"\D", "", trace["text"].rpartition("<br>")[2].partition("(")[0])
        else:
            yield from (value for value in trace["x" if kind == "bars" else "y"] if value is not None)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_form_of_a_chart_holds_the_plotted_values(published, tmp_path, language):
    charts = shown(published)

    assert charts
    for chart in charts:
        content, rows = chart.chart, chart.chart["rows"]
        table = chart.dataset.table(content["table"])
        measure = next(place for place in range(len(content["columns"])) if _is_measure(content, place))
        assert [[_typed(value, like) for value, like in zip(row, given, strict=True)]
                for row, given in zip(in_csv(chart, published), rows, strict=True)] == rows  # fmt: skip
        write_rows(chart.dataset, content, language, ["about"], tmp_path / "rows.xlsx")
        headings, cells = in_workbook(tmp_path / "rows.xlsx")
        assert headings == [column["title"][language.code] for column in content["columns"]]
        assert cells == [
            [as_cell(value, column, chart, language.code)
             for value, column in zip(row, content["columns"], strict=True)] for row in rows
        ]  # fmt: skip
        figure = json.loads((files_of(chart, published) / content["figure"][language.code]).read_text(encoding="utf-8"))
        values = [row[measure] for row in rows if row[measure] is not None]
        if content["kind"] == "map":
            field = table.field(content["columns"][measure]["name"])
            values = [f"{value:.{field.decimals or 0}f}".replace(".", "") for value in values]
            drawn = Counter(text for text in drawn_values(figure, "map") if text)
        else:
            drawn = Counter(drawn_values(figure, content["kind"]))
        assert drawn == Counter(values), chart.key


def _typed(text: str, like: Any) -> Any:
    if text == "":
        return None
    if isinstance(like, bool):
        return text == "true"
    return type(like)(float(text)) if isinstance(like, NUMBER) else text


def _is_measure(content: dict[str, Any], place: int) -> bool:
    """Tell whether a column is what is drawn: the last one that is no mark."""
    last = len(content["columns"]) - 1
    marked = content["columns"][last]["name"] == "marked"
    return place == last - marked


def made(folder: Path) -> dict[str, Kit]:
    return kits(shown(folder), LANGUAGES, SITE)


@pytest.fixture
def kit(site: Path) -> Kit:
    return made(site.parent / "build")["en/data/fountains/visitors"]


def test_every_chart_of_a_page_has_its_kit(site):
    page = (site / "en/data/fountains/index.html").read_text(encoding="utf-8")

    for form in ("png", "svg", "xlsx", "bib", "csl.json"):
        assert f'href="../../../data/fountains/charts/visitors.en.{form}" download' in page
    assert 'href="../../../data/fountains/charts/visitors.csv" download' in page
    assert f"{SITE}/en/data/fountains/#chart-visitors" in page


def test_the_picture_carries_title_caption_source_and_address(site, kit):
    root = ElementTree.parse(site / kit.files["svg"]).getroot()  # noqa: S314 - written by this test
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]

    assert root[0].text == texts[0] == "Visitors by fountain"
    assert "Fountain 3 was not counted." in texts
    assert kit.source in texts
    assert f"{SITE}/en/data/fountains/#chart-visitors" in texts
    assert {"Zgjedhje të Hapura", "CC-BY-4.0"} <= set(texts)


def test_the_png_is_the_picture_at_a_size_to_print(site, kit):
    width, height = struct.unpack(">II", (site / kit.files["png"]).read_bytes()[16:24])
    root = ElementTree.parse(site / kit.files["svg"]).getroot()  # noqa: S314 - written by this test

    assert width == 1440
    assert abs(height - 1.5 * float(root.get("height", 0))) <= 1


def test_the_workbook_begins_with_title_source_and_address(site, kit):
    sheet = load_workbook(site / kit.files["xlsx"]).active

    assert [sheet.cell(row, 1).value for row in (1, 2, 3, 4)] == [
        "Visitors by fountain", "Source: Public fountains", kit.address, None,
    ]  # fmt: skip
    assert sheet.cell(6, 2).value == 1234
    assert sheet.cell(8, 2).value is None


def test_sources_are_named_by_their_publishers_and_many_are_counted(site):
    build_folder = site.parent / "build"
    (first, *_) = shown(build_folder)

    def said(names: list[str]) -> str:
        rows = tuple({"source_id": name, "publisher": name.upper(), "title": name} for name in names)
        object.__setattr__(first.dataset, "sources", rows)
        chart = Shown(first.dataset, {**first.chart, "sources": names}, first.folder, first.page)
        return kits([chart], LANGUAGES, SITE)[f"en/{first.key}"].source

    assert said(["a"]) == "Source: A"
    assert said(["b", "a"]) == "Sources: B; A"
    assert said(["a", "b", "c", "d", "e"]) == "Sources: A; B; C; and 2 more"


def test_a_citation_is_ready_as_text_bibtex_and_csl(site, kit):
    (entry,) = json.loads((site / kit.files["csl.json"]).read_text(encoding="utf-8"))
    bibtex = (site / kit.files["bib"]).read_text(encoding="utf-8")

    assert kit.citation == (
        "Zgjedhje të Hapura (2026). Visitors by fountain. Chart in “Public fountains”, version 1.1.0, "
        f"20 November 2026. {SITE}/en/data/fountains/#chart-visitors"
    )
    assert (entry["title"], entry["URL"], entry["type"]) == (kit.title, kit.address, "graphic")
    assert entry["issued"] == {"date-parts": [[2026, 11, 20]]}
    assert bibtex.startswith("@misc{fountains-visitors-1.1.0,\n  title = {{Visitors by fountain}},\n")


def test_no_sign_of_a_title_is_one_of_tex():
    entry = bibtex_entry("votes", {"title": "a } b { c % d _ e # f $ g & h ~ i ^ j \\ k"})

    escaped = r"a \} b \{ c \% d \_ e \# f \$ g \& h \textasciitilde{} i \textasciicircum{} j \textbackslash{} k"
    assert entry == f"@misc{{votes,\n  title = {{{{{escaped}}}}}\n}}"


def test_the_page_to_embed_is_light_and_needs_no_script(site, kit):
    file = site / "en/embed/fountains/visitors/index.html"
    html, page = file.read_text(encoding="utf-8"), read_page(file)

    assert f'src="{SITE}/en/embed/fountains/visitors/"' in kit.code
    assert "<script" not in html
    assert '<meta name="robots" content="noindex">' in html
    assert len(html.encode()) < 4_000
    assert kit.address in page.links
    assert kit.source in html


def test_pages_to_embed_are_not_in_the_map_of_the_site(site):
    assert "/embed/" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_every_page_names_its_card_and_the_card_is_there(site):
    for file in site.rglob("index.html"):
        html = file.read_text(encoding="utf-8")
        if "noindex" in html or file.parent == site:
            continue
        way = file.parent.relative_to(site).as_posix()
        assert f'<meta property="og:image" content="{SITE}/{way}/card.png">' in html
        assert struct.unpack(">II", (file.parent / "card.png").read_bytes()[16:24]) == (1200, 630)


def test_every_page_below_the_home_page_tells_search_engines_its_place(site):
    for file in site.glob("*/**/index.html"):
        way = file.parent.relative_to(site).as_posix() + "/"
        if way.count("/") == 1 or "/embed/" in way or "/style/" in way:
            continue
        (block,) = re.findall(
            r'{"@context": "https://schema.org", "@type": "BreadcrumbList".*?(?=</script>)', file.read_text()
        )
        steps = json.loads(block)["itemListElement"]
        assert steps[0]["item"] == f"{SITE}/{way[:2]}/"
        assert steps[-1]["item"] == f"{SITE}/{way}"
        assert all(step["name"] for step in steps)


def test_what_is_shared_is_in_the_language_of_the_page(site):
    html = (site / "sq/data/fountains/index.html").read_text(encoding="utf-8")

    assert '<meta property="og:title" content="Çezmat publike">' in html
    assert '<meta property="og:description" content="Vizitorët sipas çezmës">' in html
    assert '<meta property="og:locale" content="sq_XK">' in html
    assert '<meta property="og:locale:alternate" content="en_GB">' in html


def test_no_letter_of_a_card_leaves_it():
    colours = dict.fromkeys(("accent", "ink", "ink_soft", "paper"), "#000000")
    long = "Një titull shumë i gjatë që nuk ka vend në një rresht, " * 5

    for svg in (card("Titulli – Ku", "Fjalia.", "Faqja", None, colours), card(long, long, "Faqja", None, colours)):
        feet = [float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"', svg)]
        assert max(feet) <= 630 - 64
        assert feet[-2] < feet[-1] - 26 or len(feet) < 3
