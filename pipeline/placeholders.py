"""The places in a wording that are filled in: a name in braces, and nothing that says how its value is to be written."""

from __future__ import annotations

import string


def placeholders(wording: str) -> list[str]:
    """Name the places that are filled in, in their order.

    Raises:
        ValueError: braces that are not in pairs, or hold more than a name: a width of a thousand million, for one.
    """
    parts = [part for part in string.Formatter().parse(wording) if part[1] is not None]
    for _, name, how, change in parts:
        if how or change:
            raise ValueError(f"more than a name in {{{name}…}}")
    return [str(name) for _, name, _, _ in parts]
