"""False claims that once passed a checker, and their kin. None may be confirmed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from abacist.core.claim import (
    Claim,
    ExtremaOf,
    Extremum,
    FactorizationOf,
    InitialValueOf,
    IntegralOf,
    LimitOf,
    OptimumOf,
    RolleArgument,
    SolvesODE,
)
from abacist.core.value import Exact
from tests.checking.claims import STRONG, equal, expr, exprs, roots, roots_in_x, verdict


def limit(function: str, point: str, value: str | None, variable: str = "x", **more: str) -> Claim:
    return LimitOf(
        function=expr(function),
        variable=variable,
        point=expr(point),
        value=None if value is None else expr(value),
        **more,  # type: ignore[arg-type]
    )


def integral(function: str, lower: str, upper: str, value: str) -> Claim:
    limits = (("x", expr(lower), expr(upper)),)
    return IntegralOf(integrand=expr(function), limits=limits, value=Exact(expr=expr(value)))


def rolle(interval: str, hypotheses: str = "f(a) = 0; f(b) = 0", factor: str = "exp(x)") -> Claim:
    slope = {"exp(x)": "1", "exp(-abs(x))": "(-sign(x))"}[factor]
    return RolleArgument(
        function="f",
        variable="x",
        proposition=expr(f"f'(xi) + {slope.replace('x', 'xi')}*f(xi) = 0"),
        statement=expr(f"f'(x) + {slope}*f(x)"),
        multiplier=expr(factor),
        auxiliary=expr(f"{factor}*f(x)"),
        hypotheses=exprs(hypotheses.split("; ")),
        interval=expr(interval),
    )


def optimum(objective: str, low: str, high: str, point: str, value: str, **more: str) -> Claim:
    return OptimumOf(
        objective=expr(objective),
        variables=("x",),
        bounds=((expr(low), expr(high)),),
        point=(expr(point),),
        value=expr(value),
        **more,  # type: ignore[arg-type]
    )


def extremum(kind: str, place: str, region: str = "interval(-3, 1)") -> Claim:
    return ExtremaOf(
        function=expr("x**2"),
        variables=("x",),
        region=(expr(region),),
        extrema=(Extremum(point=(expr("-3"),), value=expr("9"), type=kind, place=place),),  # type: ignore[arg-type]
        wanted="global_max",
    )


def start(slope: str, initial: str, end: str, value: str) -> Claim:
    return InitialValueOf(
        derivatives=(expr(slope),),
        variable="x",
        states=("y",),
        start=expr("0"),
        initial=(expr(initial),),
        end=expr(end),
        end_values=(Decimal(value),),
        tolerance=Decimal("1e-6"),
    )


COMPLEX = [
    roots(["ln(exp(z)) = 3"], ["z"], [["3"]], domain="complex"),  # 3 + 2kπi too
    roots(["ln(exp(z)) = z"], ["z"], [["z"]], domain="complex"),
    roots(["ln(exp(z)) + w = 3", "w = 1"], ["z", "w"], [["2", "1"]], domain="complex"),
    roots_in_x("ln(exp(a*x)) = a", "1", domain="complex"),
    equal("ln(exp(z))", "z", "in(z, Complexes)"),
    equal("ln(exp(z) + w - w)", "z", "in(z, Complexes)", "in(w, Complexes)"),
    equal("abs(z)**2", "z**2", "in(z, Complexes)"),
    equal("sqrt(z**2)", "abs(z)", "in(z, Complexes)"),
    equal("ln(exp(sqrt(z)))", "sqrt(z)", "in(z, Complexes)"),
    equal("ln(z*w)", "ln(z) + ln(w)", "in(z, Complexes)", "in(w, Complexes)"),
    equal("sqrt(1/z)", "1/sqrt(z)", "in(z, Complexes)"),
    equal("ln(z**3)", "3*ln(z)", "in(z, Complexes)"),
    equal("(x**6)**(1/3)", "x**2*I"),  # both real at 0 alone
    equal("abs(I*x)", "I*x"),
    equal("x**(1/2)*x**(1/3)", "(-x)**(5/6)"),  # both real at 0 alone
    roots(["x**2 - 4 < 0"], ["x"], [["0"]], domain="complex"),
    equal("ln(exp(I*x))", "I*x"),
    equal("ln(exp(x + I*y))", "x + I*y"),
]

BRANCHES = [
    equal("(a**b)**c", "a**(b*c)"),  # a = -2, b = 2, c = 1/2
    equal("(x**2)**a", "x**(2*a)"),  # x = -2, a = 1/2
    roots_in_x("(x - a)/(x - b) = 0", "a"),  # none where a = b
    roots_in_x("(x**2 - a**2)/(x - b) = 0", "a", "-a"),
]

NUMBERS = [
    FactorizationOf(number=expr("-12"), factorization=expr("(-2)**2*3")),
    FactorizationOf(number=expr("-4"), factorization=expr("(-2)**2")),
]

LIMITS = [
    limit("sin(pi*sqrt(n**2 + n))", "oo", "1", "n", sequence=True),  # type: ignore[arg-type]
    limit("x/(x + a)", "0", "0"),  # 1 where a = 0
    limit("x/(x**2 + a)", "0", "0"),
    limit("a**x", "oo", "oo"),
]

INTEGRALS = [
    integral("1/(x**2 + a**2)", "0", "oo", "pi/(2*a)"),  # of the other sign where a < 0
    integral("x**n", "0", "1", "1/(n + 1)"),  # diverges where n ≤ −1
    integral("exp(-a*x)", "0", "oo", "1/a"),
    integral("abs(x - a)", "0", "1", "1/2 - a + a**2"),
]

ROLLE = [
    rolle("interval(a, c)"),
    rolle("interval(-a, b)"),
    rolle("interval(0, 1)"),
    rolle("interval_open(a, b)"),  # f need not be continuous at the ends
    rolle("interval(1, 1)", "f(1) = 0; f(2/2) = 0"),
    rolle("interval(0, 1)", "f(0) = 0; f(0*1) = 0"),
    rolle("interval(a, b)", factor="exp(-abs(x))"),  # the auxiliary function has a corner
]

EXTREMA = [
    optimum("x**4", "-oo", "oo", "0", "0", sense="max", scope="local"),
    optimum("x**4 - x**5", "-1", "1/2", "0", "0", sense="max", scope="local"),
    optimum("x**2", "oo", "oo", "0", "0"),
    optimum("x**2", "-oo", "-oo", "0", "0"),
    optimum("floor(x)", "0", "1", "0", "0", sense="max"),
    optimum("x**2*((x - 1)**2 - 1/10**10)", "-1", "2", "0", "0"),
    ExtremaOf(  # acot jumps at 0, where it is π/2
        function=expr("acot(x)"),
        variables=("x",),
        region=(expr("interval(-1, 0)"),),
        extrema=(
            Extremum(point=(expr("-1"),), value=expr("-pi/4"), type="maximum", place="boundary"),
        ),
        wanted="global_max",
    ),
    extremum("minimum", "boundary"),
    extremum("saddle", "boundary"),
    extremum("maximum", "interior"),
    extremum("maximum", "boundary", "interval(-5, 1)"),
]

EQUATIONS = [
    SolvesODE(
        equations=exprs(["derivative(y, x, 1) = abs(y)"]),
        functions=("y",),
        variable="x",
        solutions=exprs(["C1*exp(x)"]),  # wrong where C1 < 0
        constants=("C1",),
        order=1,
    ),
    start("sqrt(y)", "0", "2", "0"),  # x²/4 is another solution
    start("3*root(y, 3)**2", "0", "1", "0"),
    start("sign(y)", "0", "1", "0"),
]

FALSE = [
    *COMPLEX, *BRANCHES, *NUMBERS, *LIMITS, *INTEGRALS, *ROLLE, *EXTREMA, *EQUATIONS,
]  # fmt: skip


@pytest.mark.parametrize("claim", FALSE, ids=lambda claim: str(claim)[:50])
def test_never_confirmed(claim: Claim) -> None:
    assert verdict(claim) not in STRONG


TRUE = [
    roots_in_x("ln(exp(x)) = 3", "3"),
    roots_in_x("1/f = 1/x + 1/v", "f*v/(v - f)", conditions=["ne(v, f)"]),
    equal("ln(exp(x))", "x"),
    equal("exp(ln(z))", "z", "in(z, Complexes)"),
    rolle("interval(a, b)"),
    rolle("interval(0, 1)", "f(0) = 0; f(1) = 0"),
    extremum("maximum", "boundary"),
    optimum("x**4", "-oo", "oo", "0", "0", scope="local"),
    start("abs(y)", "-1", "1", "-0.367879441"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda claim: str(claim)[:50])
def test_true_claims_beside_them_are_confirmed(claim: Claim) -> None:
    assert verdict(claim) in STRONG
