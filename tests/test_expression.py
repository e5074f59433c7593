"""The small grammar of descriptions: what it computes, and what missing values do in it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import isfinite
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.describe.compute import FUNCTIONS
from pipeline.describe.expression import parse
from pipeline.describe.yaml import Description
from pipeline.errors import DescriptionError

HERE = Description(Path("t.yaml"), {}, {(): 1})
ROWS = pa.table(
    {
        "n": pa.array([1, 2, None, 4]),
        "amount": pa.array([Decimal("0.10"), Decimal("0.20"), Decimal("0.30"), None], pa.decimal128(18, 2)),
        "status": pa.array(["final", "preliminary", None, "final"]),
        "day": pa.array([date(2001, 11, 17), date(2004, 10, 23), None, date(2007, 11, 17)]),
        "open": pa.array([True, False, None, True]),
        "round": pa.array([1, 1, 2, 2]),
        "Emri i vendit": pa.array(["Çezmë", "", "Gurëz", "Gjithsej"]),
    }
)


def compute(text: str) -> list[object]:
    return parse(text, HERE, ()).compute(ROWS).to_pylist()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("n + 1", [2, 3, None, 5]),
        ("-n", [-1, -2, None, -4]),
        ("n - 0.5", [Decimal("0.5"), Decimal("1.5"), None, Decimal("3.5")]),
        ("2 * n", [2.0, 4.0, None, 8.0]),
        ("n / 4", [0.25, 0.5, None, 1.0]),
        ("(n + 1) * 2 - n", [3.0, 4.0, None, 6.0]),
        ("n == 2", [False, True, None, False]),
        ("1 < n <= 4", [False, True, None, True]),
        ("n != 2 and status == 'final'", [True, False, None, True]),
        ("n == 1 or status == 'preliminary'", [True, True, None, False]),
        ("not open", [False, True, None, False]),
        ("missing(n)", [False, False, True, False]),
        ("not missing(n) and n > 1", [False, True, False, True]),
        ("status in ['final', 'derived']", [True, False, None, True]),
        ("n not in [1, 2]", [False, False, None, True]),
        ("n in [-1, 4]", [False, False, None, True]),
        ("round(n / 3, 2)", [Decimal("0.33"), Decimal("0.67"), None, Decimal("1.33")]),
        ("n - 0.00001 < n", [True, True, None, True]),
        ("n / 3 * 3 == n", [True, True, None, True]),
        ("round(n, 0)", [1.0, 2.0, None, 4.0]),
        ("abs(1 - n)", [0, 1, None, 3]),
        ("coalesce(n, round)", [1, 2, 2, 4]),
        ("coalesce(n, amount, 7)", [Decimal("1.00"), Decimal("2.00"), Decimal("0.30"), Decimal("4.00")]),
        ("if_else(n > 1, 'many', 'one')", ["one", "many", None, "many"]),
        ("if_else(missing(n), null, n)", [1, 2, None, 4]),
        ("starts_with(status, 'fin')", [True, False, None, True]),
        ("contains(status, 'lim')", [False, True, None, False]),
        ("column('n') + 1", [2, 3, None, 5]),
        ("n + 1  # one more", [2, 3, None, 5]),
        ("(n  # those that came\n + 1)", [2, 3, None, 5]),
        ("column('Emri i vendit') not in ['', 'Gjithsej']", [True, False, True, False]),
        ("text(n)", ["1", "2", None, "4"]),
        ("year(day)", [2001, 2004, None, 2007]),
        ("day > '2004-10-23'", [False, False, None, True]),
        ("'2004-10-23' == day", [False, True, None, False]),
        ("day in ['2001-11-17']", [True, False, None, False]),
        ("sum(n)", [7, 7, 7, 7]),
        ("min(day)", [date(2001, 11, 17)] * 4),
        ("max(n) - n", [3, 2, None, 0]),
        ("count(n)", [3, 3, 3, 3]),
        ("rank(n)", [3, 2, None, 1]),
        ("rank(open)", [1, 3, None, 1]),
        ("ties(status)", [1, 0, None, 1]),
        ("round == 2", [False, False, True, True]),
        ("true", [True] * 4),
        ("null", [None] * 4),
    ],
)
def test_an_expression_gives_a_value_per_row(text, values):
    assert compute(text) == values


def test_amounts_add_up_and_compare_exactly():
    assert compute("amount + 0.10 == 0.30") == [False, True, False, None]


FIGURES = st.integers(-(10**15) + 1, 10**15 - 1)


@given(st.lists(st.tuples(FIGURES, FIGURES.filter(bool)), min_size=1), st.integers(0, 4))
@example([(57, 200), (41, 4000), (-57, 200), (1, 600)], 2)
def test_a_share_is_rounded_as_if_it_were_written_out_to_its_end(figures, digits):
    rows = pa.table({"a": [a for a, _ in figures], "b": [b for _, b in figures]})
    scale = Fraction(10) ** digits

    for text, factor in ((f"round(100 * a / b, {digits})", 100), (f"round(a / b, {digits})", 1)):
        written = parse(text, HERE, ()).compute(rows).to_pylist()
        shares = [Fraction(a * factor, b) for a, b in figures]
        halves = [int(abs(share) * scale + Fraction(1, 2)) / scale for share in shares]
        assert [abs(Fraction(one)) for one in written] == halves, text


@given(st.lists(st.tuples(FIGURES, FIGURES, st.integers(0, 12)), min_size=1))
def test_sums_and_products_lose_nothing(figures):
    columns = {
        "a": pa.array([Decimal(a).scaleb(-12) for a, *_ in figures], pa.decimal128(18, 12)),
        "b": pa.array([b for _, b, _ in figures], pa.int64()),
        "c": pa.array([Decimal(c) / 4 for *_, c in figures], pa.decimal128(18, 2)),
    }
    wide = localcontext(Context(prec=100))

    with wide:
        expected = [a * b + c - a for a, b, c in zip(*(column.to_pylist() for column in columns.values()), strict=True)]
        assert parse("a * b + c - a", HERE, ()).compute(pa.table(columns)).to_pylist() == expected


@pytest.mark.parametrize("text", ["n / 0", "amount / (n - 1)", "0 / 0", "round(1 / (n - 2), 2)"])
def test_a_division_by_zero_gives_no_figure_that_could_pass_for_one(text):
    assert any(isinstance(one, float) and not isfinite(one) for one in compute(text))


def test_what_stands_beside_a_division_by_zero_is_not_touched_by_it():
    assert compute("if_else(n == 1, 0, round(1 / (n - 1), 1))") == [0, 1, None, Decimal("0.3")]
    assert compute("1 / (n - 1) > 5") == [True, False, None, False]


def test_a_sum_that_has_no_room_is_refused():
    rows = pa.table({"a": pa.array([999_999_999_999_999] * 9_300)})

    with pytest.raises(DescriptionError, match="sum"):
        parse("sum(a)", HERE, ()).compute(rows)


def test_halves_are_rounded_away_from_nothing_towards_more():
    assert compute("round(n / 2, 0)") == [1.0, 1.0, None, 2.0]


def test_a_missing_condition_holds_in_a_rule_and_takes_no_row_in_a_filter():
    condition = parse("n > 1", HERE, ())

    assert condition.holds(ROWS, missing=True).to_pylist() == [False, True, True, True]
    assert condition.holds(ROWS, missing=False).to_pylist() == [False, True, False, True]


def test_a_sum_beyond_64_bits_is_refused_and_never_wraps():
    rows = pa.table({"n": pa.array([2**63 - 1])})

    with pytest.raises(DescriptionError, match="overflow"):
        parse("n + 1", HERE, ()).compute(rows)


def test_a_field_may_be_called_like_a_function():
    assert parse("round(round / 3, 1)", HERE, ()).names == {"round"}


def test_an_expression_on_no_rows_gives_none():
    assert parse("n > 1 and day > '2004-01-01'", HERE, ()).compute(ROWS.slice(0, 0)).to_pylist() == []


@given(st.text(alphabet="n()+-*/<>=!.,'\"[]{}:@ &|^~%#\\0123456789abcdefilmnorst_", max_size=40))
def test_whatever_is_written_is_computed_or_refused_by_name(text):
    with suppress(DescriptionError):
        assert len(compute(text)) == ROWS.num_rows


@given(st.recursive(st.sampled_from(["n", "amount", "status", "day", "open", "1", "0.5", "'final'", "null", "true"]), lambda inner: st.builds("{}({})".format, st.sampled_from(sorted(FUNCTIONS)), st.lists(inner, min_size=1, max_size=3).map(", ".join)) | st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/", "==", "<", "and", "or"]), inner), max_leaves=6))  # fmt: skip
def test_any_expression_of_the_grammar_is_computed_or_refused_by_name(text):
    with suppress(DescriptionError):
        assert len(compute(text)) == ROWS.num_rows
