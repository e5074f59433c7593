"""Read raw files as text, every row with the file and line it stands on."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from pipeline.describe.dataset import Dataset, Table
from pipeline.errors import Problem, SourceError, raise_all, shown

FILE, LINE = "__file", "__line"
"""Columns every table carries until it is written: the raw file and the line a row begins on."""

_LONGEST = 2**20
"""Characters of a cell; more are a broken quote, not a figure."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_raw(dataset: Dataset, table: Table) -> pa.Table:
    """Read a table's raw files, one after another in the order of their names.

    Returns:
        One row per data row, all columns as published plus `FILE` and `LINE`; every cell is text, an empty cell "".

    Raises:
        DescriptionError: no such file, a path that leaves `raw/`, an unknown encoding.
        SourceError: not the declared encoding, a byte order mark, a control character, a broken quote, a line break
            in a cell, a ragged or blank row, an empty file, a heading twice or blank, files with different headings.
    """
    parts: list[pa.Table] = []
    for path in _files(dataset, table):
        part = _read_file(path, table)
        if parts and part.column_names != parts[0].column_names:
            raise SourceError.at(
                path,
                f"the columns {part.column_names[:-2]}",
                f"those of the first file, {parts[0].column_names[:-2]}",
                row=1,
            )
        parts.append(part)
    return pa.concat_tables(parts).combine_chunks()


def _files(dataset: Dataset, table: Table) -> Iterator[Path]:
    raw = dataset.folder / "raw"
    for index, pattern in enumerate(table.raw):
        steps = ("raw", index) if len(table.raw) > 1 else ("raw",)
        if Path(pattern).is_absolute() or ".." in Path(pattern).parts or Path(pattern) == Path():
            raise table.origin.error(steps, f"the path `{pattern}`", "a file under raw/")
        if "**" in pattern:  # Python 3.13 reads it as a star, earlier ones refuse it
            raise table.origin.error(steps, f"the pattern `{pattern}`", "one such as turnout-*.csv")
        found = sorted(path for path in raw.glob(pattern) if path.is_symlink() or path.is_file())
        if not found:
            raise table.origin.error(
                steps, f"no file `raw/{pattern}`", "a raw file", "Put the file there or name another"
            )
        for path in found:
            if not path.resolve().is_relative_to(raw.resolve()):
                found_at = f"`raw/{path.relative_to(raw)}`, a link that leads out of raw/"
                raise table.origin.error(steps, found_at, "a file under raw/", "Put the file itself there")
            yield path


def _read_file(path: Path, table: Table) -> pa.Table:
    text = _decode(path.read_bytes(), path, table)
    csv.field_size_limit(_LONGEST)  # here, because other packages change it too
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter, strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    problems: list[Problem] = []
    headings: list[str] = []
    end = 0
    try:
        for row in reader:
            line, end = end + 1, reader.line_num
            if not headings:
                headings = _headings(row, path, table)
                continue
            if end > line and not table.multiline:
                problems.append(
                    _problem(
                        path,
                        line,
                        "a line break inside a cell",
                        "one line per row",
                        "Say `multiline: true` if it is meant",
                    )
                )
            elif not row:
                problems.append(_problem(path, line, "a blank line", f"{len(headings)} cells", "Delete the line"))
            elif len(row) != len(headings):
                problems.append(_problem(path, line, f"{len(row)} cells", f"{len(headings)} as in the heading"))
            lines.append(line)
            rows.append(row)
    except csv.Error as error:
        raise SourceError.at(path, *_broken(str(error)), row=end + 1) from error
    if not headings:
        raise SourceError.at(path, "an empty file", "a heading and rows")
    raise_all(SourceError, problems)
    columns = zip(*rows, strict=True) if rows else [()] * len(headings)
    arrays = {heading: pa.array(cells, pa.string()) for heading, cells in zip(headings, columns, strict=True)}
    arrays[FILE] = pa.DictionaryArray.from_arrays(pa.array([0] * len(rows), pa.int32()), pa.array([shown(path)]))
    arrays[LINE] = pa.array(lines, pa.int32())
    return pa.table(arrays).cast(pa.schema([(name, pa.int32() if name == LINE else pa.string()) for name in arrays]))


def _broken(message: str) -> tuple[str, str]:
    """Say in plain words what the csv module complains of, and what was expected."""
    if "limit" in message:
        return "a cell that is too long", f"at most {_LONGEST} characters"
    if "end of data" in message:
        return "a quote that is never closed", "quotes in pairs"
    return "text after a closing quote", "a separator there; a quote inside a cell is written twice"


def _headings(row: list[str], path: Path, table: Table) -> list[str]:
    if not row:
        raise SourceError.at(path, "a blank line", "the heading", "Delete the line", row=1)
    for heading in row:
        if not heading.strip():
            raise SourceError.at(path, "a blank heading", "a name for every column", row=1)
        if row.count(heading) > 1:
            raise SourceError.at(path, f"the heading `{heading}` twice", "each heading once", row=1)
    if len(row) == 1 and any(sign in row[0] for sign in ",;\t|"):
        raise SourceError.at(
            path,
            f"one column `{row[0][:60]}`",
            f"columns separated by `{table.delimiter}`",
            "Say `delimiter:` in the table's description",
            row=1,
        )
    return row


def _decode(content: bytes, path: Path, table: Table) -> str:
    try:
        codec = codecs.lookup(table.encoding).name
        if content.startswith(codecs.BOM_UTF8) and codec == "utf-8":
            raise SourceError.at(path, "a byte order mark", "plain UTF-8", "Say `encoding: utf-8-sig`", row=1)
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and codec.startswith("utf-8"):
            raise SourceError.at(path, "UTF-16", "UTF-8", "Say `encoding: utf-16`", row=1)
        text = content.decode(codec)
    except LookupError as error:  # unknown, or a codec of something else than text
        raise table.origin.error(("encoding",), f"`{table.encoding}`", "a codec such as utf-8") from error
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02x}"
        raise SourceError.at(
            path, found, table.encoding.upper(), "Say `encoding:` or save the file as UTF-8", row=row
        ) from error
    control = _CONTROL.search(text)
    if control:
        found, row = f"the control character U+{ord(control[0]):04X}", text.count("\n", 0, control.start()) + 1
        raise SourceError.at(path, found, "text", "Get the file again", row=row)
    bare = re.search(r"\r(?!\n)", text)
    if bare:
        row = text.count("\n", 0, bare.start()) + 1
        raise SourceError.at(path, "a bare carriage return", "lines that end in LF or CR LF", row=row)
    return text


def _problem(path: Path, line: int, found: str, expected: str, remedy: str = "") -> Problem:
    return Problem(shown(path), line, "", found, expected, remedy)
