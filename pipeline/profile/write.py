"""One file for each kind, with everything its pages say, show and link to; the pages compute nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.draw.figures import Drawing
from pipeline.languages import Language, language_of
from pipeline.profile.built import Built
from pipeline.profile.compare import compared
from pipeline.profile.declared import Declarations, Kind, Leading, Panel
from pipeline.profile.panels import Filled, fill_panel
from pipeline.profile.speak import fill, fill_text, say, written
from pipeline.profile.things import Things, things_of
from pipeline.publish.cells import as_text


def profile(
    declarations: Declarations, folder: Path, languages: Sequence[Language], built: Built
) -> list[tuple[Path, Drawing]]:
    """Write ``<kind>.json`` for each kind into `folder`; give the drawings its pages need, with their folders.

    Raises:
        DescriptionError: a declaration asks for what the tables do not hold.
        InvalidTableError: a table has rows about a thing that does not exist.
        ChartError: a chart cannot be drawn.
    """
    if declarations.kinds:
        folder.mkdir(parents=True)
    drawings: list[tuple[Path, Drawing]] = []
    for order, kind in enumerate(declarations.kinds):
        path = f"{kind.dataset.slug}/{kind.table}"
        things = things_of(kind, built.described[path], built.tables[path], built.labels(path), languages)
        filled = [fill_panel(panel, things, languages, built) for panel in declarations.of(kind)]
        entry = {"order": order, **_kind_entry(things, filled, languages, built)}
        (folder / f"{kind.name}.json").write_text(json.dumps(entry, ensure_ascii=False) + "\n", encoding="utf-8")
        drawings += [
            (folder / kind.name / "charts", content.drawing)
            for one in filled
            for content in one.contents
            if content.drawing is not None
        ]
    return drawings


def _kind_entry(
    things: Things, filled: Sequence[Filled], languages: Sequence[Language], built: Built
) -> dict[str, Any]:
    kind = things.kind
    columns = [(one, leading) for one in filled for leading in one.panel.index]
    spoken = {field.name: field.language for field in built.described[f"{kind.dataset.slug}/{kind.table}"].fields}
    return {
        "kind": kind.name,
        "dataset": kind.dataset.slug,
        "table": kind.table,
        "id": kind.id,
        "ordered": bool(kind.order),
        "title": dict(kind.title),
        "text": dict(kind.text),
        "columns": [_column(*column, languages) for column in columns],
        "panels": [{**_panel_entry(one.panel), "compare": compared(one, built)} for one in filled],
        "things": [
            {
                "id": thing.id,
                "slug": thing.slug,
                "name": dict(thing.name),
                "kicker": fill_text(kind.kicker, thing.words),
                "other_names": [
                    {"text": thing.words[languages[0].code][name], "tag": language_of(spoken[name], row)}
                    for name in kind.other_names
                    if thing.words[languages[0].code].get(name) not in (None, *thing.name.values())
                ],
                "spellings": _spellings(kind, thing.id, built),
                "figures": [_figure(*column, index, languages) for column in columns],
                "lead": [dict(text) for one in filled for text in one.contents[index].lead],
                "panels": [one.contents[index].entry() for one in filled if one.contents[index].is_shown],
            }
            for index, (thing, row) in enumerate(zip(things.each, things.rows.to_pylist(), strict=True))
        ],
    }


def _figure(one: Filled, leading: Leading, index: int, languages: Sequence[Language]) -> dict[str, Any] | None:
    known, manner = one.facts.of(index), one.facts.manners[leading.fact]
    value = known.get(leading.fact)
    if value is None:
        return None
    counted = [leading.counted] if leading.counted else []
    words = {language.code: one.facts.said(index, language) for language in languages}
    return {
        "value": as_text(value),
        "text": {language.code: written(value, manner, language, fixed=True) for language in languages},
        "title": say(counted, words, known, languages),
        "same": [as_text(known.get(name)) for name in leading.same],
    }


def _column(one: Filled, leading: Leading, languages: Sequence[Language]) -> dict[str, Any]:
    """Describe a column of the index; its title may hold facts that are the same for all things."""
    manner = one.facts.manners[leading.fact]
    facts = {fact.name: fact for fact in one.panel.facts}
    first = next((index for index in range(len(one.contents)) if leading.fact in one.facts.of(index)), None)
    said = {
        language.code: fill(leading.title[language.code], {} if first is None else one.facts.said(first, language))
        for language in languages
    }
    return {
        "name": leading.fact,
        "dataset": one.panel.dataset.slug,
        "title": {code: text or leading.title[code] for code, text in said.items()},
        "type": manner.type,
        "unit": manner.unit,
        "decimals": manner.decimals,
        "same": [[*facts[same].table.split("/"), facts[same].value] for same in leading.same],
    }


def _panel_entry(panel: Panel) -> dict[str, Any]:
    return {
        "id": panel.id,
        "dataset": panel.dataset.slug,
        "table": panel.table,
        "title": dict(panel.title),
        "fields": list(panel.fields),
        "open": panel.open,
        "anchor": {"prefix": panel.anchor[0], "field": panel.anchor[1]} if panel.anchor else None,
    }


def _spellings(kind: Kind, id_: str, built: Built) -> list[str]:
    """Give every other way in which a thing's name is written, for the search."""
    if kind.spellings is None:
        return []
    table, by, field = kind.spellings
    rows = built.tables[f"{kind.dataset.slug}/{table}"]
    pairs = zip(rows[by].to_pylist(), rows[field].to_pylist(), strict=True)
    return sorted({as_text(spelling) for of, spelling in pairs if as_text(of) == id_ and spelling is not None})
