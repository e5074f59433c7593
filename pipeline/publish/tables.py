"""Write one table as CSV, Parquet and JSON with equal values, a piece after the other."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.describe.dataset import Table
from pipeline.engine import through
from pipeline.errors import InvalidTableError
from pipeline.publish.cells import as_text, csv_cells, json_cells, texts
from pipeline.shape.read import FILE, LINE

_ROWS, _BYTES = 100_000, 2**27
"""Rows whose text is made at once: not more than these, and about so many bytes."""


def write_table(pieces: Sequence[pa.Table], table: Table, folder: Path) -> None:
    """Write ``<table>.csv`` and ``<table>.parquet`` into `folder`.

    CSV: UTF-8, comma, LF, ISO dates, point decimals without trailing zeros, missing = empty.
    Parquet: zstd, a row group for each piece.

    Args:
        pieces: at least one, all with the same columns; what begins with ``__`` is not published.

    Raises:
        InvalidTableError: what the Parquet file holds is not what was written. The CSV is read back by `judge.py`.
    """
    plain = [published(piece) for piece in pieces]
    path = folder / table.name
    with ThreadPoolExecutor() as threads:
        is_written = threads.submit(_write_parquet, plain, path.with_suffix(".parquet"))
        with path.with_suffix(".csv").open("wb") as file:
            file.write((",".join(plain[0].column_names) + "\n").encode())
            for lines in through(threads, ahead=4)(_csv_lines, _slices(plain)):
                file.write(_bytes(lines))
        if not is_written.result():
            raise reads_differently(table)


def write_json(rows: pa.Table, table: Table, folder: Path) -> None:
    """Write ``<table>.json`` into `folder`: an array of records; decimals are numbers, missing is null."""
    with ThreadPoolExecutor() as threads, (folder / f"{table.name}.json").open("wb") as file:
        before = b"[\n"
        for lines in through(threads, ahead=4)(_json_lines, _slices([rows])):
            file.write(before)
            file.write(_bytes(lines)[:-2])
            before = b",\n"
        file.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def published(rows: pa.Table) -> pa.Table:
    """Give rows as they are published: without where they come from."""
    plain = rows.drop_columns([name for name in (FILE, LINE) if name in rows.column_names])
    return plain.replace_schema_metadata(None)


def reads_differently(table: Table) -> InvalidTableError:
    """Say that a file does not hold what was written to it."""
    found, expected = f"`{table.name}` reads back differently", "equal values in every format"
    error = InvalidTableError.at(table.origin.file, found, expected)
    assert isinstance(error, InvalidTableError)
    return error


def csv_holds(path: Path, rows: pa.Table) -> bool:
    """Tell whether a CSV file holds these rows, as Python's csv module reads it."""
    columns = [[as_text(value) for value in column.to_pylist()] for column in rows.columns]
    with path.open(encoding="utf-8", newline="") as file:
        return [rows.column_names, *map(list, zip(*columns, strict=True))] == list(csv.reader(file, strict=True))


def read_groups(path: Path) -> Iterator[pa.Table]:
    """Read a Parquet file, one row group at a time."""
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            if file.metadata.row_group(group).num_rows:
                yield file.read_row_group(group)


def _write_parquet(pieces: Sequence[pa.Table], path: Path) -> bool:
    """Write the Parquet file, and tell whether it holds what was written."""
    with pq.ParquetWriter(path, pieces[0].schema, compression="zstd", store_schema=False) as writer:
        for piece in pieces:
            writer.write_table(piece, row_group_size=max(piece.num_rows, 1))
    filled = [piece for piece in pieces if piece.num_rows]
    return all(written.equals(piece) for written, piece in zip(read_groups(path), filled, strict=True))


def _csv_lines(rows: pa.Table) -> pa.Array:
    *cells, last = (csv_cells(column, texts(column)) for column in map(_single, rows.columns))
    return pc.binary_join_element_wise(*cells, pc.binary_join_element_wise(last, "\n", ""), ",")


def _json_lines(rows: pa.Table) -> pa.Array:
    """Give the records, with a comma and a line end behind each."""
    parts: list[pa.Array | str] = []
    start = "{"
    for name, column in zip(rows.column_names, map(_single, rows.columns), strict=True):
        sign, values = json_cells(column, texts(column))
        parts += [f"{start}{json.dumps(name, ensure_ascii=False)}: {sign}", values]
        start = f"{sign}, "
    return pc.binary_join_element_wise(*parts, f"{start.removesuffix(', ')}}},\n", "")


def _slices(pieces: Sequence[pa.Table]) -> Iterator[pa.Table]:
    for piece in pieces:
        step = min(_ROWS, max(1, piece.num_rows * _BYTES // max(piece.nbytes, 1)))
        for start in range(0, piece.num_rows, step):
            yield piece.slice(start, step)


def _bytes(lines: pa.Array) -> memoryview:
    """Give the bytes of texts, one after the other."""
    _, offsets, data = lines.buffers()
    ends = memoryview(offsets).cast("i")
    return memoryview(data)[ends[lines.offset] : ends[lines.offset + len(lines)]]


def _single(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
