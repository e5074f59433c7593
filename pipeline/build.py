"""The whole way from `data/` to `build/`, in one place to read first.

read the descriptions      describe/read.py     YAML -> Dataset
shape every table          shape/               raw text -> typed, corrected, derived, sorted
attach the notes           shape/annotate.py
write and read back        publish/tables.py    CSV, Parquet, JSON
prove                      publish/prove.py     every promise of the description
pack                       publish/             workbooks, datapackage.json, archive
draw                       draw/                figures, then all pictures with one browser
exchange with build/       swap.py              whole or not at all
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.describe.dataset import Dataset, Table
from pipeline.describe.expression import parse
from pipeline.describe.form import Codebook
from pipeline.describe.read import discover, read_dataset
from pipeline.draw.charts import Chart, read_charts
from pipeline.draw.figures import Drawing, draw
from pipeline.draw.pictures import render
from pipeline.errors import ChartError, DescriptionError, InvalidTableError, raise_all, suggest
from pipeline.keys import EVERYTHING, digest, read_keys, shared_key, write_keys
from pipeline.languages import Language, read_languages
from pipeline.publish.archive import write_archive
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
    codebook = Codebook(data / "codebook.yaml")
    datasets = in_order([read_dataset(folder, languages, codebook) for folder in folders])
    chosen = _chosen(datasets, names, data)
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
            elif dataset.slug not in chosen and (target / dataset.slug).is_dir():
                shutil.copytree(target / dataset.slug, folder, copy_function=os.link)
                keys[dataset.slug] = old.get(dataset.slug, "")
            elif dataset.slug in chosen:
                tell(f"{dataset.slug}: {len(dataset.tables)} tables")
                drawn, finish = build_dataset(dataset, folder, languages, finished)
                drawings.extend((folder / "charts", drawing) for drawing in drawn)
                pages.append(finish)
        render(drawings, cache / "pictures", lambda done, total: tell(f"pictures: {done} of {total}"))
        for finish in pages:
            finish()
        _write_index(scratch, datasets)
        built = {dataset.slug: keys[dataset.slug] for dataset in datasets if (scratch / dataset.slug).is_dir()}
        whole = built == _keys(datasets, contents, shared)
        write_keys(scratch, {**built, **({EVERYTHING: everything} if whole else {})})


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
        draw_chart(chart, dataset, written, labels, languages, finished) for chart in _charts(dataset, languages)
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


def _charts(dataset: Dataset, languages: Sequence[Language]) -> tuple[Chart, ...]:
    if dataset.charts is None:
        return ()
    rows = [dataset.charts.lines[(index,)] for index in range(len(dataset.charts.content))]
    return read_charts(dataset.charts.content, dataset.charts.file, languages, rows)


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
    rows = tables[chart.table]
    if chart.where is not None:
        rows = rows.filter(parse(chart.where, dataset.charts, (chart.index, "where")).holds(rows, missing=False))
    if rows.num_rows == 0:
        raise ChartError(dataset.charts.problem((chart.index,), f"chart `{chart.name}` without a row", "at least one"))
    if chart.mark is not None:
        marked = parse(chart.mark, dataset.charts, (chart.index, "mark")).holds(rows, missing=False)
        rows = rows.append_column("__mark", marked)
    geometry: Mapping[str, Any] | None = None
    if chart.geometry is not None:
        path = finished.files.get(chart.geometry)
        if path is None:
            known = ", ".join(sorted(finished.files)) or "none"
            raise ChartError(
                dataset.charts.problem((chart.index, "geometry"), f"no file `{chart.geometry}`", f"one of {known}")
            )
        try:
            geometry = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            found = f"`{chart.geometry}`, which is not JSON"
            raise ChartError(dataset.charts.problem((chart.index, "geometry"), found, "a GeoJSON file")) from error
    return draw(chart, rows, {one.name: one for one in table.fields}, labels[chart.table], languages, geometry)


# Order


def in_order(datasets: Sequence[Dataset]) -> list[Dataset]:
    """Sort datasets so that each comes after those it refers to.

    Raises:
        DescriptionError: a dataset refers to one that does not exist, or two refer to each other.
    """
    known = {dataset.slug for dataset in datasets}
    expected = f"one of {', '.join(sorted(known))}"
    raise_all(
        DescriptionError,
        (
            origin.problem(steps, f"no dataset `{path.split('/')[0]}`", expected, suggest(path.split("/")[0], known))
            for dataset in datasets
            for path, origin, steps in dataset.uses()
            if path.split("/")[0] not in known
        ),
    )
    return _sorted(datasets, lambda one: one.slug, lambda one: one.needs())


def tables_in_order(dataset: Dataset) -> list[Table]:
    """Sort a dataset's tables so that each comes after those its names are resolved through."""
    here = f"{dataset.slug}/"

    def needs(table: Table) -> set[str]:
        paths = [one.resolve.table for one in table.fields if one.resolve]
        return {path.removeprefix(here) for path in paths if path.startswith(here)} - {table.name}

    return _sorted(dataset.tables, lambda one: one.name, needs)


def _sorted(things: Sequence[Any], name: Callable[[Any], str], needs: Callable[[Any], set[str]]) -> list[Any]:
    done: dict[str, Any] = {}
    left = list(things)
    while left:
        ready = [one for one in left if needs(one) <= set(done) | (needs(one) - {name(other) for other in left})]
        if not ready:
            circle = ", ".join(name(one) for one in left)
            raise left[0].origin.error((), f"a circle of references: {circle}", "one direction", "Take one of them out")
        done |= {name(one): one for one in ready}
        left = [one for one in left if name(one) not in done]
    return list(done.values())


def _chosen(datasets: Sequence[Dataset], names: Sequence[str], data: Path) -> set[str]:
    known = {dataset.slug: dataset for dataset in datasets}
    chosen: set[str] = set()
    waiting = list(names) or list(known)
    while waiting:
        name = waiting.pop()
        if name not in known:
            raise DescriptionError.at(data, f"no dataset `{name}`", f"one of {', '.join(known)}", suggest(name, known))
        if name not in chosen:
            chosen.add(name)
            waiting.extend(known[name].needs())
    return chosen


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


def _write_index(scratch: Path, datasets: Sequence[Dataset]) -> None:
    entries = [_index_entry(scratch / one.slug, one) for one in _catalogue(datasets) if (scratch / one.slug).is_dir()]
    (scratch / "index.json").write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _catalogue(datasets: Sequence[Dataset]) -> Iterator[Dataset]:
    yield from sorted(datasets, key=lambda one: (one.order, one.slug))


def _index_entry(folder: Path, dataset: Dataset) -> dict[str, Any]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = [one for one in package["resources"] if one.get("type") == "table"]
    if not tables:
        raise InvalidTableError.at(dataset.origin.file, "no table in the data package", "at least one")
    return {
        "name": dataset.slug,
        "title": dict(dataset.title),
        "summary": dict(dataset.summary),
        "version": dataset.version,
        "modified": dataset.modified,
        "order": dataset.order,
        "tables": [
            {
                "name": one["name"],
                "title": {code: texts["title"] for code, texts in one["translations"].items()},
                "rows": one["rowCount"],
                "links": {kind: f"{dataset.slug}/{one['name']}.{kind}" for kind in ("csv", "parquet", "json")},
            }
            for one in tables
        ],
        "links": {
            "datapackage": f"{dataset.slug}/datapackage.json",
            "archive": f"{dataset.slug}/{dataset.slug}.zip",
            **{f"xlsx-{code}": f"{dataset.slug}/{dataset.slug}.{code}.xlsx" for code in package["languages"]},
        },
    }
