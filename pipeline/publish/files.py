"""Publish a file of a dataset beside its tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Never

from pipeline.describe import signs
from pipeline.describe.entries import PublishedFile
from pipeline.errors import SourceError

JSON = {".json", ".geojson"}
"""Endings of files that call themselves JSON."""


def publish_file(file: PublishedFile, folder: Path) -> Path:
    """Copy a file into `folder`, under its name; what calls itself JSON has to be some.

    Raises:
        SourceError: it is none, which every program that fetches it would stumble on.
    """
    if file.path.suffix in JSON:
        _refuse_broken(file.path)
    copy = folder / f"{file.name}{file.path.suffix}"
    shutil.copyfile(file.path, copy)
    return copy


def _refuse_broken(path: Path) -> None:
    def refused(sign: str) -> Never:
        raise SourceError.at(path, f"`{sign}`", "JSON, which has no such number", "Get the file again")

    try:
        json.loads(path.read_text(encoding="utf-8"), parse_constant=refused)
    except UnicodeDecodeError as error:
        found, row = signs.undecoded(error)
        raise SourceError.at(path, found, "UTF-8", "Save the file as UTF-8", row=row) from error
    except json.JSONDecodeError as error:
        raise SourceError.at(path, error.msg, "JSON", "Get the file again", row=error.lineno) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets in thousands
        raise SourceError.at(path, "a value without end", "JSON", "Get the file again") from error
