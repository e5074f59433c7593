"""`python -m pipeline.render`: build/ and content/ -> output/. Exit 0, or 1 with located messages and `output/` as it was."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.errors import PipelineError
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
    try:
        renewed = renew(options.build, options.output, options.settings, _tell)
    except PipelineError as error:
        print(error, file=sys.stderr)
        return 1
    if not renewed:
        _tell(f"{options.output}: nothing has changed")
    return 0


def _tell(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
