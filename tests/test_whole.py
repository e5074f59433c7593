"""`build/` and `output/` change whole or not at all, whatever happens to the run, and the next run puts things right."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from conftest import HERE, Project, snapshot
from whole import STEPS, begun, change, run, write_site

from pipeline.command import carry_out

MOMENTS = 6
"""Moments at which a run of each command is killed; `python -m bench.kills` tries many more."""

Whole = tuple[Mapping[str, bytes], Mapping[str, bytes]]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that has been built and rendered once."""
    project = write_site(tmp_path_factory.mktemp("good") / "site")
    for step in STEPS:
        assert run(project, step).stderr == ""
    return project.root


@pytest.fixture
def site(good: Path, tmp_path: Path) -> Project:
    """A copy of that site, in whose data one figure has changed since."""
    return changed(good, tmp_path / "site")


def copy(old: Path, new: Path) -> Project:
    shutil.copytree(old, new, symlinks=True)
    return Project(new)


def changed(good: Path, root: Path) -> Project:
    project = copy(good, root)
    change(project)
    return project


def both(project: Project) -> Whole:
    return snapshot(project.built("")), snapshot(project.root / "output")


def left(project: Project) -> list[str]:
    """Name what a run has left beside the folders, apart from its locks."""
    return sorted(
        path.name for path in project.root.glob(".*") if path.name not in (".cache", ".build.lock", ".output.lock")
    )


# Killed


@pytest.fixture(scope="module")
def mortal() -> Iterator[Callable[[Project, str, int], dict[str, Any]]]:
    """Run a command that is killed at a change of the file system, or at none."""
    with subprocess.Popen(
        [sys.executable, HERE / "mortal.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONUTF8": "1"},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answers = process.stdin, process.stdout

        def ask(project: Project, step: str, moment: int = 0) -> dict[str, Any]:
            print(json.dumps({"step": step, "at": moment, "in": str(project.root)}), file=asked, flush=True)
            answer: dict[str, Any] = json.loads(answers.readline())
            return answer

        yield ask
        asked.close()


@pytest.mark.parametrize(("step", "target"), [("pipeline", "build"), ("pipeline.render", "output")])
def test_a_run_killed_at_any_moment_leaves_the_last_good_one_and_the_next_recovers(
    good, step, target, mortal, tmp_path
):
    ready, finished = changed(good, tmp_path / "ready"), changed(good, tmp_path / "finished")
    # With every picture in the cache the run makes the same changes each time.
    for done in STEPS[: STEPS.index(step) + 1]:
        mortal(finished, done)
    shutil.copytree(finished.root / ".cache", ready.root / ".cache", dirs_exist_ok=True)
    for done in STEPS[: STEPS.index(step)]:
        mortal(ready, done)
    changes = mortal(copy(ready.root, tmp_path / "counted"), step)["changes"]
    old, new = snapshot(ready.root / target), snapshot(finished.root / target)
    assert old != new

    for moment in [1, *random.Random(5).sample(range(2, changes), MOMENTS - 2), changes]:  # noqa: S311  the same moments each time
        project = copy(ready.root, tmp_path / f"{moment}")
        killed = mortal(project, step, moment)
        remains = left(project)
        assert killed["killed"], moment
        assert snapshot(project.root / target) in (old, new), moment

        recovered = mortal(project, step)

        assert recovered["code"] == 0, moment
        assert snapshot(project.root / target) == new, moment
        assert left(project) == [], moment
        assert all(f"{name}: left by an interrupted run, removed" in recovered["said"] for name in remains), moment


# Refused by the system


def refused_in_one_line(project: Project, step: str, message: str, **how: Any) -> None:
    """Run a command that must fail, and find everything as it was."""
    before = both(project)

    ended = run(project, step, **how)

    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1), ended.stderr
    assert ended.stderr.endswith(f": {message}\n")
    assert both(project) == before
    assert left(project) == []


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path | None]:
    """A small disk of its own, or None where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "none", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield folder if mounted else None
    if mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_is_told_in_one_line_and_nothing_is_half_written(site, step, disk):
    for earlier in STEPS[: STEPS.index(step)]:
        run(site, earlier)
    if disk is None:
        found, limit = "File too large", {"preexec_fn": limit_files}
    else:
        site = copy(site.root, disk / "site")
        fill(disk, but=40_000)
        found, limit = "No space left on device", {}

    refused_in_one_line(
        site, step, f"{found}; expected room for all that is written. Make room, then run it again.", **limit
    )


def fill(disk: Path, *, but: int) -> None:
    room = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(room.f_bavail * room.f_bsize - but))


def limit_files() -> None:
    """Let no file of this process grow beyond a few bytes, for which it needs no rights."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))


@pytest.mark.parametrize("step", STEPS)
def test_files_that_may_not_grow_are_a_full_disk_too(site, step):
    for earlier in STEPS[: STEPS.index(step)]:
        run(site, earlier)

    message = "File too large; expected room for all that is written. Make room, then run it again."
    refused_in_one_line(site, step, message, preexec_fn=limit_files)


@pytest.mark.parametrize("step", STEPS)
def test_a_folder_that_must_not_be_written_is_told_in_one_line(site, step):
    for earlier in STEPS[: STEPS.index(step)]:
        run(site, earlier)
    site.root.chmod(0o555)
    # Permissions do not bind root, unless it gives that power away.
    before = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()

    refused_in_one_line(site, step, "Permission denied; expected a file that can be read and written.", before=before)

    site.root.chmod(0o755)


# Two at once


@pytest.mark.parametrize(("step", "target"), [("pipeline", "build"), ("pipeline.render", "output")])
def test_of_two_runs_at_once_the_second_is_refused_and_the_first_ends_well(site, step, target):
    for earlier in STEPS[: STEPS.index(step)]:
        run(site, earlier)
    before = both(site)
    with begun(site, step, signal.SIGSTOP) as first:
        second = run(site, step)

        assert (second.returncode, second.stdout) == (1, "")
        assert second.stderr == f"{target}: another run is at work here; expected one at a time. Wait for it to end.\n"
        assert both(site) == before
        first.send_signal(signal.SIGCONT)
        assert first.communicate()[1] == ""
    assert first.returncode == 0
    assert both(site) != before
    assert left(site) == []


def test_a_build_is_not_exchanged_while_a_site_is_rendered_from_it(site):
    run(site, STEPS[0])
    before = snapshot(site.built(""))
    site.edit("votes/raw/turnout.csv", ",500,0,0.0,", ",600,0,0.0,")
    with begun(site, STEPS[1], signal.SIGSTOP) as renderer:
        refused = run(site, STEPS[0])

        assert refused.stderr == "build: another run is at work here; expected one at a time. Wait for it to end.\n"
        assert snapshot(site.built("")) == before
        renderer.send_signal(signal.SIGCONT)
        renderer.communicate()
    assert renderer.returncode == 0


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(("step", "target"), [("pipeline", "build"), ("pipeline.render", "output")])
def test_an_interrupted_run_says_so_and_leaves_everything_as_it_was(site, step, target, sign):
    for earlier in STEPS[: STEPS.index(step)]:
        run(site, earlier)
    before = both(site)

    with begun(site, step, sign) as process:
        said = process.communicate()[1]

    assert (process.returncode, said) == (128 + sign, f"{target}: interrupted\n")
    assert both(site) == before
    assert left(site) == []


def test_a_lack_of_memory_is_told_in_one_line(capsys):
    assert carry_out(partial(bytearray, 2**62), Path("build")) == 1

    told = "build: no memory left; expected room for a part of each table. Give it more, or read smaller raw files.\n"
    assert capsys.readouterr().err == told


def unstarted(why: str) -> None:
    if why == "pyarrow":
        # Its own threads start where a limit lets them, which differs from one machine to the next.
        raise pa.ArrowException("Unknown error: Failed to launch worker thread: Resource temporarily unavailable")
    threading.stack_size(2**45)
    try:
        threading.Thread(target=str).start()
    finally:
        threading.stack_size(0)


@pytest.mark.parametrize("why", ["python", "pyarrow"])
def test_a_machine_that_starts_no_further_thread_is_told_in_one_line(why, capsys):
    assert carry_out(partial(unstarted, why), Path("build")) == 1

    told = "build: no further thread starts; expected room for some. Raise the limits of memory and of processes.\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("error", [RuntimeError("another"), pa.ArrowException("another")])
def test_an_error_of_ours_is_not_taken_for_one_of_the_machine(error):
    def work() -> None:
        raise error

    with pytest.raises(type(error), match="another"):
        carry_out(work, Path("build"))


# Refused by Markdown

NESTED = "a\n: b\n" * 2000
"""Each definition is read inside the one before."""


def test_prose_of_the_site_that_markdown_cannot_follow_is_refused_by_its_name(site):
    page = site.root / "content/en/about.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{NESTED}\n", encoding="utf-8")
    before = both(site)

    ended = run(site, "pipeline.render")

    told = "Could not process en/about.md (RecursionError: maximum recursion depth exceeded"
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1), ended.stderr
    assert ended.stderr.startswith(f"pelicanconf.py: {told}")
    assert both(site) == before


def test_prose_of_a_dataset_that_markdown_cannot_follow_is_refused_by_its_page(site):
    for code in ("sq", "en"):
        site.write(f"votes/about.{code}.md", NESTED)
    assert run(site, "pipeline").returncode == 0

    ended = run(site, "pipeline.render")

    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1), ended.stderr
    assert "data/votes/index.html: `a" in ended.stderr
    assert ended.stderr.endswith("…`, quotations or lists without end; expected prose.\n")


# What must not be exchanged


@pytest.mark.parametrize(
    ("step", "arguments", "message"),
    [
        ("pipeline", ["--build", "."], ".: the folder of .; expected a folder of its own to write. Name another."),
        ("pipeline", ["--build", "data"], "data: the folder of data; expected a folder of its own to write. Name another."),
        ("pipeline", ["--build", "data/votes/raw/turnout.csv"], "data/votes/raw/turnout.csv: a file; expected a folder to write. Move it away or name another."),
        ("pipeline.render", ["--output", "content"], "content: the folder of content; expected a folder of its own to write. Name another."),
        ("pipeline.render", ["--output", "build"], "build: the folder of build; expected a folder of its own to write. Name another."),
    ],
)  # fmt: skip
def test_a_command_never_puts_its_folder_in_the_place_of_what_it_reads(site, step, arguments, message):
    before = snapshot(site.root)

    ended = run(site, step, *arguments)

    assert (ended.returncode, ended.stderr) == (1, message + "\n")
    assert snapshot(site.root).items() >= before.items()
