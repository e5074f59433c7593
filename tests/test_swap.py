"""A folder changes whole or not at all, whatever happens on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, snapshot

from pipeline import swap
from pipeline.build import build
from pipeline.errors import SiteError
from pipeline.swap import recover, replace


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / "a.txt").write_text("old")
    return folder


fresh = partial(swap.fresh, marks=["a.txt"])
LEFT = f".build-{'0123456789abcdef' * 2}"
"""The name of what an interrupted run has left."""


def around(target: Path) -> list[str]:
    """Name what lies beside the folder."""
    return sorted(path.name for path in target.parent.iterdir() if path != target)


def test_a_folder_that_is_not_there_yet_appears_whole(tmp_path):
    with fresh(tmp_path / "made" / "build") as folder:
        (folder / "a.txt").write_text("new")
        assert not (tmp_path / "made" / "build").exists()

    assert snapshot(tmp_path / "made" / "build") == {"a.txt": b"new"}


def test_the_new_version_takes_the_place_of_the_old_one(target):
    with fresh(target) as folder:
        (folder / "b.txt").write_text("new")
        assert snapshot(target) == {"a.txt": b"old"}

    assert snapshot(target) == {"b.txt": b"new"}
    assert around(target) == [".build.lock"]


def test_a_failure_leaves_the_old_version_and_nothing_else(target):
    def fail() -> None:
        with fresh(target) as folder:
            (folder / "b.txt").write_text("new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert snapshot(target) == {"a.txt": b"old"}
    assert around(target) == [".build.lock"]


def test_everybody_may_read_what_was_written_under_a_narrow_mask(target):
    before = os.umask(0o077)
    try:
        with fresh(target) as folder:
            (folder / "deep/deeper").mkdir(parents=True)
            (folder / "deep/deeper/b.txt").write_text("new")
    finally:
        os.umask(before)

    assert {path.stat().st_mode & 0o777 for path in (target, target / "deep", target / "deep/deeper")} == {0o755}
    assert (target / "deep/deeper/b.txt").stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(sys.platform != "linux", reason="the exchange in one step is Linux's")
def test_the_folder_is_there_at_every_moment_of_the_exchange(target, tmp_path):
    new = tmp_path / "new"
    new.mkdir()
    (new / "a.txt").write_text("new")
    seen: set[str] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.add((target / "a.txt").read_text())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(2001):
        replace(target, new)
    done.set()
    watcher.join()

    assert seen == {"old", "new"}
    assert snapshot(target) == {"a.txt": b"new"}


def test_without_the_exchange_the_old_version_is_moved_away_first(target, monkeypatch):
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)

    with fresh(target) as folder:
        (folder / "b.txt").write_text("new")

    assert snapshot(target) == {"b.txt": b"new"}
    assert around(target) == [".build.lock"]


def test_a_run_stopped_between_two_moves_is_undone_by_the_next(target):
    target.rename(target.with_name(f"{LEFT}-old"))
    told: list[str] = []

    with pytest.raises(ZeroDivisionError), fresh(target, told.append):
        raise ZeroDivisionError

    assert snapshot(target) == {"a.txt": b"old"}
    assert around(target) == [".build.lock"]
    assert "an interrupted run was undone" in told[0]


def test_what_an_interrupted_run_left_is_removed_by_the_next_and_told(target):
    (target.with_name(LEFT) / "deep").mkdir(parents=True)
    told: list[str] = []

    with fresh(target, told.append):
        pass

    assert around(target) == [".build.lock"]
    assert len(told) == 1
    assert told[0].endswith(f"{LEFT}: left by an interrupted run, removed")


@pytest.mark.parametrize("name", [".build-notes", ".build-archived", ".build-old", ".build-2026"])
def test_a_folder_of_somebody_with_such_a_name_stays(name, target):
    (target.with_name(name) / "deep").mkdir(parents=True)
    told: list[str] = []

    recover(target, told.append)
    with fresh(target, told.append):
        pass

    assert around(target) == sorted([".build.lock", name])
    assert told == []


def test_two_runs_at_once_are_refused(target):
    with fresh(target), pytest.raises(SiteError) as refusal, fresh(target):
        pass

    assert str(refusal.value).endswith(
        "build: another run is at work here; expected one at a time. Wait for it to end."
    )


def test_the_lock_of_a_killed_run_does_not_stay(target):
    code = (
        "import sys, pathlib, pipeline.swap\n"
        "with pipeline.swap.fresh(pathlib.Path(sys.argv[1]), marks=['a.txt']): print(); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, target], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert len(around(target)) == 2
        process.kill()

    with fresh(target) as folder:
        (folder / "b.txt").write_text("new")

    assert snapshot(target) == {"b.txt": b"new"}
    assert around(target) == [".build.lock"]


def test_a_link_stays_and_what_it_leads_to_is_exchanged(target, tmp_path):
    link = tmp_path / "elsewhere" / "site"
    link.parent.mkdir()
    link.symlink_to(target)

    with fresh(link) as folder:
        (folder / "b.txt").write_text("new")

    assert link.is_symlink()
    assert snapshot(target) == {"b.txt": b"new"}
    assert [path.name for path in link.parent.iterdir()] == ["site"]


def test_what_another_run_is_still_making_is_not_taken_for_a_remainder(target):
    told: list[str] = []

    with fresh(target) as folder:
        recover(target, told.append)
        assert folder.is_dir()

    assert told == []


# What must not be exchanged


def refusal(target: Path, **how: Any) -> str:
    """Give the words with which a folder is refused before anything is written."""
    with pytest.raises(SiteError) as refused, swap.fresh(target, **how):
        pass
    return str(refused.value).removeprefix(f"{target}: ")


def test_a_folder_that_no_run_has_written_is_not_lost(target):
    before = snapshot(target.parent)

    assert refusal(target, marks=["b.txt", "c.txt"]) == (
        "a folder that holds something else; expected what an earlier run has written. "
        "Name another, or remove this one."
    )
    assert snapshot(target.parent) == before


def test_an_empty_folder_may_be_written(target):
    (target / "a.txt").unlink()

    with fresh(target) as folder:
        (folder / "b.txt").write_text("new")

    assert snapshot(target) == {"b.txt": b"new"}


@pytest.mark.parametrize("inside", ["a.d", "a.d/deep", "a.d/new"])
def test_a_folder_inside_what_is_read_is_not_lost(inside, tmp_path):
    (tmp_path / "a.d/deep").mkdir(parents=True)
    found = f"{'inside' if inside != 'a.d' else 'the folder of'} {tmp_path}/a.d"

    assert refusal(tmp_path / inside, reads=[tmp_path / "a.d"]).startswith(found)
    assert around(tmp_path / "a.d") == []


def test_neither_raw_files_nor_the_site_are_taken_for_a_build(project):
    (project.root / "output").mkdir()
    (project.root / "output/.keys.json").write_text("{}")
    before = snapshot(project.root)

    for target in ("data/votes", "output", "languages"):
        with pytest.raises(SiteError, match=rf"^{target}: "):
            build(Path("data"), Path(target), tell=print)

    assert {path: content for path, content in snapshot(project.root).items() if path in before} == before


def test_a_link_that_leads_round_in_a_circle_is_refused(tmp_path):
    target = tmp_path / "build"
    target.symlink_to(target)

    recover(target)

    assert refusal(target).startswith("a link that leads round in a circle; expected a folder of its own")
    with swap.undisturbed(target):
        pass


def test_a_disk_is_refused_before_the_work():
    assert refusal(Path("/proc")).startswith("a disk, which cannot be exchanged; expected a folder of its own")
