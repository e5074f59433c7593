"""Change a column by its distinct values, where it repeats itself."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

_FIRST, _FEW = 2**14, 2**13
"""Of so many first values, so few distinct ones show that a column repeats itself."""


def repeats_itself(column: pa.Array | pa.ChunkedArray) -> bool:
    """Tell by its first values whether a column has far fewer distinct ones than rows; one with few rows has."""
    return len(pc.unique(column.slice(0, _FIRST))) <= _FEW


def by_distinct(column: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Give `change(column)`, a function of each value by itself, at the cost of the distinct values where these are few."""
    if len(column) < _FIRST or not repeats_itself(column):
        return change(column)
    encoded = column.dictionary_encode()
    return change(encoded.dictionary).take(encoded.indices)
