"""The benchmark takes any CSV file and describes it as it is found."""

from __future__ import annotations

import gzip
import re

import pyarrow as pa
import pytest

from bench._found import _key
from bench._stations import write_project
from bench.tables import TOOLS, _row, frictionless_alone, measure
from pipeline.catalogues import read_languages
from pipeline.describe.form import Codebook
from pipeline.describe.read import read_dataset
from pipeline.shape.parts import parts
from pipeline.shape.read import read_part

TABLE = "id;vendi\n1;Deçan, qytet\n2;Gjakovë, qytet\n"


def rows(content: bytes, folder) -> list[list[str]]:
    """Give the cells that are read of a file which was described as it was found."""
    (folder / "given.csv").write_bytes(content)
    write_project(folder / "project", folder / "given.csv", 0)
    data = folder / "project/data"
    dataset = read_dataset(data / "bench", read_languages(), Codebook(data / "codebook.yaml"))
    table = dataset.table("table")
    assert table is not None
    read = [read_part(part, table) for part in parts(dataset, table)]
    return [[*row.values()][:-2] for one in read for row in one.to_pylist()]


def table_of(folder) -> str:
    """Give the description that `rows` has read by."""
    return (folder / "project/data/bench/tables/table.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.encode("cp1252"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\n\n").encode(),
        gzip.compress(TABLE.encode()),
        f"sep=;\n{TABLE}".encode(),
        f"Vendet;\n;\n{TABLE}".encode(),
        f'"Vendet\ne Kosovës, 2025"\n\n{TABLE}'.encode(),
        TABLE.replace("id", "__id").encode(),
        TABLE.replace("id", "").encode(),
    ],
    ids=[
        "plain",
        "marked",
        "UTF-16",
        "Windows",
        "CRLF",
        "blank lines",
        "gzip",
        "sep",
        "title",
        "titles",
        "ours",
        "index",
    ],
)
def test_a_file_is_read_whatever_its_form(content, tmp_path):
    assert rows(content, tmp_path) == [["1", "Deçan, qytet"], ["2", "Gjakovë, qytet"]]


def test_texts_with_commas_are_no_columns(tmp_path):
    assert rows(b'"a, b"\nc\nd\n"e, f"\n', tmp_path) == [["c"], ["d"], ["e, f"]]


def test_a_heading_with_other_separators_is_read_by_what_its_rows_hold(tmp_path):
    assert rows(b'x,"a;b;c;d"\n1,2\n3,4\n', tmp_path) == [["1", "2"], ["3", "4"]]


def test_rows_that_are_longer_than_the_heading_lose_no_cell(tmp_path):
    assert rows(b"id,v\n1,2\n3,4,5,6\n", tmp_path) == [["1", "2", "", ""], ["3", "4", "5", "6"]]


def test_a_row_that_stands_twice_gets_a_number(tmp_path):
    assert rows(b"Vendet,\nx,y\na,b\n\na,b\n", tmp_path) == [["1", "a", "b"], ["2", "a", "b"]]


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ([["1", "1"], ["x", "y"]], ["1"]),
        ([["1", "1", "2"], ["x", "y", "x"], ["a", "b", "b"]], ["0", "1"]),
        ([["1", "1", "2"], ["", "y", "x"], ["a", "b", "b"]], ["0", "2"]),
        ([["1", "1"], ["x", "x"]], None),
        ([[""], [""]], None),
    ],
)
def test_a_key_is_of_as_few_columns_as_tell_rows_apart(columns, key):
    assert _key(pa.table(columns, names=[str(place) for place in range(len(columns))])) == key


def test_a_column_without_a_heading_gets_one_that_no_other_has(tmp_path):
    assert rows(b"id,column 3,\n1,2,3\n", tmp_path) == [["1", "2", "3"]]


def test_a_zero_with_a_sign_is_text(tmp_path):
    assert rows(b"id,v\n-0,1\n0,2\n", tmp_path) == [["-0", "1"], ["0", "2"]]
    assert table_of(tmp_path).count("type: integer") == 1


def test_a_day_that_no_calendar_has_is_text(tmp_path):
    content = b"id,day\n1,2025-02-30\n"

    assert rows(content, tmp_path) == [["1", "2025-02-30"]]
    assert "type: date" not in table_of(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no rows below a heading"),
        (b"a,b\n", "no rows below a heading"),
        (b"a,b\n1,\xeb\x81\n", "no text in UTF-8, UTF-16 or Windows-1252"),
        (gzip.compress(b"a,b\n1,2\n")[:-9], "a gzip that is not whole"),
    ],
    ids=["nothing", "a heading", "no text", "half a gzip"],
)
def test_what_cannot_be_described_is_said_in_one_line(content, said, tmp_path):
    with pytest.raises(SystemExit, match=said):
        rows(content, tmp_path)


def test_a_table_is_made_up_that_goes_the_way_of_every_tool(monkeypatch):
    monkeypatch.setattr("bench.tables.RUNS", 1)
    monkeypatch.setenv("BENCH_ROWS", "2000")
    monkeypatch.delenv("BENCH_FILE", raising=False)

    assert [row[0] for row in measure().rows] == list(TOOLS)


def told(content: bytes, folder, monkeypatch) -> dict[str, str]:
    """Give what each tool that does not go all the way with a file says."""
    (folder / "given.csv").write_bytes(content)
    monkeypatch.setattr("bench.tables.RUNS", 1)
    monkeypatch.setenv("BENCH_FILE", str(folder / "given.csv"))
    return dict(re.findall(r"^Not all the way: (.*?)\. (.*)$", measure().text, re.MULTILINE))


def test_a_tool_that_finds_other_rows_says_so_and_is_not_timed(tmp_path, monkeypatch):
    said = told(b"id,v\r1,2\r3,4\r", tmp_path, monkeypatch)

    assert said["polars"] == "It finds 0 rows; expected 2."
    assert said["this pipeline"].startswith("data/bench/raw/table.csv:1: a bare carriage return; ")


def test_what_is_refused_many_times_is_said_once(tmp_path, monkeypatch):
    said = told(b"id,v\n1,=A1\n2,=A2\n3,=A3\n", tmp_path, monkeypatch)

    assert said["this pipeline"] == (
        "data/bench/raw/table.csv:2:v: `=A1`; expected a text that no sheet takes for a formula. "
        "Correct it in corrections.yaml. … and 2 more"
    )


def test_frictionless_is_shown_no_table_that_came_half_the_way(tmp_path):
    (tmp_path / "build").mkdir()
    (tmp_path / "build/table.csv").write_text("id\n1\n1\n", encoding="utf-8")

    with pytest.raises(SystemExit, match=r"^There is nothing that this pipeline has published\.$"):
        frictionless_alone(tmp_path)


def test_a_line_break_in_a_cell_makes_no_row(tmp_path, monkeypatch):
    content = b'id,"v\nw"\n1,"a\nb"\n2,"c\nd"\n3,"e\nf"\n'

    assert told(content, tmp_path, monkeypatch) == {}


def test_where_pyarrow_gives_up_nothing_is_related_to_it():
    whole = {"rows": 1000, "seconds": 2.0, "busy": 2.0, "megabytes": 5}
    some = {"rows": 10, "seconds": 0.5, "busy": 0.5, "megabytes": 5}
    done = {"this pipeline": whole, "frictionless": some}

    assert _row("this pipeline", whole, done) == ("this pipeline", 500, 2.0, "", "", 5)
    assert _row("frictionless", some, done) == ("frictionless", 20, 50.0, "", "", 5)
