"""Describe a CSV file as it is found, in the words of a table's description."""

from __future__ import annotations

import codecs
import csv
import sys
from bisect import bisect_left
from collections import Counter
from contextlib import suppress
from itertools import count, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

KINDS = {
    "integer": (r"^(?:0|-?[1-9][0-9]{0,14})$", pa.int64()),
    "date": ("^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$", pa.date32()),
}
"""Types of columns in which every text is written so; the others are text."""


def described(file: Path) -> dict[str, Any]:
    """Describe any CSV file: whole numbers and days where all of a column is, text elsewhere; the first key that is one.

    A file whose rows repeat themselves gets a first column that numbers them.
    """
    encoding = _encoding(file)
    delimiter, line = _heading(file, encoding)
    rows, form = _texts(file, encoding, delimiter, line)
    key = _key(rows)
    if key is None:
        _number(file, encoding, delimiter, line)
        rows, form = _texts(file, encoding, delimiter, 1)
        key = ["row"]
    names = {heading: f"column_{place:02}" for place, heading in enumerate(rows.column_names, 1)}
    return {
        "key": [names[column] for column in key],
        "order": "raw",
        "rows": rows.num_rows,
        "delimiter": delimiter,
        "encoding": encoding,
        **form,
        "fields": [
            *(field(names[column], _kind(rows[column]), **{"from": column}) for column in rows.column_names),
            field("source_id", constant="made"),
        ],
    }


def _encoding(file: Path) -> str:
    content = file.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    sys.exit("no text in UTF-8, UTF-16 or Windows-1252")


def _heading(file: Path, encoding: str) -> tuple[str, int]:
    """Give the sign that divides most of the first rows alike, and the line of the first one that is more than a title.

    Of a title the first cell is filled, and no other.
    """
    csv.field_size_limit(2**31 - 1)  # a quote that is never closed
    with file.open(encoding=encoding, newline="") as text:
        lines = list(islice(text, 200))
    found = [(0, 0, ",", next((number for number, line in enumerate(lines, 1) if line.strip()), 1))]
    for delimiter in ",;\t|":
        reader = csv.reader(lines, delimiter=delimiter)
        rows = [(reader.line_num - sum(cell.count("\n") for cell in row), row) for row in reader]
        widths = Counter(len(row) for _, row in rows if row)
        width, count = max(widths.items(), key=itemgetter(1), default=(1, 0))
        if width > 1 and 2 * count >= widths.total():
            headings = (
                line for line, row in rows if len([*filter(str.strip, row)]) > 1 or (row[1:] and row[-1].strip())
            )
            found.append((count, width, delimiter, next(headings, 1)))
    *_, delimiter, line = max(found, key=itemgetter(0, 1))
    return delimiter, line


def _texts(file: Path, encoding: str, delimiter: str, line: int) -> tuple[pa.Table, dict[str, Any]]:
    """Read a file with Python's own reader, and give what the description has to say of its form.

    The heading is made as long as the longest row, the others as long as it is.
    """
    with file.open(encoding=encoding, newline="") as text:
        reader = csv.reader(islice(text, line - 1, None), delimiter=delimiter)
        own = next(reader, [])
        every = list(reader)
        lines = reader.line_num
    own += [""] * (max(map(len, every), default=0) - len(own))
    rows = [[*row, *[""] * (len(own) - len(row))] for row in every if row]
    if not rows:
        sys.exit("no rows below a heading")
    said = {
        number: next(name for name in (f"column {number}{more * '+'}" for more in count()) if name not in own)
        for number, heading in enumerate(own, 1)
        if not heading.strip() or heading.startswith("__") or heading in own[: number - 1]
    }
    form = {
        "heading_line": line,
        "headings": {str(number): heading for number, heading in said.items()},
        "multiline": lines > len(every) + 1,
        "blank_lines": len(rows) < len(every),
        "short_rows": any(0 < len(row) < len(own) for row in every),
    }
    headings = [said.get(number, heading) for number, heading in enumerate(own, 1)]
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.table(columns, names=headings), {name: what for name, what in form.items() if what}


def _kind(column: pa.ChunkedArray) -> str:
    present = column.filter(pc.not_equal(column, ""))
    for kind, (form, values) in KINDS.items():
        if pc.all(pc.match_substring_regex(present, form)).as_py():
            with suppress(pa.ArrowInvalid):  # a day that no calendar has
                present.cast(values)
                return kind
    return "string"


def _number(file: Path, encoding: str, delimiter: str, line: int) -> None:
    with file.open(encoding=encoding, newline="") as text:
        rows = [row for row in csv.reader(islice(text, line - 1, None), delimiter=delimiter) if row]
    with file.open("w", encoding=encoding, newline="") as text:
        csv.writer(text, delimiter=delimiter).writerows(
            [("row", *rows[0]), *((n, *row) for n, row in enumerate(rows[1:], 1))]
        )


def _key(rows: pa.Table) -> list[str] | None:
    """Give the first column without a gap that tells rows apart, or as few of the first ones as do together."""
    known = [name for name in rows.column_names if not pc.any(pc.equal(rows[name], "")).as_py()]

    def tells_apart(many: int) -> bool:
        return bool(rows.group_by(known[:many]).aggregate([]).num_rows == rows.num_rows)

    alone = (name for name in known if pc.count_distinct(rows[name]).as_py() == rows.num_rows)
    if first := next(alone, None):
        return [first]
    if known and tells_apart(len(known)):
        return known[: bisect_left(range(len(known)), x=True, lo=1, key=tells_apart)]
    return None


def both(text: str) -> dict[str, str]:
    return {"sq": text, "en": text}


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": both(name), "description": both(f"{name}."), **more}
