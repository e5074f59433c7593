"""How a command ends: exit code 0, or one located line for whatever stopped it and exit code 1."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import PipelineError, Problem, shown

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl+C has ended."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def carry_out(work: Callable[[], None], target: Path | str) -> int:
    """Do the work of a command on `target`, a path or an address; give its exit code."""
    place = shown(target) if isinstance(target, Path) else target
    try:
        work()
    except PipelineError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(_of_the_system(error, place), file=sys.stderr)
    except MemoryError:
        found, remedy = "no memory left", "Give it more, or read smaller raw files"
        print(Problem(place, None, "", found, "room for a part of each table", remedy), file=sys.stderr)
    except KeyboardInterrupt:
        print(f"{place}: interrupted", file=sys.stderr)
        return INTERRUPTED
    else:
        return 0
    return 1


def _of_the_system(error: OSError, place: str) -> Problem:
    """Say what the system has refused in the form of every other problem; at `place` where it names no file."""
    file = shown(error.filename) if isinstance(error.filename, str | Path) else place
    # Libraries put words of their own around the system's.
    found = os.strerror(error.errno) if error.errno else str(error)
    if error.errno in _FULL:
        return Problem(file, None, "", found, "room for all that is written", "Make room, then run it again")
    return Problem(file, None, "", found, "a file that can be read and written")
