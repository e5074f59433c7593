"""The whole way of one table beside other tools on the same file: read, check, write.

`BENCH_FILE` names a CSV file with a heading, some first columns of which make each row unique; without it a made-up
table of polling stations is used, `BENCH_ROWS` rows of it. Each tool runs alone, in a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow import csv

from bench._stations import MUNICIPALITIES, STATUS
from bench.result import Result

RUNS = int(os.environ.get("BENCH_RUNS", "3"))
SAMPLE = 20_000
"""Rows that frictionless is shown; its time grows with them and nothing else."""
KEY = ["municipality_code", "centre_code", "station_number"]


def measure() -> Result:
    """Time every tool on one file, and relate it to pyarrow that reads and writes without a check."""
    given = os.environ.get("BENCH_FILE")
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own as well: what a process starts begins with the peak memory of its parent.
        rows = os.environ.get("BENCH_ROWS", "1000000")
        subprocess.check_call([sys.executable, "-m", "bench._stations", folder, rows, *([given] if given else [])])
        file = _file(Path(folder))
        found = {name: _best(name, Path(folder)) for name in TOOLS if given is None or name in ANY_FILE}
        size = file.stat().st_size
    limit, lines = found["pyarrow, no check"], []
    for name, one in found.items():
        seconds = one["seconds"] * limit["rows"] / one["rows"]
        busy = one["busy"] * limit["rows"] / one["rows"]
        times = round(seconds / limit["seconds"], 2), round(busy / limit["busy"], 2)
        lines.append((name, int(limit["rows"] / seconds), round(seconds, 2), *times, round(one["megabytes"])))
    text = (
        f"{limit['rows']:,} rows, {size / 1e6:,.0f} MB of CSV, to CSV and Parquet; the best of {RUNS} runs. This pipeline "
        "reads the text, types it, proves it, proves that both files hold it and has frictionless's verdict on the CSV. The "
        "others check the same rules, written by hand, and write Parquet; «no check» is what pyarrow needs to read the CSV and "
        f"write the Parquet. Frictionless validates {SAMPLE:,} rows, and its time is scaled."
    )
    return Result(
        "The way of a table",
        text,
        ("tool", "rows/s", "seconds", "× pyarrow", "× its processor time", "peak MB"),
        tuple(lines),
    )


def _best(name: str, project: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.tables", name, str(project)]
    runs = [json.loads(subprocess.check_output(command)) for _ in range(1 if name == "frictionless" else RUNS)]
    return min(runs, key=lambda one: float(one["seconds"]))


# The tools: each takes the project and gives the number of rows that went all the way


def pipeline(project: Path) -> Callable[[], int]:
    """Make the tables of the dataset and have their package judged, as a build does."""
    from frictionless import system

    from pipeline.cache import Cache
    from pipeline.dataset import Finished, write_tables
    from pipeline.describe.form import Codebook
    from pipeline.describe.read import read_dataset
    from pipeline.engine import engine
    from pipeline.languages import read_languages
    from pipeline.publish.descriptor import table_resource
    from pipeline.publish.judge import judge

    assert system.plugins  # loaded now, as the other tools' modules are before their time is taken
    os.chdir(project)
    languages, data = read_languages(), Path("data")
    dataset = read_dataset(data / "bench", languages, Codebook(data / "codebook.yaml"))
    folder = project / "build"
    folder.mkdir(exist_ok=True)

    def run() -> int:
        finished = Finished(Cache(project / ".cache", ""))
        with engine() as on:
            described, _ = write_tables(dataset, folder, languages, finished, on)
        rows = {table.name: finished.tables[f"bench/{table.name}"] for table in described.tables}
        resources = [table_resource(table, rows[table.name], languages, folder) for table in described.tables]
        package = folder / "datapackage.json"
        package.write_text(json.dumps({"name": "bench", "resources": resources}), encoding="utf-8")
        complaints = list(judge(package, rows))
        assert complaints == [], complaints
        return int(rows["table"].num_rows)

    return run


def pyarrow_alone(project: Path) -> Callable[[], int]:
    def run() -> int:
        rows = csv.read_csv(_file(project))
        pq.write_table(rows, project / "limit.parquet", compression="zstd")
        return int(rows.num_rows)

    return run


def pyarrow_streamed(project: Path) -> Callable[[], int]:
    def run() -> int:
        count = 0
        reader = csv.open_csv(_file(project), csv.ReadOptions(block_size=2**24))
        with pq.ParquetWriter(project / "limit.parquet", reader.schema, compression="zstd") as writer:
            for batch in reader:
                count += batch.num_rows
                writer.write_batch(batch)
        return count

    return run


def pandas_by_hand(project: Path) -> Callable[[], int]:
    import pandas as pd

    def run() -> int:
        kinds = {"station_id": str, "municipality_code": str, "centre_code": str, "status": str, "remark": str}
        rows = pd.read_csv(_file(project), dtype=kinds, parse_dates=["election_date"])
        assert rows["station_id"].str.fullmatch("S[0-9]{8}").all()
        assert rows["centre_code"].str.fullmatch("[0-9]{4}").all()
        assert rows["municipality_code"].isin(MUNICIPALITIES).all()
        assert rows["status"].isin(STATUS).all()
        assert rows["election_date"].ge("2000-01-01").all()
        assert rows[["registered_voters", "votes_cast", "valid_votes", "invalid_votes"]].ge(0).all(axis=None)
        assert rows["turnout_pct"].between(0, 100).all()
        assert (rows["votes_cast"] <= rows["registered_voters"]).all()
        assert not rows.duplicated(KEY).any()
        rows.to_parquet(project / "limit.parquet", compression="zstd", index=False)
        return len(rows)

    return run


def polars_by_hand(project: Path) -> Callable[[], int]:
    import polars as pl

    def run() -> int:
        kinds = {"station_id": pl.String, "municipality_code": pl.String, "centre_code": pl.String}
        rows = pl.read_csv(_file(project), schema_overrides=kinds, try_parse_dates=True)
        counts = [pl.col(name) >= 0 for name in ("registered_voters", "votes_cast", "valid_votes", "invalid_votes")]
        held = rows.select(
            pl.col("station_id").str.contains("^S[0-9]{8}$").all(),
            pl.col("centre_code").str.contains("^[0-9]{4}$").all(),
            pl.col("municipality_code").is_in(MUNICIPALITIES).all(),
            pl.col("status").is_in(STATUS).all(),
            (pl.col("election_date").cast(pl.String) >= "2000-01-01").all(),
            pl.all_horizontal(counts).all().alias("counts"),
            pl.col("turnout_pct").is_between(0, 100).all(),
            (pl.col("votes_cast") <= pl.col("registered_voters")).all().alias("rule"),
            (pl.struct(KEY).n_unique() == pl.len()).alias("key"),
        )
        assert all(held.row(0))
        rows.write_parquet(project / "limit.parquet", compression="zstd")
        return rows.height

    return run


def duckdb_by_hand(project: Path) -> Callable[[], int]:
    import duckdb

    def run() -> int:
        with duckdb.connect() as base:
            text = "'municipality_code': 'VARCHAR', 'centre_code': 'VARCHAR', 'station_id': 'VARCHAR'"
            base.execute(f"CREATE TABLE t AS FROM read_csv('{_file(project)}', header = true, types = {{{text}}})")
            held = base.execute(
                """SELECT bool_and(regexp_full_match(station_id, 'S[0-9]{8}')) AND bool_and(regexp_full_match(centre_code,
                '[0-9]{4}')) AND bool_and(municipality_code IN $codes) AND bool_and(status IN $status) AND
                bool_and(election_date >= '2000-01-01') AND bool_and(registered_voters >= 0 AND votes_cast >= 0 AND
                valid_votes >= 0 AND invalid_votes >= 0) AND bool_and(turnout_pct BETWEEN 0 AND 100) AND
                bool_and(votes_cast <= registered_voters) AND
                count(DISTINCT (municipality_code, centre_code, station_number)) = count(*), count(*) FROM t""",
                {"codes": MUNICIPALITIES, "status": STATUS},
            ).fetchone()
            assert held is not None
            assert held[0]
            base.execute(f"COPY t TO '{project}/limit.parquet' (FORMAT parquet, COMPRESSION zstd)")
            return int(held[1])

    return run


def frictionless_alone(project: Path) -> Callable[[], int]:
    """Validate the first rows of the CSV that the pipeline has published."""
    from frictionless import Package, system

    assert system.plugins
    with (project / "build/table.csv").open("rb") as file:
        lines = [line for _, line in zip(range(SAMPLE + 1), file, strict=False)]
    (project / "build/sample.csv").write_bytes(b"".join(lines))
    package = json.loads((project / "build/datapackage.json").read_text(encoding="utf-8"))
    for one in package["resources"]:
        if one["name"] == "table":
            one.update(path="sample.csv")
            for name in ("bytes", "hash"):
                del one[name]

    def run() -> int:
        report = Package(package, basepath=str(project / "build")).get_resource("table").validate()
        assert report.valid, report.flatten(["message"])[:3]
        return len(lines) - 1

    return run


TOOLS: dict[str, Callable[[Path], Callable[[], int]]] = {
    "pyarrow, no check": pyarrow_alone,
    "pyarrow, streamed, no check": pyarrow_streamed,
    "this pipeline": pipeline,
    "pandas": pandas_by_hand,
    "polars": polars_by_hand,
    "duckdb": duckdb_by_hand,
    "frictionless": frictionless_alone,
}
ANY_FILE = {"pyarrow, no check", "pyarrow, streamed, no check", "this pipeline", "frictionless"}
"""Tools that need no rules written for the file."""


def _file(project: Path) -> Path:
    return project / "data/bench/raw/table.csv"


def main(name: str, project: str) -> None:
    """Run one tool once in this process, and print what it took."""
    run = TOOLS[name](Path(project))
    used = resource.getrusage(resource.RUSAGE_SELF)
    before, begun = used.ru_utime + used.ru_stime, time.perf_counter()
    rows = run()
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    busy = used.ru_utime + used.ru_stime - before
    print(json.dumps({"rows": rows, "seconds": seconds, "busy": busy, "megabytes": used.ru_maxrss / 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
