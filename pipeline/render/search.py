"""The index of the site's search, one file per language: what there is, what each is called, and where it stands.

A thing is found by its `names`, first of all by one that is written exactly so, and by the words of its `text`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from pipeline.errors import SiteError
from pipeline.languages import Language, Text
from pipeline.render.codebook import codebook
from pipeline.render.datasets import ABOUT_DATA, Dataset, Table
from pipeline.render.fold import forms
from pipeline.render.glossary import Group as Terms
from pipeline.render.profiles import Kind, row_anchor
from pipeline.render.tables import AT_MOST, row_id

_SECTION = re.compile(r'<h[23] id="([^"]+)">(.*?)</h[23]>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_APART = re.compile(r" +([,.;:!?)])")
"""What stands behind a tag that ends a word."""


@dataclass(frozen=True)
class Entry:
    """One thing to be found. `note` tells it from others of the same title; `names` are its further names."""

    title: str
    path: str
    note: str = ""
    names: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Group:
    """Things of one sort; earlier groups come first among equally good answers.

    `label` is empty where every note says it already; the words of `text` are true of each entry. The titles of `lesser`
    things are words like others: only their further names count as names.
    """

    label: str
    base: str
    entries: Iterable[Entry]
    text: str = ""
    lesser: bool = False


Prose = Mapping[str, Mapping[str, Any]]
"""The pages of `content/` by slug and language, as Pelican has read them."""


def search_index(
    datasets: Sequence[Dataset], kinds: Sequence[Kind], prose: Prose, glossary: Sequence[Terms], language: Language
) -> bytes:
    """Write everything that can be found in one language as compact JSON; `search.js` reads it."""
    say = language.say
    order = {dataset.name: number for number, dataset in enumerate(datasets)}
    groups = [
        *(_things(kind, language) for kind in sorted(kinds, key=lambda kind: order[kind.dataset])),
        Group(say("search.page"), "", _pages(kinds, prose, language)),
        Group(say("search.dataset"), "data/", _datasets(datasets, language)),
        Group(say("search.table"), "data/", _tables(datasets, language)),
        *_rows(datasets, kinds, language),
        Group(say("search.term"), "", _terms(glossary, prose, language)),
        Group(say("search.chart"), "data/", _charts(datasets, language)),
        Group(say("search.column"), "codebook/#", _columns(datasets, language), lesser=True),
        Group(say("search.section"), "", _sections(prose, language), lesser=True),
    ]
    index = {
        "stop": str(language.wording("search.stop")).split(),
        "groups": [[group.label, group.base, group.text, int(group.lesser)] for group in groups],
        "entries": [_written(number, entry) for number, group in enumerate(groups) for entry in group.entries],
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _written(group: int, entry: Entry) -> list[int | str]:
    """Leave out what is empty at the end, and names that differ from others only in case, marks or script."""
    known, names = {"", *forms(entry.title)}, []
    for name in entry.names:
        if not known.issuperset(forms(name)):
            known.update(forms(name))
            names.append(" ".join(name.replace("|", " ").split()))
    written = [entry.title, entry.path, entry.note, "|".join(names), entry.text]
    while not written[-1]:
        written.pop()
    return [group, *written]


def _in(language: Language, text: Text) -> str:
    """Pick the wording of a text.

    Raises:
        SiteError: it has none in this language.
    """
    if language.code not in text:
        raise SiteError.at(f"{language.code}/search/", f"a text with {dict(text)}", f"a wording in `{language.code}`")
    return text[language.code]


def _things(kind: Kind, language: Language) -> Group:
    """The things that have pages, by every name and spelling there is of them."""
    entries = [
        Entry(
            _in(language, thing["name"]),
            f"{thing['slug']}/",
            note=_in(language, thing["kicker"] or kind.title),
            names=(
                *thing["name"].values(),
                *(name["text"] for name in thing["other_names"]),
                *thing["spellings"],
                thing["id"],
            ),
            text=next((_in(language, text) for text in thing["lead"]), ""),
        )
        for thing in kind.things
    ]
    about = " ".join(_in(language, panel["title"]) for panel in kind.content["panels"])
    return Group("", kind.path, entries, about)


def _pages(kinds: Sequence[Kind], prose: Prose, language: Language) -> Iterator[Entry]:
    say = language.say
    for kind in kinds:
        yield Entry(_in(language, kind.title), kind.path, text=_in(language, kind.text))
    yield Entry(say("nav.data"), "data/", text=say("home.catalogue"))
    yield Entry(say("codebook.title"), "codebook/", text=say("codebook.lede"))
    for slug, versions in prose.items():
        page = versions[language.code]
        yield Entry(page.title, f"{slug}/", names=(slug,), text=page.description)


def _sections(prose: Prose, language: Language) -> Iterator[Entry]:
    """The sections of prose with all their words."""
    for slug, versions in prose.items():
        page = versions[language.code]
        _, *parts = _SECTION.split(page.content)
        for anchor, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            yield Entry(_words(title), f"{slug}/#{anchor}", page.title, text=_words(body))


def _words(html: str) -> str:
    return _APART.sub(r"\1", " ".join(unescape(_TAG.sub(" ", html)).split()))


def _terms(glossary: Iterable[Terms], prose: Prose, language: Language) -> Iterator[Entry]:
    for slug, versions in prose.items():
        page = versions[language.code]
        if page.template == "glossary":
            for term in (term for group in glossary for term in group.terms):
                names = tuple(term.names.values())
                title, text = _in(language, term.names), _in(language, term.text)
                yield Entry(title, f"{slug}/#term-{term.id}", page.title, names, text)


def _datasets(datasets: Iterable[Dataset], language: Language) -> Iterator[Entry]:
    for dataset in datasets:
        names = (dataset.name, *dataset.package.get("keywords", []))
        yield Entry(_in(language, dataset.title), f"{dataset.name}/", "", names, _in(language, dataset.summary))


def _tables(datasets: Iterable[Dataset], language: Language) -> Iterator[Entry]:
    for dataset in datasets:
        for table in dataset.subjects:
            title, text = _in(language, table.title), _in(language, table.description)
            path, note = f"{dataset.name}/{table.name}/", _in(language, dataset.title)
            yield Entry(title, path, note, (table.name,), text)


def _charts(datasets: Iterable[Dataset], language: Language) -> Iterator[Entry]:
    for dataset in datasets:
        for chart in dataset.page["charts"]:
            path = f"{dataset.name}/#chart-{chart['name']}"
            yield Entry(_in(language, chart["title"]), path, _in(language, dataset.title))


def _columns(datasets: Sequence[Dataset], language: Language) -> Iterator[Entry]:
    for number, entry in enumerate(codebook(datasets), 1):
        if any(table.name not in ABOUT_DATA for _, table in entry.places):
            field = entry.field
            title, text = _in(language, field.title), _in(language, field.description)
            yield Entry(title, f"{field.name}-{number}", field.name, (field.name,), text)


def _rows(datasets: Iterable[Dataset], kinds: Sequence[Kind], language: Language) -> Iterator[Group]:
    """The rows that can be found by themselves; those of a table whose things have pages are found there."""
    paged = {(kind.dataset, kind.table) for kind in kinds}
    for dataset in datasets:
        for name, found_by in dataset.page.get("search", {}).items():
            if (dataset.name, name) not in paged:
                table = dataset.table(name)
                label = f"{_in(language, table.title)} · {_in(language, dataset.title)}"
                yield Group(label, "", _rows_of(dataset, table, found_by, _anchors(kinds, dataset, table), language))


def _rows_of(
    dataset: Dataset, table: Table, found_by: Mapping[str, Any], anchors: Mapping[int, str], language: Language
) -> Iterator[Entry]:
    for place, row in enumerate(table.rows()):
        if place not in anchors and place >= AT_MOST:  # it stands on no page
            continue
        path = anchors.get(place, f"data/{dataset.name}/{table.name}/#{row_id(table, row)}")
        names = [row[found_by["label"][language.code]], *(row[field] for field in found_by["fields"])]
        called = [name for name in names if name]
        if called:
            yield Entry(called[0], path, names=tuple(called))


def _anchors(kinds: Sequence[Kind], dataset: Dataset, table: Table) -> dict[int, str]:
    """Find the rows of a table that stand under a name of their own on the page of a thing."""
    found: dict[int, str] = {}
    for kind in kinds:
        plans = {
            plan["id"]: plan
            for plan in kind.content["panels"]
            if plan["anchor"] and (plan["dataset"], plan["table"]) == (dataset.name, table.name)
        }
        for thing in kind.things if plans else ():
            for panel in thing["panels"]:
                plan = plans.get(panel["id"], {})
                for place in panel["rows"] if plan else ():
                    found.setdefault(place, f"{kind.page(thing)}#{row_anchor(plan, table, place)}")
    return found
