"""Read one table's description, `tables/<table>.yaml`, with what it takes from the codebook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.describe.compute import CONSTANTS
from pipeline.describe.dataset import Check, Codelist, Field, NumberFormat, Reference, Resolve, Table, Unpivot
from pipeline.describe.expression import parse
from pipeline.describe.field import affixes, misfits, named_language, untold
from pipeline.describe.form import Codebook, Form
from pipeline.describe.reserved import TABLES
from pipeline.describe.yaml import Description, Steps, read_yaml
from pipeline.errors import DescriptionError, Problem, suggest
from pipeline.languages import Text


class TableForm(Form):
    """Reads the tables of one dataset.

    `codelists` are those the dataset may use: the codebook's and its own.
    """

    def __init__(
        self,
        folder: Path,
        languages: Sequence[str],
        problems: list[Problem],
        codebook: Codebook,
        codelists: Mapping[str, Codelist],
    ) -> None:
        super().__init__(folder, languages, problems)
        self.codebook = codebook
        self.codelists = codelists

    def table(self, path: Path) -> Table:
        origin = read_yaml(path, "table")
        content, name = origin.content, path.stem
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name) or name in TABLES:
            expected = f"lower_snake of at most 31 signs, not one of {sorted(TABLES)}"
            self.complain(origin, (), f"a table named `{name}`", expected, "Rename it")
        fields = tuple(self._field(origin, index) for index in range(len(content["fields"])))
        names = [field.name for field in fields]
        for index, twin in enumerate(names):
            if twin in names[:index]:
                self.complain(origin, ("fields", index), f"field `{twin}` twice", "each field once")
        if not any(field.show for field in fields):
            self.complain(
                origin, ("fields",), "no field that is shown", "one for the table on the page", "Show its key"
            )
        for field, found, expected, remedy in untold(fields):
            self.complain(origin, (*field.steps, "language"), found, expected, remedy)
        unpivot = self._unpivot(origin)
        read = [*(field.source for field in fields), *(unpivot.columns if unpivot else ())]
        for column in content.get("ignore", {}):
            if column in read:
                found = f"`{column}`, which is read"
                self.complain(origin, ("ignore", column), found, "columns that nothing is made of", "Delete it")
        raw = content.get("raw", f"{name}.csv")
        label = dict(content.get("label", {}))
        if label and sorted(label) != sorted(self.languages):
            self.complain(origin, ("label",), f"label in {sorted(label)}", f"a field for each of {self.languages}")
        said = content.get("order", [])
        order = [] if said == "raw" else said or content["key"]
        sorted_by = [one.lstrip("-") for one in said] if said != "raw" else []
        search = content.get("search", [])
        if search and not label:
            self.complain(origin, ("search",), "rows that can be found but have no name", "`label` beside `search`")
        uses = {"key": content["key"], "label": list(label.values()), "order": sorted_by, "search": search}
        self.known(origin, names, uses)
        rows = content["rows"]
        least, most = (rows, rows) if isinstance(rows, int) else rows
        if least > most:
            self.complain(origin, ("rows",), f"from {least} to {most} rows", "[least, most]")
        references = [self._reference(origin, index, names) for index in range(len(content.get("references", ())))]
        if "sourced_by" not in content:
            fields = tuple(replace(one, required=True) if one.name == "source_id" else one for one in fields)
        if name != "sources":
            references = self._sourced(origin, name, names, references)
        return Table(
            name=name,
            origin=origin,
            title=self.text(origin, ("title",)),
            description=self.text(origin, ("description",)),
            raw=tuple([raw] if isinstance(raw, str) else raw),
            encoding=content.get("encoding", "utf-8"),
            delimiter=content.get("delimiter", ","),
            multiline=content.get("multiline", False),
            ignore=content.get("ignore", {}),
            keep=self.expression(origin, ("keep",), content.get("keep")),
            unpivot=unpivot,
            key=tuple(content["key"]),
            order=tuple(order),
            rows=(least, most),
            label=label,
            fields=fields,
            references=tuple(references),
            checks=tuple(self._check(origin, index, names) for index in range(len(content.get("checks", ())))),
            search=tuple(search),
            blank_lines=content.get("blank_lines", False),
            short_rows=content.get("short_rows", False),
            heading_line=content.get("heading_line", 1),
            headings={int(number): heading for number, heading in content.get("headings", {}).items()},
        )

    def _sourced(
        self, origin: Description, table: str, names: Sequence[str], references: Sequence[Reference]
    ) -> list[Reference]:
        """See to it that each row has a source: its own, which then must exist, or one behind another key."""
        path = origin.content.get("sourced_by")
        if path is not None and not any(path in one.fields for one in references):
            self.complain(origin, ("sourced_by",), f"`{path}`, which refers to nothing", "a field of a reference")
        if "source_id" not in names:
            if path is None:
                found = f"no field `source_id` in `{table}`"
                self.complain(origin, ("fields",), found, "a source for every row", "Add it, or say `sourced_by`")
            return list(references)
        if any(one.fields == ("source_id",) for one in references):
            return list(references)
        return [*references, Reference(("source_id",), self._path("sources"), ("source_id",), ("fields",))]

    def _unpivot(self, origin: Description) -> Unpivot | None:
        plan = origin.content.get("unpivot")
        if plan is None:
            return None
        made = [plan["name"], plan["value"], *([plan["position"]] if "position" in plan else [])]
        if len(set(made)) < len(made):
            self.complain(origin, ("unpivot",), f"the columns {made}", "a name of its own for each")
        for name in {*made} & {*CONSTANTS}:
            self.complain(origin, ("unpivot",), f"a column named `{name}`", "a name that is no value in expressions")
        if "position" in plan and "split" not in plan:
            self.complain(origin, ("unpivot", "position"), "a position without `split`", "both or none")
        return Unpivot(tuple(plan["columns"]), plan["name"], plan["value"], plan.get("split"), plan.get("position"))

    def _reference(self, origin: Description, index: int, names: Sequence[str]) -> Reference:
        entry, steps = origin.content["references"][index], ("references", index)
        fields = [entry["field"]] if "field" in entry else entry["fields"]
        to = entry.get("to", fields)
        to = [to] if isinstance(to, str) else to
        self.known(origin, names, {"references": fields})
        if len(to) != len(fields):
            self.complain(origin, steps, f"{len(fields)} fields to {len(to)}", "as many on both sides")
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
        return Check(formula, self.text(origin, ("checks", index, "because")))

    def _field(self, origin: Description, index: int) -> Field:
        steps: Steps = ("fields", index)
        said = origin.content["fields"][index]
        said = {"name": said} if isinstance(said, str) else said
        name = said["name"]
        # Who describes a field in full means a field of their own, whatever else has its name.
        own = "title" in said and "description" in said
        known = {} if own else self.codebook.fields.get(name, {})
        entry = {**known, **said}

        def text(key: str) -> Text:
            if key in said:
                return self.text(origin, (*steps, key))
            if key in known:
                return self.text(self.codebook.origin, ("fields", name, key))
            found = f"field `{name}` without `{key}`"
            expected = f"a {key} here or in {self.codebook.origin.file.name}"
            self.complain(origin, steps, found, expected, suggest(name, self.codebook.fields))
            return {}

        codelist = entry.get("codelist")
        codes = self.codelists.get(codelist) if codelist else None
        if codelist is not None and codes is None:
            expected = "one of " + ", ".join(sorted(self.codelists)) if self.codelists else "one that is described"
            self.complain(origin, steps, f"no codelist `{codelist}`", expected, suggest(codelist, self.codelists))
        kind = entry.get("type", "string")
        for found, expected, remedy in misfits(entry, kind):
            self.complain(origin, steps, found, expected, remedy)
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
                affixes(number.get("prefix", "")),
                affixes(number.get("suffix", "")),
            ),
            date=entry.get("date"),
            recode={key: "" if value is None else str(value) for key, value in entry["recode"].items()}
            if "recode" in entry
            else None,
            resolve=Resolve(self._path(resolve["table"]), resolve["by"], resolve["take"], resolve.get("fold", False))
            if resolve
            else None,
            constant=_constant(entry["constant"]) if "constant" in entry else None,
            derive=self.expression(origin, (*steps, "derive"), entry.get("derive")),
            codelist=codelist,
            language=entry.get(
                "language", named_language(name, self.languages) if kind == "string" and not codelist else None
            ),
            codes=codes.codes if codes else {},
            apart=codes is not None and codes.apart,
            required=entry.get("required", False),
            constraints=entry.get("constraints", {}),
            show=entry.get("show", True),
        )


def _constant(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
