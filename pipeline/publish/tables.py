"""Write one table as CSV, Parquet and JSON with equal values, a piece after the other."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.buffers import single
from pipeline.describe.dataset import Table
from pipeline.distinct import repeats_itself
from pipeline.engine import CORES, through
from pipeline.errors import InvalidTableError
from pipeline.publish.cells import as_text, json_cells, texts
from pipeline.publish.lines import content, csv_lines
from pipeline.shape.plain import LONGEST, WINDOW
from pipeline.shape.read import FILE, LINE

_ROWS, _BYTES = 100_000, 2**27
"""Rows whose text is made at once: not more than these, and about so many bytes."""
_BATCH = 2**16
"""Rows that are read back at once."""
_PAGE = 2**20
"""Rows of a page of a Parquet file, which its bytes limit sooner; each page is packed for itself."""


def write_table(
    pieces: Sequence[pa.Table], table: Table, folder: Path, forget: Callable[[], None] = lambda: None
) -> str:
    """Write ``<table>.csv`` and ``<table>.parquet`` into `folder`; give the `hash` of the CSV as a resource has it.

    CSV: UTF-8, comma, LF, ISO dates, point decimals without trailing zeros, missing = empty.
    Parquet: zstd, a row group for each piece; decimals are whole numbers inside. A group tells the ends of its values,
    of its texts only where the pieces are in their order.

    Args:
        pieces: at least one, all with the same columns; what begins with ``__`` is not published.
        forget: called whenever some rows are done with, which may be more than memory has room for.

    Raises:
        InvalidTableError: what a file holds is not what was written to it.
    """
    plain = [published(piece) for piece in pieces]
    path = folder / table.name
    with ThreadPoolExecutor(1 + CORES) as threads:  # more would wait for each other
        parquet = threads.submit(_write_parquet, plain, path.with_suffix(".parquet"), forget)
        held, hashed = _write_csv(plain, path.with_suffix(".csv"), threads, forget)
        parquet.result()
        filled = enumerate(piece for piece in plain if piece.num_rows)
        groups = through(threads, ahead=4)(partial(_group_holds, path.with_suffix(".parquet"), forget), filled)
        if not (held and all(groups)):
            raise reads_differently(table)
    return f"sha256:{hashed}"


def write_json(rows: pa.Table, table: Table, folder: Path) -> None:
    """Write ``<table>.json`` into `folder`: an array of records; decimals are numbers, missing is null."""
    with ThreadPoolExecutor() as threads, (folder / f"{table.name}.json").open("wb") as file:
        before = b"[\n"
        for lines in through(threads, ahead=4)(_json_lines, _slices([rows])):
            file.write(before)
            file.write(content(lines)[:-2])
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
    csv.field_size_limit(LONGEST)  # here, because other packages change it too
    with path.open(encoding="utf-8", newline="") as file:
        return [rows.column_names, *map(list, zip(*columns, strict=True))] == list(csv.reader(file, strict=True))


def _write_csv(
    pieces: Sequence[pa.Table], path: Path, threads: Executor, forget: Callable[[], None]
) -> tuple[bool, str]:
    """Write the CSV file.

    Returns:
        Whether it holds what was written, and that is read as the cells of `pieces`; the SHA-256 of what was written.
    """
    digest = sha256()
    heading = memoryview((",".join(pieces[0].column_names) + "\n").encode())
    with path.open("wb") as file:

        def write(lines: memoryview | None) -> tuple[int, memoryview | None]:
            place = file.tell()
            if lines is not None:
                digest.update(lines)
                file.write(lines)
                file.flush()
            forget()
            return place, lines

        written = map(write, chain([heading], through(threads, ahead=4)(csv_lines, _slices(pieces))))
        return all(through(threads, ahead=4)(partial(_file_holds, path), written)), digest.hexdigest()


def _file_holds(path: Path, written: tuple[int, memoryview | None]) -> bool:
    """Tell whether a file holds the lines that were written at a place of it, if they are what was to be written."""
    place, lines = written
    if lines is None:
        return False
    with path.open("rb") as file:
        file.seek(place)
        return all(file.read(len(some)) == bytes(some) for some in _windows(lines))


def _windows(text: memoryview) -> Iterator[memoryview]:
    return (text[start : start + WINDOW] for start in range(0, len(text), WINDOW))


def _write_parquet(pieces: Sequence[pa.Table], path: Path, forget: Callable[[], None]) -> None:
    schema, first = pieces[0].schema, pieces[0]
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        store_schema=False,
        store_decimal_as_integer=True,
        max_rows_per_page=_PAGE,
        use_dictionary=[name for name in schema.names if repeats_itself(first[name])],  # others would have it in vain
        write_statistics=[
            one.name for one in schema if not pa.types.is_string(one.type) or _is_ordered(pieces, one.name)
        ],
    ) as writer:
        for piece in pieces:
            if piece.num_rows:
                writer.write_table(piece, row_group_size=piece.num_rows)
                forget()


def _is_ordered(pieces: Sequence[pa.Table], name: str) -> bool:
    """Tell whether pieces seem to be in the order of a column of texts, so that its ends tell which groups to read."""
    begun = [piece[name][0].as_py() or "" for piece in pieces if piece.num_rows]
    return sorted(begun) in (begun, begun[::-1])


def _group_holds(path: Path, forget: Callable[[], None], numbered: tuple[int, pa.Table]) -> bool:
    """Tell whether a row group of a Parquet file holds the rows that were written to it."""
    group, piece = numbered
    # Texts that repeat themselves are quicker read as numbers, and looked up all at once.
    coded = [one.name for one in piece.schema if pa.types.is_string(one.type) and repeats_itself(piece[one.name])]
    with pq.ParquetFile(path, read_dictionary=coded) as file:
        held, start = True, 0
        for batch in file.iter_batches(_BATCH, row_groups=[group], use_threads=False):
            rows = pa.Table.from_batches([batch]).cast(piece.schema)
            held = held and bool(rows.equals(piece.slice(start, batch.num_rows)))
            start += batch.num_rows
    forget()
    return held and start == piece.num_rows


def _json_lines(rows: pa.Table) -> pa.Array:
    """Give the records, with a comma and a line end behind each."""
    parts: list[pa.Array | str] = []
    start = "{"
    for name, column in zip(rows.column_names, map(single, rows.columns), strict=True):
        sign, values = json_cells(column, texts(column))
        parts += [f"{start}{json.dumps(name, ensure_ascii=False)}: {sign}", values]
        start = f"{sign}, "
    return pc.binary_join_element_wise(*parts, f"{start.removesuffix(', ')}}},\n", "")


def _slices(pieces: Sequence[pa.Table]) -> Iterator[pa.Table]:
    for piece in pieces:
        step = min(_ROWS, max(1, piece.num_rows * _BYTES // max(piece.nbytes, 1)))
        for start in range(0, piece.num_rows, step):
            yield piece.slice(start, step)
