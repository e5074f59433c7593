"""Files that need not be made again: those of the last site that were made of the same.

A template sees what is named here and nothing else, so a page cannot show what its key does not know.
"""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Sequence
from dataclasses import fields
from filecmp import cmp
from hashlib import file_digest, sha256
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from shutil import copyfile
from typing import Any

from pipeline.cache import link
from pipeline.keys import read_keys, write_keys
from pipeline.languages import Language
from pipeline.manifest import MANIFEST, digest
from pipeline.render.cells import Cell
from pipeline.render.datasets import Dataset, Table
from pipeline.render.tables import Row

_ROW = attrgetter(*(field.name for field in fields(Row) if field.name != "cells"))


class LastSite:
    """Knows the files of the last site that would be the same in this one, and links them."""

    def __init__(self, last: Path, output: Path, shared: str) -> None:
        """Begin a site.

        Args:
            last: the site that was made before; there may be none.
            shared: the digest of what every page depends on.
        """
        self._last, self._output, self._shared = last, output, shared
        listed = last / MANIFEST
        self._whole = (
            set(listed.read_text(encoding="utf-8", errors="replace").splitlines()) if listed.is_file() else set()
        )
        self._known = read_keys(last)
        self.keys: dict[str, str] = {}
        self._folders: set[str] = set()

    def take(self, paths: Sequence[str], made_of: object) -> bool:
        """Put files of the last site in their places if they were made of the same; tell whether that is done.

        Args:
            paths: files that are made together.
            made_of: all that they are made of.
        """
        key = fingerprint([self._shared, *paths, made_of])
        self.keys.update(dict.fromkeys(paths, key))
        for folder in {path.rpartition("/")[0] for path in paths} - self._folders:
            (self._output / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        if not all(self._known.get(path) == key and self._is_whole(path) for path in paths):
            return False
        for path in paths:
            link(self._last / path, self._output / path)
        return True

    def copy(self, source: str, target: str) -> None:
        """Copy a file into the site; where the last one holds the same, a link to it is made many times faster."""
        same = self._last / Path(target).relative_to(self._output)
        if same.is_file() and cmp(source, same, shallow=False):
            link(same, target)
        else:
            copyfile(source, target)

    def put(self, content: bytes, target: Path) -> None:
        """Write a file of the site; where the last one holds the same, a link to it is made many times faster."""
        same = self._last / target.relative_to(self._output)
        if same.is_file() and same.read_bytes() == content:
            link(same, target)
        else:
            target.write_bytes(content)

    def _is_whole(self, path: str) -> bool:
        """Tell whether nobody has changed a file since it was made."""
        file = self._last / path
        return file.is_file() and f"{digest(file)}  {path}" in self._whole

    def end(self) -> None:
        """Note what the files were made of, for the next time."""
        write_keys(self._output, self.keys)


def fingerprint(things: object) -> str:
    """Digest things by their value."""
    content = BytesIO()
    pickler = _Pickler(content)
    pickler.fast = True  # Without references to what came before, which would tell equal things from the same ones.
    pickler.dump(things)
    return sha256(content.getbuffer()).hexdigest()


class _Pickler(pickle.Pickler):
    dispatch_table = {  # noqa: RUF012  the base class has it so
        **copyreg.dispatch_table,
        # The catalogue of a language is part of what every page depends on.
        Language: lambda one: (str, (one.code,)),
        # Cells also hold what was once asked of them, and most stand on many pages.
        Row: lambda one: (str, ([cell.mark for cell in one.cells], *_ROW(one))),
        Cell: lambda one: (str, (one.mark,)),
        Dataset: lambda one: (str, (_once(one),)),
        Table: lambda one: (str, (_once(one),)),
    }


def _once(one: Dataset | Table) -> str:
    """Digest a dataset or a table, whose rows are in its file; what stands there does not change while pages are made."""
    known: dict[str, Any] = vars(one)
    if "_mark" not in known:
        given = {field.name: getattr(one, field.name) for field in fields(one) if field.name not in {"folder", "file"}}
        if isinstance(one, Table):
            with one.file.open("rb") as rows:
                given["rows"] = file_digest(rows, "sha256").hexdigest()
        known["_mark"] = fingerprint(given)
    return str(known["_mark"])
