"""Names that stand for codes, in any of the spellings that a table lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches

import pyarrow as pa

from pipeline.describe.dataset import Field, Resolve, Table
from pipeline.errors import InvalidTableError
from pipeline.shape.values import RefusedError


def fold(name: str) -> str:
    """Write a name without case, diacritics and doubled blanks, for comparing spellings."""
    decomposed = unicodedata.normalize("NFD", name.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(bare.replace("đ", "d").replace("ı", "i").split())


class Names:
    """The spellings of a table and the codes they stand for."""

    def __init__(self, resolve: Resolve, field: Field, table: Table, finished: Mapping[str, pa.Table]) -> None:
        steps = (*field.steps, "resolve")
        source = finished.get(resolve.table)
        if source is None:
            raise InvalidTableError(
                table.origin.problem(steps, f"no table `{resolve.table}`", "a table built before this one")
            )
        for column in (resolve.by, resolve.take):
            if column not in source.column_names:
                known = ", ".join(source.column_names)
                raise InvalidTableError(
                    table.origin.problem(steps, f"no field `{column}` in `{resolve.table}`", f"one of {known}")
                )
        if not pa.types.is_string(source.schema.field(resolve.by).type):
            found = f"`{resolve.by}` of `{resolve.table}`, which is no text"
            raise InvalidTableError(table.origin.problem((*steps, "by"), found, "a field of names"))
        self.resolve = resolve
        self.codes: dict[str, str] = {}
        self.spellings: dict[str, str] = {}
        for name, code in zip(source[resolve.by].to_pylist(), source[resolve.take].to_pylist(), strict=True):
            if name is None or code is None:
                continue
            written = fold(name) if resolve.fold else name
            if self.codes.setdefault(written, str(code)) != str(code):
                found = f"`{name}` stands for `{self.codes[written]}` and `{code}` in `{resolve.table}`"
                raise InvalidTableError(table.origin.problem(steps, found, "one code for each name"))
            self.spellings.setdefault(written, name)

    def code(self, text: str) -> str:
        written = fold(text) if self.resolve.fold else text
        if written in self.codes:
            return self.codes[written]
        near = [self.spellings[one] for one in get_close_matches(written, self.codes, 3)]
        remedy = (
            "Did you mean " + " or ".join(f"`{one}`" for one in near)
            if near
            else f"Add the spelling to `{self.resolve.table}`"
        )
        raise RefusedError(f"a name listed in `{self.resolve.table}`", remedy)
