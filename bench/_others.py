"""Other tools on the way of a table: they read it, hold it against its rules with what they have for that, and write Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench._rules import Rules


def pandas(rules: Rules, target: Path) -> Callable[[], int]:
    import pandas as pd

    kinds = {"string": "str", "integer": "Int64", "number": "float64", "date": "str"}
    types = {field["name"]: kinds[field["type"]] for field in rules.fields}

    def run() -> int:
        rows = pd.read_csv(
            rules.file,
            sep=rules.delimiter,
            encoding=rules.encoding,
            names=rules.names,
            skiprows=rules.above,
            header=0,
            dtype=types,
            parse_dates=rules.of_type("date"),
            keep_default_na=False,
            na_values={name: [""] for name in rules.names},
        )
        for name, pattern in rules.said("pattern"):
            assert rows[name].dropna().str.fullmatch(pattern).all(), name
        for name, values in rules.allowed():
            assert rows[name].dropna().isin(values).all(), name
        for name, least in rules.said("minimum"):
            assert (rows[name].dropna() >= least).all(), name
        for name, most in rules.said("maximum"):
            assert (rows[name].dropna() <= most).all(), name
        for name, most in rules.said("maxLength"):
            assert (rows[name].dropna().str.len() <= most).all(), name
        for formula in rules.formulas:
            assert pd.Series(rows.eval(formula)).all(), formula
        assert not rows.duplicated(list(rules.key)).any(), "a key twice"
        rows.to_parquet(target, compression="zstd", index=False)
        return len(rows)

    return run


def polars(rules: Rules, target: Path) -> Callable[[], int]:
    import polars as pl

    kinds = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
    types = {field["name"]: kinds[field["type"]] for field in rules.fields}
    encoding = "utf8" if rules.encoding.startswith("utf-8") else rules.encoding

    def limit(value: str | float) -> pl.Expr:
        return pl.lit(date.fromisoformat(value) if isinstance(value, str) else value)

    def held() -> Iterator[pl.Expr]:
        for name, pattern in rules.said("pattern"):
            yield pl.col(name).str.contains(f"^(?:{pattern})$")
        for name, values in rules.allowed():
            yield pl.col(name).is_in(values)
        for name, least in rules.said("minimum"):
            yield pl.col(name) >= limit(least)
        for name, most in rules.said("maximum"):
            yield pl.col(name) <= limit(most)
        for name, most in rules.said("maxLength"):
            yield pl.col(name).str.len_chars() <= most
        for formula in rules.formulas:
            yield pl.sql_expr(formula)

    def run() -> int:
        rows = pl.read_csv(
            rules.file,
            has_header=False,
            skip_lines=rules.above,
            skip_rows_after_header=1,  # the heading, which may be of several lines
            separator=rules.delimiter,
            encoding=encoding,
            schema=types,
        )
        checks = [one.all().alias(str(place)) for place, one in enumerate(held())]
        unique = (pl.struct(rules.key).n_unique() == pl.len()).alias("key")
        assert all(rows.select(*checks, unique).row(0)), "a rule does not hold"
        rows.write_parquet(target, compression="zstd")
        return rows.height

    return run


def duckdb(rules: Rules, target: Path) -> Callable[[], int]:
    import duckdb as engine

    kinds = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
    columns = {field["name"]: kinds[field["type"]] for field in rules.fields}
    given: dict[str, object] = {}

    def value(what: object) -> str:
        given[f"v{len(given)}"] = what
        return f"$v{len(given) - 1}"

    held = [
        *(f"regexp_full_match({name}, {value(pattern)})" for name, pattern in rules.said("pattern")),
        *(f"{name} IN {value(values)}" for name, values in rules.allowed()),
        *(f"{name} >= {value(least)}::{columns[name]}" for name, least in rules.said("minimum")),
        *(f"{name} <= {value(most)}::{columns[name]}" for name, most in rules.said("maximum")),
        *(f"length({name}) <= {value(most)}" for name, most in rules.said("maxLength")),
        *rules.formulas,
    ]
    checks = " AND ".join(f"coalesce(bool_and({one}), true)" for one in held) or "true"
    encoding = "utf-8" if rules.encoding.startswith("utf-8") else rules.encoding

    def run() -> int:
        with engine.connect() as base:
            base.execute(
                "CREATE TABLE t AS FROM read_csv($file, header = true, skip = $above, auto_detect = false, quote = '\"', escape = '\"', "
                f"delim = $delimiter, encoding = $encoding, columns = {columns})",
                {"file": str(rules.file), "above": rules.above, "delimiter": rules.delimiter, "encoding": encoding},
            )
            found = base.execute(
                f"SELECT {checks} AND count(DISTINCT ({', '.join(rules.key)})) = count(*), count(*) FROM t",  # noqa: S608  our own
                given,
            ).fetchone()
            assert found is not None
            assert found[0], "a rule does not hold"
            base.execute(f"COPY t TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            return int(found[1])

    return run
