"""Signs that no text may hold, for nobody sees them and they change what is read, compared or run; and how none may begin.

Control characters, marks that turn the direction of what follows, signs without a width, line breaks in disguise, and
what is no character at all.
"""

from __future__ import annotations

import re
import unicodedata

UNFIT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
FORMULA = re.compile(r"[=@\t\r]|[+-](?s:.)*[^0-9.,%\u00a0\u2009\u202f ]")
"""How a text begins that a sheet takes for a formula when it opens a CSV file; a number with its sign is none."""
FORMULA_BEGINS = "=@\t\r+-"
"""Signs of which one is the first of a formula."""


def undecoded(error: UnicodeDecodeError, line: int = 1) -> tuple[str, int]:
    """Name the byte that no decoding knows, and its line; `line` is that of the first one."""
    return f"byte 0x{error.object[error.start]:02x}", line + error.object.count(b"\n", 0, error.start)


def name(sign: str) -> str:
    """Name such a sign, which a message could not show."""
    kind = "control" if unicodedata.category(sign) == "Cc" else "invisible"
    called = unicodedata.name(sign, "")
    return f"the {kind} character U+{ord(sign):04X}" + (f" ({called})" if called else "")
