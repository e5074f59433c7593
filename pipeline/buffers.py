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


def count_empty(texts: pa.Array) -> int:
    """Count the texts that have no byte; a missing one has none."""
    _, places = spread(texts)
    return int(np.count_nonzero(places[1:] == places[:-1]))


def without_empty(texts: pa.Array) -> pa.Array:
    """Give at least one text, nothing in the place of each that is empty; their bytes are not copied."""
    _, offsets, content = texts.buffers()
    _, places = spread(texts)
    valid = pa.py_buffer(np.packbits(places[1:] != places[:-1], bitorder="little"))
    begins = offsets.slice(texts.offset * places.itemsize)
    return pa.StringArray.from_buffers(len(texts), begins, content or pa.py_buffer(b""), valid)


def single(column: pa.ChunkedArray) -> pa.Array:
    """Give a column as one array, which is only copied where it lies in several."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
