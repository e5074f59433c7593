"""Write the `datapackage.json` of a dataset and let the official profile and frictionless judge it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa

from pipeline.cache import Cache, store
from pipeline.describe.dataset import Dataset
from pipeline.errors import InvalidTableError, Problem, raise_all, shown
from pipeline.languages import Language
from pipeline.publish.descriptor import DESCRIPTOR, describe_package
from pipeline.publish.judge import judge
from pipeline.publish.proof import UnequalError
from pipeline.publish.tables import reads_differently


def write_package(
    dataset: Dataset,
    tables: Mapping[str, pa.Table],
    hashes: Mapping[str, str],
    languages: Sequence[Language],
    folder: Path,
    cache: Cache,
) -> None:
    """Write `datapackage.json` over the files that lie in `folder`, and have it judged.

    Args:
        hashes: those of the CSV files, by the name of their table.
        cache: keeps that a descriptor was accepted, by all that it says but sizes, hashes and numbers of rows. Where
            no more has changed, only the files are judged again.

    Raises:
        InvalidTableError: the profile, or frictionless reading the files, finds something wrong.
    """
    path = folder / DESCRIPTOR
    descriptor = describe_package(dataset, tables, hashes, languages, folder)
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    mark = cache.file("accepted", json.dumps(_without_rows(descriptor)))
    is_accepted = mark.is_file()
    if not is_accepted:
        raise_all(InvalidTableError, _profile_problems(descriptor, dataset))
    try:
        raise_all(InvalidTableError, _complaints(path, dataset, tables, is_accepted=is_accepted))
    except UnequalError as error:
        table = dataset.table(error.resource)
        assert table is not None
        raise reads_differently(table) from error
    store(mark, b"")


def _without_rows(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a descriptor what follows from rows and files, in a form that is always the same."""
    resources = [
        {name: what for name, what in one.items() if name not in ("bytes", "hash", "rowCount")}
        for one in descriptor["resources"]
    ]
    return {**descriptor, "resources": resources}


@cache
def _profile() -> jsonschema.Draft7Validator:
    profile = json.loads((files("dplib") / "profiles" / "2.0" / "datapackage.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(profile, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


def _profile_problems(descriptor: Mapping[str, Any], dataset: Dataset) -> Iterator[Problem]:
    for error in _profile().iter_errors(descriptor):
        place = "/".join(str(step) for step in error.absolute_path)
        yield Problem(
            shown(dataset.origin.file),
            None,
            f"{DESCRIPTOR} {place}",
            error.message[:200],
            "the Data Package 2.0 profile",
        )


def _complaints(
    path: Path, dataset: Dataset, tables: Mapping[str, pa.Table], *, is_accepted: bool
) -> Iterator[Problem]:
    for one in judge(path, tables, is_accepted=is_accepted):
        place = DESCRIPTOR if not one.resource else one.resource if one.row is None else f"{one.resource} row {one.row}"
        found = f"{one.field}: {one.note}" if one.field else one.note
        yield Problem(shown(dataset.origin.file), None, place, found, "a package that frictionless accepts")
