"""What the script of a table has to know: its columns, what may be chosen in them, and where all rows are to be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.languages import Language, language_of
from pipeline.render.cells import foreign
from pipeline.render.datasets import Dataset, Field, Table
from pipeline.render.fold import fold
from pipeline.render.sources import SOURCE, marks
from pipeline.render.tables import MARKS, Sheet

FEW = 8
"""Rows from which a table has tools; fewer are seen at once."""

CHOICES = 60
"""Values of a column that can still be chosen from."""

LARGEST = 15_000_000
"""Bytes of a file that a script may fetch to show rows that are not on the page, some 100,000 of them. More is not for phones."""

STATE = {"q", "sort", "page"}
"""Names in the address that no column may take."""


ColumnKind = Literal["number", "year", "date", "text"]

_KINDS: Mapping[str, ColumnKind] = {"integer": "number", "number": "number", "year": "year", "date": "date"}


@dataclass(frozen=True)
class Column:
    """One column: its name in the address, how it is sorted, and the values to choose from with their wordings."""

    name: str
    title: str
    kind: ColumnKind
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Tools:
    """The tools of one table. `data` is for the script; `file` is where its rows can be fetched, if anywhere."""

    columns: tuple[Column, ...]
    data: Mapping[str, Any]
    file: str = ""

    @property
    def filters(self) -> list[Column]:
        return [column for column in self.columns if column.options]


def table_tools(dataset: Dataset, table: Table, sheet: Sheet, language: Language) -> Tools | None:
    """Give the tools of a table on its own page; none when it is short, or so long that its rows are for other programs."""
    if sheet.total < FEW or _is_too_large(table, sheet):
        return None
    file = f"data/{dataset.name}/{table.file.name}"
    if sheet.whole:
        return _tools(sheet, language, "", file, _columns(sheet))
    fields = [field for heading in sheet.headings if (field := table.field(heading.field))]
    columns = [
        Column(field.name, heading.title, _kind_of(field), _labels(table, field, language))
        for field, heading in zip(fields, sheet.headings, strict=True)
    ]
    return _tools(sheet, language, "", file, columns, whole=_wording(dataset, fields, sheet, language))


def panel_tools(
    dataset: Dataset, table: Table, sheet: Sheet, places: Sequence[int], prefix: str, language: Language
) -> Tools | None:
    """Give the tools of a table among others on a page; `places` are those of its rows in the whole one."""
    if sheet.total < FEW or _is_too_large(table, sheet):
        return None
    file = f"data/{dataset.name}/{table.file.name}"
    return _tools(sheet, language, f"{prefix}.", file, _columns(sheet), places=list(places))


def _is_too_large(table: Table, sheet: Sheet) -> bool:
    return not sheet.whole and table.file.stat().st_size > LARGEST


def list_tools(sheet: Sheet, language: Language) -> Tools | None:
    """Give the tools of a table that no file has."""
    return _tools(sheet, language, "", "", _columns(sheet)) if sheet.total >= FEW else None


def _tools(
    sheet: Sheet, language: Language, prefix: str, file: str, columns: Sequence[Column], **more: object
) -> Tools:
    signs = language.cldr.number_symbols["latn"]
    return Tools(
        tuple(columns),
        {
            "name": sheet.name,
            "prefix": prefix,
            "total": sheet.total,
            "signs": {"decimal": signs["decimal"], "group": signs["group"]},
            "columns": [{"name": column.name, "kind": column.kind, "title": column.title} for column in columns],
            "words": {
                name: language.wording(f"table.{name}")
                for name in ("shown", "sorted", "ascending", "descending", "loading", "failed", "page")
            },
            **more,
        },
        file,
    )


def _columns(sheet: Sheet) -> list[Column]:
    """Describe the columns by the cells of all rows."""
    columns = []
    for place, heading in enumerate(sheet.headings):
        cells = [row.cells[place] for row in sheet.rows if row.cells[place].kind != "missing"]
        kinds = {cell.kind for cell in cells}
        name = heading.field or str(place + 1)
        coded = [(cell.code, cell.text) for cell in cells if cell.code and cell.kind not in {"number", "date"}]
        choosable = len(coded) == len(cells) and name not in STATE
        options = _options(coded) if choosable else ()
        few = len(options) * 2 <= len(sheet.rows)
        columns.append(Column(name, heading.title, _kind(kinds), options if few else ()))
    return columns


def _kind_of(field: Field) -> ColumnKind:
    if field.labels:
        return "text"
    return _KINDS.get(field.type, "text")


def _labels(table: Table, field: Field, language: Language) -> tuple[tuple[str, str], ...]:
    """Give the codes that occur in all rows."""
    if not field.labels or field.name in STATE:
        return ()
    found = {row[field.name] for row in table.every} - {""}
    return _options((code, field.labels[code][language.code]) for code in found)


def _kind(kinds: Set[str]) -> ColumnKind:
    return _KINDS.get(next(iter(kinds)), "text") if len(kinds) == 1 else "text"


def _options(coded: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Give the different values in the order of their wordings, if there is something to choose."""
    found = sorted(dict(coded).items(), key=lambda each: fold(each[1]))
    return tuple(found) if 1 < len(found) <= CHOICES else ()


def _spoken(field: Field, table: Table, language: Language) -> dict[str, Any]:
    """Give the language of a field's texts, or the column that tells it in each row and what its codes tell."""
    teller = table.field(field.language["field"]) if isinstance(field.language, Mapping) else None
    if teller is None:
        return {"tag": foreign(language_of(field.language, {}), language)}
    told = {code.value: language_of(field.language, {teller.name: code.value}) for code in teller.codes}
    return {"teller": teller.name, "tags": {code: foreign(tag, language) for code, tag in told.items()}}


def _wording(dataset: Dataset, fields: Sequence[Field], sheet: Sheet, language: Language) -> dict[str, Any]:
    """Give what it takes to write a row as the page does, for tables too long for one page."""
    cldr = language.cldr
    return {
        "fields": [
            {
                "name": field.name,
                "type": field.type,
                "decimals": field.decimals,
                "shape": heading.shape,
                **_spoken(field, dataset.table(sheet.table), language),
                "status": field.is_status,
                "labels": {code: text[language.code] for code, text in field.labels.items()},
                "pages": dict(field.pages),
            }
            for field, heading in zip(fields, sheet.headings, strict=True)
        ],
        "months": [cldr.months["format"]["abbreviated"][month] for month in range(1, 13)],
        "date": cldr.date_formats["medium"].pattern,
        "true": language.say("value.true"),
        "false": language.say("value.false"),
        "missing": language.say("table.missing"),
        "note": language.wording("table.note"),
        "source": SOURCE if sheet.sourced else "",
        "sources": {id_: [one.number, one.title, one.tag] for id_, one in marks(dataset, language).items()},
        "marks": MARKS,
        "notes": {note.id: note.mark for note in sheet.notes},
    }
