"""`python -m bench.kills [runs] [seed]`: kill real runs at random moments, and look whether anybody could have noticed.

Each run builds and renders the small project of the tests, in which one figure has changed, with `output/` served and
read all the while, and is killed by SIGKILL at a moment spread over its usual time. Then both folders must be the old
ones or the new ones to the byte, every answer of the server one of the two, and the next run must end with the new
ones, nothing left over.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browsed import served  # noqa: E402  found through the path above
from conftest import Project, snapshot  # noqa: E402
from whole import STEPS, change, run, write_site  # noqa: E402

FOLDERS = ("build", "output")
PAGE = "sq/data/votes/index.html"


def main(runs: int, seed: int) -> int:
    """Kill so many runs; give the number of failures."""
    with tempfile.TemporaryDirectory() as scratch:
        good = write_site(Path(scratch) / "good")
        _finish(good)
        new = _copy(good, Path(scratch) / "new")
        change(new)
        began = time.monotonic()
        _finish(new)
        usual = time.monotonic() - began
        print(f"{runs} runs, seed {seed}; one takes {usual:.1f} s", flush=True)
        wanted = [(snapshot(good.root / folder), snapshot(new.root / folder)) for folder in FOLDERS]
        told: Counter[str] = Counter()
        failures: list[str] = []
        moments = random.Random(seed)  # noqa: S311  the same moments for the same seed
        for number in range(runs):
            moment = usual * (number + moments.random()) / runs
            project = _copy(good, Path(scratch) / "killed")
            change(project)
            found = [f"{moment:.2f} s: {one}" for one in _killed(project, moment, wanted, told)]
            failures += found
            print(f"{number + 1:3} killed after {moment:5.2f} s: {'; '.join(found) or 'whole'}", flush=True)
            shutil.rmtree(project.root)
    print(f"{len(failures)} failures;", ", ".join(f"{count} {what}" for what, count in told.most_common()))
    return len(failures)


def _copy(project: Project, root: Path) -> Project:
    return Project(Path(shutil.copytree(project.root, root, symlinks=True)))


def _finish(project: Project) -> str:
    said = ""
    for step in STEPS:
        ended = run(project, step)
        said += ended.stdout + ended.stderr
        if ended.returncode:
            return said + f"{step} ended with {ended.returncode}\n"
    return said


def _killed(
    project: Project, moment: float, wanted: Sequence[tuple[Mapping[str, bytes], ...]], told: Counter[str]
) -> list[str]:
    answers: set[bytes] = set()
    ended = threading.Event()
    with served(project.root / "output") as address:
        reader = threading.Thread(target=_read, args=(f"{address}/{PAGE}", answers, ended))
        reader.start()
        began = time.monotonic()
        for step in STEPS:
            with subprocess.Popen(
                [sys.executable, "-m", step], cwd=project.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as process:
                try:
                    process.wait(max(0.0, moment - (time.monotonic() - began)))
                except subprocess.TimeoutExpired:
                    process.kill()
                    told[f"in {step}"] += 1
                    break
        else:
            told["after the end"] += 1
        states = [snapshot(project.root / folder) for folder in FOLDERS]
        failures = [
            f"{folder}/ is half written"
            for folder, state, both in zip(FOLDERS, states, wanted, strict=True)
            if state not in both
        ]
        told["with output/ exchanged already"] += states[1] == wanted[1][1]
        remains = sorted(path.name for path in project.root.glob(".*-*"))
        said = _finish(project)
        ended.set()
        reader.join()
    known = {pages[PAGE] for pages in wanted[1]}
    failures += ["a reader got half a page"] * bool(answers - known)
    states = [snapshot(project.root / folder) for folder in FOLDERS]
    failures += [f"{folder}/ did not recover" for folder, state, both in zip(FOLDERS, states, wanted, strict=True) if state != both[1]]  # fmt: skip
    for name in remains:
        told["with something left, which the next run removed and said so"] += 1
        if f"{name}: left by an interrupted run, removed" not in said:
            failures.append(f"{name} was not spoken of")
    failures += [f"{path.name} is left" for path in project.root.glob(".*-*")]
    failures += [f"process {name} lives on" for name in _orphans(project)]
    return failures


def _read(address: str, answers: set[bytes], ended: threading.Event) -> None:
    while not ended.is_set():
        with urlopen(address) as answer:  # noqa: S310  our own server
            answers.add(answer.read())


def _orphans(project: Project) -> list[str]:
    """Name processes that still work in the project's folder, after a moment for them to end."""
    end = time.monotonic() + 10
    while (found := _at_work(project)) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def _at_work(project: Project) -> list[str]:
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == project.root:
                found.append((process / "cmdline").read_text().replace("\0", " ")[:80])
        except OSError:
            continue  # it has ended, or is not ours
    return found


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(1 if main(*given, *(50, 5)[len(given) :]) else 0)
