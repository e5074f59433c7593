"""What the parts of a dataset must be to one another: each name leads somewhere, no two files take one name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.describe.dataset import Dataset
from pipeline.describe.entries import Correction, Highlight, Note
from pipeline.describe.reserved import FILES
from pipeline.errors import Problem, shown, suggest
from pipeline.placeholders import placeholders

PARTS = (
    "dataset.yaml",
    "tables",
    "raw",
    "corrections.yaml",
    "notes.yaml",
    "reconciliation.yaml",
    "charts.yaml",
    "profiles.yaml",
    "panels.yaml",
)
"""What a dataset's folder may hold, apart from its about pages."""
ABOUT = re.compile(r"about\.([^.]+)\.md")
"""The name of an about page, with the code of its language."""

_VALUES = {"value", "n"}
"""What the text of a highlight may ask for."""


def leading_out(folder: Path) -> Iterator[Problem]:
    """Give the links by which a dataset's folder would publish what lies elsewhere; raw files are seen to when read."""
    home = folder.parent.resolve() / folder.name
    for path in (folder, *sorted(folder.rglob("*"))):
        inside_raw = path.relative_to(folder).parts[:1] == ("raw",) and path != folder / "raw"
        # One that leads nowhere, or to itself, cannot be resolved.
        if path.is_symlink() and not inside_raw and not (path.exists() and path.resolve().is_relative_to(home)):
            found = "a link that leads out of the dataset"
            yield Problem(shown(path), None, "", found, "files of its own", "Put the file itself there")


def strangers(folder: Path) -> Iterator[Problem]:
    """Give the files of a dataset's folder that nothing reads."""
    for path in sorted(folder.iterdir()):
        if path.name not in PARTS and not ABOUT.fullmatch(path.name) and not path.name.startswith("."):
            yield unread(path, PARTS)
    for path in sorted(folder.glob("tables/*")):
        if path.suffix != ".yaml" and not path.name.startswith("."):
            yield unread(path, (f"{path.stem}.yaml",))


def unread(path: Path, known: tuple[str, ...]) -> Problem:
    """Describe a file that nothing reads; most are a misspelt name."""
    remedy = suggest(path.name, known, "Move it to raw/ or delete it")
    return Problem(shown(path), None, "", "a file that nothing reads", "one of " + ", ".join(known), remedy)


def conflicts(dataset: Dataset) -> Iterator[Problem]:
    """Give what does not go together, from `dataset.yaml` to the notes."""
    yield from _unknown_tables(dataset)
    yield from _sources(dataset)
    yield from _taken_names(dataset)
    for highlight in dataset.highlights:
        yield from _placeholders(highlight)


def _unknown_tables(dataset: Dataset) -> Iterator[Problem]:
    uses: list[Correction | Note | Highlight] = [*dataset.corrections, *dataset.notes, *dataset.highlights]
    known = [table.name for table in dataset.tables]
    for use in uses:
        if use.table is not None and use.table not in known:
            expected = "one of " + ", ".join(known)
            yield use.origin.problem(
                (*use.steps, "table"), f"no table `{use.table}`", expected, suggest(use.table, known)
            )


def _sources(dataset: Dataset) -> Iterator[Problem]:
    table = dataset.table("sources")
    if table is None:
        yield dataset.origin.problem((), "no table `sources`", "tables/sources.yaml", "Describe the sources")
        return
    if table.key != ("source_id",):
        yield table.origin.problem(("key",), f"the key {list(table.key)}", "[source_id] in the table of sources")
    title = table.field("title")
    if title is None or not title.required:
        found = "no field `title` that is `required`"
        yield table.origin.problem(("fields",), found, "the title of every source", "Describe it")
    if table.rows[0] == 0:
        yield table.origin.problem(("rows",), "a table of sources that may be empty", "at least one source")


def _taken_names(dataset: Dataset) -> Iterator[Problem]:
    taken = {*FILES, dataset.slug, *(table.name for table in dataset.tables)}
    for index, one in enumerate(dataset.files):
        if one.name in taken:
            steps = ("files", index, "name")
            yield dataset.origin.problem(
                steps, f"the name `{one.name}`", "one that no other file has", "Choose another"
            )
        taken.add(one.name)


def _placeholders(highlight: Highlight) -> Iterator[Problem]:
    for code, wording in highlight.text.items():
        steps = (*highlight.steps, "text", code)
        try:
            asked = set(placeholders(wording))
        except ValueError:
            yield highlight.origin.problem(
                steps, f"`{wording}`", "braces in pairs, with a name in them", "Write {{ for a brace"
            )
            continue
        for name in sorted(asked - _VALUES):
            yield highlight.origin.problem(steps, f"the placeholder {{{name}}}", "{value} or {n}")
