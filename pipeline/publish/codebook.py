"""The codebook as a page of `docs/`: every column of every dataset, in all languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.describe.dataset import Dataset, Field
from pipeline.languages import Language, Text
from pipeline.publish.outcomes import outcome_tables
from pipeline.publish.reconcile import Outcome
from pipeline.shape.annotate import with_notes


def codebook_page(datasets: Sequence[Dataset], languages: Sequence[Language]) -> str:
    """Write the page in Markdown: a row for each meaning of each column name, by name."""
    fields: dict[tuple[str, str], Field] = {}
    places: dict[tuple[str, str], list[str]] = {}
    for dataset in sorted(datasets, key=lambda one: (one.order, one.slug)):
        for table in _with_made(dataset, languages).tables:
            for field in table.fields:
                meaning = (field.name, str(sorted(field.description.items())))
                fields.setdefault(meaning, field)
                places.setdefault(meaning, []).append(f"{dataset.slug}/{table.name}")
    return "".join(_lines(fields, places, languages))


def _with_made(dataset: Dataset, languages: Sequence[Language]) -> Dataset:
    """Add what the build adds: the notes, and what came of comparing, of which only the columns matter here."""
    outcomes = [Outcome(one, 0, ()) for one in dataset.comparisons]
    return outcome_tables(with_notes(dataset, languages), outcomes, languages)[0]


def _lines(
    fields: dict[tuple[str, str], Field], places: dict[tuple[str, str], list[str]], languages: Sequence[Language]
) -> Iterator[str]:
    def said(key: str) -> Text:
        return {one.code: one.say(key) for one in languages}

    yield f"# {_both(said('codebook.title'), ' · ')}\n\n{_both(said('codebook.lede'), chr(10) * 2)}\n\n"
    headings = ("codebook.name", "codebook.meaning", "codebook.type", "codebook.where")
    yield f"| {' | '.join(_both(said(key)) for key in headings)} |\n|---|---|---|---|\n"
    for meaning, field in sorted(fields.items()):
        kind = _both(said(f"type.{field.type}"))
        if field.unit:
            kind += f", {_both(said(f'unit.{field.unit}'))}"
        meant = [f"**{field.title[one.code]}** {field.description[one.code]}" for one in languages]
        codes = "; ".join(f"`{code}` {_both(one.title)}" for code, one in field.codes.items())
        yield f"| `{field.name}` | {'<br>'.join([*meant, *([codes] if codes else [])])} | {kind} | {', '.join(places[meaning])} |\n"


def _both(text: Text, between: str = " / ") -> str:
    """Give a text in every language, once where languages agree."""
    return between.join(dict.fromkeys(text.values())).replace("|", "\\|")
