"""Make the lines of a CSV file, and prove while they are at hand that they are read as the cells they were made of."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.publish.cells import csv_cells, texts
from pipeline.shape.plain import plain_lines, read_plain

_COMMA, _QUOTE, _FEED, _TAB, _BLANK = (ord(sign) for sign in ',"\n\t ')


def csv_lines(rows: pa.Table) -> pa.Array | None:
    """Give the line of each row, with its line end; None if another cell would be read than was written."""
    columns = [single(column) for column in rows.columns]
    written = [texts(column) for column in columns]
    *cells, last = (csv_cells(column, text) for column, text in zip(columns, written, strict=True))
    lines = pc.binary_join_element_wise(*cells, pc.binary_join_element_wise(last, "\n", ""), ",")
    return lines if _read_as(lines, written) else None


def content(lines: pa.Array) -> memoryview:
    """Give the bytes of texts, one after the other."""
    _, offsets, data = lines.buffers()
    ends = memoryview(offsets).cast("i")
    return memoryview(data or b"")[ends[lines.offset] : ends[lines.offset + len(lines)]]


def _read_as(lines: pa.Array, cells: Sequence[pa.Array]) -> bool:
    """Tell whether lines are read as these cells, a missing one as an empty one, and none else as empty.

    A line without a quote is cut at its commas: it holds as many as part its cells, and nothing beside the cells. Lines
    with quotes are read.
    """
    lengths = [pc.binary_length(cell) for cell in cells]
    if any(pc.min(length).as_py() == 0 for length in lengths):
        return False
    quoted = _quoted(lines)
    apart = lines.take(quoted)
    if len(apart) and not _read(content(apart), len(apart), [pc.fill_null(cell.take(quoted), "") for cell in cells]):
        return False
    whole = reduce(pc.add, (pc.fill_null(length, 0) if length.null_count else length for length in lengths))
    beside = pc.subtract(pc.binary_length(lines), whole).to_numpy(zero_copy_only=False)
    every, held = _signs(lines), _signs(apart)
    count = len(lines) - len(apart)
    return bool(
        np.count_nonzero(beside == len(cells)) - np.count_nonzero(beside[quoted] == len(cells)) == count
        and every[0] - held[0] == (len(cells) - 1) * count
        and every[1] - held[1] == every[2] - held[2] == count
    )


def _quoted(lines: pa.Array) -> Any:
    """Find the lines with quotes."""
    places = np.flatnonzero(np.frombuffer(content(lines), dtype=np.uint8) == _QUOTE)
    ends = np.cumsum(pc.binary_length(lines).to_numpy())
    return np.unique(np.searchsorted(ends, places, side="right"))


def _signs(lines: pa.Array) -> list[int]:
    """Count commas, line feeds, and line feeds with all other signs that nobody sees but tabs."""
    signs = np.frombuffer(content(lines), dtype=np.uint8)
    commas, feeds, controls = (
        int(np.count_nonzero(hits)) for hits in (signs == _COMMA, signs == _FEED, signs < _BLANK)
    )
    return [commas, feeds, controls if controls == feeds else controls - int(np.count_nonzero(signs == _TAB))]


def _read(lines: memoryview, count: int, cells: Sequence[pa.Array]) -> bool:
    names = [str(place) for place in range(len(cells))]
    if plain_lines(lines, ",") == count:
        rows = read_plain(lines, count, names, ",")
        if rows is not None:
            return all(rows[name].equals(pa.chunked_array([cell])) for name, cell in zip(names, cells, strict=True))
    read = csv.reader(io.StringIO(bytes(lines).decode(), newline=""), strict=True)
    return list(map(tuple, read)) == list(zip(*(cell.to_pylist() for cell in cells), strict=True))


def single(column: pa.ChunkedArray) -> pa.Array:
    """Give a column as one array."""
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
