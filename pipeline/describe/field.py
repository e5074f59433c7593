"""What the settings of fields may be together: nothing that contradicts another or would silently do nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from warnings import catch_warnings

from pipeline.describe.compute import CONSTANTS
from pipeline.describe.dataset import Field
from pipeline.describe.pattern import is_alike
from pipeline.errors import suggest

TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
"""A language by BCP 47: its code and, where needed, its script and region."""

_ONLY_FOR = {
    "decimals": ("number",),
    "number": ("number", "integer"),
    "date": ("date",),
    "codelist": ("string",),
    "language": ("string",),
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
    if name in CONSTANTS:
        yield f"a field named `{name}`", "a name that is no value in expressions", "Choose another"
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
    if "language" in entry and "codelist" in entry:
        yield f"`{name}` with `codelist` and `language`", "either", "Codes are shown by their titles: delete `language`"
    limits = entry.get("constraints", {})
    if "codelist" in entry and "enum" in limits:
        yield f"`{name}` with `codelist` and `enum`", "either", "A list names all its codes: delete `enum`"
    for key, kinds in _ONLY_FOR.items():
        if (key in entry or key in limits) and kind not in kinds:
            yield f"`{key}` for a field of type {kind}", " or ".join(kinds), "Delete it, or say another `type:`"
    yield from _limits(limits, kind)
    if kind == "date" and not _whole(entry.get("date", "%Y-%m-%d")):
        yield f"the pattern `{entry['date']}`", "day, month and year, such as %d.%m.%Y", ""
    yield from _signs(entry.get("number", {}))


def _signs(number: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if number.get("group") == number.get("decimal", "."):
        yield "one sign for groups and decimals", "two different signs", "Say `decimal:` too"
    for key, takes, expected in (
        ("prefix", r"(?s:.*)[\d-]", "no digit or minus at its end"),
        ("suffix", r"\d(?s:.*)", "no digit at its beginning"),
    ):
        for affix in affixes(number.get(key, "")):
            if re.fullmatch(takes, affix):
                yield f"the {key} `{affix}`", expected, ""


def affixes(said: str | Sequence[str]) -> tuple[str, ...]:
    """Give the texts that may stand before or behind a number, the longest first."""
    return tuple(sorted([said] if isinstance(said, str) else said, key=len, reverse=True))


def named_language(name: str, languages: Sequence[str]) -> str | None:
    """Give the language that a field's name says, as that of `name_sq` and `name_sq_definite`."""
    return next((part for part in name.split("_")[1:] if part in languages), None)


def untold(fields: Sequence[Field]) -> Iterator[tuple[Field, str, str, str]]:
    """Give each field whose language another one cannot tell, with what was found, what was expected and a remedy."""
    known = {field.name: field for field in fields}
    for field in fields:
        if not isinstance(field.language, Mapping):
            continue
        name, tags = field.language["field"], field.language.get("tags")
        codes = list(known[name].codes) if name in known else []
        if not codes:
            yield (
                field,
                f"`{name}` to tell the language",
                "a field of this table with a codelist",
                "Add it, or say the language itself",
            )
        for code in tags or ():
            if codes and code not in codes:
                yield field, f"no code `{code}` of `{name}`", "one of " + ", ".join(codes), suggest(code, codes)
        for code in () if tags else codes:
            if not TAG.fullmatch(code):
                yield field, f"the code `{code}` of `{name}`", "a language by BCP 47", "Say `tags:` beside `field:`"


def _limits(limits: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, str]]:
    for key in ("minimum", "maximum"):
        if key in limits and not _is_of(limits[key], kind):
            yield f"`{key}: {limits[key]}`", f"a value of type {kind}", ""
    for value in limits.get("enum", ()):
        if not _is_of(value, kind):
            yield f"`{value}` in `enum`", f"a value of type {kind}", ""
    if "pattern" in limits:
        yield from _pattern(limits["pattern"])


def _pattern(pattern: str) -> Iterator[tuple[str, str, str]]:
    try:
        with catch_warnings(action="ignore"):  # of what is refused below
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        yield f"the pattern `{pattern}`: {error}", "a regular expression", ""
        return
    if not is_alike(pattern):
        remedy = "Name the signs, such as [0-9] for digits, and leave out anchors, flags and what looks elsewhere"
        yield f"the pattern `{pattern}`", "one that every engine reads alike", remedy


def _is_of(value: object, kind: str) -> bool:
    if kind == "date":
        return isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None and is_day(value)
    if kind == "string":
        return isinstance(value, str)
    return isinstance(value, int | float if kind == "number" else int) and not isinstance(value, bool)


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
    except (ValueError, re.error):
        return False
