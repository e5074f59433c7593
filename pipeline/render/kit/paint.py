"""Our own SVG as PNG: without a browser, the same bytes each time, and only what has not been painted before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache as once
from hashlib import sha256
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from pipeline.cache import kept
from pipeline.draw.lettering import FONT
from pipeline.draw.machine import answer
from pipeline.errors import SetupError
from pipeline.render.kit.brush import brush

CACHE = Path(".cache/painted")
FEW = 8
"""Pictures up to this number are painted here; starting other processes would take longer."""


@dataclass(frozen=True)
class Painting:
    """A picture to paint: `scale` pixels of the PNG for one of the SVG."""

    svg: str
    scale: float


def paint(wanted: Mapping[Path, Painting], put: Callable[[bytes, Path], None], cache: Path = CACHE) -> None:
    """Give each painting to its file with `put`; those that are not in `cache` are painted first, on every core.

    Raises:
        SetupError: the font of the charts is not on this machine.
    """
    # Whole, because the processes that help may start in another folder.
    cache = cache.absolute()
    stored = {target: cache / _key(painting) for target, painting in wanted.items()}
    missing = {stored[target]: painting for target, painting in wanted.items() if kept(stored[target]) is None}
    work = [(one.svg, one.scale, FONT, _fonts(), file) for file, one in missing.items()]
    if len(work) <= FEW:
        for each in work:
            brush(*each)
    else:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            list(pool.map(brush, *zip(*work, strict=True), chunksize=4))
    for target, file in stored.items():
        painted = kept(file)
        assert painted is not None
        put(painted, target)


def _key(painting: Painting) -> str:
    return sha256("\0".join([painting.svg, str(painting.scale), *recipe()]).encode()).hexdigest()


@once
def recipe() -> tuple[str, ...]:
    """Identify what makes a PNG of an SVG."""
    return (version("resvg-py"), *(sha256(Path(file).read_bytes()).hexdigest() for file in _fonts()))


@once
def _fonts() -> tuple[str, ...]:
    """Find the files of the regular and the bold letters."""
    found = [answer(["fc-match", "--format=%{family}|%{file}", f"{FONT}:{style}"]) for style in ("regular", "bold")]
    if not all(each.startswith(FONT) for each in found):
        expected = "the font of the charts"
        raise SetupError.at("this machine", f"no font {FONT}", expected, "Install it: apt install fonts-liberation")
    return tuple(each.partition("|")[2] for each in found)
