"""Match a pattern over a whole column at once, by an engine that is not Python's, where that is sure to agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.distinct import repeats_itself

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


def unlike(values: pa.Array | pa.ChunkedArray, pattern: str, matches: Callable[[str], Any]) -> Any:
    """Tell which values a pattern does not match; a missing one is none of them.

    Args:
        matches: how Python, which decides, matches the pattern.
    """
    some, sure = pc.unique(values) if repeats_itself(values) else values, quick(pattern)
    strange = some.filter(pc.invert(pc.match_substring_regex(some, sure))) if sure else some
    wrong = [one for one in pc.unique(strange.drop_null()).to_pylist() if not matches(one)]
    return pc.is_in(values, value_set=pa.array(wrong, pa.string()))
