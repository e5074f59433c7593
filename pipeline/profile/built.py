"""What the datasets have become, by ``<dataset>/<table>``: the material of the profiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from pipeline.describe.dataset import Table
from pipeline.draw.drawer import Drawer
from pipeline.publish.page import Labels, labels_of


@dataclass(frozen=True)
class Built:
    """Descriptions and finished tables, and published files by ``<dataset>/<file>``."""

    described: Mapping[str, Table]
    tables: Mapping[str, pa.Table]
    files: Mapping[str, Path]
    drawer: Drawer
    _labels: dict[str, Labels] = field(default_factory=dict, compare=False)

    def labels(self, path: str) -> Labels:
        """Give the wordings of the codes of a table."""
        if path not in self._labels:
            self._labels[path] = labels_of(self.described[path], self.tables[path], self.described, self.tables)
        return self._labels[path]
