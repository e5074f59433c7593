"""What is refused: one row for each kind of bad input, with the message a person reads, and nothing half-written.

Every row spoils the valid project of `project/` in one way; its message is the whole message. The rows lie in `refused/`.
"""

from __future__ import annotations

import pytest
from conftest import Project, snapshot
from refused import (
    catalogues,
    cells,
    charts,
    corrections,
    datasets,
    expressions,
    paths,
    promises,
    raw_files,
    tables,
    texts,
    yaml_files,
)
from refused.ways import Row

from pipeline.errors import PipelineError

REFUSED = [
    *raw_files.ROWS,
    *cells.ROWS,
    *promises.ROWS,
    *corrections.ROWS,
    *texts.ROWS,
    *datasets.ROWS,
    *tables.ROWS,
    *expressions.ROWS,
    *yaml_files.ROWS,
    *charts.ROWS,
    *catalogues.ROWS,
    *paths.ROWS,
]


@pytest.mark.parametrize("row", REFUSED, ids=[row.sentence for row in REFUSED])
def test_bad_input_is_refused_with_a_located_message_and_nothing_half_written(row: Row, project: Project):
    row.spoil(project)
    before = snapshot(project.root / "build")

    with pytest.raises(PipelineError) as refusal:
        project.build(*row.asked)

    assert str(refusal.value) == row.message
    assert type(refusal.value) is row.kind
    assert snapshot(project.root / "build") == before
    assert sorted(path.name for path in project.root.glob(".build*")) == [".build.lock"]


def test_every_kind_of_bad_input_has_a_sentence_of_its_own():
    sentences = [row.sentence for row in REFUSED]

    assert len(set(sentences)) == len(sentences)
