"""Read a dataset's folder into a `Dataset`; every text in every language, every name known, or an error that says where."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.describe.dataset import (
    Change,
    Check,
    Code,
    Correction,
    Dataset,
    Field,
    Highlight,
    Note,
    NumberFormat,
    PublishedFile,
    Reference,
    Resolve,
    Table,
    Unpivot,
)
from pipeline.describe.expression import Expression, parse
from pipeline.describe.yaml import Description, Steps, read_yaml
from pipeline.errors import DescriptionError, Problem, raise_all
from pipeline.languages import Language, Text

CHARTS_SCHEMA = Path(__file__).parents[1] / "draw" / "charts.schema.json"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = {"quality", "notes"}
"""Names that addresses and made tables of every dataset already use."""


def discover(data: Path) -> tuple[Path, ...]:
    """Find the dataset folders, by name.

    Raises:
        DescriptionError: a folder's name is no slug, or it has no `dataset.yaml`.
    """
    folders = sorted(path for path in data.iterdir() if path.is_dir() and not path.name.startswith("."))
    for folder in folders:
        if not SLUG.fullmatch(folder.name):
            raise DescriptionError.at(
                folder, f"a folder named `{folder.name}`", "lower case, digits and hyphens", "Rename it"
            )
        if not (folder / "dataset.yaml").is_file():
            raise DescriptionError.at(
                folder, "a folder without dataset.yaml", "a dataset", "Describe it or move it away"
            )
    return tuple(folders)


class Codebook:
    """The fields and codelists that tables may take from `data/codebook.yaml`."""

    def __init__(self, file: Path) -> None:
        self.origin = read_yaml(file, "codebook") if file.is_file() else Description(file, {}, {(): 1})
        content = self.origin.content or {}
        self.fields: Mapping[str, Any] = content.get("fields", {})
        self.codelists: Mapping[str, Any] = content.get("codelists", {})


def read_dataset(folder: Path, languages: Sequence[Language], codebook: Codebook) -> Dataset:
    """Read one dataset.

    Raises:
        DescriptionError: every problem of its descriptions that can be seen without reading the raw files.
    """
    return _Reader(folder, languages, codebook).dataset()


class _Reader:
    """Collects the problems of a folder's descriptions while it reads them, so that all are told at once."""

    def __init__(self, folder: Path, languages: Sequence[Language], codebook: Codebook) -> None:
        self.folder = folder
        self.languages = [language.code for language in languages]
        self.codebook = codebook
        self.problems: list[Problem] = []

    def dataset(self) -> Dataset:
        origin = read_yaml(self.folder / "dataset.yaml", "dataset")
        content = origin.content
        codelists = {
            **{name: (self.codebook.origin, ("codelists", name)) for name in self.codebook.codelists},
            **{name: (origin, ("codelists", name)) for name in content.get("codelists", {})},
        }
        self.codelists = {name: self._codes(*place) for name, place in codelists.items()}
        self._texts(origin, ("codelists",), content.get("codelists", {}))
        tables = tuple(self._table(path) for path in sorted(self.folder.glob("tables/*.yaml")))
        if not tables:
            self.problems.append(origin.problem((), "no tables/*.yaml", "at least one table", "Describe a table"))
        dataset = Dataset(
            slug=self.folder.name,
            folder=self.folder,
            origin=origin,
            title=self._text(origin, ("title",)),
            summary=self._text(origin, ("summary",)),
            licence=content["licence"],
            keywords=tuple(content.get("keywords", ())),
            order=content.get("order", 1000),
            changes=self._changes(origin),
            files=tuple(self._file(origin, index) for index in range(len(content.get("files", ())))),
            highlights=tuple(self._highlight(origin, index) for index in range(len(content.get("highlights", ())))),
            tables=tables,
            corrections=self._corrections(),
            notes=self._notes(),
            charts=self._charts(),
            about=self._about(),
        )
        self._known_tables(dataset)
        raise_all(DescriptionError, sorted(self.problems))
        return dataset

    # Texts

    def _text(self, origin: Description, steps: Steps) -> Text:
        """Take a text, noting languages that are missing or unknown; an absent one is empty in every language."""
        value: Any = origin.content
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else value[step]
            if value is None:
                return {}
        missing = [code for code in self.languages if not str(value.get(code) or "").strip()]
        unknown = [code for code in value if code not in self.languages]
        if missing:
            self.problems.append(origin.problem(steps, f"text misses {missing}", "every language", "Write it"))
        if unknown:
            self.problems.append(origin.problem(steps, f"text has unknown {unknown}", f"only {self.languages}"))
        return {code: str(value[code]) for code in self.languages if code in value}

    def _texts(self, origin: Description, steps: Steps, lists: Mapping[str, Any]) -> None:
        for name in lists:
            self._text(origin, (*steps, name, "title"))

    def _codes(self, origin: Description, steps: Steps) -> Mapping[str, Code]:
        codes = origin.content[steps[0]][steps[1]]["codes"]
        return {
            str(code): Code(
                self._text(origin, (*steps, "codes", code, "title")),
                self._text(origin, (*steps, "codes", code, "description")),
            )
            for code in codes
        }

    # dataset.yaml

    def _changes(self, origin: Description) -> tuple[Change, ...]:
        changes = tuple(
            Change(
                entry["version"],
                self._date(origin, ("changes", index, "date")),
                self._text(origin, ("changes", index, "text")),
            )
            for index, entry in enumerate(origin.content["changes"])
        )
        for index, (newer, older) in enumerate(pairwise(changes)):
            if newer.date < older.date or _version(newer.version) <= _version(older.version):
                found = f"{newer.version} of {newer.date} above {older.version} of {older.date}"
                self.problems.append(origin.problem(("changes", index), found, "the newest change first"))
        return changes

    def _date(self, origin: Description, steps: Steps) -> str:
        value: Any = origin.content
        for step in steps:
            value = value[step]
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            self.problems.append(origin.problem(steps, f"`{value}`", "a day of the calendar"))
        return str(value)

    def _file(self, origin: Description, index: int) -> PublishedFile:
        entry, steps = origin.content["files"][index], ("files", index)
        path = self.inside(origin, (*steps, "path"), entry["path"])
        title, description = self._text(origin, (*steps, "title")), self._text(origin, (*steps, "description"))
        return PublishedFile(entry["name"], path, title, description, entry.get("licence"))

    def inside(self, origin: Description, steps: Steps, path: str) -> Path:
        """Resolve a path of a description, refusing one that is absent or leaves the dataset's folder."""
        target = self.folder / path
        if not target.resolve().is_relative_to(self.folder.resolve()):
            self.problems.append(origin.problem(steps, f"the path `{path}`", "a file inside the dataset's folder"))
        elif not target.is_file():
            self.problems.append(origin.problem(steps, f"no file `{path}`", "a file in the dataset's folder"))
        return target

    def _highlight(self, origin: Description, index: int) -> Highlight:
        entry, steps = origin.content["highlights"][index], ("highlights", index)
        function, field = entry["value"].rstrip(")").split("(")
        where = self._expression(origin, (*steps, "where"), entry.get("where"))
        return Highlight(entry["table"], where, function, field, self._text(origin, (*steps, "text")), origin, steps)

    def _expression(self, origin: Description, steps: Steps, text: str | None) -> Expression | None:
        if text is None:
            return None
        try:
            return parse(text, origin, steps)
        except DescriptionError as error:
            self.problems.extend(error.problems)
            return None

    # tables/<table>.yaml

    def _table(self, path: Path) -> Table:
        origin = read_yaml(path, "table")
        content, name = origin.content, path.stem
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in RESERVED:
            self.problems.append(
                origin.problem((), f"a table named `{name}`", f"lower_snake, not one of {sorted(RESERVED)}")
            )
        fields = tuple(self._field(origin, index) for index in range(len(content["fields"])))
        names = [field.name for field in fields]
        for index, twin in enumerate(names):
            if twin in names[:index]:
                self.problems.append(origin.problem(("fields", index), f"field `{twin}` twice", "each field once"))
        raw = content.get("raw", f"{name}.csv")
        label = dict(content.get("label", {}))
        missing = [code for code in self.languages if label and code not in label]
        if missing:
            self.problems.append(origin.problem(("label",), f"label misses {missing}", "a field for every language"))
        order = content.get("order", content["key"])
        order = [] if order == "raw" else order
        sorted_by = [one.lstrip("-") for one in order]
        self._known(origin, names, {"key": content["key"], "label": list(label.values()), "order": sorted_by})
        if "source_id" not in names and content.get("sourced_by") not in names:
            found = f"no field `source_id` in `{name}`"
            self.problems.append(
                origin.problem(("fields",), found, "a source for every row", "Add it, or say `sourced_by`")
            )
        rows = content["rows"]
        unpivot = content.get("unpivot")
        if unpivot and ("position" in unpivot) and "split" not in unpivot:
            self.problems.append(origin.problem(("unpivot", "position"), "a position without `split`", "both or none"))
        return Table(
            name=name,
            origin=origin,
            title=self._text(origin, ("title",)),
            description=self._text(origin, ("description",)),
            raw=tuple([raw] if isinstance(raw, str) else raw),
            encoding=content.get("encoding", "utf-8"),
            delimiter=content.get("delimiter", ","),
            multiline=content.get("multiline", False),
            ignore=content.get("ignore", {}),
            keep=self._expression(origin, ("keep",), content.get("keep")),
            unpivot=None
            if unpivot is None
            else Unpivot(
                tuple(unpivot["columns"]),
                unpivot["name"],
                unpivot["value"],
                unpivot.get("split"),
                unpivot.get("position"),
            ),
            key=tuple(content["key"]),
            order=tuple(order),
            rows=(rows, rows) if isinstance(rows, int) else (rows[0], rows[1]),
            label=label,
            fields=fields,
            references=tuple(
                self._reference(origin, index, names) for index in range(len(content.get("references", ())))
            ),
            checks=tuple(self._check(origin, index, names) for index in range(len(content.get("checks", ())))),
        )

    def _known(self, origin: Description, names: Sequence[str], uses: Mapping[str, Sequence[str]]) -> None:
        for place, used in uses.items():
            for name in used:
                if name not in names:
                    self.problems.append(origin.problem((place,), f"no field `{name}`", "one of " + ", ".join(names)))

    def _reference(self, origin: Description, index: int, names: Sequence[str]) -> Reference:
        entry, steps = origin.content["references"][index], ("references", index)
        fields = [entry["field"]] if "field" in entry else entry["fields"]
        to = entry.get("to", fields)
        to = [to] if isinstance(to, str) else to
        self._known(origin, names, {"references": fields})
        if len(to) != len(fields):
            self.problems.append(origin.problem(steps, f"{len(fields)} fields to {len(to)}", "as many on both sides"))
        return Reference(tuple(fields), self._path(entry["table"]), tuple(to), steps)

    def _path(self, table: str) -> str:
        return table if "/" in table else f"{self.folder.name}/{table}"

    def _check(self, origin: Description, index: int, names: Sequence[str]) -> Check:
        entry, steps = origin.content["checks"][index], ("checks", index, "formula")
        formula = parse(entry["formula"], origin, steps)
        try:
            formula.check(list(names))
        except DescriptionError as error:
            self.problems.extend(error.problems)
        return Check(formula, self._text(origin, ("checks", index, "because")))

    def _field(self, origin: Description, index: int) -> Field:
        steps: Steps = ("fields", index)
        said = origin.content["fields"][index]
        said = {"name": said} if isinstance(said, str) else said
        name = said["name"]
        known = self.codebook.fields.get(name, {})
        entry = {**known, **said}

        def text(key: str) -> Text:
            if key in said:
                return self._text(origin, (*steps, key))
            if key in known:
                return self._text(self.codebook.origin, ("fields", name, key))
            found = f"field `{name}` without `{key}`"
            self.problems.append(origin.problem(steps, found, f"a {key} here or in {self.codebook.origin.file.name}"))
            return {}

        codelist = entry.get("codelist")
        if codelist is not None and codelist not in self.codelists:
            known_lists = ", ".join(sorted(self.codelists)) or "none described"
            self.problems.append(origin.problem(steps, f"no codelist `{codelist}`", f"one of {known_lists}"))
        kind = entry.get("type", "string")
        self._sensible(origin, steps, entry, kind)
        number, resolve = entry.get("number", {}), entry.get("resolve")
        made = "constant" in entry or "derive" in entry
        return Field(
            name=name,
            title=text("title"),
            description=text("description"),
            type=kind,
            steps=steps,
            decimals=entry.get("decimals", 2 if kind == "number" else None),
            unit=entry.get("unit"),
            source=None if made else entry.get("from", name),
            missing=tuple(entry.get("missing", ())),
            number=NumberFormat(
                number.get("decimal", "."),
                number.get("group", ""),
                _affixes(number.get("prefix", "")),
                _affixes(number.get("suffix", "")),
            ),
            date=entry.get("date"),
            recode={key: "" if value is None else str(value) for key, value in entry["recode"].items()}
            if "recode" in entry
            else None,
            resolve=Resolve(self._path(resolve["table"]), resolve["by"], resolve["take"], resolve.get("fold", False))
            if resolve
            else None,
            constant=str(entry["constant"]) if "constant" in entry else None,
            derive=self._expression(origin, (*steps, "derive"), entry.get("derive")),
            codelist=codelist,
            codes=self.codelists.get(codelist, {}) if codelist else {},
            required=entry.get("required", False),
            constraints=entry.get("constraints", {}),
            show=entry.get("show", True),
        )

    def _sensible(self, origin: Description, steps: Steps, entry: Mapping[str, Any], kind: str) -> None:
        """Refuse settings that contradict one another or would silently do nothing."""

        def complain(found: str, expected: str) -> None:
            self.problems.append(origin.problem(steps, found, expected))

        origins = [key for key in ("constant", "derive") if key in entry]
        if len(origins) + ("from" in entry) > 1:
            complain(f"`{entry['name']}` with {[*origins, 'from']}", "one origin of its values")
        if entry.get("derive") and ({"recode", "resolve", "missing", "number", "date"} & set(entry)):
            complain(f"`{entry['name']}` is derived and read from text", "either")
        for key, kinds in (("decimals", ["number"]), ("number", ["number", "integer"]), ("date", ["date"])):
            if key in entry and kind not in kinds:
                complain(f"`{key}` for a field of type {kind}", " or ".join(kinds))
        pattern = entry.get("constraints", {}).get("pattern")
        if pattern is not None:
            try:
                re.compile(pattern)
            except re.error as error:
                complain(f"the pattern `{pattern}`: {error}", "a regular expression")
        number = entry.get("number", {})
        if number.get("group") and number.get("group") == number.get("decimal", "."):
            complain("one sign for groups and decimals", "two different signs")

    # corrections.yaml, notes.yaml, charts.yaml, about.*.md

    def _corrections(self) -> tuple[Correction, ...]:
        path = self.folder / "corrections.yaml"
        if not path.is_file():
            return ()
        origin = read_yaml(path, "corrections")
        return tuple(
            Correction(
                table=entry["table"],
                where={name: str(value) for name, value in entry["where"].items()},
                field=entry["field"],
                was=entry["was"],
                becomes=entry["becomes"],
                rows=entry.get("rows", 1),
                because=self._text(origin, (index, "because")),
                reported=self._date(origin, (index, "reported")),
                origin=origin,
                steps=(index,),
            )
            for index, entry in enumerate(origin.content)
        )

    def _notes(self) -> tuple[Note, ...]:
        path = self.folder / "notes.yaml"
        if not path.is_file():
            return ()
        origin = read_yaml(path, "notes")
        ids = [entry["id"] for entry in origin.content]
        for index, entry in enumerate(origin.content):
            if entry["id"] in ids[:index]:
                self.problems.append(origin.problem((index, "id"), f"note `{entry['id']}` twice", "each id once"))
            if "where" in entry and "table" not in entry:
                self.problems.append(
                    origin.problem((index,), "`where` without `table`", "the table whose rows are meant")
                )
        return tuple(
            Note(
                entry["id"],
                entry.get("table"),
                self._expression(origin, (index, "where"), entry.get("where")),
                self._text(origin, (index, "text")),
                origin,
                (index,),
            )
            for index, entry in enumerate(origin.content)
        )

    def _charts(self) -> Description | None:
        path = self.folder / "charts.yaml"
        return read_yaml(path, CHARTS_SCHEMA) if path.is_file() else None

    def _about(self) -> Text:
        files = {path.name.split(".")[1]: path for path in sorted(self.folder.glob("about.*.md"))}
        missing = [code for code in self.languages if code not in files]
        unknown = [code for code in files if code not in self.languages]
        if files and missing:
            file = str(self.folder / f"about.{missing[0]}.md")
            raise DescriptionError.at(file, f"about misses {missing}", "every language, or none", "Write it")
        if unknown:
            raise DescriptionError.at(files[unknown[0]], "an unknown language", f"one of {self.languages}")
        try:
            return {code: path.read_text(encoding="utf-8") for code, path in files.items()}
        except UnicodeDecodeError as error:
            raise DescriptionError.at(
                self.folder / "about.*.md", f"byte 0x{error.object[error.start]:02x}", "UTF-8"
            ) from error

    def _known_tables(self, dataset: Dataset) -> None:
        """Refuse corrections, notes and highlights of tables, and fields, that the dataset does not have."""
        uses: list[Correction | Note | Highlight] = [*dataset.corrections, *dataset.notes, *dataset.highlights]
        known = ", ".join(table.name for table in dataset.tables)
        for use in uses:
            if use.table is not None and dataset.table(use.table) is None:
                problem = use.origin.problem((*use.steps, "table"), f"no table `{use.table}`", f"one of {known}")
                self.problems.append(problem)
        if dataset.table("sources") is None:
            self.problems.append(
                dataset.origin.problem((), "no table `sources`", "tables/sources.yaml", "Describe the sources")
            )


def _affixes(value: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted([value] if isinstance(value, str) else value, key=len, reverse=True))


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
