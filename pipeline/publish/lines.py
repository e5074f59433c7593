"""Make the lines of a CSV file, and prove while they are at hand that they are read as the cells they were made of."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import WriteOptions, write_csv

from pipeline.buffers import count_empty, single, spread
from pipeline.publish.cells import STAND_IN, csv_cells, texts
from pipeline.shape.plain import LONGEST, WINDOW, plain_lines, read_plain

_COMMA, _QUOTE, _FEED, _TAB, _BLANK = (ord(sign) for sign in ',"\n\t ')
_PLAIN = WriteOptions(include_header=False, quoting_style="none", batch_size=2**12)
"""Without quotes, which pyarrow puts around every text or none."""


def csv_lines(rows: pa.Table) -> memoryview | None:
    """Give the lines of rows in UTF-8, each with its line end; None if another cell would be read than was written."""
    columns = [single(column) for column in rows.columns]
    cells, apart = csv_cells(columns, [texts(column) for column in columns])
    sink = pa.BufferOutputStream()
    write_csv(pa.table(cells, names=rows.column_names), sink, _PLAIN)
    lines = sink.getvalue()
    if not _are_cut(memoryview(lines), cells, len(apart)):
        return None
    if len(apart) == 0:
        return memoryview(lines)
    quoted = pc.binary_join_element_wise(pc.replace_substring(apart, '"', '""'), '"', "")
    return _filled(lines, quoted) if _are_read(quoted, apart) else None


def content(lines: pa.Array) -> memoryview:
    """Give the bytes of texts, one after the other."""
    return memoryview(spread(lines)[0])


def _filled(lines: pa.Buffer, quoted: pa.Array) -> memoryview:
    """Put the cells in quotes where others stand in for them: each of those becomes the quote that opens a cell."""
    signs = np.frombuffer(lines, dtype=np.uint8)
    places = np.flatnonzero(signs == ord(STAND_IN))
    signs[places] = _QUOTE
    begins = pa.array(np.concatenate([[0], places + 1, [len(signs)]]), pa.int32())
    pieces = pa.StringArray.from_buffers(len(places) + 1, begins.buffers()[1], lines)
    return content(pc.binary_join_element_wise(pieces, pa.concat_arrays([quoted, pa.array([""])]), ""))


def _are_cut(lines: memoryview, cells: Sequence[pa.Array], stand_ins: int) -> bool:
    """Tell whether lines without a quote are cut at their commas into these cells, only a missing one being empty.

    They are if they hold as many as part the cells, and nothing beside the cells.
    """
    if any(count_empty(cell) != cell.null_count for cell in cells):
        return False
    count, (commas, feeds, controls) = len(cells[0]), _signs(lines)
    is_whole = len(lines) == sum(len(content(cell)) for cell in cells) + len(cells) * count
    return is_whole and commas == (len(cells) - 1) * count and feeds == controls - stand_ins == count


def _signs(lines: memoryview) -> tuple[int, int, int]:
    """Count commas, line feeds, and line feeds with all other signs that nobody sees but tabs."""
    commas = feeds = controls = 0
    for start in range(0, len(lines), WINDOW):
        window = np.frombuffer(lines[start : start + WINDOW], dtype=np.uint8)
        commas += int(np.count_nonzero(window == _COMMA))
        feeds += (fed := int(np.count_nonzero(window == _FEED)))
        controls += (low := int(np.count_nonzero(window < _BLANK)))
        if low != fed:
            controls -= int(np.count_nonzero(window == _TAB))
    return commas, feeds, controls


def _are_read(quoted: pa.Array, cells: pa.Array) -> bool:
    """Tell whether cells in quotes, without the one that opens them, are read as these."""
    lines = content(pc.binary_join_element_wise('"', quoted, "\n", ""))
    if plain_lines(lines, ",") is not None:
        rows = read_plain(lines, ["cell"], ",")
        if rows is not None and rows.num_rows == len(cells):
            return bool(rows["cell"].equals(pa.chunked_array([cells])))
    csv.field_size_limit(LONGEST)  # here, because other packages change it too
    read = csv.reader(io.StringIO(bytes(lines).decode(), newline=""), strict=True)
    return list(read) == [[cell] for cell in cells.to_pylist()]
