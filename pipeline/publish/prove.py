"""Hold a table, as read back from its file, against every promise of its description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.dataset import Check, Dataset, Field, Reference, Table
from pipeline.errors import InvalidTableError, Problem, raise_all, suggest
from pipeline.shape.read import FILE, LINE


def prove(dataset: Dataset, tables: Mapping[str, pa.Table], finished: Mapping[str, pa.Table]) -> None:
    """Prove number of rows, required cells, constraints, keys, checks and references of every table.

    References come last: a wrong key would show at every row that refers to it, far from where it stands.

    Args:
        tables: by name; with `FILE` and `LINE` a problem names the raw row, without them the description.
        finished: the tables built so far, these among them, by ``<dataset>/<table>``.

    Raises:
        InvalidTableError: all broken promises, in the order of the raw rows.
    """
    raise_all(InvalidTableError, _in_order(_own(tables[table.name], table) for table in dataset.tables))
    raise_all(
        InvalidTableError,
        _in_order(
            _reference(tables[table.name], reference, table, finished)
            for table in dataset.tables
            for reference in table.references
        ),
    )


def _in_order(problems: Iterable[Iterable[Problem]]) -> list[Problem]:
    return sorted(chain.from_iterable(problems), key=lambda one: (one.file, one.row or 0, one.column))


def _own(rows: pa.Table, table: Table) -> Iterator[Problem]:
    yield from _count(rows, table)
    for field in table.fields:
        yield from _values(rows, field, table)
    yield from _key(rows, table)
    for check in table.checks:
        yield from _check(rows, check, table)


def _count(rows: pa.Table, table: Table) -> Iterator[Problem]:
    least, most = table.rows
    if not least <= rows.num_rows <= most:
        expected = str(least) if least == most else f"{least} to {most}"
        found = f"{rows.num_rows} rows in `{table.name}`"
        yield table.origin.problem(("rows",), found, expected, "Look at what came or went, then say the new number")


def _at(rows: pa.Table, index: int, table: Table, column: str, found: str, expected: str, remedy: str = "") -> Problem:
    if FILE in rows.column_names:
        return Problem(rows[FILE][index].as_py(), rows[LINE][index].as_py(), column, found, expected, remedy)
    return table.origin.problem(("fields",), f"row {index + 1}: {found}", expected, remedy)


def _where(mask: pa.ChunkedArray) -> list[int]:
    indices: list[int] = pc.indices_nonzero(pc.fill_null(mask, fill_value=False)).to_pylist()
    return indices


def _values(rows: pa.Table, field: Field, table: Table) -> Iterator[Problem]:
    column = rows[field.name]
    place = field.source or field.name
    if field.required or field.name in table.key:
        for index in _where(pc.is_null(column)):
            yield _at(rows, index, table, place, f"no {field.name}", "a value in every row")
    for mask, expected in _broken(column, field):
        for index in _where(mask):
            yield _at(rows, index, table, place, f"`{_plain(column[index].as_py())}`", expected)
    if field.constraints.get("unique"):
        for index, first in _repeats(column):
            found = f"`{_plain(column[index].as_py())}` again (first in row {_line(rows, first)})"
            yield _at(rows, index, table, place, found, f"each {field.name} once")


def _broken(column: pa.ChunkedArray, field: Field) -> Iterator[tuple[pa.ChunkedArray, str]]:
    """Give, for each constraint, the rows that break it and what was expected."""
    limits: Mapping[str, Any] = field.constraints
    if "minimum" in limits:
        yield pc.less(column, _scalar(limits["minimum"], column)), f"{field.name} of at least {limits['minimum']}"
    if "maximum" in limits:
        yield pc.greater(column, _scalar(limits["maximum"], column)), f"{field.name} of at most {limits['maximum']}"
    allowed = [str(code) for code in field.codes] or [str(value) for value in limits.get("enum", ())]
    if allowed:
        found = pc.is_in(column.cast(pa.string()), value_set=pa.array(allowed))
        yield pc.and_(pc.is_valid(column), pc.invert(found)), f"one of {', '.join(allowed)}"
    if "pattern" in limits:
        pattern = re.compile(limits["pattern"])
        distinct = pc.unique(column)
        bad = pa.array([v for v in distinct.to_pylist() if v is not None and not pattern.fullmatch(v)], pa.string())
        yield pc.is_in(column, value_set=bad), f"{field.name} like {limits['pattern']}"
    if "minLength" in limits:
        yield pc.less(pc.utf8_length(column), limits["minLength"]), f"at least {limits['minLength']} characters"
    if "maxLength" in limits:
        yield pc.greater(pc.utf8_length(column), limits["maxLength"]), f"at most {limits['maxLength']} characters"


def _scalar(value: Any, column: pa.ChunkedArray) -> pa.Scalar:
    return pa.scalar(str(value)).cast(column.type) if pa.types.is_date(column.type) else pa.scalar(Decimal(str(value)))


def _repeats(*columns: pa.ChunkedArray) -> Iterator[tuple[int, int]]:
    """Give the rows whose values stood before, each with the first such row; rows with a missing value are left out."""
    first: dict[tuple[Any, ...], int] = {}
    for index, values in enumerate(zip(*(column.to_pylist() for column in columns), strict=True)):
        if None not in values and first.setdefault(values, index) != index:
            yield index, first[values]


def _key(rows: pa.Table, table: Table) -> Iterator[Problem]:
    columns = [rows[name] for name in table.key]
    if rows.num_rows == len(rows.group_by(list(table.key)).aggregate([])):
        return
    for index, first in _repeats(*columns):
        found = f"{_named(rows, table.key, index)} again (first in row {_line(rows, first)})"
        yield _at(rows, index, table, "", found, f"each {' + '.join(table.key)} once")


def _reference(
    rows: pa.Table, reference: Reference, table: Table, finished: Mapping[str, pa.Table]
) -> Iterator[Problem]:
    target = finished.get(reference.table)
    if target is None:
        yield table.origin.problem(
            reference.steps,
            f"no table `{reference.table}`",
            f"one of {', '.join(sorted(finished))}",
            suggest(reference.table, finished),
        )
        return
    unknown = [name for name in reference.to if name not in target.column_names]
    if unknown:
        yield table.origin.problem(
            reference.steps,
            f"no field `{unknown[0]}` in `{reference.table}`",
            "one of " + ", ".join(target.column_names),
        )
        return
    known = set(zip(*(target[name].to_pylist() for name in reference.to), strict=True))
    for index, values in enumerate(zip(*(rows[name].to_pylist() for name in reference.fields), strict=True)):
        if None not in values and values not in known:
            found = _named(rows, reference.fields, index)
            sources = [field.source or field.name for field in table.fields if field.name in reference.fields]
            yield _at(
                rows,
                index,
                table,
                sources[0],
                found,
                f"one that `{reference.table}` has",
                "Add it there, or mend this one",
            )


def _check(rows: pa.Table, check: Check, table: Table) -> Iterator[Problem]:
    broken = _where(pc.invert(check.formula.holds(rows, missing=True)))
    because = next(iter(check.because.values()), "") if "en" not in check.because else check.because["en"]
    because = because.rstrip(".")
    if broken and len(broken) == rows.num_rows and rows.num_rows > 1:
        yield Problem(*_place(table), f"no row of `{table.name}` holds it", check.formula.text, because)
        return
    for index in broken:
        names = [name for name in sorted(check.formula.names) if name in rows.column_names]
        yield _at(rows, index, table, "", _named(rows, names, index), check.formula.text, because)


def _place(table: Table) -> tuple[str, int | None, str]:
    problem = table.origin.problem(("checks",), "", "")
    return problem.file, problem.row, problem.column


def _named(rows: pa.Table, names: tuple[str, ...] | list[str], index: int) -> str:
    return ", ".join(f"{name} `{_plain(rows[name][index].as_py())}`" for name in names)


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _line(rows: pa.Table, index: int) -> int:
    line: int = rows[LINE][index].as_py() if LINE in rows.column_names else index + 1
    return line
