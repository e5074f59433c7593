"""The whole way from `data/` to `build/`, in one place to read first.

read the descriptions      describe/read.py     YAML -> Dataset
shape every table          shape/               raw text -> typed, corrected, derived, sorted
attach the notes           shape/annotate.py
write and read back        publish/tables.py    CSV, Parquet, JSON
prove                      publish/prove.py     every promise of the description
pack                       publish/             workbooks, datapackage.json, archive
draw                       draw/                figures, then all pictures with one browser
profile                    profile/             what is said and shown on the pages of things
exchange with build/       swap.py              whole or not at all
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.describe.dataset import Dataset, Table
from pipeline.describe.form import Codebook
from pipeline.describe.read import CHARTS_SCHEMA, discover, read_dataset
from pipeline.describe.yaml import read_yaml
from pipeline.draw.charts import Chart, read_charts
from pipeline.draw.choose import choose, read_geometry
from pipeline.draw.figures import Drawing, draw
from pipeline.draw.pictures import render
from pipeline.errors import ChartError, DescriptionError, Problem, raise_all, suggest
from pipeline.keys import EVERYTHING, digest, read_keys, shared_key, write_keys
from pipeline.languages import Language, read_languages
from pipeline.order import chosen, in_order, tables_in_order
from pipeline.profile import Built, profile, read_declarations
from pipeline.progress import steps
from pipeline.publish.archive import write_archive
from pipeline.publish.index import write_index
from pipeline.publish.package import write_package
from pipeline.publish.page import Labels, labels_of, write_page
from pipeline.publish.prove import prove
from pipeline.publish.reconcile import outcome_tables, reconcile
from pipeline.publish.tables import write_table
from pipeline.publish.workbook import write_workbook
from pipeline.shape.annotate import annotate
from pipeline.shape.read import FILE, LINE, read_raw
from pipeline.shape.shape import shape
from pipeline.swap import fresh

Tell = Callable[[str], None]
PROFILES = "profiles"
"""The folder of `build/` that belongs to no dataset."""


@dataclass
class Finished:
    """What is built so far: tables by ``<dataset>/<table>``, their descriptions, published files by ``<dataset>/<file>``."""

    tables: dict[str, pa.Table] = field(default_factory=dict)
    described: dict[str, Table] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)


def build(
    data: Path, target: Path, names: Sequence[str] = (), *, cache: Path = Path(".cache"), tell: Tell = print
) -> None:
    """Build datasets and exchange the result with `target`.

    Args:
        data: the folder of dataset folders.
        target: the folder to change, whole or not at all.
        names: datasets to build, with those they refer to; all when empty. Others stay as they were last built.
        cache: where pictures are kept between builds.

    Raises:
        PipelineError: the first stage that refuses; `target` is then as it was.
    """
    folders = discover(data)
    # Digested before anything is read: what changes meanwhile is built next time.
    contents, everything = {folder.name: digest([folder]) for folder in folders}, everything_key(data)
    shared = digest([data / "codebook.yaml"], shared_key())
    languages = read_languages()
    datasets = in_order(_read(folders, Codebook(data / "codebook.yaml"), languages))
    declarations = read_declarations(datasets, languages)
    asked = chosen(datasets, names, data)
    old, keys = read_keys(target), _keys(datasets, contents, shared)
    finished = Finished()
    drawings: list[tuple[Path, Drawing]] = []
    pages: list[Callable[[], None]] = []
    with fresh(target, tell) as scratch:
        for dataset in datasets:
            unchanged = old.get(dataset.slug) == keys[dataset.slug] and (target / dataset.slug).is_dir()
            folder = scratch / dataset.slug
            if unchanged:
                shutil.copytree(target / dataset.slug, folder, copy_function=os.link)
                _remember(dataset, folder, finished)
            elif dataset.slug not in asked and (target / dataset.slug).is_dir():
                shutil.copytree(target / dataset.slug, folder, copy_function=os.link)
                keys[dataset.slug] = old.get(dataset.slug, "")
            elif dataset.slug in asked:
                tell(f"{dataset.slug}: {len(dataset.tables)} tables")
                drawn, finish = build_dataset(dataset, folder, languages, finished)
                drawings.extend((folder / "charts", drawing) for drawing in drawn)
                pages.append(finish)
        built = {dataset.slug: keys[dataset.slug] for dataset in datasets if (scratch / dataset.slug).is_dir()}
        whole = built == _keys(datasets, contents, shared)
        if whole:
            things = Built(finished.described, finished.tables, finished.files)
            drawings.extend(profile(declarations, scratch / PROFILES, languages, things))
        elif (target / PROFILES).is_dir():
            # Things are gathered across all datasets: part of them would be half a page.
            shutil.copytree(target / PROFILES, scratch / PROFILES, copy_function=os.link)
        with steps("pictures", tell) as told:
            render(drawings, cache / "pictures", told)
        for finish in pages:
            finish()
        write_index(scratch, datasets)
        write_keys(scratch, {**built, **({EVERYTHING: everything} if whole else {})})


def _read(folders: Sequence[Path], codebook: Codebook, languages: Sequence[Language]) -> list[Dataset]:
    """Read every dataset; what is wrong in any of their descriptions is told at once."""
    datasets: list[Dataset] = []
    problems: list[Problem] = []
    for folder in folders:
        with _noting(problems):
            datasets.append(read_dataset(folder, languages, codebook))
        with _noting(problems):
            _charts(folder, languages)
    raise_all(DescriptionError, problems)
    return datasets


@contextmanager
def _noting(problems: list[Problem]) -> Iterator[None]:
    try:
        yield
    except DescriptionError as error:
        problems.extend(error.problems)


def build_dataset(
    dataset: Dataset, folder: Path, languages: Sequence[Language], finished: Finished
) -> tuple[list[Drawing], Callable[[], None]]:
    """Build one dataset into an empty folder and add it to `finished`.

    Returns:
        Its drawings, still to be rendered, and the step that packs the folder once they are.
    """
    folder.mkdir(parents=True)
    shaped: dict[str, pa.Table] = {}
    for table in tables_in_order(dataset):
        shaped[table.name] = shape(read_raw(dataset, table), dataset, table, finished.tables)
        finished.tables[f"{dataset.slug}/{table.name}"] = shaped[table.name]
    dataset, shaped, counts = annotate(dataset, shaped, languages)
    written: dict[str, pa.Table] = {}
    for table in dataset.tables:
        rows = shaped[table.name]
        written[table.name] = write_table(rows, table, folder)
        finished.tables[f"{dataset.slug}/{table.name}"] = written[table.name]
        finished.described[f"{dataset.slug}/{table.name}"] = table
    prove(dataset, {name: _located(written[name], rows) for name, rows in shaped.items()}, finished.tables)
    outcomes = reconcile(dataset, finished.tables)
    dataset, compared = outcome_tables(dataset, outcomes, languages)
    for name, rows in compared.items():
        made = dataset.table(name)
        assert made is not None
        written[name] = write_table(rows, made, folder)
    for one in dataset.files:
        copy = folder / f"{one.name}{one.path.suffix}"
        shutil.copyfile(one.path, copy)
        finished.files[f"{dataset.slug}/{one.name}"] = copy
    labels = {
        table.name: labels_of(table, written[table.name], finished.described, finished.tables)
        for table in dataset.tables
    }
    drawings = [
        draw_chart(chart, dataset, written, labels, languages, finished) for chart in _charts(dataset.folder, languages)
    ]

    def finish() -> None:
        for language in languages:
            write_workbook(dataset, written, language, folder / f"{dataset.slug}.{language.code}.xlsx")
        write_package(dataset, written, languages, folder)
        archive = write_archive(dataset, languages, folder)
        write_page(dataset, written, labels, counts, outcomes, [drawing.entry() for drawing in drawings], archive)

    return drawings, finish


def _located(written: pa.Table, shaped: pa.Table) -> pa.Table:
    """Put the raw file and line of each row beside what was read back from its file."""
    for name in (FILE, LINE):
        if name in shaped.column_names:
            written = written.append_column(name, shaped[name])
    return written


def _charts(folder: Path, languages: Sequence[Language]) -> tuple[Chart, ...]:
    path = folder / "charts.yaml"
    if not path.is_file():
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
    return draw(chart, rows, {one.name: one for one in table.fields}, labels[chart.table], languages, geometry)


# What is already done


def everything_key(data: Path) -> str:
    """Digest all that the build reads."""
    return digest([data], shared_key())


def _keys(datasets: Sequence[Dataset], contents: Mapping[str, str], shared: str) -> dict[str, str]:
    keys: dict[str, str] = {}
    for dataset in datasets:
        keys[dataset.slug] = digest([], contents[dataset.slug], shared, *(keys[one] for one in sorted(dataset.needs())))
    return keys


def _remember(dataset: Dataset, folder: Path, finished: Finished) -> None:
    """Take up a dataset as it was built before."""
    for table in dataset.tables:
        finished.tables[f"{dataset.slug}/{table.name}"] = pq.read_table(folder / f"{table.name}.parquet")
        finished.described[f"{dataset.slug}/{table.name}"] = table
    for one in dataset.files:
        finished.files[f"{dataset.slug}/{one.name}"] = folder / f"{one.name}{one.path.suffix}"
