"""Work that is done apart gives what it would give here, and fails as it would fail here."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import ROOT

from pipeline.errors import Problem, SiteError
from pipeline.render import apart
from pipeline.render.apart import each_apart
from pipeline.swap import fresh

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="nothing is done apart here"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


@pytest.fixture(params=["apart", "here"])
def place(request, monkeypatch):
    """Both ways to do it. The threads of a process that runs tests are not of a kind that forking disturbs."""
    monkeypatch.setattr(threading, "active_count", lambda: 1 if request.param == "apart" else 2)
    monkeypatch.setattr(apart, "cores", lambda: 2)
    return str(request.param)


@pytest.mark.usefixtures("place")
def test_results_come_in_the_order_of_the_things():
    base = [2, 3]  # what is known here is known there

    assert each_apart(lambda power: [each**power for each in base], [1, 2, 3]) == [[2, 3], [4, 9], [8, 27]]
    assert each_apart(len, []) == []


def test_things_are_done_by_processes_of_their_own(place):
    found = each_apart(lambda _: os.getpid(), ["sq", "en"])

    assert (os.getpid() not in found) is (place == "apart")


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("wrong", [("sq", "en"), ("sq",), ("en",)])
def test_what_is_raised_for_the_first_thing_is_raised(wrong):
    def work(thing: str) -> None:
        if thing in wrong:
            raise SiteError(Problem(f"{thing}/index.html", None, "", "nothing", "something"))

    with pytest.raises(SiteError) as refusal:
        each_apart(work, ["sq", "en"])

    assert str(refusal.value) == f"{wrong[0]}/index.html: nothing; expected something."


@pytest.mark.usefixtures("place")
def test_a_lock_is_held_by_this_process_only(tmp_path):
    def holds(_: str) -> bool:
        return any(file.resolve().name == ".target.lock" for file in Path("/proc/self/fd").iterdir())

    with fresh(tmp_path / "target"):
        assert each_apart(holds, ["en"]) == [True]
        others = each_apart(lambda _: (os.getpid(), holds("")), ["sq", "en"])

    assert all(is_held is (process == os.getpid()) for process, is_held in others)


_STOPPED = """
import os, signal, sys, time
from pathlib import Path
from pipeline.command import carry_out
from pipeline.render import apart

sign, parent = signal.Signals[sys.argv[1]], os.getpid()
os.setpgid(0, 0)

def work(thing):
    Path(thing).write_text(str(os.getpid()))
    while not all(Path(one).is_file() for one in ("one", "two")):
        time.sleep(0.01)
    if thing == "two":
        if sign == signal.SIGINT:  # as a terminal does
            os.killpg(parent, sign)
        else:
            os.kill(parent, sign)
    time.sleep(600)

apart.cores = lambda: 2
sys.exit(carry_out(lambda: apart.each_apart(work, ["one", "two"]), Path("output")))
"""


@pytest.mark.parametrize(
    ("sign", "code", "said"),
    [
        ("SIGKILL", -9, ""),
        ("SIGTERM", 143, "output: interrupted\n"),
        ("SIGHUP", 129, "output: interrupted\n"),
        ("SIGINT", 130, "output: interrupted\n"),
    ],
)
def test_who_is_stopped_leaves_nobody_at_work(sign, code, said, tmp_path):
    done = _run(_STOPPED, sign, where=tmp_path)
    assert (done.returncode, done.stderr) == (code, said)

    others = [int((tmp_path / name).read_text()) for name in ("one", "two")]
    until = time.monotonic() + 60
    while any(map(_is_at_work, others)) and time.monotonic() < until:
        time.sleep(0.01)

    assert not any(map(_is_at_work, others))


_INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from pipeline.command import carry_out
from pipeline.render import apart

os.setpgid(0, 0)
os.register_at_fork(after_in_child=lambda: os.killpg(os.getppid(), signal.SIGINT))
apart.cores = lambda: 2
sys.exit(carry_out(lambda: apart.each_apart(len, ["one", "two"]), Path("output")))
"""


def test_an_interruption_in_the_middle_of_a_fork_is_told_once():
    done = _run(_INTERRUPTED)

    assert (done.returncode, done.stderr) == (130, "output: interrupted\n")


_ONE_TOO_MANY = """
import os, sys
from pathlib import Path
from pipeline.command import carry_out
from pipeline.render import apart

def fork(one=[os.fork]):
    if not one:
        raise BlockingIOError(11, "no more")
    return one.pop()()

os.fork = fork
apart.cores = lambda: 2
sys.exit(carry_out(lambda: apart.each_apart(len, ["one", "two"]), Path("output")))
"""


def test_a_process_too_many_for_the_system_is_told_and_nobody_waits_for_the_others():
    done = _run(_ONE_TOO_MANY)

    assert done.returncode == 1
    assert done.stderr == ("output: Resource temporarily unavailable; expected a file that can be read and written.\n")


def _run(code: str, *arguments: str, where: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=where,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=100,
    )


def _is_at_work(process: int) -> bool:
    """Tell whether a process is there, and not only its end, that nobody has asked for."""
    file = Path(f"/proc/{process}/stat")
    try:
        return file.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
