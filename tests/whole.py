"""The small project with all that both commands read beside it: a site of its own, for tests that run them for real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import HERE, ROOT, Project
from towns import declare

STEPS = ("pipeline", "pipeline.render")
RAW = "votes/raw/turnout.csv"


def write_site(root: Path) -> Project:
    """Write the project, its chart and its declarations, with contents, languages, settings and the theme."""
    shutil.copytree(HERE / "project" / "data", root / "data")
    project = Project(root)
    shutil.copyfile(HERE / "project" / "charts.yaml", project.path("votes/charts.yaml"))
    declare(project)
    for name in ("content", "languages"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copyfile(ROOT / name, root / name)
    for name in ("theme", "pipeline", "requirements"):
        (root / name).symlink_to(ROOT / name)
    return project


def change(project: Project) -> None:
    """Change one figure of the raw data."""
    project.edit(RAW, ",400,0,0.0,", ",500,0,0.0,")


def run(
    project: Project,
    step: str,
    *arguments: str,
    before: tuple[str, ...] = (),
    settings: Mapping[str, str] | None = None,
    **options: Any,
) -> subprocess.CompletedProcess[str]:
    """Run one of `STEPS` as a person would; `before` is put in front of the command."""
    return subprocess.run(
        [*before, sys.executable, "-m", step, *arguments],
        cwd=project.root,
        env={**os.environ, "PYTHONUTF8": "1", **(settings or {})},
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


_INSIDE = r"""
import os, re, runpy, sys
sign, step, done = int(sys.argv.pop(1)), sys.argv.pop(1), []
def watch(event, given):
    if event == "os.mkdir" and re.search(r"/\.(build|output)-[^/]+/", str(given[0])) and not done:
        done.append(event)
        os.kill(os.getpid(), sign)
sys.addaudithook(watch)
runpy.run_module(step, run_name="__main__")
"""


@contextmanager
def begun(project: Project, step: str, sign: int) -> Iterator[subprocess.Popen[str]]:
    """Start one of `STEPS`, which sends itself a signal as soon as it writes into its new folder."""
    command = [sys.executable, "-c", _INSIDE, str(sign), step]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, cwd=project.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        try:
            yield process
        finally:
            # After a failed test too: a stopped process would keep the run from ending.
            if process.poll() is None:
                process.kill()
