"""Which raw files a table has, and how they divide into parts that are read one at a time."""

from __future__ import annotations

import csv
import io
import mmap
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from pathlib import Path
from typing import BinaryIO

from pipeline.describe.dataset import Dataset, Table
from pipeline.engine import CORES
from pipeline.errors import SourceError
from pipeline.shape.heading import UTF_8, as_utf_8, below, codec_of, has_lines, head_of, headings_of, is_marked, row_end
from pipeline.shape.plain import LONGEST, Block, plain_lines

PART = 2**24
"""Bytes of a raw file that are read in one go, up to the next line end; what a worker has in memory grows with it."""
_FINER = 16
"""A part that is not plain is divided into so many, most of which are."""


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

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file.

        Raises:
            SourceError: it has become shorter since it was divided; whoever looks beyond its end is ended by the system.
        """
        with self.path.open("rb") as file:
            length = os.fstat(file.fileno()).st_size
            if length < self.end:
                expected, remedy = f"{self.end}, as there were before", "Build again once the file is whole"
                raise SourceError.at(self.path, f"{length} bytes", expected, remedy)
            yield file

    def content(self) -> bytes:
        with self.opened() as file:
            file.seek(self.start)
            return file.read(self.end - self.start)

    def text(self, table: Table) -> Block | None:
        """Give the text in UTF-8, as `as_utf_8` does; what is UTF-8 already is read where it is looked at."""
        if codec_of(table) not in UTF_8:
            return as_utf_8(self.content(), table)
        with self.opened() as file:
            return memoryview(mmap.mmap(file.fileno(), self.end, access=mmap.ACCESS_READ))[self.start :]


def parts(dataset: Dataset, table: Table, size: int = PART) -> list[Part]:
    """Divide a table's raw files, in the order of their names; a file that cannot be divided safely stays whole.

    Raises:
        DescriptionError: no such file, or a path that leaves `raw/`.
        SourceError: a heading that cannot be, or a file that becomes shorter meanwhile.
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
        with path.open(encoding=table.encoding, newline="\n") as text:
            reader = csv.reader(islice(text, above, None), delimiter=table.delimiter, strict=True)
            return headings_of(next(reader, []), path, table)
    except (LookupError, ValueError, csv.Error):
        return ()


def _divided(path: Path, table: Table, size: int) -> Iterator[Part]:
    length = path.stat().st_size
    whole = Part(path, 0, length, table.heading_line)
    if length <= size or not has_lines(table):
        yield whole
        return
    with whole.opened() as file, mmap.mmap(file.fileno(), length, access=mmap.ACCESS_READ) as content:
        above = below(content, table.heading_line - 1)
        start = row_end(content, above)
        head = head_of(as_utf_8(content[above:start], table), path, table)
        if head is None or start == length or is_marked(content[:3], table):
            yield whole
            return
        headings, _ = head
        first = table.heading_line + content[above:start].count(b"\n")
        size = _share(length - start, size)

        def counted(pieces: Iterable[tuple[int, int]]) -> list[Part]:
            found = [Part(path, begun, end, 0, headings=headings) for begun, end in pieces]
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
    for part, line in zip(found, accumulate(lines, initial=first), strict=False):
        yield replace(part, line=line)


def _share(length: int, most: int) -> int:
    """Give the size of equal parts, none larger than `most`, that two or four cores finish together."""
    count = -(-length // most)
    return -(-length // (count + -count % 4))


def _plain_lines(part: Part, table: Table) -> int | None:
    text = part.text(table)
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
