"""One digest over everything a page depends on, so that an unchanged site costs nothing.

Runs before anything heavy is imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.keys import digest

KEY = ".key"
"""The file in `output/` that holds the digest it was rendered from; it changes place together with the pages."""

PARTS = (
    "content",
    "languages",
    "theme/palette.toml",
    "theme/package-lock.json",
    "theme/static",
    "theme/templates",
    "pelicanconf.py",
    "publishconf.py",
    "pipeline/catalogues.py",
    "pipeline/describe",
    "pipeline/draw/lettering.py",
    "pipeline/draw/palette.py",
    "pipeline/draw/size.py",
    "pipeline/errors.py",
    "pipeline/languages.py",
    "pipeline/manifest.py",
    "pipeline/placeholders.py",
    "pipeline/render",
    "requirements/site.lock",
)


def site_key(build: Path, settings: str, address: str) -> str:
    """Give the digest of the site that would be rendered now.

    Args:
        build: what the pipeline wrote. Tables are not read: their data package holds their hashes.
        settings: the file of settings in use.
        address: where the site will stand.
    """
    return digest([*(Path(part) for part in PARTS), *_built(build)], settings, address)


def is_current(output: Path, key: str) -> bool:
    """Tell whether `output` was rendered from this digest."""
    file = output / KEY
    return file.is_file() and file.read_bytes().strip() == key.encode()


def _built(build: Path) -> Iterator[Path]:
    yield build / "profiles"
    yield build / "index.json"
    for name in ("datapackage.json", "page.json", "charts"):
        yield from build.glob(f"*/{name}")
