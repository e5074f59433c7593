"""Look at a whole column as it lies in memory, which is quicker than to ask for each value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa


def spread(texts: pa.Array) -> tuple[Any, Any]:
    """Give the bytes of texts one after the other, and the places in them where each begins and the last one ends."""
    if len(texts) == 0:  # its buffers may be missing or hold nothing
        return np.array([], dtype=np.uint8), np.zeros(1, dtype=np.int32)
    _, offsets, data = texts.buffers()
    places = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    content = np.frombuffer(data or b"", dtype=np.uint8)[places[0] : places[-1]]
    return content, places - places[0] if places[0] else places


def has_empty(texts: pa.Array) -> bool:
    """Tell whether a text is empty, or missing."""
    _, places = spread(texts)
    return texts.null_count > 0 or bool((places[1:] == places[:-1]).any())


def single(column: pa.ChunkedArray) -> pa.Array:
    """Give a column as one array, which is only copied where it lies in several."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
