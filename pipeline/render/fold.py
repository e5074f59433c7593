"""Names as a search compares them: without case, marks and scripts. `theme/static/js/fold.js` does the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = dict(zip("абвгдежзијклмнопрстћуфхцчшı", "abvgdezzijklmnoprstcufhccsi", strict=True))
_PAIRS = {"ђ": "dj", "љ": "lj", "њ": "nj", "џ": "dz", "đ": "dj"}
_MAP = str.maketrans(_LETTERS | _PAIRS)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Write a text in small plain Latin letters and digits, its words apart by one blank.

    ë is e, ç and č are c, đ is dj; Cyrillic becomes Latin.
    """
    plain = unicodedata.normalize("NFD", text.lower().translate(_MAP))
    kinds = ((sign, unicodedata.category(sign)[0]) for sign in plain)
    return " ".join("".join(sign if kind in "LN" else " " for sign, kind in kinds if kind != "M").split())


def forms(name: str) -> tuple[str, ...]:
    """Give the folded ways to write a name: đ is also written d."""
    plain = name.lower()
    return tuple(dict.fromkeys((fold(plain), fold(plain.replace("đ", "d").replace("ђ", "d")))))
