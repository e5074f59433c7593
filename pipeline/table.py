"""The way of one table: its raw files part by part through shape and proof, on all workers; then into its files.

What can be said of a row by itself is proved where it is shaped. What needs all rows comes after: whether corrections
and notes found what they were declared for, the order of rows, and in `publish/prove.py` their number and their keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pyarrow as pa

from pipeline.describe.dataset import Dataset, Table
from pipeline.engine import Engine
from pipeline.errors import More, PipelineError, Problem, by_place
from pipeline.publish.prove import broken_rows, broken_table
from pipeline.publish.tables import write_table
from pipeline.shape.annotate import annotate
from pipeline.shape.correct import Said, refuse_expired
from pipeline.shape.kept import Kept
from pipeline.shape.parts import PART, Part, parts
from pipeline.shape.read import read_part
from pipeline.shape.shape import row_order, shape, sort_rows

IN_MEMORY = 8
"""Parts of a table that are kept in memory; of a larger one only what is being looked at."""


@dataclass(frozen=True)
class Work:
    """All that is to be known for making a table; it travels to the workers.

    `noted` is the table with the field that its notes add; `names` are tables that names become codes through; `size`
    is how many bytes of raw files are worked on in one go.
    """

    dataset: Dataset
    table: Table
    noted: Table
    names: Mapping[str, pa.Table]
    size: int = PART


@dataclass(frozen=True)
class Piece:
    """What a worker made of some parts: rows, or why there are none, and what is to be judged of all rows together.

    `said` is missing where it was not even known what corrections find.
    """

    rows: pa.Table | None = None
    said: Said | None = None
    counts: Counter[str] = field(default_factory=Counter)
    broken: Sequence[Problem | More] = ()
    refusal: PipelineError | None = None


@dataclass(frozen=True)
class Made:
    """A table that is written: its rows with `FILE` and `LINE`, how many of them each note is about, broken promises.

    `hash` is that of its CSV file, as a resource has it.
    """

    rows: pa.Table
    hash: str
    counts: Counter[str]
    broken: Sequence[Problem | More]


def make_table(work: Work, folder: Path, engine: Engine) -> Made:
    """Make a table and write its files into `folder`.

    Raises:
        PipelineError: the first stage that refuses; all problems of its kind are told.
    """
    units = _units(work)
    kept = Kept(folder / f".{work.table.name}.arrow" if len(units) > IN_MEMORY else None)
    pieces: list[Piece] = []
    for piece in engine(partial(make_piece, work), units):
        if piece.rows is not None:
            kept.add(piece.rows)
        pieces.append(replace(piece, rows=None))
    _refuse(work, pieces)
    rows = _in_order(kept.pieces(), work.table)
    whole = pa.concat_tables(rows)
    with ThreadPoolExecutor(1) as beside:
        judged = beside.submit(broken_table, whole, work.noted)
        hashed = write_table(rows, work.noted, folder, kept.forget)
    counts = sum((piece.counts for piece in pieces), Counter[str]())
    broken = [problem for piece in pieces for problem in piece.broken]
    return Made(whole, hashed, counts, [*broken, *judged.result()])


def make_piece(work: Work, unit: Sequence[Part]) -> Piece:
    """Read, shape, annotate and prove some parts of a table; a refusal is given back, for it may not be the first."""
    said: Said | None = None
    try:
        shaped = shape(
            pa.concat_tables(read_part(part, work.table) for part in unit), work.dataset, work.table, work.names
        )
        said = shaped.said
        if shaped.refusal is not None:
            raise shaped.refusal
        rows, counts = annotate(shaped.rows, work.dataset, work.table)
        return Piece(rows, said, counts, broken_rows(rows, work.noted))
    except PipelineError as refusal:
        return Piece(said=said, refusal=refusal)


def _units(work: Work) -> list[tuple[Part, ...]]:
    """Give the parts that are worked on together: small files, or all where the value of a row depends on other rows."""
    found = parts(work.dataset, work.table, work.size)
    table = work.table
    expressions = [table.keep, *(one.derive for one in table.fields), *(one.formula for one in table.checks)]
    expressions += [note.where for note in work.dataset.notes if note.table == table.name]
    if any(one is not None and one.is_of_whole_table for one in expressions):
        return [tuple(found)]
    units: list[list[Part]] = [[]]
    size = 0
    for part in found:
        size += part.end - part.start
        if units[-1] and size > work.size:
            units.append([])
            size = part.end - part.start
        units[-1].append(part)
    return [tuple(unit) for unit in units]


def _refuse(work: Work, pieces: Sequence[Piece]) -> None:
    """Raise what some pieces were refused for, unless an expired correction is behind it."""
    said: Said = {}
    for piece in pieces:
        for index, texts in (piece.said or {}).items():
            said[index] = said.get(index, Counter()) + texts
    if all(piece.said is not None for piece in pieces):
        refuse_expired(work.dataset, said)
    refusals = [piece.refusal for piece in pieces if piece.refusal is not None]
    if refusals:
        kind = type(refusals[0])
        raise kind(*by_place(problem for one in refusals if type(one) is kind for problem in one.args))


def _in_order(pieces: list[pa.Table], table: Table) -> list[pa.Table]:
    """Give pieces with rows, or one without, each of which is sorted, such that all rows are."""
    pieces = [piece for piece in pieces if piece.num_rows] or pieces[:1]
    ends = (pa.concat_tables([one.slice(one.num_rows - 1), other.slice(0, 1)]) for one, other in pairwise(pieces))
    if not table.order or all(row_order(two, table).to_pylist() == [0, 1] for two in ends):
        return pieces
    return [sort_rows(pa.concat_tables(pieces), table)]
