"""What is kept between builds is never out of date, and spoils nothing."""

from __future__ import annotations

from pipeline.cache import place, recall


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


def test_a_result_is_made_once_under_its_name(tmp_path):
    made = iter([["first"], ["second"]])

    results = [recall(tmp_path / name, lambda: next(made)) for name in ("one", "one", "other")]

    assert results == [["first"], ["first"], ["second"]]
