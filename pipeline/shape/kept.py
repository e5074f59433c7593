"""Keep the rows of a table until all are there: in memory, or in a file that memory only looks into when they are many."""

from __future__ import annotations

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
            with pa.ipc.open_stream(pa.memory_map(str(self._file))) as mapped:
                self._pieces = [pa.Table.from_batches([batch]) for batch in mapped] or [mapped.schema.empty_table()]
            self._file.unlink()
        return self._pieces
