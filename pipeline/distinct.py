"""Change a column by its distinct values, where it repeats itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_FIRST, _FEW = 2**14, 2**13
"""Of so many first values, so few distinct ones show that a column repeats itself."""


def repeats_itself(column: pa.Array | pa.ChunkedArray) -> bool:
    """Tell by its first values whether a column has far fewer distinct ones than rows; one with few rows has."""
    return len(pc.unique(column.slice(0, _FIRST))) <= _FEW


def by_distinct(column: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Give `change(column)`, a function of each value by itself, at the cost of the distinct values where these are few.

    Args:
        change: of whole numbers it may be asked for some that the column has not.
    """
    if len(column) < _FIRST:
        return change(column)
    if pa.types.is_integer(column.type):
        least, most = pc.min_max(column).values()
        if least.is_valid and most.as_py() - least.as_py() < _FEW:  # near each other, they are places in a list
            every = pa.array(np.arange(least.as_py(), most.as_py() + 1)).cast(column.type)
            return pc.take(change(every), pc.subtract(column, least), boundscheck=False)
    if not repeats_itself(column):
        return change(column)
    encoded = column.dictionary_encode()
    return pc.take(change(encoded.dictionary), encoded.indices, boundscheck=False)
