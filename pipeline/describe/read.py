"""Read a dataset's folder into a `Dataset`; every text in every language, every name known, or an error that says where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from pipeline.describe.comparison import ComparisonForm
from pipeline.describe.dataset import Code, Codelist, Dataset, Table
from pipeline.describe.entries import Change, Correction, Highlight, Note, PublishedFile
from pipeline.describe.form import Codebook, Form
from pipeline.describe.prose import read_prose
from pipeline.describe.reserved import DATASETS
from pipeline.describe.table import TableForm
from pipeline.describe.whole import ABOUT, conflicts, leading_out, strangers, unread
from pipeline.describe.yaml import Description, Steps, read_yaml
from pipeline.draw import CHARTS_SCHEMA
from pipeline.errors import DescriptionError, Problem, by_place, raise_all, shown, suggest
from pipeline.languages import Language, Text

_ARCHIVED = ("1980", "2107")
"""Years that members of a ZIP file can be dated with."""
CODEBOOK = "codebook.yaml"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def discover(data: Path) -> tuple[Path, ...]:
    """Find the dataset folders, by name.

    Raises:
        DescriptionError: a folder's name is no slug or taken, it has no `dataset.yaml`, or holds a link that leads out
            of it; there is no folder at all, or a file that nothing reads.
    """
    if not data.is_dir():
        raise DescriptionError.at(data, "no such folder", "the folder of datasets")
    every = sorted(path for path in data.iterdir() if not path.name.startswith("."))
    strange = (path for path in every if not path.is_dir() and path.name != CODEBOOK)
    raise_all(DescriptionError, (unread(path, (CODEBOOK,)) for path in strange))
    folders = [path for path in every if path.is_dir()]
    if not folders:
        raise DescriptionError.at(data, "no dataset", "a folder for each", "Start one with `make new`")
    for folder in folders:
        if not SLUG.fullmatch(folder.name):
            raise DescriptionError.at(
                folder, f"a folder named `{folder.name}`", "lower case, digits and hyphens", "Rename it"
            )
        if folder.name in DATASETS:
            raise DescriptionError.at(
                folder, f"a folder named `{folder.name}`", "a name that the build does not take", "Rename it"
            )
        if not (folder / "dataset.yaml").is_file():
            raise DescriptionError.at(
                folder, "a folder without dataset.yaml", "a dataset", "Describe it or move it away"
            )
    raise_all(DescriptionError, (problem for folder in folders for problem in leading_out(folder)))
    return tuple(folders)


def read_dataset(folder: Path, languages: Sequence[Language], codebook: Codebook) -> Dataset:
    """Read one dataset.

    Raises:
        DescriptionError: every problem of its descriptions that can be seen without reading the raw files.
    """
    return _DatasetForm(folder, [language.code for language in languages], []).dataset(codebook)


class _DatasetForm(Form):
    """Reads everything of a dataset but its tables and comparisons."""

    def dataset(self, codebook: Codebook) -> Dataset:
        origin = read_yaml(self.folder / "dataset.yaml", "dataset")
        content = origin.content
        codelists = {
            **{name: (codebook.origin, ("codelists", name)) for name in codebook.codelists},
            **{name: (origin, ("codelists", name)) for name in content.get("codelists", {})},
        }
        known = {name: self._codelist(*place) for name, place in codelists.items()}
        for lists, steps in codelists.values():
            self.text(lists, (*steps, "title"))
        reader = TableForm(self.folder, self.languages, self.problems, codebook, known)
        tables = self._ordered(origin, [reader.table(path) for path in sorted(self.folder.glob("tables/*.yaml"))])
        if not tables:
            self.complain(origin, (), "no tables/*.yaml", "at least one table", "Describe a table")
        dataset = Dataset(
            slug=self.folder.name,
            folder=self.folder,
            origin=origin,
            title=self.text(origin, ("title",)),
            summary=self.text(origin, ("summary",)),
            licence=content["licence"],
            keywords=tuple(content.get("keywords", ())),
            order=content.get("order", 1000),
            changes=self._changes(origin),
            files=tuple(self._file(origin, index) for index in range(len(content.get("files", ())))),
            highlights=tuple(self._highlight(origin, index) for index in range(len(content.get("highlights", ())))),
            tables=tables,
            corrections=self._corrections(),
            notes=self._notes(),
            comparisons=ComparisonForm(self.folder, self.languages, self.problems).comparisons(),
            charts=self._charts(),
            about=self._about(),
        )
        self.problems += [*strangers(self.folder), *conflicts(dataset)]
        raise_all(DescriptionError, by_place(self.problems))
        return dataset

    def _ordered(self, origin: Description, tables: Sequence[Table]) -> tuple[Table, ...]:
        """Put the tables that `tables` names first, in its order; the others follow by name."""
        names, known = origin.content.get("tables", []), [table.name for table in tables]
        for index, name in enumerate(names):
            if name not in known:
                expected = "one of " + ", ".join(known)
                self.complain(origin, ("tables", index), f"no table `{name}`", expected, suggest(name, known))
        rank = {name: index for index, name in enumerate(names)}
        return tuple(sorted(tables, key=lambda table: rank.get(table.name, len(names))))

    def _codelist(self, origin: Description, steps: Steps) -> Codelist:
        entry = origin.content[steps[0]][steps[1]]
        codes = {
            str(code): Code(
                self.text(origin, (*steps, "codes", code, "title")),
                self.text(origin, (*steps, "codes", code, "description")),
            )
            for code in entry["codes"]
        }
        return Codelist(codes, entry.get("apart", False))

    # dataset.yaml

    def _changes(self, origin: Description) -> tuple[Change, ...]:
        changes = tuple(
            Change(
                entry["version"],
                self.date(origin, ("changes", index, "date")),
                self.text(origin, ("changes", index, "text")),
            )
            for index, entry in enumerate(origin.content["changes"])
        )
        for index, change in enumerate(changes):
            if not _ARCHIVED[0] <= change.date[:4] <= _ARCHIVED[1]:
                expected = "a day from {} to {}, which an archive can hold".format(*_ARCHIVED)
                self.complain(origin, ("changes", index, "date"), f"`{change.date}`", expected)
        for index, (newer, older) in enumerate(pairwise(changes)):
            if newer.date < older.date or _version(newer.version) <= _version(older.version):
                found = f"{newer.version} of {newer.date} above {older.version} of {older.date}"
                self.complain(origin, ("changes", index), found, "the newest change first")
        return changes

    def _file(self, origin: Description, index: int) -> PublishedFile:
        entry, steps = origin.content["files"][index], ("files", index)
        path = self.inside(origin, (*steps, "path"), entry["path"])
        title, description = self.text(origin, (*steps, "title")), self.text(origin, (*steps, "description"))
        return PublishedFile(entry["name"], path, title, description, entry.get("licence"))

    def _highlight(self, origin: Description, index: int) -> Highlight:
        entry, steps = origin.content["highlights"][index], ("highlights", index)
        function, field = entry["value"].rstrip(")").split("(")
        where = self.expression(origin, (*steps, "where"), entry.get("where"))
        return Highlight(entry["table"], where, function, field, self.text(origin, (*steps, "text")), origin, steps)

    # corrections.yaml, notes.yaml, charts.yaml, about.*.md

    def _corrections(self) -> tuple[Correction, ...]:
        origin = self.entries("corrections")
        return tuple(
            Correction(
                table=entry["table"],
                where={name: str(value) for name, value in entry["where"].items()},
                field=entry["field"],
                was=entry["was"],
                becomes=entry["becomes"],
                rows=entry.get("rows", 1),
                because=self.text(origin, (index, "because")),
                reported=self.date(origin, (index, "reported")),
                origin=origin,
                steps=(index,),
            )
            for index, entry in enumerate(origin.content)
        )

    def _notes(self) -> tuple[Note, ...]:
        origin = self.entries("notes")
        ids = [entry["id"] for entry in origin.content]
        for index, entry in enumerate(origin.content):
            if entry["id"] in ids[:index]:
                self.complain(origin, (index, "id"), f"note `{entry['id']}` twice", "each id once")
            if "where" in entry and "table" not in entry:
                self.complain(origin, (index,), "`where` without `table`", "the table whose rows are meant")
        return tuple(
            Note(
                entry["id"],
                entry.get("table"),
                self.expression(origin, (index, "where"), entry.get("where")),
                self.text(origin, (index, "text")),
                origin,
                (index,),
            )
            for index, entry in enumerate(origin.content)
        )

    def _charts(self) -> Description | None:
        path = self.folder / "charts.yaml"
        return read_yaml(path, CHARTS_SCHEMA) if path.exists() else None

    def _about(self) -> Text:
        named = ((ABOUT.fullmatch(path.name), path) for path in sorted(self.folder.iterdir()))
        files = {match[1]: path for match, path in named if match}
        for code, path in files.items():
            if code not in self.languages:
                expected = f"one of {self.languages}"
                self.problems.append(Problem(shown(path), None, "", f"the language `{code}`", expected, "Rename it"))
        for code in self.languages:
            if files and code not in files:
                missing, expected = shown(self.folder / f"about.{code}.md"), "about pages in every language, or none"
                self.problems.append(Problem(missing, None, "", "no such file", expected, "Write it"))
        return {code: read_prose(path) for code, path in files.items()}


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
