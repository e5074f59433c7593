"""A table that is proved at once is one that frictionless accepts, with the same values; in doubt frictionless decides."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from frictionless import Package, Schema
from hypothesis import given, settings
from hypothesis import strategies as st
from test_convert import TABLE

from pipeline.publish.clean import DoubtError, typed_rows
from pipeline.publish.judge import Complaint, judge
from pipeline.publish.proof import DIALECT, UnequalError, prove_clean, prove_file
from pipeline.publish.tables import write_table
from pipeline.shape.parts import divide

FIELDS: dict[str, dict[str, Any]] = {
    "station": {"name": "station", "type": "string", "constraints": {"required": True, "pattern": "[A-Z][0-9]{2}(-[0-9]+)?"}},
    "place": {"name": "place", "type": "string", "constraints": {"enum": ["Deçan", "Štrpce", "Pejë, Peja"]}},
    "voters": {"name": "voters", "type": "integer", "constraints": {"minimum": 0, "maximum": 2000}},
    "share": {"name": "share", "type": "number", "constraints": {"minimum": 0, "maximum": 100.5}},
    "day": {"name": "day", "type": "date", "constraints": {"minimum": "2001-01-01", "maximum": "2025-12-31"}},
    "year": {"name": "year", "type": "year"},
    "open": {"name": "open", "type": "boolean"},
    "remark": {"name": "remark", "type": "string", "constraints": {"minLength": 2, "maxLength": 12}},
}  # fmt: skip
SCHEMA: dict[str, Any] = {"fields": list(FIELDS.values()), "missingValues": [""], "primaryKey": ["station"]}
ROWS = [
    ["A01", "Deçan", "812", "61.25", "2001-11-17", "2001", "true", "urban"],
    ["A02", "Štrpce", "0", "0.5", "2025-12-28", "2025", "false", ""],
    ["B07-3", "Pejë, Peja", "", "100", "", "", "", 'një "fjalë"'],
]

WORDS = ["", " ", "0", "-0", "+1", "1", "01", "1.0", "1,0", "1.234", "1e3", "1_000", " 7", "7 ", "12.5", "-3", "½", "٣", "１２", "NaN", "nan",
    "INF", "-inf", "Infinity", "1" * 18, "1" * 19, "9" * 25, "9223372036854775807", "9223372036854775808", "0.1234567890123", "1.", ".5", "--1",
    "2025-02-29", "2024-02-29", "2025-2-3", "25-02-03", "2025-02-03T00:00", "0001-01-01", "9999-12-31", "2025-13-01", "03.02.2025", "12000", "999", "0999", "20x5",
    "true", "True", "TRUE", "1", "yes", "po", "false", "FALSE", "no", "null", "None", "NA", "n/a", "-", "A01", "A1", "a01", "A٠١", "A01-", "A01\n", "ç", "Deçan",
    "DEÇAN", "Deçan ", "Štrpce", "x", "xy", "ë" * 12, "ë" * 13, "👩‍👩‍👧", "e\u0301e\u0301", '"', '""', 'a"b', "a,b", "a;b", "a\tb", "a\nb", "a\rb", "a\r\nb", "\ufeffA01", "\u200b", "\u2028",
    "\x00", "\x1f", "\x7f", "\x85", "=1+1", "'", "''"]  # fmt: skip
"""Cells that one reader or the other takes for something."""

cells = st.one_of(
    st.sampled_from(WORDS), st.text(max_size=6), st.integers().map(str), st.decimals(places=2, allow_nan=False).map(str)
)
lines = st.lists(
    st.lists(
        st.one_of(*(st.just(value) for row in ROWS for value in row), cells), min_size=len(FIELDS), max_size=len(FIELDS)
    ),
    max_size=4,
)


def write(folder: Path, content: bytes, schema: dict[str, Any] = SCHEMA, **more: Any) -> Path:
    (folder / "stations.csv").write_bytes(content)
    resource = {
        "name": "stations", "type": "table", "path": "stations.csv", "format": "csv", "encoding": "utf-8", "dialect": DIALECT,
        "schema": schema, **more,
    }  # fmt: skip
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"name": "votes", "resources": [resource]}), encoding="utf-8")
    return path


def written(rows: list[list[str]], **dialect: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", **dialect).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def proved(path: Path) -> bool:
    resource = json.loads(path.read_text(encoding="utf-8"))["resources"][0]
    try:
        prove_clean(path.parent, resource, {}, ())
    except DoubtError:
        return False
    return True


def accepted(path: Path) -> bool:
    return bool(Package(str(path)).validate().valid)


def never_too_much(path: Path) -> bool:
    """Tell whether the proof is no more than what frictionless accepts, values included."""
    if not proved(path):
        return True
    resource = json.loads(path.read_text(encoding="utf-8"))["resources"][0]
    rows = Package(str(path)).get_resource("stations").read_rows()
    fields = resource["schema"]["fields"]
    read = pa.table({one["name"]: pa.array([row[one["name"]] for row in rows], _kind(one)) for one in fields})
    _, *cells = csv.reader(io.StringIO((path.parent / "stations.csv").read_text(encoding="utf-8"), newline=""))
    names = [one["name"] for one in fields]
    texts = pa.table({name: pa.array(column) for name, column in zip(names, zip(*cells, strict=True), strict=True)})
    return accepted(path) and typed_rows(texts, resource["schema"]).equals(read)


def _kind(field: dict[str, Any]) -> pa.DataType:
    kinds = {
        "integer": pa.int64(),
        "year": pa.int64(),
        "number": pa.decimal128(38, 12),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    return kinds.get(field["type"], pa.string())


HEADING = list(FIELDS)
GOOD = [HEADING, *ROWS]


def test_what_is_published_in_plain_form_is_proved_and_accepted(tmp_path):
    path = write(tmp_path, written(GOOD))

    assert proved(path)
    assert accepted(path)


@settings(max_examples=400)
@given(rows=lines)
def test_no_cells_are_proved_that_frictionless_refuses_or_reads_otherwise(rows, tmp_path_factory):
    path = write(tmp_path_factory.mktemp("cells"), written([HEADING, *rows]))

    assert never_too_much(path)


@pytest.mark.parametrize("name", FIELDS)
def test_no_word_in_any_field_is_proved_that_frictionless_refuses_or_reads_otherwise(name, tmp_path):
    def spoilt(word: str) -> Path:
        row = [word if field == name else cell for field, cell in zip(HEADING, ROWS[0], strict=True)]
        return write(tmp_path, written([HEADING, ROWS[1], row]))

    assert [word for word in WORDS if not never_too_much(spoilt(word))] == []
    assert any(proved(spoilt(word)) for word in WORDS)
    assert any(accepted(spoilt(word)) and not proved(spoilt(word)) for word in WORDS) == (
        name not in ("station", "place")
    )


@settings(max_examples=300)
@given(data=st.data())
def test_no_bytes_are_proved_that_frictionless_refuses_or_reads_otherwise(data, tmp_path_factory):
    content = bytearray(written(GOOD))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(st.one_of(st.binary(max_size=3), st.sampled_from([b'"', b",", b"\n", b"\r", b"\r\n", b"\x00", b";", b"\t", b" ", b"\xef\xbb\xbf", b"\xff", b""])))  # fmt: skip
        content[at : at + data.draw(st.integers(0, 2))] = piece
    path = write(tmp_path_factory.mktemp("bytes"), bytes(content))

    assert never_too_much(path)


SPOILT = {
    "a byte order mark": b"\xef\xbb\xbf" + written(GOOD),
    "UTF-16": written(GOOD).decode().encode("utf-16"),
    "Latin-1": written(GOOD).decode().encode("latin-1", "replace"),
    "semicolons": written(GOOD, delimiter=";"),
    "tabs": written(GOOD, delimiter="\t"),
    "lines that end in CR LF": written(GOOD).replace(b"\n", b"\r\n"),
    "lines that end in CR": written(GOOD).replace(b"\n", b"\r"),
    "everything in quotes": written(GOOD, quoting=csv.QUOTE_ALL),
    "single quotes": written(GOOD, quotechar="'"),
    "a blank after each comma": written(GOOD).replace(b",", b", "),
    "no line end at the end": written(GOOD)[:-1],
    "a blank line at the end": written(GOOD) + b"\n",
    "a blank line in the middle": written(GOOD).replace(b"\nA02", b"\n\nA02"),
    "a row of empty cells": written([*GOOD, [""] * 8]),
    "a cell too few": written([HEADING, ROWS[0][:-1]]),
    "a cell too many": written([HEADING, [*ROWS[0], "x"]]),
    "a heading only": written([HEADING]),
    "nothing": b"",
    "only a line end": b"\n",
    "no heading": written(ROWS),
    "a heading too few": written([HEADING[:-1], *(row[:-1] for row in ROWS)]),
    "a heading too many": written([[*HEADING, "more"], *([*row, ""] for row in ROWS)]),
    "a heading twice": written([["station", *HEADING[:-1]], *ROWS]),
    "a heading in another case": written([["Station", *HEADING[1:]], *ROWS]),
    "headings in another order": written([[*reversed(HEADING)], *([*reversed(row)] for row in ROWS)]),
    "a key twice": written([*GOOD, ROWS[0]]),
    "a key that is missing": written([HEADING, ["", *ROWS[0][1:]]]),
    "a quote that is never closed": written(GOOD) + b'"A09,x',
    "text after a closing quote": written(GOOD) + b'"A0"9,Decan,1,1,,,,xx\n',
    "a quote inside a cell": written(GOOD).replace(b"urban", b'ur"ban'),
    "a doubled quote without quotes": written(GOOD).replace(b"urban", b'""ur'),
}  # fmt: skip


@pytest.mark.parametrize("content", SPOILT.values(), ids=SPOILT)
def test_no_spoilt_file_is_proved_that_frictionless_refuses_or_reads_otherwise(content, tmp_path):
    assert never_too_much(write(tmp_path, content))


def test_of_the_spoilt_files_frictionless_refuses_most(tmp_path):
    """So that the tests above are about something."""
    refused = [name for name, content in SPOILT.items() if not accepted(write(tmp_path, content))]

    assert len(refused) > 20


def schema(**fields: dict[str, Any]) -> dict[str, Any]:
    return {**SCHEMA, "fields": [{**field, **fields.get(name, {})} for name, field in FIELDS.items()]}


SCHEMAS = {
    "other missing values": {**SCHEMA, "missingValues": ["", "urban"]},
    "no missing value at all": {**SCHEMA, "missingValues": []},
    "missing values of a field": schema(remark={"missingValues": ["urban"]}),
    "words for true": schema(open={"trueValues": ["po"]}),
    "the word true for false": schema(open={"trueValues": ["false"], "falseValues": ["true"]}),
    "numbers with a unit": schema(share={"bareNumber": False}),
    "a decimal comma": schema(share={"decimalChar": ","}),
    "group signs": schema(share={"groupChar": "."}),
    "another form of date": schema(day={"format": "%d.%m.%Y"}),
    "any form of date": schema(day={"format": "any"}),
    "a format of text": schema(remark={"format": "email"}),
    "an exclusive limit": schema(voters={"constraints": {"exclusiveMinimum": 0}}),
    "a listed number": schema(voters={"constraints": {"enum": [1]}}),
    "a limit in words": schema(voters={"constraints": {"minimum": "900"}}),
    "a limit with decimals": schema(share={"constraints": {"maximum": 61.2}}),
    "a limit that is no day": schema(day={"constraints": {"minimum": "2001"}}),
    "a unique field": schema(year={"constraints": {"unique": True}}),
    "a unique field with twins": schema(open={"type": "string", "constraints": {"unique": True}}),
    "a pattern of either": schema(remark={"constraints": {"pattern": "ur|x"}}),
    "a pattern that looks ahead": schema(remark={"constraints": {"pattern": "(?!urban).*"}}),
    "a pattern of digits": schema(remark={"constraints": {"pattern": r"\D+"}}),
    "a pattern of signs that are none": schema(remark={"constraints": {"pattern": "[^u]+"}}),
    "a pattern with braces that count nothing": schema(remark={"constraints": {"pattern": "u{,9}rban"}}),
    "an unknown constraint": schema(remark={"constraints": {"jsonSchema": {}}}),
    "an unknown type": schema(remark={"type": "duration", "constraints": {}}),
    "fields that match in part": {**SCHEMA, "fieldsMatch": "subset"},
    "a key of two fields": {**SCHEMA, "primaryKey": ["place", "year"]},
    "a key of a field that is missing": {**SCHEMA, "primaryKey": ["remark"]},
    "a key with twins": {**SCHEMA, "primaryKey": ["open"]},
    "a foreign key to itself": {**SCHEMA, "foreignKeys": [{"fields": ["place"], "reference": {"resource": "", "fields": ["place"]}}]},
    "a foreign key to something else": {**SCHEMA, "foreignKeys": [{"fields": ["place"], "reference": {"resource": "", "fields": ["station"]}}]},
}  # fmt: skip


@pytest.mark.parametrize("described", SCHEMAS.values(), ids=SCHEMAS)
def test_no_description_makes_the_proof_take_what_frictionless_refuses(described, tmp_path):
    path = write(tmp_path, written(GOOD), described)
    try:
        Schema.from_descriptor(described)
    except Exception:  # noqa: BLE001  frictionless has many ways to refuse a description
        assert [complaint.resource for complaint in judge(path)] != []
        return

    assert never_too_much(path)


def test_a_row_of_empty_cells_is_not_proved_even_where_every_cell_may_be_empty(tmp_path):
    described = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}], "missingValues": [""]}

    assert proved(write(tmp_path, b"a,b\n1,\n,x\n", described))
    assert never_too_much(write(tmp_path, b"a,b\n1,\n,\n", described))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"hash": "sha256:" + "0" * 64}, "a hash"),
        ({"bytes": 7}, "a size"),
        ({"dialect": {"delimiter": ";"}}, "a dialect"),
        ({"dialect": {**DIALECT, "commentChar": "A"}}, "a comment sign"),
        ({"encoding": "utf-16"}, "an encoding"),
        ({"path": "../stations.csv"}, "a path out of the folder"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_resource_that_says_otherwise_is_not_proved(more, why, tmp_path):
    assert not proved(write(tmp_path, written(GOOD), **more)), why


# Files that are no tables


def put(folder: Path, content: bytes, **described: object) -> Path:
    """Write a file and the package that describes it."""
    (folder / "file").write_bytes(content)
    resource = {"name": "file", "path": "file", "bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}"}
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"resources": [{**resource, **described}]}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "described", "is_proved"),
    [
        (b"PAR1", {"format": "apache-parquet"}, True),
        (b"[1]", {"format": "json"}, True),
        (b'{"type": "FeatureCollection"}', {"format": "geojson"}, True),
        (b'{"resources": [{"name": "a", "path": "none.csv"}]}', {"format": "json"}, False),
        (b"a,b\n1\n", {"format": "csv"}, False),
        (b"a,b\n1\n", {"format": "json", "type": "table"}, False),
        (b"PAR1", {"format": "apache-parquet", "bytes": 5}, False),
        (b"PAR1", {"format": "apache-parquet", "hash": "sha256:" + "0" * 64}, False),
        (b"PAR1", {"format": "apache-parquet", "path": "other"}, False),
        (b"PAR1", {"format": "apache-parquet", "path": "../file"}, False),
        (b"PAR1", {"format": "apache-parquet", "extrapaths": ["file"]}, False),
        (b"", {"format": "apache-parquet"}, False),
    ],
)
def test_a_file_is_proved_by_size_and_hash_where_frictionless_does_not_look_into_it(
    content, described, is_proved, tmp_path
):
    path = put(tmp_path, content, **described)

    try:
        prove_file(tmp_path, json.loads(path.read_text(encoding="utf-8"))["resources"][0])
    except DoubtError:
        assert not is_proved
    else:
        assert is_proved
        assert accepted(path)


@pytest.mark.parametrize("is_accepted", [False, True])
def test_a_file_that_has_changed_is_told_whether_or_not_its_description_is_known(is_accepted, tmp_path):
    path = put(tmp_path, b"PAR1", format="apache-parquet")
    (tmp_path / "file").write_bytes(b"PAR2")

    assert [one.resource for one in judge(path, is_accepted=is_accepted)] == ["file"]


# What frictionless says of a file in doubt


def test_the_judge_says_of_which_row_frictionless_complains(tmp_path):
    rows = [[f"C{n:02}", "Deçan", str(n), "1.5", "2001-11-17", "2001", "true", "urban"] for n in range(60)]
    rows[41][2] = "many"
    rows[57][2] = "3000"

    complaints = list(judge(write(tmp_path, written([HEADING, *rows]))))

    assert complaints[0] == Complaint("stations", 43, "voters", 'type is "integer/default"')


def test_a_package_is_judged_whatever_its_folder_is_called(tmp_path):
    folder = tmp_path / "where? #1 [50%]"
    folder.mkdir()
    rows = [list(FIELDS), *ROWS]

    assert list(judge(write(folder, written(rows)))) == []
    assert [one.row for one in judge(write(folder, written([*rows, ["A03", "Deçan", "+1", *[""] * 5]])))] == []
    assert [one.row for one in judge(write(folder, written([*rows, ["A03", "Deçan", "many", *[""] * 5]])))] == [5]


def test_the_judge_says_which_key_stands_twice(tmp_path):
    complaints = list(judge(write(tmp_path, written([*GOOD, ROWS[0]]))))

    assert [(one.row, one.note.split(" at ")[0]) for one in complaints] == [(5, "the same as in the row")]


def test_a_key_that_stands_twice_puts_both_its_rows_in_doubt(tmp_path):
    path = write(tmp_path, written([*GOOD, ROWS[0]]))

    with pytest.raises(DoubtError, match="a key twice") as doubt:
        prove_clean(tmp_path, json.loads(path.read_text(encoding="utf-8"))["resources"][0], {}, ())

    assert doubt.value.rows == (0, 3)


def test_a_doubt_that_frictionless_does_not_share_is_no_complaint(tmp_path):
    rows = [list(row) for row in ROWS]
    rows[0][2] = "+812"
    path = write(tmp_path, written([HEADING, *rows]))

    assert not proved(path)
    assert list(judge(path)) == []


@pytest.mark.parametrize("value", ["813", "", "+813"])
def test_a_file_that_holds_another_value_than_it_was_given_is_noticed(value, tmp_path):
    rows = [list(row) for row in ROWS]
    path = write(tmp_path, written([HEADING, *rows]))
    given = Package(str(path)).get_resource("stations").read_rows()
    table = pa.table({name: pa.array([row[name] for row in given], _kind(FIELDS[name])) for name in HEADING})
    rows[0][2] = value
    write(tmp_path, written([HEADING, *rows]))

    with pytest.raises(UnequalError):
        list(judge(path, {"stations": table}))


@pytest.mark.parametrize("rows", [ROWS[:2], [*ROWS, ["C01", *ROWS[1][1:]]]], ids=["fewer", "more"])
def test_a_file_that_holds_other_rows_than_it_was_given_is_noticed(rows, tmp_path):
    path = write(tmp_path, written(GOOD))
    given = Package(str(path)).get_resource("stations").read_rows()
    table = pa.table({name: pa.array([row[name] for row in given], _kind(FIELDS[name])) for name in HEADING})
    write(tmp_path, written([HEADING, *rows]))

    with pytest.raises(UnequalError):
        list(judge(path, {"stations": table}))


def test_the_file_of_a_large_table_is_not_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.publish.proof.SMALL", 0)
    path = write(tmp_path, written(GOOD))
    given = Package(str(path)).get_resource("stations").read_rows()
    table = pa.table({name: pa.array([row[name] for row in given], _kind(FIELDS[name])) for name in HEADING})
    resource = json.loads(path.read_text(encoding="utf-8"))["resources"][0]
    monkeypatch.setattr("pipeline.publish.proof.read_plain", None)

    clean = prove_clean(tmp_path, resource, {}, {HEADING[0]}, table)

    assert (clean.rows, clean.keys) == (len(ROWS), table.select(HEADING[:1]))


@pytest.mark.parametrize(("year", "complaints"), [(12025, ["year"]), (999, ["year"]), (2025, [])])
def test_years_of_a_large_table_are_looked_at_for_their_form(year, complaints, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.publish.proof.SMALL", 0)
    fields = [{"name": "station", "type": "string"}, {"name": "year", "type": "year"}]
    path = write(tmp_path, f"station,year\nA,{year}\n".encode(), {"fields": fields, "missingValues": [""]})
    rows = pa.table({"station": ["A"], "year": [year]})

    assert [one.field for one in judge(path, {"stations": rows})] == complaints


PUBLISHED = {
    "text": (pa.string(), "string", st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)),
    "whole": (pa.int64(), "integer", st.none() | st.integers(-(2**62), 2**62)),
    "amount": (pa.decimal128(18, 8), "number", st.none() | st.decimals(-(10**9), 10**9, places=8)),
    "day": (pa.date32(), "date", st.none() | st.dates(date(1000, 1, 1))),
    "open": (pa.bool_(), "boolean", st.none() | st.booleans()),
}


@settings(max_examples=100)
@given(rows=st.lists(st.fixed_dictionaries({name: values for name, (_, _, values) in PUBLISHED.items()}), min_size=1, max_size=4))  # fmt: skip
def test_whatever_values_are_written_frictionless_reads_them_as_they_are(rows, tmp_path_factory):
    """What a large table rests on: its file is not read as anything else than what was compared with it."""
    folder = tmp_path_factory.mktemp("written")
    numbered = [{"number": number, **row} for number, row in enumerate(rows)]
    kinds = {"number": pa.int64(), **{name: kind for name, (kind, _, _) in PUBLISHED.items()}}
    table = pa.table({name: pa.array([row[name] for row in numbered], kind) for name, kind in kinds.items()})
    fields = [{"name": "number", "type": "integer"}, *({"name": name, "type": kind} for name, (_, kind, _) in PUBLISHED.items())]  # fmt: skip
    write_table([table], replace(TABLE, name="stations"), folder)
    path = write(folder, (folder / "stations.csv").read_bytes(), {"fields": fields, "missingValues": [""]})

    assert accepted(path)
    assert [row.to_dict() for row in Package(str(path)).get_resource("stations").read_rows()] == numbered
    assert list(judge(path, {"stations": table})) == []


def test_a_table_of_many_blocks_is_proved_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.publish.proof.divide", partial(divide, size=200))
    rows = [[f"C{n:02}", "Pejë, Peja", str(n), str(Decimal(n) / 4), "", "", "", ""] for n in range(90)]

    assert proved(write(tmp_path, written([HEADING, *rows])))
    assert not proved(write(tmp_path, written([HEADING, *rows, rows[0]])))
