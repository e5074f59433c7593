"""The kit of every chart: what a reader takes away, where it lies, and the writing of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pipeline.errors import SiteError
from pipeline.languages import Language
from pipeline.render.datasets import Dataset, Named
from pipeline.render.kit.cite import Cited, bibtex, csl, plain
from pipeline.render.kit.frame import SCALE, Chart, Colours, Words, count, framed
from pipeline.render.kit.paint import Painting, paint, recipe
from pipeline.render.kit.workbook import write_rows
from pipeline.render.last_site import LastSite
from pipeline.render.profiles import FOLDER, Kind

NAMED = 3
"""Publishers that a picture names; further ones are counted."""


@dataclass(frozen=True)
class Shown:
    """A chart in full on a page of the site: its dataset, the folder of its files, and the page's path."""

    dataset: Dataset
    chart: Mapping[str, Any]
    folder: str
    page: str

    @property
    def key(self) -> str:
        """Name the chart in the whole site."""
        return self.folder + str(self.chart["name"])


@dataclass(frozen=True)
class Kit:
    """What a reader takes away from a chart, in one language.

    `files` gives the published path of each form; `address` is the chart's own, whole; `embed` is the path of its page
    to embed, below the language; `code` is what to paste for it. `chart` is as templates show it, which have to find
    its files, and `page` the path of the page it stands on.
    """

    dataset: Named
    chart: Mapping[str, Any]
    page: str
    language: Language
    files: Mapping[str, str]
    address: str
    embed: str
    code: str
    citation: str
    source: str

    @property
    def title(self) -> str:
        return str(self.chart["title"][self.language.code])

    @property
    def caption(self) -> str:
        return str(self.chart["caption"].get(self.language.code, ""))


def shown_charts(datasets: Iterable[Dataset], kinds: Iterable[Kind]) -> Iterator[Shown]:
    """Give every chart that stands in full on a page: those of datasets, then those of things."""
    every = {dataset.name: dataset for dataset in datasets}
    for dataset in every.values():
        folder = f"data/{dataset.name}/"
        yield from (Shown(dataset, chart, folder, folder) for chart in dataset.page["charts"])
    for kind in kinds:
        owners = {panel["id"]: every[panel["dataset"]] for panel in kind.content["panels"]}
        for thing in kind.things:
            for panel in thing["panels"]:
                if panel["chart"]:
                    yield Shown(owners[panel["id"]], panel["chart"], f"{FOLDER}/{kind.name}/", kind.page(thing))


def kits(charts: Iterable[Shown], languages: Sequence[Language], site: str) -> dict[str, Kit]:
    """Make the kit of each chart in each language, by language and name: `sq/data/<dataset>/<chart>`.

    Raises:
        SiteError: a chart has no wording in a language.
    """
    return {f"{language.code}/{shown.key}": _kit(shown, language, site) for shown in charts for language in languages}


def _kit(shown: Shown, language: Language, site: str) -> Kit:
    code, name, title = language.code, shown.chart["name"], shown.chart["title"]
    if code not in title:
        raise SiteError.at(f"{code}/{shown.page}", f"a text with {title}", f"a wording in `{code}`")
    stem = f"{shown.folder}charts/{name}.{code}"
    embed = f"embed/{shown.folder.removeprefix('data/')}{name}/"
    address = f"{site}/{code}/{shown.page}#chart-{name}"
    return Kit(
        dataset=shown.dataset.named,
        chart={**shown.chart, "folder": shown.folder},
        page=shown.page,
        language=language,
        files={
            "csv": shown.folder + shown.chart["data"],
            **{form: f"{stem}.{form}" for form in ("xlsx", "svg", "png", "bib", "csl.json")},
        },
        address=address,
        embed=embed,
        code=_code(shown, language, f"{site}/{code}/{embed}"),
        citation=plain(Cited(shown.dataset, name, title[code], language, address)),
        source=_source(shown, language),
    )


def _source(shown: Shown, language: Language) -> str:
    """Name the publishers of the plotted rows; the dataset itself where its rows are traced through others."""
    publishers = {row["source_id"]: row.get("publisher") or row["title"] for row in shown.dataset.sources}
    names = list(dict.fromkeys(publishers[id_] for id_ in shown.chart.get("sources", ()) if id_ in publishers))
    if not names:
        names = [shown.dataset.title[language.code]]
    # One further name is as short as its count.
    cut = names if len(names) <= NAMED + 1 else names[:NAMED]
    said = "; ".join(cut)
    if cut != names:
        said = language.say("kit.and_more", names=said, n=len(names) - len(cut))
    return language.say("kit.source", n=len(names), names=said)


def _code(shown: Shown, language: Language, address: str) -> str:
    title = escape(shown.chart["title"][language.code], quote=False).replace('"', "&quot;")
    return (
        f'<iframe src="{address}" title="{title}" width="100%" height="{_height(shown, language)}" '
        'style="border:0" loading="lazy"></iframe>'
    )


def _height(shown: Shown, language: Language) -> int:
    """Give the height that the page to embed needs, on a wide screen or a narrow one."""
    code = language.code
    needed: list[int] = []
    for size in ("wide", "narrow"):
        drawn = shown.chart["pictures"][code][size]
        room = drawn["width"] - 32
        high = count(shown.chart["title"][code], 20, room, bold=True) * 26
        high += count(shown.chart["caption"].get(code, ""), 14, room) * 22
        high += count(_source(shown, language), 14, room) * 22
        needed.append(high + drawn["height"] + 120)
    return -(-max(needed) // 10) * 10


def write_kits(
    made: Iterable[Kit], datasets: Iterable[Dataset], build: Path, output: Path, colours: Colours, last_site: LastSite
) -> None:
    """Write the files of the kits, which do not lie in the build, into `output`.

    Raises:
        SiteError: a chart's picture is not in the build.
        SetupError: the font of the charts is not on this machine.
    """
    paintings: dict[Path, Painting] = {}
    every = {dataset.name: dataset.described() for dataset in datasets}
    for kit in made:
        dataset, language = every[kit.dataset.name], kit.language
        chart = _chart(build, kit)
        own = [path for form, path in kit.files.items() if form != "csv"]
        if last_site.take(own, [kit, dataset, chart, colours, recipe()]):
            continue
        files = {form: output / path for form, path in kit.files.items()}
        svg = framed(chart, _words(kit, dataset), colours)
        files["svg"].write_text(svg, encoding="utf-8")
        paintings[files["png"]] = Painting(svg, SCALE)
        cited = Cited(dataset, kit.chart["name"], kit.title, language, kit.address)
        files["bib"].write_text(bibtex(cited), encoding="utf-8")
        files["csl.json"].write_text(csl(cited), encoding="utf-8")
        write_rows(dataset, kit.chart, language, [kit.source, kit.address], files["xlsx"])
    paint(paintings, last_site.put)


def _words(kit: Kit, dataset: Dataset) -> Words:
    licence = dataset.package["licenses"][0]["name"]
    site = kit.language.say("site.name")
    return Words(kit.title, kit.caption, kit.source, kit.address, site, licence)


def _chart(build: Path, kit: Kit) -> Chart:
    drawn = kit.chart["pictures"][kit.language.code]["wide"]
    file = build / kit.chart["folder"].removeprefix("data/") / drawn["path"]
    if not file.is_file():
        raise SiteError.at(file, "no such file", "what the pipeline draws", "Run `python -m pipeline` again")
    return Chart(file.read_text(encoding="utf-8"), drawn["width"], drawn["height"])
