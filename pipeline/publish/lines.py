"""Make the lines of a CSV file, and prove while they are at hand that they are read as the cells they were made of."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.buffers import has_empty, single, spread
from pipeline.publish.cells import csv_cells, texts
from pipeline.shape.plain import LONGEST, WINDOW, plain_lines, read_plain

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
    return memoryview(spread(lines)[0])


def _read_as(lines: pa.Array, cells: Sequence[pa.Array]) -> bool:
    """Tell whether lines are read as these cells, a missing one as an empty one, and none else as empty.

    A line without a quote is cut at its commas: it holds as many as part its cells, and nothing beside the cells. Lines
    with quotes are read.
    """
    if any(has_empty(cell) and pc.min(pc.binary_length(cell)).as_py() == 0 for cell in cells):
        return False
    commas, feeds, controls, places = _signs(content(lines))
    count, size = len(lines), len(content(lines)) - sum(map(_size, cells))
    if len(places):
        ends = np.cumsum(pc.binary_length(lines).to_numpy())
        quoted = np.unique(np.searchsorted(ends, places, side="right"))
        apart, in_quotes = lines.take(quoted), [cell.take(quoted) for cell in cells]
        if not _read(content(apart), len(apart), [pc.fill_null(cell, "") for cell in in_quotes]):
            return False
        some = _signs(content(apart))
        commas, feeds, controls = commas - some[0], feeds - some[1], controls - some[2]
        count, size = count - len(apart), size - len(content(apart)) + sum(map(_size, in_quotes))
    return size == len(cells) * count and commas == (len(cells) - 1) * count and feeds == controls == count


def _signs(lines: memoryview) -> tuple[int, int, int, Any]:
    """Count commas, line feeds, and line feeds with all other signs that nobody sees but tabs; find the quotes."""
    commas = feeds = controls = 0
    quotes = [np.array([], dtype=np.int64)]
    for start in range(0, len(lines), WINDOW):
        window = np.frombuffer(lines[start : start + WINDOW], dtype=np.uint8)
        commas += int(np.count_nonzero(window == _COMMA))
        feeds += (fed := int(np.count_nonzero(window == _FEED)))
        controls += (low := int(np.count_nonzero(window < _BLANK)))
        if low != fed:
            controls -= int(np.count_nonzero(window == _TAB))
        quotes.append(start + np.flatnonzero(window == _QUOTE))
    return commas, feeds, controls, np.concatenate(quotes)


def _size(cells: pa.Array) -> int:
    """Count the bytes of texts; a missing one has none."""
    return len(content(cells)) if cells.null_count == 0 else pc.sum(pc.binary_length(cells)).as_py() or 0


def _read(lines: memoryview, count: int, cells: Sequence[pa.Array]) -> bool:
    names = [str(place) for place in range(len(cells))]
    if plain_lines(lines, ",") == count:
        rows = read_plain(lines, names, ",")
        if rows is not None and rows.num_rows == count:
            return all(rows[name].equals(pa.chunked_array([cell])) for name, cell in zip(names, cells, strict=True))
    csv.field_size_limit(LONGEST)  # here, because other packages change it too
    read = csv.reader(io.StringIO(bytes(lines).decode(), newline=""), strict=True)
    return list(map(tuple, read)) == list(zip(*(cell.to_pylist() for cell in cells), strict=True))
