"""How a command ends: exit code 0, or one located line for whatever stopped it and exit code 1."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from pipeline.errors import PipelineError, Problem, shown

ENDED = 128
"""What a shell expects of a program that a signal has ended, such as that of Ctrl+C, is so much and its number."""
STOPS = (signal.SIGTERM, signal.SIGHUP)
"""Signals that end a run as Ctrl+C does: nothing is left over, neither folders nor a browser."""

_NO_THREAD = ("can't start new thread", "Failed to launch worker thread")
"""What Python and pyarrow say where a limit lets them have no further thread."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def carry_out(work: Callable[[], None], target: Path | str) -> int:
    """Do the work of a command on `target`, a path or an address; give its exit code."""
    place = shown(target) if isinstance(target, Path) else target
    for sign in STOPS:
        if signal.getsignal(sign) is signal.SIG_DFL:  # not where `nohup` has it ignored
            signal.signal(sign, _interrupt)
    try:
        work()
    except PipelineError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(_of_the_system(error, place), file=sys.stderr)
    except MemoryError:
        found, remedy = "no memory left", "Give it more, or read smaller raw files"
        print(Problem(place, None, "", found, "room for a part of each table", remedy), file=sys.stderr)
    except _of_threads() as error:
        if not any(said in str(error) for said in _NO_THREAD):
            raise
        remedy = "Raise the limits of memory and of processes"
        print(Problem(place, None, "", "no further thread starts", "room for some", remedy), file=sys.stderr)
    except KeyboardInterrupt as interrupt:
        print(f"{place}: interrupted", file=sys.stderr)
        return ENDED + int(interrupt.args[0] if interrupt.args else signal.SIGINT)
    else:
        return 0
    return 1


def _of_threads() -> tuple[type[Exception], ...]:
    """Give the kinds of errors by one of which it is told that a thread does not start: Python's own, and pyarrow's."""
    arrow = sys.modules.get("pyarrow")
    return (RuntimeError, *([arrow.ArrowException] if arrow else []))


def _interrupt(sign: int, frame: FrameType | None) -> None:
    del frame
    raise KeyboardInterrupt(sign)


def _of_the_system(error: OSError, place: str) -> Problem:
    """Say what the system has refused in the form of every other problem; at `place` where it names no file."""
    file = shown(error.filename) if isinstance(error.filename, str | Path) else place
    # Libraries put words of their own around the system's.
    found = os.strerror(error.errno) if error.errno else str(error)
    if error.errno in _FULL:
        return Problem(file, None, "", found, "room for all that is written", "Make room, then run it again")
    return Problem(file, None, "", found, "a file that can be read and written")
