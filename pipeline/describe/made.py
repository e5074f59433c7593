"""Describe the tables and fields that the pipeline adds itself; their words stand in the catalogues like all others."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.describe.dataset import Field, Table
from pipeline.describe.field import named_language
from pipeline.describe.yaml import Description
from pipeline.languages import Language, Text


def made_field(name: str, words: str, languages: Sequence[Language], kind: str = "string", **values: str) -> Field:
    """Describe a field by the wordings ``<words>.title`` and ``<words>.description``."""
    title, description = (
        made_text(f"{words}.title", languages, **values),
        made_text(f"{words}.description", languages, **values),
    )
    return Field(
        name=name,
        title=title,
        description=description,
        type=kind,
        steps=(),
        decimals=6 if kind == "number" else None,
        language=named_language(name, [language.code for language in languages]),
    )


def made_table(
    name: str,
    origin: Description,
    key: tuple[str, ...],
    fields: Sequence[Field],
    rows: int,
    languages: Sequence[Language],
) -> Table:
    """Describe a table by the wordings ``file.<name>.title`` and ``file.<name>.description``."""
    return Table(
        name=name,
        origin=origin,
        title=made_text(f"file.{name}.title", languages),
        description=made_text(f"file.{name}.description", languages),
        raw=(),
        encoding="",
        delimiter="",
        multiline=False,
        ignore={},
        keep=None,
        unpivot=None,
        key=key,
        order=(),
        rows=(rows, rows),
        label={},
        fields=tuple(fields),
        references=(),
        checks=(),
    )


def made_text(key: str, languages: Sequence[Language], **values: str) -> Text:
    return {language.code: language.say(key, **values) for language in languages}
