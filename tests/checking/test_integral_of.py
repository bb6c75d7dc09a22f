"""The checker of definite integrals: enclosures, improper ends, oscillation, divergence, several variables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from abacist.checking.integral_of import check
from abacist.core.claim import IntegralOf
from abacist.core.outcome import Verdict
from abacist.core.value import Ball, Exact
from abacist.notation.grammar import parse_canonical

# NIST DLMF §§5.9, 6.2, 7.2, 25.5; Gradshteyn and Ryzhik, 8th ed., 3.241, 3.411, 3.723, 4.224.
ENCLOSED = [
    ("sin(x)", "0", "pi", "2"),
    ("400*pi**2*x**2/(1600*pi**4*x**4 - 796*pi**2*x**2 + 100)", "0", "oo", "5/2"),
    ("exp(-x**2)", "-oo", "oo", "sqrt(pi)"),
    ("1/sqrt(x)", "0", "1", "2"),
    ("ln(x)", "0", "1", "-1"),
    ("sin(x)/x", "0", "oo", "pi/2"),
    ("sin(x)**2/x**2", "0", "oo", "pi/2"),
    ("sin(x**2)", "0", "oo", "sqrt(2*pi)/4"),
    ("cos(x)/(x**2 + 1)", "-oo", "oo", "pi/E"),
    ("1/sqrt(1 - x**2)", "-1", "1", "pi"),
    ("ln(sin(x))", "0", "pi/2", "-pi*ln(2)/2"),
    ("x**3/(exp(x) - 1)", "0", "oo", "pi**4/15"),
    ("1/(x*ln(x)**2)", "2", "oo", "1/ln(2)"),
    ("1/root(x, 3)", "-1", "8", "9/2"),
    ("floor(x)", "0", "3", "3"),
    ("ln(x)/(1 + x**2)", "0", "oo", "0"),
]

DIVERGENT = [
    ("1/x", "0", "1"),
    ("1/x", "-1", "1"),
    ("1/x", "1", "oo"),
    ("tan(x)", "0", "pi/2"),
    ("1/(x - 2)**2", "0", "3"),
    ("1/(x*ln(x))", "2", "oo"),
    ("sin(x)", "0", "oo"),
    ("exp(x)", "0", "oo"),
]


def claim(integrand: str, lower: str, upper: str, value: str | None) -> IntegralOf:
    return IntegralOf(
        integrand=parse_canonical(integrand),
        limits=(("x", parse_canonical(lower), parse_canonical(upper)),),
        value=None if value is None else Exact(expr=parse_canonical(value)),
    )


@pytest.mark.parametrize("integrand, lower, upper, value", ENCLOSED)
def test_enclosed(integrand: str, lower: str, upper: str, value: str) -> None:
    assert check(claim(integrand, lower, upper, value)).verdict is Verdict.ENCLOSED


@pytest.mark.parametrize("integrand, lower, upper", DIVERGENT)
def test_divergent(integrand: str, lower: str, upper: str) -> None:
    assert check(claim(integrand, lower, upper, None)).verdict is Verdict.PROVED


def test_polynomials_are_proved() -> None:
    assert check(claim("x**2", "0", "1", "1/3")).verdict is Verdict.PROVED
    nested = IntegralOf(
        integrand=parse_canonical("x*y"),
        limits=(
            ("y", parse_canonical("0"), parse_canonical("x")),
            ("x", parse_canonical("0"), parse_canonical("1")),
        ),
        value=Exact(expr=parse_canonical("1/8")),
    )
    assert check(nested).verdict is Verdict.PROVED


def test_iterated_integrals_are_enclosed() -> None:
    nested = IntegralOf(
        integrand=parse_canonical("1/(x + y)"),
        limits=(
            ("y", parse_canonical("1"), parse_canonical("2")),
            ("x", parse_canonical("0"), parse_canonical("1")),
        ),
        value=Exact(expr=parse_canonical("ln(27/16)")),
    )
    assert check(nested).verdict is Verdict.ENCLOSED


def test_parameters_without_a_rule_are_only_sampled() -> None:
    with_parameter = IntegralOf(
        integrand=parse_canonical("exp(-a*x)*sin(x)"),
        limits=(("x", parse_canonical("0"), parse_canonical("oo")),),
        value=Exact(expr=parse_canonical("1/(1 + a**2)")),
        conditions=(parse_canonical("a > 0"),),
    )
    assert check(with_parameter).verdict is Verdict.CROSS_CHECKED


def test_a_number_with_its_error() -> None:
    number = claim("sin(sin(x))", "0", "1", "0").model_copy(
        update={"value": Ball(mid=Decimal("0.430606103120690"), rad=Decimal("1e-14"))}
    )
    assert check(number).verdict is Verdict.ENCLOSED
    off = number.model_copy(
        update={"value": Ball(mid=Decimal("0.430606103120590"), rad=Decimal("1e-14"))}
    )
    assert check(off).verdict is Verdict.REFUTED
