"""`python -m pipeline [dataset …]`: data/ -> build/. Exit 0, or 1 with located messages and `build/` as it was."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.command import carry_out
from pipeline.keys import CONTENT, EVERYTHING, content_key, digest, read_keys, shared_key
from pipeline.swap import recover


def main(arguments: list[str] | None = None) -> int:
    """Run the pipeline; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipeline", description="Build datasets: data/ -> build/.")
    parser.add_argument(
        "dataset", nargs="*", help="datasets to build, with those they refer to; all when none is named"
    )
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder of dataset folders (default: data)")
    parser.add_argument("--build", type=Path, default=Path("build"), help="the folder to write (default: build)")
    parser.add_argument(
        "--engine",
        choices=("local", "dask"),
        default="local",
        help="where large tables are worked on: this machine (default), or a Dask cluster that shares its files, "
        "the one that DASK_SCHEDULER names",
    )
    options = parser.parse_args(arguments)
    return carry_out(lambda: _build(options), options.build)


def _build(options: argparse.Namespace) -> None:
    recover(options.build, _tell)
    known = all((options.data / name).is_dir() for name in options.dataset)
    last = read_keys(options.build)
    if known and last.get(EVERYTHING) == digest([options.data], shared_key()):
        if last.get(CONTENT) == content_key(options.build):
            _tell(f"{options.build}: nothing has changed")
            return
        _tell(f"{options.build}: no longer as it was built")
    # Only now: reading the libraries takes longer than seeing that nothing has changed.
    from pipeline.build import build

    build(options.data, options.build, options.dataset, tell=_tell, where=options.engine)
    _tell(f"{options.build}: built")


def _tell(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
