"""Prose in Markdown: pages of the site, and what a dataset says about itself."""

from __future__ import annotations

from pathlib import Path

from pipeline.describe.yaml import read_text
from pipeline.errors import DescriptionError

_LONGEST, _MOST_OPENED = 200_000, 2_000
_OPENING = "[<"
"""Signs from each of which Markdown looks for an end: with their number its time grows faster than it."""


def read_prose(file: Path) -> str:
    """Read a file of Markdown.

    Raises:
        DescriptionError: no text (see `read_text`), or one that would take minutes to render.
    """
    text = read_text(file)
    for sign in _OPENING:
        found = text.count(sign)
        if found > _MOST_OPENED:
            raise DescriptionError.at(file, f"{found} times `{sign}`", f"at most {_MOST_OPENED}", "Divide the page")
    if len(text) > _LONGEST:
        raise DescriptionError.at(file, f"{len(text)} signs", f"at most {_LONGEST}", "Divide the page")
    return text
