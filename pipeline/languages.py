"""A language of the site: its words, and how it writes numbers and dates.

Numbers, dates and plural forms are Babel's; this module only finds the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

from pipeline.errors import DescriptionError

Text: TypeAlias = Mapping[str, str]
"""One wording per language code."""

Number: TypeAlias = int | float | Decimal


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
            DescriptionError: the catalogue has no such key, or asks for what is not told where it is used.
        """
        return _filled(self, key, values) if values else _plain(self, key)

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
    return _filled(language, key, {})


def _filled(language: Language, key: str, values: Mapping[str, object]) -> str:
    wording = language.wording(key)
    if isinstance(wording, Mapping):
        count = values.get("n")
        if not isinstance(count, int | float | Decimal):
            raise DescriptionError.at(language.file, "plural forms", "one text: no number is told there", column=key)
        wording = wording[language.cldr.plural_form(count)]
    try:
        return wording.format_map({name: _written(language, value) for name, value in values.items()})
    except KeyError as error:
        known = ", ".join(f"{{{name}}}" for name in values) or "none"
        found = f"the placeholder {{{error.args[0]}}}"
        raise DescriptionError.at(language.file, found, f"one that the site fills: {known}", column=key) from error


def _written(language: Language, value: object) -> object:
    return language.number(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


@lru_cache(maxsize=50_000, typed=True)
def _number(language: Language, value: Number, decimals: int | None) -> str:
    pattern = "#,##0.###" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=language.cldr, decimal_quantization=decimals is not None)


def language_of(described: str | Mapping[str, Any] | None, row: Mapping[str, Any]) -> str:
    """Tell the language of a row's text as its field describes it: a BCP 47 tag, or "" where none is known.

    Args:
        described: the field's `language`: a tag, or the `field` of the row that tells it, by its code or by `tags`.
    """
    if described is None or isinstance(described, str):
        return described or ""
    code, tags = row.get(described["field"]) or "", described.get("tags")
    return str(tags.get(code, "") if tags else code)
