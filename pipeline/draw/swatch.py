"""The key of a picture: a sample of each mark, and its word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.draw.palette import Palette

SIDE = 12
_STROKES = ((0, 2, 4, 6), (0, -2, 8, 6), (0, -6, 12, 6), (4, -6, 12, 2), (8, -6, 12, -2))
"""Lines of a hatched sample, y growing upwards from its middle."""


@dataclass(frozen=True)
class KeyEntry:
    """One entry of a key: a sample in the colour of a role, and what it means.

    `shape` is ``square``, ``hatched`` (lines of the colour), ``striped`` (lines of paper), ``dot`` or ``hollow``.
    """

    shape: str
    role: str
    word: str


def sample(entry: KeyEntry, palette: Palette, x: float, y: float, wide: float = SIDE) -> list[dict[str, Any]]:
    """Give the plotly shapes of a sample, its left end at `x` and its middle at `y` pixels, y growing upwards."""
    colour, paper, half = palette[entry.role], palette["paper"], SIDE / 2
    if entry.shape in ("dot", "hollow"):
        half = 4.5
        x, wide = x + SIDE / 2 - half, 2 * half
    hollow = entry.shape in ("hatched", "hollow")
    shape = {
        "type": "circle" if entry.shape in ("dot", "hollow") else "rect", "fillcolor": paper if hollow else colour,
        "line": {"color": colour, "width": 1.5} if hollow else {"width": 0},
        "x0": round(x, 1), "x1": round(x + wide, 1), "y0": round(y - half, 1), "y1": round(y + half, 1),
    }  # fmt: skip
    if entry.shape not in ("hatched", "striped"):
        return [shape]
    path = "".join(f"M{x + a:g},{y + b:g}L{x + c:g},{y + d:g}" for a, b, c, d in _STROKES)
    line = {"color": colour if entry.shape == "hatched" else paper, "width": 1.2}
    return [shape, {"type": "path", "path": path, "line": line}]
