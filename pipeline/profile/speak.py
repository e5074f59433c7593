"""Words for values: as a language writes them, put into the first wording that fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from pipeline.describe.dataset import Field
from pipeline.languages import Language, Text
from pipeline.placeholders import placeholders
from pipeline.profile.declared import Wording
from pipeline.publish.cells import as_text

Words: TypeAlias = Mapping[str, str]
"""What can be filled in, in one language; what is not known is absent."""

_PLACES = 12
"""Decimals of a figure that says no number of them: as many as a field may have."""


@dataclass(frozen=True)
class Manner:
    """How the values of a column are written."""

    type: str
    unit: str | None = None
    decimals: int | None = None
    labels: Mapping[str, Text] = field(default_factory=dict)

    @classmethod
    def of(cls, described: Field, labels: Mapping[str, Text], decimals: int | None = None) -> Manner:
        return cls(described.type, described.unit, described.decimals if decimals is None else decimals, labels)


def written(value: object, manner: Manner, language: Language, *, fixed: bool = False) -> str:
    """Write a value: a code by its label, a figure with its unit, a date in words.

    Zeros at the end of a figure are left out, unless all of a column shall have as many digits (`fixed`).
    """
    label = manner.labels.get(as_text(value))
    if label is not None:
        return label[language.code]
    if isinstance(value, date):
        return language.date(value)
    if isinstance(value, bool | str) or manner.type == "year":
        return as_text(value)
    assert isinstance(value, int | float | Decimal)
    places = _PLACES if manner.decimals is None else manner.decimals
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if fixed and manner.unit == "percent":
        return language.percent(exact, manner.decimals)
    exact = exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize()
    if manner.unit == "ordinal":
        return language.say(f"ordinal.{language.cldr.ordinal_form(int(exact))}", n=int(exact))
    if manner.unit == "percent":
        return language.percent(exact)
    return language.money(exact) if manner.unit == "eur" else language.number(exact)


def fill(wording: str, words: Words) -> str | None:
    """Fill a wording in; None where one of its words is not known."""
    return wording.format_map(words) if all(name in words for name in placeholders(wording)) else None


def fill_text(text: Text, words: Mapping[str, Words]) -> dict[str, str]:
    """Fill a text in; nothing is said where a word of it is not known."""
    said = {code: fill(wording, words[code]) for code, wording in text.items()}
    known = {code: one for code, one in said.items() if one is not None}
    return known if len(known) == len(text) else {}


def say(
    fitting: Sequence[Wording],
    words: Mapping[str, Words],
    known: Mapping[str, object],
    languages: Sequence[Language],
) -> Text | None:
    """Say a sentence about one thing in every language, or in none.

    Args:
        fitting: its wordings whose condition holds; the first that can be said is taken.
        words: per language.
        known: the facts that are known, for the plural forms.
    """
    for wording in fitting:
        said: dict[str, str] = {}
        for language in languages:
            forms = wording.text[language.code]
            if not isinstance(forms, str):
                count = known.get(wording.plural or "")
                if not isinstance(count, int | float | Decimal):
                    break
                forms = forms[language.cldr.plural_form(count)]
            sentence = fill(forms, words[language.code])
            if sentence is not None:
                said[language.code] = sentence
        if len(said) == len(languages):
            return said
    return None
