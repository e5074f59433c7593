"""What the settings of one field may be together: nothing that contradicts another or would silently do nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

_ONLY_FOR = {
    "decimals": ("number",),
    "number": ("number", "integer"),
    "date": ("date",),
    "codelist": ("string",),
    "pattern": ("string",),
    "minLength": ("string",),
    "maxLength": ("string",),
    "minimum": ("integer", "number", "year", "date"),
    "maximum": ("integer", "number", "year", "date"),
    "enum": ("string", "integer", "year"),
    "unique": ("string", "integer", "number", "year", "date"),
}
"""Setting or constraint -> the types of field it is for."""


def misfits(entry: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, str]]:
    """Give what was found, what was expected and a remedy for each misfit of a field of type `kind`."""
    name = entry["name"]
    origins = [key for key in ("constant", "derive", "from") if key in entry]
    if len(origins) > 1:
        yield f"`{name}` with {' and '.join(f'`{key}`' for key in origins)}", "one origin of its values", "Delete one"
    reading = [key for key in ("recode", "resolve", "missing", "number", "date") if key in entry]
    if "derive" in entry and reading:
        yield (
            f"`{name}` with `derive` and `{reading[0]}`",
            "either",
            f"A derived field is not read: delete `{reading[0]}`",
        )
    limits = entry.get("constraints", {})
    for key, kinds in _ONLY_FOR.items():
        if (key in entry or key in limits) and kind not in kinds:
            yield f"`{key}` for a field of type {kind}", " or ".join(kinds), "Delete it, or say another `type:`"
    yield from _limits(limits, kind)
    if kind == "date" and not _whole(entry.get("date", "%Y-%m-%d")):
        yield f"the pattern `{entry['date']}`", "day, month and year, such as %d.%m.%Y", ""
    number = entry.get("number", {})
    if number.get("group") and number["group"] == number.get("decimal", "."):
        yield "one sign for groups and decimals", "two different signs", "Say `decimal:` too"


def _limits(limits: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, str]]:
    for key in ("minimum", "maximum"):
        if key in limits and not _is_of(limits[key], kind):
            yield f"`{key}: {limits[key]}`", f"a value of type {kind}", ""
    for value in limits.get("enum", ()):
        if not _is_of(value, kind):
            yield f"`{value}` in `enum`", f"a value of type {kind}", ""
    try:
        re.compile(limits.get("pattern", ""))
    except re.error as error:
        yield f"the pattern `{limits['pattern']}`: {error}", "a regular expression", ""


def _is_of(value: object, kind: str) -> bool:
    if kind == "date":
        return isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None and is_day(value)
    if kind == "string":
        return isinstance(value, str)
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_day(text: str) -> bool:
    """Tell whether a day written YYYY-MM-DD is one of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _whole(pattern: str) -> bool:
    """Whether a date pattern says all of a day, seen by writing one and reading it again."""
    day = date(2017, 10, 22)
    if not re.search("%[yY]", pattern):
        return False
    try:
        return datetime.strptime(day.strftime(pattern), pattern).date() == day  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return False
