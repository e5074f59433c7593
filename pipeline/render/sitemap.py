"""The map of the site for search engines: every page that stands in all languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.render.datasets import Dataset
from pipeline.render.profiles import Kind


@dataclass(frozen=True)
class Entry:
    """A page of the site as the map of the site lists it."""

    path: str
    modified: date | None = None


def entries(datasets: Sequence[Dataset], kinds: Sequence[Kind], prose: Iterable[str]) -> Iterator[Entry]:
    """Give every page; those of `prose` by their slugs."""
    newest = max(dataset.modified for dataset in datasets)
    yield Entry("", newest)
    yield Entry("data/", newest)
    yield Entry("codebook/", newest)
    yield Entry("search/")
    for dataset in datasets:
        yield Entry(f"data/{dataset.name}/", dataset.modified)
        yield Entry(f"data/{dataset.name}/quality/", dataset.modified)
        yield from (Entry(f"data/{dataset.name}/{table.name}/", dataset.modified) for table in dataset.subjects)
    for kind in kinds:
        yield Entry(kind.path)
        if kind.comparison:
            yield Entry(kind.comparison)
        yield from (Entry(kind.page(thing)) for thing in kind.things)
    yield from (Entry(f"{slug}/") for slug in prose)
