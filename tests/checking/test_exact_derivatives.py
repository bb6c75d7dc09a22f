"""Derivatives by rule agree with difference quotients in high precision."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.core.expr import number
from abacist.notation.grammar import parse_canonical

FUNCTIONS = (
    "exp ln sqrt sin cos tan cot sec csc asin acos atan acot sinh cosh tanh coth asinh acosh atanh abs "
    "erf erfc erfi fresnels fresnelc Si Ci Shi Chi Ei li gamma loggamma lambertw log factorial digamma "
    "sech csch asec acsc acoth elliptic_k"
).split()


def _value(text_or_expr: object, at: Fraction) -> complex:
    from sympy import Rational, Symbol

    from abacist.notation.sympy_form import to_sympy

    expr = parse_canonical(text_or_expr) if isinstance(text_or_expr, str) else text_or_expr
    # put in as a number, so that no power of two fractions is sought in exact form
    place = {Symbol("x"): Rational(at.numerator, at.denominator)}
    return to_sympy(expr).evalf(40, subs=place)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function(name: str) -> None:
    beyond = ("acosh", "coth", "li", "asec", "acsc", "acoth")
    _agrees(f"{name}(x)", Fraction(13, 5) if name in beyond else Fraction(2, 5))


@pytest.mark.parametrize(
    "text",
    "besselj(2, x) bessely(1/2, x) besseli(1, x) besselk(0, x) polygamma(2, x) polylog(2, x) expint(3, x) "
    "upper_gamma(3, x) lower_gamma(3, x) elliptic_f(x, 1/3) elliptic_e(x, 1/3)".split(") "),
)
def test_functions_with_an_index(text: str) -> None:
    _agrees(text.removesuffix(")") + ")", Fraction(2, 5))


def _agrees(text: str, at: Fraction) -> None:
    h = Fraction(1, 10**8)
    quotient = (_value(text, at + h) - _value(text, at - h)) / (2 * h)
    assert (
        abs(complex(quotient) - complex(_value(derivative(parse_canonical(text), "x"), at))) < 1e-12
    )


@settings(deadline=None, max_examples=30)
@given(
    st.sampled_from(
        [
            "x**3 - 2*x/(1 + x**2)",
            "x**x",
            "2**x*sin(x)",
            "root(x, 3)/x",
            "log(x, 7)",
            "sqrt(1 + x)*exp(-x**2)",
            "max(x, 1 - x)*x",
            "min(x**2, x)",
            "E**(2*x)",
            "(x + 1)**(3/2)",
            "integral(sin(s)*s, s, 0, x**2)",
        ]
    ),
    st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=30).filter(
        lambda value: abs(value - Fraction(1, 2)) > Fraction(1, 100)
    ),
)
def test_rules_compose(text: str, at: Fraction) -> None:
    h = Fraction(1, 10**8)
    quotient = (_value(text, at + h) - _value(text, at - h)) / (2 * h)
    found = _value(derivative(parse_canonical(text), "x"), at)
    assert abs(complex(quotient) - complex(found)) < 1e-10


def test_other_symbols_are_constants() -> None:
    assert derivative(parse_canonical("a*y + C1"), "x") == number(0)


@pytest.mark.parametrize("text", ["floor(x)", "sign(x)", "f(x, y)", "besselj(x, 2)", "zeta(x)"])
def test_what_has_no_rule_is_refused(text: str) -> None:
    with pytest.raises(NotDifferentiable):
        derivative(parse_canonical(text), "x")
