"""Describe a dataset as a Data Package 2.0.

Titles stand in the first language, because the standard knows only one; `translations` holds every language at
package, resource and field level. Parquet files and workbooks get format names of our own, because
frictionless would otherwise read them as single tables: it would then skip the hash of a Parquet file and take the
first sheet of a workbook for data. As plain files their size and hash are checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.describe.dataset import Dataset, Field, Reference, Table
from pipeline.languages import Language, Text
from pipeline.publish.proof import DIALECT

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR = "datapackage.json"
_MEDIATYPES = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "pdf": "application/pdf",
    "txt": "text/plain",
}
_FORMATS = {"parquet": "apache-parquet", "xlsx": "excel-workbook"}
_LICENCES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}


def describe_package(
    dataset: Dataset,
    tables: Mapping[str, pa.Table],
    hashes: Mapping[str, str],
    languages: Sequence[Language],
    folder: Path,
) -> dict[str, Any]:
    """Describe a dataset whose files, but this one, lie in `folder`; `hashes` are those of the CSV files."""
    return {
        "$schema": PROFILE,
        "name": dataset.slug,
        **_texts(languages, title=dataset.title, description=dataset.summary),
        "version": dataset.version,
        "created": f"{dataset.modified}T00:00:00Z",
        "licenses": [_licence(dataset.licence)],
        "contributors": [{"title": languages[0].say("site.name"), "roles": ["publisher"]}],
        **({"keywords": list(dataset.keywords)} if dataset.keywords else {}),
        "languages": [language.code for language in languages],
        "sources": _sources(tables["sources"]),
        "changes": [{"version": one.version, "date": one.date, "text": dict(one.text)} for one in dataset.changes],
        "resources": [
            *(
                table_resource(table, tables[table.name], hashes[table.name], languages, folder)
                for table in dataset.tables
            ),
            *(
                {
                    "name": f"{table.name}-{kind}",
                    **file_entry(folder / f"{table.name}.{kind}"),
                    **_texts(languages, title=table.title),
                }
                for table in dataset.tables
                for kind in ("parquet", "json")
            ),
            *(
                {"name": f"{dataset.slug}-{one.code}-xlsx", **file_entry(folder / f"{dataset.slug}.{one.code}.xlsx")}
                for one in languages
            ),
            *(_published_files(dataset, languages, folder)),
        ],
    }


def table_resource(
    table: Table, rows: pa.Table, hashed: str, languages: Sequence[Language], folder: Path
) -> dict[str, Any]:
    """Describe the CSV file of a table that lies in `folder` and has this `hash`."""
    inside = [_foreign_key(one) for one in table.references if one.table.split("/")[0] == _dataset(table)]
    across = [
        _foreign_key(one, dataset=one.table.split("/")[0])
        for one in table.references
        if one.table.split("/")[0] != _dataset(table)
    ]
    checks = [{"formula": one.formula.text, "because": dict(one.because)} for one in table.checks]
    return {
        "name": table.name,
        "type": "table",
        **file_entry(folder / f"{table.name}.csv", hashed),
        "encoding": "utf-8",
        "dialect": DIALECT,
        **_texts(languages, title=table.title, description=table.description),
        "rowCount": rows.num_rows,
        **({"checks": checks} if checks else {}),
        "schema": {
            "fields": [_field(field, languages) for field in table.fields],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **({"foreignKeys": inside} if inside else {}),
            **({"references": across} if across else {}),
        },
    }


def file_entry(path: Path, hashed: str = "") -> dict[str, Any]:
    """Give path, format, media type, size and hash of a file, as a resource has them; the hash may be known already."""
    kind = path.suffix.lstrip(".")
    return {
        "path": path.name,
        "format": _FORMATS.get(kind, kind),
        "mediatype": _MEDIATYPES.get(kind, "application/octet-stream"),
        "bytes": path.stat().st_size,
        "hash": hashed or _hash(path),
    }


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _texts(languages: Sequence[Language], **texts: Text) -> dict[str, Any]:
    """Give each text in the first language, and all of them in every language under `translations`."""
    present = {key: text for key, text in texts.items() if text}
    if not present:
        return {}
    plain = {key: text[languages[0].code] for key, text in present.items()}
    translations = {one.code: {key: text[one.code] for key, text in present.items()} for one in languages}
    return {**plain, "translations": translations}


def _licence(licence: str) -> dict[str, str]:
    return {"name": licence, **({"path": _LICENCES[licence]} if licence in _LICENCES else {})}


def _sources(rows: pa.Table) -> list[dict[str, str]]:
    entries = []
    for row in rows.to_pylist():
        url = str(row.get("url") or "")
        entries.append(
            {"title": str(row["title"]), **({"path": url} if url.startswith(("http://", "https://")) else {})}
        )
    return entries


def _published_files(dataset: Dataset, languages: Sequence[Language], folder: Path) -> Iterator[dict[str, Any]]:
    for one in dataset.files:
        licences = {"licenses": [{"name": one.licence}]} if one.licence else {}
        texts = _texts(languages, title=one.title, description=one.description)
        yield {"name": one.name, **file_entry(folder / f"{one.name}{one.path.suffix}"), **texts, **licences}


def _dataset(table: Table) -> str:
    # notes.yaml, dataset.yaml and tables/*.yaml all lie in or just below the dataset's folder
    folder = table.origin.file.parent
    return folder.parent.name if folder.name == "tables" else folder.name


def _foreign_key(reference: Reference, dataset: str | None = None) -> dict[str, Any]:
    target = {"resource": reference.table.split("/")[1], "fields": list(reference.to)}
    if dataset is not None:
        target = {"package": f"../{dataset}/{DESCRIPTOR}", **target}
    return {"fields": list(reference.fields), "reference": target}


def _field(field: Field, languages: Sequence[Language]) -> dict[str, Any]:
    constraints: dict[str, Any] = {**({"required": True} if field.required else {}), **field.constraints}
    described = {
        "name": field.name,
        "type": field.type,
        **_texts(languages, title=field.title, description=field.description),
        **({"unit": field.unit} if field.unit else {}),
        **({"decimals": field.decimals} if field.decimals is not None else {}),
        **({"language": field.language} if field.language else {}),
    }
    if field.codes:
        first = languages[0].code
        constraints["enum"] = list(field.codes)
        described["categories"] = [{"value": code, "label": one.title[first]} for code, one in field.codes.items()]
        for language in languages:
            described["translations"][language.code]["categories"] = [
                {
                    "value": code,
                    "label": one.title[language.code],
                    **({"description": one.description[language.code]} if one.description else {}),
                }
                for code, one in field.codes.items()
            ]
    if constraints:
        described["constraints"] = constraints
    return described
