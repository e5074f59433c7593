"""A chart as its entry in charts.yaml says it; everything that can be refused without the table is refused here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import DescriptionError, Problem, raise_all, shown
from pipeline.languages import Language, Text
from pipeline.placeholders import placeholders

PLACEHOLDERS = ("n", "max", "max_label", "min", "min_label", "total", "missing")
"""What a title, an alternative text and a caption may ask for; see `figures.facts`."""

_OVER_TIME = ("lines", "dots")
_TEXTS = ("title", "alt", "caption", "unit_title", "mark_text")


@dataclass(frozen=True)
class Break:
    """A time across which the figures do not compare: no line crosses it, and `text` says what changed."""

    start: date
    end: date
    text: Text


@dataclass(frozen=True)
class Chart:
    """What to draw.

    `at` is the field that places a row: its category (bars, columns, map) or its `x` (lines, dots). `where` and `mark`
    are expressions that the caller computes. An absent text is an empty mapping.
    """

    name: str
    kind: str
    table: str
    at: str
    value: str | None
    title: Text
    alt: Text
    file: Path
    index: int
    row: int | None = None
    where: str | None = None
    group: str | None = None
    series: str | None = None
    facet: str | None = None
    order: str = "table"
    mark: str | None = None
    mark_text: Text = field(default_factory=dict)
    same: tuple[str, ...] = ()
    geometry: str | None = None
    breaks: tuple[Break, ...] = ()
    feature: bool = False
    caption: Text = field(default_factory=dict)
    unit_title: Text = field(default_factory=dict)

    def problem(self, found: str, expected: str, remedy: str = "") -> Problem:
        """Locate a problem at this chart."""
        return Problem(shown(self.file), self.row, f"chart `{self.name}`", found, expected, remedy)


def read_charts(
    entries: Sequence[Mapping[str, Any]], file: Path, languages: Sequence[Language], rows: Sequence[int] = ()
) -> tuple[Chart, ...]:
    """Read the entries of one charts.yaml, already of the form of `charts.schema.json`.

    Args:
        rows: the line each entry begins on, for messages; none when it is not known.

    Raises:
        DescriptionError: a name twice, a key that the kind needs or cannot use, a text without every language, or an
            unknown placeholder; all of them at once.
    """
    charts = tuple(_read(index, entry, file, rows[index] if rows else None) for index, entry in enumerate(entries))
    problems = []
    for chart, entry in zip(charts, entries, strict=True):
        if any(other.name == chart.name for other in charts[: chart.index]):
            problems.append(chart.problem("a second chart of this name", "each name once", "Rename it"))
        problems.extend(_misfits(chart, entry))
        codes = [language.code for language in languages]
        for key in _TEXTS:
            problems.extend(_faults(chart, key, entry.get(key), codes))
        for one in chart.breaks:
            problems.extend(_faults(chart, "breaks", one.text, codes))
    raise_all(DescriptionError, problems)
    return charts


def _read(index: int, entry: Mapping[str, Any], file: Path, row: int | None) -> Chart:
    kind = entry["kind"]
    taken = {key: entry[key] for key in entry if key not in ("category", "x", "value", "same", "order", "breaks")}
    return Chart(
        **taken,
        at=entry.get("x" if kind in _OVER_TIME else "category", ""),
        value=entry.get("value"),
        same=tuple(entry.get("same", ())),
        breaks=tuple(_breaks(entry)),
        order=entry.get("order", "-value" if kind == "bars" else "category"),
        file=file,
        index=index,
        row=row,
    )


def _breaks(entry: Mapping[str, Any]) -> Iterator[Break]:
    for one in entry.get("breaks", ()):
        days = [_day(one[key]) for key in ("from", "to")]
        if days[0] is not None and days[1] is not None:
            yield Break(days[0], days[1], one["text"])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _misfits(chart: Chart, entry: Mapping[str, Any]) -> Iterator[Problem]:
    needed, strange = ("x", "category") if chart.kind in _OVER_TIME else ("category", "x")
    if needed not in entry:
        yield chart.problem(f"no `{needed}`", f"`{needed}`, which {chart.kind} are placed by")
    if strange in entry:
        yield chart.problem(f"`{strange}`", f"`{needed}` in a chart of kind {chart.kind}")
    if chart.value is None and chart.group != "count":
        yield chart.problem("no `value`", "the field to draw", "Name it, or say `group: count`")
    if chart.value is not None and chart.group == "count":
        yield chart.problem("a `value` with `group: count`", "one of the two", "Rows are counted; delete `value`")
    if (chart.mark is None) != (not chart.mark_text):
        yield chart.problem("only one of `mark` and `mark_text`", "both or neither", "Say what the mark means")
    if chart.kind == "map":
        if chart.geometry is None:
            yield chart.problem("a map without `geometry`", "a published GeoJSON file as <dataset>/<file>")
        if chart.series is not None:
            yield chart.problem("a map with `series`", "one value for each area", "Use `facet`")
    elif chart.geometry is not None:
        yield chart.problem(f"`geometry` in a chart of kind {chart.kind}", "`geometry` in maps only", "Delete it")
    if len(chart.breaks) < len(entry.get("breaks", ())) or any(one.start >= one.end for one in chart.breaks):
        yield chart.problem(
            "`breaks` with a day that is none, or that end before they begin", "from one day to a later"
        )
    if chart.breaks and chart.kind not in _OVER_TIME:
        yield chart.problem(f"`breaks` in a chart of kind {chart.kind}", "`breaks` in lines and dots only", "Delete it")
    if chart.kind in _OVER_TIME and "order" in entry:
        yield chart.problem(f"`order` in a chart of kind {chart.kind}", "the order of `x`", "Delete it")


def _faults(chart: Chart, key: str, text: Mapping[str, str] | None, codes: Sequence[str]) -> Iterator[Problem]:
    if text is None:
        return
    missing, unknown = [code for code in codes if not text.get(code, "").strip()], sorted(set(text) - set(codes))
    if missing:
        yield chart.problem(f"`{key}` misses {missing}", "every language", "Write it")
    if unknown:
        yield chart.problem(f"`{key}` has unknown {unknown}", f"only {list(codes)}", "Delete it")
    for code, wording in sorted(text.items()):
        try:
            asked = set(placeholders(wording))
        except ValueError as error:
            yield chart.problem(f"`{key}` in {code}: {error}", "placeholders such as {max}", "Write {{ for a brace")
            continue
        allowed = PLACEHOLDERS if key in ("title", "alt", "caption") else ()
        for name in sorted(asked - set(allowed)):
            among = ", ".join(f"{{{one}}}" for one in allowed) or "no placeholder here"
            yield chart.problem(f"`{key}` in {code} has unknown {{{name}}}", among)
