"""Turn published text into values: what is plainly written at once, every other distinct text by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.describe import signs
from pipeline.describe.dataset import Field, NumberFormat, Resolve, Table
from pipeline.errors import InvalidTableError, More, Problem, SourceError, first, raise_all
from pipeline.shape.plain_values import PRECISION, SIGNIFICANT, convert_plain
from pipeline.shape.read import FILE, LINE

Value: TypeAlias = str | int | Decimal | date | bool | None
_REMEDY = "Say `number:` as the source prints it, list the cell under `missing:`, or correct it in corrections.yaml"


@dataclass(eq=False)
class RefusedError(Exception):
    """A text that its field does not take: what was expected instead, and the remedy."""

    expected: str
    remedy: str = ""


def arrow_type(field: Field) -> pa.DataType:
    """The type of a field in Parquet."""
    match field.type:
        case "integer" | "year":
            return pa.int64()
        case "number":
            assert field.decimals is not None
            return pa.decimal128(PRECISION, field.decimals)
        case "date":
            return pa.date32()
        case "boolean":
            return pa.bool_()
        case _:
            return pa.string()


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
    texts = text.combine_chunks()
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    missing = pc.is_in(texts, value_set=pa.array(["", *field.missing])) if field.missing else pc.equal(texts, "")
    values = convert_plain(texts, field, kind)
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
        value = _parser(field, NumberFormat())(field.constant)
    except RefusedError as refusal:
        raise table.origin.error((*field.steps, "constant"), f"`{field.constant}`", refusal.expected) from refusal
    return pa.chunked_array([pa.repeat(pa.scalar(value, arrow_type(field)), length)])


def _refuse_unfit_codes(field: Field, table: Table) -> None:
    for said, code in (field.recode or {}).items():
        try:
            _parser(field, NumberFormat())(code or "")
        except RefusedError as refusal:
            if code != "":
                steps = (*field.steps, "recode", said)
                raise table.origin.error(steps, f"`{code}`", refusal.expected) from refusal


def _meaning(field: Field, table: Table, finished: Mapping[str, pa.Table]) -> Callable[[str], Value]:
    parse = _parser(field)
    plain = _parser(field, NumberFormat()) if field.recode or field.resolve else parse
    names = _Names(field.resolve, field, table, finished) if field.resolve else None

    def meaning(text: str) -> Value:
        if field.recode is not None:
            recoded = field.recode.get(text, field.recode.get("*") if text else field.recode.get(""))
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


def _parser(field: Field, number: NumberFormat | None = None) -> Callable[[str], Value]:
    number = field.number if number is None else number
    match field.type:
        case "integer":
            return lambda text: _integer(text, number)
        case "number":
            assert field.decimals is not None
            decimals = field.decimals
            return lambda text: _decimal(text, number, decimals)
        case "year":
            return _year
        case "date":
            pattern = field.date
            return lambda text: _date(text, pattern)
        case "boolean":
            return _boolean
        case _:
            return _text


def _text(text: str) -> str:
    if signs.FORMULA.match(text):
        raise RefusedError("a text that no sheet takes for a formula", "Correct it in corrections.yaml")
    return text


def _plain(text: str, number: NumberFormat) -> str:
    """Strip affixes and group signs; give the number as Python writes it.

    Raises:
        RefusedError: anything else than digits in the declared form. Groups must be of three: 450.000.00 is no number.
    """
    prefix = next((one for one in number.prefixes if text.startswith(one)), None)
    suffix = next((one for one in number.suffixes if text.endswith(one)), None)
    if prefix is None or suffix is None:
        raise RefusedError(f"a number written {_sample(number)}", _REMEDY)
    body = text[len(prefix) : len(text) - len(suffix)]
    group = re.escape(number.group)
    grouped = rf"|[1-9]\d{{0,2}}(?:{group}\d{{3}})+" if number.group else ""
    if not re.fullmatch(rf"-?(?:0|[1-9]\d*{grouped})(?:{re.escape(number.decimal)}\d+)?", body, re.ASCII):
        raise RefusedError(f"a number written {_sample(number)}", _REMEDY)
    if number.group:
        body = body.replace(number.group, "")
    return body.replace(number.decimal, ".")


def _sample(number: NumberFormat) -> str:
    shortest = (min(number.prefixes, key=len), min(number.suffixes, key=len))
    return f"`{shortest[0]}1{number.group}234{number.decimal}5{shortest[1]}`"


def _integer(text: str, number: NumberFormat) -> int:
    value = Decimal(_plain(text, number))
    _refuse_long(value)
    if value != int(value):
        raise RefusedError("a whole number")
    return int(value)


def _decimal(text: str, number: NumberFormat, decimals: int) -> Decimal:
    value = Decimal(_plain(text, number))
    _refuse_long(value)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent > decimals and value != round(value, decimals):
        raise RefusedError(f"at most {decimals} decimals", "Raise `decimals`: digits are never dropped silently")
    if abs(value) >= Decimal(10) ** (PRECISION - decimals):
        raise RefusedError(f"at most {PRECISION - decimals} digits before the decimals")
    return round(value, decimals)


def _refuse_long(value: Decimal) -> None:
    if len(value.normalize().as_tuple().digits) > SIGNIFICANT or abs(value) >= Decimal(10) ** SIGNIFICANT:
        raise RefusedError(f"at most {SIGNIFICANT} digits, which every format keeps")


def _year(text: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        raise RefusedError("a year such as 2025")
    return int(text)


def _date(text: str, pattern: str | None) -> date:
    try:
        if pattern is not None and not re.search(r"(?![0-9])\d", text):
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError(f"a day of the calendar, written {pattern or 'YYYY-MM-DD'}") from error
    raise RefusedError(f"a date written {pattern or 'YYYY-MM-DD'}", "Declare `date:` as the source prints it")


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise RefusedError("true or false", "Recode what the source prints")
    return text == "true"


def fold(name: str) -> str:
    """Write a name without case, diacritics and doubled blanks, for comparing spellings."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(bare.replace("đ", "d").replace("ı", "i").split())


class _Names:
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
