"""What the cells of a finished table may be, and the refusal of tables that do not fit their chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeAlias

from pipeline.draw.charts import Chart
from pipeline.errors import ChartError, raise_all, suggest
from pipeline.languages import Text

Cell: TypeAlias = str | int | float | Decimal | date | bool | None
Labels: TypeAlias = Mapping[str, Mapping[str, Text]]
"""field -> value, as text -> wording per language."""

MARK = "__mark"
"""The column that says which rows are drawn as marked."""

NUMBERS = ("integer", "number", "year")


class FieldLike(Protocol):
    """What charts need of a described field."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def type(self) -> str: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def decimals(self) -> int | None: ...
    @property
    def apart(self) -> bool: ...


def key(value: Cell) -> str:
    """Write a cell as labels name it and as files hold it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def refuse_unfit_fields(chart: Chart, columns: Sequence[str], fields: Mapping[str, FieldLike]) -> None:
    """Refuse names that are no fields of the table, and fields that cannot be drawn as asked."""
    problems = []
    asked = {"category or x": chart.at, "value": chart.value, "series": chart.series, "facet": chart.facet}
    for use, name in [*asked.items(), *(("same", name) for name in chart.same)]:
        if name is not None and (name not in fields or name not in columns):
            found = f"no field `{name}` in table `{chart.table}` ({use})"
            problems.append(chart.problem(found, "one of " + ", ".join(fields), suggest(name, fields)))
    raise_all(ChartError, problems)
    if chart.value is not None and fields[chart.value].type not in ("integer", "number"):
        found = f"`value: {chart.value}` of type {fields[chart.value].type}"
        problems.append(chart.problem(found, "an integer or a number"))
    if chart.kind in ("lines", "dots") and fields[chart.at].type not in (*NUMBERS, "date"):
        problems.append(chart.problem(f"`x: {chart.at}` of type {fields[chart.at].type}", "a date, a year or a number"))
    raise_all(ChartError, problems)


def refuse_mixtures(chart: Chart, rows: Sequence[Mapping[str, Cell]], fields: Mapping[str, FieldLike]) -> None:
    """Refuse a series whose figures mean different things, and rows that an axis has no place for.

    The fields of the chart's `same` must have one value in all rows of a series. So must, without being asked, the
    fields whose codelist tells figures apart (status, base, precision …), in the rows that have a figure and are not
    marked, unless the chart itself splits by them.
    """
    problems = []
    split = {chart.at, chart.series, chart.facet}
    apart = [name for name, field in fields.items() if field.apart and name not in split]
    homeless = sum(row[chart.at] is None for row in rows)
    if homeless and chart.kind in ("lines", "dots"):
        problems.append(chart.problem(f"{homeless} rows without `{chart.at}`", "an x in every row", "Narrow `where`"))
    for name in dict.fromkeys([*chart.same, *apart]):
        found: dict[tuple[str, ...], set[str]] = {}
        for row in rows:
            bare = chart.value is not None and row[chart.value] is None
            if name not in chart.same and (bare or row.get(MARK)):
                continue
            value = "(missing)" if row[name] is None else key(row[name])
            series = tuple(key(row[one]) for one in (chart.facet, chart.series) if one)
            found.setdefault(series, set()).add(value)
        for series, values in found.items():
            if len(values) > 1:
                where = f" in series `{' / '.join(series)}`" if series else ""
                mixed = ", ".join(f"`{value}`" for value in sorted(values))
                remedy = "Narrow `where`, or split by `series`"
                problems.append(
                    chart.problem(f"`{name}` is {mixed}{where}", f"one single `{name}` in a series", remedy)
                )
    raise_all(ChartError, problems)
