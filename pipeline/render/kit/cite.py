"""How a chart is cited: as a sentence, for BibTeX, and as CSL-JSON, which Zotero and its kin read."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pipeline.languages import Language
from pipeline.render.datasets import Dataset
from pipeline.render.describe import bibtex_entry


@dataclass(frozen=True)
class Cited:
    """A chart as a citation names it."""

    dataset: Dataset
    name: str
    title: str
    language: Language
    address: str

    @property
    def key(self) -> str:
        return f"{self.dataset.name}-{self.name}-{self.dataset.version}"

    @property
    def inside(self) -> str:
        """Say what the chart is a part of."""
        title = self.dataset.title[self.language.code]
        return self.language.say("kit.inside", title=title, version=self.dataset.version)


def plain(cited: Cited) -> str:
    """Give the citation as one line."""
    site, day = cited.language.say("site.name"), cited.dataset.modified
    title = cited.title.rstrip(".")
    return f"{site} ({day.year}). {title}. {cited.inside}, {cited.language.date(day)}. {cited.address}"


def bibtex(cited: Cited) -> str:
    """Give the entry for BibTeX."""
    day = cited.dataset.modified
    fields = {
        "title": cited.title,
        "author": cited.language.say("site.name"),
        "year": str(day.year),
        "month": str(day.month),
        "howpublished": cited.inside,
        "url": cited.address,
        "language": cited.language.tag,
    }
    return bibtex_entry(cited.key, fields) + "\n"


def csl(cited: Cited) -> str:
    """Give the entry as CSL-JSON."""
    day, site = cited.dataset.modified, cited.language.say("site.name")
    entry = {
        "id": cited.key,
        "type": "graphic",
        "title": cited.title,
        "author": [{"literal": site}],
        "publisher": site,
        "container-title": cited.dataset.title[cited.language.code],
        "version": cited.dataset.version,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": cited.address,
        "language": cited.language.tag,
    }
    return json.dumps([entry], ensure_ascii=False, indent=1) + "\n"
