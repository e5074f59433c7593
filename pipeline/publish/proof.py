"""Prove that the CSV file of a resource is clean, and that it holds the rows it was written from."""

from __future__ import annotations

import hashlib
import mmap
import re
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.buffers import single
from pipeline.publish.cells import texts
from pipeline.publish.clean import Clean, Descriptor, DoubtError, key_fields, prove_keys, refuse_unknown, typed_rows
from pipeline.shape.parts import divide
from pipeline.shape.plain import plain_lines, read_plain, row_lines

DIALECT = {
    "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True,
    "skipInitialSpace": False,
}  # fmt: skip
"""The dialect of what we publish. What a dialect does not say, frictionless guesses from the first rows."""
_SILENT = {"name", "type", "path", "format", "mediatype", "bytes", "hash", "encoding", "dialect", "schema"} | {
    "title", "description", "translations", "rowCount", "checks",
}  # fmt: skip
_FILE = {"name", "path", "format", "mediatype", "bytes", "hash", "title", "description", "translations", "licenses"}
_CLOSED = {"apache-parquet", "excel-workbook", "json", "geojson"}
"""Formats of files that frictionless does not look into. The first two are names that it does not know."""


SMALL = 2**22
"""Bytes of a file that is read again, and held against its schema as well as against the rows."""


class UnequalError(Exception):
    """A CSV holds other values than it was written from. `resource` is its name."""

    def __init__(self, resource: str) -> None:
        self.resource = resource
        super().__init__(resource)


def prove_clean(
    folder: Path,
    resource: Descriptor,
    proved: Mapping[str, Clean],
    wanted: Collection[str],
    rows: pa.Table | None = None,
) -> Clean:
    """Prove a table of a package.

    Args:
        proved: the tables proved so far, for foreign keys.
        wanted: fields that other tables refer to.
        rows: what the file must hold, sign by sign; `prove.py` has proved their keys already, and that they keep the
            constraints of the schema. A file larger than `SMALL` is not read again: that it holds them was
            proved as it was written (see `lines.py`), and all values but years have a form that leaves no doubt.

    Raises:
        DoubtError: with the rows in doubt, counted from 0 after the heading.
        UnequalError: the file does not hold `rows`.
    """
    schema, names = _understood(resource)
    keep = sorted(set(wanted) | (key_fields(schema) if rows is None else set()))
    path = _path(folder, resource)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if rows is None:  # else the descriptor was just made of this very file
            _same_bytes(content, resource)
        heading = (",".join(names) + "\n").encode()
        if content[: len(heading)] != heading:
            raise DoubtError("the heading")
        if rows is not None and len(content) > SMALL and _years_are_plain(rows, schema):
            return Clean(rows.num_rows, rows.select(keep))
        blocks = list(divide(content, len(heading), len(content), in_quotes=True))

        def count(block: tuple[int, int]) -> int:
            lines = content[slice(*block)]
            counted = None if b"\r" in lines else plain_lines(lines, ",")
            if counted is None:
                raise DoubtError("CSV that is not plain")
            return len(row_lines(lines)) if b'"' in lines else counted

        def values(block: tuple[int, int], first: int, count: int) -> pa.Table:
            cells = read_plain(content[slice(*block)], names, ",")
            if cells is None or cells.num_rows != count:
                raise DoubtError("CSV that is not plain")
            given = None if rows is None else rows.slice(first, count)
            if given is not None and not _written_as(given, cells):
                raise UnequalError(resource["name"])
            try:
                return typed_rows(cells, schema).select(keep)
            except DoubtError as doubt:
                raise DoubtError(str(doubt), [first + row for row in doubt.rows]) from None

        with ThreadPoolExecutor() as threads:
            counts = list(threads.map(count, blocks))
            keys = list(threads.map(values, blocks, accumulate(counts, initial=0), counts))
    if not keys:
        raise DoubtError("no rows")
    clean = Clean(sum(counts), pa.concat_tables(keys))
    if rows is None:
        prove_keys(clean.keys, schema, {**proved, "": clean, resource["name"]: clean})
    elif rows.num_rows != clean.rows:
        raise UnequalError(resource["name"])
    return clean


def prove_file(folder: Path, resource: Descriptor) -> None:
    """Prove a file that is no table: frictionless holds its size and hash against the descriptor, and no more.

    Raises:
        DoubtError: it is not whole, or frictionless might look into it.
    """
    if set(resource) - _FILE or resource.get("format") not in _CLOSED or not {"bytes", "hash"} <= set(resource):
        raise DoubtError("a format or property")
    path = _path(folder, resource)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        _same_bytes(content, resource)
        # One that is an object may describe data, and is then read as what it describes.
        if resource["format"] == "json" and content[:1] != b"[":
            raise DoubtError("a JSON file that is no list")


def _path(folder: Path, resource: Descriptor) -> Path:
    """Give the file of a resource, in its folder and with something in it."""
    path = resource.get("path")
    if not isinstance(path, str) or "://" in path or Path(path).is_absolute() or ".." in Path(path).parts:
        raise DoubtError("a path")
    file = folder / path
    if not file.is_file() or file.stat().st_size == 0:
        raise DoubtError("no file, or an empty one")
    return file


def _understood(resource: Descriptor) -> tuple[Descriptor, list[str]]:
    """Give schema and headings of a resource that says nothing but what is understood here."""
    schema = resource.get("schema")
    if resource.get("type") != "table" or resource.get("format") != "csv" or not isinstance(schema, dict):
        raise DoubtError("no table in a CSV file")
    if resource.get("dialect") != DIALECT or resource.get("encoding") != "utf-8" or set(resource) - _SILENT:
        raise DoubtError("a dialect or property")
    refuse_unknown(schema)
    names = [field["name"] for field in schema["fields"]]
    if not names or re.search('[",\r\n\ufeff]', "".join(names)):
        raise DoubtError("a heading in quotes")
    return schema, names


def _same_bytes(content: mmap.mmap, resource: Descriptor) -> None:
    if resource.get("bytes", len(content)) != len(content):
        raise DoubtError("size")
    if "hash" in resource and resource["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}":
        raise DoubtError("hash")


def _written_as(rows: pa.Table, cells: pa.Table) -> bool:
    """Tell whether these are the cells of a CSV that rows are written as, sign by sign."""
    if rows.column_names != cells.column_names or rows.num_rows != cells.num_rows:
        return False
    for name in rows.column_names:
        column = single(rows[name])
        written = texts(column)
        empty = pc.sum(pc.equal(cells[name], "")).as_py() or 0
        if empty != column.null_count or not pa.chunked_array([pc.fill_null(written, "")]).equals(cells[name]):
            return False
    return True


def _years_are_plain(rows: pa.Table, schema: Descriptor) -> bool:
    """Tell whether all years have the four digits that frictionless takes."""
    ends = [pc.min_max(rows[field["name"]]).as_py() for field in schema["fields"] if field["type"] == "year"]
    return all(one["min"] is None or (one["min"] >= 1000 and one["max"] <= 9999) for one in ends)
