"""Forged expansions: wrong coefficients, lost and added terms, wrong points and degrees. None may be confirmed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.series_of import check
from abacist.core.claim import SeriesOf
from abacist.core.expr import Expr, add, mul, number, pow_, sub, symbol
from abacist.core.outcome import Verdict
from abacist.notation.grammar import parse_canonical

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
SETTINGS = settings(deadline=None, max_examples=40)

TRUE = [
    ("exp(x)", "0", 3, "1 + x + x**2/2 + x**3/6"),
    ("sin(x)", "0", 5, "x - x**3/6 + x**5/120"),
    ("cos(x)", "pi", 4, "-1 + (x - pi)**2/2 - (x - pi)**4/24"),
    ("ln(x)", "2", 2, "ln(2) + (x - 2)/2 - (x - 2)**2/8"),
    ("tan(x)", "0", 5, "x + x**3/3 + 2*x**5/15"),
    ("exp(x)", "1", 2, "E + E*(x - 1) + E*(x - 1)**2/2"),
    ("1/(x*(1 - x))", "0", 2, "1/x + 1 + x + x**2"),
    ("sqrt(x)*cos(x)", "0", 3, "sqrt(x) - x**(5/2)/2"),
    ("exp(a*x)", "0", 2, "1 + a*x + a**2*x**2/2"),
    ("besselj(0, x)", "0", 4, "1 - x**2/4 + x**4/64"),
    ("gamma(x)", "2", 1, "1 + (1 + digamma(1))*(x - 2)"),
    ("x/(exp(x) - 1)", "0", 2, "1 - x/2 + x**2/12"),
]


def _claim(function: str, point: str, order: int, polynomial: str | Expr) -> SeriesOf:
    return SeriesOf(
        function=parse_canonical(function),
        variable="x",
        point=parse_canonical(point),
        order=order,
        polynomial=parse_canonical(polynomial) if isinstance(polynomial, str) else polynomial,
    )


@pytest.mark.parametrize("function, point, order, polynomial", TRUE)
def test_the_claims_that_are_forged_below_are_true(
    function: str, point: str, order: int, polynomial: str
) -> None:
    assert check(_claim(function, point, order, polynomial)).verdict in CONFIRMED


@pytest.mark.parametrize(
    "function, point, order, polynomial",
    [
        ("exp(x)", "0", 3, "1 + x + x**2/2 + x**3/3"),  # a wrong factorial
        ("exp(x)", "0", 3, "1 + x + x**2/2"),  # a lost term
        ("exp(x)", "0", 2, "1 + x + x**2/2 + x**3/6"),  # a term beyond the degree
        ("sin(x)", "0", 3, "x + x**3/6"),  # a wrong sign
        ("sin(x)", "0", 4, "x - x**3/6 + x**4"),  # an even term of an odd function
        ("ln(x)", "2", 1, "ln(2) + (x - 2)"),  # a lost denominator
        ("ln(x)", "1", 2, "(x - 2) - (x - 2)**2/2"),  # another point
        ("cos(x)", "pi/4", 1, "1/2 - sqrt(2)*(x - pi/4)/2"),  # a wrong value at the point
        ("exp(x)", "1", 1, "1 + (x - 1)"),  # expanded at 0 instead
        ("exp(x)", "1", 1, "2.718281828 + E*(x - 1)"),  # a rounded constant
        ("1/(x*(1 - x))", "0", 1, "1/x + x"),
        ("1/x", "0", 3, "x"),
        ("tan(x)", "0", 5, "x + x**3/3 + 2*x**5/17"),
        ("exp(a*x)", "0", 2, "1 + a*x + a*x**2/2"),
        ("exp(a*x)", "0", 1, "1 + x"),
        ("sqrt(x)", "0", 1, "x"),
        ("sqrt(a**2 + x**2)", "0", 2, "a + x**2/(2*a)"),  # wrong for negative a
        ("besselj(0, x)", "0", 2, "1 + x**2/4"),
        ("abs(x)", "0", 1, "x"),
        ("sign(x)", "0", 0, "1"),
        ("floor(x)", "0", 1, "0"),
        ("heaviside(x)", "0", 0, "1"),
    ],
)
def test_forged_expansions_are_refuted(
    function: str, point: str, order: int, polynomial: str
) -> None:
    assert check(_claim(function, point, order, polynomial)).verdict is Verdict.REFUTED


@SETTINGS
@given(
    st.sampled_from(TRUE),
    st.integers(0, 5),
    st.fractions(min_value=-2, max_value=2, max_denominator=10**6).filter(bool),
)
def test_no_changed_coefficient_is_confirmed(
    claim: tuple[str, str, int, str], degree: int, change: Fraction
) -> None:
    function, point, order, polynomial = claim
    shift = sub(symbol("x"), parse_canonical(point))
    forged = add(
        parse_canonical(polynomial), mul(number(change), pow_(shift, number(min(degree, order))))
    )
    assert check(_claim(function, point, order, forged)).verdict is Verdict.REFUTED


@SETTINGS
@given(st.sampled_from(TRUE), st.integers(1, 3))
def test_no_shifted_point_is_confirmed(claim: tuple[str, str, int, str], by: int) -> None:
    function, point, order, polynomial = claim
    moved = parse_canonical(polynomial).substitute({"x": sub(symbol("x"), number(by))})
    assert check(_claim(function, point, order, moved)).verdict not in CONFIRMED
