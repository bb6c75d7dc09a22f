"""Values of constants, exact and approximate, with units and under conditions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.claim import EvaluatesTo
from abacist.core.expr import Expr, add, div, mul, neg, number, pow_
from abacist.core.outcome import Verdict
from abacist.core.value import Ball, Exact, Truth
from tests.checking.claims import expr, value, verdict

PROVED = [
    ("1/3 + 1/6", "1/2"),
    ("sqrt(12) + sqrt(27)", "5*sqrt(3)"),
    ("1/(sqrt(3) - sqrt(2))", "sqrt(3) + sqrt(2)"),
    ("4*atan(1/5) - atan(1/239)", "pi/4"),
    ("sin(pi/12)", "(sqrt(6) - sqrt(2))/4"),
    ("cos(pi/7)*cos(2*pi/7)*cos(3*pi/7)", "1/8"),
    ("ln(8)/ln(2)", "3"),
    ("log(1/8, 4)", "-3/2"),
    ("E**ln(5)", "5"),
    ("sqrt(-4)", "2*I"),
    ("root(-8, 3)", "-2"),
    ("(-8)**(1/3)", "1 + sqrt(3)*I"),
    ("sin(1)**2 + cos(1)**2", "1"),
    ("tan(acos(3/5))", "4/3"),
    ("sum(k**2, k, 1, 100)", "338350"),
    ("binomial(52, 5)", "2598960"),
    ("percent(20)*150", "30"),
    ("lambertw(2)*exp(lambertw(2))", "2"),
    ("1/0", "undefined"),
    ("0**0", "undefined"),
    ("tan(pi/2)", "undefined"),
    ("ln(0)", "undefined"),
    ("1/(sqrt(2)*sqrt(3) - sqrt(6))", "undefined"),
    ("x + 1/0", "undefined"),
    ("sin(x/(2 - 2))", "undefined"),
]


@pytest.mark.parametrize("expression, stated", PROVED)
def test_exact_values(expression: str, stated: str) -> None:
    assert verdict(value(expression, stated)) is Verdict.PROVED


def test_what_has_no_proof_is_cross_checked() -> None:
    assert verdict(value("gamma(1/2)", "sqrt(pi)")) is Verdict.CROSS_CHECKED


@pytest.mark.parametrize(
    "mid, rad, expected",
    [
        ("3.14159", "0.00001", Verdict.ENCLOSED),
        ("3.14", "0.001", Verdict.REFUTED),
        ("3.14", "0", Verdict.REFUTED),
    ],
)
def test_approximate_values(mid: str, rad: str, expected: Verdict) -> None:
    claim = EvaluatesTo(expression=expr("pi"), value=Ball(mid=Decimal(mid), rad=Decimal(rad)))
    assert verdict(claim) is expected


def test_truths() -> None:
    claim = EvaluatesTo(expression=expr("sqrt(2) < 3/2"), value=Truth(value=True))
    assert verdict(claim) is Verdict.PROVED
    assert verdict(claim.model_copy(update={"value": Truth(value=False)})) is Verdict.REFUTED


UNITS = [
    ("quantity(3, km) + quantity(200, m)", "3.2", "km"),
    ("quantity(60, km)/quantity(2, h)", "30", "km/h"),
    ("quantity(1, m)/quantity(1, cm)", "100", None),
    ("sqrt(quantity(4, m**2))", "2", "m"),
    ("2*quantity(sqrt(2), m)", "2*sqrt(2)", "m"),
    ("quantity(5, yuan)*3", "15", "yuan"),
    ("quantity(1, inch)", "127/50", "cm"),
]


@pytest.mark.parametrize("expression, stated, unit", UNITS)
def test_quantities(expression: str, stated: str, unit: str | None) -> None:
    assert verdict(value(expression, stated, unit=unit)) is Verdict.PROVED


CONDITIONS = [
    ("x**2 + 1/x**2", "23", ["x + 1/x = 5"]),
    ("x**2 + y**2", "13", ["x + y = 5", "x*y = 6"]),
    ("x + 1/x", "{-3, 3}", ["x**2 + 1/x**2 = 7"]),
    ("x + 1/x", "3", ["x**2 + 1/x**2 = 7", "x > 0"]),
    ("abs(x - y)", "sqrt(5)", ["x + y = 3", "x*y = 1"]),
    ("x + y", "set()", ["x + y = 1", "x + y = 2"]),
    ("1/x", "undefined", ["x = 0"]),
    ("x**2", "9", ["abs(x) = 3"]),
    ("x + y", "7", ["x**2 + y**2 = 25", "x*y = 12", "x > 0"]),
]


@pytest.mark.parametrize("expression, stated, conditions", CONDITIONS)
def test_values_under_conditions(expression: str, stated: str, conditions: list[str]) -> None:
    assert verdict(value(expression, stated, *conditions)) is Verdict.PROVED


@st.composite
def sums(draw: st.DrawFn, depth: int = 3) -> tuple[Expr, Fraction | None]:
    """A tree of rational operations with its value; None where a division by zero occurs."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        n = draw(st.integers(-20, 20))
        return number(n), Fraction(n)
    kind = draw(st.sampled_from(["add", "mul", "div", "neg", "pow"]))
    left, a = draw(sums(depth - 1))
    if kind == "neg":
        return neg(left), None if a is None else -a
    if kind == "pow":
        n = draw(st.integers(1, 3))
        return pow_(left, number(n)), None if a is None else a**n
    right, b = draw(sums(depth - 1))
    if kind == "add":
        return add(left, right), None if None in (a, b) else a + b  # type: ignore[operator]
    if kind == "mul":
        return mul(left, right), None if None in (a, b) else a * b  # type: ignore[operator]
    return div(left, right), None if None in (a, b) or b == 0 else a / b  # type: ignore[operator]


@settings(deadline=None, max_examples=80)
@given(sums(), st.fractions(min_value=-3, max_value=3, max_denominator=7))
def test_rational_arithmetic(tree: tuple[Expr, Fraction | None], error: Fraction) -> None:
    """Right values are proved and wrong ones refuted, by Python's fractions."""
    expression, exact = tree
    if exact is None:
        claim = EvaluatesTo(expression=expression, value=Exact(expr=expr("undefined")))
        assert verdict(claim) is Verdict.PROVED
        return
    claim = EvaluatesTo(expression=expression, value=Exact(expr=number(exact)))
    assert verdict(claim) is Verdict.PROVED
    if error:
        wrong = EvaluatesTo(expression=expression, value=Exact(expr=number(exact + error)))
        assert verdict(wrong) is Verdict.REFUTED
