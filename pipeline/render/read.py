"""Read the datasets that the pipeline left in `build/`: only here is the form of `datapackage.json` known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import SiteError
from pipeline.languages import Text
from pipeline.render.datasets import Code, Dataset, Field, File, Table


def read_datasets(build: Path) -> tuple[Dataset, ...]:
    """Read every dataset the index names, in the order of the catalogue.

    Raises:
        SiteError: the pipeline has not left a whole build.
    """
    index = build / "index.json"
    if not index.is_file():
        raise SiteError.at(index, "no such file", "what the pipeline writes", "Run `python -m pipeline` first")
    return tuple(_read_dataset(build / entry["name"]) for entry in read_json(index))


def read_json(file: Path) -> Any:
    """Read a file of the build.

    Raises:
        SiteError: it is not what the pipeline writes.
    """
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        expected, remedy = "JSON the pipeline has written", "Run `python -m pipeline` again"
        raise SiteError.at(file, str(error), expected, remedy) from error


def _read_dataset(folder: Path) -> Dataset:
    package, page = read_json(folder / "datapackage.json"), read_json(folder / "page.json")
    resources = package["resources"]
    return Dataset(
        name=package["name"],
        folder=folder,
        title=_text(package, "title"),
        summary=_text(package, "description"),
        package=package,
        page=page,
        tables=tuple(_table(folder, each, page) for each in resources if each.get("type") == "table"),
        files=tuple(_file(each) for each in resources),
    )


def _text(descriptor: Mapping[str, Any], key: str) -> Text:
    """Give a text of a descriptor in all its languages; a text that stands once is the same in all of them."""
    return {code: words[key] for code, words in descriptor.get("translations", {}).items() if key in words}


def _file(resource: Mapping[str, Any]) -> File:
    return File(
        resource["name"],
        resource["path"],
        Path(resource["path"]).suffix.removeprefix("."),
        resource["bytes"],
        resource["hash"],
        _text(resource, "title"),
    )


def _table(folder: Path, resource: Mapping[str, Any], page: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    labels = page["labels"].get(resource["name"], {})
    fields = tuple(_field(each, labels.get(each["name"], {})) for each in schema["fields"])
    return Table(
        name=resource["name"],
        title=_text(resource, "title"),
        description=_text(resource, "description"),
        size=resource["rowCount"],
        fields=fields,
        shown=tuple(page["shown"].get(resource["name"], [field.name for field in fields])),
        key=tuple(schema.get("primaryKey", [])),
        file=folder / resource["path"],
    )


def _field(descriptor: Mapping[str, Any], labels: Mapping[str, Text]) -> Field:
    codes = tuple(
        Code(
            str(category["value"]),
            {
                code: next(each["label"] for each in words["categories"] if each["value"] == category["value"])
                for code, words in descriptor["translations"].items()
            },
        )
        for category in descriptor.get("categories", [])
    )
    return Field(
        name=descriptor["name"],
        type=descriptor["type"],
        title=_text(descriptor, "title"),
        description=_text(descriptor, "description"),
        unit=descriptor.get("unit", ""),
        decimals=descriptor.get("decimals"),
        required=bool(descriptor.get("constraints", {}).get("required")),
        codes=codes,
        labels={**{code.value: code.title for code in codes}, **labels},
        language=descriptor.get("language"),
    )
