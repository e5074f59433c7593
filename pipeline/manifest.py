"""What the site consists of: `sha256sums.txt`, published with it, in the form that `sha256sum --check` takes.

Only the standard library, so that a deployed site can be checked with nothing but Python.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.errors import Problem, SiteError, raise_all

MANIFEST = "sha256sums.txt"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def write_manifest(site: Path) -> None:
    """List every file of a site with its digest, in the order of their paths."""
    lines = (f"{digest((site / path).read_bytes())}  {path}\n" for path in sorted(files(site)))
    (site / MANIFEST).write_text("".join(lines), encoding="utf-8")


def is_whole(site: Path) -> bool:
    """Tell whether a site holds what its manifest lists, and nothing else."""
    try:
        listed = read_manifest((site / MANIFEST).read_bytes(), MANIFEST)
    except (FileNotFoundError, SiteError):
        return False
    return {path: digest((site / path).read_bytes()) for path in files(site)} == listed


def read_manifest(content: bytes, place: str) -> Mapping[str, str]:
    """Read the digest of each path.

    Raises:
        SiteError: a line is not of the form, or there is none.
    """
    lines = content.decode("utf-8", "replace").splitlines()
    found = [_LINE.fullmatch(line) for line in lines]
    expected = "a SHA-256 digest, two blanks and a path"
    raise_all(
        SiteError,
        (Problem(place, row, "", f"`{lines[row - 1][:80]}`", expected) for row, one in enumerate(found, 1) if not one),
    )
    listed = {one[2]: one[1] for one in found if one}
    if not listed:
        raise SiteError(Problem(place, None, "", "nothing in it", "the files of a site", "Publish the site again"))
    return listed


def files(site: Path, inside: str = "") -> Iterator[str]:
    """Give the path of every file that is published, the manifest aside: hidden ones are the machine's own."""
    with os.scandir(site) as entries:
        for entry in entries:
            path = f"{inside}{entry.name}"
            if entry.name.startswith(".") or path == MANIFEST:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from files(Path(entry.path), f"{path}/")
            elif entry.is_file():
                yield path


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
