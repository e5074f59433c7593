"""Have a data package judged by frictionless, which need not look at what is proved to be clean.

Reading a row with frictionless takes some hundred times as long as proving it (see `clean.py`). So a table that can be
proved is not read row by row. Of one that cannot, frictionless is first shown only the rows in doubt: if one of them is
wrong, that is said at once; if they are not, it reads the whole table.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from frictionless import FrictionlessException, Package

from pipeline.errors import SHOWN
from pipeline.publish.clean import Clean, Descriptor, DoubtError, key_fields, prove_keys, refuse_unknown, typed_rows
from pipeline.publish.tables import csv_holds
from pipeline.shape.parts import PART
from pipeline.shape.plain import count_lines, is_plain, read_plain

DIALECT = {
    "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True,
    "skipInitialSpace": False,
}  # fmt: skip
"""The dialect of what we publish. What a dialect does not say, frictionless guesses from the first rows."""
_SILENT = {"name", "type", "path", "format", "mediatype", "bytes", "hash", "encoding", "dialect", "schema"} | {
    "title", "description", "translations", "rowCount", "checks",
}  # fmt: skip
_SHOWN_ROWS = 1000
"""Rows in doubt that frictionless is shown before it reads the whole table."""


@dataclass(frozen=True)
class Complaint:
    """What frictionless finds wrong with a resource, or the package; `row` counts from 1, the heading."""

    resource: str
    row: int | None
    field: str
    note: str


def judge(path: Path, tables: Mapping[str, pa.Table] | None = None) -> Iterator[Complaint]:
    """Have the package of a `datapackage.json` judged: its descriptor, every file of it, every row.

    Args:
        tables: rows that the CSV of a resource must hold as well, by its name.

    Raises:
        UnequalError: a CSV holds other values than its rows in `tables`.
    """
    try:
        package = Package(str(path))
        package.to_descriptor(validate=True)
    except FrictionlessException as refusal:
        yield Complaint("", None, "", " ".join(str(refusal).split()))
        return
    descriptors = json.loads(path.read_text(encoding="utf-8"))["resources"]
    proved: dict[str, Clean] = {}
    doubts: dict[str, DoubtError] = {}
    wanted = _referred(descriptors)
    for resource in _targets_first(descriptors):
        name = resource["name"]
        try:
            proved[name] = prove_clean(path.parent, resource, proved, wanted[name], (tables or {}).get(name))
        except DoubtError as doubt:
            doubts[name] = doubt
            if tables and name in tables and not csv_holds(path.parent / resource["path"], tables[name]):
                raise UnequalError(name) from None
    for resource in descriptors:
        name = resource["name"]
        if name in proved:
            continue
        found = list(_of_rows(path, resource, doubts[name].rows))
        yield from found or _of_report(package.get_resource(name).validate(), name)


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
        rows: what the file must hold.

    Raises:
        DoubtError: with the rows in doubt, counted from 0 after the heading.
        UnequalError: the file does not hold `rows`.
    """
    schema, names = _understood(resource)
    keep = sorted(key_fields(schema) | set(wanted))
    path = folder / resource["path"]
    if not path.is_file() or path.stat().st_size == 0:
        raise DoubtError("no file, or an empty one")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        _same_bytes(content, resource)
        heading = (",".join(names) + "\n").encode()
        if content[: len(heading)] != heading:
            raise DoubtError("the heading")
        blocks = _blocks(content, len(heading))

        def values(block: tuple[int, int, int]) -> pa.Table:
            start, end, first = block
            lines = content[start:end]
            texts = read_plain(lines, names, ",") if is_plain(lines, ",") and b"\r" not in lines else None
            if texts is None:
                raise DoubtError("CSV that is not plain")
            try:
                typed = typed_rows(texts, schema)
            except DoubtError as doubt:
                raise DoubtError(str(doubt), [first + row for row in doubt.rows]) from None
            if rows is not None and not _equal(typed, rows.slice(first, typed.num_rows)):
                raise UnequalError(resource["name"])
            return typed.select(keep)

        with ThreadPoolExecutor() as threads:
            keys = pa.concat_tables(threads.map(values, blocks)) if blocks else None
    if keys is None:
        raise DoubtError("no rows")
    if rows is not None and keys.num_rows != rows.num_rows:
        raise UnequalError(resource["name"])
    clean = Clean(keys.num_rows, keys)
    prove_keys(keys, schema, {**proved, "": clean, resource["name"]: clean})
    return clean


def _understood(resource: Descriptor) -> tuple[Descriptor, list[str]]:
    """Give schema and headings of a resource that says nothing but what is understood here."""
    schema = resource.get("schema")
    if resource.get("type") != "table" or resource.get("format") != "csv" or not isinstance(schema, dict):
        raise DoubtError("no table in a CSV file")
    path = resource.get("path")
    if not isinstance(path, str) or "://" in path or Path(path).is_absolute() or ".." in Path(path).parts:
        raise DoubtError("a path")
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


def _blocks(content: mmap.mmap, start: int) -> list[tuple[int, int, int]]:
    """Divide the rows of a file: first byte, the one after the last, number of the first row from 0."""
    blocks: list[tuple[int, int, int]] = []
    first = 0
    while start < len(content):
        end = content.find(b"\n", min(start + PART, len(content) - 1)) + 1 or len(content)
        blocks.append((start, end, first))
        start, first = end, first + count_lines(content[start:end])
    return blocks


def _equal(typed: pa.Table, rows: pa.Table) -> bool:
    """Compare values read from a CSV with those it was written from."""
    return bool(typed.column_names == rows.column_names) and all(
        rows[name].cast(typed[name].type).equals(typed[name]) for name in typed.column_names
    )


def _referred(descriptors: list[Descriptor]) -> dict[str, set[str]]:
    """For each resource, the fields that foreign keys refer to."""
    wanted: dict[str, set[str]] = {one["name"]: set() for one in descriptors}
    for one in descriptors:
        for key in one.get("schema", {}).get("foreignKeys", ()):
            wanted.setdefault(key["reference"]["resource"] or one["name"], set()).update(key["reference"]["fields"])
    return wanted


def _targets_first(descriptors: list[Descriptor]) -> list[Descriptor]:
    """Sort resources such that a table comes after those it refers to, as far as that is possible."""
    left, done = list(descriptors), set[str]()
    found: list[Descriptor] = []
    while left:
        names = {one["name"] for one in left}
        ready = [one for one in left if not (_needs(one) - {one["name"]}) & names] or left
        found += ready
        done |= {one["name"] for one in ready}
        left = [one for one in left if one["name"] not in done]
    return found


def _needs(descriptor: Descriptor) -> set[str]:
    return {key["reference"]["resource"] for key in descriptor.get("schema", {}).get("foreignKeys", ())}


def _of_rows(path: Path, resource: Descriptor, rows: tuple[int, ...]) -> Iterator[Complaint]:
    """Show frictionless some rows of a table, and say of which of them it complains."""
    if not rows:
        return
    shown = sorted(set(rows))[:_SHOWN_ROWS]
    package = json.loads(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".judged-") as folder:
        extract = Path(folder) / "rows.csv"
        extract.write_bytes(b"".join(_lines(path.parent / resource["path"], shown)))
        for one in package["resources"]:
            if one["name"] == resource["name"]:
                one["path"] = str(extract.relative_to(path.parent))
                for name in ("bytes", "hash"):
                    one.pop(name, None)
        report = Package(package, basepath=str(path.parent)).get_resource(resource["name"]).validate()
    for complaint in _of_report(report, resource["name"]):
        place = complaint.row
        yield (
            complaint
            if place is None
            else Complaint(complaint.resource, shown[place - 2] + 2, complaint.field, complaint.note)
        )


def _lines(path: Path, rows: list[int]) -> Iterator[bytes]:
    """Give the heading and some rows of a plain file."""
    wanted = {0, *(row + 1 for row in rows)}
    with path.open("rb") as file:
        yield from (line for number, line in enumerate(file) if number in wanted)


def _of_report(report: Any, name: str) -> Iterator[Complaint]:
    for error in [*report.errors, *(error for task in report.tasks for error in task.errors)][: SHOWN * 2]:
        row = getattr(error, "row_number", None)
        yield Complaint(name, row, getattr(error, "field_name", ""), error.note or error.message)
