"""Apply the declared corrections of a source; each expires as soon as the source no longer says what it corrects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.dataset import Dataset, Table
from pipeline.describe.entries import Correction
from pipeline.errors import CorrectionError

Said: TypeAlias = dict[int, Counter[str]]
"""For each correction of a table, by its place among the dataset's: what the rows it picks say, and how often."""


def apply_corrections(
    texts: Mapping[str, pa.ChunkedArray], dataset: Dataset, table: Table
) -> tuple[dict[str, pa.ChunkedArray], Said]:
    """Put the corrected text in place of the published one.

    Args:
        texts: for each field that is read from a raw column, its text as published, one per row.

    Returns:
        The same columns, corrected; still text, in the source's notation. And what these rows say, which
        `refuse_expired` judges once all rows are read.

    Raises:
        CorrectionError: a correction names an unknown field, or a cell that another one corrects.
    """
    corrected = dict(texts)
    done: dict[str, pa.ChunkedArray] = {}
    said: Said = {}
    for index, correction in enumerate(dataset.corrections):
        if correction.table == table.name:
            # Conditions look at the source's words, so that one correction never hides the rows of the next.
            chosen = _chosen(correction, texts)
            column = corrected[correction.field]
            before = done.get(correction.field, pc.is_null(column))  # none: a text is never missing
            if pc.any(pc.and_(before, chosen)).as_py():
                found, expected = "a cell that another correction corrects", "one correction for each cell"
                raise CorrectionError(
                    correction.origin.problem(correction.steps, found, expected, "Delete one of them")
                )
            done[correction.field] = pc.or_(before, chosen)
            said[index] = Counter(column.filter(chosen).to_pylist())
            corrected[correction.field] = pc.if_else(chosen, correction.becomes, column)
    return corrected, said


def _chosen(correction: Correction, texts: Mapping[str, pa.ChunkedArray]) -> pa.ChunkedArray:
    for name in (*correction.where, correction.field):
        if name not in texts:
            known = ", ".join(texts)
            raise CorrectionError(
                correction.origin.problem(correction.steps, f"no field `{name}` read from a file", f"one of {known}")
            )
    chosen: pa.ChunkedArray = pa.chunked_array([pa.array([True] * len(texts[correction.field]), pa.bool_())])
    for name, value in correction.where.items():
        chosen = pc.and_(chosen, pc.equal(texts[name], value))
    return chosen


def refuse_expired(dataset: Dataset, said: Said) -> None:
    """Refuse a correction that does not find what it was declared for.

    Raises:
        CorrectionError: it picks another number of rows than it says, or the source no longer says what it corrects.
    """
    for index, texts in said.items():
        correction, rows = dataset.corrections[index], sum(texts.values())
        if rows != correction.rows:
            raise CorrectionError(
                correction.origin.problem(
                    correction.steps, f"it picks {rows} rows", f"{correction.rows}", "Delete or narrow this correction"
                )
            )
        for text in texts:
            if text != correction.was:
                raise CorrectionError(
                    correction.origin.problem(
                        correction.steps,
                        f"the source now says `{text}`",
                        f"`{correction.was}`",
                        "Delete this correction",
                    )
                )
