"""What this machine draws with: its Chromium, its font, its plotly.js."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.draw.lettering import FONT
from pipeline.errors import Problem, SetupError, raise_all

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
BUNDLE = Path("theme/node_modules/plotly.js-basic-dist-min/plotly-basic.min.js")
OFFLINE = ("--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-sync")


@cache
def browser() -> str | None:
    """Find Chromium: what BROWSER_PATH names, else the first known name on the PATH."""
    return os.environ.get("BROWSER_PATH") or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@cache
def version() -> str:
    """Give Chromium's version as it says it; nothing without Chromium."""
    path = browser()
    return answer([path, "--version"]) if path else ""


@cache
def font() -> str:
    """Give the font that stands in for the pictures' own, and its version."""
    return answer(["fc-match", "--format=%{family} %{fontversion}", FONT])


def require(bundle: Path) -> None:
    """Make sure that pictures can be drawn.

    Raises:
        SetupError: no Chromium, one that does not start, no font, or no plotly.js; all of them at once.
    """
    lacking = []
    if not version():
        lacking.append(("no Chromium", "one to draw the charts with", "Install it: apt install chromium"))
    elif not _starts():
        lacking.append(
            (f"{browser()} does not start", "one that runs headless", "Try it: chromium --headless about:blank")
        )
    if not font().startswith(FONT):
        lacking.append((f"no font {FONT}", "the font of the charts", "Install it: apt install fonts-liberation"))
    if not bundle.is_file():
        lacking.append((f"no {bundle}", "the plotly.js that draws the charts", "Run `make site`"))
    raise_all(SetupError, [Problem("this machine", None, "", *one) for one in lacking])


def _starts() -> bool:
    """Try Chromium on an empty page: kaleido may hang for ever on one that dies at its start."""
    with TemporaryDirectory() as profile:
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            *OFFLINE,
            f"--user-data-dir={profile}",
        ]
        return "<html>" in answer([str(browser()), *flags, "--dump-dom", "about:blank"])


def answer(command: Sequence[str]) -> str:
    """Run a program for what it prints; nothing when it is not there or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
