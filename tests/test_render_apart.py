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


def test_one_thing_each_is_done_by_a_process_of_its_own(place):
    found = each_apart(lambda _: os.getpid(), ["sq", "en"])

    assert found[-1] == os.getpid()
    assert (found[0] != os.getpid()) is (place == "apart")


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

    assert [is_held for process, is_held in others if process != os.getpid()] in ([], [False])
    assert others[-1] == (os.getpid(), True)


_KILLED = """
import os, signal, time
from pathlib import Path
from pipeline.render import apart

def work(thing):
    Path(thing).write_text(str(os.getpid()))
    while not all(Path(one).is_file() for one in ("one", "two")):
        time.sleep(0.01)
    if thing == "two":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(600)

apart.cores = lambda: 2
apart.each_apart(work, ["one", "two"])
"""


def test_who_is_killed_leaves_nobody_at_work(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", _KILLED], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == -9

    other = int((tmp_path / "one").read_text())
    until = time.monotonic() + 60
    while _is_at_work(other) and time.monotonic() < until:
        time.sleep(0.01)

    assert not _is_at_work(other)


def _is_at_work(process: int) -> bool:
    """Tell whether a process is there, and not only its end, that nobody has asked for."""
    file = Path(f"/proc/{process}/stat")
    try:
        return file.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
