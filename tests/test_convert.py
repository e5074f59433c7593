"""Published text becomes a value in one way only: what is not declared is refused."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.describe.dataset import Field, NumberFormat, Resolve, Table
from pipeline.describe.yaml import Description
from pipeline.errors import PipelineError
from pipeline.shape.convert import convert
from pipeline.shape.names import fold
from pipeline.shape.read import FILE, LINE
from pipeline.shape.values import Value

PLAIN = Field(name="x", title={}, description={}, type="string", steps=(), source="x", decimals=2)
EURO = NumberFormat(decimal=",", group=".", prefixes=("€ ", ""), suffixes=(" Euro", ""))
TABLE = Table(
    name="t", origin=Description(Path("tables/t.yaml"), {}, {(): 1}), title={}, description={}, raw=(), encoding="",
    delimiter="", multiline=False, ignore={}, keep=None, unpivot=None, key=(), order=(), rows=(0, 0), label={},
    fields=(), references=(), checks=(),
)  # fmt: skip
NAMES = {
    "places/numbers": pa.table({"code": [1]}),
    "places/aliases": pa.table(
        {"alias": ["Çezmë", "Ujëmirë", "Gurëz", "Đakovica", None], "code": ["01", "02", "03", "04", "05"]}
    ),
}


def value(text: str, **settings: object) -> Value:
    """Convert one cell of a field with these settings."""
    field = replace(PLAIN, **settings)  # type: ignore[arg-type]
    rows = pa.table({FILE: ["raw/x.csv"], LINE: [2], "x": [text]})
    return convert(pa.chunked_array([[text]]), field, TABLE, rows, NAMES).to_pylist()[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("text", "number", "meant"),
    [
        ("1.234.567,89", EURO, "1234567.89"),
        ("1234567,89", EURO, "1234567.89"),
        ("€ 12,5", EURO, "12.50"),
        ("12,5 Euro", EURO, "12.50"),
        ("-3", EURO, "-3.00"),
        ("0", EURO, "0.00"),
        ("0.5", NumberFormat(), "0.50"),
        ("1 234", NumberFormat(group=" "), "1234.00"),
        ("1'234.5", NumberFormat(group="'"), "1234.50"),
        ("50.00%", NumberFormat(suffixes=("%",)), "50.00"),
        ("2.10", NumberFormat(), "2.10"),
    ],
)
def test_a_number_is_read_as_its_source_prints_it(text, number, meant):
    assert value(text, type="number", number=number) == Decimal(meant)


@pytest.mark.parametrize("text", ["1.234,56", "1,234.56", "1,234", "1 234", "1.2.3", ".5", "5.", "1_000", "٣", "½", "−3", "0x1F", "1e3", "NaN", "inf", " 1", "1\u00a0", "--1", "007"])  # fmt: skip
def test_a_number_in_any_other_form_is_refused(text):
    with pytest.raises(PipelineError, match=r"expected a number written `1234\.5`"):
        value(text, type="number")


def test_an_affix_that_is_declared_must_be_there():
    with pytest.raises(PipelineError, match=r"expected a number written `€1234\.5`"):
        value("5", type="number", number=NumberFormat(prefixes=("€",)))


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("94.000", {"type": "integer"}),
        ("-1.234", {"type": "integer"}),
        ("12.500", {"type": "number"}),
        ("94,000", {"type": "integer", "number": EURO}),
        ("€ 12,500", {"type": "number", "number": EURO}),
    ],
)
def test_three_digits_that_may_be_decimals_or_a_group_are_refused(text, settings):
    with pytest.raises(PipelineError, match="plainly decimals or plainly a group"):
        value(text, **settings)


@pytest.mark.parametrize("text", ["94.00", "0.500", "1234.000", "94.0000"])
def test_zeros_that_are_plainly_decimals_change_nothing_in_a_number(text):
    assert value(text, type="number") == Decimal(text)


def test_three_decimals_are_read_where_they_are_declared():
    assert value("12.500", type="number", decimals=3) == Decimal("12.5")


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_every_whole_number_of_fifteen_digits_is_kept(number):
    assert value(str(number), type="integer") == number


@given(st.decimals(-(10**12), 10**12, places=2))
def test_every_amount_in_cents_is_kept_to_the_cent(amount):
    assert value(format(amount, "f"), type="number") == amount


@given(st.decimals(0, 10**9, places=2))
def test_groups_and_a_decimal_comma_change_nothing_in_a_number(amount):
    grouped = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))

    assert value(grouped, type="number", number=EURO) == amount


@given(st.text(max_size=30))
def test_any_text_becomes_a_number_or_is_refused_by_name(text):
    with suppress(PipelineError):
        assert isinstance(value(text, type="number"), Decimal | None)


@given(st.text(max_size=12))
def test_any_text_becomes_a_date_or_is_refused_by_name(text):
    with suppress(PipelineError):
        assert isinstance(value(text, type="date", date="%d.%m.%Y"), date | None)


def test_a_date_is_read_by_its_declared_pattern():
    assert value("03.02.2026", type="date", date="%d.%m.%Y") == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("text", "pattern"), [("1112020", "%d%m%Y"), ("2020112", "%Y%m%d"), ("202011", "%Y%m%d"), ("12345", "%d%m%y")]
)
def test_a_date_whose_parts_nothing_divides_is_not_guessed(text, pattern):
    with pytest.raises(PipelineError, match=f"a date written {pattern}"):
        value(text, type="date", date=pattern)


def test_a_date_whose_parts_nothing_divides_is_read_when_it_is_whole():
    assert value("01112020", type="date", date="%d%m%Y") == date(2020, 11, 1)
    assert value("1.11.2020", type="date", date="%d.%m.%Y") == date(2020, 11, 1)


def test_a_date_is_iso_when_nothing_is_declared():
    assert value("2026-02-03", type="date") == date(2026, 2, 3)


@pytest.mark.parametrize("text", ["2026-2-3", "20260203", "2026-W06-2", "2026-02-03T00:00:00"])
def test_other_forms_of_iso_are_refused(text):
    with pytest.raises(PipelineError, match="YYYY-MM-DD"):
        value(text, type="date")


def test_an_empty_cell_is_missing_in_every_type():
    for kind in ("string", "integer", "number", "date", "boolean", "year"):
        assert value("", type=kind) is None


def test_a_listed_word_is_missing_and_any_other_word_is_not():
    assert value("n/a", type="integer", missing=("n/a",)) is None
    assert value("n/a", type="string") == "n/a"


def test_a_text_is_kept_sign_by_sign():
    assert value("  Kuvendi  i\u00a0Kosovës ") == "  Kuvendi  i\u00a0Kosovës "


def test_recode_takes_the_listed_text_the_star_any_other_and_the_empty_one_the_empty_cell():
    codes = {"pa kosto": "no_cost", "*": "budgeted", "": "not_stated"}

    assert value("pa kosto", recode=codes) == "no_cost"
    assert value("450", recode=codes) == "budgeted"
    assert value("", recode=codes) == "not_stated"
    assert value("n/a", recode=codes, missing=("n/a",)) is None


def test_recode_to_nothing_is_missing():
    assert value("pa kosto", type="integer", recode={"pa kosto": "", "dy": "2"}) is None
    assert value("dy", type="integer", recode={"pa kosto": "", "dy": "2"}) == 2


@pytest.mark.parametrize("spelling", ["Çezmë", "çezmë", "CEZME", "cezme", "ÇEZMË", " Çezmë ", "C\u0327ezme\u0308"])
def test_a_spelling_resolves_in_any_case_with_or_without_diacritics(spelling):
    assert value(spelling, resolve=Resolve("places/aliases", "alias", "code", fold=True)) == "01"


def test_a_stroke_is_no_diacritic_yet_folds():
    assert value("DJAKOVICA".replace("DJ", "Đ"), resolve=Resolve("places/aliases", "alias", "code", fold=True)) == "04"
    assert fold("Đakovica") == fold("Dakovica")


def test_a_sign_that_only_looks_like_a_digit_is_another_name():
    assert fold("Zona 1²") != fold("Zona 12")
    assert fold("Zona ②") != fold("Zona 2")


def test_names_are_looked_up_in_texts_only():
    with pytest.raises(PipelineError, match="`code` of `places/numbers`, which is no text; expected a field of names"):
        value("1", resolve=Resolve("places/numbers", "code", "code", fold=True))


def test_without_folding_only_the_exact_spelling_resolves():
    exact = Resolve("places/aliases", "alias", "code", fold=False)

    assert value("Gurëz", resolve=exact) == "03"
    with pytest.raises(PipelineError, match="Did you mean `Gurëz`"):
        value("gurëz", resolve=exact)


def test_an_unknown_spelling_suggests_near_ones():
    with pytest.raises(PipelineError) as refusal:
        value("Ujmirë", resolve=Resolve("places/aliases", "alias", "code", fold=True))

    assert str(refusal.value) == (
        "raw/x.csv:2:x: `Ujmirë`; expected a name listed in `places/aliases`. Did you mean `Ujëmirë`."
    )
