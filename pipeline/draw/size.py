"""The two sizes of every picture, and boxes of pixels in them."""

from __future__ import annotations

from dataclasses import dataclass

MARGIN = 6


@dataclass(frozen=True)
class Size:
    """A width that pictures are drawn for, and its letters; heights follow the content."""

    name: str
    width: int
    text: int
    small: int


WIDE = Size("wide", 880, 14, 13)
NARROW = Size("narrow", 328, 13, 12)
"""The column of a page on a phone 360 pixels wide: there letters are as large as they are drawn."""
SIZES = (WIDE, NARROW)


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top
