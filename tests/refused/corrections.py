"""Corrections and notes that no longer fit."""

from __future__ import annotations

from pipeline.errors import CorrectionError, DescriptionError, SourceError
from refused.ways import CORRECTIONS, FIELDS, NOTES, READ, TURNOUT, TURNOUT_RAW, WRITE_NUMBERS, Row, append, edit

ROWS = [
    Row(
        "a correction whose source was mended",
        edit(TURNOUT_RAW, ",1.30,", ",1.300,"),
        CorrectionError,
        "data/votes/corrections.yaml:1:#1: the source now says `1.300`; expected `1.30`. Delete this correction.",
    ),
    Row(
        "a correction that picks no row",
        edit(CORRECTIONS, "UJEMIRE", "Ujemire"),
        CorrectionError,
        "data/votes/corrections.yaml:1:#1: it picks 0 rows; expected 1. Delete or narrow this correction.",
    ),
    Row(
        "a correction that picks too many rows",
        edit(CORRECTIONS, "place_as_published: UJEMIRE", "source_id: V1"),
        CorrectionError,
        "data/votes/corrections.yaml:1:#1: it picks 3 rows; expected 1. Delete or narrow this correction.",
    ),
    Row(
        "a correction of what is corrected",
        append(
            CORRECTIONS,
            "- {table: turnout, where: {place_as_published: UJEMIRE}, field: votes_cast, was: '1.30', becomes: '1.301', "
            "because: {sq: Edhe një., en: One more.}, reported: 2026-01-31}\n",
        ),
        CorrectionError,
        "data/votes/corrections.yaml:8:#2: a cell that another correction corrects; expected one correction for each cell. Delete one of them.",
    ),
    Row(
        "a correction of an unknown field",
        edit(CORRECTIONS, "field: votes_cast", "field: votes_kast"),
        CorrectionError,
        f"data/votes/corrections.yaml:1:#1: no field `votes_kast` read from a file; expected one of {READ}, status, source_id.",
    ),
    Row(
        "a correction of a derived field",
        edit(CORRECTIONS, "field: votes_cast", "field: turnout_pct"),
        CorrectionError,
        f"data/votes/corrections.yaml:1:#1: no field `turnout_pct` read from a file; expected one of {READ}, status, source_id.",
    ),
    Row(
        "a correction of an unknown table",
        edit(CORRECTIONS, "table: turnout", "table: turnaut"),
        DescriptionError,
        "data/votes/corrections.yaml:1:#1/table: no table `turnaut`; expected one of elections, history, sources, turnout. Did you mean `turnout`.",
    ),
    Row(
        "a correction to something unreadable",
        edit(CORRECTIONS, 'becomes: "1.300"', 'becomes: "1.30O"'),
        SourceError,
        f"data/votes/raw/turnout.csv:3:Votuan: `1.30O`, which a correction puts in the place of `1.30`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "a correction reported on no day",
        edit(CORRECTIONS, "2026-01-30", "2026-02-30"),
        DescriptionError,
        "data/votes/corrections.yaml:7:#1/reported: `2026-02-30`; expected a day of the calendar.",
    ),
    Row(
        "a correction without a reason",
        edit(CORRECTIONS, "  because: {sq: Mungon një zero., en: A zero is missing.}\n", ""),
        DescriptionError,
        "data/votes/corrections.yaml:1:#1: no `because`; expected `because` to be said.",
    ),
    Row(
        "a correction with a reason in one language",
        edit(CORRECTIONS, ", en: A zero is missing.", ""),
        DescriptionError,
        "data/votes/corrections.yaml:6:#1/because: text misses ['en']; expected every language. Write it.",
    ),
    Row(
        "a correction of the number rather than its text",
        edit(CORRECTIONS, 'was: "1.30"', "was: 1.30"),
        DescriptionError,
        "data/votes/corrections.yaml:4:#1/was: `1.3`; expected text.",
    ),
    Row(
        "a note about no row",
        edit(NOTES, "votes_cast == 0", "votes_cast == 1"),
        DescriptionError,
        "data/votes/notes.yaml:7:#2/where: note `nobody-voted` is about no row; expected at least one. Delete the note.",
    ),
    Row(
        "a note about an unknown table",
        edit(NOTES, "- id: nobody-voted\n  table: turnout", "- id: nobody-voted\n  table: turnaut"),
        DescriptionError,
        "data/votes/notes.yaml:6:#2/table: no table `turnaut`; expected one of elections, history, sources, turnout. Did you mean `turnout`.",
    ),
    Row(
        "a note about an unknown field",
        edit(NOTES, "votes_cast == 0", "votes_kast == 0"),
        DescriptionError,
        f"data/votes/notes.yaml:7:#2/where: unknown name `votes_kast` in `votes_kast == 0`; expected one of {FIELDS}. Did you mean `votes_cast`.",
    ),
    Row(
        "a note whose rows are no condition",
        edit(NOTES, "votes_cast == 0", "votes_cast + 1"),
        DescriptionError,
        "data/votes/notes.yaml:7:#2/where: `votes_cast + 1` gives int64; expected a condition, true or false.",
    ),
    Row(
        "a note twice",
        edit(NOTES, "id: made-up", "id: first-count"),
        DescriptionError,
        "data/votes/notes.yaml:9:#3/id: note `first-count` twice; expected each id once.",
    ),
    Row(
        "a note about rows of no table",
        edit(NOTES, "- id: made-up", "- id: made-up\n  where: votes_cast == 0"),
        DescriptionError,
        "data/votes/notes.yaml:9:#3: `where` without `table`; expected the table whose rows are meant.",
    ),
    Row(
        "a field with the name of the notes' column",
        edit(
            TURNOUT,
            "  - {name: source_id, from: Burimi}",
            "  - {name: source_id, from: Burimi}\n  - {name: note_ids, constant: x, title: {sq: a, en: b}, description: {sq: a, en: b}}",
        ),
        DescriptionError,
        "data/votes/tables/turnout.yaml:9:fields: a field `note_ids`; expected another name. The notes make this column.",
    ),
]
