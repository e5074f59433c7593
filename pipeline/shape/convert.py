"""Turn published text into values: what is plainly written at once, every other distinct text by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.buffers import count_empty, single, without_empty
from pipeline.describe.dataset import Field, NumberFormat, Table
from pipeline.errors import More, Problem, SourceError, first, raise_all
from pipeline.shape.names import Names
from pipeline.shape.plain_values import convert_plain
from pipeline.shape.read import FILE, LINE
from pipeline.shape.values import RefusedError, Value, arrow_type, parser


def convert(
    text: pa.ChunkedArray, field: Field, table: Table, rows: pa.Table, finished: Mapping[str, pa.Table]
) -> pa.ChunkedArray:
    """Give the values of one field.

    Args:
        text: its text per row, corrected.
        rows: the rows as published, with `FILE` and `LINE`, for messages.
        finished: the tables built so far, by ``<dataset>/<table>``, for names that become codes.

    Raises:
        SourceError: a text that the field's description does not allow, at its row.
        InvalidTableError: the table that names are resolved through does not exist or is ambiguous.
    """
    _refuse_unfit_codes(field, table)
    meaning, kind = _meaning(field, table, finished), arrow_type(field)
    texts = single(text)
    values = convert_plain(texts, field, kind)
    if not (values.null_count or field.missing):
        if not count_empty(texts):
            return pa.chunked_array([values])
        if values is texts:
            return pa.chunked_array([without_empty(texts)])
    missing = pc.is_in(texts, value_set=pa.array(["", *field.missing])) if field.missing else pc.equal(texts, "")
    if pc.any(missing).as_py():
        values = pc.if_else(missing, pa.scalar(None, kind), values)
    # A recoded empty cell may mean something.
    left = pc.is_null(values) if field.recode else pc.and_not(pc.is_null(values), missing)
    if pc.any(left).as_py():
        encoded = texts.filter(left).dictionary_encode()
        meant: list[Value] = []
        refused: dict[int, RefusedError] = {}
        for index, one in enumerate(encoded.dictionary.to_pylist()):
            try:
                meant.append(meaning(one))
            except RefusedError as refusal:
                refused[index] = refusal
                meant.append(None)
        raise_all(SourceError, _problems(encoded, refused, field, rows.filter(left)))
        values = pc.replace_with_mask(values, left, pa.array(meant, kind).take(encoded.indices))
    return pa.chunked_array([values])


def _problems(
    encoded: pa.DictionaryArray, refused: Mapping[int, RefusedError], field: Field, rows: pa.Table
) -> Iterator[Problem | More]:
    """Tell of the refused texts; `rows` are those that `encoded` is of."""
    column = field.source or field.name

    def problem(row: int) -> Problem:
        index = encoded.indices[row].as_py()
        text, refusal = encoded.dictionary[index].as_py(), refused[index]
        found = "an empty cell" if text == "" else f"`{text}`"
        published = rows[column][row].as_py() if column in rows.column_names else text
        if published != text:
            found = f"{found}, which a correction puts in the place of `{published}`"
        return Problem(
            rows[FILE][row].as_py(), rows[LINE][row].as_py(), column, found, refusal.expected, refusal.remedy
        )

    hit = pc.is_in(encoded.indices, value_set=pa.array(list(refused), pa.int32()))
    yield from first(pc.indices_nonzero(hit).to_pylist(), problem)


def constant(field: Field, table: Table, length: int) -> pa.ChunkedArray:
    """Give a field the same value in every row.

    Raises:
        DescriptionError: the value is not of the field's type.
    """
    assert field.constant is not None
    try:
        value = parser(field, NumberFormat())(field.constant)
    except RefusedError as refusal:
        raise table.origin.error((*field.steps, "constant"), f"`{field.constant}`", refusal.expected) from refusal
    return pa.chunked_array([pa.repeat(pa.scalar(value, arrow_type(field)), length)])


def _refuse_unfit_codes(field: Field, table: Table) -> None:
    for said, code in (field.recode or {}).items():
        try:
            parser(field, NumberFormat())(code or "")
        except RefusedError as refusal:
            if code != "":
                steps = (*field.steps, "recode", said)
                raise table.origin.error(steps, f"`{code}`", refusal.expected) from refusal


def _meaning(field: Field, table: Table, finished: Mapping[str, pa.Table]) -> Callable[[str], Value]:
    parse = parser(field)
    plain = parser(field, NumberFormat()) if field.recode or field.resolve else parse
    names = Names(field.resolve, field, table, finished) if field.resolve else None

    def meaning(text: str) -> Value:
        if field.recode is not None:
            recoded = field.recode.get(text, field.recode.get("*") if text and text not in field.missing else None)
            if recoded is not None:
                return plain(recoded) if recoded != "" else None
            if "*" not in field.recode and text not in field.missing and text:
                listed = ", ".join(f"`{key}`" for key in field.recode if key not in ("*", ""))
                raise RefusedError(f"one of {listed}", "Add it to `recode` if it is meant")
        if text == "" or text in field.missing:
            return None
        if names is not None:
            return plain(names.code(text))
        return parse(text)

    return meaning
