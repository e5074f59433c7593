"""What a benchmark has found, as a table: printed, kept as JSON, and written as a page of `docs/`."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

Value: TypeAlias = str | int | float

JSON, PAGE = Path("docs/measurements.json"), Path("docs/measurements.md")

HEAD = """# Measurements

Written by `make bench`; do not edit. Each table says when and where it was measured: compare figures of one table,
not of two machines.
"""


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True)
class Result:
    """One table of measurements.

    `text` tells how to read it, `columns` its headings with their units. Numbers are rounded by who measured them.
    `kept` is False when the figures do not keep a budget; `make bench` then fails.
    """

    title: str
    text: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    kept: bool = True
    day: str = field(default_factory=_today)
    machine: str = field(default_factory=_machine)

    def table(self) -> str:
        """Give the table in Markdown, aligned so that it also reads well on a terminal."""
        cells = [self.columns, *(tuple(_written(value) for value in row) for row in self.rows)]
        widths = [max(len(row[place]) for row in cells) for place in range(len(self.columns))]
        right = [all(isinstance(row[place], int | float) for row in self.rows) for place in range(len(self.columns))]
        head, *body = [
            "| " + " | ".join(_set(*each) for each in zip(row, widths, right, strict=True)) + " |" for row in cells
        ]
        rule = "|".join(
            "-" * (width + 1) + (":" if is_right else "-") for width, is_right in zip(widths, right, strict=True)
        )
        return "\n".join([head, f"|{rule}|", *body])

    def section(self) -> str:
        """Give the section of the page."""
        return f"## {self.title}\n\n{self.text}\n\n{self.table()}\n\nMeasured {self.day}: {self.machine}.\n"


def _written(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:,}"


def _set(text: str, width: int, is_right: bool) -> str:  # noqa: FBT001  of one table row
    return text.rjust(width) if is_right else text.ljust(width)


def write(found: Mapping[str, Result], folder: Path = Path()) -> None:
    """Put new results in the place of old ones of the same name; the others stay as they were measured."""
    every = {**read(folder), **found}
    ordered = {name: every[name] for name in sorted(every)}
    content = json.dumps({name: asdict(one) for name, one in ordered.items()}, ensure_ascii=False, indent=1)
    (folder / JSON).write_text(content + "\n", encoding="utf-8")
    (folder / PAGE).write_text("\n".join([HEAD, *(one.section() for one in ordered.values())]), encoding="utf-8")


def read(folder: Path = Path()) -> dict[str, Result]:
    """Read what was measured before."""
    file = folder / JSON
    if not file.is_file():
        return {}
    return {name: _result(given) for name, given in json.loads(file.read_text(encoding="utf-8")).items()}


def _result(given: dict[str, Any]) -> Result:
    lists = {"columns": tuple(given["columns"]), "rows": tuple(tuple(row) for row in given["rows"])}
    return Result(**{**given, **lists})
