"""What is kept between builds is never out of date, and spoils nothing."""

from __future__ import annotations

import os
import sys
import time

import pytest

from pipeline.cache import kept, link, place, prune, recall


def test_a_file_that_was_changed_in_its_place_is_whole_again_in_the_next_build(tmp_path):
    first, second = tmp_path / "first.svg", tmp_path / "second.svg"
    place(b"<svg/>", first, tmp_path / "cache")
    first.write_bytes(b"spoiled")

    place(b"<svg/>", second, tmp_path / "cache")

    assert second.read_bytes() == b"<svg/>"
    assert first.read_bytes() == b"spoiled"


def test_what_stands_in_the_place_of_a_file_gives_way_and_is_not_written_into(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    place(b"old", old, tmp_path / "cache")
    place(b"old", new, tmp_path / "cache")

    place(b"new", new, tmp_path / "cache")

    assert (old.read_bytes(), new.read_bytes()) == (b"old", b"new")


def test_a_disk_without_links_gets_files_of_its_own(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)

    place(b"content", tmp_path / "file", tmp_path / "cache")

    assert (tmp_path / "file").read_bytes() == b"content"


def test_what_is_there_already_is_not_written_into(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text("new")
    target.write_text("old")

    with pytest.raises(FileExistsError):
        link(source, target)

    assert target.read_text() == "old"


def test_a_result_is_made_once_under_its_name(tmp_path):
    made = iter([["first"], ["second"]])

    results = [recall(tmp_path / name, lambda: next(made)) for name in ("one", "one", "other")]

    assert results == [["first"], ["first"], ["second"]]


@pytest.mark.parametrize("cut", [0, 10, 40])
def test_a_result_of_which_not_all_is_there_is_made_again(cut, tmp_path):
    made = iter([["first"], ["second"]])
    recall(tmp_path / "one", lambda: next(made))
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:cut])

    assert kept(file) is None
    assert recall(tmp_path / "one", lambda: next(made)) == ["second"]
    assert recall(tmp_path / "one", lambda: next(made)) == ["second"]


def test_another_python_makes_its_own_results(tmp_path, monkeypatch):
    made = iter([["first"], ["second"]])
    recall(tmp_path / "one", lambda: next(made))

    monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")

    assert recall(tmp_path / "one", lambda: next(made)) == ["second"]


def test_what_no_build_has_asked_for_in_a_season_is_deleted(tmp_path):
    for name in ("new", "read", "old"):
        (tmp_path / name).write_text("")
    long_ago = time.time() - 100 * 24 * 60 * 60
    os.utime(tmp_path / "old", (long_ago, long_ago))
    os.utime(tmp_path / "read", (time.time(), long_ago))

    prune(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"new", "read", "pruned"}


def test_once_a_day_is_often_enough_to_look_for_it(tmp_path):
    old = tmp_path / "old"

    def left_after_pruning() -> bool:
        old.write_text("")
        os.utime(old, (0, 0))
        prune(tmp_path)
        return old.exists()

    assert not left_after_pruning()
    assert left_after_pruning()
    yesterday = time.time() - 25 * 60 * 60
    os.utime(tmp_path / "pruned", (yesterday, yesterday))
    assert not left_after_pruning()
