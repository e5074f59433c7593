"""Read which figures of a dataset ought to agree: `reconciliation.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.describe.entries import Comparison, Side
from pipeline.describe.expression import parse
from pipeline.describe.form import Form
from pipeline.describe.yaml import Description, Steps
from pipeline.languages import Text


class ComparisonForm(Form):
    """Reads the comparisons of a dataset."""

    def comparisons(self) -> tuple[Comparison, ...]:
        origin = self.entries("reconciliation")
        ids = [entry["id"] for entry in origin.content]
        for index, one in enumerate(ids):
            if one in ids[:index]:
                self.complain(origin, (index, "id"), f"comparison `{one}` twice", "each id once")
        return tuple(self._comparison(origin, index) for index in range(len(origin.content)))

    def _comparison(self, origin: Description, index: int) -> Comparison:
        entry = origin.content[index]
        declared: dict[str, tuple[float, Text]] = {}
        for number, difference in enumerate(entry.get("differences", ())):
            steps = (index, "differences", number)
            because = self.text(origin, (*steps, "because"))
            for place, value in difference["at"].items():
                if place in declared:
                    self.complain(origin, (*steps, "at", place), f"{place} twice", "each place once")
                declared[place] = (float(value), because)
        return Comparison(
            id=entry["id"],
            title=self.text(origin, (index, "title")),
            text=self.text(origin, (index, "text")),
            left=self._side(origin, (index, "left"), entry["left"]),
            right=self._side(origin, (index, "right"), entry["right"]),
            tolerance=float(entry["tolerance"]),
            unit=entry.get("unit"),
            declared=declared,
            origin=origin,
            steps=(index,),
        )

    def _side(self, origin: Description, steps: Steps, entry: Mapping[str, Any]) -> Side:
        table = entry["table"]
        return Side(
            table=table if "/" in table else f"{self.folder.name}/{table}",
            where=self.expression(origin, (*steps, "where"), entry.get("where")),
            by=tuple(entry["by"]),
            value=parse(entry["value"], origin, (*steps, "value")),
            sum=entry.get("sum", False),
            title=self.text(origin, (*steps, "title")),
            steps=steps,
        )
