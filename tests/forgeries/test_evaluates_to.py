"""Forged values: a wrong constant, unit, rounding, a value where there is none. None may pass."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.claim import EvaluatesTo
from abacist.core.outcome import Verdict
from abacist.core.value import Ball
from tests.checking.claims import STRONG, expr, value, verdict

REFUTED = [
    ("1/3 + 1/6", "2/3"),
    ("0.1 + 0.2", "0.3000000000000000001"),
    ("exp(pi) - pi", "20"),
    ("sqrt(4)", "-2"),
    ("(-8)**(1/3)", "-2"),
    ("root(-8, 3)", "2"),
    ("sin(pi/6)", "sqrt(3)/2"),
    ("sin(30)", "1/2"),
    ("ln(8)", "2*ln(2)"),
    ("16 - 4*pi", "16 - 4*3.14159265358979"),
    ("2**100", "1267650600228229401496703205377"),
    ("exp(pi*sqrt(163))", "262537412640768744"),
    ("1/0", "0"),
    ("0/0", "1"),
    ("1/1", "undefined"),
    ("pi", "undefined"),
    ("factorial(20)", "2432902008176640001"),
]


@pytest.mark.parametrize(
    "expression",
    ["1/x", "x", "1/(x - x)", "x**0", "ln(x)", "piecewise(case(1/0, x > 1), otherwise(2))"],
)
def test_an_open_expression_is_not_without_value(expression: str) -> None:
    assert verdict(value(expression, "undefined")) not in STRONG


@pytest.mark.parametrize("expression, stated", REFUTED)
def test_refuted(expression: str, stated: str) -> None:
    assert verdict(value(expression, stated)) is Verdict.REFUTED


@pytest.mark.parametrize(
    "expression, stated, unit",
    [
        ("quantity(3, km) + quantity(200, m)", "203", "km"),
        ("quantity(3, km) + quantity(200, m)", "3.2", "m"),
        ("quantity(3, km) + quantity(200, m)", "3.2", None),
        ("quantity(3, m)*quantity(2, m)", "6", "m"),
        ("quantity(60, km)/quantity(2, h)", "30", "m/s"),
        ("quantity(3, m) + quantity(2, s)", "5", "m"),
        ("quantity(10, cm)", "10", "m"),
    ],
)
def test_wrong_units(expression: str, stated: str, unit: str | None) -> None:
    assert verdict(value(expression, stated, unit=unit)) is Verdict.REFUTED


@pytest.mark.parametrize(
    "expression, stated, conditions",
    [
        ("x**2 + 1/x**2", "24", ["x + 1/x = 5"]),
        ("x**2 + 1/x**2", "{23, 24}", ["x + 1/x = 5"]),
        ("x - y", "1", ["x + y = 5", "x*y = 6"]),
        ("x - y", "{-1, 1, 2}", ["x + y = 5", "x*y = 6"]),
        ("x + 1/x", "{-3, 3}", ["x**2 + 1/x**2 = 7", "x > 0"]),
        ("x + 1/x", "-3", ["x**2 + 1/x**2 = 7", "x > 0"]),
        ("x + y", "1", ["x + y = 1", "x + y = 2"]),
        ("y", "5", ["x + 1 = x"]),
        ("x", "set()", ["x**2 = 4"]),
        ("1/x", "0", ["x = 0"]),
        ("x", "undefined", ["x = 1"]),
        ("x", "1", ["x + y = 1"]),
        ("abs(x - y)", "5", ["x + y = 3", "x*y = 1"]),
        ("x", "2", ["x**2 = 4"]),
        ("x", "1", ["x**3 = 1"]),
    ],
)
def test_under_conditions(expression: str, stated: str, conditions: list[str]) -> None:
    """Also what holds because no number satisfies the conditions must not pass."""
    assert verdict(value(expression, stated, *conditions)) not in STRONG


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 40), st.integers(2, 40), st.integers(1, 12))
def test_rounding(a: int, b: int, digits: int) -> None:
    """√a + ln b rounded is enclosed; one unit of the last digit more is refuted."""
    from mpmath import mp

    with mp.workdps(40):
        exact = Decimal(str(mp.sqrt(a) + mp.log(b)))
    unit = Decimal(1).scaleb(-digits)
    rounded = exact.quantize(unit)
    expression = expr(f"sqrt({a}) + ln({b})")
    for mid, expected in ((rounded, Verdict.ENCLOSED), (rounded + unit, Verdict.REFUTED)):
        claim = EvaluatesTo(expression=expression, value=Ball(mid=mid, rad=unit / 2))
        assert verdict(claim) is expected
