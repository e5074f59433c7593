"""Write a dataset as one workbook per language: a sheet of notes, then one sheet per table with typed cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from pipeline.describe.dataset import Dataset, Field, Table
from pipeline.errors import DescriptionError, InvalidTableError
from pipeline.languages import Language

_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
MOST_ROWS = 100_000
"""A table with more rows gets no sheet, and the first sheet says where it is. A sheet holds ten times as many, but then a
workbook takes a minute and four gigabytes to make, and nobody a workbook that large to open."""
_WIDEST = 60
_FIRST_DAY = date(1900, 3, 1)
"""Sheets know no date before 1900, and take that year for a leap year; an earlier date is written as text."""
_OPTIONS = {"in_memory": True}


def write_workbook(dataset: Dataset, tables: Mapping[str, pa.Table], language: Language, path: Path) -> None:
    """Write ``<dataset>.<lang>.xlsx``.

    Headings are the fields' titles in that language, values are those of the CSV; the first sheet says what the
    dataset is, what its columns mean and what a reader must know. The same input gives the same bytes.

    Raises:
        DescriptionError: the language calls the first sheet as a table is called.
        InvalidTableError: a cell is longer than a sheet can hold.
    """
    content = BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    year, month, day = (int(part) for part in dataset.modified.split("-"))
    book.set_properties({"title": dataset.title[language.code], "created": datetime(year, month, day)})  # noqa: DTZ001 - a day, not a moment
    formats = _Formats(book)
    _write_notes(book, formats, dataset, tables, language)
    for table in dataset.tables:
        if tables[table.name].num_rows <= MOST_ROWS:
            _write_sheet(book, formats, table, tables[table.name], language)
    book.close()
    # Not by the library itself, which makes an error of its own of a full disk.
    path.write_bytes(content.getvalue())


class _Formats:
    """The few cell formats a workbook uses."""

    def __init__(self, book: Any) -> None:
        self.heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.integer = book.add_format({"num_format": "#,##0"})
        self.plain = book.add_format({"num_format": "0"})
        self.decimal = book.add_format({"num_format": "#,##0.##########"})
        self.text = book.add_format({"num_format": "@"})

    def of(self, field: Field) -> Any:
        match field.type:
            case "date":
                return self.date
            case "integer":
                return self.plain if field.unit is None and field.name.endswith("_number") else self.integer
            case "year":
                return self.plain
            case "number":
                return self.decimal
            case _:
                return self.text


def _write_sheet(book: Any, formats: _Formats, table: Table, rows: pa.Table, language: Language) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    if rows.num_rows:
        sheet.autofilter(0, 0, rows.num_rows, len(table.fields) - 1)
    for column, field in enumerate(table.fields):
        heading, form, values = field.title[language.code], formats.of(field), rows[field.name].to_pylist()
        _refuse_long(values, field, table)
        sheet.write_string(0, column, heading, formats.heading)
        longest = max(12, min(len(heading), 24))
        for row, value in enumerate(values, start=1):
            longest = max(longest, _write_cell(sheet, row, column, value, form))
        sheet.set_column(column, column, min(longest + 2, _WIDEST))


def _write_cell(sheet: Any, row: int, column: int, value: object, form: Any) -> int:
    """Write one typed cell and give its length in characters."""
    if value is None:
        return 0
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, form)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value) if isinstance(value, Decimal) else value, form)
    elif isinstance(value, date) and value >= _FIRST_DAY:
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), form)  # noqa: DTZ001 - a day, not a moment
    else:
        sheet.write_string(row, column, str(value), form)
    return len(str(value))


def _refuse_long(values: Sequence[object], field: Field, table: Table) -> None:
    for row, value in enumerate(values, start=1):
        if isinstance(value, str) and (units := len(value.encode("utf-16-le")) // 2) > _LONGEST_CELL:
            found = f"a text of {units} characters in row {row} of `{table.name}`"
            expected = f"at most {_LONGEST_CELL} in a workbook's cell"
            remedy = "Leave the column out under `ignore:`, or the row with `keep:`"
            raise InvalidTableError(table.origin.problem(field.steps, found, expected, remedy))


def _write_notes(
    book: Any, formats: _Formats, dataset: Dataset, tables: Mapping[str, pa.Table], language: Language
) -> None:
    name = re.sub(r"[\[\]:*?/\\']", " ", language.say("file.sheet"))[:_LONGEST_NAME]
    if name.lower() in tables:
        found, expected = f"`{name}`, which is a table of {dataset.slug}", "a name that no other sheet has"
        raise DescriptionError.at(language.file, found, expected, column="file.sheet")
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, dataset.title[language.code], formats.title)
    for row, cells in enumerate(_lines(dataset, tables, language), start=1):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, column, cell, formats.wrap)


def _lines(dataset: Dataset, tables: Mapping[str, pa.Table], language: Language) -> Iterator[tuple[str, ...]]:
    code = language.code
    yield (dataset.summary[code],)
    yield ("",)
    yield (language.say("file.version"), dataset.version)
    yield (language.say("file.modified"), language.date(date.fromisoformat(dataset.modified)))
    yield (language.say("file.licence"), dataset.licence)
    yield (language.say("file.publisher"), language.say("site.name"))
    yield ("",)
    for note in dataset.notes:
        yield (language.say("file.note"), note.table or "", note.text[code])
    for correction in dataset.corrections:
        change = f"{correction.field}: {correction.was} → {correction.becomes}. {correction.because[code]}"
        yield (language.say("file.correction"), correction.table, change)
    for table in dataset.tables:
        yield ("",)
        yield (
            table.name,
            table.title[code],
            f"{table.description[code]} ({language.say('file.rows', n=tables[table.name].num_rows)})",
        )
        if tables[table.name].num_rows > MOST_ROWS:
            yield ("", "", language.say("file.too_long", file=f"{table.name}.csv"))
        for field in table.fields:
            yield (field.name, field.title[code], field.description[code])
            for value, meaning in field.codes.items():
                yield ("", value, meaning.title[code])
