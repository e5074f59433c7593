"""Hold the rows of a table against every promise of its description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.dataset import Check, Dataset, Field, Reference, Table
from pipeline.describe.pattern import misses
from pipeline.errors import InvalidTableError, More, Problem, by_place, first, raise_all, suggest
from pipeline.publish.keys import combinations, repeats
from pipeline.shape.read import FILE, LINE


def broken_rows(rows: pa.Table, table: Table) -> list[Problem | More]:
    """Hold rows of a table, be they some or all, against what must be true of each by itself.

    Args:
        rows: with `FILE` and `LINE` a problem names the raw row, without them the description.
    """
    problems: list[Problem | More] = []
    for field in table.fields:
        problems.extend(_values(rows, field, table))
    for check in table.checks:
        problems.extend(_check(rows, check, table))
    if table.name == "sources":
        problems.extend(_addresses(rows, table))
    return problems


def broken_table(rows: pa.Table, table: Table) -> list[Problem | More]:
    """Hold a whole table against what its rows must be together: their number, keys, unique fields."""
    problems: list[Problem | More] = [*_count(rows, table)]
    for field in table.fields:
        if field.constraints.get("unique"):
            problems.extend(_unique(rows, field, table))
    problems.extend(_key(rows, table))
    return problems


def prove_references(tables: Mapping[str, pa.Table], dataset: Dataset, finished: Mapping[str, pa.Table]) -> None:
    """Prove that whatever a table refers to exists.

    This comes last: a wrong key would show at every row that refers to it, far from where it stands.

    Args:
        finished: the tables built so far, these among them, by ``<dataset>/<table>``.

    Raises:
        InvalidTableError: all broken references, in the order of the raw rows.
    """
    problems = (
        _reference(tables[table.name], reference, table, finished)
        for table in dataset.tables
        for reference in table.references
    )
    raise_all(InvalidTableError, by_place(chain.from_iterable(problems)))


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
    if not pc.any(mask).as_py():
        return []
    indices: list[int] = pc.indices_nonzero(pc.fill_null(mask, fill_value=False)).to_pylist()
    return indices


def _values(rows: pa.Table, field: Field, table: Table) -> Iterator[Problem | More]:
    column = rows[field.name]
    place = field.source or field.name
    if column.null_count and (field.required or field.name in table.key):
        absent = _where(pc.is_null(column))
        remedy = "Correct it in corrections.yaml, or leave the row out with `keep:`"
        yield from first(
            absent, lambda index: _at(rows, index, table, place, f"no {field.name}", "a value in every row", remedy)
        )
    for mask, expected in _broken(column, field):

        def problem(index: int, expected: str = expected) -> Problem:
            return _at(rows, index, table, place, f"`{_plain(column[index].as_py())}`", expected)

        yield from first(_where(mask), problem)


def _addresses(rows: pa.Table, table: Table) -> Iterator[Problem | More]:
    """Tell of sources whose address pages could not link to."""
    field = table.field("url")
    if field is None:
        return
    addresses = rows["url"].to_pylist()
    wrong = [index for index, one in enumerate(addresses) if one is not None and not _is_address(str(one))]
    place, expected = field.source or field.name, "an address such as https://example.org/page"
    yield from first(wrong, lambda index: _at(rows, index, table, place, f"`{addresses[index]}`", expected))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:  # such as [ without ]
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _unique(rows: pa.Table, field: Field, table: Table) -> Iterator[Problem | More]:
    column, place, again = rows[field.name], field.source or field.name, repeats([rows[field.name]])

    def problem(index: int) -> Problem:
        found = f"`{_plain(column[index].as_py())}` again (first in row {_line(rows, again[index])})"
        return _at(rows, index, table, place, found, f"each {field.name} once")

    yield from first(list(again), problem)


def _broken(column: pa.ChunkedArray, field: Field) -> Iterator[tuple[pa.ChunkedArray, str]]:
    """Give, for each constraint, the rows that break it and what was expected."""
    limits: Mapping[str, Any] = field.constraints
    ends = pc.min_max(column).as_py() if {"minimum", "maximum"} & set(limits) else {"min": None}
    reaches = ends["min"] is not None  # most columns keep their limits, which their ends tell at once
    if "minimum" in limits and reaches and ends["min"] < _scalar(limits["minimum"], column).as_py():
        yield pc.less(column, _scalar(limits["minimum"], column)), f"{field.name} of at least {limits['minimum']}"
    if "maximum" in limits and reaches and ends["max"] > _scalar(limits["maximum"], column).as_py():
        yield pc.greater(column, _scalar(limits["maximum"], column)), f"{field.name} of at most {limits['maximum']}"
    allowed = [str(code) for code in field.codes] or [str(value) for value in limits.get("enum", ())]
    if allowed:
        every = pc.unique(column).drop_null()
        strange = every.filter(pc.invert(pc.is_in(every.cast(pa.string()), value_set=pa.array(allowed))))
        if len(strange):
            yield pc.is_in(column, value_set=strange), f"one of {', '.join(allowed)}"
    if "pattern" in limits and len(strange := misses(column, limits["pattern"])):
        yield pc.is_in(column, value_set=strange), f"{field.name} like {limits['pattern']}"
    if "minLength" in limits:
        yield pc.less(pc.utf8_length(column), limits["minLength"]), f"at least {limits['minLength']} characters"
    if "maxLength" in limits:
        yield pc.greater(pc.utf8_length(column), limits["maxLength"]), f"at most {limits['maxLength']} characters"


def _scalar(value: Any, column: pa.ChunkedArray) -> pa.Scalar:
    return pa.scalar(str(value)).cast(column.type) if pa.types.is_date(column.type) else pa.scalar(Decimal(str(value)))


def _key(rows: pa.Table, table: Table) -> Iterator[Problem | More]:
    again = repeats([rows[name] for name in table.key])
    remedy = "Name what tells rows apart under `key:`, or leave one out with `keep:`"

    def problem(index: int) -> Problem:
        found = f"{_named(rows, table.key, index)} again (first in row {_line(rows, again[index])})"
        return _at(rows, index, table, "", found, f"each {' + '.join(table.key)} once", remedy)

    yield from first(list(again), problem)


def _reference(
    rows: pa.Table, reference: Reference, table: Table, finished: Mapping[str, pa.Table]
) -> Iterator[Problem | More]:
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
    known = set(combinations(target, reference.to))
    dangling = {one for one in combinations(rows, reference.fields) if None not in one and one not in known}
    if not dangling:
        return
    sources = [field.source or field.name for field in table.fields if field.name in reference.fields]

    def problem(index: int) -> Problem:
        found = _named(rows, reference.fields, index)
        expected = f"one that `{reference.table}` has"
        return _at(rows, index, table, sources[0], found, expected, "Add it there, or mend this one")

    places = enumerate(zip(*(rows[name].to_pylist() for name in reference.fields), strict=True))
    yield from first([index for index, values in places if values in dangling], problem)


def _check(rows: pa.Table, check: Check, table: Table) -> Iterator[Problem | More]:
    broken = _where(pc.invert(check.formula.holds(rows, missing=True)))
    because = next(iter(check.because.values()), "") if "en" not in check.because else check.because["en"]
    because = because.rstrip(".")
    if broken and len(broken) == rows.num_rows and rows.num_rows > 1:
        yield Problem(*_place(table), f"no row of `{table.name}` holds it", check.formula.text, because)
        return
    names = [name for name in sorted(check.formula.names) if name in rows.column_names]
    yield from first(
        broken,
        lambda index: _at(rows, index, table, "", _named(rows, names, index), check.formula.text, because),
    )


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
