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
    lines = (f"{digest(site / path)}  {path}\n" for path in sorted(files(site)))
    (site / MANIFEST).write_text("".join(lines), encoding="utf-8")


def is_whole(site: Path) -> bool:
    """Tell whether a site holds what its manifest lists, and nothing else."""
    try:
        listed = read_manifest((site / MANIFEST).read_bytes(), MANIFEST)
        return {path: digest(site / path) for path in files(site)} == listed
    except (OSError, SiteError):  # what cannot be read is not whole
        return False


def read_manifest(content: bytes, place: str) -> Mapping[str, str]:
    """Read the digest of each path.

    Raises:
        SiteError: a line is not of the form, leads out of the site or repeats a path, or there is none.
    """
    listed: dict[str, str] = {}
    problems: list[Problem] = []
    for row, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        found = _LINE.fullmatch(line)
        if not found:
            problems.append(Problem(place, row, "", f"`{line[:80]}`", "a SHA-256 digest, two blanks and a path"))
        elif not {"", ".", ".."}.isdisjoint(found[2].split("/")):
            problems.append(Problem(place, row, "", f"`{found[2]}`", "a path that stays inside the site"))
        elif found[2] in listed:
            problems.append(Problem(place, row, "", f"`{found[2]}` again", "each path once"))
        else:
            listed[found[2]] = found[1]
    raise_all(SiteError, problems)
    if not listed:
        raise SiteError(Problem(place, None, "", "nothing in it", "the files of a site", "Publish the site again"))
    return listed


def files(site: Path, inside: str = "") -> Iterator[str]:
    """Give the path of every file that is published, the manifest aside: hidden ones are the machine's own.

    A link to a folder is given as a file, which it is not: a site has none, and nobody has proved what it leads to.
    """
    with os.scandir(site) as entries:
        for entry in entries:
            path = f"{inside}{entry.name}"
            if entry.name.startswith(".") or path == MANIFEST:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from files(Path(entry.path), f"{path}/")
            else:
                yield path


def digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
