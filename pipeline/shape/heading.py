"""The heading of a raw file, whatever its encoding, and what stands above it."""

from __future__ import annotations

import codecs
import csv
import io
import json
import mmap
import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.describe.dataset import Table
from pipeline.errors import SourceError
from pipeline.shape.plain import LONGEST, plain_lines

UTF_8 = {"utf-8", "utf-8-sig"}
_ONE_BYTE = re.compile(r"ascii|iso8859-\d+|cp(?:125\d|437|85\d)|koi8-[rtu]|mac-[a-z]+")
"""Encodings in which every byte is a sign, and those of ASCII are ASCII's."""


def codec_of(table: Table) -> str:
    """Name the codec of a table's files as Python does; "" where it has none of that name."""
    try:
        return codecs.lookup(table.encoding).name
    except (LookupError, ValueError):
        return ""


def has_lines(table: Table) -> bool:
    """Tell whether a table's files may be cut behind any line feed before they are decoded."""
    return codec_of(table) in UTF_8 or _ONE_BYTE.fullmatch(codec_of(table)) is not None


def as_utf_8(content: bytes, table: Table) -> bytes | None:
    """Give the text of a file in UTF-8, or None where it is not in the encoding that the table describes."""
    if codec_of(table) in UTF_8:
        return content  # who reads it finds out
    try:
        return content.decode(table.encoding).encode()
    except (LookupError, ValueError):
        return None


def is_marked(content: bytes, table: Table) -> bool:
    """Tell whether a file begins with a byte order mark that its table does not speak of."""
    return content.startswith(codecs.BOM_UTF8) and codec_of(table) == "utf-8"


def below(text: bytes | mmap.mmap, lines: int) -> int:
    """Give the place behind so many lines of a text, or behind all of it."""
    place = 0
    for _ in range(lines):
        place = text.find(b"\n", place) + 1 or len(text)
    return place


def row_end(text: bytes | mmap.mmap, start: int) -> int:
    """Give the place behind the row that begins at another, if it is plain; `start` if no line end is near."""
    end, quotes = start, 0
    while (feed := text.find(b"\n", end, start + LONGEST)) >= 0:
        quotes += text[end:feed].count(b'"')
        end = feed + 1
        if quotes % 2 == 0:
            return end
    return start


def head_of(text: bytes | None, path: Path, table: Table) -> tuple[tuple[str, ...], int] | None:
    """Give the headings that what `as_utf_8` gave begins with, and where the rows do; None if they are not plain."""
    if text is None:
        return None
    start = len(codecs.BOM_UTF8) if codec_of(table) == "utf-8-sig" and text.startswith(codecs.BOM_UTF8) else 0
    end = row_end(text, start)
    line = text[start:end]
    if plain_lines(line, table.delimiter) is None:
        return None
    try:
        row = next(csv.reader(io.StringIO(line.decode(), newline=""), delimiter=table.delimiter, strict=True))
    except UnicodeDecodeError:
        return None
    return headings_of(row, path, table), end


def headings_of(row: Sequence[str], path: Path, table: Table) -> tuple[str, ...]:
    """Give the headings of a row, and those that the table's description says for columns that have none of their own.

    Columns behind the last heading are there if the description says headings for them.

    Raises:
        SourceError: a heading that cannot be.
    """
    line = table.heading_line
    if not row:
        remedy = f"Say `heading_line:`, such as {line + 1}"
        raise SourceError.at(path, "a blank line", "the heading", remedy, row=line)
    for number in table.headings:
        if number > len(row):
            continue
        own = row[number - 1]
        if own.strip() and row.count(own) == 1 and not own.startswith("__"):
            found, expected = f"the heading `{own}` of column {number}", "none, or one that stands twice"
            raise SourceError.at(path, found, expected, f"Delete {number} from `headings:`", row=line)
    beyond = [""] * (max(table.headings, default=0) - len(row))
    named = tuple(table.headings.get(number, heading) for number, heading in enumerate([*row, *beyond], 1))
    if blank := [str(number) for number, heading in enumerate(named, 1) if not heading.strip()]:
        found = f"a blank heading in column {', '.join(blank)}"
        remedy = f"Say one under `headings:`, such as {blank[0]}: note, or `heading_line:` if the heading stands further down"
        raise SourceError.at(path, found, "a name for every column", remedy, row=line)
    seen: set[str] = set()
    for number, heading in enumerate(named, 1):
        remedy = f"Say one under `headings:`, such as {number}: note"
        if heading.startswith("__"):
            found, expected = f"the heading `{heading}`", "one that does not begin with `__`, as our own columns do"
            raise SourceError.at(
                path, found, expected, f"Say another under `headings:`, such as {number}: note", row=line
            )
        if heading in seen:
            raise SourceError.at(path, f"the heading `{heading}` twice", "each heading once", remedy, row=line)
        seen.add(heading)
    likely = max(",;\t|", key=row[0].count)
    if len(row) == 1 and likely in row[0] and likely != table.delimiter:
        raise SourceError.at(
            path,
            f"one column `{row[0][:60]}`",
            f"columns separated by `{table.delimiter}`",
            f"Say `delimiter: {json.dumps(likely)}`",
            row=line,
        )
    return named
