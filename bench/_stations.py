"""A project with one large table: made-up polling stations, or any CSV file, described as our own tables are."""

from __future__ import annotations

import gzip
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from bench._found import both, described, field
from pipeline.publish.lines import csv_lines

MUNICIPALITIES = [f"{code:02}" for code in range(1, 39)]
STATUS = ["final", "preliminary", "recount"]


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
        table = described(file)
    _write(project / "data/bench/tables/table.yaml", table)
    (raw / "places.csv").write_text(
        "municipality_code,source_id\n" + "".join(f"{code},made\n" for code in MUNICIPALITIES), encoding="utf-8"
    )
    places = {"key": ["municipality_code"], "rows": 38, "fields": [field("municipality_code"), field("source_id")]}
    _write(project / "data/bench/tables/places.yaml", places)
    names = ("source_id", "title", "publisher", "url", "date", "status", "licence")
    sources = {
        "key": ["source_id"],
        "rows": 1,
        "fields": [field(name, required=True) if name in names[:2] else field(name) for name in names],
    }
    _write(project / "data/bench/tables/sources.yaml", sources)
    (raw / "sources.csv").write_text(",".join(names) + "\nmade,Made up,,,,,\n", encoding="utf-8")
    (project / "data/codebook.yaml").write_text("fields: {}\ncodelists: {}\n", encoding="utf-8")
    change = {"version": "1.0.0", "date": "2026-01-01", "text": both("Made.")}
    dataset = {
        "title": both("Bench"),
        "summary": both("Bench."),
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


_STATIONS = [
    field("station_id", required=True, constraints={"pattern": "S[0-9]{8}"}),
    field("municipality_code", required=True),
    field("centre_code", required=True, constraints={"pattern": "[0-9]{4}"}),
    field("station_number", "integer", constraints={"minimum": 1}),
    field("election_date", "date", constraints={"minimum": "2000-01-01"}),
    field("status", required=True, constraints={"enum": STATUS}),
    field("registered_voters", "integer", constraints={"minimum": 0}),
    field("votes_cast", "integer", constraints={"minimum": 0}),
    field("valid_votes", "integer", constraints={"minimum": 0}),
    field("invalid_votes", "integer", constraints={"minimum": 0}),
    field("turnout_pct", "number", unit="percent", constraints={"minimum": 0, "maximum": 100}),
    field("remark", constraints={"maxLength": 80}),
]


def _stations(rows: int) -> dict[str, Any]:
    return {
        "key": ["municipality_code", "centre_code", "station_number"],
        "order": "raw",
        "rows": rows,
        "fields": [*_STATIONS, field("source_id", constant="made")],
        "references": [{"field": "municipality_code", "table": "places"}],
        "checks": [{"formula": "votes_cast <= registered_voters", "because": both("Nobody votes twice.")}],
    }


def _write(path: Path, content: dict[str, Any], *, texts: bool = True) -> None:
    described = {"title": both(path.stem), "description": both(f"{path.stem}."), **content} if texts else content
    path.write_text(yaml.safe_dump(described, sort_keys=False, allow_unicode=True), encoding="utf-8")


if __name__ == "__main__":
    write_project(Path(sys.argv[1]), Path(sys.argv[3]) if sys.argv[3:] else None, int(sys.argv[2]))
