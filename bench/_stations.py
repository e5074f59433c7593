"""A project with one large table: made-up polling stations, or any CSV file, described as our own tables are."""

from __future__ import annotations

import codecs
import csv
import gzip
import shutil
import sys
from bisect import bisect_left
from collections import Counter
from contextlib import suppress
from itertools import count, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from pipeline.publish.lines import csv_lines

MUNICIPALITIES = [f"{code:02}" for code in range(1, 39)]
STATUS = ["final", "preliminary", "recount"]
KINDS = {
    "integer": (r"^(?:0|-?[1-9][0-9]{0,14})$", pa.int64()),
    "date": ("^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$", pa.date32()),
}
"""Types of columns in which every text is written so; the others are text."""


def write_project(project: Path, given: Path | None, rows: int) -> Path:
    """Write `data/` and what a build reads beside it; give the CSV file of the large table."""
    raw = project / "data/bench/raw"
    raw.mkdir(parents=True)
    (project / "data/bench/tables").mkdir()
    for name in ("languages", "theme"):
        shutil.copytree(name, project / name, ignore=shutil.ignore_patterns("node_modules"))
    file = raw / "table.csv"
    if given is None:
        write_stations(file, rows)
        table = _stations(rows)
    else:
        _unpack(given, file)
        table = _described(file)
    _write(project / "data/bench/tables/table.yaml", table)
    (raw / "places.csv").write_text(
        "municipality_code,source_id\n" + "".join(f"{code},made\n" for code in MUNICIPALITIES), encoding="utf-8"
    )
    places = {"key": ["municipality_code"], "rows": 38, "fields": [_field("municipality_code"), _field("source_id")]}
    _write(project / "data/bench/tables/places.yaml", places)
    names = ("source_id", "title", "publisher", "url", "date", "status", "licence")
    sources = {
        "key": ["source_id"],
        "rows": 1,
        "fields": [_field(name, required=True) if name in names[:2] else _field(name) for name in names],
    }
    _write(project / "data/bench/tables/sources.yaml", sources)
    (raw / "sources.csv").write_text(",".join(names) + "\nmade,Made up,,,,,\n", encoding="utf-8")
    (project / "data/codebook.yaml").write_text("fields: {}\ncodelists: {}\n", encoding="utf-8")
    change = {"version": "1.0.0", "date": "2026-01-01", "text": _both("Made.")}
    dataset = {
        "title": _both("Bench"),
        "summary": _both("Bench."),
        "licence": "CC-BY-4.0",
        "order": 1,
        "changes": [change],
    }
    _write(project / "data/bench/dataset.yaml", dataset, texts=False)
    return file


def write_stations(file: Path, rows: int) -> None:
    """Write twelve columns of made-up polling stations, half a million rows at a time."""
    chance = np.random.default_rng(2025)
    with file.open("wb") as out:
        out.write((",".join(field["name"] for field in _STATIONS) + "\n").encode())
        for start in range(0, rows, 500_000):
            number = np.arange(start, min(start + 500_000, rows))
            registered = chance.integers(50, 1200, len(number))
            cast = (registered * chance.uniform(0.2, 0.9, len(number))).astype(np.int64)
            invalid = (cast * chance.uniform(0, 0.04, len(number))).astype(np.int64)
            columns = [
                pa.array([f"S{one:08}" for one in number]),
                _taken(MUNICIPALITIES, number // 30_000 % 38),
                _taken([f"{one:04}" for one in range(5000)], number // 6 % 5000),
                pa.array(number // 30_000 // 38 * 6 + number % 6 + 1),
                _taken(["2021-10-17", "2025-02-09", "2025-10-12"], chance.integers(0, 3, len(number))),
                _taken(STATUS, chance.integers(0, 3, len(number))),
                pa.array(registered),
                pa.array(cast),
                pa.array(cast - invalid),
                pa.array(invalid),
                pc.round(pa.array(100 * cast / registered), 2).cast(pa.decimal128(9, 2)),
                _taken(
                    [None, "recounted", "opened late, after 8:00"], chance.choice(3, len(number), p=[0.9, 0.07, 0.03])
                ),
            ]
            # Quotes only where they are needed, as most programs that people export from write them.
            for piece in pa.table(columns, names=[field["name"] for field in _STATIONS]).to_batches(100_000):
                lines = csv_lines(pa.Table.from_batches([piece]))
                assert lines is not None
                out.write(lines)


def _unpack(given: Path, file: Path) -> None:
    """Copy a file, out of its gzip where it is in one."""
    with given.open("rb") as start:
        is_packed = start.read(2) == b"\x1f\x8b"
    with gzip.open(given) if is_packed else given.open("rb") as content, file.open("wb") as out:
        try:
            shutil.copyfileobj(content, out)
        except (EOFError, gzip.BadGzipFile) as error:
            sys.exit(f"a gzip that is not whole: {error}")


def _taken(words: list[str | None] | list[str], places: Any) -> pa.Array:
    return pa.array(words).take(pa.array(places))


def _both(text: str) -> dict[str, str]:
    return {"sq": text, "en": text}


def _field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": _both(name), "description": _both(f"{name}."), **more}


_STATIONS = [
    _field("station_id", required=True, constraints={"pattern": "S[0-9]{8}"}),
    _field("municipality_code", required=True),
    _field("centre_code", required=True, constraints={"pattern": "[0-9]{4}"}),
    _field("station_number", "integer", constraints={"minimum": 1}),
    _field("election_date", "date", constraints={"minimum": "2000-01-01"}),
    _field("status", required=True, constraints={"enum": STATUS}),
    _field("registered_voters", "integer", constraints={"minimum": 0}),
    _field("votes_cast", "integer", constraints={"minimum": 0}),
    _field("valid_votes", "integer", constraints={"minimum": 0}),
    _field("invalid_votes", "integer", constraints={"minimum": 0}),
    _field("turnout_pct", "number", unit="percent", constraints={"minimum": 0, "maximum": 100}),
    _field("remark", constraints={"maxLength": 80}),
]


def _stations(rows: int) -> dict[str, Any]:
    return {
        "key": ["municipality_code", "centre_code", "station_number"],
        "order": "raw",
        "rows": rows,
        "fields": [*_STATIONS, _field("source_id", constant="made")],
        "references": [{"field": "municipality_code", "table": "places"}],
        "checks": [{"formula": "votes_cast <= registered_voters", "because": _both("Nobody votes twice.")}],
    }


def _described(file: Path) -> dict[str, Any]:
    """Describe any CSV file: whole numbers and days where all of a column is, text elsewhere; the first key that is one.

    A file whose rows repeat themselves gets a first column that numbers them.
    """
    encoding = _encoding(file)
    delimiter, line = _heading(file, encoding)
    rows, form = _texts(file, encoding, delimiter, line)
    key = _key(rows)
    if key is None:
        _number(file, encoding, delimiter, line)
        rows, form = _texts(file, encoding, delimiter, 1)
        key = ["row"]
    names = {heading: f"column_{place:02}" for place, heading in enumerate(rows.column_names, 1)}
    return {
        "key": [names[column] for column in key],
        "order": "raw",
        "rows": rows.num_rows,
        "delimiter": delimiter,
        "encoding": encoding,
        **form,
        "fields": [
            *(_field(names[column], _kind(rows[column]), **{"from": column}) for column in rows.column_names),
            _field("source_id", constant="made"),
        ],
    }


def _encoding(file: Path) -> str:
    content = file.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    sys.exit("no text in UTF-8, UTF-16 or Windows-1252")


def _heading(file: Path, encoding: str) -> tuple[str, int]:
    """Give the sign that divides most of the first rows alike, and the line of the first one that is more than a title.

    Of a title the first cell is filled, and no other.
    """
    csv.field_size_limit(2**31 - 1)  # a quote that is never closed
    with file.open(encoding=encoding, newline="") as text:
        lines = list(islice(text, 200))
    found = [(0, 0, ",", next((number for number, line in enumerate(lines, 1) if line.strip()), 1))]
    for delimiter in ",;\t|":
        reader = csv.reader(lines, delimiter=delimiter)
        rows = [(reader.line_num - sum(cell.count("\n") for cell in row), row) for row in reader]
        widths = Counter(len(row) for _, row in rows if row)
        width, count = max(widths.items(), key=itemgetter(1), default=(1, 0))
        if width > 1 and 2 * count >= widths.total():
            headings = (
                line for line, row in rows if len([*filter(str.strip, row)]) > 1 or (row[1:] and row[-1].strip())
            )
            found.append((count, width, delimiter, next(headings, 1)))
    *_, delimiter, line = max(found, key=itemgetter(0, 1))
    return delimiter, line


def _texts(file: Path, encoding: str, delimiter: str, line: int) -> tuple[pa.Table, dict[str, Any]]:
    """Read a file with Python's own reader, and give what the description has to say of its form.

    The heading is made as long as the longest row, the others as long as it is.
    """
    with file.open(encoding=encoding, newline="") as text:
        reader = csv.reader(islice(text, line - 1, None), delimiter=delimiter)
        own = next(reader, [])
        every = list(reader)
        lines = reader.line_num
    own += [""] * (max(map(len, every), default=0) - len(own))
    rows = [[*row, *[""] * (len(own) - len(row))] for row in every if row]
    if not rows:
        sys.exit("no rows below a heading")
    said = {
        number: next(name for name in (f"column {number}{more * '+'}" for more in count()) if name not in own)
        for number, heading in enumerate(own, 1)
        if not heading.strip() or heading.startswith("__") or heading in own[: number - 1]
    }
    form = {
        "heading_line": line,
        "headings": {str(number): heading for number, heading in said.items()},
        "multiline": lines > len(every) + 1,
        "blank_lines": len(rows) < len(every),
        "short_rows": any(0 < len(row) < len(own) for row in every),
    }
    headings = [said.get(number, heading) for number, heading in enumerate(own, 1)]
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.table(columns, names=headings), {name: what for name, what in form.items() if what}


def _kind(column: pa.ChunkedArray) -> str:
    present = column.filter(pc.not_equal(column, ""))
    for kind, (form, values) in KINDS.items():
        if pc.all(pc.match_substring_regex(present, form)).as_py():
            with suppress(pa.ArrowInvalid):  # a day that no calendar has
                present.cast(values)
                return kind
    return "string"


def _number(file: Path, encoding: str, delimiter: str, line: int) -> None:
    with file.open(encoding=encoding, newline="") as text:
        rows = [row for row in csv.reader(islice(text, line - 1, None), delimiter=delimiter) if row]
    with file.open("w", encoding=encoding, newline="") as text:
        csv.writer(text, delimiter=delimiter).writerows(
            [("row", *rows[0]), *((n, *row) for n, row in enumerate(rows[1:], 1))]
        )


def _key(rows: pa.Table) -> list[str] | None:
    """Give the first column without a gap that tells rows apart, or as few of the first ones as do together."""
    known = [name for name in rows.column_names if not pc.any(pc.equal(rows[name], "")).as_py()]

    def tells_apart(many: int) -> bool:
        return bool(rows.group_by(known[:many]).aggregate([]).num_rows == rows.num_rows)

    alone = (name for name in known if pc.count_distinct(rows[name]).as_py() == rows.num_rows)
    if first := next(alone, None):
        return [first]
    if known and tells_apart(len(known)):
        return known[: bisect_left(range(len(known)), x=True, lo=1, key=tells_apart)]
    return None


def _write(path: Path, content: dict[str, Any], *, texts: bool = True) -> None:
    described = {"title": _both(path.stem), "description": _both(f"{path.stem}."), **content} if texts else content
    path.write_text(yaml.safe_dump(described, sort_keys=False, allow_unicode=True), encoding="utf-8")


if __name__ == "__main__":
    write_project(Path(sys.argv[1]), Path(sys.argv[3]) if sys.argv[3:] else None, int(sys.argv[2]))
