"""Every column of every dataset by its name: what it means, its unit, its codes and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.render.datasets import Dataset, Field, Table


@dataclass(frozen=True)
class Entry:
    """One meaning of one column name, and the tables that use it so."""

    field: Field
    places: tuple[tuple[Dataset, Table], ...]


def codebook(datasets: Sequence[Dataset]) -> list[Entry]:
    """Give every column, by name; a name that is described differently somewhere has one entry per description."""
    places: dict[tuple[str, str], list[tuple[Dataset, Table]]] = {}
    fields: dict[tuple[str, str], Field] = {}
    for dataset in datasets:
        for table in dataset.tables:
            for field in table.fields:
                meaning = (field.name, str(sorted(field.description.items())))
                fields.setdefault(meaning, field)
                places.setdefault(meaning, []).append((dataset, table))
    return [Entry(fields[meaning], tuple(places[meaning])) for meaning in sorted(fields)]
