"""Exactly the rows that a chart plots, as a workbook in one language: typed cells, and where they are from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.languages import Language
from pipeline.render.datasets import Dataset, Field

_OPTIONS = {"in_memory": True}
_LONGEST_NAME, _WIDEST = 31, 60
_PLAIN = {"year": "0", "date": "yyyy-mm-dd"}


def write_rows(
    dataset: Dataset, chart: Mapping[str, Any], language: Language, about: Sequence[str], path: Path
) -> None:
    """Write the plotted rows; codes by their names, missing values as empty cells.

    Args:
        about: lines below the title, such as source and address; the headings follow after an empty line.
    """
    code = language.code
    content = BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    # A day, not the moment of writing: the same rows give the same bytes.
    book.set_properties({"title": chart["title"][code], "created": datetime.combine(dataset.modified, time())})
    sheet = book.add_worksheet(chart["name"][:_LONGEST_NAME])
    sheet.write_string(0, 0, chart["title"][code], book.add_format({"bold": True, "font_size": 14}))
    for row, line in enumerate(about, start=1):
        sheet.write_string(row, 0, line)
    head = len(about) + 2
    sheet.freeze_panes(head + 1, 0)
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for place, column in enumerate(chart["columns"]):
        field = dataset.table(chart["table"]).field(column["name"])
        form = book.add_format({"num_format": _number_format(field)})
        names = chart["row_labels"].get(column["name"]) or (field.labels if field else {})
        sheet.write_string(head, place, column["title"][code], heading)
        longest = min(len(column["title"][code]), 24)
        for row, values in enumerate(chart["rows"], start=head + 1):
            value = _typed(values[place], field, names, code)
            longest = max(longest, len(str(value or "")))
            _write(sheet, row, place, value, form)
        sheet.set_column(place, place, min(longest + 2, _WIDEST))
    book.close()
    # Not by the library itself, which makes an error of its own of a full disk.
    path.write_bytes(content.getvalue())


def _number_format(field: Field | None) -> str:
    if field is not None and field.type in _PLAIN:
        return _PLAIN[field.type]
    return "#,##0." + "0" * field.decimals if field is not None and field.decimals else "#,##0"


def _typed(value: Any, field: Field | None, names: Mapping[str, Mapping[str, str]], code: str) -> Any:
    """Give a value as a sheet holds it: a code by its name, a day as a day."""
    name = names.get(str(value).lower() if isinstance(value, bool) else str(value))
    if value is not None and name is not None:
        return name[code]
    if field is not None and field.type == "date" and value is not None:
        return date.fromisoformat(value)
    return value


def _write(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), form)
    else:
        sheet.write_string(row, column, str(value))
