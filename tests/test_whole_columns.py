"""What is done to whole columns at once is what would be done to each cell by itself."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_convert import PLAIN, TABLE

from pipeline.buffers import spread
from pipeline.describe.dataset import NumberFormat
from pipeline.describe.pattern import is_alike, misses
from pipeline.errors import InvalidTableError, SourceError
from pipeline.publish import tables
from pipeline.publish.cells import as_json, as_text, texts
from pipeline.publish.keys import repeats
from pipeline.publish.lines import _are_read, csv_lines
from pipeline.publish.tables import csv_holds, write_json, write_table
from pipeline.shape.parts import Part, _divided
from pipeline.shape.plain_values import convert_plain
from pipeline.shape.read import LINE, _decode, _read_plain, _read_text, read_part
from pipeline.shape.values import arrow_type, parser

SIGNS = st.sampled_from(
    [
        '"',
        '""',
        ",",
        ";",
        "\n",
        "\r\n",
        "\r",
        "a",
        "ë",
        " ",
        "\t",
        "\x00",
        "\x7f",
        "\ufeff",
        "b,c",
        '"d"',
        '"e,f"',
        "\n\n",
        "1",
    ]
)
"""What CSV is made of, and what it should not be made of."""
TEXTS = st.lists(SIGNS, max_size=6).map("".join)


@example(body='"a"b,c\n', delimiter=",", multiline=False, encoding="utf-8")
@example(body='"a" ,c\n', delimiter=",", multiline=False, encoding="utf-8")
@example(body='a"b,c\n', delimiter=",", multiline=False, encoding="utf-8")
@example(body='""a,c\n', delimiter=",", multiline=False, encoding="utf-8")
@example(body='"a"",c\nd,"e"\n', delimiter=",", multiline=False, encoding="utf-8")
@example(body='"a,b\n",c\nd,"e"\n', delimiter=",", multiline=False, encoding="utf-8")
@example(body='a,"b\nc,d"\n', delimiter=",", multiline=False, encoding="utf-8")
@example(body='a,"b\n\nc"\nd,e\n', delimiter=",", multiline=True, encoding="utf-8")
@example(body='a,"b\r\nc"\r\n"d\n",e', delimiter=",", multiline=True, encoding="cp1252")
@settings(max_examples=600)
@given(
    body=st.lists(SIGNS, max_size=14).map("".join),
    delimiter=st.sampled_from([",", ";", "\t"]),
    multiline=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "iso-8859-2", "utf-16", "utf-16-le", "ascii", "cp037"]),
)
def test_a_file_that_is_read_at_once_is_what_the_csv_module_reads(
    body, delimiter, multiline, encoding, tmp_path_factory
):
    content = f"x{delimiter}y\n{body}".encode(encoding, "replace")
    path = tmp_path_factory.mktemp("plain") / "raw.csv"
    path.write_bytes(content)
    part = Part(path, 0, len(content), 1)
    table = replace(TABLE, encoding=encoding, delimiter=delimiter, multiline=multiline)

    at_once = _read_plain(part, table)

    if at_once is not None:
        by_module = _read_text(_decode(content, part, table), part, table)
        assert at_once.equals(by_module)


def rows_or_nothing(read) -> list[Any] | None:
    """Give what is read, or nothing where it is refused; of several things wrong, another may be told first."""
    try:
        return pa.concat_tables(read()).to_pylist()
    except SourceError:
        return None


@example(
    body='a,b"c\nd,e\n"f",g\nh,i\n',
    multiline=False,
    encoding="utf-8",
    size=4,
    line=1,
    blank_lines=False,
    short_rows=False,
)
@example(
    body='a,"b\nc,d\n",e\nf,g\n', multiline=True, encoding="utf-8", size=4, line=1, blank_lines=False, short_rows=False
)
@example(
    body='a,b"c\n"d\ne",f\n', multiline=True, encoding="utf-8", size=4, line=1, blank_lines=False, short_rows=False
)
@example(body='a,"b\n\nc",d\n', multiline=False, encoding="utf-8", size=2, line=1, blank_lines=False, short_rows=False)
@example(
    body='a\n"b,\n"\r\n"c"\r\nd', multiline=True, encoding="cp1252", size=16, line=1, blank_lines=False, short_rows=True
)
@example(body="\ufeff", multiline=False, encoding="utf-8-sig", size=1, line=1, blank_lines=False, short_rows=False)
@settings(max_examples=1000)
@given(
    body=st.lists(st.one_of(SIGNS, st.sampled_from(["a,b\n", 'a,b"c\n', '"a\nb",c\n'])), max_size=14).map("".join),
    multiline=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "ascii"]),
    size=st.integers(1, 16),
    line=st.integers(1, 3),
    blank_lines=st.booleans(),
    short_rows=st.booleans(),
)
def test_a_file_that_is_read_in_parts_is_what_the_csv_module_reads(
    body, multiline, encoding, size, line, blank_lines, short_rows, tmp_path_factory
):
    content = b'A "title\x81,\n' * (line - 1) + f"x,y\n{body}".encode(encoding, "replace")
    path = tmp_path_factory.mktemp("parts") / "raw.csv"
    path.write_bytes(content)
    whole = Part(path, 0, len(content), line)
    said = {"multiline": multiline, "blank_lines": blank_lines, "short_rows": short_rows, "heading_line": line}
    table = replace(TABLE, encoding=encoding, delimiter=",", **said)

    apart = rows_or_nothing(lambda: [read_part(part, table) for part in _divided(path, table, size)])

    assert apart == rows_or_nothing(lambda: [_read_text(_decode(content, whole, table), whole, table)])


def test_a_good_file_is_read_at_once(tmp_path):
    content = 'x,y\n1,"a, ""b"""\r\n"2",ë\n3,'.encode()
    (tmp_path / "raw.csv").write_bytes(content)
    part = Part(tmp_path / "raw.csv", 0, len(content), 1)

    rows = _read_plain(part, replace(TABLE, encoding="utf-8", delimiter=","))

    assert rows is not None
    assert rows.drop_columns(["__file"]).to_pylist() == [
        {"x": "1", "y": 'a, "b"', LINE: 2},
        {"x": "2", "y": "ë", LINE: 3},
        {"x": "3", "y": "", LINE: 4},
    ]


def test_the_only_heading_may_hold_the_sign_between_columns(tmp_path):
    content = b'"x,y"\n1\n'
    (tmp_path / "raw.csv").write_bytes(content)

    rows = read_part(Part(tmp_path / "raw.csv", 0, len(content), 1), replace(TABLE, encoding="utf-8", delimiter=","))

    assert rows["x,y"].to_pylist() == ["1"]


@pytest.mark.parametrize(
    "texts",
    [
        pa.array(["", "ë", "ab", ""]),
        pa.array(["x", "", "ë", "ab"]).slice(1, 2),
        pa.array(["", ""]),
        pa.array(["x"]).slice(1),
        pa.Array.from_buffers(pa.string(), 0, [None, pa.py_buffer(b""), pa.py_buffer(b"")]),
    ],
    ids=["some", "a part", "empty ones", "none of some", "none"],
)
def test_the_bytes_of_texts_lie_where_each_begins(texts):
    content, places = spread(texts)

    assert [bytes(content[begin:end]).decode() for begin, end in pairwise(places)] == texts.to_pylist()
    assert places[-1] == len(content)


FORMATS = [
    NumberFormat(),
    NumberFormat(",", "."),
    NumberFormat(".", ","),
    NumberFormat(",", "\u00a0"),
    NumberFormat(suffixes=(" €",)),
]
TEXTS = st.one_of(
    st.text("0123456789.,-+ \u00a0e€", max_size=18), st.integers().map(str), st.integers(10**6, 10**9).map(hex), st.integers(-(10**16), 10**16).map("{:,}".format),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str), st.dates().map(str), st.text(max_size=4),
)  # fmt: skip


@settings(max_examples=400)
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=6),
    number=st.sampled_from(FORMATS),
    kind=st.sampled_from(["integer", "number", "year", "date", "string"]),
    decimals=st.integers(0, 12),
)
def test_what_is_converted_at_once_has_the_value_it_has_by_itself(texts, number, kind, decimals):
    field = replace(PLAIN, type=kind, number=number, decimals=decimals if kind == "number" else None)
    parse = parser(field)

    values = convert_plain(pa.array(texts, pa.string()), field, arrow_type(field)).to_pylist()

    for text, value in zip(texts, values, strict=True):
        if value is not None:
            assert parse(text) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "812", 812),
        ("number", "61.25", Decimal("61.25")),
        ("year", "2025", 2025),
        ("date", "2025-10-12", date(2025, 10, 12)),
        ("integer", "1.0", None),
        *(("integer", text, None) for text in ("+5", "007", " 5", "5 ", "1e3", "0x1F", "0X1f", "0x174876E800", "0x5")),
        *(("integer", text, None) for text in ("0x5F5E100", "0xFFFFFFF", "0XF4240")),  # as long as their values
        ("integer", "999999999999999", 10**15 - 1),
        ("integer", "-999999999", -(10**9) + 1),
        ("number", "1.234", None),
        ("date", "2025-02-30", None),
    ],
)
def test_only_plain_forms_are_converted_at_once(kind, text, value):
    field = replace(PLAIN, type=kind, decimals=2 if kind == "number" else None)

    assert convert_plain(pa.array([text]), field, arrow_type(field)).to_pylist() == [value]


SIGNS_OF_PATTERNS = st.sampled_from(
    [*"abë0-9[](|)?*+.,-", "(?:", "[a-ë]", "{2}", "{1,3}", "{,2}", r"\.", r"\d", r"\w", "^", "$", " "]
)


@pytest.mark.filterwarnings("ignore:Possible")
@settings(max_examples=500)
@given(pattern=st.lists(SIGNS_OF_PATTERNS, max_size=7).map("".join), text=st.text("abcë09-.{},d٣ \n", max_size=6))
@example(pattern="[a-ë]", text="é")
@example(pattern=".", text="\n")
@example(pattern="(?:a?b*)*", text="abba")
def test_python_matches_what_a_pattern_that_every_engine_reads_alike_does(pattern, text):
    try:
        matches = re.compile(pattern).fullmatch
    except re.error:
        return
    if is_alike(pattern):
        assert (misses(pa.array([text]), pattern).to_pylist() == []) == bool(matches(text))


@pytest.mark.parametrize(
    "pattern", ["[0-9]{2}", "[a-z0-9]+(-[a-z0-9]+)*", "[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?", "[A-ZÇË]+|x"]
)
def test_patterns_such_as_ours_are_read_alike(pattern):
    assert is_alike(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?i)a",
        "(?=a)b",
        r"\d",
        r"\w",
        r"\D",
        "[^0-9]",
        "a{,3}",
        "[[:alpha:]]",
        r"\bx",
        "^a$",
        r"(a)\1",
        "(a{999}){999}",
    ],
)
def test_patterns_that_mean_other_things_elsewhere_are_not(pattern):
    assert not is_alike(pattern)


def test_a_pattern_takes_no_longer_than_a_text_is_long():
    assert misses(pa.array(["a" * 100_000]), "(a+)+b").to_pylist() == ["a" * 100_000]


VALUES = {
    "text": st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1) | st.sampled_from(['"', "a,b", "a\nb", "\\", "é\t"]),
    "whole": st.none() | st.integers(-(10**14), 10**14),
    "amount": st.none() | st.decimals(-(10**9), 10**9, places=8),
    "day": st.none() | st.dates(date(1000, 1, 1)),
    "open": st.none() | st.booleans(),
}  # fmt: skip
TYPES = {
    "text": pa.string(),
    "whole": pa.int64(),
    "amount": pa.decimal128(18, 8),
    "day": pa.date32(),
    "open": pa.bool_(),
}


@settings(max_examples=150)
@given(rows=st.lists(st.fixed_dictionaries(VALUES), max_size=5))
def test_cells_written_at_once_are_those_that_each_value_has(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cells")
    table = pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in TYPES.items()})

    write_table([table], replace(TABLE, name="votes"), folder)
    write_json(table, replace(TABLE, name="votes"), folder)

    expected = io.StringIO()
    csv.writer(expected, lineterminator="\n").writerows(
        [list(TYPES), *([as_text(row[name]) for name in TYPES] for row in rows)]
    )
    assert (folder / "votes.csv").read_bytes().decode() == expected.getvalue()
    assert csv_holds(folder / "votes.csv", table)
    read = json.loads((folder / "votes.json").read_text(encoding="utf-8"))
    assert read == [{name: as_json(row[name]) for name in TYPES} for row in rows]


@settings(max_examples=150)
@given(rows=st.lists(st.fixed_dictionaries(VALUES), max_size=5))
def test_lines_are_given_only_where_the_csv_module_reads_their_cells(rows):
    table = pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in TYPES.items()})

    lines = csv_lines(table)

    assert lines is not None
    assert list(csv.reader(io.StringIO(bytes(lines).decode(), newline=""), strict=True)) == [
        [as_text(row[name]) for name in TYPES] for row in rows
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r"], ids=["LF", "CR"])
def test_a_long_cell_of_several_lines_may_stand_in_a_line_whatever_limit_others_set(line_end):
    csv.field_size_limit(2**17)
    rows = pa.table({"a": ["x" * 2**18 + line_end], "b": ["y"]})

    assert csv_lines(rows) is not None


def test_cells_of_several_lines_are_proved_at_once(monkeypatch):
    monkeypatch.setattr("pipeline.publish.lines.csv", None)

    lines = csv_lines(pa.table({"a": ["a\nb", '"\r\n\n'], "b": ["c", ","]}))

    assert lines == b'"a\nb",c\n"""\r\n\n",","\n'


@example(inside=["a\nb", 'c""\n'], cells=["a\nb", 'c"\n'])
@example(inside=['a"\n"b'], cells=["a\nb"])
@given(inside=st.lists(TEXTS), cells=st.lists(TEXTS))
def test_cells_in_quotes_are_taken_for_those_that_the_csv_module_reads(inside, cells):
    written = "".join(f'"{text}"\n' for text in inside)
    try:
        rows = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    except csv.Error:
        return

    for some in (cells, [row[0] for row in rows if row]):
        quoted = pa.array([f'{text}"' for text in inside], pa.string())
        assert _are_read(quoted, pa.array(some, pa.string())) is (rows == [[cell] for cell in some])


@pytest.mark.parametrize("text", ["", "a\0", "a\x0b"], ids=["no sign", "a zero", "a vertical tab"])
def test_lines_that_would_be_read_as_other_cells_are_not_given(text):
    assert csv_lines(pa.table({"a": ["x", text], "b": ['"', "y"]})) is None


@pytest.mark.parametrize("wrong", ["a,b c\n", "aa,b,c\n", "a,b,c\n\n", "a,b,c", '"a,b,c"\n'])
def test_lines_joined_wrongly_are_not_given(wrong, monkeypatch):
    monkeypatch.setattr("pipeline.publish.lines.write_csv", lambda _, sink, __: sink.write(wrong.encode()))

    assert csv_lines(pa.table({"a": ["a"], "b": ["b"], "c": ["c"]})) is None


def test_lines_with_a_quote_that_is_written_once_are_not_given(monkeypatch):
    monkeypatch.setattr("pipeline.publish.lines.pc.replace_substring", lambda cells, *_: cells)

    assert csv_lines(pa.table({"a": ['a""b'], "b": ["c"]})) is None


@pytest.mark.parametrize("check", ["_file_holds", "_group_holds"])
def test_a_file_that_does_not_hold_what_was_written_is_refused(check, tmp_path, monkeypatch):
    first, other = (pa.table({"place": [place]}) for place in ("Deçan", "Dečan"))
    write_table([other], replace(TABLE, name="other"), tmp_path)
    holds = getattr(tables, check)

    def spoil(path, *more):
        path.write_bytes(path.with_stem("other").read_bytes())
        return holds(path, *more)

    monkeypatch.setattr(tables, check, spoil)

    with pytest.raises(InvalidTableError, match="`towns` reads back differently"):
        write_table([first], replace(TABLE, name="towns"), tmp_path)


def test_the_row_groups_tell_the_ends_of_texts_that_they_are_in_the_order_of(tmp_path):
    towns = [["Artanë", "Deçan"], ["Gurzi", None], ["Vushtrri", "Zhegër"]]
    remarks = [["c", "d"], ["a", "b"], ["e", None]]
    pieces = [
        pa.table({"place": place, "back": back, "remark": remark, "votes": [1, 2]})
        for place, back, remark in zip(towns, reversed(towns), remarks, strict=True)
    ]

    write_table(pieces, replace(TABLE, name="towns"), tmp_path)

    with pq.ParquetFile(tmp_path / "towns.parquet") as file:
        groups = [file.metadata.row_group(number) for number in range(3)]
        ends = [[group.column(place).statistics for place in range(4)] for group in groups]
    assert [one and (one.min, one.max) for one in ends[0]] == [
        ("Artanë", "Deçan"),
        ("Vushtrri", "Zhegër"),
        None,
        (1, 2),
    ]
    assert [one[2] for one in ends] == [None, None, None]


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(0, 3) | st.sampled_from([-(2**63), 2**40, 2**63 - 1]),
            st.sampled_from(["a", "b", None]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_repeated_keys_are_found_with_the_row_they_repeat(rows):
    columns = [pa.chunked_array([pa.array(values)]) for values in zip(*rows, strict=True)] or [
        pa.chunked_array([pa.array([], pa.int64())])
    ]
    expected: dict[int, int] = {}
    first: dict[tuple[object, ...], int] = {}
    for index, row in enumerate(rows):
        if None not in row and first.setdefault(row, index) != index:
            expected[index] = first[row]

    assert repeats(columns) == expected


def test_keys_of_more_combinations_than_a_number_holds_are_told_apart():
    """Numbered without care, the first of five columns with 65,536 values each would count for nothing."""
    values = [*range(65_536), 0, 0]
    columns = [pa.chunked_array([pa.array([*values[:-2], 1, 0])]), *[pa.chunked_array([pa.array(values)])] * 4]

    assert repeats(columns) == {65_537: 0}


@pytest.mark.parametrize("kind", ["date", "number", "year"])
def test_a_column_that_repeats_itself_has_the_values_of_its_cells(kind):
    said = ["2025-10-12", "2025-02-28", "39.70", "0039", "1,5", "2025", "", "-1", "7.123", *map(str, range(1000))]
    column = pa.array(said * 20)
    described = replace(PLAIN, type=kind, decimals=2 if kind == "number" else None)

    whole = convert_plain(column, described, arrow_type(described))

    apart = [convert_plain(column.slice(start, 1), described, arrow_type(described)) for start in range(len(said))]
    assert len(whole) > 2**14
    assert whole.to_pylist() == [one[0].as_py() for one in apart] * 20
    assert texts(whole).to_pylist() == [None if one is None else as_text(one) for one in whole.to_pylist()]
