"""How a chart speaks one language: names of values, numbers with their unit, the filled-in texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.lists import format_list

from pipeline.draw.cells import Cell, FieldLike, Labels, key
from pipeline.draw.charts import Chart
from pipeline.draw.lettering import marked_up
from pipeline.draw.rows import Plot, Point
from pipeline.errors import ChartError
from pipeline.languages import Language, Number

NAMED = 3
"""Places with the same extreme value that are all named; of more, only the first."""


@dataclass(frozen=True)
class Voice:
    language: Language
    chart: Chart
    fields: Mapping[str, FieldLike]
    labels: Labels

    def say(self, word: str) -> str:
        return self.language.say(f"chart.{word}")

    def name(self, field: str | None, value: Cell) -> str:
        """Name a value as a reader knows it: its label, else a date or the value itself."""
        if field is None:
            return ""
        if value is None:
            return self.say("unnamed")
        label = self.labels.get(field, {}).get(key(value))
        if label is not None:
            return label[self.language.code]
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, date):
            return self.language.date(value)
        return self.language.number(value) if isinstance(value, float | Decimal) else str(value)

    def place(self, value: Cell) -> str:
        return self.name(self.chart.at, value)

    def series(self, value: Cell) -> str:
        return self.name(self.chart.series, value)

    def facet(self, value: Cell) -> str:
        return self.name(self.chart.facet, value)

    @property
    def unit(self) -> str | None:
        return self.fields[self.chart.value].unit if self.chart.value else None

    @property
    def decimals(self) -> int:
        return (self.fields[self.chart.value].decimals or 0) if self.chart.value else 0

    @property
    def unit_title(self) -> str:
        if self.chart.unit_title:
            return self.chart.unit_title[self.language.code]
        return self.fields[self.chart.value].title[self.language.code] if self.chart.value else self.say("count")

    def value(self, value: Number | None, *, exact: bool = False) -> str:
        """Write a value as it stands beside its mark: percentages to one decimal unless `exact`."""
        if value is None:
            return self.say("missing")
        if self.unit == "eur":
            return self.language.money(value)
        if self.unit == "percent":
            return self.language.percent(value, self.decimals if exact else min(self.decimals, 1))
        return self.language.number(value, self.decimals or None)

    def tick(self, value: float) -> str:
        """Write a round value for an axis or a scale."""
        number = Decimal(repr(value))
        number = Decimal(int(number)) if number == int(number) else number
        if self.unit == "eur":
            return self.language.short_money(number) if number else self.language.money(number)
        if self.unit == "percent":
            return self.language.percent(number)
        return self.language.number(number)

    def brief(self, value: Number) -> str:
        """Write a value where the whole of it has no room."""
        return (
            self.language.short_money(value) if self.unit == "eur" and not -1000 < value < 1000 else self.value(value)
        )

    def hover(self, point: Point) -> str:
        """Write what the pointer shows: the place, then series and exact value."""
        parts = [part for part in (self.facet(point.facet), self.series(point.series)) if part]
        value = self.value(point.value, exact=True)
        if point.marked:
            value += f" ({self.chart.mark_text[self.language.code]})"
        lines = [marked_up(self.place(point.at), bold=True), *map(marked_up, parts), marked_up(value)]
        return "<br>".join(lines)

    def fill(self, wording: str, plot: Plot) -> str:
        """Fill in what a text asks for, computed from the plotted rows.

        Raises:
            ChartError: it asks for the largest or smallest value and every value is missing.
        """
        known = [point for point in plot.points if point.value is not None]
        values: dict[str, str] = {
            "n": self.language.number(len(known)),
            "missing": self.language.number(len(plot.points) - len(known)),
        }
        if known:
            numbers = [point.value for point in known if point.value is not None]
            for name, value in (("max", max(numbers)), ("min", min(numbers))):
                values[name] = self.value(value)
                values[f"{name}_label"] = self._called([point for point in known if point.value == value], plot)
            values["total"] = self.value(sum(numbers[1:], numbers[0]))
        try:
            return wording.format_map(values)
        except KeyError as error:
            found = f"{{{error.args[0]}}} asked of {len(plot.points)} rows without a value"
            raise ChartError(self.chart.problem(found, "at least one value")) from error

    def _called(self, points: Sequence[Point], plot: Plot) -> str:
        """Name points that share a value: their places, with series and facet where there are several of these."""
        names = []
        for point in points:
            parts = [self.place(point.at)]
            parts += [self.series(point.series)] if len(plot.series) > 1 else []
            parts += [self.facet(point.facet)] if len(plot.facets) > 1 else []
            names.append(", ".join(parts))
        if len(names) > NAMED:
            return self.language.say("chart.and_others", first=names[0])
        return format_list(names, locale=self.language.cldr)
