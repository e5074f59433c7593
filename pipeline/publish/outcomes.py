"""The tables that say what came of holding figures against each other: `comparisons` and `differences`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa

from pipeline.describe.dataset import Dataset, Table
from pipeline.describe.made import made_field, made_table
from pipeline.describe.yaml import Description
from pipeline.languages import Language
from pipeline.publish.reconcile import PLACES, Outcome

COMPARISONS, DIFFERENCES = "comparisons", "differences"
_FIGURES = {"left_value", "right_value", "difference", "tolerance"}


def outcome_tables(
    dataset: Dataset, outcomes: Sequence[Outcome], languages: Sequence[Language]
) -> tuple[Dataset, dict[str, pa.Table]]:
    """Describe and fill the tables `comparisons` (one row each) and `differences` (one row per pair that differs)."""
    if not outcomes:
        return dataset, {}
    origin = outcomes[0].comparison.origin
    comparisons = _table(
        {
            "comparison_id": [one.comparison.id for one in outcomes],
            **{f"title_{code}": [one.comparison.title[code] for one in outcomes] for code in _codes(languages)},
            "compared_count": [one.compared for one in outcomes],
            "differing_count": [len(one.differences) for one in outcomes],
            "tolerance": [one.comparison.tolerance for one in outcomes],
        }
    )
    every = [(one.comparison.id, difference) for one in outcomes for difference in one.differences]
    differences = _table(
        {
            "comparison_id": [id_ for id_, _ in every],
            "place": [one.at for _, one in every],
            "left_value": [one.left for _, one in every],
            "right_value": [one.right for _, one in every],
            "difference": [one.difference for _, one in every],
            "left_source_ids": [one.left_sources or None for _, one in every],
            "right_source_ids": [one.right_sources or None for _, one in every],
            **{f"because_{code}": [one.because[code] for _, one in every] for code in _codes(languages)},
        }
    )
    described = (
        _described(COMPARISONS, origin, ("comparison_id",), comparisons, languages),
        _described(DIFFERENCES, origin, ("comparison_id", "place"), differences, languages),
    )
    return replace(dataset, tables=(*dataset.tables, *described)), {COMPARISONS: comparisons, DIFFERENCES: differences}


def _codes(languages: Sequence[Language]) -> list[str]:
    return [language.code for language in languages]


def _table(columns: Mapping[str, Sequence[str | int | float | None]]) -> pa.Table:
    """Type the columns by their names: counts are integers, figures exact decimals, all else text."""
    types = {
        name: pa.int64() if name.endswith("_count") else pa.decimal128(21, 6) if name in _FIGURES else pa.string()
        for name in columns
    }
    figures = {
        name: [Decimal(str(round(value, PLACES))) for value in values] if name in _FIGURES else values  # type: ignore[arg-type]
        for name, values in columns.items()
    }
    return pa.table({name: pa.array(values, types[name]) for name, values in figures.items()})


def _described(
    name: str, origin: Description, key: tuple[str, ...], rows: pa.Table, languages: Sequence[Language]
) -> Table:
    names = {f"{column}_{one.code}": (column, one.name) for column in ("title", "because") for one in languages}
    fields = []
    for column in rows.schema:
        kind = (
            "integer"
            if pa.types.is_integer(column.type)
            else "number"
            if pa.types.is_decimal(column.type)
            else "string"
        )
        word, language = names.get(column.name, (column.name, ""))
        fields.append(
            made_field(column.name, f"file.{word}", languages, kind, **({"language": language} if language else {}))
        )
    return made_table(name, origin, key, fields, rows.num_rows, languages)
