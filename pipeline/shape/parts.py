"""Which raw files a table has, the heading of each, and how they divide into parts that are read one at a time."""

from __future__ import annotations

import codecs
import csv
import io
import mmap
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from pathlib import Path

from pipeline.describe.dataset import Dataset, Table
from pipeline.engine import CORES
from pipeline.errors import SourceError
from pipeline.shape.plain import LONGEST, plain_lines

PART = 2**24
"""Bytes of a raw file that are read in one go, up to the next line end; what a worker has in memory grows with it."""
_FINER = 16
"""A part that is not plain is divided into so many, most of which are."""
_UTF_8 = {"utf-8", "utf-8-sig"}
_ONE_BYTE = re.compile(r"ascii|iso8859-\d+|cp(?:125\d|437|85\d)|koi8-[rtu]|mac-[a-z]+")
"""Encodings in which every byte is a sign, and those of ASCII are ASCII's: a file may be cut behind any line feed."""


@dataclass(frozen=True)
class Part:
    """Some lines of a raw file: the bytes from `start` to `end`, the first of which begins line `line`.

    Of a whole file `line` is that of the heading, above which nothing is read.
    A part that is not the whole file has so many plain `lines` (see `plain.py`), or none where they are not plain, and
    knows the `headings` of its file. Files after the first one must have the same columns, `like` that one.
    """

    path: Path
    start: int
    end: int
    line: int
    lines: int | None = None
    headings: tuple[str, ...] = ()
    like: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.headings

    def content(self) -> bytes:
        with self.path.open("rb") as file:
            file.seek(self.start)
            return file.read(self.end - self.start)


def parts(dataset: Dataset, table: Table, size: int = PART) -> list[Part]:
    """Divide a table's raw files, in the order of their names; a file that cannot be divided safely stays whole.

    Raises:
        DescriptionError: no such file, or a path that leaves `raw/`.
        SourceError: a heading that cannot be.
    """
    paths = list(_files(dataset, table))
    like = _headings(paths[0], table) if len(paths) > 1 else ()
    return [replace(part, like=like) for path in paths for part in _divided(path, table, size)]


def _headings(path: Path, table: Table) -> tuple[str, ...]:
    """Give the headings of a file, or none where it cannot be read; who reads all of it says why."""
    above = table.heading_line - 1
    with path.open("rb") as file:
        head = head_of(as_utf_8(next(islice(file, above, None), b"")[:LONGEST], table), path, table)
    if head:
        return head[0]
    try:
        with path.open(encoding=table.encoding, newline="") as text:
            reader = csv.reader(islice(text, above, None), delimiter=table.delimiter, strict=True)
            return headings_of(next(reader, []), path, table)
    except (LookupError, UnicodeError, csv.Error):
        return ()


def _divided(path: Path, table: Table, size: int) -> Iterator[Part]:
    length = path.stat().st_size
    whole = Part(path, 0, length, table.heading_line)
    if length <= size or not (_codec(table) in _UTF_8 or _ONE_BYTE.fullmatch(_codec(table))):
        yield whole
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        above = below(content, table.heading_line - 1)
        start = content.find(b"\n", above, above + LONGEST) + 1
        head = head_of(as_utf_8(content[above:start], table), path, table)
        if head is None or start == length or is_marked(content[:3], table):
            yield whole
            return
        headings, _ = head

        def counted(pieces: Iterable[tuple[int, int]]) -> list[Part]:
            found = [Part(path, first, end, 0, headings=headings) for first, end in pieces]
            counts = threads.map(lambda part: _plain_lines(part, table), found)
            return [replace(part, lines=count) for part, count in zip(found, counts, strict=True)]

        with ThreadPoolExecutor(CORES) as threads:  # files are read, and numpy counts, outside the interpreter's lock
            found = counted(divide(content, start, length, size, in_quotes=table.multiline))
            if not table.multiline:  # of what is not plain, the csv module is to read no more than it must
                smaller = max(size // _FINER, 1)
                found = [
                    piece
                    for one in found
                    for piece in ([one] if one.lines else counted(divide(content, one.start, one.end, smaller)))
                ]
            if not all(one.lines or (not table.multiline and _ends_quotes(one, table)) for one in found):
                yield whole
                return
    lines = (one.lines or one.content().count(b"\n") for one in found)
    for part, line in zip(found, accumulate(lines, initial=table.heading_line + 1), strict=False):
        yield replace(part, line=line)


def _plain_lines(part: Part, table: Table) -> int | None:
    text = as_utf_8(part.content(), table)
    return None if text is None else plain_lines(text, table.delimiter)


def _ends_quotes(part: Part, table: Table) -> bool:
    """Tell whether the csv module closes every quote before a part ends, so that its last line ends a row."""
    csv.field_size_limit(LONGEST)  # here, because other packages change it too
    text = io.StringIO(part.content().decode(table.encoding, "replace"), newline="")
    try:
        deque(csv.reader(text, delimiter=table.delimiter, strict=True), maxlen=0)
    except csv.Error:
        return False
    return True


def divide(
    content: mmap.mmap, start: int, end: int, size: int = PART, *, in_quotes: bool = False
) -> Iterator[tuple[int, int]]:
    """Divide the bytes from `start` to `end`, where a line ends, into pieces of about `size` that end with a line.

    Args:
        in_quotes: a line break in quotes ends no line.
    """
    while start < end:
        stop = content.find(b"\n", min(start + size, end - 1), end) + 1 or end
        is_open = in_quotes and content[start:stop].count(b'"') % 2 == 1
        while is_open and stop < end:
            begun, stop = stop, content.find(b"\n", stop, end) + 1 or end
            is_open = content[begun:stop].count(b'"') % 2 == 0
        yield start, stop
        start = stop


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
            if not (path.exists() and path.resolve().is_relative_to(raw.resolve())):
                found_at = f"`raw/{path.relative_to(raw)}`, a link that leads out of raw/"
                raise table.origin.error(steps, found_at, "a file under raw/", "Put the file itself there")
            yield path


def _codec(table: Table) -> str:
    try:
        return codecs.lookup(table.encoding).name
    except LookupError:
        return ""


def as_utf_8(content: bytes, table: Table) -> bytes | None:
    """Give the text of a file in UTF-8, or None where it is not in the encoding that the table describes."""
    if _codec(table) in _UTF_8:
        return content  # who reads it finds out
    try:
        return content.decode(table.encoding).encode()
    except (LookupError, UnicodeError):
        return None


def is_marked(content: bytes, table: Table) -> bool:
    """Tell whether a file begins with a byte order mark that its table does not speak of."""
    return content.startswith(codecs.BOM_UTF8) and _codec(table) == "utf-8"


def below(text: bytes | mmap.mmap, lines: int) -> int:
    """Give the place behind so many lines of a text, or behind all of it."""
    place = 0
    for _ in range(lines):
        place = text.find(b"\n", place) + 1 or len(text)
    return place


def head_of(text: bytes | None, path: Path, table: Table) -> tuple[tuple[str, ...], int] | None:
    """Give the headings that what `as_utf_8` gave begins with, and where the rows do; None if they are not plain."""
    if text is None:
        return None
    start = len(codecs.BOM_UTF8) if _codec(table) == "utf-8-sig" and text.startswith(codecs.BOM_UTF8) else 0
    end = text.find(b"\n", start, start + LONGEST) + 1
    line = text[start:end]
    if plain_lines(line, table.delimiter) != 1:
        return None
    try:
        row = next(csv.reader([line.decode()], delimiter=table.delimiter, strict=True))
    except UnicodeDecodeError:
        return None
    return headings_of(row, path, table), end


def headings_of(row: Sequence[str], path: Path, table: Table) -> tuple[str, ...]:
    """Give the headings of a row, and those that the table's description says for columns that have none of their own.

    Raises:
        SourceError: a heading that cannot be.
    """
    line = table.heading_line
    if not row:
        remedy = f"Say `heading_line:`, such as {line + 1}"
        raise SourceError.at(path, "a blank line", "the heading", remedy, row=line)
    for number in table.headings:
        if number > len(row):
            found = f"{len(row)} columns"
            raise SourceError.at(path, found, f"a column {number}, as `headings:` says", row=line)
        own = row[number - 1]
        if own.strip() and row.count(own) == 1:
            found, expected = f"the heading `{own}` of column {number}", "none, or one that stands twice"
            raise SourceError.at(path, found, expected, f"Delete {number} from `headings:`", row=line)
    named = tuple(table.headings.get(number, heading) for number, heading in enumerate(row, 1))
    for number, heading in enumerate(named, 1):
        remedy = f"Say one under `headings:`, such as {number}: note"
        if not heading.strip():
            raise SourceError.at(path, "a blank heading", "a name for every column", remedy, row=line)
        if heading in named[: number - 1]:
            raise SourceError.at(path, f"the heading `{heading}` twice", "each heading once", remedy, row=line)
    if len(row) == 1 and any(sign in row[0] for sign in ",;\t|"):
        raise SourceError.at(
            path,
            f"one column `{row[0][:60]}`",
            f"columns separated by `{table.delimiter}`",
            "Say `delimiter:` in the table's description",
            row=line,
        )
    return named
