"""What the pages need beyond the data package: labels of codes, figures for the head, notes and corrections."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.arithmetic import added
from pipeline.describe.dataset import Dataset, Table
from pipeline.describe.entries import Highlight
from pipeline.languages import Text
from pipeline.publish.cells import as_text
from pipeline.publish.descriptor import file_entry
from pipeline.publish.reconcile import Outcome

Labels: TypeAlias = Mapping[str, Mapping[str, Text]]
"""For a table: field -> value as text -> its wording in every language."""

_ONLY_OF = {
    "sum": ("integer", "number"),
    "min": ("integer", "number", "year", "date"),
    "max": ("integer", "number", "year", "date"),
}
"""Functions that are for some types of fields only."""


def labels_of(table: Table, rows: pa.Table, described: Mapping[str, Table], finished: Mapping[str, pa.Table]) -> Labels:
    """Find what the codes of a table are called: by their codelist, or by the label of the table they refer to.

    Only codes that occur are listed.
    """
    labels: dict[str, Mapping[str, Text]] = {}
    for field in table.fields:
        present = {as_text(value) for value in pc.unique(rows[field.name]).to_pylist() if value is not None}
        if field.codes:
            labels[field.name] = {code: one.title for code, one in field.codes.items() if code in present}
    for reference in table.references:
        target = described.get(reference.table)
        if len(reference.fields) == 1 and target is not None and target.label:
            labels[reference.fields[0]] = _names(finished[reference.table], reference.to[0], target.label)
    return {field: named for field, named in labels.items() if named}


def _names(rows: pa.Table, code: str, label: Text) -> Mapping[str, Text]:
    columns = {language: rows[field].to_pylist() for language, field in label.items()}
    return {
        as_text(value): {language: as_text(names[index]) or as_text(value) for language, names in columns.items()}
        for index, value in enumerate(rows[code].to_pylist())
    }


def write_page(
    dataset: Dataset,
    tables: Mapping[str, pa.Table],
    labels: Mapping[str, Labels],
    counts: Mapping[str, int],
    outcomes: Sequence[Outcome],
    charts: Sequence[Mapping[str, Any]],
    archive: Path,
) -> None:
    """Write `page.json` beside the archive. It is for the renderer only and is not published."""
    page = {
        "name": dataset.slug,
        "order": dataset.order,
        "labels": {
            table: {field: {code: dict(text) for code, text in named.items()} for field, named in fields.items()}
            for table, fields in labels.items()
        },
        "shown": {table.name: [field.name for field in table.fields if field.show] for table in dataset.tables},
        "search": {table.name: _found_by(table) for table in dataset.tables if table.search},
        "highlights": [_highlight(one, dataset, tables[one.table], labels[one.table]) for one in dataset.highlights],
        "notes": [
            {"id": one.id, "table": one.table, "rows": counts.get(one.id), "text": dict(one.text)}
            for one in dataset.notes
        ],
        "corrections": [
            {
                "table": one.table,
                "field": one.field,
                "rows": one.rows,
                "was": one.was,
                "becomes": one.becomes,
                "because": dict(one.because),
                "reported": one.reported,
            }
            for one in dataset.corrections
        ],
        "comparisons": [_comparison(one) for one in outcomes],
        "checks": [
            {
                "table": table.name,
                "formula": one.formula.text,
                "because": dict(one.because),
                "rows": tables[table.name].num_rows,
            }
            for table in dataset.tables
            for one in table.checks
        ],
        "charts": list(charts),
        "about": dict(dataset.about),
        "archive": file_entry(archive),
    }
    (archive.parent / "page.json").write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _found_by(table: Table) -> dict[str, Any]:
    return {"label": dict(table.label), "fields": list(table.search)}


def _comparison(outcome: Outcome) -> dict[str, Any]:
    comparison = outcome.comparison
    sides = {
        name: {"table": side.table, "title": dict(side.title), "by": list(side.by)}
        for name, side in (("left", comparison.left), ("right", comparison.right))
    }
    return {
        "id": comparison.id,
        "title": dict(comparison.title),
        "text": dict(comparison.text),
        "unit": comparison.unit,
        "tolerance": comparison.tolerance,
        "compared": outcome.compared,
        **sides,
        "differences": [
            {
                "at": one.at,
                "left": one.left,
                "right": one.right,
                "difference": one.difference,
                "left_sources": one.left_sources.split(";") if one.left_sources else [],
                "right_sources": one.right_sources.split(";") if one.right_sources else [],
                "because": dict(one.because),
            }
            for one in outcome.differences
        ],
    }


def _highlight(highlight: Highlight, dataset: Dataset, rows: pa.Table, labels: Labels) -> dict[str, Any]:
    """Compute a figure; `n` is the number of rows it rests on. A code has a `label`, as the first of a column may be one.

    Raises:
        DescriptionError: the field does not exist, cannot be taken so, or no row has a value.
    """
    table = dataset.table(highlight.table)
    assert table is not None
    field = table.field(highlight.field)
    if field is None:
        known = ", ".join(one.name for one in table.fields)
        raise highlight.origin.error((*highlight.steps, "value"), f"no field `{highlight.field}`", f"one of {known}")
    kinds = _ONLY_OF.get(highlight.function, (field.type,))
    if field.type not in kinds:
        found = f"the {highlight.function} of `{field.name}`, of type {field.type}"
        raise highlight.origin.error((*highlight.steps, "value"), found, f"a field of type {' or '.join(kinds)}")
    taken = rows if highlight.where is None else rows.filter(highlight.where.holds(rows, missing=False))
    column = pc.drop_null(taken[highlight.field])
    if len(column) == 0:
        raise highlight.origin.error(
            highlight.steps, "a figure that rests on no row", "at least one", "Delete the highlight"
        )
    value = as_text(taken_of(highlight.function, column))
    counted = highlight.function == "count"
    return {
        "value": value,
        "type": "integer" if counted else field.type,
        "unit": None if counted else field.unit,
        "label": None if counted else labels.get(field.name, {}).get(value),
        "n": len(column),
        "text": dict(highlight.text),
    }


def taken_of(function: str, column: pa.ChunkedArray) -> object:
    """Take one value of a column, as a highlight says it."""
    if function == "first":
        return column[0].as_py()
    return (added(column) if function == "sum" else pc.call_function(function, [column])).as_py()
