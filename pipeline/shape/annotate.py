"""Attach the notes: rows carry the ids of the notes about them, and the dataset gets a table of all notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from pipeline.describe.dataset import Dataset, Note, Table
from pipeline.describe.made import made_field, made_table
from pipeline.errors import DescriptionError
from pipeline.languages import Language
from pipeline.shape.read import FILE

NOTES, NOTE_IDS = "notes", "note_ids"


def annotate(
    dataset: Dataset, tables: Mapping[str, pa.Table], languages: Sequence[Language]
) -> tuple[Dataset, dict[str, pa.Table], Mapping[str, int]]:
    """Add `note_ids` to every table that has notes about rows, and the table `notes`.

    Returns:
        The dataset with the added field and table, its tables with the added column, and per note id the number
        of rows it is about. A dataset without notes comes back as it was.

    Raises:
        DescriptionError: a note's `where` picks no row, or a table has a field called `note_ids` already.
    """
    if not dataset.notes:
        return dataset, dict(tables), {}
    counts: dict[str, int] = {}
    annotated = dict(tables)
    described = list(dataset.tables)
    for index, table in enumerate(dataset.tables):
        notes = [note for note in dataset.notes if note.table == table.name and note.where is not None]
        if not notes:
            continue
        if table.field(NOTE_IDS):
            raise table.origin.error(("fields",), f"a field `{NOTE_IDS}`", "another name", "The notes make this column")
        ids = _ids(tables[table.name], notes, counts)
        at = annotated[table.name].column_names.index(FILE)
        annotated[table.name] = annotated[table.name].add_column(at, NOTE_IDS, ids)
        described[index] = replace(table, fields=(*table.fields, made_field(NOTE_IDS, "file.note_ids", languages)))
    described.append(_notes_table(dataset, languages))
    annotated[NOTES] = _notes(dataset, counts, languages)
    return replace(dataset, tables=tuple(described)), annotated, counts


def _ids(rows: pa.Table, notes: Sequence[Note], counts: dict[str, int]) -> pa.Array:
    ids: list[list[str]] = [[] for _ in range(rows.num_rows)]
    for note in notes:
        assert note.where is not None
        chosen = [index for index, hit in enumerate(note.where.holds(rows, missing=False).to_pylist()) if hit]
        if not chosen:
            found = f"note `{note.id}` is about no row"
            raise DescriptionError(
                note.origin.problem((*note.steps, "where"), found, "at least one", "Delete the note")
            )
        counts[note.id] = len(chosen)
        for index in chosen:
            ids[index].append(note.id)
    return pa.array([";".join(one) or None for one in ids], pa.string())


def _notes(dataset: Dataset, counts: Mapping[str, int], languages: Sequence[Language]) -> pa.Table:
    columns: dict[str, pa.Array] = {
        "note_id": pa.array([note.id for note in dataset.notes], pa.string()),
        "table_name": pa.array([note.table for note in dataset.notes], pa.string()),
        "row_count": pa.array([counts.get(note.id) for note in dataset.notes], pa.int64()),
    }
    for language in languages:
        columns[f"note_{language.code}"] = pa.array([note.text[language.code] for note in dataset.notes], pa.string())
    return pa.table(columns)


def _notes_table(dataset: Dataset, languages: Sequence[Language]) -> Table:
    """Describe the table of notes."""
    fields = (
        made_field("note_id", "file.note_id", languages),
        made_field("table_name", "file.table_name", languages),
        made_field("row_count", "file.row_count", languages, "integer"),
        *(made_field(f"note_{one.code}", "file.note_text", languages, language=one.name) for one in languages),
    )
    return made_table(NOTES, dataset.notes[0].origin, ("note_id",), fields, len(dataset.notes), languages)
