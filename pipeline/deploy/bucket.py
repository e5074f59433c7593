"""Make a bucket equal to the site, through rclone, which speaks to every kind of bucket there is.

A bucket keeps type and lifetime of each file with the file, so files are sent in groups that share both: what pages load
first, pages after it, what is no longer published removed last.
"""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.deploy.headers import CACHE, TYPES, require_types, rule_of, rules, type_of
from pipeline.deploy.kits import held
from pipeline.errors import SetupError, SiteError
from pipeline.manifest import MANIFEST, files

PAGES = TYPES[".html"]


def fill(remote: str, output: Path, tell: Callable[[str], object] = print) -> None:
    """Copy what has changed, then remove what the site no longer has.

    Raises:
        SiteError: the site is spoiled or a preview, or rclone has failed; what it said is on the error output.
        SetupError: rclone is not installed.
    """
    with held(output):
        for (kind, lifetime), paths in _groups(output):
            tell(f"{remote}: {len(paths)} of {kind}, {lifetime}")
            headers = ("--header-upload", f"Content-Type: {kind}", "--header-upload", f"{CACHE}: {lifetime}")
            _rclone("copy", str(output), remote, "--files-from-raw", "-", *headers, given="\n".join(paths))
        _rclone("sync", str(output), remote, "--exclude", ".*", "--exclude", ".*/**")
    tell(f"{remote}: as {output}")


def _groups(output: Path) -> Iterator[tuple[tuple[str, str], list[str]]]:
    known = rules(output)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    paths = sorted(files(output))
    require_types(paths)
    for path in [*paths, MANIFEST]:
        groups[type_of(path), rule_of(path, known).headers[CACHE]].append(path)
    yield from sorted(groups.items(), key=lambda group: (group[0][0] == PAGES, group[0]))


def _rclone(*arguments: str, given: str | None = None) -> None:
    # By content, not by time: every rendering has new times.
    command = ["rclone", *arguments, "--checksum"]
    try:
        done = subprocess.run(command, input=given, text=True, check=False)
    except FileNotFoundError as error:
        raise SetupError.at("this machine", "no rclone", "it on the path", "Install the package rclone") from error
    if done.returncode != 0:
        raise SiteError.at(" ".join(command[:4]), f"exit {done.returncode}", "0", "See what rclone said above")
