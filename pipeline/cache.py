"""Results that are kept under a name made of all that they depend on, so that they are never out of date."""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from tempfile import NamedTemporaryFile
from typing import TypeVar

T = TypeVar("T")
UNUSED = 90
"""Days. On a disk that keeps no time of reading, what is still asked for is made anew after as many."""
_DAY = 24 * 60 * 60
_SEAL = sha256().digest_size


@dataclass(frozen=True)
class Cache:
    """A folder of results; `shared` is the digest of what they all depend on: code, languages, palette, packages."""

    folder: Path
    shared: str

    def file(self, kind: str, *made_of: str) -> Path:
        """Give the place of a result, made of all that it is made of."""
        return self.folder / kind / sha256("\0".join([self.shared, *made_of]).encode()).hexdigest()


def recall(file: Path, make: Callable[[], T]) -> T:
    """Give the result that is kept under a name, by this Python; make it and keep it, if there is none."""
    # Another Python may not know what this one has pickled, such as 3.11 the paths of 3.13.
    own = file.with_suffix(f".{sys.implementation.cache_tag}.pickle")
    content = kept(own)
    if content is not None:
        known: T = pickle.loads(content)  # noqa: S301  our own file, and whole
        return known
    made = make()
    keep(own, pickle.dumps(made))
    return made


def keep(file: Path, content: bytes) -> None:
    """Keep a result under a name, such that `kept` sees whether it is whole."""
    store(file, sha256(content).digest() + content)


def kept(file: Path) -> bytes | None:
    """Give what was kept under a name; None if nothing was, or if not all of it is there.

    A machine that loses its power, or a cache that was fetched by halves, leaves files that are cut short.
    """
    try:
        whole = file.read_bytes()
    except FileNotFoundError:
        return None
    content = whole[_SEAL:]
    return content if sha256(content).digest() == whole[:_SEAL] else None


def place(content: bytes, target: Path, cache: Path) -> None:
    """Write a file, as a link to the same content in the cache: a link is made many times faster than a file."""
    kept = cache / sha256(content).hexdigest()
    if not (kept.is_file() and kept.read_bytes() == content):  # who changed a file in its place, changed the kept one
        store(kept, content)
    target.unlink(missing_ok=True)
    link(kept, target)


def link(source: Path | str, target: Path | str) -> None:
    """Make `target`, a new file, the same as `source`; a copy of it on another disk, or a disk without links."""
    try:
        os.link(source, target)
    except FileExistsError:  # which a copy would write into
        raise
    except OSError:
        copyfile(source, target)


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


def prune(cache: Path, days: int = UNUSED) -> None:
    """Delete what has not been made or read for so many days: no build asks for it any more. Once a day is enough."""
    now, done = time.time(), cache / "pruned"
    if done.is_file() and 0 <= now - done.stat().st_mtime < _DAY:
        return
    for folder, _, names in os.walk(cache):
        for name in names:
            file = Path(folder, name)
            with suppress(FileNotFoundError):  # other runs delete as well
                times = file.stat()
                if max(times.st_atime, times.st_mtime) < now - days * _DAY:
                    file.unlink()
    store(done, b"")
