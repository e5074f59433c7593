"""Know by content whether work is already done. Nothing heavy is imported, so that asking costs nothing."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.errors import DescriptionError

KEYS = ".keys.json"
EVERYTHING = ""
CONTENT = "/"
"""Under `EVERYTHING` stands what a build was made of, under this what it holds; a dataset's own begin with its name."""
CODE = Path(__file__).parent
_SHARED = ("languages", "theme/palette.toml", "theme/package-lock.json", "requirements/site.lock")
_STAGES = ("describe", "shape", "publish", "draw", "profile")


def digest(paths: Iterable[Path], *more: str, below: Path | None = None) -> str:
    """Digest names and contents of files, folders taken whole, in a fixed order.

    Args:
        below: the folder from which on a path counts as a name.

    Raises:
        DescriptionError: a name that is not UTF-8, which could be written nowhere.
    """
    whole = hashlib.sha256()
    for path in sorted(files(paths)):
        name = os.fsencode(path.relative_to(below) if below else path)
        if not _is_utf_8(name):
            place = os.fsencode(path).decode("utf-8", "backslashreplace")
            raise DescriptionError.at(place, "a name that is not UTF-8", "a name that can be written", "Rename it")
        whole.update(name + b"\0")
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    for text in more:
        whole.update(f"{text}\0".encode())
    return whole.hexdigest()


def _is_utf_8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Give every file below `paths`, without caches and hidden ones."""
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            for one in path.rglob("*"):
                inside = one.relative_to(path).parts
                if one.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in inside):
                    yield one


def content_key(folder: Path) -> str:
    """Digest what a folder holds, wherever it lies."""
    return digest([folder], below=folder)


def shared_key() -> str:
    """Digest what every dataset depends on: the code of the stages, the languages, the palette, the locked packages."""
    code = [CODE / stage for stage in _STAGES] + sorted(CODE.glob("*.py"))
    return digest([*(_beside(path) for path in code), *(Path(path) for path in _SHARED)])


def _beside(path: Path) -> Path:
    # The name inside the repository, not the place of the clone, so that every clone has the same keys.
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def read_keys(build: Path) -> Mapping[str, str]:
    """Read the keys of the last build; none when there is no build, or not a whole one."""
    try:
        keys = json.loads((build / KEYS).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        return {}
    return keys if isinstance(keys, dict) else {}


def write_keys(build: Path, keys: Mapping[str, str]) -> None:
    (build / KEYS).write_text(json.dumps(dict(keys), indent=1, sort_keys=True) + "\n", encoding="utf-8")
