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
    numbers, complete = _numbered(columns)
    ordered = numbers[complete]
    ordered.sort()
    if not (ordered[1:] == ordered[:-1]).any():
        return {}
    rows = np.flatnonzero(complete)
    _, first, place = np.unique(numbers[complete], return_index=True, return_inverse=True)
    again = np.flatnonzero(first[place] != np.arange(len(rows)))
    return {int(rows[row]): int(rows[first[place[row]]]) for row in again}


def _numbered(columns: Sequence[pa.ChunkedArray]) -> tuple[Any, Any]:
    """Give every combination of values a number of its own, and tell which rows miss no value."""
    numbers, used = np.zeros(len(columns[0]), dtype=np.int64), 1
    complete = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        encoded = single(column.dictionary_encode())
        complete &= encoded.is_valid().to_numpy(zero_copy_only=False)
        size = max(len(encoded.dictionary), 1)
        if used * size > _MOST:
            distinct, numbers = np.unique(numbers, return_inverse=True)
            used = len(distinct)
        numbers *= size
        numbers += encoded.indices.fill_null(0).to_numpy()
        used *= size
    return numbers, complete
