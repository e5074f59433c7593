"""The languages of the site: one file each in `languages/`, with the site's own words and its CLDR locale.

Adding a language is adding `languages/<code>.toml`; the build then names every text that misses it.
Numbers, dates and plural forms are Babel's; this module only finds the words.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

from pipeline.describe import signs
from pipeline.describe.yaml import read_text
from pipeline.errors import DescriptionError, Problem, raise_all, shown

Text: TypeAlias = Mapping[str, str]
"""One wording per language code."""

Number: TypeAlias = int | float | Decimal

CATALOGUES = Path("languages")


@dataclass(frozen=True, eq=False)
class Language:
    """One language of the site, equal to no other, so that what it has written once can be kept.

    `code` is the first part of its addresses, `tag` its BCP 47 tag for `lang` and `hreflang`, `locale` its CLDR locale,
    `name` its own name. `words` holds a wording, or a mapping of CLDR plural categories, per key.
    """

    code: str
    tag: str
    locale: str
    name: str
    order: int
    file: Path
    words: Mapping[str, str | Mapping[str, str]] = field(repr=False)

    @cached_property
    def cldr(self) -> Locale:
        return Locale.parse(self.locale)

    @cached_property
    def plurals(self) -> frozenset[str]:
        """The categories of CLDR that its plural forms are named by."""
        return frozenset({*self.cldr.plural_form.tags, "other"})

    def say(self, key: str, **values: object) -> str:
        """Give the wording of `key`, filled in; the plural form follows the value ``n``.

        Numbers among the values are written as this language writes them.

        Raises:
            DescriptionError: the catalogue has no such key.
        """
        if not values:
            return _plain(self, key)
        wording = self.wording(key)
        if isinstance(wording, Mapping):
            count = values["n"]
            assert isinstance(count, int | float | Decimal)
            wording = wording[self.cldr.plural_form(count)]
        return wording.format_map({name: self._written(value) for name, value in values.items()})

    def wording(self, key: str) -> str | Mapping[str, str]:
        """Give the wording of `key` as the catalogue has it, not filled in.

        Raises:
            DescriptionError: the catalogue has no such key.
        """
        if key not in self.words:
            raise DescriptionError.at(
                self.file, f"no wording `{key}`", "every word the site uses", "Add the key to every language"
            )
        return self.words[key]

    def _written(self, value: object) -> object:
        return self.number(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value

    def number(self, value: Number, decimals: int | None = None) -> str:
        """Write a number: every digit it has, or exactly `decimals` of them."""
        return _number(self, value, decimals)

    def percent(self, value: Number, decimals: int | None = None) -> str:
        """Write a percentage given as 0–100."""
        digits = -int(Decimal(str(value)).normalize().as_tuple().exponent) if decimals is None else decimals
        pattern = self.cldr.percent_formats[None].pattern
        if digits > 0:
            pattern = pattern.replace("0%", "0." + "0" * digits + "%").replace(
                "0\u00a0%", "0." + "0" * digits + "\u00a0%"
            )
        return format_percent(Decimal(str(value)) / 100, format=pattern, locale=self.cldr)

    def money(self, value: Number) -> str:
        """Write an amount in euros; cents only where there are any."""
        whole = value == int(value)
        return format_currency(
            value, "EUR", locale=self.cldr, currency_digits=False, decimal_quantization=False,
            format=None if not whole else self.cldr.currency_formats["standard"].pattern.replace(".00", ""),
        )  # fmt: skip

    def short_money(self, value: Number) -> str:
        """Write an amount in euros for an axis or a column: 4.8 million, 1.295 million, 525.5 thousand.

        It keeps four digits at least: of 1,295,000 two decimals would make 1.3 million.
        """
        in_front = 1 + (len(f"{abs(value):.0f}") - 1) % 3
        return format_compact_currency(value, "EUR", locale=self.cldr, fraction_digits=max(1, 4 - in_front))

    def date(self, value: date, form: str = "long") -> str:
        """Write a date; `form` is CLDR's short, medium, long or a pattern."""
        return format_date(value, format=form, locale=self.cldr)


@lru_cache(maxsize=5_000)
def _plain(language: Language, key: str) -> str:
    wording = language.wording(key)
    assert isinstance(wording, str)
    return wording.format_map({})


@lru_cache(maxsize=50_000, typed=True)
def _number(language: Language, value: Number, decimals: int | None) -> str:
    pattern = "#,##0.###############" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=language.cldr)


def language_of(described: str | Mapping[str, Any] | None, row: Mapping[str, Any]) -> str:
    """Tell the language of a row's text as its field describes it: a BCP 47 tag, or "" where none is known.

    Args:
        described: the field's `language`: a tag, or the `field` of the row that tells it, by its code or by `tags`.
    """
    if described is None or isinstance(described, str):
        return described or ""
    code, tags = row.get(described["field"]) or "", described.get("tags")
    return str(tags.get(code, "") if tags else code)


def read_languages(folder: Path = CATALOGUES) -> tuple[Language, ...]:
    """Read every language, in their own order; the first one is the language of last resort of data packages.

    Raises:
        DescriptionError: a catalogue is not TOML, has no valid header, or its keys, placeholders or plural
            categories are not those of the others.
    """
    languages = sorted((_read(path) for path in sorted(folder.glob("*.toml"))), key=lambda one: (one.order, one.code))
    if not languages:
        raise DescriptionError.at(folder, "no catalogue", "one `<code>.toml` per language")
    raise_all(DescriptionError, _mismatches(languages))
    return tuple(languages)


def _read(path: Path) -> Language:
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", path.stem):
        raise DescriptionError.at(path, f"the name `{path.name}`", "a language code such as sq.toml", "Rename it")
    text = read_text(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.fullmatch(r"(.*) \(at (?:line (\d+)|end of document).*\)", str(error))
        found, row = (place[1], int(place[2] or text.count("\n") + 1)) if place else (str(error), None)
        raise DescriptionError.at(path, found, "a catalogue in TOML", row=row) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets in thousands
        raise DescriptionError.at(path, "a value without end", "a catalogue in TOML") from error
    header, words = content.get("language", {}), content.get("words")
    if not isinstance(words, dict):
        raise DescriptionError.at(path, "no [words]", "the site's words under this heading")
    for key, (kind, example) in _HEADER.items():
        if not isinstance(header.get(key), kind):
            found = f"[language] with `{key} = {header[key]!r}`" if key in header else f"[language] without `{key}`"
            raise DescriptionError.at(path, found, f"{key} = {example}")
    try:
        Locale.parse(header["locale"])
    except (UnknownLocaleError, ValueError) as error:
        raise DescriptionError.at(path, f"the locale `{header['locale']}`", "one of CLDR such as sq_XK") from error
    raise_all(
        DescriptionError, (_malformed(path, text, key, word) for key, word in words.items() if not _is_word(word))
    )
    for key, word in {**header, **words}.items():
        unfit = signs.UNFIT.search("".join(map(str, _forms(word))))
        if unfit:
            raise DescriptionError.at(path, signs.name(unfit[0]), "text", "Delete it", row=_row(text, key), column=key)
    return Language(path.stem, header["tag"], header["locale"], header["name"], header["order"], path, words)


_PLURALS = {"zero", "one", "two", "few", "many", "other"}
_HEADER = {"locale": (str, '"sq_XK"'), "tag": (str, '"sq"'), "name": (str, '"Shqip"'), "order": (int, "1")}


def _is_word(wording: object) -> bool:
    forms = list(wording.values()) if isinstance(wording, dict) else [wording]
    try:
        placeholders(str(form) for form in forms)
    except ValueError:
        return False
    return all(isinstance(form, str) for form in forms) and (not isinstance(wording, dict) or set(wording) <= _PLURALS)


def _malformed(path: Path, text: str, key: str, wording: object) -> Problem:
    expected = "a text, or one for each plural form; braces in pairs"
    remedy = f'Write a key with dots in quotes, as "{key}.…"' if isinstance(wording, dict) else ""
    return Problem(shown(path), _row(text, key), key, f"`{wording}`", expected, remedy)


def _row(text: str, key: str) -> int:
    """Find the line of a key; the first line where it stands in a form we do not look for."""
    lines = text.splitlines()
    found = (
        number for number, line in enumerate(lines, 1) if line.lstrip().startswith((f'"{key}"', f"{key} ", f"{key}."))
    )
    return next(found, 1)


def _mismatches(languages: list[Language]) -> Iterator[Problem]:
    every = sorted({key for language in languages for key in language.words})
    for language in languages:
        file, text = shown(language.file), read_text(language.file)
        for key in every:
            wording = language.words.get(key)
            if wording is None or wording == "":
                yield Problem(file, None, key, "no wording", "the same words in every language", "Translate this key")
                continue
            if isinstance(wording, Mapping) and set(wording) != language.plurals:
                found, expected = f"the plural forms {sorted(wording)}", f"those of CLDR: {sorted(language.plurals)}"
                yield Problem(file, _row(text, key), key, found, expected)
            wanted, given = placeholders(_forms(languages[0].words.get(key, wording))), placeholders(_forms(wording))
            if wanted != given:
                found, expected = (
                    f"the placeholders {sorted(given)}",
                    f"{sorted(wanted)} as in {shown(languages[0].file)}",
                )
                yield Problem(file, _row(text, key), key, found, expected)


def _forms(wording: str | Mapping[str, str]) -> list[str]:
    return list(wording.values()) if isinstance(wording, Mapping) else [wording]


def placeholders(forms: Iterable[str]) -> set[str]:
    """Name the values a wording asks for, over all its plural forms."""
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name is not None}
