"""The small grammar of descriptions: what it computes, and what missing values do in it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
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
        ("round(n / 3, 2)", [0.33, 0.67, None, 1.33]),
        ("round(n, 0)", [1.0, 2.0, None, 4.0]),
        ("abs(1 - n)", [0, 1, None, 3]),
        ("coalesce(n, round)", [1, 2, 2, 4]),
        ("coalesce(n, amount, 7)", [Decimal("1.00"), Decimal("2.00"), Decimal("0.30"), Decimal("4.00")]),
        ("if_else(n > 1, 'many', 'one')", ["one", "many", None, "many"]),
        ("if_else(missing(n), null, n)", [1, 2, None, 4]),
        ("starts_with(status, 'fin')", [True, False, None, True]),
        ("contains(status, 'lim')", [False, True, None, False]),
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
