"""`python -m pipeline.render`: build/ and content/ -> output/. Exit 0, or 1 with located messages and `output/` as it was."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.command import carry_out
from pipeline.render.renew import LOCAL, renew


def main(arguments: list[str] | None = None) -> int:
    """Render the site; give the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.render", description="Render the site: build/ -> output/."
    )
    parser.add_argument("--build", type=Path, default=Path("build"), help="what the pipeline wrote (default: build)")
    parser.add_argument("--output", type=Path, default=Path("output"), help="the folder to write (default: output)")
    parser.add_argument("--settings", default=LOCAL, help=f"Pelican's settings (default: {LOCAL})")
    options = parser.parse_args(arguments)
    return carry_out(lambda: _render(options), options.output)


def _render(options: argparse.Namespace) -> None:
    if not renew(options.build, options.output, options.settings, _tell):
        _tell(f"{options.output}: nothing has changed")


def _tell(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
