"""Keep the rows of a table until all are there: in memory, or in a file that memory only looks into when they are many."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Any

import pyarrow as pa


class Kept:
    """Tables with the same columns, in the order they were added.

    Args:
        file: the file to keep them in; it loses its name as soon as it is read. None for memory.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._pieces: list[pa.Table] = []
        self._stream: Any = None
        self._mapped: mmap.mmap | None = None

    def add(self, rows: pa.Table) -> None:
        rows = rows.combine_chunks()
        if self._file is None:
            self._pieces.append(rows)
            return
        if self._stream is None:
            self._stream = pa.ipc.new_stream(str(self._file), rows.schema)
        self._stream.write_table(rows)

    def pieces(self) -> list[pa.Table]:
        """Give what was added; nothing can be added any more."""
        if self._stream is not None and self._file is not None:
            self._stream.close()
            with self._file.open("rb") as file:
                self._mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            with pa.ipc.open_stream(pa.py_buffer(self._mapped)) as stream:
                self._pieces = [pa.Table.from_batches([batch]) for batch in stream] or [stream.schema.empty_table()]
            self._file.unlink()
        return self._pieces

    def forget(self) -> None:
        """Let memory drop what it has looked at; whoever looks again, reads again."""
        if self._mapped is not None:
            self._mapped.madvise(mmap.MADV_DONTNEED)
