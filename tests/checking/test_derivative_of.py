"""The checker of derivatives: proofs by normal form, cross-checks, honest indecision."""

from __future__ import annotations

import pytest

from abacist.checking.derivative_of import check
from abacist.core.claim import DerivativeOf
from abacist.core.outcome import Verdict
from abacist.notation.grammar import parse_canonical


def claim(
    function: str,
    derivative: str,
    orders: tuple[tuple[str, int], ...] = (("x", 1),),
    implicit: str | None = None,
) -> DerivativeOf:
    return DerivativeOf(
        function=parse_canonical(function),
        orders=orders,
        derivative=parse_canonical(derivative),
        implicit=implicit,
    )


@pytest.mark.parametrize(
    "function, derivative",
    [
        ("x**2*sin(x)", "2*x*sin(x) + x**2*cos(x)"),
        ("x**x", "x**x*(1 + ln(x))"),
        ("abs(x)", "x/abs(x)"),
        ("f(x**2)", "2*x*f'(x**2)"),
        ("sin(3*x)", "12*cos(x)**3 - 9*cos(x)"),
        ("besselj(1, x)", "besselj(0, x) - besselj(1, x)/x"),
        ("atan(x/a)", "a/(a**2 + x**2)"),
        ("root(x, 3)", "1/(3*root(x, 3)**2)"),
    ],
)
def test_proved(function: str, derivative: str) -> None:
    assert check(claim(function, derivative)).verdict is Verdict.PROVED


def test_branches_that_no_normal_form_joins_are_cross_checked() -> None:
    assert check(claim("acosh(x)", "1/sqrt(x**2 - 1)")).verdict is Verdict.CROSS_CHECKED


def test_higher_and_mixed() -> None:
    assert check(claim("x**2*y**3", "12*x*y", (("x", 1), ("y", 2)))).verdict is Verdict.PROVED
    fifth = claim("exp(x)*sin(x)", "-4*exp(x)*(sin(x) + cos(x))", (("x", 5),))
    assert check(fifth).verdict is Verdict.PROVED


def test_implicit() -> None:
    circle = "x**2 + y**2 = 25"
    assert check(claim(circle, "-x/y", implicit="y")).verdict is Verdict.PROVED
    assert check(claim(circle, "-25/y**3", (("x", 2),), "y")).verdict is Verdict.PROVED
    # x·e^y = x + y was used once more to simplify
    used = claim("x*exp(y) = x + y", "(1 - exp(y))/(x + y - 1)", implicit="y")
    assert check(used).verdict is Verdict.PROVED


def test_what_cannot_be_evaluated_is_undecided() -> None:
    assert check(claim("fibonacci(x)", "1")).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "function, order, claimed, verdict",
    [
        ("exp(x)*sin(x)", 12, "-64*exp(x)*sin(x)", Verdict.PROVED),
        ("exp(x)*sin(x)", 12, "64*exp(x)*sin(x)", Verdict.REFUTED),
        ("x**11*ln(x)", 12, "39916800/x", Verdict.PROVED),
        ("1/(1 - x)", 10, "3628800/(1 - x)**11", Verdict.PROVED),
        ("sqrt(1 + x)", 8, "-135135/(256*(1 + x)**(15/2))", Verdict.PROVED),
    ],
)
def test_high_orders(function: str, order: int, claimed: str, verdict: Verdict) -> None:
    """Source: (e^x sin x)^(n) = 2^(n/2) e^x sin(x + nπ/4); Gradshteyn and Ryzhik, §0.43."""
    claim = DerivativeOf(
        function=parse_canonical(function),
        orders=(("x", order),),
        derivative=parse_canonical(claimed),
    )
    assert check(claim).verdict is verdict
