"""Attach the notes: rows carry the ids of the notes about them, and the dataset gets a table of all notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.dataset import Dataset, Table
from pipeline.describe.entries import Note
from pipeline.describe.made import made_field, made_table
from pipeline.errors import DescriptionError
from pipeline.languages import Language
from pipeline.shape.read import FILE

NOTES, NOTE_IDS = "notes", "note_ids"


def with_notes(dataset: Dataset, languages: Sequence[Language]) -> Dataset:
    """Describe what the notes add: `note_ids` in every table that has notes about rows, and the table `notes`.

    Raises:
        DescriptionError: a table has a field called `note_ids` already.
    """
    if not dataset.notes:
        return dataset
    described = list(dataset.tables)
    for index, table in enumerate(dataset.tables):
        if not _about_rows(dataset, table):
            continue
        if table.field(NOTE_IDS):
            raise table.origin.error(("fields",), f"a field `{NOTE_IDS}`", "another name", "The notes make this column")
        described[index] = replace(table, fields=(*table.fields, made_field(NOTE_IDS, "file.note_ids", languages)))
    return replace(dataset, tables=(*described, _notes_table(dataset, languages)))


def annotate(rows: pa.Table, dataset: Dataset, table: Table) -> tuple[pa.Table, Counter[str]]:
    """Add `note_ids` to rows of a table that has notes about rows.

    Returns:
        The rows, and how many of them each note is about.
    """
    notes = _about_rows(dataset, table)
    if not notes:
        return rows, Counter()
    ids: dict[int, list[str]] = {}
    counts: Counter[str] = Counter()
    for note in notes:
        assert note.where is not None
        about = pc.indices_nonzero(note.where.holds(rows, missing=False)).to_pylist()
        counts[note.id] = len(about)
        for index in about:
            ids.setdefault(index, []).append(note.id)
    marked = [";".join(ids[index]) if index in ids else None for index in range(rows.num_rows)]
    return rows.add_column(rows.column_names.index(FILE), NOTE_IDS, pa.array(marked, pa.string())), counts


def notes_rows(dataset: Dataset, counts: Mapping[str, int], languages: Sequence[Language]) -> pa.Table:
    """Give the rows of the table `notes`, one per note in the order they are described.

    Raises:
        DescriptionError: a note's `where` picks no row.
    """
    for note in dataset.notes:
        if note.where is not None and not counts[note.id]:
            found = f"note `{note.id}` is about no row"
            raise DescriptionError(
                note.origin.problem((*note.steps, "where"), found, "at least one", "Delete the note")
            )
    columns: dict[str, pa.Array] = {
        "note_id": pa.array([note.id for note in dataset.notes], pa.string()),
        "table_name": pa.array([note.table for note in dataset.notes], pa.string()),
        "row_count": pa.array([counts.get(note.id) for note in dataset.notes], pa.int64()),
    }
    for language in languages:
        columns[f"note_{language.code}"] = pa.array([note.text[language.code] for note in dataset.notes], pa.string())
    return pa.table(columns)


def _about_rows(dataset: Dataset, table: Table) -> list[Note]:
    return [note for note in dataset.notes if note.table == table.name and note.where is not None]


def _notes_table(dataset: Dataset, languages: Sequence[Language]) -> Table:
    """Describe the table of notes."""
    fields = (
        made_field("note_id", "file.note_id", languages),
        made_field("table_name", "file.table_name", languages),
        made_field("row_count", "file.row_count", languages, "integer"),
        *(made_field(f"note_{one.code}", "file.note_text", languages, language=one.name) for one in languages),
    )
    return made_table(NOTES, dataset.notes[0].origin, ("note_id",), fields, len(dataset.notes), languages)
