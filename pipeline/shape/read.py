"""Read raw files as text, every row with the file and line it stands on."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipeline.describe import signs
from pipeline.describe.dataset import Table
from pipeline.errors import SHOWN, More, Problem, SourceError, raise_all, shown
from pipeline.shape.heading import as_utf_8, below, has_lines, head_of, headings_of, is_marked
from pipeline.shape.parts import Part
from pipeline.shape.plain import LONGEST, Block, padded, plain_lines, read_plain, row_lines

FILE, LINE = "__file", "__line"
"""Columns every table carries until it is written: the raw file and the line a row begins on."""
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
"""How files begin that are no text: of Excel, new and old, and of gzip."""
_REMEDY_OF_SIGN = "Say `encoding:` if it is another, or get the file without it"


def read_part(part: Part, table: Table) -> pa.Table:
    """Read some lines of a raw file.

    Returns:
        One row per data row, all columns as published plus `FILE` and `LINE`; every cell is text, an empty cell "".

    Raises:
        DescriptionError: an unknown encoding.
        SourceError: a file that has become shorter, not the declared encoding, a byte order mark, a sign nobody sees, a broken quote, a line break
            in a cell, a ragged or blank row, no line where the heading is to be, a heading twice or blank.
    """
    rows = _read_plain(part, table)
    if rows is None:
        rows = _read_text(_decode(part.content(), part, table), part, table)
    columns = tuple(rows.column_names[:-2])
    if part.like and columns != part.like:
        raise SourceError.at(
            part.path, f"the columns {[*columns]}", f"those of the first file, {[*part.like]}", row=table.heading_line
        )
    return rows


def _read_plain(part: Part, table: Table) -> pa.Table | None:
    plain = _plain_file(part, table) if part.is_whole else (part.text(table), part.headings, part.lines, part.line)
    if plain is None:
        return None
    block, headings, lines, first = plain
    if block is None or lines is None:
        return None
    whole = padded(block, len(headings), table.delimiter) if table.short_rows else block
    rows = read_plain(whole, headings, table.delimiter)
    if rows is None:
        return None
    begun = np.arange(rows.num_rows) if rows.num_rows == lines else row_lines(block)
    if len(begun) != rows.num_rows or (rows.num_rows != lines and not table.multiline):
        return None
    return _placed(rows, part.path, pa.array(first + begun, pa.int32()))


def _plain_file(part: Part, table: Table) -> tuple[Block, tuple[str, ...], int | None, int] | None:
    """Give the text of a file below its heading, the headings, how many plain lines it has and which is its first."""
    text = as_utf_8(part.content(), table)
    if text is None or is_marked(text, table):
        return None
    text = text[below(text, table.heading_line - 1) :]
    head = head_of(text, part.path, table)
    if head is None:
        return None
    headings, start = head
    block = memoryview(text)[start:]
    return block, headings, plain_lines(block, table.delimiter), part.line + text.count(b"\n", 0, start)


def _placed(rows: pa.Table, path: Path, numbers: pa.Array) -> pa.Table:
    """Add the file and the line of each row."""
    file = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows.num_rows, dtype=np.int32)), pa.array([shown(path)]))
    return rows.append_column(FILE, file).append_column(LINE, numbers)


def _read_text(text: str, part: Part, table: Table) -> pa.Table:
    """Read a text with the csv module."""
    path, headings = part.path, part.headings
    csv.field_size_limit(LONGEST)  # here, because other packages change it too
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter, strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    problems: list[Problem | More] = []
    wrong = 0
    end = part.line - 1
    try:
        for row in reader:
            line, end = end + 1, part.line - 1 + reader.line_num
            if not headings:
                headings = headings_of(row, path, table)
                continue
            if not row and table.blank_lines:
                continue
            if fault := _fault(row, end - line, len(headings), table):
                wrong += 1
                if wrong <= SHOWN:
                    problems.append(Problem(shown(path), line, "", *fault))
                continue
            if len(row) < len(headings):
                row += [""] * (len(headings) - len(row))
            lines.append(line)
            rows.append(row)
    except csv.Error as error:
        raise SourceError.at(path, *_broken(str(error)), row=end + 1) from error
    if not headings:
        line = table.heading_line
        found, remedy = ("an empty file", "") if line == 1 else (f"no line {line}", "Look at `heading_line:`")
        raise SourceError.at(path, found, "a heading and rows", remedy)
    if wrong > SHOWN:
        problems.append(More(wrong - SHOWN))
    raise_all(SourceError, problems)
    columns = zip(*rows, strict=True) if rows else [()] * len(headings)
    arrays = {heading: pa.array(cells, pa.string()) for heading, cells in zip(headings, columns, strict=True)}
    return _placed(pa.table(arrays), path, pa.array(lines, pa.int32()))


def _fault(row: Sequence[str], breaks: int, columns: int, table: Table) -> tuple[str, str, str] | None:
    """Say what is wrong with a row that has so many line breaks, if anything is, what was expected and the remedy."""
    if breaks and not table.multiline:
        return "a line break inside a cell", "one line per row", "Say `multiline: true` if it is meant"
    if not row:
        return "a blank line", f"{columns} cells", "Say `blank_lines: true` if they are meant"
    if len(row) > columns or (len(row) < columns and not table.short_rows):
        too_many = (
            f"Put a cell that holds `{table.delimiter}` in quotes, say `heading_line:` if the heading is another, or name "
            f"the columns behind it under `headings:`, such as {columns + 1}: note"
        )
        remedy = "Say `short_rows: true` if the others are empty" if len(row) < columns else too_many
        said = " and under `headings:`" if table.headings else ""
        return f"{len(row)} cells", f"{columns} as in the heading{said}", remedy
    return None


def _broken(message: str) -> tuple[str, str]:
    """Say in plain words what the csv module complains of, and what was expected."""
    if "limit" in message:
        return "a cell that is too long", f"at most {LONGEST} characters"
    if "end of data" in message:
        return "a quote that is never closed", "quotes in pairs"
    return "text after a closing quote", "a separator there; a quote inside a cell is written twice"


def _decode(content: bytes, part: Part, table: Table) -> str:
    path, above, is_cut = part.path, table.heading_line - 1 if part.is_whole else 0, has_lines(table)
    try:
        codec = codecs.lookup(table.encoding).name
        if codec == "utf-8-sig" and not part.is_whole:
            codec = "utf-8"  # the mark of a file is not at the start of a part
        if is_marked(content, table) and part.is_whole:
            raise SourceError.at(path, "a byte order mark", "plain UTF-8", "Say `encoding: utf-8-sig`", row=1)
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and codec not in {"utf-16", "utf-32"}:
            raise SourceError.at(path, "UTF-16", table.encoding.upper(), "Say `encoding: utf-16`", row=1)
        if content.startswith(_PACKED):
            raise SourceError.at(path, "a workbook or an archive", "a CSV file", "Save the sheet as CSV, or unpack it")
        text = (content[below(content, above) :] if is_cut else content).decode(codec)
    except UnicodeDecodeError as error:
        found, row = signs.undecoded(error, part.line if is_cut else 1)
        raise SourceError.at(
            path, found, table.encoding.upper(), "Say `encoding:` or save the file as UTF-8", row=row
        ) from error
    except (LookupError, ValueError) as error:  # unknown, or a codec of something else than text
        raise table.origin.error(("encoding",), f"`{table.encoding}`", "a codec such as utf-8") from error
    if not is_cut:
        text = "".join(text.split("\n", above)[above:])
    unfit = signs.UNFIT.search(text)
    if unfit:
        row = part.line + text.count("\n", 0, unfit.start())
        raise SourceError.at(path, signs.name(unfit[0]), "text", _REMEDY_OF_SIGN, row=row)
    bare = re.search(r"\r(?!\n)", text)
    if bare:
        row = part.line + text.count("\n", 0, bare.start())
        expected, remedy = "lines that end in LF or CR LF", "Save the file with such line ends"
        raise SourceError.at(path, "a bare carriage return", expected, remedy, row=row)
    return text
