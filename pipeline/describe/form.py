"""What all readers of descriptions share: taking texts, dates and expressions, and collecting what is wrong."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.describe import signs
from pipeline.describe.expression import Expression, parse
from pipeline.describe.yaml import Description, Steps, read_yaml
from pipeline.errors import DescriptionError, Problem, suggest
from pipeline.languages import Text

LONGEST = 32_767
"""Characters of the longest text; a workbook would drop a longer one without a word."""


class Codebook:
    """The fields and codelists that tables may take from `data/codebook.yaml`."""

    def __init__(self, file: Path) -> None:
        self.origin = read_yaml(file, "codebook") if file.exists() else Description(file, {}, {(): 1})
        content = self.origin.content or {}
        self.fields: Mapping[str, Any] = content.get("fields", {})
        self.codelists: Mapping[str, Any] = content.get("codelists", {})


class Form:
    """Reads the descriptions of one folder and collects their problems, so that all are told at once."""

    def __init__(self, folder: Path, languages: Sequence[str], problems: list[Problem]) -> None:
        self.folder = folder
        self.languages = languages
        self.problems = problems

    def complain(self, origin: Description, steps: Steps, found: str, expected: str, remedy: str = "") -> None:
        self.problems.append(origin.problem(steps, found, expected, remedy))

    def entries(self, name: str) -> Description:
        """Read ``<name>.yaml``, which is of the schema of that name; it has no entries where there is no such file."""
        path = self.folder / f"{name}.yaml"
        return read_yaml(path, name) if path.exists() else Description(path, [], {(): 1})

    def text(self, origin: Description, steps: Steps) -> Text:
        """Take a text, noting languages that are missing or unknown; an absent one is empty in every language."""
        value: Any = origin.content
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else value[step]
            if value is None:
                return {}
        missing = [code for code in self.languages if not str(value.get(code) or "").strip()]
        unknown = [code for code in value if code not in self.languages]
        if missing:
            self.complain(origin, steps, f"text misses {missing}", "every language", "Write it")
        if unknown:
            self.complain(origin, steps, f"text has unknown {unknown}", f"only {self.languages}")
        for code in self.languages:
            if len(str(value.get(code) or "")) > LONGEST:
                found = f"a text of {len(value[code])} characters"
                self.complain(origin, (*steps, code), found, f"at most {LONGEST}, which the cell of a sheet holds")
            if signs.FORMULA.match(str(value.get(code) or "")):
                found = f"`{value[code]}`, which a sheet takes for a formula"
                self.complain(origin, (*steps, code), found, "a text that begins with a letter", "Put a word before it")
        return {code: str(value[code]) for code in self.languages if code in value}

    def date(self, origin: Description, steps: Steps) -> str:
        value: Any = origin.content
        for step in steps:
            value = value[step]
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            self.complain(origin, steps, f"`{value}`", "a day of the calendar")
        return str(value)

    def inside(self, origin: Description, steps: Steps, path: str) -> Path:
        """Resolve a path of a description, refusing one that is absent or leaves the dataset's folder."""
        target = self.folder / path
        if target.exists() and not target.resolve().is_relative_to(self.folder.resolve()):
            self.complain(origin, steps, f"the path `{path}`", "a file inside the dataset's folder")
        elif not target.is_file():
            self.complain(origin, steps, f"no file `{path}`", "a file in the dataset's folder")
        return target

    def expression(self, origin: Description, steps: Steps, text: str | None) -> Expression | None:
        if text is None:
            return None
        try:
            return parse(text, origin, steps)
        except DescriptionError as error:
            self.problems.extend(error.problems)
            return None

    def known(self, origin: Description, names: Sequence[str], uses: Mapping[str, Sequence[str]]) -> None:
        for place, used in uses.items():
            for name in used:
                if name not in names:
                    expected = "one of " + ", ".join(names)
                    self.complain(origin, (place,), f"no field `{name}`", expected, suggest(name, names))
