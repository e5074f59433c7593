"""The colours of every page and picture: theme/palette.toml, by role, once for light and once for dark."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import DescriptionError, Problem, raise_all, shown

PALETTE = Path("theme/palette.toml")
HEX = re.compile(r"#[0-9a-f]{6}")
SERIES = 7
"""Series that the palette tells apart; a chart with more is refused."""


@dataclass(frozen=True)
class Palette:
    """`light` and `dark` have the same roles; no two roles share a light colour, so that it names its role."""

    light: Mapping[str, str]
    dark: Mapping[str, str]

    def __getitem__(self, role: str) -> str:
        if role not in self.light:
            raise DescriptionError.at(PALETTE, f"no colour `{role}`", "one for every role of the pictures")
        return self.light[role]

    def scale(self, classes: int) -> list[str]:
        """Give the roles of a sequential scale of 1 to 6 classes, palest first, spread over the whole range."""
        if classes == 1:
            return ["scale_4"]
        return [f"scale_{1 + round(step * 5 / (classes - 1))}" for step in range(classes)]

    def readable(self, role: str) -> str:
        """Give the role, ink or paper, in which letters on `role` read best, taking light and dark together."""
        return max(
            ("ink", "paper"),
            key=lambda ink: min(_contrast(half[ink], half[role]) for half in (self.light, self.dark)),
        )

    def roles(self, text: str) -> dict[str, list[str]]:
        """Give the light and dark colour of every role whose light colour stands in `text`."""
        used = set(HEX.findall(text))
        return {role: [colour, self.dark[role]] for role, colour in sorted(self.light.items()) if colour in used}


def _contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def read_palette(file: Path = PALETTE) -> Palette:
    """Read the palette.

    Raises:
        DescriptionError: not TOML, a half that is no table, a colour that is not #rrggbb in lower case, a role in one
            half only, or a light colour twice.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DescriptionError.at(file, str(error), "a palette in TOML") from error
    light, dark = content.get("light"), content.get("dark")
    if not (isinstance(light, dict) and isinstance(dark, dict)):
        raise DescriptionError.at(file, f"the tables {[*content]}", "[light] and [dark]")
    problems = []
    for half, colours in (("light", light), ("dark", dark)):
        for role, colour in colours.items():
            if not HEX.fullmatch(str(colour)):
                problems.append(Problem(shown(file), None, f"{half}.{role}", f"`{colour}`", "#rrggbb in lower case"))
    problems += [
        Problem(shown(file), None, role, "a colour in one half only", "one in [light] and one in [dark]")
        for role in sorted(set(light) ^ set(dark))
    ]
    for role, colour in light.items():
        twin = next(other for other in light if light[other] == colour)
        if twin != role:
            problems.append(
                Problem(shown(file), None, f"light.{role}", f"the colour of `{twin}`", "a colour of its own")
            )
    raise_all(DescriptionError, problems)
    return Palette(light, dark)
