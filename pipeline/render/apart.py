"""Do the same for several things at once, each in a process of its own: pages of one language need nothing of another's."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import Any, TypeVar

from pipeline.command import STOPS
from pipeline.cores import cores
from pipeline.swap import forget_locks

T = TypeVar("T")
R = TypeVar("R")

_PR_SET_PDEATHSIG = 1
_SIGNALS = (signal.SIGINT, *STOPS)
_inherited: dict[str, Any] = {}
"""What a process shall do. It is forked with it, because what pages are made of cannot be sent."""


def each_apart(work: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """Do some work for each thing and give the results, which have to be such as can be sent, in order.

    The processes are forked, so that they know all that this one does. Where that is not safe, or there is but one
    core, the work is done here. What is raised for several things is raised for the first of them.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or cores() == 1 or len(things) < 2:
        return [work(thing) for thing in things]
    with ProcessPoolExecutor(len(things), get_context("fork"), _begin, (os.getpid(), work, things)) as pool:
        try:
            with _held_back():
                results = pool.map(_do, range(len(things)))
            return list(results)
        finally:  # else a pool that is interrupted, or could not fork all of them, would be waited for
            for process in active_children():
                process.kill()


@contextmanager
def _held_back() -> Iterator[None]:
    """Let what would interrupt this process do so later: here and in those that are forked it would be raised anywhere."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(parent: int, work: Callable[[Any], Any], things: Sequence[Any]) -> None:
    # Killed, this process would leave them at work in a folder that the next run removes, and holding its lock.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    for sign in (signal.SIGINT, signal.SIGHUP):  # which a terminal sends to all: that process ends this one
        signal.signal(sign, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    forget_locks()
    _inherited.update(work=work, things=things)


def _do(place: int) -> Any:
    return _inherited["work"](_inherited["things"][place])
