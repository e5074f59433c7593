"""Change a folder whole or not at all.

A new version is made in a folder beside the old one and the two change places in one step of the file system. Killed
at any moment, the old version or the new one is there; what an interrupted run left behind is removed by the next one.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from pipeline.errors import SiteError, shown

BUILD = ("index.json",)
"""The file by which a build is known."""

_held: set[int] = set()
"""Locks of this process."""
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_OLD = "-old"


@contextmanager
def fresh(
    target: Path,
    tell: Callable[[str], object] = print,
    *,
    reads: Iterable[Path] = (),
    marks: Iterable[str] = BUILD,
) -> Iterator[Path]:
    """Give an empty folder that becomes `target` when the block ends well, and vanishes when it does not.

    Args:
        target: the folder to exchange; its old content is lost.
        tell: told what an interrupted run has left.
        reads: what the new content is made from, and must not be lost.
        marks: files by one of which an older version is known; a folder that holds anything else is not exchanged.

    Raises:
        SiteError: another run is at work there, or `target` is nothing that may be exchanged.
    """
    _refuse_unfit(target, reads, marks)
    target = _end_of_links(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target, fcntl.LOCK_EX):
        _tidy(target, tell)
        folder = target.with_name(f".{target.name}-{uuid4().hex}")
        folder.mkdir()
        try:
            yield folder
            _let_all_read(folder)
            replace(target, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def recover(target: Path, tell: Callable[[str], object] = print) -> None:
    """Undo what an interrupted run has left of `target`; leave it alone while another run is at work there."""
    target = _end_of_links(target)
    if _left(target):
        with suppress(SiteError), _locked(target, fcntl.LOCK_EX):
            _tidy(target, tell)


@contextmanager
def undisturbed(source: Path) -> Iterator[None]:
    """Keep other runs from exchanging the folder `source` while it is read.

    Raises:
        SiteError: another run is at work there.
    """
    source = _end_of_links(source)
    if not os.access(source.parent, os.W_OK):
        yield  # nor can another run write here
        return
    with _locked(source, fcntl.LOCK_SH):
        yield


def _end_of_links(path: Path) -> Path:
    """Follow links, which stay: what they lead to is exchanged. One that leads round in a circle is given itself."""
    return Path(os.path.realpath(path))


def _refuse_unfit(target: Path, reads: Iterable[Path], marks: Iterable[str]) -> None:
    own, another = "a folder of its own to write", "Name another"
    end = _end_of_links(target)
    if end.is_symlink():
        raise SiteError.at(target, "a link that leads round in a circle", own, "Remove it")
    if end.exists() and not end.is_dir():
        raise SiteError.at(target, "a file", "a folder to write", "Move it away or name another")
    if Path.cwd().is_relative_to(end):
        raise SiteError.at(target, "the folder of .", own, another)
    for one in reads:
        read = _end_of_links(one)
        if read.is_relative_to(end):
            raise SiteError.at(target, f"the folder of {shown(one)}", own, another)
        if end.is_relative_to(read):
            raise SiteError.at(target, f"inside {shown(one)}, which is read", own, another)
    if end.is_mount():
        raise SiteError.at(target, "a disk, which cannot be exchanged", own, "Name a folder on it")
    if end.is_dir() and any(end.iterdir()) and not any((end / mark).is_file() for mark in marks):
        found, remedy = "a folder that holds something else", "Name another, or remove this one"
        raise SiteError.at(target, found, "what an earlier run has written", remedy)


def _let_all_read(folder: Path) -> None:
    """Give what servers will serve the rights that they need, under whatever mask it was written."""
    for inside, _, names in os.walk(folder):
        for path, mode in [(Path(inside), 0o755), *((Path(inside, name), 0o644) for name in names)]:
            if path.stat().st_mode & 0o777 != mode:  # a file of somebody else, linked, is one that may be read
                path.chmod(mode)


def replace(target: Path, new: Path) -> None:
    """Put the folder `new` in the place of `target`; afterwards `new` holds the old content, or nothing."""
    if not target.exists():
        new.rename(target)
        return
    if sys.platform == "linux" and _exchange(new, target):
        return
    # A file system without the exchange: between these two steps there is no `target`; _tidy puts the old one back.
    old = target.with_name(f".{target.name}-{uuid4().hex}{_OLD}")
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
    for left in _left(target):
        if left.name.endswith(_OLD) and not target.exists():
            left.rename(target)
            tell(f"{shown(target)}: an interrupted run was undone")
        else:
            shutil.rmtree(left)
            tell(f"{shown(left)}: left by an interrupted run, removed")


def _left(target: Path) -> list[Path]:
    """Give what can only be an interrupted run's: a folder with another word after the stroke is somebody's own."""
    name = re.compile(rf"\.{re.escape(target.name)}-[0-9a-f]{{32}}({_OLD})?")
    return [path for path in target.parent.glob(".*") if name.fullmatch(path.name) and path.is_dir()]
