"""Keep the rows of a table until all are there: in memory, or in a file that memory only looks into when they are many."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa


class Kept:
    """Tables with the same columns, in the order they were added.

    Args:
        folder: where the file is made; it has no name there, so that nothing is left when the run is killed.
        in_file: whether to use a file.
    """

    def __init__(self, folder: Path, *, in_file: bool) -> None:
        self._pieces: list[pa.Table] = []
        self._file: Any = tempfile.TemporaryFile(dir=folder) if in_file else None  # noqa: SIM115  as long as its map
        self._stream: Any = None

    def add(self, rows: pa.Table) -> None:
        rows = rows.combine_chunks()
        if self._file is None:
            self._pieces.append(rows)
            return
        if self._stream is None:
            self._stream = pa.ipc.new_stream(self._file, rows.schema)
        self._stream.write_table(rows)

    def pieces(self) -> list[pa.Table]:
        """Give what was added; nothing can be added any more."""
        if self._stream is not None:
            self._stream.close()
            self._file.flush()
            mapped = pa.memory_map(f"/proc/self/fd/{self._file.fileno()}")
            self._pieces = [pa.Table.from_batches([batch]) for batch in pa.ipc.open_stream(mapped)]
            self._file = self._stream = None
        return self._pieces
