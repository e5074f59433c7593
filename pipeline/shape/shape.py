"""Raw text in, typed and derived columns out: the way of one table, each step a function from table to table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.dataset import Dataset, Table
from pipeline.errors import (
    DescriptionError,
    More,
    Problem,
    SourceError,
    by_place,
    suggest,
)
from pipeline.shape.convert import constant, convert
from pipeline.shape.correct import Said, apply_corrections
from pipeline.shape.derive import derive_fields
from pipeline.shape.read import FILE, LINE


@dataclass(frozen=True)
class Shaped:
    """What became of some raw rows of a table.

    `rows` has the described fields in the described order, typed, sorted by the table's `order` and then its key, plus
    `FILE` and `LINE`. Where a cell was refused there are none, and `refusal` says why: it may be due to a correction
    that has expired, which shows only in what all rows of the table `said`.
    """

    rows: pa.Table | None
    said: Said
    refusal: SourceError | None = None


def shape(raw: pa.Table, dataset: Dataset, table: Table, finished: Mapping[str, pa.Table]) -> Shaped:
    """Make rows of a table of its raw rows.

    Args:
        raw: what `read_part` gave, of one part or of several.
        finished: the tables built so far, by ``<dataset>/<table>``.

    Raises:
        SourceError: columns that are not described.
        CorrectionError: a correction names an unknown field.
        DescriptionError: an expression does not fit.
        InvalidTableError: a derived value that its field cannot hold.
    """
    _refuse_strangers(raw, dataset, table)
    rows = keep_rows(unpivot(raw, table), table)
    texts, said = apply_corrections(select_texts(rows, table), dataset, table)
    try:
        typed = convert_fields(texts, rows, table, finished)
    except SourceError as refusal:
        return Shaped(None, said, refusal)
    return Shaped(sort_rows(derive_fields(typed, table), table), said)


def _refuse_strangers(raw: pa.Table, dataset: Dataset, table: Table) -> None:
    columns = [name for name in raw.column_names if name not in (FILE, LINE)]
    described = {field.source for field in table.fields} | set(table.ignore)
    described |= set(table.unpivot.columns) if table.unpivot else set()
    made = {table.unpivot.name, table.unpivot.value, table.unpivot.position} if table.unpivot else set()
    described |= set(table.keep.names) if table.keep else set()
    strangers = [name for name in columns if name not in described]
    if strangers:
        lacking = sorted(name for name in described - made if name is not None and name not in columns)
        where = raw[FILE][0].as_py() if raw.num_rows else dataset.folder / "raw" / table.raw[0]
        raise SourceError.at(
            where,
            f"columns {strangers} that no field reads" + (f", and none called {lacking}" if lacking else ""),
            "described columns only",
            "Describe them as fields, or list them under `ignore:` with a reason",
            row=table.heading_line,
        )
    for place, names in (
        ("ignore", list(table.ignore)),
        ("unpivot", list(table.unpivot.columns) if table.unpivot else []),
    ):
        for name in names:
            if name not in columns:
                raise table.origin.error((place,), f"no column `{name}`", "one of " + ", ".join(columns))


def unpivot(raw: pa.Table, table: Table) -> pa.Table:
    """Turn wide rows into long ones, as the table's `unpivot` says; empty cells give no row."""
    plan = table.unpivot
    if plan is None:
        return raw
    for name in (plan.name, plan.value, plan.position):
        if name in raw.column_names:
            raise table.origin.error(("unpivot",), f"`{name}`, which is a raw column too", "a name of its own")
    parts = []
    for order, column in enumerate(plan.columns):
        cells = raw[column]
        split = (
            pc.split_pattern(cells, pattern=plan.split)
            if plan.split
            else pc.list_slice(pc.split_pattern(cells, "\0"), 0, 1)
        )
        split = split.combine_chunks() if isinstance(split, pa.ChunkedArray) else split
        indices, values = pc.list_parent_indices(split), pc.list_flatten(split)
        long = raw.take(indices)
        long = long.append_column(plan.name, pa.array([column] * len(values), pa.string()))
        long = long.append_column(plan.value, pc.utf8_trim_whitespace(values) if plan.split else values)
        if plan.position:
            long = long.append_column(plan.position, pa.array(_positions(indices.to_pylist()), pa.string()))
        long = long.append_column("__row", indices.cast(pa.int64()))
        long = long.append_column("__column", pa.array([order] * len(values), pa.int64()))
        parts.append(long.filter(pc.not_equal(long[plan.value], "")))
    together = pa.concat_tables(parts)
    return together.sort_by([("__row", "ascending"), ("__column", "ascending")]).drop_columns(["__row", "__column"])


def _positions(parents: list[int]) -> list[str]:
    positions: list[str] = []
    for index, parent in enumerate(parents):
        first = index == 0 or parents[index - 1] != parent
        positions.append("1" if first else str(int(positions[-1]) + 1))
    return positions


def keep_rows(rows: pa.Table, table: Table) -> pa.Table:
    """Take the rows that the table's `keep` asks for."""
    return rows if table.keep is None else rows.filter(table.keep.holds(rows, missing=False))


def select_texts(rows: pa.Table, table: Table) -> dict[str, pa.ChunkedArray]:
    """Give each field that is read from a column that column's text."""
    texts: dict[str, pa.ChunkedArray] = {}
    for field in table.fields:
        if field.source is None:
            continue
        if field.source not in rows.column_names:
            columns = ", ".join(name for name in rows.column_names if name not in (FILE, LINE))
            raise DescriptionError(
                table.origin.problem(
                    field.steps,
                    f"field `{field.name}` reads `{field.source}`, which raw/{table.raw[0]} does not have",
                    f"one of {columns}",
                    suggest(field.source, rows.column_names, "Name the column it reads with `from:`"),
                )
            )
        texts[field.name] = rows[field.source]
    return texts


def convert_fields(
    texts: Mapping[str, pa.ChunkedArray], rows: pa.Table, table: Table, finished: Mapping[str, pa.Table]
) -> pa.Table:
    """Convert every field but the derived ones; all problems of the table are told at once."""
    problems: list[Problem | More] = []
    columns: dict[str, pa.ChunkedArray] = {}
    for field in table.fields:
        try:
            if field.constant is not None:
                columns[field.name] = constant(field, table, rows.num_rows)
            elif field.derive is None:
                columns[field.name] = convert(texts[field.name], field, table, rows, finished)
        except SourceError as error:
            problems.extend(error.args)
    if problems:
        raise SourceError(*by_place(problems))
    return pa.table({**columns, FILE: rows[FILE], LINE: rows[LINE]})


def sort_rows(shaped: pa.Table, table: Table) -> pa.Table:
    """Sort by the table's order, then by its key; missing values last."""
    return shaped.take(row_order(shaped, table)) if table.order else shaped


def row_order(shaped: pa.Table, table: Table) -> pa.Array:
    """Give the places of rows in the table's order; rows that are alike keep theirs."""
    keys = [(name.lstrip("-"), "descending" if name.startswith("-") else "ascending") for name in table.order]
    keys += [(name, "ascending") for name in table.key if name not in dict(keys)]
    return pc.sort_indices(shaped, sort_keys=keys)
