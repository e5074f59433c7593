"""Hold figures that ought to agree against each other, and refuse a difference that nobody has declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

import pandas as pd
import pyarrow as pa

from pipeline.describe.dataset import Dataset
from pipeline.describe.entries import Comparison, Side
from pipeline.describe.expression import Expression
from pipeline.errors import CorrectionError, InvalidTableError, Problem, raise_all
from pipeline.languages import Text
from pipeline.publish.cells import as_text

PLACES = 6
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
    pairs["difference"] = (pairs["value_left"] - pairs["value_right"]).round(PLACES)
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
    figures: dict[str, list[float]] = {}
    sources: dict[str, set[str]] = {}
    ids = rows["source_id"].to_pylist() if "source_id" in rows.column_names else [None] * rows.num_rows
    for place, value, source in zip(_places(rows, side.by), _figures(side.value, rows).to_pylist(), ids, strict=True):
        if value is None:
            continue
        if not isfinite(value):
            steps, remedy = (*side.steps, "value"), "Say what holds there, such as if_else(…, …, null)"
            raise InvalidTableError(comparison.origin.problem(steps, f"{value} at {place}", "a number", remedy))
        figures.setdefault(place, []).append(value)
        sources.setdefault(place, set()).update({source} - {None, ""})
    places = sorted(figures)
    most = max(places, key=lambda place: len(figures[place]), default="")
    if not side.sum and len(figures.get(most, ())) > 1:
        problem = comparison.origin.problem(
            side.steps,
            f"several figures at {most}",
            "one for each place",
            "Narrow `where`, add to `by`, or say `sum: true`",
        )
        raise InvalidTableError(problem)
    values = [fsum(figures[place]) for place in places]
    return pd.DataFrame({"value": values, "sources": [";".join(sorted(sources[place])) for place in places]}, places)


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
        elif abs(now[place] - difference) > 10**-PLACES:
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
    return f"{value:.{PLACES}f}".rstrip("0").rstrip(".")
