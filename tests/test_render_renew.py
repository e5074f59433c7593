"""Rendering happens when something has changed, and replaces the site whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from built import write_build
from conftest import ROOT, snapshot

from pipeline.errors import SetupError, SiteError
from pipeline.keys import KEYS, files
from pipeline.manifest import MANIFEST, is_whole
from pipeline.render.address import published_at
from pipeline.render.key import KEY, PARTS
from pipeline.render.renew import renew


def quiet(_: str) -> None:
    """Tell nobody."""


def test_nothing_is_rendered_when_nothing_has_changed(tmp_path):
    build = write_build(tmp_path / "build")

    assert renew(build, tmp_path / "output", tell=quiet)
    assert not renew(build, tmp_path / "output", tell=quiet)


@pytest.mark.parametrize("file", ["fountains/page.json", "mills/datapackage.json", "fountains/charts/visitors.csv"])
def test_a_change_in_the_build_is_rendered(tmp_path, file):
    build = write_build(tmp_path / "build")
    renew(build, tmp_path / "output", tell=quiet)
    with (build / file).open("a") as stream:
        stream.write("\n")

    assert renew(build, tmp_path / "output", tell=quiet)


_MODULES = """
import sys
import pelicanconf, pipeline.render.check, pipeline.render.run
print(*(module.__file__ for name, module in sys.modules.items() if name.startswith("pipeline")), sep="\\n")
"""
SILENT = {"__init__.py", "cache.py", "command.py", "cores.py", "distinct.py", "draw/__init__.py", "draw/machine.py", "keys.py", "swap.py"}  # fmt: skip
"""Modules that move files, see what the machine has, or look at columns; none has a part in what a page says."""


def test_every_module_that_makes_pages_is_part_of_what_they_are_known_by():
    ended = subprocess.run([sys.executable, "-c", _MODULES], cwd=ROOT, capture_output=True, text=True, check=True)
    used = {Path(line).relative_to(ROOT) for line in ended.stdout.splitlines()}

    assert used - set(files(map(Path, PARTS))) == {Path("pipeline") / name for name in SILENT}


def test_a_page_that_somebody_has_changed_is_made_again(tmp_path):
    build, page = write_build(tmp_path / "build"), tmp_path / "output/en/data/mills/index.html"
    renew(build, tmp_path / "output", tell=quiet)
    whole = page.read_bytes()
    page.write_bytes(whole.replace(b"<h1", b"<h1 class='x'"))
    with (build / "fountains/page.json").open("a") as stream:
        stream.write("\n")

    renew(build, tmp_path / "output", tell=quiet)

    assert page.read_bytes() == whole


@pytest.mark.parametrize("spoil", ["cut", "lost", "strange"])
def test_a_site_that_is_no_longer_what_was_rendered_is_rendered_again(spoil, tmp_path):
    build, output = write_build(tmp_path / "build"), tmp_path / "output"
    renew(build, output, tell=quiet)
    before = snapshot(output)
    page, said = output / "en/data/mills/index.html", list[str]()
    page.unlink()
    if spoil != "lost":
        (page if spoil == "cut" else page.with_name("other.html")).write_text("")

    assert renew(build, output, tell=said.append)

    assert said[0] == f"{output}: no longer as it was rendered"
    assert snapshot(output) == before


def test_a_site_on_a_disk_without_links_is_the_same(tmp_path, monkeypatch):
    build, output = write_build(tmp_path / "build"), tmp_path / "output"
    renew(build, output, tell=quiet)
    before = snapshot(output)
    (output / "en/data/mills/index.html").unlink()

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    monkeypatch.setattr("os.link", refuse)
    renew(build, output, tell=quiet)

    assert snapshot(output) == before


@pytest.mark.parametrize("file", [MANIFEST, KEY, KEYS])
def test_a_site_whose_own_files_are_damaged_is_rendered_again(file, tmp_path):
    build, output = write_build(tmp_path / "build"), tmp_path / "output"
    renew(build, output, tell=quiet)
    before = snapshot(output)
    (output / file).write_bytes(b"\xff\n" if file != KEYS else b"[]")
    with (build / "fountains/page.json").open("a") as stream:
        stream.write("\n")

    assert renew(build, output, tell=quiet)
    assert is_whole(output)
    assert snapshot(output) | {KEY: before[KEY]} == before


def test_another_address_is_another_site(tmp_path, monkeypatch):
    build = write_build(tmp_path / "build")
    monkeypatch.setenv("SITEURL", "https://one.example")
    renew(build, tmp_path / "output", "publishconf.py", tell=quiet)
    monkeypatch.setenv("SITEURL", "https://two.example")

    assert renew(build, tmp_path / "output", "publishconf.py", tell=quiet)


def test_a_failed_rendering_leaves_the_last_good_site(tmp_path):
    build = write_build(tmp_path / "build")
    renew(build, tmp_path / "output", tell=quiet)
    before = (tmp_path / "output/sq/index.html").read_bytes()
    (build / "fountains/charts/visitors.sq.wide.dark.svg").unlink()

    with pytest.raises(SiteError, match=r"visitors\.sq\.wide\.dark\.svg: leads nowhere"):
        renew(build, tmp_path / "output", tell=quiet)

    assert (tmp_path / "output/sq/index.html").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"build", "output"}


def test_a_site_never_takes_the_place_of_what_is_none(tmp_path):
    build, data = write_build(tmp_path / "build"), tmp_path / "data"
    data.mkdir()
    (data / "votes.csv").write_text("raw")
    before = snapshot(tmp_path)

    for output in (data, build / "mills", build / "new"):
        with pytest.raises(SiteError, match=rf"^{output}: (a folder that holds something else|inside {build})"):
            renew(build, output, tell=quiet)

    assert snapshot(tmp_path).items() >= before.items()
    assert not (build / "new").exists()


def test_without_a_build_there_is_nothing_to_render(tmp_path):
    with pytest.raises(SiteError, match=r"index\.json: no such file"):
        renew(tmp_path / "build", tmp_path / "output", tell=quiet)


@pytest.mark.parametrize("file", ["index.json", "mills/page.json", "mills/datapackage.json", "profiles/towns.json"])
@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000], ids=["half", "no UTF-8", "without end"])
def test_a_build_that_is_damaged_is_not_rendered(file, content, tmp_path):
    build = write_build(tmp_path / "build")
    (build / "profiles").mkdir()
    (build / file).write_bytes(content)

    with pytest.raises(SiteError, match=rf"^{build / file}: .*; expected JSON the pipeline has written\."):
        renew(build, tmp_path / "output", tell=quiet)


def test_a_site_is_not_published_without_its_address(tmp_path, monkeypatch):
    monkeypatch.delenv("SITEURL", raising=False)

    with pytest.raises(SetupError, match="SITEURL: not set"):
        renew(write_build(tmp_path / "build"), tmp_path / "output", "publishconf.py", tell=quiet)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "/",
            "example.org",
            "//example.org",
            "ftp://example.org",
            "javascript:alert(1)",
            "https://",
            "https://[::1]",
        ),
        *("https://example.org/?q", "https://example.org/#a", "https://a:b@example.org", "https://example.org:x"),
        *("https://example.org/../a", "https://example.org/./a", "https://example.org//a", "https://example.org/a b"),
        *(
            'https://example.org/"><script>',
            "https://example.org/%2e",
            "https://shqipëria.example",
            "https://a..b",
            "https://a\n",
        ),
    ],
)
def test_a_site_is_not_published_at_what_is_no_address(address, tmp_path, monkeypatch):
    monkeypatch.setenv("SITEURL", address)

    with pytest.raises(SetupError, match=r"^SITEURL: `.*`; expected the address the site will stand at, such as "):
        renew(tmp_path / "build", tmp_path / "output", "publishconf.py", tell=quiet)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://example.org", "https://example.org"),
        ("https://example.org/", "https://example.org"),
        ("https://User.github.io/Elections-2025/", "https://User.github.io/Elections-2025"),
        ("http://localhost:8000/a/b", "http://localhost:8000/a/b"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_address_is_taken_without_its_last_stroke(given, address, monkeypatch):
    monkeypatch.setenv("SITEURL", given)

    assert published_at() == address


def test_the_command_tells_what_is_wrong_in_one_line_and_fails(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.render", "--build", tmp_path / "none", "--output", tmp_path / "output"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{tmp_path}/none/index.json: no such file; expected what the pipeline writes. Run `python -m pipeline` first."
    ]
