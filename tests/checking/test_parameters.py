"""Integrals and limits with parameters: proved where that is feasible, never for values that make them false."""

from __future__ import annotations

import pytest

from abacist.core.claim import IntegralOf, LimitOf
from abacist.core.outcome import Verdict
from abacist.core.value import Exact
from tests.checking.claims import STRONG, expr, exprs, verdict


def integral(function: str, ends: str, value: str, *conditions: str) -> IntegralOf:
    lower, upper = ends.split(" to ")
    return IntegralOf(
        integrand=expr(function),
        limits=(("x", expr(lower), expr(upper)),),
        value=Exact(expr=expr(value)),
        conditions=exprs(conditions),
    )


def limit(function: str, point: str, value: str) -> LimitOf:
    return LimitOf(function=expr(function), variable="x", point=expr(point), value=expr(value))


# Source: NIST Digital Library of Mathematical Functions, §§4.10, 5.2, 7.7.
INTEGRALS = [
    integral("x**n", "0 to 1", "1/(n + 1)", "n > 0"),
    integral("x**n", "0 to 1", "1/(n + 1)", "n > -1"),
    integral("x**(-n)", "1 to oo", "1/(n - 1)", "n > 1"),
    integral("a*x**2 + b*x + c", "0 to t", "a*t**3/3 + b*t**2/2 + c*t"),
    integral("(x - a)**2", "a to b", "(b - a)**3/3"),
    integral("exp(-a*x)", "0 to oo", "1/a", "a > 0"),
    integral("exp(a*x)", "-oo to 0", "1/a", "a > 0"),
    integral("x**2*exp(-a*x)", "0 to oo", "2/a**3", "a > 0"),
    integral("x**(s - 1)*exp(-x)", "0 to oo", "gamma(s)", "s > 0"),
    integral("exp(a*x)", "0 to 1", "(exp(a) - 1)/a"),
    integral("b**x", "0 to 1", "(b - 1)/ln(b)", "b > 0"),
    integral("1/(x**2 + a**2)", "-oo to oo", "pi/a", "a > 0"),
    integral("3/(b*x**2 + a)", "0 to oo", "3*pi/(2*sqrt(a)*sqrt(b))", "a > 0", "b > 0"),
    integral("exp(-a*x**2)", "-oo to oo", "sqrt(pi/a)", "a > 0"),
]
LIMITS = [
    limit("sin(a*x)/x", "0", "a"),
    limit("(exp(a*x) - exp(b*x))/x", "0", "a - b"),
    limit("(1 - cos(a*x))/x**2", "0", "a**2/2"),
    limit("(x**2 - a**2)/(x - a)", "a", "2*a"),
    limit("x**2 + a*x", "1", "1 + a"),
]


@pytest.mark.parametrize("claim", [*INTEGRALS, *LIMITS], ids=str)
def test_proofs(claim: IntegralOf | LimitOf) -> None:
    assert verdict(claim) is Verdict.PROVED


FALSE = [
    *(c.model_copy(update={"value": Exact(expr=expr("1/7"))}) for c in INTEGRALS),
    *(c.model_copy(update={"value": expr("1/7")}) for c in LIMITS),
    integral("x**n", "0 to 1", "1/(n + 1)", "n > -2"),
    integral("x**(-n)", "1 to oo", "1/(n - 1)", "n > 0"),
    integral("x**n", "-1 to 1", "(1 + (-1)**n)/(n + 1)"),
    integral("x**n", "1 to 0", "1/(n + 1)", "n > 0"),
    integral("exp(-a*x)", "0 to oo", "1/a", "a < 0"),
    integral("exp(-a*x)", "0 to oo", "1/a"),
    integral("1/(x**2 + a)", "-oo to oo", "pi/sqrt(a)"),
    integral("1/(x**2 - a**2)", "-oo to oo", "0", "a > 0"),
    integral("exp(-a*x**2)", "-oo to oo", "sqrt(pi/a)/2", "a > 0"),
    limit("x/(x + a)", "0", "0"),
    limit("sin(a*x)/(b*x)", "0", "a*b"),
    limit("abs(x - a)/(x - a)", "a", "1"),
]


@pytest.mark.parametrize("claim", FALSE, ids=str)
def test_forgeries(claim: IntegralOf | LimitOf) -> None:
    assert verdict(claim) not in STRONG
