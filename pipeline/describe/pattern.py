"""Patterns of texts, as every engine reads them.

Python, which frictionless uses, tries one way after the other to match a pattern: the time of some, such as `(a+)+b`,
doubles with every sign of a text. Google's RE2 always takes one look at each sign. So a pattern may say only what both
understand alike, and what it says must not depend on the alphabets that an engine knows.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.distinct import repeats_itself

_ALIKE = re.compile(
    r"""(?x)
    (?:
        [A-Za-z0-9 _,;:@/%&'"<>=~!-]            # signs that stand for themselves
      | [^\x00-\x7f]
      | \\[./+()\[\]{}^$|*?\\-]                 # escapes
      | \[ (?: [A-Za-z0-9 _,;:@/%'".+*?()$|{}] | [^\x00-\x7f] | (?<!\[)-(?!-) | \\[./+()\[\]{}^$|\\-] )+ \]
      | \( (?: \?: | (?!\?) ) | \) | \|
      | [.]
      | (?: [*+?] | \{\d{1,3}(?:,\d{0,3})?\} ) (?![*+?{])
    )*
    """
)


def is_alike(pattern: str) -> bool:
    """Tell whether a pattern that Python takes means the same to RE2, and is not too large for it."""
    if not _ALIKE.fullmatch(pattern):
        return False
    try:
        misses(pa.array([""]), pattern)
    except pa.ArrowInvalid:
        return False
    return True


def misses(values: pa.Array | pa.ChunkedArray, pattern: str) -> pa.Array:
    """Give the distinct values that a pattern, one that `is_alike`, does not match from end to end."""
    some = pc.unique(values) if repeats_itself(values) else values
    return pc.unique(some.filter(pc.invert(pc.match_substring_regex(some, rf"\A(?:{pattern})\z"))))
