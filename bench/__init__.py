"""Benchmarks. A module here has `measure() -> Result | None`: one table, or None when what it needs is not installed.

`make bench` runs them all, prints the tables, and writes them to `docs/measurements.json` and `docs/measurements.md`.
Numbers depend on the machine, so each table names the one it is from, and no test asserts a time.
"""
