"""Tell how far a long step is: a bar on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LINES = 8
"""Plain lines that one step may take."""


@contextmanager
def steps(what: str, tell: Callable[[str], object]) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how many things of a step are done, and of how many."""
    if sys.stdout.isatty():
        # Imported here, because a build that has nothing to do must not wait for it.
        from rich.progress import Progress

        bars = Progress()
        task = bars.add_task(what, total=None)

        def show(done: int, total: int) -> None:
            bars.start()  # not before there is something to show; once it has started this does nothing
            bars.update(task, completed=done, total=total)

        try:
            yield show
        finally:
            bars.stop()
        return
    said = -1

    def say(done: int, total: int) -> None:
        nonlocal said
        part = done * LINES // max(total, 1)
        if part > said:
            said = part
            tell(f"{what}: {done} of {total}")

    yield say
