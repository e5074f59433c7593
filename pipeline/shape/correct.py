"""Apply the declared corrections of a source; each expires as soon as the source no longer says what it corrects."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.dataset import Correction, Dataset, Table
from pipeline.errors import CorrectionError


def apply_corrections(
    texts: Mapping[str, pa.ChunkedArray], dataset: Dataset, table: Table
) -> dict[str, pa.ChunkedArray]:
    """Put the corrected text in place of the published one.

    Args:
        texts: for each field that is read from a raw column, its text as published, one per row.

    Returns:
        The same columns, corrected; still text, in the source's notation.

    Raises:
        CorrectionError: a correction names an unknown field, picks another number of rows than it says, or the
            source no longer says what it corrects.
    """
    corrected = dict(texts)
    for correction in dataset.corrections:
        if correction.table == table.name:
            # Conditions look at the source's words, so that one correction never hides the rows of the next.
            corrected[correction.field] = _apply(correction, texts, corrected)
    return corrected


def _apply(
    correction: Correction, texts: Mapping[str, pa.ChunkedArray], corrected: Mapping[str, pa.ChunkedArray]
) -> pa.ChunkedArray:
    for name in (*correction.where, correction.field):
        if name not in texts:
            known = ", ".join(texts)
            raise CorrectionError(
                correction.origin.problem(correction.steps, f"no field `{name}` read from a file", f"one of {known}")
            )
    column = corrected[correction.field]
    chosen: pa.ChunkedArray = pa.chunked_array([pa.array([True] * len(column), pa.bool_())])
    for name, value in correction.where.items():
        chosen = pc.and_(chosen, pc.equal(texts[name], value))
    rows = pc.sum(chosen).as_py() or 0
    if rows != correction.rows:
        raise CorrectionError(
            correction.origin.problem(
                correction.steps, f"it picks {rows} rows", f"{correction.rows}", "Delete or narrow this correction"
            )
        )
    for said in pc.unique(column.filter(chosen)).to_pylist():
        if said != correction.was:
            raise CorrectionError(
                correction.origin.problem(
                    correction.steps, f"the source now says `{said}`", f"`{correction.was}`", "Delete this correction"
                )
            )
    return pc.if_else(chosen, correction.becomes, column)
