"""Formulas over blocks: the same value as exact evaluation, every failed row with its reason, units."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import flint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.errors import InputError, UnitError
from abacist.notation import parse
from abacist.notation.arb import enclose
from abacist.notation.refusal import NotRepresentable, Undecided
from tests.apps.sweeps.running_sweeps import jsonl

S = "S = (R1^2+R2^2)/d + 0.02*|R1-R2|"


def test_rows_are_in_the_order_of_the_grid() -> None:
    rows, summary = jsonl(formula=S, over=("R1=50:150:50", "R2=60,80", "d=5,10"))
    assert rows[0] == {"R1": 50, "R2": 60, "d": 5, "S": 1220.2}
    assert [row["d"] for row in rows] == [5, 10] * 6
    for row in rows:
        r1, r2, d = row["R1"], row["R2"], row["d"]
        assert row["S"] == pytest.approx((r1**2 + r2**2) / d + 0.02 * abs(r1 - r2), rel=1e-15)
    assert summary.rows == summary.checked == summary.outcomes["solved"] == 12
    assert summary.least == {"R1": 50, "R2": 60, "d": 10, "S": 610.2}
    assert summary.is_sound


LEAVES = st.sampled_from(["x", "y", "2", "0.5", "3", "1/3", "10"])
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
            lambda t: f"(({t[0]}){t[1]}({t[2]}))"
        ),
        st.tuples(st.sampled_from(["sin", "cos", "exp", "ln", "sqrt", "abs", "atan"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        st.tuples(inner, st.sampled_from(["2", "3", "-1"])).map(lambda t: f"(({t[0]})^({t[1]}))"),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(formula=FORMULAS, exact=st.booleans())
def test_values_lie_within_a_rigorous_ball(formula: str, exact: bool) -> None:
    """Whatever is told as solved is the true value at the decimals of the row, and what is undefined has none."""
    over = ("x=-1:2:0.5", "y=0.3,2")
    given_ = parse(formula).free_symbols()
    used = tuple(each for each in over if each[0] in given_)
    if not used:
        return
    rows, _ = jsonl(formula=f"v = {formula}", over=used, check=1.0, exact=exact)
    for row in rows:
        point = {name: Fraction(str(row[name])) for name in row.keys() & {"x", "y"}}
        try:
            ball: Any = enclose(parse(formula), point, field="real", bits=96)
        except Undecided:
            assert row["v"] is None or abs(row["v"]) < 1e-9, row
            continue
        if row["v"] is None:
            assert row["outcome"] in ("refuted", "too_large", "unable"), row
            continue
        allowed = flint.arb(abs(row["v"])) * 1e-8 + 1e-12
        assert abs(ball - flint.arb(row["v"])) <= allowed, (row, ball)


@pytest.mark.parametrize(
    "formula, over, outcome, why",
    [
        ("1/(x-0.3)", "x=0.3", "undefined", "division by zero in 1/(x - 0.3)"),
        ("1/(10x-3)", "x=0.3", "undefined", "division by zero"),
        ("sqrt(x)", "x=-1", "undefined", "sqrt(x)"),
        ("ln(x)", "x=0", "undefined", "ln(x)"),
        ("x^0.5", "x=-2", "undefined", "x**0.5"),
        ("asin(x)", "x=2", "undefined", "asin(x)"),
        ("gamma(x)", "x=-3", "undefined", "gamma(x)"),
        ("exp(x)", "x=1000", "too_large", "too large"),
        ("(1-cos(x))/x^2", "x=1e-8", "refuted", "0.0"),
        ("floor(x/0.1)", "x=0.3", "refuted", "2.0"),
        ("(x+1e16)-1e16", "x=0.7", "refuted", "0.0"),
    ],
)
def test_a_row_without_a_value_says_why(formula: str, over: str, outcome: str, why: str) -> None:
    [row], summary = jsonl(formula=f"v = {formula}", over=(over,))
    assert row["v"] is None
    assert row["outcome"] == outcome
    assert why in row["message"]
    assert summary.outcomes == {outcome: 1}
    assert summary.is_sound == (outcome == "undefined")


@pytest.mark.parametrize(
    "formula, over, value",
    [
        ("exp(x)/exp(x-1)", "x=1000", math.e),
        ("sqrt(x-0.1-0.2)", "x=0.3", 0),
        ("x*0", "x=-1", 0),
    ],
)
def test_what_floating_point_missed_is_put_in(formula: str, over: str, value: float) -> None:
    [row], _ = jsonl(formula=f"v = {formula}", over=(over,))
    assert row["v"] == value
    assert math.copysign(1, row["v"]) == 1


def test_exact_rows_are_right_where_floating_point_is_not() -> None:
    rows, summary = jsonl(formula="n = floor(x/0.1)", over=("x=0:1:0.1",), exact=True)
    assert [row["n"] for row in rows] == list(range(11))
    assert summary.levels == {"enclosed": 11}


def test_one_wrong_row_in_a_block_has_all_of_it_checked() -> None:
    _, summary = jsonl(formula="n = floor(x/0.1)", over=("x=0:999.9:0.1",), check=0.0)
    assert summary.checked == 0
    rows, summary = jsonl(formula="n = floor(x/0.1)", over=("x=0:999.9:0.1",), check=0.01)
    assert summary.checked == len(rows) == 10_000
    assert summary.refuted > 100
    assert not summary.is_sound
    assert all(row["n"] in (None, place) for place, row in enumerate(rows))


def test_a_share_of_the_rows_is_checked() -> None:
    _, summary = jsonl(formula="y = x^2", over=("x=1:20000",))
    assert summary.checked == summary.levels["enclosed"] == 200
    _, summary = jsonl(formula="y = x^2", over=("x=1:300",), check=1.0)
    assert summary.checked == 300


@pytest.mark.parametrize(
    "formula, over, engines",
    [
        ("y = x^2 + sin(x)", "x=1:20000", {"NumPy": 200}),
        ("y = gamma(x/3000)", "x=1:20000", {"NumPy": 200}),
        ("y = x*(x-5)", "x=1:10", {"NumPy": 9, "Arb": 1}),  # 0 is too much for floats
        ("y = 1/x", "x=-2:2", {"NumPy": 4, "Arb": 1}),
        ("y = sum(x/k, k, 1, 2000)", "x=1:3", {"Arb": 3}),  # too long for columns
    ],
)
def test_the_summary_says_what_checked_how_many_rows(
    formula: str, over: str, engines: dict[str, int]
) -> None:
    rows, summary = jsonl(formula=formula, over=(over,))
    assert summary.engines == engines
    assert summary.checked == sum(engines.values())
    assert not summary.undecided
    assert all(row["y"] is not None or row["outcome"] == "undefined" for row in rows)


def test_only_blocks_with_a_wrong_row_are_checked_as_a_whole() -> None:
    """Though the rows chosen from several blocks pass together: beyond 150,000 odd numbers are lost here."""
    large = "1e16*max(0, sign(x - 150000))"
    rows, summary = jsonl(formula=f"y = (x + {large}) - {large}", over=("x=0:199999",))
    assert summary.checked == 2 * 656 + (200_000 - 2 * 65_536)
    assert summary.refuted == summary.outcomes["refuted"] == 25_000
    assert all((row["y"] is None) == (row["x"] > 150_000 and row["x"] % 2 == 1) for row in rows)


@pytest.mark.parametrize(
    "formula, over, value, unit",
    [
        ("A = a*b", ("a=2 m", "b=50 cm"), 100, "cm*m"),
        ("L = a + b", ("a=2 m", "b=50 cm"), 2.5, "m"),
        ("v = s/t", ("s=90 km", "t=2 h"), 45, "km/h"),
        ("r = a/b", ("a=2 m", "b=50 cm"), 4, None),
        ("y = sin(phi)", ("phi=30 deg",), 0.5, None),
        ("c = sqrt(a^2+b^2)", ("a=3 m", "b=400 cm"), 5, "m"),
    ],
)
def test_units_are_respected(
    formula: str, over: tuple[str, ...], value: float, unit: str | None
) -> None:
    [row], summary = jsonl(formula=formula, over=over)
    assert row[formula[0]] == pytest.approx(value, rel=1e-15)
    assert summary.unit == unit


@pytest.mark.parametrize("formula", ["y = a + t", "y = exp(a)", "y = a + 1", "y = t^a"])
def test_units_that_do_not_agree_are_refused(formula: str) -> None:
    over = tuple(each for each in ("a=2 m", "t=3 s") if each[0] in formula.partition("=")[2])
    with pytest.raises(UnitError):
        jsonl(formula=formula, over=over)


@pytest.mark.parametrize(
    "formula, over, told",
    [
        (S, ("R1=1",), "no values are given for R2, d"),
        ("y = x", ("x=1", "z=2"), "has no z"),
        ("x = 2x", ("x=1",), "both a parameter and the result"),
        ("x^2 = 4x", ("x=1",), "no formula"),
        ("y = {x, 2}", ("x=1",), "no formula"),
        ("level = x", ("x=1",), "level is a column"),
    ],
)
def test_what_is_no_formula_of_its_parameters_is_refused(
    formula: str, over: tuple[str, ...], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        jsonl(formula=formula, over=over)


def test_a_long_sum_is_computed_in_small_blocks() -> None:
    rows, _ = jsonl(formula="y = sum(x/k, k, 1, 10000)", over=("x=1:3",), check=1.0)
    assert [row["y"] for row in rows] == pytest.approx(
        [n * math.fsum(1 / k for k in range(1, 10_001)) for n in (1, 2, 3)], rel=1e-12
    )


def test_exact_needs_ball_arithmetic() -> None:
    with pytest.raises((NotRepresentable, InputError)):
        jsonl(formula="y = limit(sin(x)/t, t, x)", over=("x=1",), exact=True)


def test_columns_are_chosen_and_ordered() -> None:
    rows, _ = jsonl(formula="y = x^2", over=("x=3",), columns=("y", "x"))
    assert list(rows[0]) == ["y", "x"]
    with pytest.raises(InputError, match="no such columns: z"):
        jsonl(formula="y = x^2", over=("x=3",), columns=("z",))
