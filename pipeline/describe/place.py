"""Places in a column: where each value stands among all of them."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe.arithmetic import Value


def rank(values: Value) -> Value:
    """Give the place of each value, 1 for the highest; equal values share a place, a missing one has none."""
    values = _column(values)
    places = pc.rank(values, sort_keys="descending", tiebreaker="min").cast(pa.int64())
    return pc.if_else(pc.is_valid(values), places, None)


def ties(values: Value) -> Value:
    """Count, for each value, how many others are equal to it."""
    known = _column(values).to_pylist()
    counted = Counter(known)
    return pa.array([None if value is None else counted[value] - 1 for value in known], pa.int64())


def _column(values: Value) -> Value:
    """Refuse a single value, which has no place among others; the expression tells where it stands."""
    if isinstance(values, pa.Scalar):
        raise pa.ArrowTypeError("a single value where a column is needed")
    return values
