"""Write one table as CSV, Parquet and JSON with equal values, and read them back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.describe.dataset import Table
from pipeline.errors import InvalidTableError
from pipeline.shape.read import FILE, LINE


def write_table(rows: pa.Table, table: Table, folder: Path) -> pa.Table:
    """Write ``<table>.csv``, ``.parquet`` and ``.json`` into `folder` and give back what the Parquet file holds.

    CSV: UTF-8, comma, LF, ISO dates, point decimals without trailing zeros, missing = empty.
    JSON: an array of records; decimals are numbers, missing is null.

    Raises:
        InvalidTableError: what is read back is not what was written.
    """
    plain = rows.drop_columns([name for name in (FILE, LINE) if name in rows.column_names]).combine_chunks()
    plain = plain.replace_schema_metadata(None)
    _write_parquet(plain, folder / f"{table.name}.parquet")
    _write_csv(plain, folder / f"{table.name}.csv")
    _write_json(plain, folder / f"{table.name}.json")
    written = pq.read_table(folder / f"{table.name}.parquet")
    if not written.equals(plain) or not _csv_equals(plain, folder / f"{table.name}.csv"):
        raise InvalidTableError.at(
            table.origin.file, f"`{table.name}` reads back differently", "equal values in every format"
        )
    return written


def _write_parquet(rows: pa.Table, path: Path) -> None:
    pq.write_table(rows, path, compression="zstd", store_schema=False)


def _write_csv(rows: pa.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows.column_names)
        writer.writerows(records(rows))


def _csv_equals(rows: pa.Table, path: Path) -> bool:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        return [rows.column_names, *records(rows)] == list(reader)


def records(rows: pa.Table) -> Iterator[list[str]]:
    """Give the rows as they stand in the CSV."""
    columns = [[as_text(value) for value in column.to_pylist()] for column in rows.columns]
    return (list(row) for row in zip(*columns, strict=True))


def as_text(value: object) -> str:
    """Write a value as the CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _write_json(rows: pa.Table, path: Path) -> None:
    columns = [[as_json(value) for value in column.to_pylist()] for column in rows.columns]
    names = rows.column_names
    lines = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in zip(*columns, strict=True))
    body = ",\n".join(lines)
    path.write_text(f"[\n{body}\n]\n" if body else "[]\n", encoding="utf-8")


def as_json(value: object) -> str | int | float | bool | None:
    """Give a value as JSON holds it: a decimal as the number that prints with the same digits."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    assert value is None or isinstance(value, str | int | float | bool)
    return value
