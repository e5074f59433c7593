"""Patterns that may be matched at once over a whole column, by an engine that is not Python's."""

from __future__ import annotations

import re

_ALIKE = re.compile(
    r"""(?x)
    (?:
        [A-Za-z0-9 _,;:@/%&'"<>=~!-]            # signs that stand for themselves
      | \\[dws./+()\[\]{}^$|*?\\-]              # escapes; of the classes, ASCII's part of Python's
      | \[ (?: [A-Za-z0-9 _,;:@/%'".+*?()$|{}] | (?<!\[)-(?!-) | \\[dws./+()\[\]{}^$|\\-] )+ \]
      | \( (?: \?: | (?!\?) ) | \) | \|
      | [.]
      | (?: [*+?] | \{\d{1,3}(?:,\d{0,3})?\} ) (?![*+?{])
    )*
    """
)
"""Patterns that Google's RE2 never matches where Python would not: it may refuse more, such as digits of other scripts."""


def quick(pattern: str) -> str | None:
    """Give the pattern for RE2, which knows no look-around, to match whole values; None where it may mean another thing.

    What RE2 does not match must still be shown to Python.
    """
    return rf"\A(?:{pattern})\z" if _ALIKE.fullmatch(pattern) else None
