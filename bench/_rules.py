"""What a table must be, read from its description, so that every tool is asked the same of any file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Rules:
    """How a raw file is read and what must hold of it. `above` the heading stand so many lines.

    `fields` are those that are read from a column, as `tables/*.yaml` has them; `known` are the values that a field may
    have because it refers to another table. Names are those of the fields. `rows` are as many as the table has.
    """

    file: Path
    delimiter: str
    encoding: str
    is_multiline: bool
    above: int
    rows: int
    fields: tuple[dict[str, Any], ...]
    key: tuple[str, ...]
    formulas: tuple[str, ...]
    known: dict[str, list[str]]

    @property
    def names(self) -> list[str]:
        return [field["name"] for field in self.fields]

    def of_type(self, kind: str) -> list[str]:
        return [field["name"] for field in self.fields if field["type"] == kind]

    def said(self, constraint: str) -> list[tuple[str, Any]]:
        """Give the fields with a constraint, and what it says."""
        return [
            (field["name"], field["constraints"][constraint])
            for field in self.fields
            if constraint in field.get("constraints", {})
        ]

    def allowed(self) -> list[tuple[str, list[str]]]:
        """Give the fields with listed values, and these."""
        return [*self.said("enum"), *self.known.items()]


def read_rules(project: Path) -> Rules:
    """Read the rules of the large table of a project that `bench._stations` has written."""
    folder = project / "data/bench"
    table = yaml.load((folder / "tables/table.yaml").read_bytes(), yaml.CSafeLoader)
    known: dict[str, list[str]] = {}
    for reference in table.get("references", ()):
        lines = (folder / f"raw/{reference['table']}.csv").read_text(encoding="utf-8").splitlines()[1:]
        known[reference["field"]] = [line.split(",")[0] for line in lines]
    return Rules(
        folder / "raw/table.csv",
        table.get("delimiter", ","),
        table.get("encoding", "utf-8"),
        table.get("multiline", False),
        table.get("heading_line", 1) - 1,
        table["rows"],
        tuple(field for field in table["fields"] if "constant" not in field),
        tuple(table["key"]),
        tuple(check["formula"] for check in table.get("checks", ())),
        known,
    )
