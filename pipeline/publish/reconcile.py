"""Hold figures that ought to agree against each other, and refuse a difference that nobody has declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from pipeline.describe.dataset import Comparison, Dataset, Side, Table
from pipeline.describe.expression import Expression
from pipeline.describe.made import made_field, made_table
from pipeline.describe.yaml import Description
from pipeline.errors import CorrectionError, InvalidTableError, Problem, raise_all
from pipeline.languages import Language, Text
from pipeline.publish.cells import as_text

_PLACES = 6
"""Decimals kept of a difference: double precision is sure of these for every figure we publish."""


@dataclass(frozen=True)
class Difference:
    """Two figures that do not agree, and why nobody need be surprised."""

    at: str
    left: float
    right: float
    difference: float
    left_sources: str
    right_sources: str
    because: Text


@dataclass(frozen=True)
class Outcome:
    """What one comparison gave: how many pairs of figures there were, and which differ."""

    comparison: Comparison
    compared: int
    differences: tuple[Difference, ...]


def reconcile(dataset: Dataset, finished: Mapping[str, pa.Table]) -> tuple[Outcome, ...]:
    """Compare all that `reconciliation.yaml` says must agree.

    Args:
        finished: the tables built so far, by ``<dataset>/<table>``.

    Raises:
        InvalidTableError: a difference beyond its tolerance that is not declared, or nothing to compare at all.
        CorrectionError: a declared difference that is gone, or is another one now.
    """
    outcomes: list[Outcome] = []
    undeclared: list[Problem] = []
    gone: list[Problem] = []
    for comparison in dataset.comparisons:
        pairs = _pairs(comparison, finished)
        differing = pairs[pairs["difference"].abs() > comparison.tolerance]
        undeclared.extend(_undeclared(comparison, differing))
        gone.extend(_gone(comparison, differing))
        outcomes.append(Outcome(comparison, len(pairs), tuple(_differences(comparison, differing))))
    raise_all(InvalidTableError, undeclared)
    raise_all(CorrectionError, gone)
    return tuple(outcomes)


def _pairs(comparison: Comparison, finished: Mapping[str, pa.Table]) -> pd.DataFrame:
    """Give the places both sides have a figure for: index place; columns left, right, their sources, difference."""
    left, right = (_side(one, comparison, finished) for one in (comparison.left, comparison.right))
    pairs = left.add_suffix("_left").join(right.add_suffix("_right"), how="inner")
    if pairs.empty:
        found = f"`{comparison.id}` compares nothing"
        raise InvalidTableError(comparison.origin.problem(comparison.steps, found, "at least one place on both sides"))
    pairs["difference"] = (pairs["value_left"] - pairs["value_right"]).round(_PLACES)
    return pairs


def _side(side: Side, comparison: Comparison, finished: Mapping[str, pa.Table]) -> pd.DataFrame:
    rows = finished.get(side.table)
    if rows is None:
        found = f"no table `{side.table}`"
        raise InvalidTableError(comparison.origin.problem(side.steps, found, "a table of a dataset built before"))
    for name in side.by:
        if name not in rows.column_names:
            known = ", ".join(rows.column_names)
            raise InvalidTableError(
                comparison.origin.problem(side.steps, f"no field `{name}` in `{side.table}`", f"one of {known}")
            )
    if side.where is not None:
        rows = rows.filter(side.where.holds(rows, missing=False))
    frame = pd.DataFrame(
        {
            "place": _places(rows, side.by),
            "value": _figures(side.value, rows).to_pandas(),
            "sources": rows["source_id"].to_pylist() if "source_id" in rows.column_names else [None] * rows.num_rows,
        }
    ).dropna(subset=["value"])
    grouped = frame.groupby("place", sort=True)
    if not side.sum and (grouped.size() > 1).any():
        twice = grouped.size().idxmax()
        problem = comparison.origin.problem(
            side.steps,
            f"several figures at {twice}",
            "one for each place",
            "Narrow `where`, add to `by`, or say `sum: true`",
        )
        raise InvalidTableError(problem)
    return grouped.agg(
        value=("value", "sum"), sources=("sources", lambda ids: ";".join(sorted({one for one in ids if one})))
    )


def _figures(value: Expression, rows: pa.Table) -> pa.ChunkedArray:
    figures = value.compute(rows)
    kinds = (pa.types.is_integer, pa.types.is_decimal, pa.types.is_floating, pa.types.is_null)
    if not any(fits(figures.type) for fits in kinds):
        raise value.origin.error(value.steps, f"`{value.text}` gives {figures.type}", "a number")
    return figures.cast(pa.float64())


def _places(rows: pa.Table, names: Sequence[str]) -> list[str]:
    columns = [[as_text(value) for value in rows[name].to_pylist()] for name in names]
    return ["/".join(parts) for parts in zip(*columns, strict=True)]


def _undeclared(comparison: Comparison, differing: pd.DataFrame) -> Iterator[Problem]:
    for place, row in differing.iterrows():
        if str(place) not in comparison.declared:
            found = f"`{comparison.id}` at {place}: {_plain(row['value_left'])} against {_plain(row['value_right'])}, difference {_plain(row['difference'])}"
            yield comparison.origin.problem(
                comparison.steps,
                found,
                f"at most {_plain(comparison.tolerance)}",
                "Correct it, or declare it under `differences` with a reason",
            )


def _gone(comparison: Comparison, differing: pd.DataFrame) -> Iterator[Problem]:
    now = {str(place): float(value) for place, value in differing["difference"].items()}
    for place, (difference, _) in comparison.declared.items():
        if place not in now:
            found = f"`{comparison.id}` at {place} agrees or is not compared"
            yield comparison.origin.problem(
                comparison.steps, found, f"the declared difference {_plain(difference)}", "Delete its declaration"
            )
        elif abs(now[place] - difference) > 10**-_PLACES:
            found = f"`{comparison.id}` at {place} differs by {_plain(now[place])}"
            yield comparison.origin.problem(
                comparison.steps,
                found,
                f"the declared difference {_plain(difference)}",
                "Look at what changed, then declare it anew",
            )


def _differences(comparison: Comparison, differing: pd.DataFrame) -> Iterator[Difference]:
    for place, row in differing.iterrows():
        if str(place) in comparison.declared:
            yield Difference(
                str(place),
                float(row["value_left"]),
                float(row["value_right"]),
                float(row["difference"]),
                str(row["sources_left"]),
                str(row["sources_right"]),
                comparison.declared[str(place)][1],
            )


def _plain(value: float) -> str:
    return f"{value:.{_PLACES}f}".rstrip("0").rstrip(".")


COMPARISONS, DIFFERENCES = "comparisons", "differences"


def outcome_tables(
    dataset: Dataset, outcomes: Sequence[Outcome], languages: Sequence[Language]
) -> tuple[Dataset, dict[str, pa.Table]]:
    """Describe and fill the tables `comparisons` (one row each) and `differences` (one row per pair that differs)."""
    if not outcomes:
        return dataset, {}
    origin = outcomes[0].comparison.origin
    comparisons = _table(
        {
            "comparison_id": [one.comparison.id for one in outcomes],
            **{f"title_{code}": [one.comparison.title[code] for one in outcomes] for code in _codes(languages)},
            "compared_count": [one.compared for one in outcomes],
            "differing_count": [len(one.differences) for one in outcomes],
            "tolerance": [one.comparison.tolerance for one in outcomes],
        }
    )
    every = [(one.comparison.id, difference) for one in outcomes for difference in one.differences]
    differences = _table(
        {
            "comparison_id": [id_ for id_, _ in every],
            "place": [one.at for _, one in every],
            "left_value": [one.left for _, one in every],
            "right_value": [one.right for _, one in every],
            "difference": [one.difference for _, one in every],
            "left_source_ids": [one.left_sources or None for _, one in every],
            "right_source_ids": [one.right_sources or None for _, one in every],
            **{f"because_{code}": [one.because[code] for _, one in every] for code in _codes(languages)},
        }
    )
    described = (
        _described(COMPARISONS, origin, ("comparison_id",), comparisons, languages),
        _described(DIFFERENCES, origin, ("comparison_id", "place"), differences, languages),
    )
    return replace(dataset, tables=(*dataset.tables, *described)), {COMPARISONS: comparisons, DIFFERENCES: differences}


def _codes(languages: Sequence[Language]) -> list[str]:
    return [language.code for language in languages]


def _table(columns: Mapping[str, Sequence[str | int | float | None]]) -> pa.Table:
    """Type the columns by their names: counts are integers, figures exact decimals, all else text."""
    types = {
        name: pa.int64() if name.endswith("_count") else pa.decimal128(18, 6) if name in _FIGURES else pa.string()
        for name in columns
    }
    figures = {
        name: [Decimal(str(round(value, _PLACES))) for value in values] if name in _FIGURES else values  # type: ignore[arg-type]
        for name, values in columns.items()
    }
    return pa.table({name: pa.array(values, types[name]) for name, values in figures.items()})


_FIGURES = {"left_value", "right_value", "difference", "tolerance"}


def _described(
    name: str, origin: Description, key: tuple[str, ...], rows: pa.Table, languages: Sequence[Language]
) -> Table:
    names = {f"{column}_{one.code}": (column, one.name) for column in ("title", "because") for one in languages}
    fields = []
    for column in rows.schema:
        kind = (
            "integer"
            if pa.types.is_integer(column.type)
            else "number"
            if pa.types.is_decimal(column.type)
            else "string"
        )
        word, language = names.get(column.name, (column.name, ""))
        fields.append(
            made_field(column.name, f"file.{word}", languages, kind, **({"language": language} if language else {}))
        )
    return made_table(name, origin, key, fields, rows.num_rows, languages)
