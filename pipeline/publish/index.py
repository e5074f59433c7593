"""List every built dataset in one file, in catalogue order, with links to all that can be downloaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.describe.dataset import Dataset


def write_index(build: Path, datasets: Sequence[Dataset]) -> None:
    """Write ``index.json`` over the datasets that lie in `build`, as they were built there."""
    catalogue = sorted(datasets, key=lambda one: (one.order, one.slug))
    entries = [_entry(build / one.slug, one) for one in catalogue if (build / one.slug).is_dir()]
    (build / "index.json").write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _entry(folder: Path, dataset: Dataset) -> dict[str, Any]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = [one for one in package["resources"] if one.get("type") == "table"]
    return {
        "name": dataset.slug,
        "title": {code: texts["title"] for code, texts in package["translations"].items()},
        "summary": {code: texts["description"] for code, texts in package["translations"].items()},
        "version": package["version"],
        "modified": package["changes"][0]["date"],
        "order": dataset.order,
        "tables": [
            {
                "name": one["name"],
                "title": {code: texts["title"] for code, texts in one["translations"].items()},
                "rows": one["rowCount"],
                "links": {kind: f"{dataset.slug}/{one['name']}.{kind}" for kind in ("csv", "parquet", "json")},
            }
            for one in tables
        ],
        "links": {
            "datapackage": f"{dataset.slug}/datapackage.json",
            "archive": f"{dataset.slug}/{dataset.slug}.zip",
            **{f"xlsx-{code}": f"{dataset.slug}/{dataset.slug}.{code}.xlsx" for code in package["languages"]},
        },
    }
