"""From a chart and its table to a drawing: what is plotted, what is said, one figure per language and size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa

from pipeline.draw.areas import Area, read_areas
from pipeline.draw.bars import draw_bars
from pipeline.draw.cells import Cell, FieldLike, Labels, key
from pipeline.draw.charts import Chart
from pipeline.draw.columns import draw_columns
from pipeline.draw.lines import draw_dots, draw_lines
from pipeline.draw.map import draw_map
from pipeline.draw.palette import Palette, read_palette
from pipeline.draw.rows import Plot, plot
from pipeline.draw.sheet import Figure, Sheet
from pipeline.draw.size import SIZES
from pipeline.draw.voice import Voice
from pipeline.errors import ChartError
from pipeline.languages import Language, Text
from pipeline.publish.cells import as_json

Draw: TypeAlias = Callable[[Sheet, Plot, Voice], None]

SOURCE = "source_id"
"""The field that names the source of a row, where a table has it."""

KINDS: Mapping[str, Draw] = {"bars": draw_bars, "columns": draw_columns, "lines": draw_lines, "dots": draw_dots}
"""The kinds that need nothing but their rows; a map also needs its areas."""


@dataclass(frozen=True)
class Column:
    """A column of the plotted rows."""

    name: str
    title: Text
    unit: str | None = None


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be rendered.

    `rows` are the plotted rows in plot order, their cells in the order of `columns`; `labels` holds the wording of the
    codes among them. `sources` names the sources of the rows, that of most rows first. `figures` has one plotly figure
    per language code and size.
    """

    chart: Chart
    title: Text
    alt: Text
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    labels: Labels
    sources: tuple[str, ...]
    figures: Mapping[tuple[str, str], Figure]
    palette: Palette

    def picture(self, language: str, size: str, *, dark: bool = False) -> str:
        return f"{self.chart.name}.{language}.{size}{'.dark' if dark else ''}.svg"

    def interactive(self, language: str) -> str:
        return f"{self.chart.name}.{language}.json"

    @property
    def data(self) -> str:
        return f"{self.chart.name}.csv"

    def entry(self) -> dict[str, Any]:
        """Describe the drawing for the pages; paths are relative to the dataset's folder in build/."""
        codes = list(dict.fromkeys(code for code, _ in self.figures))
        return {
            "name": self.chart.name,
            "kind": self.chart.kind,
            "feature": self.chart.feature,
            "table": self.chart.table,
            "title": dict(self.title),
            "alt": dict(self.alt),
            "caption": dict(self.caption),
            "pictures": {code: {size.name: self._pictured(code, size.name) for size in SIZES} for code in codes},
            "figure": {code: f"charts/{self.interactive(code)}" for code in codes},
            "data": f"charts/{self.data}",
            "columns": [
                {"name": column.name, "title": dict(column.title)} | ({"unit": column.unit} if column.unit else {})
                for column in self.columns
            ],
            "rows": [[as_json(cell) for cell in row] for row in self.rows],
            "row_labels": {name: {value: dict(text) for value, text in words.items()} for name, words in self.labels.items()},
            "sources": list(self.sources),
        }  # fmt: skip

    def _pictured(self, code: str, size: str) -> dict[str, Any]:
        layout = self.figures[code, size]["layout"]
        return {
            "path": f"charts/{self.picture(code, size)}",
            "dark": f"charts/{self.picture(code, size, dark=True)}",
            "width": layout["width"],
            "height": layout["height"],
        }


def draw(
    chart: Chart,
    table: pa.Table,
    fields: Mapping[str, FieldLike],
    labels: Labels,
    languages: Sequence[Language],
    geometry: Mapping[str, Any] | None = None,
) -> Drawing:
    """Lay a chart out in every language and size.

    Args:
        table: the finished table, already filtered by the chart's `where`, with a boolean column `__mark` when the
            chart has `mark`.
        labels: the wordings of codes, by field and value; their order is the order of the codelist.
        geometry: the GeoJSON of a map; the `id` of each feature is a category.

    Raises:
        ChartError: the chart asks for what the table does not hold, or would mix what must not be mixed.
    """
    palette = read_palette()
    areas = read_areas(chart, geometry) if chart.kind == "map" else ()
    plotted = plot(chart, table, fields, labels, [area.id for area in areas] if chart.kind == "map" else None)
    figures, texts = {}, {}
    for language in languages:
        voice = Voice(language, chart, fields, labels)
        texts[language.code] = {
            name: voice.fill(wording[language.code], plotted)
            for name, wording in (("title", chart.title), ("alt", chart.alt), ("caption", chart.caption))
            if wording
        }
        for size in SIZES:
            figures[language.code, size.name] = _figure(Sheet(size, palette), plotted, voice, areas)
    _judge(chart, next(iter(figures.values())))
    columns = _columns(chart, fields, languages)
    asked = {name for name in (chart.facet, chart.at, chart.series) if name}
    cells = {
        name: {
            key(cell)
            for row in _rows(chart, plotted)
            for column, cell in zip(columns, row, strict=True)
            if column.name == name
        }
        for name in asked
    }
    return Drawing(
        chart=chart,
        title={code: said["title"] for code, said in texts.items()},
        alt={code: said["alt"] for code, said in texts.items()},
        caption={code: said["caption"] for code, said in texts.items() if "caption" in said},
        columns=columns,
        rows=tuple(_rows(chart, plotted)),
        labels={
            name: {value: text for value, text in labels[name].items() if value in cells[name]}
            for name in sorted(asked & set(labels))
        },
        sources=tuple(_sources(chart, table)),
        figures=figures,
        palette=palette,
    )


def _sources(chart: Chart, table: pa.Table) -> list[str]:
    """Name the sources of the rows that are drawn, that of most rows first."""
    if SOURCE not in table.column_names:
        return []
    values = table[chart.value].to_pylist() if chart.value else [1] * table.num_rows
    drawn = zip(table[SOURCE].to_pylist(), values, strict=True)
    counts = Counter(source for source, value in drawn if source is not None and value is not None)
    return sorted(counts, key=lambda source: (-counts[source], source))


def _figure(sheet: Sheet, plotted: Plot, voice: Voice, areas: Sequence[Area]) -> Figure:
    if voice.chart.kind == "map":
        draw_map(sheet, plotted, voice, areas)
    else:
        KINDS[voice.chart.kind](sheet, plotted, voice)
    symbols = voice.language.cldr.number_symbols["latn"]
    return sheet.figure(symbols["decimal"] + symbols["group"])


def _judge(chart: Chart, figure: Figure) -> None:
    """Have plotly judge a figure. One of a chart is enough: the others have the same parts, with other words and widths."""
    # Imported here: most builds have nothing to draw.
    import plotly.graph_objects as go

    try:
        go.Figure(figure)
    except ValueError as error:
        problem = " ".join(str(error).split())[:200]
        raise ChartError(chart.problem(problem, "a figure of plotly's own schema")) from error


def _columns(chart: Chart, fields: Mapping[str, FieldLike], languages: Sequence[Language]) -> tuple[Column, ...]:
    named = [fields[name] for name in (chart.facet, chart.at, chart.series, chart.value) if name]
    columns = [Column(one.name, one.title, one.unit) for one in named]
    if chart.value is None:
        columns.append(Column("count", {language.code: language.say("chart.count") for language in languages}))
    if chart.mark:
        columns.append(Column("marked", chart.mark_text))
    return tuple(columns)


def _rows(chart: Chart, plotted: Plot) -> list[tuple[Cell, ...]]:
    rows = []
    for point in plotted.points:
        row = [
            point.at,
            *([point.series] if chart.series else []),
            point.value,
            *([point.marked] if chart.mark else []),
        ]
        rows.append(tuple([point.facet, *row] if chart.facet else row))
    return rows
