"""The whole way from `data/` to `build/`, in one place to read first.

read the descriptions      describe/read.py     YAML -> Dataset
each dataset               dataset.py
    each table             table.py
        read, shape        shape/               raw text -> typed, corrected, derived, sorted
        attach the notes   shape/annotate.py
        prove its rows     publish/prove.py     every promise of the description
        write, read back   publish/tables.py    CSV, Parquet
    prove what is whole    publish/prove.py     keys, references, numbers of rows
    reconcile              publish/reconcile.py figures that ought to agree
    draw                   draw/                figures, then all pictures with one browser
    pack                   publish/             JSON, workbooks, datapackage.json, archive, while the browser draws
profile                    profile/             what is said and shown on the pages of things
exchange with build/       swap.py              whole or not at all
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.cache import Cache, link, prune, recall
from pipeline.catalogues import read_languages
from pipeline.dataset import Finished, build_dataset, described_charts
from pipeline.describe.dataset import Dataset
from pipeline.describe.form import Codebook
from pipeline.describe.read import discover, read_dataset
from pipeline.draw.pictures import Pictures
from pipeline.engine import engine
from pipeline.errors import DescriptionError, More, Problem, raise_all
from pipeline.keys import CONTENT, EVERYTHING, content_key, digest, read_keys, shared_key, write_keys
from pipeline.languages import Language
from pipeline.order import chosen, in_order
from pipeline.profile import Built, Declarations, profile, read_declarations
from pipeline.progress import steps
from pipeline.publish.index import write_index
from pipeline.swap import fresh

Tell = Callable[[str], object]
PROFILES = "profiles"
"""The folder of `build/` that belongs to no dataset."""


def build(
    data: Path,
    target: Path,
    names: Sequence[str] = (),
    *,
    cache: Path = Path(".cache"),
    tell: Tell = print,
    where: str = "local",
) -> None:
    """Build datasets and exchange the result with `target`.

    Args:
        data: the folder of dataset folders.
        target: the folder to change, whole or not at all.
        names: datasets to build, with those they refer to; all when empty. Others stay as they were last built.
        cache: where pictures are kept between builds.
        where: the engine that works on parts of tables, `local` or `dask`.

    Raises:
        PipelineError: the first stage that refuses; `target` is then as it was.
    """
    folders = discover(data)
    # Digested before anything is read: what changes meanwhile is built next time.
    contents, everything = {folder.name: digest([folder]) for folder in folders}, everything_key(data)
    shared = digest([data / "codebook.yaml"], shared_key())
    languages = read_languages()
    described = cache / "descriptions" / _descriptions_key(data, shared)
    datasets, declarations = recall(described, lambda: _read(folders, Codebook(data / "codebook.yaml"), languages))
    keys = _keys(datasets, contents, shared)
    finished = Finished(Cache(cache, shared))
    pages: list[Callable[[], None]] = []
    pictures = Pictures(cache / "pictures")
    with fresh(target, tell, reads=[data]) as scratch, engine(where) as run, pictures:
        old = read_keys(target)
        there = [dataset.slug for dataset in datasets if (target / dataset.slug).is_dir()]
        whole = {slug for slug in there if old.get(slug + CONTENT) == content_key(target / slug)}
        # What is no longer as it was built is built again, whether it was asked for or not.
        asked = chosen(datasets, [*names, *(slug for slug in there if slug not in whole)] if names else (), data)
        for dataset in datasets:
            own, folder = target / dataset.slug, scratch / dataset.slug
            if dataset.slug in whole and old.get(dataset.slug) == keys[dataset.slug]:
                shutil.copytree(own, folder, copy_function=link)
                _remember(dataset, folder, finished)
            elif dataset.slug in whole and dataset.slug not in asked:
                shutil.copytree(own, folder, copy_function=link)
                keys[dataset.slug] = old.get(dataset.slug, "")
            elif dataset.slug in asked:
                tell(f"{dataset.slug}: {len(dataset.tables)} tables")
                if dataset.charts is not None:
                    pictures.expect()
                drawn, finish = build_dataset(dataset, folder, languages, finished, run)
                for drawing in drawn:
                    pictures.add(folder / "charts", drawing)
                pages.append(finish)
        built = {dataset.slug: keys[dataset.slug] for dataset in datasets if (scratch / dataset.slug).is_dir()}
        is_everything = built == _keys(datasets, contents, shared)
        if is_everything:
            things = Built(finished.described, finished.tables, finished.files, finished.drawer)
            for charts, drawing in profile(declarations, scratch / PROFILES, languages, things):
                pictures.add(charts, drawing)
        elif (target / PROFILES).is_dir():
            # Things are gathered across all datasets: part of them would be half a page.
            shutil.copytree(target / PROFILES, scratch / PROFILES, copy_function=link)
        with ThreadPoolExecutor(1) as packing, steps("pictures", tell) as told:
            # While the browser draws, which takes longest of all: what is packed holds no picture.
            packed = [packing.submit(finish) for finish in pages]
            pictures.write(told)
            for one in packed:
                one.result()
        write_index(scratch, datasets)
        held = {f"{slug}{CONTENT}": content_key(scratch / slug) for slug in built}
        all_of_it = {EVERYTHING: everything, CONTENT: content_key(scratch)} if is_everything else {}
        write_keys(scratch, {**built, **held, **all_of_it})
    prune(cache)


def _read(
    folders: Sequence[Path], codebook: Codebook, languages: Sequence[Language]
) -> tuple[list[Dataset], Declarations]:
    """Read all descriptions; what is wrong in any dataset's is told at once."""
    datasets: list[Dataset] = []
    problems: list[Problem | More] = []
    for folder in folders:
        with _noting(problems):
            datasets.append(read_dataset(folder, languages, codebook))
        with _noting(problems):
            described_charts(folder, languages)
    raise_all(DescriptionError, problems)
    ordered = in_order(datasets)
    return ordered, read_declarations(ordered, languages)


@contextmanager
def _noting(problems: list[Problem | More]) -> Iterator[None]:
    try:
        yield
    except DescriptionError as error:
        problems.extend(error.args)


# What is already done


def everything_key(data: Path) -> str:
    """Digest all that the build reads."""
    return digest([data], shared_key())


def _descriptions_key(data: Path, shared: str) -> str:
    """Digest all that the build reads but raw files; of these only where they are, and where links lead."""
    every = sorted(data.rglob("*"))
    names = (f"{path} {path.readlink() if path.is_symlink() else path.is_dir()}" for path in every)
    read = (path for path in every if path.is_file() and "raw" not in path.relative_to(data).parts[1:-1])
    return digest(read, shared, *names)


def _keys(datasets: Sequence[Dataset], contents: Mapping[str, str], shared: str) -> dict[str, str]:
    keys: dict[str, str] = {}
    for dataset in datasets:
        keys[dataset.slug] = digest([], contents[dataset.slug], shared, *(keys[one] for one in sorted(dataset.needs())))
    return keys


def _remember(dataset: Dataset, folder: Path, finished: Finished) -> None:
    """Take up a dataset as it was built before."""
    for table in dataset.tables:
        finished.add(dataset, table, pq.read_table(folder / f"{table.name}.parquet"))
    for one in dataset.files:
        finished.files[f"{dataset.slug}/{one.name}"] = folder / f"{one.name}{one.path.suffix}"
