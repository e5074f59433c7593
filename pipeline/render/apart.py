"""Do the same for several things at once, each in a process of its own: pages of one language need nothing of another's."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

from pipeline.cores import cores
from pipeline.swap import forget_locks

T = TypeVar("T")
R = TypeVar("R")

_PR_SET_PDEATHSIG = 1
_inherited: dict[str, Any] = {}
"""What a process shall do. It is forked with it, because what pages are made of cannot be sent."""


def each_apart(work: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """Do some work for each thing and give the results, which have to be such as can be sent, in order.

    The processes are forked, so that they know all that this one does. Where that is not safe, or there is but one
    core, the work is done here. What is raised for several things is raised for the first of them.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or cores() == 1 or len(things) < 2:
        return [work(thing) for thing in things]
    own: list[R] = []
    with ProcessPoolExecutor(len(things) - 1, get_context("fork"), _begin, (os.getpid(), work, things)) as pool:
        begun = [pool.submit(_do, place) for place in range(len(things) - 1)]
        try:
            own.append(work(things[-1]))
        finally:
            others = [one.result() for one in begun]
    return others + own


def _begin(parent: int, work: Callable[[Any], Any], things: Sequence[Any]) -> None:
    # Killed, this process would leave them at work in a folder that the next run removes, and holding its lock.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    forget_locks()
    _inherited.update(work=work, things=things)


def _do(place: int) -> Any:
    return _inherited["work"](_inherited["things"][place])
