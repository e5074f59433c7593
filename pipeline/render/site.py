"""The Pelican plugin: which pages the site has.

Pelican itself renders the prose under `content/`; everything made from data is written here, through templates that
find their words, numbers and links by the place of the page (`words`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from pipeline.draw.palette import read_palette
from pipeline.languages import Language
from pipeline.render import words
from pipeline.render.apart import each_apart
from pipeline.render.assets import publish, publish_assets
from pipeline.render.codebook import codebook
from pipeline.render.compare import grids, names
from pipeline.render.datasets import Dataset, Table
from pipeline.render.describe import bibtex, dataset_json, latest_changes
from pipeline.render.glossary import read_glossary
from pipeline.render.home import finders, other_charts, stories
from pipeline.render.kit.cards import draw_cards
from pipeline.render.kit.kits import Kit, kits, shown_charts, write_kits
from pipeline.render.last_site import LastSite, fingerprint
from pipeline.render.links import linked
from pipeline.render.profiles import FOLDER, Kind, figures, index_sheet, panels, read_kinds
from pipeline.render.prose import paired
from pipeline.render.quality import comparisons, numbers
from pipeline.render.read import read_datasets
from pipeline.render.search import search_index
from pipeline.render.sitemap import entries
from pipeline.render.sources import sources
from pipeline.render.style import style_context
from pipeline.render.tables import AT_MOST, AT_ONCE, chart_sheet, sheet
from pipeline.render.tools import list_tools, table_tools

_EVERYWHERE = ("SITEURL", "LANGUAGES", "CONTENT_SECURITY_POLICY", "assets", "palette", "prose")
"""What of Pelican's context every page may show. All but the names of `assets` follows from what every page depends on."""

PRIVATE = {"page.json"}
"""Files of a built dataset that are for the pages only."""


class SiteGenerator(Generator):  # type: ignore[misc]
    """The home pages, the catalogue, a page per dataset and table, feeds, and the files beside them."""

    def generate_context(self) -> None:
        """Read the build and put the theme's files in place, for this generator's pages and for Pelican's own."""
        settings, theme, output = self.settings, Path(self.theme), Path(self.output_path)
        self.build = Path(settings["BUILD_PATH"])
        self.languages: tuple[Language, ...] = settings["LANGUAGES"]
        self.kinds = read_kinds(self.build)
        self.datasets = linked(read_datasets(self.build), self.kinds)
        palette = read_palette(theme / "palette.toml")
        self.context.update(
            datasets=self.datasets,
            profile_kinds=self.kinds,
            glossary=read_glossary(Path(settings["PATH"]), self.languages),
            assets=publish_assets(theme, palette, output, self.languages),
            palette=palette,
            kits=kits(shown_charts(self.datasets, self.kinds), self.languages, settings["SITEURL"]),
        )
        self.last_site: LastSite = settings["LAST_SITE"]

    def generate_output(self, writer: Any) -> None:
        # Pelican's own writer would show a page everything.
        del writer
        self.shown = {name: self.context[name] for name in _EVERYWHERE}
        self.shown["profile_kinds"] = [kind.head for kind in self.kinds]
        self.varying = fingerprint([self.shown["assets"], self.shown["profile_kinds"]])
        self._write("index.html", "choice")
        self._write("404.html", "missing", from_root=True)
        self._write("robots.txt", "robots.txt")
        self._write(
            "sitemap.xml", "sitemap.xml", entries=list(entries(self.datasets, self.kinds, self.context["prose"]))
        )
        self._publish_data()
        for keys in each_apart(self._write_language, self.languages):
            self.last_site.keys.update(keys)
        self.last_site.end()

    def _write_language(self, language: Language) -> Mapping[str, str]:
        """Write the pages of a language, and what is taken away from charts in it; give what they are made of."""
        changes = latest_changes(self.datasets)
        self._write(
            f"{language.code}/index.html",
            "home",
            changes=changes,
            stories=stories(self.datasets),
            others=other_charts(self.datasets),
            finders=finders(self.kinds, language),
            datasets=self.datasets,
        )
        self._write(f"{language.code}/feed.xml", "feed.xml", changes=changes, about=None)
        self._write(f"{language.code}/data/index.html", "catalogue", datasets=self.datasets)
        self._write(f"{language.code}/codebook/index.html", "codebook", entries=codebook(self.datasets))
        self._write(f"{language.code}/search/index.html", "search", datasets=self.datasets)
        context = style_context(Path(self.theme), Path(self.settings["PATH"]), self.datasets, self.kinds, language)
        self._write(
            f"{language.code}/style/index.html",
            "style",
            changes=changes,
            datasets=self.datasets,
            kits=self.context["kits"],
            **context,
        )
        for dataset in self.datasets:
            self._write_dataset(dataset, language)
        for kind in self.kinds:
            self._write_profiles(kind, language)
        own = [kit for kit in self.context["kits"].values() if kit.language is language]
        for kit in own:
            self._write(f"{language.code}/{kit.embed}index.html", "embed", kit=kit)
        output, colours = Path(self.output_path), self.context["palette"].light
        write_kits(own, self.datasets, self.build, output, colours, self.last_site)
        draw_cards(output / language.code, colours, self.last_site)
        return self.last_site.keys

    def _write(
        self, file: str, template: str, further: Callable[[], Mapping[str, object]] = dict, **values: object
    ) -> None:
        """Write a page, unless the last site has it.

        Args:
            further: gives what else the page shows, and is only asked for a page that is written. It is a function of
                this package and its arguments, which the page is known by.
        """
        given = {"from_root": False, "output_file": file, **values}
        made_of = [template, self.varying, given, further]
        if not self.last_site.take([file], made_of):
            page = self.get_template(template).render({**self.shown, **given, **further()})
            (Path(self.output_path) / file).write_text(page, encoding="utf-8")

    def _kits(self, language: Language, page: str) -> dict[str, Kit]:
        """Give the kits of the charts that stand on a page."""
        return {
            name: kit for name, kit in self.context["kits"].items() if kit.language is language and kit.page == page
        }

    def _write_dataset(self, dataset: Dataset, language: Language) -> None:
        folder = f"{language.code}/data/{dataset.name}"
        url = f"{self.settings['SITEURL']}/{folder}/"
        further = partial(_of_dataset, dataset, language, self.settings["SITEURL"], url)
        kits = self._kits(language, f"data/{dataset.name}/")
        self._write(f"{folder}/index.html", "dataset", further, dataset=dataset, kits=kits)
        self._write(f"{folder}/feed.xml", "feed.xml", changes=latest_changes([dataset]), about=dataset)
        self._write(
            f"{folder}/quality/index.html",
            "quality",
            dataset=dataset,
            comparisons=comparisons(dataset, language),
            source_numbers=numbers(dataset),
        )
        for table in dataset.subjects:
            further = partial(_of_table, dataset, table, language)
            self._write(f"{folder}/{table.name}/index.html", "table", further, dataset=dataset, table=table)

    def _write_profiles(self, kind: Kind, language: Language) -> None:
        code = language.code
        datasets = {dataset.name: dataset for dataset in self.datasets}
        rows = index_sheet(kind, language)
        self._write(
            f"{code}/{kind.path}index.html",
            "profiles",
            kind=kind.head,
            sheet=rows,
            tools=list_tools(rows, language),
        )
        if kind.comparison:
            self._write(
                f"{code}/{kind.comparison}index.html",
                "compare",
                kind=kind.head,
                grids=grids(kind, datasets, language),
                names=names(kind, language),
            )
        for thing in kind.things:
            self._write(
                f"{code}/{kind.page(thing)}index.html",
                "profile",
                kind=kind.head,
                thing=thing,
                kits=self._kits(language, kind.page(thing)),
                figures=figures(kind, thing, language),
                panels=panels(kind, thing, datasets, language),
            )

    def _publish_data(self) -> None:
        data = Path(self.output_path) / "data"
        data.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.build / "index.json", data / "index.json")
        copy = partial(shutil.copytree, copy_function=self.last_site.copy)
        for dataset in self.datasets:
            copy(dataset.folder, data / dataset.name, ignore=lambda _, names: PRIVATE & set(names))
        for charts in sorted((self.build / FOLDER).glob("*/charts")):
            copy(charts, Path(self.output_path) / FOLDER / charts.parent.name / "charts")


def _of_dataset(dataset: Dataset, language: Language, site: str, url: str) -> Mapping[str, object]:
    return {
        "sheets": {table.name: sheet(dataset, table, language, AT_ONCE) for table in dataset.subjects},
        "chart_sheets": {chart["name"]: chart_sheet(dataset, chart, language) for chart in dataset.page["charts"]},
        "sources": sources(dataset, language),
        "bibtex": bibtex(dataset, language, url),
        "structured": dataset_json(dataset, language, site, url),
    }


def _of_table(dataset: Dataset, table: Table, language: Language) -> Mapping[str, object]:
    rows = sheet(dataset, table, language, AT_MOST)
    return {"sheet": rows, "tools": table_tools(dataset, table, rows, language)}


def _install(generator: Generator) -> None:
    words.install(generator.env)


def _pair(generators: list[Generator]) -> None:
    # Every page names all pages of prose in its foot, and the index that holds them, so they are paired before the
    # first one is written.
    context = generators[0].context
    context["prose"] = paired(context["pages"], context["LANGUAGES"])
    for language in context["LANGUAGES"]:
        index = search_index(
            context["datasets"], context["profile_kinds"], context["prose"], context["glossary"], language
        )
        name = f"search.{language.code}.json"
        context["assets"][name] = publish(Path(context["OUTPUT_PATH"]), name, index)


def _generator(_: object) -> type[SiteGenerator]:
    return SiteGenerator


def register() -> None:
    """Connect to Pelican. Receivers are functions of this module: signals hold them weakly."""
    signals.generator_init.connect(_install)
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(_pair)
