"""Maps: areas in steps of one colour, a short scale, names where an area has room for them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.draw.areas import Area, Ring, bounds, placed
from pipeline.draw.cells import key
from pipeline.draw.lettering import LINE, marked_up, width, wrap
from pipeline.draw.rows import Plot, Point
from pipeline.draw.scale import class_of, classes
from pipeline.draw.sheet import Panel, Sheet
from pipeline.draw.size import WIDE, Box
from pipeline.draw.swatch import KeyEntry
from pipeline.draw.voice import Voice

HEIGHT = {"wide": 600, "narrow": 420}
COLUMNS = {"wide": 4, "narrow": 2}
LETTERS = 12
"""Size of the letters of what is written in an area."""
GAP = 16
ASIDE = 90
"""Pixels kept free at the left of a wide map, so that the heading has the corner to itself at smaller widths too."""
STEP = 44
"""Least width of a step of the scale."""
UNITS = 1200
"""Coordinates that areas are rounded to, over the width of a map; borders shared by neighbours stay shared."""


def draw_map(sheet: Sheet, plot: Plot, voice: Voice, areas: Sequence[Area]) -> None:
    """Colour each area by the class of its value; grey where it is missing, hatched where it is marked."""
    sheet.heading(voice.unit_title, [])
    edges = classes(plot.numbers) if plot.numbers else []
    roles = sheet.palette.scale(len(edges) + 1)
    right = _scale(sheet, plot, voice, edges, roles)
    extent, alone = bounds(areas), len(plot.facets) == 1
    columns = min(len(plot.facets), COLUMNS[sheet.size.name])
    widest = (sheet.right - sheet.left - GAP * (columns - 1)) / columns
    wide = min(widest, HEIGHT[sheet.size.name] * extent.width / -extent.height)
    high = wide * -extent.height / extent.width
    # The same coordinates at both sizes: the figure of the page's script holds them once.
    units = UNITS if alone else UNITS // 6
    shapes = placed(areas, Box(0, 0, units, units * high / wide))
    for facet, cell in sheet.grid([(facet, voice.facet(facet)) for facet in plot.facets], columns, GAP):
        # The axes keep their proportions in the middle of their box, also at other widths.
        left, top = cell.left + (ASIDE if alone and sheet.size is WIDE else 0), cell.top
        if alone:
            start = (left + cell.right - wide) / 2
            top = _beside(areas, start, wide, high, Box(0, 0, right + 12, sheet.y + 6))
        box = Box(left, top, cell.right, top + high)
        panel = sheet.panel(
            box,
            {"range": [0, units], "constrain": "domain"},
            {"range": [units * high / wide, 0], "scaleanchor": "x", "constrain": "domain"},
        )
        values = {key(point.at): point for point in plot.of(facet, every=True)}
        homes = [_room(area, _halves(values[area.id], voice), units / wide) for area in shapes] if alone else []
        named = 2 * homes.count(None) <= len(homes)
        for area in shapes:
            point = values[area.id]
            role = "scale_none" if point.number is None else roles[class_of(point.number, edges)]
            _colour(panel, area, point, role, voice)
            if alone:
                _name(panel, area, point, role, voice, units / wide, named=named)
        sheet.y = box.bottom


def _beside(areas: Sequence[Area], left: float, wide: float, high: float, heading: Box) -> float:
    """Find the highest place for the map at which no area lies under the heading in the left corner."""
    top = 6.0
    while top < heading.bottom:
        shown = placed(areas, Box(left, top, left + wide, top + high))
        if not any(x < heading.right and y < heading.bottom for area in shown for ring in area.rings for x, y in ring):
            break
        top += 4
    return top


def _scale(sheet: Sheet, plot: Plot, voice: Voice, edges: Sequence[float], roles: Sequence[str]) -> float:
    """Draw the scale, its edges written below it, and what grey and hatching mean. Gives its right end."""
    size = sheet.size.small
    words = [voice.tick(edge) for edge in edges]
    step = max([STEP, *(width(word, size) + 12 for word in words)])
    step = min(step, (sheet.right - sheet.left) / len(roles))
    for number, role in enumerate(roles):
        sheet.sample(KeyEntry("square", role, ""), sheet.left + number * step, sheet.y + 6, step)
    for number, word in enumerate(words, 1):
        sheet.text(sheet.left + number * step, sheet.y + 20 + size / 2, word, anchor="center", size=size)
    sheet.y += 40
    entries = []
    if any(point.value is None for point in plot.points):
        entries.append(KeyEntry("square", "scale_none", voice.say("missing")))
    if any(point.marked and point.value is not None for point in plot.points):
        entries.append(KeyEntry("striped", roles[len(roles) // 2], voice.chart.mark_text[voice.language.code]))
    return max(sheet.left + step * len(roles), sheet.key(entries))


def _colour(panel: Panel, area: Area, point: Point, role: str, voice: Voice) -> None:
    palette = panel.sheet.palette
    xs: list[int | None] = []
    ys: list[int | None] = []
    for ring in area.rings:
        points = _rounded(ring)
        xs += [*([None] if xs else []), *(x for x, _ in points)]
        ys += [*([None] if ys else []), *(y for _, y in points)]
    look: dict[str, object] = {"fillcolor": palette[role]}
    if point.marked and point.value is not None:
        look["fillpattern"] = {
            "shape": "/", "fgcolor": palette["paper"], "bgcolor": palette[role], "size": 7, "solidity": 0.2,
        }  # fmt: skip
    panel.add(
        type="scatter", mode="lines", fill="toself", hoveron="fills", x=xs, y=ys, text=voice.hover(point),
        line={"color": palette["paper"], "width": 1}, **look,
    )  # fmt: skip


def _rounded(ring: Ring) -> list[tuple[int, int]]:
    """Round the coordinates and drop points that then fall together."""
    found = [(round(x), round(y)) for x, y in ring]
    return [point for point, before in zip(found, [None, *found], strict=False) if point != before]


def _name(panel: Panel, area: Area, point: Point, role: str, voice: Voice, unit: float, *, named: bool) -> None:
    """Write name and value, or one of them, where they fit inside the area; `unit` is a pixel's part of it.

    Args:
        named: most areas have room for their name. Else only values are written, the same in every area.
    """
    name = voice.place(point.at)
    value = [] if point.value is None else [voice.value(point.value)]
    halves = _halves(point, voice)
    names = ([name, *value], [*halves, *value], [name], halves) if named else ()
    for lines in filter(None, (*names, value)):
        found = _room(area, lines, unit)
        if found is not None:
            ground = role if point.marked and point.value is not None else None
            ink = panel.sheet.palette.readable(role)
            panel.text(*found, marked_up(lines), anchor="center", size=LETTERS, role=ink, ground=ground)
            return


def _halves(point: Point, voice: Voice) -> list[str]:
    """Break the name of an area into the narrowest lines."""
    name = voice.place(point.at)
    return wrap(name, LETTERS, max(width(word, LETTERS) for word in name.split(" ")) + 1)


def _room(area: Area, lines: Sequence[str], unit: float) -> tuple[float, float] | None:
    high = len(lines) * LETTERS * LINE
    return area.room((max(width(line, LETTERS) for line in lines) + 2) * unit, high * unit)
