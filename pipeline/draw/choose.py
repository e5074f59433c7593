"""What a chart is drawn from: the rows its `where` takes, with its marks, and the areas of its map."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from pipeline.describe.expression import parse
from pipeline.describe.yaml import Description, Steps
from pipeline.draw.cells import MARK
from pipeline.draw.charts import Chart
from pipeline.draw.drawer import Geometry
from pipeline.errors import ChartError
from pipeline.publish.files import JSON


def choose(chart: Chart, rows: pa.Table, origin: Description, steps: Steps) -> pa.Table:
    """Take the rows a chart is drawn from; a chart with `mark` gets the column that says which are marked.

    Args:
        rows: the chart's finished table.
        origin, steps: where the chart is described.
    """
    if chart.where is not None:
        rows = rows.filter(parse(chart.where, origin, (*steps, "where")).holds(rows, missing=False))
    if chart.mark is not None:
        rows = rows.append_column(MARK, parse(chart.mark, origin, (*steps, "mark")).holds(rows, missing=False))
    return rows


def read_geometry(chart: Chart, files: Mapping[str, Path], origin: Description, steps: Steps) -> Geometry | None:
    """Read the areas of a map; None for any other chart.

    Args:
        files: published files by ``<dataset>/<file>``.

    Raises:
        ChartError: there is no such file, or it does not call itself JSON.
    """
    if chart.geometry is None:
        return None
    path = files.get(chart.geometry)
    if path is None:
        known = ", ".join(sorted(files)) or "none"
        raise ChartError(origin.problem((*steps, "geometry"), f"no file `{chart.geometry}`", f"one of {known}"))
    if path.suffix not in JSON:
        found = f"`{chart.geometry}`, which is not JSON"
        raise ChartError(origin.problem((*steps, "geometry"), found, "a GeoJSON file"))
    return _geometry(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=8)  # a map of all municipalities is drawn many times
def _geometry(text: str) -> Geometry:
    return Geometry(text, json.loads(text))
