"""Social cards: what stands beside a link to a page where it is shared.

A card is made of the finished page: its title and sentence as its head gives them, and its first chart. So every page
that names a card in its head has one that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from pipeline.draw.lettering import LINE, width
from pipeline.render.kit.frame import Chart, Colours, lines, picture, sign, text
from pipeline.render.kit.paint import Painting, paint
from pipeline.render.last_site import LastSite

CARD = "card.png"
WIDE, HIGH = 1200, 630
_EDGE, _FOOT = 64, 72
_TITLES, _LINE, _KICKER = (60, 54, 48, 42, 36, 32), 27, 25
_CHART = 560
"""Width of a chart on its card."""
_LEAST, _LONG = 1.1, 1.35
"""A chart that would have to be drawn smaller than the one is drawn at the other: its end is cut off and fades out."""
_SAID = re.compile(r'<meta property="og:(\w+)" content="([^"]*)">')
_DRAWN = re.compile(r'(?:src|srcset)="([^"]+\.narrow\.svg)"')
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


def draw_cards(output: Path, colours: Colours, last_site: LastSite) -> None:
    """Write the card of each page in `output` that names one."""
    paint(dict(_cards(output, colours)), last_site.put)


def _cards(output: Path, colours: Colours) -> Iterator[tuple[Path, Painting]]:
    for page in sorted(output.rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        said = {name: unescape(value) for name, value in _SAID.findall(html)}
        if "image" in said:
            drawn = _DRAWN.search(html)
            chart = _chart(page.parent / unescape(drawn[1])) if drawn else None
            svg = card(said["title"], said["description"], said["site_name"], chart, colours)
            yield page.with_name(CARD), Painting(svg, 1)


def _chart(file: Path) -> Chart | None:
    """Read a picture; None when it is not there, which the check of the site will tell."""
    if not file.is_file():
        return None
    svg = file.read_text(encoding="utf-8")
    size = _SIZE.search(svg)
    return Chart(svg, float(size[1]), float(size[2])) if size else None


def card(title: str, line: str, site: str, chart: Chart | None, colours: Colours) -> str:
    """Give a card as SVG: title and sentence, beside them the chart where there is one.

    What follows a dash in the title says where the page belongs, and stands above it.
    """
    room = WIDE - 2 * _EDGE - (_CHART + 40 if chart else 60)
    parts = [f'<rect width="{WIDE}" height="12" fill="{colours["accent"]}"/>']
    name, _, rest = title.partition(" – ")
    size, head = _fitting(name, room)
    y = _EDGE + 8.0
    for each in lines(rest, _KICKER, room, bold=True):
        y += _KICKER * LINE
        parts.append(text(_EDGE, y - 4, each, _KICKER, colours["accent"], bold=True))
    for each in head:
        y += size * LINE
        parts.append(text(_EDGE, y - size * 0.3, each, size, colours["ink"], bold=True))
    y += 18
    left = int((HIGH - _EDGE - _FOOT - y) // (_LINE * 1.4))
    for each in _cut(lines(line, _LINE, room), max(left, 0)):
        y += _LINE * 1.4
        parts.append(text(_EDGE, y - 8, each, _LINE, colours["ink_soft"]))
    foot = HIGH - _EDGE
    parts += [sign(_EDGE, foot - 26, colours, 34), text(_EDGE + 46, foot, site, 26, colours["ink"], bold=True)]
    if chart is not None:
        parts += _beside(chart, colours)
    return picture(WIDE, HIGH, parts, colours, title)


def _fitting(title: str, room: float) -> tuple[int, list[str]]:
    """Choose the largest letters in which a title takes up to five lines, and no word is wider than a line."""
    for size in _TITLES:
        head = lines(title, size, room, bold=True)
        if len(head) * size <= 5 * 40 and all(width(each, size, bold=True) <= room for each in head):
            return size, head
    return _TITLES[-1], _cut(lines(title, _TITLES[-1], room, bold=True), 7)


def _cut(given: list[str], most: int) -> list[str]:
    if len(given) <= most:
        return given
    return [*given[: most - 1], given[most - 1].rstrip(" ,;:.–") + "…"] if most else []


def _beside(chart: Chart, colours: Colours) -> Iterator[str]:
    """Place a chart at the right, as large as it fits; a long one from its top."""
    room = HIGH - 2 * 44
    fitting = min(_CHART / chart.width, room / chart.height)
    scale = fitting if fitting >= _LEAST else _LONG
    high = min(chart.height * scale, room)
    x, y = WIDE - 44 - (_CHART + chart.width * scale) / 2, (HIGH - high) / 2 + 6
    yield chart.at(x, y, scale, high)
    if chart.height * scale > high:
        paper = colours["paper"]
        yield (
            '<linearGradient id="fade" x2="0" y2="1">'
            f'<stop stop-color="{paper}" stop-opacity="0"/><stop offset="1" stop-color="{paper}"/></linearGradient>'
            f'<rect x="{x:g}" y="{y + high - 110:g}" width="{chart.width * scale:g}" height="111" fill="url(#fade)"/>'
        )
