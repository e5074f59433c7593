"""Results that are kept under a name made of all that they depend on, so that they are never out of date."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile


def store(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; other runs may be writing the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as stream:
        part = Path(stream.name)
        try:
            stream.write(content)
            stream.flush()
            part.chmod(0o644)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
