"""Change a column by its distinct values, where it repeats itself."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

_FIRST, _FEW = 2**14, 2**13
"""A column repeats itself when so many of its first values have not more than so few distinct ones."""


def by_distinct(column: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Give `change(column)`, a function of each value by itself, at the cost of the distinct values where these are few."""
    if len(column) < _FIRST or len(pc.unique(column.slice(0, _FIRST))) > _FEW:
        return change(column)
    encoded = column.dictionary_encode()
    return change(encoded.dictionary).take(encoded.indices)
