"""Find the keys of rows, and rows with the same, without looking at them one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.buffers import single

_MOST = 2**62
"""Combinations that a number has room for."""
_NEAR = 2**31
"""Whole numbers that differ by less are their own codes; a dictionary has no more either."""


def combinations(rows: pa.Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Give every combination of the values of some columns once."""
    if len(names) == 1:
        return ((value,) for value in pc.unique(rows[names[0]]).to_pylist())
    distinct = rows.group_by(list(names)).aggregate([])
    return zip(*(distinct[name].to_pylist() for name in names), strict=True)


def repeats(columns: Sequence[pa.ChunkedArray]) -> dict[int, int]:
    """Give the rows whose values stood before, each with the first such row; rows that miss a value are left out."""
    if len(columns[0]) == 0:  # of which pyarrow makes no dictionary
        return {}
    if any(map(_rises, columns)):
        return {}
    numbers, complete = _numbered(columns)
    ordered = numbers[complete]
    ordered.sort(kind="stable")  # quick where keys rise, as they mostly do from row to row
    if not (ordered[1:] == ordered[:-1]).any():
        return {}
    rows = np.flatnonzero(complete)
    _, first, place = np.unique(numbers[complete], return_index=True, return_inverse=True)
    again = np.flatnonzero(first[place] != np.arange(len(rows)))
    return {int(rows[row]): int(rows[first[place[row]]]) for row in again}


def _rises(column: pa.ChunkedArray) -> bool:
    """Tell whether whole numbers get larger from row to row, as those that count rows do, so that each is there once."""
    if not pa.types.is_integer(column.type) or column.null_count:
        return False
    values = column.to_numpy()
    return bool((values[1:] > values[:-1]).all())


def _numbered(columns: Sequence[pa.ChunkedArray]) -> tuple[Any, Any]:
    """Give every combination of values a number of its own, and tell which rows miss no value."""
    numbers, used = np.zeros(len(columns[0]), dtype=np.int64), 1
    complete = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        if column.null_count:
            complete &= column.is_valid().to_numpy()
        codes, size = _codes(column)
        if used * size > _MOST:
            distinct, numbers = np.unique(numbers, return_inverse=True)
            used = len(distinct)
        numbers *= size
        numbers += codes.fill_null(0).to_numpy()
        used *= size
    return numbers, complete


def _codes(column: pa.ChunkedArray) -> tuple[Any, int]:
    """Give every value a whole number of its own, from 0 to below a size."""
    if pa.types.is_integer(column.type):
        least, most = pc.min_max(column).values()
        if least.is_valid and most.as_py() - least.as_py() < _NEAR:
            return pc.subtract(column, least), most.as_py() - least.as_py() + 1
    encoded = single(column.dictionary_encode())
    return encoded.indices, max(len(encoded.dictionary), 1)
