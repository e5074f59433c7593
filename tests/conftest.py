"""A small, valid, real project folder that each test spoils in one way: see `project/`, which is fictional."""

from __future__ import annotations

import csv
import json
import shutil
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kaleido  # noqa: F401 - before Pelican, which gives all loggers made after it a class that this cannot use
import pytest
from browsed import BROWSER, FLAGS, PATIENCE

HERE = Path(__file__).parent
ROOT = HERE.parent

# In the background these signals are ignored, and so would they be by the runs that tests send them to: what a process
# ignores, those it starts ignore too, unlike what it handles by doing nothing.
for one in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(one) is signal.SIG_IGN:
        signal.signal(one, lambda *_: None)


@dataclass(frozen=True)
class Project:
    """A project folder, and the working directory while a test runs."""

    root: Path

    def path(self, name: str) -> Path:
        """Give a path below `data/`."""
        return self.root / "data" / name

    def write(self, name: str, content: str | bytes) -> None:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def edit(self, name: str, old: str, new: str) -> None:
        """Change the one place where a file says `old`."""
        text = self.path(name).read_bytes().decode()
        assert text.count(old) == 1, f"{name} says {old!r} {text.count(old)} times"
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        path = self.path(name)
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    def build(self, *names: str) -> list[str]:
        """Build, and give what was told on the way."""
        from pipeline.build import build

        told: list[str] = []
        build(Path("data"), Path("build"), names, tell=told.append)
        return told

    def built(self, name: str) -> Path:
        return self.root / "build" / name

    def records(self, name: str) -> list[dict[str, str]]:
        """Read a table of the build, such as ``votes/turnout``, as its CSV has it."""
        with self.built(f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def page(self, dataset: str) -> dict[str, Any]:
        page: dict[str, Any] = json.loads(self.built(f"{dataset}/page.json").read_text(encoding="utf-8"))
        return page

    def package(self, dataset: str) -> dict[str, Any]:
        package: dict[str, Any] = json.loads(self.built(f"{dataset}/datapackage.json").read_text(encoding="utf-8"))
        return package


def snapshot(folder: Path) -> Mapping[str, bytes]:
    """Give every file of a folder, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write_project(root: Path) -> Project:
    """Copy `project/data`, and what the pipeline reads beside it, to an empty folder."""
    shutil.copytree(HERE / "project" / "data", root / "data")
    shutil.copytree(ROOT / "languages", root / "languages")
    (root / "theme").mkdir()
    shutil.copyfile(ROOT / "theme" / "palette.toml", root / "theme" / "palette.toml")
    return Project(root)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, built once."""
    project = write_project(tmp_path_factory.mktemp("finished") / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.root)
        project.build()
    return project.root


@pytest.fixture
def project(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project with a good build, to be changed by one test."""
    root = tmp_path / "project"
    shutil.copytree(finished, root)
    monkeypatch.chdir(root)
    return Project(root)


@pytest.fixture(scope="session")
def built(finished: Path) -> Project:
    """The finished project, for tests that only look at it."""
    return Project(finished)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium for the tests of one module."""
    playwright = pytest.importorskip("playwright.sync_api")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as runner:
        chromium = runner.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the real data: the one that is there when it is up to date, else one made for these tests."""
    from pipeline.build import build, everything_key
    from pipeline.keys import EVERYTHING, read_keys

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        if read_keys(Path("build")).get(EVERYTHING) == everything_key(Path("data")):
            return ROOT / "build"
        folder = tmp_path_factory.mktemp("published")
        for name in ("data", "languages", "theme", ".cache"):
            (folder / name).symlink_to(ROOT / name)
        patch.chdir(folder)
        build(Path("data"), Path("build"), tell=lambda _: None)
        return folder / "build"
