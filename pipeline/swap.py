"""Change a folder whole or not at all.

A new version is made in a folder beside the old one and the two change places in one step of the file system. Killed
at any moment, the old version or the new one is there; what an interrupted run left behind is removed by the next one.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import SiteError, shown

_held: set[int] = set()
"""Locks of this process."""
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def fresh(target: Path, tell: Callable[[str], object] = print, *, reads: Iterable[Path] = ()) -> Iterator[Path]:
    """Give an empty folder that becomes `target` when the block ends well, and vanishes when it does not.

    Args:
        target: the folder to exchange; its old content is lost.
        tell: told what an interrupted run has left.
        reads: what the new content is made from, and must not be lost.

    Raises:
        SiteError: another run is at work there, or `target` is nothing that may be exchanged.
    """
    _refuse_unfit(target, (Path.cwd(), *reads))
    # A link stays; what it leads to is exchanged.
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target, fcntl.LOCK_EX):
        _tidy(target, tell)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            folder.chmod(0o755)
            yield folder
            replace(target, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def recover(target: Path, tell: Callable[[str], object] = print) -> None:
    """Undo what an interrupted run has left of `target`; leave it alone while another run is at work there."""
    target = target.resolve()
    if any(_left(target)):
        with suppress(SiteError), _locked(target, fcntl.LOCK_EX):
            _tidy(target, tell)


@contextmanager
def undisturbed(source: Path) -> Iterator[None]:
    """Keep other runs from exchanging the folder `source` while it is read.

    Raises:
        SiteError: another run is at work there.
    """
    source = source.resolve()
    if not os.access(source.parent, os.W_OK):
        yield  # nor can another run write here
        return
    with _locked(source, fcntl.LOCK_SH):
        yield


def _refuse_unfit(target: Path, reads: Iterable[Path]) -> None:
    if target.exists() and not target.is_dir():
        raise SiteError.at(target, "a file", "a folder to write", "Move it away or name another")
    for one in reads:
        if one.resolve().is_relative_to(target.resolve()):
            raise SiteError.at(target, f"the folder of {shown(one)}", "a folder of its own to write", "Name another")


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
def _locked(folder: Path, how: int) -> Iterator[None]:
    lock = os.open(folder.with_name(f".{folder.name}.lock"), os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        _take(lock, how, folder)
        _held.add(lock)
        yield
    finally:
        _held.discard(lock)
        os.close(lock)


def forget_locks() -> None:
    """Let a forked process not keep the locks of the one it was forked from beyond that one's end."""
    while _held:
        os.close(_held.pop())


def _take(lock: int, how: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise SiteError.at(folder, "another run is at work here", "one at a time", "Wait for it to end") from error


def _tidy(target: Path, tell: Callable[[str], object]) -> None:
    """Remove what an interrupted run left, putting back the last good version where there is none."""
    old = target.with_name(f".{target.name}-old")
    if old.exists() and not target.exists():
        old.rename(target)
        tell(f"{shown(target)}: an interrupted run was undone")
    for left in _left(target):
        shutil.rmtree(left)
        tell(f"{shown(left)}: left by an interrupted run, removed")


def _left(target: Path) -> Iterator[Path]:
    return (path for path in target.parent.glob(f".{glob.escape(target.name)}-*") if path.is_dir())
