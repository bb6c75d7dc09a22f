"""Forged derivatives, antiderivatives, integrals and limits. None may be confirmed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from abacist.checking import antiderivative_of, derivative_of, integral_of, limit_of
from abacist.core.claim import AntiderivativeOf, DerivativeOf, IntegralOf, LimitOf
from abacist.core.expr import Expr, add, mul, number
from abacist.core.outcome import Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
SETTINGS = settings(deadline=None, max_examples=25)
FACTORS = st.fractions(min_value=-3, max_value=3, max_denominator=1000).filter(lambda q: q != 1)


def scaled(expr: Expr, factor: Fraction) -> Expr:
    return mul(number(factor), expr)


DERIVATIVES = [
    ("x**2*sin(x)", "2*x*sin(x) + x**2*cos(x)"),
    ("ln(x)", "1/x"),
    ("exp(-x**2)", "-2*x*exp(-x**2)"),
    ("abs(x)", "sign(x)"),
    ("x**x", "x**x*(1 + ln(x))"),
    ("f(x)**2", "2*f(x)*f'(x)"),
]


@SETTINGS
@given(st.sampled_from(DERIVATIVES), FACTORS)
def test_scaled_derivatives(pair: tuple[str, str], factor: Fraction) -> None:
    function, derivative = map(parse_canonical, pair)
    forged = DerivativeOf(
        function=function, orders=(("x", 1),), derivative=scaled(derivative, factor)
    )
    assert derivative_of.check(forged).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "function, derivative, order",
    [
        ("x**3", "3*x**2", 2),
        ("sin(x)", "cos(x)", 3),
        ("x**2 + y", "2*x + 1", 1),
        ("sqrt(x**2)", "1", 1),
        ("root(x, 3)", "1/(3*x**(2/3))", 1),
        ("ln(x**2)", "2/abs(x)", 1),
        ("floor(x)*x", "x", 1),
    ],
)
def test_wrong_derivatives(function: str, derivative: str, order: int) -> None:
    forged = DerivativeOf(
        function=parse_canonical(function),
        orders=(("x", order),),
        derivative=parse_canonical(derivative),
    )
    assert derivative_of.check(forged).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "equation, slope",
    [("x**2 + y**2 = 25", "x/y"), ("x*exp(y) = x + y", "(1 + exp(y))/(x + y - 1)")],
)
def test_wrong_implicit_derivatives(equation: str, slope: str) -> None:
    forged = DerivativeOf(
        function=parse_canonical(equation),
        orders=(("x", 1),),
        derivative=parse_canonical(slope),
        implicit="y",
    )
    assert derivative_of.check(forged).verdict is Verdict.REFUTED


ANTIDERIVATIVES = [
    ("sin(x**2)", "sqrt(pi/2)*fresnels(sqrt(2/pi)*x)"),
    ("1/x", "ln(abs(x))"),
    ("sqrt(1 - x**2)", "x*sqrt(1 - x**2)/2 + asin(x)/2"),
    ("x*exp(x)", "(x - 1)*exp(x)"),
    ("1/(a**2 + x**2)", "atan(x/a)/a"),
    ("1/(5 + 4*cos(x))", "2/3*atan(tan(x/2)/3)"),
]


@SETTINGS
@given(st.sampled_from(ANTIDERIVATIVES), FACTORS)
def test_scaled_antiderivatives(pair: tuple[str, str], factor: Fraction) -> None:
    integrand, antiderivative = map(parse_canonical, pair)
    forged = AntiderivativeOf(
        integrand=integrand, variable="x", antiderivative=scaled(antiderivative, factor)
    )
    assert antiderivative_of.check(forged).verdict is Verdict.REFUTED


@SETTINGS
@given(st.sampled_from(ANTIDERIVATIVES), st.integers(1, 6), FACTORS)
def test_antiderivatives_with_a_term_too_many(
    pair: tuple[str, str], power: int, factor: Fraction
) -> None:
    assume(factor != 0)
    integrand, antiderivative = map(parse_canonical, pair)
    extra = scaled(parse_canonical(f"x**{power}"), factor)
    forged = AntiderivativeOf(
        integrand=integrand, variable="x", antiderivative=add(antiderivative, extra)
    )
    assert antiderivative_of.check(forged).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "integrand, antiderivative",
    [
        ("sqrt(x**2)", "x**2/2"),
        ("1/abs(x)", "ln(abs(x))"),
        ("abs(x)", "x**2/2"),
        ("1/sqrt(x**2 + 1)", "acosh(x)"),
        ("exp(x)/x", "Ei(-x)"),
        ("sin(x)/x", "Ci(x)"),
        ("1/(x**2 - 1)", "atan(x)"),
    ],
)
def test_wrong_antiderivatives(integrand: str, antiderivative: str) -> None:
    forged = AntiderivativeOf(
        integrand=parse_canonical(integrand),
        variable="x",
        antiderivative=parse_canonical(antiderivative),
    )
    assert antiderivative_of.check(forged).verdict is Verdict.REFUTED


INTEGRALS = [
    ("sin(x)", "0", "pi", "2"),
    ("exp(-x**2)", "-oo", "oo", "sqrt(pi)"),
    ("1/sqrt(x)", "0", "1", "2"),
    ("sin(x)/x", "0", "oo", "pi/2"),
    ("1/(1 + x**2)", "-oo", "oo", "pi"),
    ("x**2*ln(x)", "0", "1", "-1/9"),
    ("cos(x)/(x**2 + 1)", "-oo", "oo", "pi/E"),
    ("x**3", "0", "2", "4"),
]


def integral(integrand: str, lower: str, upper: str, value: Expr | None) -> IntegralOf:
    return IntegralOf(
        integrand=parse_canonical(integrand),
        limits=(("x", parse_canonical(lower), parse_canonical(upper)),),
        value=None if value is None else Exact(expr=value),
    )


@SETTINGS
@given(st.sampled_from(INTEGRALS), FACTORS)
def test_scaled_integrals(case: tuple[str, str, str, str], factor: Fraction) -> None:
    integrand, lower, upper, value = case
    forged = integral(integrand, lower, upper, scaled(parse_canonical(value), factor))
    assert integral_of.check(forged).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "integrand, lower, upper, value",
    [
        # SymPy 1.14's own value of the golden case
        ("400*pi**2*x**2/(1600*pi**4*x**4 - 796*pi**2*x**2 + 100)", "0", "oo", "-1/80"),
        # the principal value, not the integral
        ("1/x", "-1", "1", "0"),
        # the antiderivative −1/(x − 2) taken across its pole
        ("1/(x - 2)**2", "0", "3", "-3/2"),
        # arctangents that jump between the ends
        ("1/(5 + 4*cos(x))", "0", "2*pi", "0"),
        ("sin(x)", "0", "oo", "1"),
        ("x**2", "0", "1", "0.3333333333"),
        ("sin(x)", "0", "pi", "2.00000000001"),
    ],
)
def test_wrong_integrals(integrand: str, lower: str, upper: str, value: str) -> None:
    forged = integral(integrand, lower, upper, parse_canonical(value))
    assert integral_of.check(forged).verdict is Verdict.REFUTED


@pytest.mark.parametrize("case", INTEGRALS)
def test_convergent_integrals_called_divergent(case: tuple[str, str, str, str]) -> None:
    integrand, lower, upper, _ = case
    assert integral_of.check(integral(integrand, lower, upper, None)).verdict is Verdict.REFUTED


LIMITS = [
    ("sin(x)/x", "0", "1"),
    ("(1 + 1/x)**x", "oo", "E"),
    ("(sqrt(x) - sqrt(2))/(x - 2)", "2", "sqrt(2)/4"),
    ("atan(x)", "oo", "pi/2"),
    ("(sin(x) - x)/x**3", "0", "-1/6"),
]


@SETTINGS
@given(st.sampled_from(LIMITS), FACTORS)
def test_scaled_limits(case: tuple[str, str, str], factor: Fraction) -> None:
    function, point, value = map(parse_canonical, case)
    forged = LimitOf(function=function, variable="x", point=point, value=scaled(value, factor))
    assert limit_of.check(forged).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "fields",
    [
        {"function": "abs(x)/x", "point": "0", "value": "1"},  # SymPy 1.14
        {"function": "1/x", "point": "0", "value": "oo"},  # SymPy 1.14
        {"function": "sin(1/x)", "point": "0", "value": "0"},
        {"function": "sin(x)/x", "point": "0", "value": None},
        {"function": "abs(x)/x", "point": "0", "value": None, "left": "1", "right": "1"},
        {"function": "1/x", "point": "0", "value": None, "left": "oo", "right": "oo"},
        {"function": "floor(x)", "point": "2", "value": "2"},
        {"function": "1/x", "point": "0", "value": "-oo", "direction": "right"},
        {"function": "exp(x)", "point": "oo", "value": "0"},
        {"function": "x**2", "point": "2", "value": "5"},
        {"function": "(-1)**x/x + 1", "point": "oo", "value": "0", "sequence": True},
    ],
)
def test_wrong_limits(fields: dict[str, object]) -> None:
    forged = LimitOf.model_validate({"variable": "x", **fields})
    assert limit_of.check(forged).verdict is Verdict.REFUTED


@pytest.mark.parametrize("zero", ["(x + 1)**2 - x**2 - 2*x - 1", "sin(x)**2 + cos(x)**2 - 1"])
def test_a_division_by_a_hidden_zero_proves_nothing(zero: str) -> None:
    """Every fraction over zero is "equal" to every other in a careless normal form."""
    forged = AntiderivativeOf(
        integrand=parse_canonical("1"), variable="x", antiderivative=parse_canonical(f"x/({zero})")
    )
    assert antiderivative_of.check(forged).verdict not in CONFIRMED
