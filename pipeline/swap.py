"""Change a folder whole or not at all.

A new version is made in a folder beside the old one and the two change places in one step of the file system. Killed
at any moment, the old version or the new one is there; what an interrupted run left behind is removed by the next.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import SiteError, shown

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def fresh(target: Path, tell: Callable[[str], object] = print) -> Iterator[Path]:
    """Give an empty folder that becomes `target` when the block ends well, and vanishes when it does not.

    Raises:
        SiteError: another run is making the same folder.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        _tidy(target, tell)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        folder.chmod(0o755)
        try:
            yield folder
            replace(target, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def replace(target: Path, new: Path) -> None:
    """Put the folder `new` in the place of `target`; afterwards `new` holds the old content, or nothing."""
    if not target.exists():
        new.rename(target)
        return
    if sys.platform == "linux" and _exchange(new, target):
        return
    # A file system without the exchange: between these two steps there is no `target`; _tidy puts the old one back.
    old = target.with_name(f".{target.name}-old")
    target.rename(old)
    new.rename(target)
    old.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    with (target.parent / f".{target.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SiteError.at(target, "another run is writing here", "one at a time", "Wait for it to end") from error
        yield


def _tidy(target: Path, tell: Callable[[str], object]) -> None:
    """Remove what an interrupted run left, putting back the last good version where there is none."""
    old = target.with_name(f".{target.name}-old")
    if old.exists() and not target.exists():
        old.rename(target)
        tell(f"{shown(target)}: an interrupted run was undone")
    for left in target.parent.glob(f".{target.name}-*"):
        if left.is_dir():
            shutil.rmtree(left)
            tell(f"{shown(left)}: left by an interrupted run, removed")
