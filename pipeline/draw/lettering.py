"""How wide a text is, so that the layout is settled before the browser draws it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from html import escape

FONT = "Liberation Sans"
FAMILY = f"{FONT}, Arial, Helvetica, sans-serif"
LINE = 1.25
"""Height of a line, as a multiple of the size of its letters."""

# Advance widths of Liberation Sans (those of Arial) in thousandths of the size; a letter with a diacritic is as wide
# as without.
_WIDTHS = {
    letter: width
    for width, letters in {
        191: "'",
        222: "ijl’",
        260: "|",
        278: " !,./:;I[\\]ft\u00a0\u202f·ı",
        333: "()-`r“”²³",
        355: '"{}',
        389: "*",
        500: "Jcksvxyz",
        556: "#$0123456789?L_abdeghnopqu–€đ",
        584: "+<=>~^",
        611: "FTZß",
        667: "&ABEKPSVXY",
        722: "CDHNRUwĐ",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "—…",
        1015: "@",
    }.items()
    for letter in letters
}
_BOLD = 1.08


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure one line of `text` in letters of `size` pixels. A letter that is not in the table counts as wide."""
    return _thousandths(text) * size / 1000 * (_BOLD if bold else 1)


@lru_cache(maxsize=20_000)
def _thousandths(text: str) -> int:
    """Add up the widths of letters. Words are measured again and again: while lines are broken, and in every chart."""
    return sum(
        _WIDTHS.get(letter, 800)
        for letter in unicodedata.normalize("NFD", text)
        if letter in _WIDTHS or not unicodedata.combining(letter)
    )


def wrap(text: str, size: float, limit: float) -> list[str]:
    """Break `text` between words into lines no wider than `limit`; a longer word has a line of its own.

    The lines are as even as their number allows: the last one is not left with a single short word.
    """
    words = text.split(" ")
    lines = _fill(words, size, limit)
    widest = max(width(word, size) for word in words)
    while limit - size / 2 > widest and len(tighter := _fill(words, size, limit - size / 2)) == len(lines):
        lines, limit = tighter, limit - size / 2
    return lines


def lines_of(text: str, size: float, limit: float) -> int:
    """Count the lines that `wrap` gives; that they are even does not change their number."""
    return len(_fill(text.split(" "), size, limit))


def _fill(words: list[str], size: float, limit: float) -> list[str]:
    lines = [words[0]]
    taken = _thousandths(words[0])
    for word in words[1:]:
        joined = taken + _thousandths(" ") + _thousandths(word)
        if joined * size / 1000 <= limit:
            lines[-1], taken = f"{lines[-1]} {word}", joined
        else:
            lines.append(word)
            taken = _thousandths(word)
    return lines


def marked_up(lines: list[str] | str, *, bold: bool = False) -> str:
    """Write lines as plotly reads them: escaped, because it takes some HTML for formatting."""
    text = "<br>".join(escape(line, quote=False) for line in ([lines] if isinstance(lines, str) else lines))
    return f"<b>{text}</b>" if bold else text


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels on one axis as little as needed so that each is `gap` from the next and all lie in low..high.

    Args:
        wanted: where each label would best stand, ascending.
    """
    places = list(wanted)
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + gap)
    if places and places[-1] > high:
        places[-1] = high
        for index in range(len(places) - 2, -1, -1):
            places[index] = min(places[index], places[index + 1] - gap)
    return [max(place, low) for place in places]
