"""Write drawings as files; a browser starts only for pictures that are not in the cache."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache as once
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from pipeline.cache import keep, kept, place
from pipeline.draw.cells import key
from pipeline.draw.figures import Drawing
from pipeline.draw.lettering import FAMILY
from pipeline.draw.machine import BROWSERS, BUNDLE, Studio, browser, font, lacking, version
from pipeline.draw.svg import darken, tidy
from pipeline.errors import ChartError, SetupError, raise_all

__all__ = ["BROWSERS", "BUNDLE", "Pictures", "Progress"]

Progress = Callable[[int, int], object]
"""Told, before and after each picture that must be drawn, how many are done and how many there are."""


@dataclass(frozen=True)
class _Picture:
    """One light picture: its figure, its title, where it goes, and its name in the cache."""

    drawing: Drawing
    language: str
    size: str
    folder: Path
    stored: Path

    @property
    def figure(self) -> Mapping[str, Any]:
        return self.drawing.figures[self.language, self.size]


class Pictures:
    """Writes drawings as files. The browser starts when pictures are expected, or one is missing, while others are still drawn up."""

    def __init__(self, cache: Path, *, bundle: Path = BUNDLE) -> None:
        """Begin.

        Args:
            cache: where light pictures are kept, named by all that decides how they look.
        """
        self._cache, self._bundle = cache, bundle
        self._studio = Studio(bundle)
        self._drawings: list[tuple[Path, Drawing]] = []
        self._pictures: list[_Picture] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._studio.close()

    def expect(self) -> None:
        """Let the browser start, because pictures will probably be missing."""
        if not lacking(self._bundle):
            self._studio.open()

    def add(self, folder: Path, drawing: Drawing) -> None:
        """Have a drawing written into a folder, which is made."""
        self._drawings.append((folder, drawing))
        for code, size in drawing.figures:
            stored = self._cache / _key(drawing, code, size, self._bundle)
            self._pictures.append(_Picture(drawing, code, size, folder, stored))
            if not stored.is_file():
                self.expect()

    def write(self, progress: Progress | None = None) -> None:
        """Write pictures, interactive figures and plotted rows of each drawing.

        Raises:
            SetupError: a picture is missing from the cache, and the browser, the font or the plotly bundle is missing too.
            ChartError: a picture could not be drawn, or has a colour outside the palette.
        """
        files = self._cache / "files"
        lights = {one.stored: kept(one.stored) for one in self._pictures}
        missing = [one for one in {one.stored: one for one in self._pictures}.values() if lights[one.stored] is None]
        if missing:
            raise_all(SetupError, lacking(self._bundle))
            lights |= _draw(missing, self._studio, progress or _silent)
        self._studio.dismiss()
        for folder, drawing in self._drawings:
            folder.mkdir(parents=True, exist_ok=True)
            place(_csv(drawing).encode(), folder / drawing.data, files)
            for code in dict.fromkeys(code for code, _ in drawing.figures):
                place(_interactive(drawing, code).encode(), folder / drawing.interactive(code), files)
        for one in self._pictures:
            light = lights[one.stored]
            assert light is not None
            target = one.folder / one.drawing.picture(one.language, one.size)
            place(light, target, files)
            dark = darken(light.decode(), one.drawing.palette, str(target))
            place(dark.encode(), one.folder / one.drawing.picture(one.language, one.size, dark=True), files)


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total


def _key(drawing: Drawing, code: str, size: str, bundle: Path) -> str:
    parts = [_dumped(drawing.figures[code, size]), drawing.title[code], FAMILY, font(), _recipe(bundle), version()]
    return sha256("\0".join(parts).encode()).hexdigest()


def _dumped(figure: object) -> str:
    return json.dumps(figure, ensure_ascii=False, separators=(",", ":"))


@once
def _recipe(bundle: Path) -> str:
    """Identify what makes an SVG of a figure: plotly.js and our own cleaning."""
    made_by = [bundle, Path(__file__).with_name("svg.py")]
    return " ".join(sha256(path.read_bytes()).hexdigest() if path.is_file() else "none" for path in made_by)


def _draw(pictures: Sequence[_Picture], studio: Studio, progress: Progress) -> dict[Path, bytes]:
    """Draw the pictures into the cache, one after the other in one browser; a second tab is no faster."""
    drawn: dict[Path, bytes] = {}
    progress(0, len(pictures))
    try:
        for done, one in enumerate(pictures, 1):
            layout = one.figure["layout"]
            options = {"format": "svg", "width": layout["width"], "height": layout["height"], "scale": 1}
            try:
                raw = studio.draw(one.figure, options)
            except RuntimeError as error:
                found = f"its {one.size} picture in {one.language} was not drawn: {error}"
                raise ChartError(one.drawing.chart.problem(found, "a figure that plotly can draw")) from error
            drawn[one.stored] = tidy(raw, one.drawing.title[one.language], FAMILY).encode()
            keep(one.stored, drawn[one.stored])
            progress(done, len(pictures))
    except OSError as error:
        found = f"{browser()} broke off: {error}"
        raise SetupError.at("this machine", found, "a Chromium that runs headless") from error
    return drawn


def _interactive(drawing: Drawing, code: str) -> str:
    """Write the figure for the page's script: the wide one, and under `narrow` what differs in the narrow one.

    `layout.meta.roles` gives each colour's role with its light and dark value, so that the script can exchange them.
    """
    wide, narrow = (_fluid(drawing.figures[code, size]) for size in ("wide", "narrow"))
    roles = drawing.palette.roles(_dumped([wide, narrow]))
    wide["layout"]["meta"] = {"roles": roles}
    other = {"layout": narrow["layout"]} | ({"data": narrow["data"]} if narrow["data"] != wide["data"] else {})
    return _dumped({**wide, "narrow": other}) + "\n"


def _fluid(figure: Mapping[str, Any]) -> dict[str, Any]:
    layout = {name: value for name, value in figure["layout"].items() if name != "width"}
    return {
        "data": [{k: v for k, v in trace.items() if k != "uid"} for trace in figure["data"]],
        "layout": {**layout, "autosize": True},
    }


def _csv(drawing: Drawing) -> str:
    """Write the plotted rows, each code followed by its wording in every language."""
    codes = list(drawing.title)
    head: list[str] = []
    for column in drawing.columns:
        head += [column.name, *(f"{column.name}_{code}" for code in codes if column.name in drawing.labels)]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(head)
    for row in drawing.rows:
        cells: list[object] = []
        for column, cell in zip(drawing.columns, row, strict=True):
            cells.append(None if cell is None else format(cell, "f") if isinstance(cell, Decimal) else key(cell))
            words = drawing.labels.get(column.name)
            if words is not None:
                cells += [words.get(str(cells[-1]), {}).get(code) for code in codes]
        writer.writerow(cells)
    return file.getvalue()
