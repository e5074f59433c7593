"""The whole way of one table beside other tools on the same file: read, check, write.

`BENCH_FILE` names any CSV file with a heading, packed with gzip or not, which is described as it is found; without it a
made-up table of polling stations is used, `BENCH_ROWS` rows of it. Each tool runs alone, in a process of its own. What a
tool cannot take, it says.
"""

from __future__ import annotations

import csv
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow.csv import ParseOptions, ReadOptions, open_csv, read_csv

from bench import _others
from bench._rules import Rules, read_rules
from bench.result import Result
from pipeline.errors import PipelineError
from pipeline.shape.plain import LONGEST

RUNS = int(os.environ.get("BENCH_RUNS", "5"))
SAMPLE = 20_000
"""Rows that frictionless is shown; its time grows with them and nothing else."""
LIMIT = "pyarrow, no check"


def measure() -> Result:
    """Time every tool on one file, and relate it to pyarrow that reads and writes without a check."""
    given = os.environ.get("BENCH_FILE")
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own as well: what a process starts begins with the peak memory of its parent.
        rows = os.environ.get("BENCH_ROWS", "1000000")
        command = [sys.executable, "-m", "bench._stations", folder, rows, *([given] if given else [])]
        made = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
        if made.returncode:
            sys.exit(f"bench: BENCH_FILE={given} cannot be described: {made.stderr.strip().splitlines()[-1]}")
        size = read_rules(Path(folder)).file.stat().st_size
        found = _best_of_all(Path(folder))
    done = {name: one for name, one in found.items() if not isinstance(one, str)}
    name = f"`{Path(given).name}`: " if given else ""
    text = (
        f"{name}{_rows(done):,} rows, {size / 1e6:,.0f} MB of CSV, to CSV and Parquet; the best of "
        f"{RUNS} runs, each tool in its turn. This pipeline reads the text, types it, proves it, proves that both files hold it and has frictionless's "
        "verdict on the CSV. pandas, polars and duckdb check the rules of the same description and write Parquet; «no check» is "
        "what pyarrow needs to read the CSV and write the Parquet. Frictionless validates the first "
        f"{SAMPLE:,} rows of what is published, and its time is scaled."
    )
    failed = "".join(f"\n\nNot all the way: {name}. {one}" for name, one in found.items() if isinstance(one, str))
    columns = ("tool", "rows/s", "seconds", "× pyarrow", "× its processor time", "peak MB")
    return Result(
        "The way of a table", text + failed, columns, tuple(_row(name, one, done) for name, one in done.items())
    )


def _row(name: str, one: Mapping[str, float], done: Mapping[str, Mapping[str, float]]) -> tuple[str | float, ...]:
    rows = _rows(done)
    scale = rows / one["rows"]
    seconds, busy = one["seconds"] * scale, one["busy"] * scale
    limit = done.get(LIMIT)
    times = (round(seconds / limit["seconds"], 2), round(busy / limit["busy"], 2)) if limit else ("", "")
    return name, int(rows / seconds), round(seconds, 2), *times, round(one["megabytes"])


def _rows(done: Mapping[str, Mapping[str, float]]) -> int:
    """Give how many rows the first tool that came to the end has found; frictionless, which is shown some, is the last."""
    return int(next((one["rows"] for one in done.values()), 0))


def _best_of_all(project: Path) -> dict[str, Mapping[str, float] | str]:
    """Run all tools by turns, for a machine is not always as fast; give the best time of each, or what it says."""
    runs: dict[str, list[Mapping[str, float] | str]] = {name: [] for name in TOOLS}
    for turn in range(RUNS):
        for name, found in runs.items():
            # Frictionless takes long enough for one to do; who has not come to the end will not do so later.
            if turn == 0 or not (name == "frictionless" or isinstance(found[0], str)):
                found.append(_run(name, project))
    return {
        name: min(found, key=lambda one: -1.0 if isinstance(one, str) else one["seconds"])
        for name, found in runs.items()
    }


def _run(name: str, project: Path) -> Mapping[str, float] | str:
    """Run a tool; give its time, or what it says when it does not come to the end."""
    command = [sys.executable, "-m", "bench.tables", name, str(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        *_, last = lines = done.stderr.strip().splitlines()
        return next((line for line in reversed(lines) if re.match(r"[\w.]+(Error|Exception|Invalid)\b", line)), last)
    found: Mapping[str, float] = json.loads(done.stdout)
    return found


# The tools: each takes the project and gives the number of rows that went all the way


def pipeline(project: Path) -> Callable[[], int]:
    """Make the tables of the dataset and have their package judged, as a build does."""
    from pipeline.cache import Cache
    from pipeline.catalogues import read_languages
    from pipeline.dataset import Finished, write_tables
    from pipeline.describe.form import Codebook
    from pipeline.describe.read import read_dataset
    from pipeline.engine import engine
    from pipeline.publish.descriptor import table_resource
    from pipeline.publish.judge import judge

    _load_frictionless()
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
        resources = [
            table_resource(table, rows[table.name], finished.hashes[f"bench/{table.name}"], languages, folder)
            for table in described.tables
        ]
        package = folder / "datapackage.json"
        package.write_text(json.dumps({"name": "bench", "resources": resources}), encoding="utf-8")
        complaints = list(judge(package, rows))
        assert complaints == [], complaints
        return int(rows["table"].num_rows)

    return run


def pyarrow_alone(project: Path) -> Callable[[], int]:
    rules = read_rules(project)

    def run() -> int:
        rows = read_csv(rules.file, *_options(rules))
        pq.write_table(rows, project / "limit.parquet", compression="zstd")
        return int(rows.num_rows)

    return run


def pyarrow_streamed(project: Path) -> Callable[[], int]:
    rules = read_rules(project)

    def run() -> int:
        count = 0
        reading, parsing = _options(rules)
        reading.block_size = 2**24
        reader = open_csv(rules.file, reading, parsing)
        with pq.ParquetWriter(project / "limit.parquet", reader.schema, compression="zstd") as writer:
            for batch in reader:
                count += batch.num_rows
                writer.write_batch(batch)
        return count

    return run


def _options(rules: Rules) -> tuple[ReadOptions, ParseOptions]:
    encoding = "utf8" if rules.encoding.startswith("utf-8") else rules.encoding
    parsing = ParseOptions(delimiter=rules.delimiter, newlines_in_values=rules.is_multiline)
    return ReadOptions(encoding=encoding, skip_rows=rules.above), parsing


def frictionless_alone(project: Path) -> Callable[[], int]:
    """Validate the first rows of the CSV that the pipeline has published."""
    from frictionless import Package

    _load_frictionless()
    if not (project / "build/datapackage.json").is_file():
        sys.exit("There is nothing that this pipeline has published.")
    csv.field_size_limit(LONGEST)
    with (project / "build/table.csv").open(encoding="utf-8", newline="\n") as file:
        reader = csv.reader(file, strict=True)
        rows = sum(1 for _ in islice(reader, SAMPLE + 1)) - 1
        file.seek(0)
        (project / "build/sample.csv").write_text("".join(islice(file, reader.line_num)), encoding="utf-8", newline="")
    package = json.loads((project / "build/datapackage.json").read_text(encoding="utf-8"))
    for one in package["resources"]:
        if one["name"] == "table":
            one.update(path="sample.csv")
            for name in ("bytes", "hash"):
                del one[name]

    def run() -> int:
        report = Package(package, basepath=str(project / "build")).get_resource("table").validate()
        assert report.valid, report.flatten(["message"])[:3]
        return rows

    return run


def _load_frictionless() -> None:
    """Load what it loads at first use, as the modules of the other tools are loaded before their time is taken."""
    from frictionless import Package

    some = {"name": "some", "type": "table", "data": [["field"]], "schema": {"fields": [{"name": "field"}]}}
    Package.from_descriptor({"name": "some", "resources": [some]}).to_descriptor(validate=True)


def _other(tool: Callable[[Rules, Path], Callable[[], int]]) -> Callable[[Path], Callable[[], int]]:
    return lambda project: tool(read_rules(project), project / "limit.parquet")


TOOLS: dict[str, Callable[[Path], Callable[[], int]]] = {
    "pyarrow, no check": pyarrow_alone,
    "pyarrow, streamed, no check": pyarrow_streamed,
    "this pipeline": pipeline,
    "pandas": _other(_others.pandas),
    "polars": _other(_others.polars),
    "duckdb": _other(_others.duckdb),
    "frictionless": frictionless_alone,
}


def main(name: str, project: str) -> None:
    """Run one tool once in this process, and print what it took."""
    try:
        run, there = TOOLS[name](Path(project)), read_rules(Path(project)).rows
        used = resource.getrusage(resource.RUSAGE_SELF)
        before, begun = used.ru_utime + used.ru_stime, time.perf_counter()
        rows = run()
    except PipelineError as refusal:
        more = len(refusal.problems) + refusal.more - 1
        sys.exit(f"{refusal.problems[0]}" + (f" … and {more:,} more" if more else ""))
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    busy = used.ru_utime + used.ru_stime - before
    expected = min(SAMPLE, there) if name == "frictionless" else there
    if rows != expected:
        sys.exit(f"It finds {rows:,} rows; expected {expected:,}.")
    print(json.dumps({"rows": rows, "seconds": seconds, "busy": busy, "megabytes": used.ru_maxrss / 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
