"""What was held against what, and what does not fit, ready to print on a dataset's page of quality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.languages import Language, Text
from pipeline.render.cells import cell
from pipeline.render.datasets import Dataset, Field
from pipeline.render.words import with_unit


@dataclass(frozen=True)
class Pair:
    """Two figures that differ, as a row of the page. `place` has one name for each field that is compared by."""

    place: tuple[str, ...]
    left: str
    right: str
    difference: str
    left_sources: tuple[str, ...]
    right_sources: tuple[str, ...]
    because: Text


@dataclass(frozen=True)
class Comparison:
    """One comparison; `tolerance` is empty where none is allowed."""

    id: str
    title: Text
    text: Text
    left: Text
    right: Text
    compared: int
    tolerance: str
    pairs: tuple[Pair, ...]


def comparisons(dataset: Dataset, language: Language) -> list[Comparison]:
    """Make the dataset's comparisons ready to print, those with differences first."""
    made = [_comparison(dataset, each, language) for each in dataset.page["comparisons"]]
    return sorted(made, key=lambda one: not one.pairs)


def numbers(dataset: Dataset) -> dict[str, int]:
    """Number the dataset's sources as its page does."""
    return {row["source_id"]: number for number, row in enumerate(dataset.sources, 1)}


def _comparison(dataset: Dataset, given: Mapping[str, Any], language: Language) -> Comparison:
    table, unit = given["left"]["table"].split("/")[-1], given["unit"]
    here = given["left"]["table"].split("/")[0] == dataset.name
    fields = [dataset.table(table).field(name) if here else None for name in given["left"]["by"]]
    # A table names the codes of others, not its own; they mean the same in every table of a dataset.
    known = dataset.page["labels"]
    labels: Mapping[str, Mapping[str, Text]] = {
        name: next((one[name] for one in (known.get(table, {}), *known.values()) if name in one), {})
        for name in given["left"]["by"]
    }
    return Comparison(
        id=given["id"],
        title=given["title"],
        text=given["text"],
        left=given["left"]["title"],
        right=given["right"]["title"],
        compared=given["compared"],
        tolerance=_apart(given["tolerance"], unit, language) if given["tolerance"] else "",
        pairs=tuple(
            Pair(
                place=_place(each["at"], given["left"]["by"], labels, fields, language),
                left=_figure(each["left"], unit, language),
                right=_figure(each["right"], unit, language),
                difference=_signed(each["difference"], unit, language),
                left_sources=tuple(each["left_sources"]),
                right_sources=tuple(each["right_sources"]),
                because=each["because"],
            )
            for each in given["differences"]
        ),
    )


def _place(
    at: str,
    names: Sequence[str],
    labels: Mapping[str, Mapping[str, Text]],
    fields: Sequence[Field | None],
    language: Language,
) -> tuple[str, ...]:
    parts = zip(names, at.split("/", len(names) - 1), fields, strict=True)
    return tuple(
        labels[name].get(part, {}).get(language.code) or _called(part, field, language, inside=number > 0)
        for number, (name, part, field) in enumerate(parts)
    )


def _called(part: str, field: Field | None, language: Language, *, inside: bool) -> str:
    """Name a part of a place that has no label; a bare number stands behind what it counts.

    Args:
        inside: other parts stand before it, so that the word for what it counts begins small, unless it is an acronym.
    """
    if field is None or field.labels:
        return part
    text = cell(field, part, language).text
    if field.type not in ("integer", "year"):
        return text
    word = field.title[language.code]
    return f"{word[0].lower() + word[1:] if inside and word[1:2].islower() else word}\u00a0{text}"


def _figure(value: float, unit: str | None, language: Language) -> str:
    return with_unit(language, _exact(value), unit)


def _apart(value: float, unit: str | None, language: Language) -> str:
    """Write a difference; between percentages it is in percentage points."""
    if unit == "percent":
        return language.say("quality.points", points=language.number(_exact(value)))
    return with_unit(language, _exact(value), unit)


def _signed(value: float, unit: str | None, language: Language) -> str:
    """Write a difference with its sign."""
    return ("+" if value > 0 else "") + _apart(value, unit, language)


def _exact(value: float) -> Decimal:
    return Decimal(str(round(value, 6)))
