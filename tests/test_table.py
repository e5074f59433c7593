"""A table that is made in parts, on whatever engine, is the table that is made in one go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import ROOT, Project

from pipeline.build import build
from pipeline.catalogues import read_languages
from pipeline.describe.dataset import Dataset
from pipeline.describe.form import Codebook
from pipeline.describe.read import read_dataset
from pipeline.engine import SCHEDULER, engine
from pipeline.errors import CorrectionError, PipelineError, SetupError, SourceError
from pipeline.shape.annotate import with_notes
from pipeline.shape.parts import parts
from pipeline.shape.read import FILE, LINE, read_part
from pipeline.table import Made, Work, make_table

RAW = "votes/raw/turnout.csv"
SMALL = 90
"""Bytes of a part: a row or two."""


def described() -> Dataset:
    return read_dataset(Path("data/votes"), read_languages(), Codebook(Path("data/codebook.yaml")))


def made(project: Project, size: int, where: str = "local", folder: str = "made") -> Made:
    """Make the table `turnout`, whose names become codes through a table of another dataset."""
    dataset = described()
    noted = with_notes(dataset, read_languages())
    aliases = pa.parquet.read_table(project.built("places/aliases.parquet"))
    table, with_ids = dataset.table("turnout"), noted.table("turnout")
    assert table is not None
    assert with_ids is not None
    target = project.root / folder
    target.mkdir(exist_ok=True)
    with engine(where) as run:
        return make_table(Work(dataset, table, with_ids, {"places/aliases": aliases}, size), target, run)


def refusal(project: Project, size: int, where: str = "local") -> str:
    with pytest.raises(PipelineError) as caught:
        made(project, size, where)
    return f"{type(caught.value).__name__}: {caught.value}"


@pytest.fixture
def many(project: Project) -> Project:
    """The project with three hundred rows, none of them in order, and the last ones in quotes."""
    head, *rows = project.path(RAW).read_text(encoding="utf-8").splitlines()
    more = [f"e-{n * 7 % 290:03},Gurzi,{1000 + n},{n},0.0,paraprake,V2," for n in range(290)]
    more += [f'e-{n},"Gurzi","{2000 + n}","{n}",0.0,paraprake,V2,"një ""fjalë"", e dytë"' for n in range(300, 310)]
    project.write(RAW, "\n".join([head, *rows, *more]) + "\n")
    return project


def test_parts_make_the_same_table_in_the_same_order_with_the_same_lines(many):
    whole, apart = made(many, 2**24), made(many, SMALL, folder="apart")

    assert len(parts(described(), described().table("turnout"), SMALL)) > 50
    assert apart.rows.equals(whole.rows)
    assert apart.counts == whole.counts
    assert (many.root / "apart/turnout.csv").read_bytes() == (many.root / "made/turnout.csv").read_bytes()
    assert pa.parquet.read_table(many.root / "apart/turnout.parquet").equals(
        pa.parquet.read_table(many.root / "made/turnout.parquet")
    )


@pytest.mark.usefixtures("many")
def test_the_parts_of_a_file_are_of_one_size_so_that_no_core_waits_for_another():
    found = parts(described(), described().table("turnout"), 4000)

    sizes = [part.end - part.start for part in found]
    assert len(sizes) % 4 == 0
    assert max(sizes) - min(sizes) < 250  # a few lines


def test_every_row_of_a_part_knows_its_line(many):
    lines = many.path(RAW).read_text(encoding="utf-8").splitlines()
    rows = made(many, SMALL).rows

    for row in rows.select(["election_id", "votes_as_published", FILE, LINE]).to_pylist():
        assert lines[row[LINE] - 1].replace('"', "").startswith(row["election_id"])
        assert row["votes_as_published"] in lines[row[LINE] - 1]
        assert row[FILE] == "data/votes/raw/turnout.csv"


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("left", [0, 500], ids=["emptied", "cut short"])
def test_a_file_that_becomes_shorter_while_it_is_read_is_refused(left, many):
    table = described().table("turnout")
    assert table is not None
    found = parts(described(), table, 4000)
    many.write(RAW, many.path(RAW).read_bytes()[:left])

    with pytest.raises(SourceError) as refusal:
        read_part(found[-1], table)

    told = f"{RAW}: {left} bytes; expected {found[-1].end}, as there were before. Build again once the file is whole."
    assert str(refusal.value) == f"data/{told}"


SPOILT = {
    "a cell that is no number": (",1150,", ",viele,", SourceError),
    "a ragged row": (",1150,", ",1150,1,", SourceError),
    "bytes that are not UTF-8": (",1150,", ",\udcff1150,", SourceError),
    "an unknown name": ("e-050,Gurzi", "e-050,Gurzii", SourceError),
    "a correction that finds nothing": (",1.30,", ",1.31,", CorrectionError),
    "an unknown column": ("Zgjedhja,", "Zgjedhje,", SourceError),
}


@pytest.mark.parametrize(("old", "new", "kind"), SPOILT.values(), ids=SPOILT)
def test_parts_refuse_what_is_refused_in_one_go_in_the_same_words(old, new, kind, many):
    text = many.path(RAW).read_text(encoding="utf-8")
    assert old in text
    many.write(RAW, text.replace(old, new, 1).encode("utf-8", "surrogateescape"))

    whole = refusal(many, 2**24)

    assert whole.startswith(kind.__name__)
    assert refusal(many, SMALL) == whole


def test_a_file_whose_cells_have_line_breaks_stays_whole(many):
    many.write(RAW, many.path(RAW).read_text(encoding="utf-8") + 'e-1,Gurzi,1,1,0.0,paraprake,V2,"a\nb"\n')

    assert len(parts(described(), described().table("turnout"), SMALL)) == 1
    assert refusal(many, SMALL).startswith("SourceError: data/votes/raw/turnout.csv:309: a line break inside a cell;")


@pytest.mark.parametrize("size", [2**24, SMALL, 1000], ids=["in one go", "in parts", "in larger parts"])
def test_rows_of_several_lines_are_read_at_once_and_know_the_line_they_begin_on(size, many, monkeypatch):
    many.edit("votes/tables/turnout.yaml", "keep:", "multiline: true\nkeep:")
    text = many.path(RAW).read_text(encoding="utf-8")
    breaks = "".join(f'e-{n},Gurzi,"{n}",{n},0.0,paraprake,V2,"a, ""b""\n\n{n},\n"\n' for n in range(400, 420))
    many.write(RAW, text + breaks + "e-500,Gurzi,1,1,0.0,paraprake,V2,\n")
    monkeypatch.setattr("pipeline.shape.read._read_text", None)

    rows = made(many, size).rows.select(["election_id", LINE]).to_pylist()

    lines = many.path(RAW).read_text(encoding="utf-8").split("\n")
    assert len(rows) == 327
    assert all(lines[row[LINE] - 1].startswith(f"{row['election_id']},") for row in rows)
    assert (len(parts(described(), described().table("turnout"), size)) == 1) is (size == 2**24)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("size", [2**24, SMALL], ids=["in one go", "in parts"])
def test_a_file_is_read_as_it_was_published(size, encoding, many):
    """With a title above the heading, columns without a heading or with the same, short rows and blank lines."""
    whole = made(many, 2**24, folder="whole")
    text = many.path(RAW).read_text(encoding="utf-8")
    head, *rows = text.splitlines()
    assert head.startswith("Zgjedhja,Vendi,")
    head = head.replace("Zgjedhja,Vendi,Votues,", 'Vendi,Vendi,"Votues\nnë listë",')
    title = f'Rezultatet\r"e para,\n\n{head},,\n'
    lines = [f"{row},x," for row in rows]
    lines[100:102] = [line.removesuffix(",x,") for line in lines[100:102]]
    spaced = "\n".join([*lines[:200], "", *lines[200:], "", "", ""])
    many.write(RAW, f"{title}{spaced}".encode(encoding))
    many.edit("votes/tables/turnout.yaml", "from: Votues", 'from: "Votues\\nnë listë"')
    many.edit(
        "votes/tables/turnout.yaml",
        "ignore: {",
        f"encoding: {encoding}\nheading_line: 3\nheadings: {{1: Zgjedhja, 9: e, 10: f}}\nblank_lines: true\nshort_rows: true\n"
        "ignore: {e: blank, f: blank, ",
    )

    rows_made = made(many, size).rows

    assert rows_made.drop_columns([LINE]).equals(whole.rows.drop_columns([LINE]))
    published = f"{title}{spaced}".split("\n")
    for row in rows_made.select(["election_id", LINE]).to_pylist():
        assert published[row[LINE] - 1].startswith(row["election_id"])


def test_columns_behind_the_last_heading_are_those_that_the_description_names(many):
    """As where a heading of one candidate stands above the cells of all, or a separator ends each row but the heading."""
    whole = made(many, 2**24, folder="whole")
    head, *rows = many.path(RAW).read_text(encoding="utf-8").splitlines()
    behind = head.removeprefix("Zgjedhja,Vendi,").split(",")
    columns = ", ".join(f"{number}: {heading}" for number, heading in enumerate([*behind, "b"], 3))
    many.write(RAW, "\n".join(["Zgjedhja,Vendi", *(f"{row}," for row in rows)]))
    many.edit("votes/tables/turnout.yaml", "ignore: {", f"headings: {{{columns}}}\nignore: {{b: blank, ")

    assert made(many, SMALL).rows.equals(whole.rows)
    assert made(many, 2**24).rows.equals(whole.rows)


@pytest.mark.parametrize(("encoding", "is_divided"), [("cp1252", True), ("iso-8859-16", True), ("utf-16", False)])
def test_a_file_in_another_encoding_is_read_at_once(encoding, is_divided, many, monkeypatch):
    whole = made(many, 2**24, folder="whole")
    many.write(RAW, many.path(RAW).read_text(encoding="utf-8").encode(encoding))
    many.edit("votes/tables/turnout.yaml", "keep:", f"encoding: {encoding}\nkeep:")
    monkeypatch.setattr("pipeline.shape.read._read_text", None)

    assert made(many, SMALL).rows.equals(whole.rows)
    assert (len(parts(described(), described().table("turnout"), SMALL)) > 50) is is_divided


def test_a_value_that_depends_on_other_rows_is_computed_of_all_of_them(many):
    many.edit(
        "votes/tables/turnout.yaml",
        "derive: 100 * votes_cast / registered_voters",
        "derive: max(registered_voters) / 100",
    )

    assert (
        made(many, SMALL).rows["turnout_pct"].unique().to_pylist()
        == made(many, 2**24).rows["turnout_pct"].unique().to_pylist()
    )


@pytest.mark.parametrize("size", [SMALL, 1000, 6000], ids=["in a file", "in memory", "in memory, fewer"])
def test_a_part_of_which_no_row_is_kept_is_no_part_of_the_table(size, many):
    head, *rows = many.path(RAW).read_text(encoding="utf-8").splitlines()
    left_out = [f"e-{n},Gjithsej,{n},{n},0.0,paraprake,V2," for n in range(300)]
    many.write(RAW, "\n".join([head, *left_out, *rows, *left_out]) + "\n")
    whole = made(many, 2**24, folder="whole")

    assert whole.rows.num_rows > 300
    assert made(many, size).rows.equals(whole.rows)


@pytest.mark.parametrize("size", [SMALL, 6000, 2**24])
def test_a_table_of_which_no_row_is_kept_has_none(size, many):
    text = many.path("votes/tables/turnout.yaml").read_text(encoding="utf-8")
    many.write("votes/tables/turnout.yaml", text.replace("keep: Vendi != 'Gjithsej'", "keep: Vendi == 'Askund'"))
    many.remove("votes/corrections.yaml")

    assert made(many, size).rows.num_rows == 0


@pytest.mark.parametrize("kind", ["date", "number", "integer"])
def test_a_table_without_a_row_may_have_a_key_of_any_type(kind, project):
    project.write("votes/raw/days.csv", "day,source\n")
    project.write(
        "votes/tables/days.yaml",
        f"""\
title: {{sq: Ditët, en: Days}}
description: {{sq: Një rresht për ditë., en: One row a day.}}
key: [day]
rows: 0
fields:
  - {{name: day, type: {kind}, decimals: 1, title: {{sq: Dita, en: Day}}, description: {{sq: Dita., en: The day.}}}}
  - {{name: source_id, from: source}}
""".replace("decimals: 1, ", "decimals: 1, " if kind == "number" else ""),
    )

    project.build()

    assert project.built("votes/days.csv").read_text(encoding="utf-8") == "day,source_id\n"


def test_thousands_of_wrong_cells_are_counted_and_the_first_are_told(many):
    head, *rows = many.path(RAW).read_text(encoding="utf-8").splitlines()
    wrong = [f"e-{n},Gurzi,many,{n},0.0,paraprake,V2," for n in range(5000)]
    many.write(RAW, "\n".join([head, *rows, *wrong]) + "\n")

    told = refusal(many, 2**14).splitlines()

    assert told[0].startswith("SourceError: data/votes/raw/turnout.csv:309:Votues: `many`;")
    assert len(told) == 21
    assert told[-1] == "… and 4980 more"


# Dask


def test_a_cluster_makes_the_same_table_and_an_error_of_a_worker_reads_the_same(many, monkeypatch):
    monkeypatch.delenv(SCHEDULER, raising=False)
    here, there = made(many, 2000), made(many, 2000, "dask", folder="there")

    assert there.rows.equals(here.rows)
    for name in ("turnout.csv", "turnout.parquet"):
        assert (many.root / "there" / name).read_bytes() == (many.root / "made" / name).read_bytes()

    many.write(RAW, many.path(RAW).read_text(encoding="utf-8").replace(",1150,", ",viele,"))
    assert refusal(many, 2000, "dask") == refusal(many, 2000)


def test_a_build_on_a_running_cluster_is_the_same_build(project, monkeypatch):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        monkeypatch.setenv(SCHEDULER, cluster.scheduler_address)

        build(Path("data"), Path("elsewhere"), tell=lambda _: None, where="dask")

    for path in sorted(project.root.glob("build/*/*.csv")):
        assert (project.root / "elsewhere" / path.relative_to(project.root / "build")).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "tls://127.0.0.1:1"])
def test_a_cluster_that_does_not_answer_is_named(address, monkeypatch):
    monkeypatch.setenv(SCHEDULER, address)

    with (
        pytest.raises(
            SetupError, match=rf"^DASK_SCHEDULER: `{address}` does not answer; expected a running Dask scheduler\.$"
        ),
        engine("dask"),
    ):
        pass


_AT_WORK = """
import os, signal, sys, time
import os
import subprocess
import sys
from pathlib import Path
from pipeline.command import carry_out
from pipeline.engine import engine

def die(_):
    os._exit(1)

def interrupt(process):
    os.killpg(process, signal.SIGINT)  # as a terminal does
    time.sleep(600)

def work():
    with engine("dask") as run:
        list(run(globals()[sys.argv[1]], [os.getpid()]))

if __name__ == "__main__":
    os.setpgid(0, 0)
    sys.exit(carry_out(work, Path("build")))
"""


def test_an_interrupted_cluster_says_so_and_its_workers_do_not(tmp_path):
    code, said = at_work("interrupt", tmp_path)

    assert (code, said[-1]) == (130, "build: interrupted")
    assert "KeyboardInterrupt" not in said


def test_a_cluster_whose_workers_die_is_told(tmp_path):
    code, said = at_work("die", tmp_path)

    expected = "one whose scheduler and workers last. See what they have logged."
    assert (code, said[-1]) == (1, f"--engine dask: the cluster broke off; expected {expected}")


def at_work(event: str, folder: Path) -> tuple[int, list[str]]:
    """Let something happen to a cluster of its own; give the exit code and what was said, after what Dask has logged."""
    pytest.importorskip("distributed")
    (folder / "at_work.py").write_text(_AT_WORK, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    environment.pop(SCHEDULER, None)

    ended = subprocess.run(
        [sys.executable, folder / "at_work.py", event],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=100,
    )

    return ended.returncode, ended.stderr.splitlines()
