"""One published value as it is printed: labels for codes, numbers and dates in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Literal

from pipeline.errors import SiteError
from pipeline.languages import Language, language_of
from pipeline.render.datasets import Field

_ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?([/?#]\S*)?")
"""What is a link: `theme/static/js/file.js` takes the same for one."""

Kind = Literal["text", "number", "year", "date", "badge", "link", "missing"]


@dataclass(frozen=True)
class Cell:
    """One printed value.

    `code` is the value before it was worded, `tag` the language of a name in another one, `page` the page of the thing
    that it names.
    """

    text: str
    kind: Kind
    code: str = ""
    tag: str = ""
    page: str = ""

    @cached_property
    def is_plain(self) -> bool:
        """Tell whether the text is all there is to print, as it is of most cells, which stand on many pages."""
        return not self.page and self.kind in {"text", "number", "year"}

    @cached_property
    def mark(self) -> str:
        """Write all of the cell as one text, which tells it from every other; no text has the sign between."""
        return "\0".join(_EVERY(self))


_EVERY = attrgetter(*(one.name for one in fields(Cell)))


@lru_cache(maxsize=200_000)
def cell(field: Field, value: str, language: Language) -> Cell:
    """Word one published value, and link it where it names a thing that has a page.

    Raises:
        SiteError: a code without a label in this language.
    """
    worded = _worded(field, value, language)
    return replace(worded, page=field.pages[value]) if value in field.pages else worded


def cell_of(row: Mapping[str, str], field: Field, language: Language) -> Cell:
    """Word the value of a row, in the language that the row tells where its field does not.

    Raises:
        SiteError: a code without a label in this language.
    """
    worded = cell(field, row[field.name], language)
    if worded.kind != "text" or not isinstance(field.language, Mapping):
        return worded
    tag = foreign(language_of(field.language, row), language)
    return worded if tag == worded.tag else replace(worded, tag=tag)


def _worded(field: Field, value: str, language: Language) -> Cell:
    if value == "":
        return Cell("", "missing")
    if field.labels:
        label = field.labels.get(value, {}).get(language.code)
        if label is None:
            raise SiteError.at(language.file, f"no label for `{value}` of `{field.name}`", "a label for every code")
        return Cell(label, "badge" if field.is_status else "text", value)
    if field.type == "integer":
        return Cell(language.number(int(value)), "number")
    if field.type == "number":
        return Cell(language.number(Decimal(value), field.decimals), "number")
    if field.type == "year":
        return Cell(value, "year", value)
    if field.type == "date":
        return Cell(language.date(date.fromisoformat(value), "medium"), "date", value)
    if field.type == "boolean":
        return Cell(language.say("value.true" if value == "true" else "value.false"), "text", value)
    if _ADDRESS.fullmatch(value):
        return Cell(value, "link")
    return Cell(value, "text", tag=foreign(language_of(field.language, {}), language))


def foreign(tag: str, language: Language) -> str:
    """Give the tag of a text's language where it has to be said: not on a page of that language."""
    return "" if tag == language.tag else tag
