"""Pictures to take away: the chart as the pipeline has drawn it, with all that must not get lost around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pipeline.draw.lettering import FAMILY, LINE, lines_of, width, wrap
from pipeline.draw.size import MARGIN as INSET

Colours = Mapping[str, str]

MARGIN = 40
SCALE = 1.5
"""Pixels of the PNG for one of the SVG."""

_TITLE, _SMALL, _BRAND = 26, 14, 15
_GAP = 14
_SIGN = (
    '<path d="M5 10H3v11h18V10h-2" fill="none" stroke="{accent}" stroke-width="2"/><path d="M7 2h10v12H7z" '
    'fill="{accent}"/><path d="m9.4 7.8 2 2.1 3.4-4" fill="none" stroke="{paper}" stroke-width="1.8"/>'
)
_HEAD = re.compile(r"^<svg[^>]*>(?:<title>.*?</title>)?", re.DOTALL)


@dataclass(frozen=True)
class Chart:
    """A picture of the pipeline: its SVG and its size."""

    svg: str
    width: float
    height: float

    def at(self, x: float, y: float, scale: float = 1, height: float | None = None) -> str:
        """Place the picture, or as much of it from the top as `height` pixels show."""
        shown = self.height if height is None else min(self.height, height / scale)
        inside = _HEAD.sub("", self.svg.strip()).removesuffix("</svg>")
        return (
            f'<svg x="{x:g}" y="{y:g}" width="{self.width * scale:g}" height="{shown * scale:g}" '
            f'viewBox="0 0 {self.width:g} {shown:g}">{inside}</svg>'
        )


@dataclass(frozen=True)
class Words:
    """What stands around a picture; `caption` may be empty."""

    title: str
    caption: str
    source: str
    address: str
    site: str
    licence: str


def framed(chart: Chart, words: Words, colours: Colours) -> str:
    """Give the picture with title, caption, source and address, on light ground."""
    wide, room = chart.width + 2 * MARGIN, chart.width
    ink, quiet = colours["ink"], colours["ink_soft"]
    parts: list[str] = []
    y = float(MARGIN)
    for line in lines(words.title, _TITLE, room, bold=True):
        y += _TITLE * LINE
        parts.append(text(MARGIN, y - 7, line, _TITLE, ink, bold=True))
    y += _GAP
    # The picture has a margin of its own.
    parts.append(chart.at(MARGIN - INSET, y))
    y += chart.height + _GAP
    for line in lines(words.caption, _SMALL, room):
        y += _SMALL * 1.4
        parts.append(text(MARGIN, y - 4, line, _SMALL, quiet))
    y += 1.5 * _GAP
    parts.append(f'<path d="M{MARGIN},{y:g}h{room:g}" stroke="{colours["rule"]}"/>')
    y += _GAP / 2
    brand = sign(wide - MARGIN - 28 - width(words.site, _BRAND, bold=True), y + 2, colours)
    parts += [brand, text(wide - MARGIN, y + 16, words.site, _BRAND, ink, bold=True, anchor="end")]
    parts.append(text(wide - MARGIN, y + 36, words.licence, _SMALL, quiet, anchor="end"))
    for line in lines(words.source, _SMALL, room - 220):
        y += _SMALL * 1.4
        parts.append(text(MARGIN, y - 4, line, _SMALL, quiet))
    y += _SMALL * 1.4
    parts.append(text(MARGIN, y - 4, words.address, _SMALL, colours["accent"]))
    return picture(wide, round(y + MARGIN / 2), parts, colours, words.title)


def picture(wide: float, high: float, parts: Sequence[str], colours: Colours, title: str) -> str:
    """Put parts on a sheet of paper."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" viewBox="0 0 {wide:g} {high:g}" '
        f'role="img" font-family="{FAMILY}"><title>{escape(title, quote=False)}</title>'
        f'<rect width="{wide:g}" height="{high:g}" fill="{colours["paper"]}"/>{"".join(parts)}</svg>\n'
    )


def text(
    x: float, y: float, content: str, size: float, colour: str, *, bold: bool = False, anchor: str = "start"
) -> str:
    """Write one line, its letters standing on `y`."""
    weight = ' font-weight="700"' if bold else ""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{weight}{side}>'
        f"{escape(content, quote=False)}</text>"
    )


def lines(content: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines for `room` pixels; no line for no text."""
    return wrap(content, size, _limit(size, room, bold=bold)) if content else []


def count(content: str, size: float, room: float, *, bold: bool = False) -> int:
    """Count the lines that `lines` gives."""
    return lines_of(content, size, _limit(size, room, bold=bold)) if content else 0


def _limit(size: float, room: float, *, bold: bool) -> float:
    """Give the room that the plain letters of a text may take, so that its bold ones take `room`."""
    return room / (width("a", size, bold=bold) / width("a", size))


def sign(x: float, y: float, colours: Colours, side: float = 20) -> str:
    """Draw the sign of the site."""
    return f'<svg x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}" viewBox="0 0 24 24">{_SIGN.format_map(colours)}</svg>'
