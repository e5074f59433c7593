"""Have a data package judged by frictionless, which need not look at what is proved to be clean.

Reading a row with frictionless takes some hundred times as long as proving it (see `clean.py`). So a table that can be
proved is not read row by row. Of one that cannot, frictionless is first shown only the rows in doubt: if one of them is
wrong, that is said at once; if they are not, it reads the whole table. Other files are proved by their size and hash.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import SHOWN
from pipeline.publish.clean import Clean, Descriptor, DoubtError
from pipeline.publish.proof import UnequalError, prove_clean, prove_file
from pipeline.publish.tables import csv_holds

_SHOWN_ROWS = 1000
"""Rows in doubt that frictionless is shown before it reads the whole table."""


@dataclass(frozen=True)
class Complaint:
    """What frictionless finds wrong with a resource, or the package; `row` counts from 1, the heading."""

    resource: str
    row: int | None
    field: str
    note: str


def judge(
    path: Path, tables: Mapping[str, pa.Table] | None = None, *, is_accepted: bool = False
) -> Iterator[Complaint]:
    """Have the package of a `datapackage.json` judged: its descriptor, every file of it, every row.

    Args:
        tables: rows that the CSV of a resource must hold as well, by its name; their keys are proved already.
        is_accepted: frictionless is known to accept the descriptor, so that only its files are to be judged.

    Raises:
        UnequalError: a CSV holds other values than its rows in `tables`.
    """
    refusal = None if is_accepted else _refusal(path)
    if refusal is not None:
        yield refusal
        return
    descriptors = json.loads(path.read_text(encoding="utf-8"))["resources"]
    proved: dict[str, Clean] = {}
    doubts: dict[str, DoubtError] = {}
    wanted = _referred(descriptors)
    for resource in _targets_first(descriptors):
        name = resource["name"]
        try:
            if resource.get("type") != "table":
                prove_file(path.parent, resource)
            else:
                proved[name] = prove_clean(path.parent, resource, proved, wanted[name], (tables or {}).get(name))
        except DoubtError as doubt:
            doubts[name] = doubt
            if tables and name in tables and not csv_holds(path.parent / resource["path"], tables[name]):
                raise UnequalError(name) from None
    package: Any = _package(path) if doubts else None
    for name, resource in ((one["name"], one) for one in descriptors if one["name"] in doubts):
        found = list(_of_rows(path, resource, doubts[name].rows))
        yield from found or _of_report(package.get_resource(name).validate(), name)


def _package(path: Path) -> Any:
    # Imported here, because it takes a fifth of a second, and most builds have nothing to ask.
    from frictionless import Package

    # Not by its path, of which it takes signs such as ? for those of an address.
    return Package(json.loads(path.read_text(encoding="utf-8")), basepath=str(path.parent))


def _refusal(path: Path) -> Complaint | None:
    """Tell what frictionless has against the descriptor."""
    from frictionless import FrictionlessException

    try:
        _package(path).to_descriptor(validate=True)
    except FrictionlessException as refusal:
        return Complaint("", None, "", " ".join(str(refusal).split()))
    return None


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
    from frictionless import Package

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
