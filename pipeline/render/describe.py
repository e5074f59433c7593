"""A dataset as machines and other people's papers name it: citation, schema.org, history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.languages import Language, Text
from pipeline.render.datasets import SOURCES, Dataset

SHOWN_CHANGES = 30
"""Entries of a feed; older ones stand on the page of their dataset."""


def latest_changes(datasets: Iterable[Dataset]) -> list[dict[str, Any]]:
    """Give what has changed, newest first: `dataset`, `version`, `date`, `text`."""
    every = [{"dataset": dataset, **change} for dataset in datasets for change in dataset.changes]
    return sorted(every, key=lambda change: (change["date"], change["dataset"].name), reverse=True)[:SHOWN_CHANGES]


def bibtex(dataset: Dataset, language: Language, url: str) -> str:
    """Give the entry for BibTeX."""
    name = language.say("site.name")
    fields = {
        "title": _pick(dataset.title, language),
        "author": name,
        "year": str(dataset.modified.year),
        "month": str(dataset.modified.month),
        "version": dataset.version,
        "url": url,
        "language": language.tag,
    }
    return bibtex_entry(f"{dataset.name}-{dataset.version}", fields)


def bibtex_entry(key: str, fields: Mapping[str, str]) -> str:
    """Write one entry for BibTeX; a second pair of braces keeps a title's capitals, and an author whole."""
    body = ",\n".join(
        f"  {name} = {{{{{_escaped(value)}}}}}" if name in _WHOLE else f"  {name} = {{{_escaped(value)}}}"
        for name, value in fields.items()
    )
    return f"@misc{{{key},\n{body}\n}}"


def dataset_json(dataset: Dataset, language: Language, site: str, url: str) -> dict[str, Any]:
    """Describe a dataset in the words of schema.org."""
    licence = dataset.package["licenses"][0]
    files = f"{site}/data/{dataset.name}"
    media = {each["path"]: each["mediatype"] for each in dataset.package["resources"] if "mediatype" in each}
    fields = {field.name: field for table in dataset.tables if table.name != SOURCES for field in table.fields}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "name": _pick(dataset.title, language),
        "description": _pick(dataset.summary, language),
        "inLanguage": language.tag,
        "version": dataset.version,
        "dateModified": dataset.modified.isoformat(),
        "license": licence.get("path", licence["name"]),
        "isAccessibleForFree": True,
        "keywords": list(dataset.package.get("keywords", [])),
        "creator": {"@type": "Organization", "name": language.say("site.name"), "url": f"{site}/"},
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": language.say("site.name"),
            "url": f"{site}/{language.code}/data/",
        },
        "spatialCoverage": {"@type": "Place", "name": language.say("site.country")},
        **_period(dataset),
        "isBasedOn": [row["url"] for row in dataset.sources if row.get("url")],
        "variableMeasured": [_pick(field.title, language) for field in fields.values()],
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{files}/{file.path}",
                "encodingFormat": media.get(file.path, file.format),
                "contentSize": str(file.bytes),
            }
            for file in [*dataset.files, dataset.archive]
        ],
    }


def _period(dataset: Dataset) -> dict[str, str]:
    """Give the years that the data are about: those of the tables that charts show, else those of all tables."""
    charted = {chart["table"] for chart in dataset.page["charts"]}
    for tables in ([table for table in dataset.subjects if table.name in charted], dataset.subjects):
        years = sorted(
            row[field.name][:4]
            for table in tables
            for field in table.fields
            if field.type in {"date", "year"}
            for row in table.every
            if row[field.name]
        )
        if years:
            return {"temporalCoverage": f"{years[0]}/{years[-1]}"}
    return {}


def _pick(text: Text, language: Language) -> str:
    return text[language.code]


_WHOLE = {"title", "author"}
_TEX = str.maketrans({sign: f"\\{sign}" for sign in "&%_#${}"} | {
    "\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
})  # fmt: skip


def _escaped(value: str) -> str:
    """Escape what TeX would take for its own signs, outside addresses."""
    return value if value.startswith("http") else value.translate(_TEX)
