"""Charts that were drawn before: the same chart of the same rows, in the same words, is not laid out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pyarrow as pa

from pipeline.cache import Cache, recall
from pipeline.draw.cells import FieldLike, Labels
from pipeline.draw.charts import Chart
from pipeline.draw.figures import Drawing, draw
from pipeline.languages import Language

_WHOLE = attrgetter(*(name for name, what in vars(FieldLike).items() if isinstance(what, property)))
"""All that charts need of a field."""


@dataclass(frozen=True)
class Geometry:
    """A GeoJSON file: its text, which tells it from others, and what that says."""

    text: str
    content: Any


@dataclass(frozen=True)
class Drawer:
    """Draws charts, or takes them from `cache`."""

    cache: Cache

    def draw(
        self,
        chart: Chart,
        table: pa.Table,
        fields: Mapping[str, FieldLike],
        labels: Labels,
        languages: Sequence[Language],
        geometry: Geometry | None = None,
    ) -> Drawing:
        """Lay a chart out as `figures.draw` does."""
        known = {name: _WHOLE(one) for name, one in fields.items()}
        codes = [language.code for language in languages]
        made_of = repr([chart, table.to_pydict(), known, labels, codes]), geometry.text if geometry else ""
        file = self.cache.file("drawings", *made_of)
        content = geometry.content if geometry else None
        return recall(file, lambda: draw(chart, table, fields, labels, languages, content))
