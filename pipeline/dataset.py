"""The way of one dataset: its tables, what holds of them together, its pictures, and the files readers take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from pipeline.cache import Cache
from pipeline.describe.dataset import Dataset, Table
from pipeline.describe.yaml import read_yaml
from pipeline.draw import CHARTS_SCHEMA
from pipeline.draw.charts import Chart, read_charts
from pipeline.draw.choose import choose, read_geometry
from pipeline.draw.drawer import Drawer
from pipeline.draw.figures import Drawing
from pipeline.engine import Engine
from pipeline.errors import ChartError, InvalidTableError, More, Problem, by_place, raise_all, suggest
from pipeline.languages import Language
from pipeline.order import tables_in_order
from pipeline.publish.archive import write_archive
from pipeline.publish.files import publish_file
from pipeline.publish.outcomes import outcome_tables
from pipeline.publish.package import write_package
from pipeline.publish.page import Labels, labels_of, write_page
from pipeline.publish.prove import broken_table, prove_references
from pipeline.publish.reconcile import reconcile
from pipeline.publish.tables import published, write_json, write_table
from pipeline.publish.workbook import write_workbook
from pipeline.shape.annotate import NOTES, notes_rows, with_notes
from pipeline.table import Work, make_table


@dataclass
class Finished:
    """What is built so far: tables by ``<dataset>/<table>``, their descriptions, published files by ``<dataset>/<file>``.

    `hashes` are those of the CSV files that were written, by ``<dataset>/<table>``.
    """

    cache: Cache
    tables: dict[str, pa.Table] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    described: dict[str, Table] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    @property
    def drawer(self) -> Drawer:
        return Drawer(self.cache)

    def add(self, dataset: Dataset, table: Table, rows: pa.Table, hashed: str = "") -> None:
        path = f"{dataset.slug}/{table.name}"
        self.tables[path], self.described[path], self.hashes[path] = rows, table, hashed

    def names(self, table: Table) -> dict[str, pa.Table]:
        """Give the tables that names of `table` become codes through, as far as they are built."""
        wanted = {one.resolve.table for one in table.fields if one.resolve}
        return {path: self.tables[path] for path in wanted if path in self.tables}


def build_dataset(
    dataset: Dataset, folder: Path, languages: Sequence[Language], finished: Finished, run: Engine
) -> tuple[list[Drawing], Callable[[], None]]:
    """Build one dataset into an empty folder and add it to `finished`.

    Returns:
        Its drawings, still to be rendered, and the step that packs the folder once they are.

    Raises:
        PipelineError: the first stage that refuses.
    """
    folder.mkdir(parents=True)
    dataset, counts = write_tables(dataset, folder, languages, finished, run)
    outcomes = reconcile(dataset, finished.tables)
    dataset, compared = outcome_tables(dataset, outcomes, languages)
    for name, rows in compared.items():
        raise_all(InvalidTableError, _write_made(rows, name, dataset, folder, finished))
    written = {table.name: finished.tables[f"{dataset.slug}/{table.name}"] for table in dataset.tables}
    for one in dataset.files:
        finished.files[f"{dataset.slug}/{one.name}"] = publish_file(one, folder)
    labels = {
        table.name: labels_of(table, written[table.name], finished.described, finished.tables)
        for table in dataset.tables
    }
    drawings = [
        draw_chart(chart, dataset, written, labels, languages, finished)
        for chart in described_charts(dataset.folder, languages)
    ]

    def finish() -> None:
        for table in dataset.tables:
            write_json(written[table.name], table, folder)
        for language in languages:
            write_workbook(dataset, written, language, folder / f"{dataset.slug}.{language.code}.xlsx")
        hashes = {table.name: finished.hashes[f"{dataset.slug}/{table.name}"] for table in dataset.tables}
        write_package(dataset, written, hashes, languages, folder, finished.cache)
        archive = write_archive(dataset, languages, folder)
        write_page(dataset, written, labels, counts, outcomes, [drawing.entry() for drawing in drawings], archive)

    return drawings, finish


def write_tables(
    dataset: Dataset, folder: Path, languages: Sequence[Language], finished: Finished, run: Engine
) -> tuple[Dataset, Mapping[str, int]]:
    """Write the tables and prove them; give the dataset with what its notes add, and how many rows each is about."""
    noted = with_notes(dataset, languages)
    located: dict[str, pa.Table] = {}
    counts: Counter[str] = Counter()
    broken: list[Problem | More] = []
    for table in tables_in_order(dataset):
        described = noted.table(table.name)
        assert described is not None
        made = make_table(Work(dataset, table, described, finished.names(table)), folder, run)
        located[table.name] = made.rows
        finished.add(dataset, described, published(made.rows), made.hash)
        counts += made.counts
        broken += made.broken
    if noted.notes:
        located[NOTES] = notes_rows(noted, counts, languages)
        broken += _write_made(located[NOTES], NOTES, noted, folder, finished)
    raise_all(InvalidTableError, by_place(broken))
    prove_references(located, noted, finished.tables)
    return noted, counts


def _write_made(rows: pa.Table, name: str, dataset: Dataset, folder: Path, finished: Finished) -> list[Problem | More]:
    """Write a table that the pipeline made; give the promises that it breaks."""
    table = dataset.table(name)
    assert table is not None
    finished.add(dataset, table, published(rows), write_table([rows], table, folder))
    return broken_table(rows, table)


def described_charts(folder: Path, languages: Sequence[Language]) -> tuple[Chart, ...]:
    """Read the charts of a dataset's folder."""
    path = folder / "charts.yaml"
    if not path.exists():
        return ()
    read = read_yaml(path, CHARTS_SCHEMA)
    return read_charts(read.content, path, languages, [read.lines[(index,)] for index in range(len(read.content))])


def draw_chart(
    chart: Chart,
    dataset: Dataset,
    tables: Mapping[str, pa.Table],
    labels: Mapping[str, Labels],
    languages: Sequence[Language],
    finished: Finished,
) -> Drawing:
    """Pick a chart's rows, as its `where` and `mark` say, and draw them."""
    assert dataset.charts is not None
    table = dataset.table(chart.table)
    if table is None:
        known = ", ".join(one.name for one in dataset.tables)
        steps = (chart.index, "table")
        remedy = suggest(chart.table, [one.name for one in dataset.tables])
        raise ChartError(dataset.charts.problem(steps, f"no table `{chart.table}`", f"one of {known}", remedy))
    rows = choose(chart, tables[chart.table], dataset.charts, (chart.index,))
    if rows.num_rows == 0:
        raise ChartError(dataset.charts.problem((chart.index,), f"chart `{chart.name}` without a row", "at least one"))
    geometry = read_geometry(chart, finished.files, dataset.charts, (chart.index,))
    fields = {one.name: one for one in table.fields}
    return finished.drawer.draw(chart, rows, fields, labels[chart.table], languages, geometry)
