"""Runs a command in children that die by SIGKILL just before the n-th change they make to the file system.

The libraries are loaded once: `python tests/mortal.py` reads one request a line, ``{"step": …, "in": …, "at": n}``, and
answers ``{"killed": …, "code": …, "changes": …, "said": …}``. Counting changes instead of seconds makes a moment the same on every machine.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from importlib import import_module

_CHANGES = {"os.rename", "os.mkdir", "os.link", "os.remove", "os.rmdir", "ctypes.dlsym"}
_HEAVY = ("pipeline.build", "pipeline.render.run", "pipeline.render.check")


def die_at(moment: int) -> list[int]:
    """Kill this process at a change; give the growing count."""
    count = [0]

    def watch(event: str, given: tuple[object, ...]) -> None:
        if event in _CHANGES or (
            event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            count[0] += 1
            if count[0] == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    return count


def live(step: str, moment: int, said: int) -> None:
    """Run one command in this child and end it."""
    os.dup2(said, 1)
    os.dup2(said, 2)
    # Languages at once race for the folders they share, so that changes would have no fixed number.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    count = die_at(moment)
    code = import_module(f"{step}.__main__").main([])
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(said, f"\n{count[0]}".encode())
    os._exit(code)


def main() -> None:
    for module in _HEAVY:
        import_module(module)
    for line in sys.stdin:
        request = json.loads(line)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            child = os.fork()
            if child == 0:
                os.chdir(request["in"])
                live(request["step"], request["at"], said.fileno())
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.seek(0)
            text = said.read()
        killed = status == -signal.SIGKILL
        text, _, changes = (text, "", 0) if killed else text.rpartition("\n")
        answer = {"killed": killed, "code": status, "changes": int(changes), "said": text}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
