"""Rows checked one by one: what passes, what is refuted, what cannot be told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abacist.checking.formula_rows import RowCheck
from abacist.core.outcome import Outcome, Verdict
from abacist.notation import parse

FINITE = st.floats(-1e6, 1e6)


def check(formula: str, *names: str) -> RowCheck:
    return RowCheck(parse(formula), names or ("x",))


@given(FINITE, FINITE)
def test_a_value_passes_and_a_changed_one_does_not(x: float, y: float) -> None:
    row = check("x^2 + y^2 + 1", "x", "y")
    value = x * x + y * y + 1
    assert row.verdict((x, y), value) is Verdict.ENCLOSED
    assert row.verdict((x, y), value * (1 + 1e-6)) is Verdict.REFUTED
    assert row.verdict((x, y), -value) is Verdict.REFUTED


@pytest.mark.parametrize(
    "formula, x, value, verdict",
    [
        ("sin(x)", math.pi, math.sin(math.pi), Verdict.ENCLOSED),  # ill-conditioned, well computed
        ("sin(x)", 1e15, math.sin(1e15), Verdict.ENCLOSED),
        ("sin(x)", 1e15, -math.sin(1e15), Verdict.REFUTED),
        ("(1-cos(x))/x^2", 1e-8, 0.0, Verdict.REFUTED),  # cancellation
        ("(1-cos(x))/x^2", 1e-8, 0.5, Verdict.ENCLOSED),
        ("floor(x/0.1)", 0.3, 2.0, Verdict.REFUTED),  # a jump on the wrong side
        ("floor(x/0.1)", 0.3, 3.0, Verdict.ENCLOSED),
        ("ceil(10x)", 0.7, 7.0, Verdict.ENCLOSED),
        ("sign(x-0.1)", 0.1, 1.0, Verdict.REFUTED),
        ("(x*10) mod 3", 0.3, 0.0, Verdict.ENCLOSED),
        ("1/(x-0.3)", 0.3, 1e16, Verdict.REFUTED),  # a pole that floating point stepped over
        ("floor(sin(x)^2+cos(x)^2)", 0.7, 1.0, Verdict.UNDECIDED),
        ("exp(-x)", 1000.0, 0.0, Verdict.ENCLOSED),  # too small for a float
        ("exp(-x)", 720.0, math.exp(-720), Verdict.ENCLOSED),  # a float of few digits
        ("exp(-x)", 700.0, 0.0, Verdict.REFUTED),
        ("exp(-x)*1e300", 750.0, 0.0, Verdict.REFUTED),  # lost on the way to 1e-26
    ],
)
def test_what_floating_point_gets_wrong_is_found(
    formula: str, x: float, value: float, verdict: Verdict
) -> None:
    assert check(formula).verdict((x,), value) is verdict


@pytest.mark.parametrize(
    "formula, x, outcome",
    [
        ("1/(3x-0.9)", 0.3, Outcome.UNDEFINED),
        ("1/(sin(x)^2+cos(x)^2-1)", 0.7, Outcome.UNABLE),  # zero, which no ball can see
        ("sqrt(x-0.1-0.2)", 0.3, Outcome.SOLVED),
        ("sqrt(x)", -1e-300, Outcome.UNDEFINED),
        ("0^x", 0.0, Outcome.UNDEFINED),
        ("x^x", -0.5, Outcome.UNDEFINED),
        ("exp(exp(x))", 10.0, Outcome.TOO_LARGE),
        ("exp(x)*exp(-x)", 1000.0, Outcome.SOLVED),
    ],
)
def test_a_row_without_a_value_is_taken_apart(formula: str, x: float, outcome: Outcome) -> None:
    found = check(formula).diagnose((x,))
    assert found.outcome is outcome
    assert (found.why is None) == (outcome is Outcome.SOLVED)


def test_an_exact_value_is_rounded_once() -> None:
    assert check("x/3").exact((1.0,)) == 1 / 3
    assert check("floor(x/0.1)").exact((0.35,)) == 3
    assert check("1/x").exact((0.0,)) is None
