"""Integrals against published values; what diverges, what is not elementary, what is only a number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.actions.calculus.integrate import Arguments, integrate
from abacist.checking.antiderivative_of import check as check_antiderivative
from abacist.checking.integral_of import check as check_integral
from abacist.core.answer import Solution
from abacist.core.claim import AntiderivativeOf, IntegralOf
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Ball, Exact

# Stewart, Calculus, 8th ed., table of integrals and chapter 7; NIST DLMF §§6, 7, 19.
INDEFINITE = [
    ("cos(x)", "sin(x)"),
    ("x**5", "x**6/6"),
    ("1/x", "ln(abs(x))"),
    ("x*exp(x)", "(x - 1)*exp(x)"),
    ("ln(x)", "x*ln(x) - x"),
    ("exp(2*x)*cos(3*x)", "(3*sin(3*x) + 2*cos(3*x))*exp(2*x)/13"),
    ("1/(x**2 + 1)", "atan(x)"),
    ("1/(x**2 - 1)", "ln(abs(x - 1))/2 - ln(abs(x + 1))/2"),
    ("x/(x**2 + 1)", "ln(x**2 + 1)/2"),
    ("x*exp(x**2)", "exp(x**2)/2"),
    ("sin(x)**4", "3*x/8 - sin(2*x)/4 + sin(4*x)/32"),
    ("sin(x)**3*cos(x)**2", "cos(x)**5/5 - cos(x)**3/3"),
    ("1/(5 + 4*cos(x))", "2*atan(tan(x/2)/3)/3"),
    ("1/(1 + exp(x))", "x - ln(exp(x) + 1)"),
    ("exp(sqrt(x))", "2*(sqrt(x) - 1)*exp(sqrt(x))"),
    ("sqrt(1 - x**2)", "x*sqrt(-x**2 + 1)/2 + asin(x)/2"),
    ("x*atan(x)", "x**2*atan(x)/2 - x/2 + atan(x)/2"),
    ("cos(ln(x))", "x*(sin(ln(x)) + cos(ln(x)))/2"),
    ("root(x, 3)", "3*root(x, 3)**4/4"),
    ("abs(x)", "x*abs(x)/2"),
    ("1/(a**2 + x**2)", "atan(x/a)/a"),
]

SPECIAL = [
    ("sin(x**2)", "fresnels"),
    ("exp(-x**2)", "erf"),
    ("exp(x)/x", "Ei"),
    ("sin(x)/x", "Si"),
    ("1/ln(x)", "li"),
    ("sqrt(1 - sin(x)**2/4)", "elliptic_e"),
]

DEFINITE = [
    ("x**2", "0", "1", "1/3"),
    ("sin(x)", "0", "pi", "2"),
    # ∫ x²/(ax⁴ + bx² + c) = π/(2√a·√(b + 2√(ac))) over (0, ∞); SymPy 1.14 alone gives −1/80
    ("400*pi**2*x**2/(1600*pi**4*x**4 - 796*pi**2*x**2 + 100)", "0", "oo", "5/2"),
    ("exp(-x**2)", "-oo", "oo", "sqrt(pi)"),
    ("1/sqrt(x)", "0", "1", "2"),
    ("ln(x)", "0", "1", "-1"),
    ("sin(x)/x", "0", "oo", "pi/2"),
    ("cos(x)/(x**2 + 1)", "-oo", "oo", "pi/E"),
    ("abs(x - 1)", "0", "3", "5/2"),
    ("1/(5 + 4*cos(x))", "0", "2*pi", "2*pi/3"),
    ("1/(x**3 + 1)", "0", "oo", "2*sqrt(3)*pi/9"),
    ("sqrt(1 - x**2)", "-1", "1", "pi/2"),
    ("x", "1", "0", "-1/2"),
]

DIVERGENT = [
    ("1/x", "0", "1"),
    ("1/x", "-1", "1"),
    ("1/(x - 2)**2", "0", "3"),
    ("tan(x)", "0", "pi/2"),
    ("1/x", "1", "oo"),
    ("1/(x*ln(x))", "2", "oo"),
    ("sin(x)", "0", "oo"),
]


def solved(text: str, **arguments: object) -> Solution:
    return integrate(Arguments.model_validate({"integrand": text, **arguments}))


def value(solution: Solution) -> str:
    assert isinstance(solution.value, Exact), solution
    return str(solution.value.expr)


@pytest.mark.parametrize("integrand, antiderivative", INDEFINITE)
def test_indefinite(integrand: str, antiderivative: str) -> None:
    solution = solved(integrand)
    assert value(solution) == f"{antiderivative} + C"
    (claim,) = solution.claims
    assert isinstance(claim, AntiderivativeOf)
    assert check_antiderivative(claim).verdict is Verdict.PROVED
    assert solution.steps[0].before is not None


@pytest.mark.parametrize("integrand, function", SPECIAL)
def test_not_elementary(integrand: str, function: str) -> None:
    solution = solved(integrand)
    assert function in value(solution)
    assert solution.notes[0].en.startswith("There is no elementary antiderivative.")
    assert solution.notes[0].zh.startswith("没有初等原函数。")


def test_special_functions_that_cancel_are_not_called_necessary() -> None:
    solution = solved("exp(x)*(1/x - 1/x**2)")
    assert value(solution) == "exp(x)/x + C"
    assert not solution.notes


@pytest.mark.parametrize("integrand, lower, upper, expected", DEFINITE)
def test_definite(integrand: str, lower: str, upper: str, expected: str) -> None:
    solution = solved(integrand, lower=lower, upper=upper)
    assert value(solution) == expected
    (claim,) = solution.claims
    assert isinstance(claim, IntegralOf)
    assert check_integral(claim).verdict in (Verdict.PROVED, Verdict.ENCLOSED)


@pytest.mark.parametrize("integrand, lower, upper", DIVERGENT)
def test_divergent(integrand: str, lower: str, upper: str) -> None:
    solution = solved(integrand, lower=lower, upper=upper)
    assert solution.outcome is Outcome.DIVERGENT
    (claim,) = solution.claims
    assert isinstance(claim, IntegralOf)
    assert check_integral(claim).verdict is Verdict.PROVED


def test_iterated() -> None:
    assert value(solved("integral(integral(x*y, y, 0, x), x, 0, 1)")) == "1/8"
    disc = "integral(integral(1, y, -sqrt(1 - x**2), sqrt(1 - x**2)), x, -1, 1)"
    assert value(solved(disc)) == "pi"


def test_ways_to_give_the_ends_are_the_same_plan() -> None:
    by_ends = Arguments.model_validate({"integrand": "x**2", "lower": "0", "upper": "1"})
    by_interval = Arguments.model_validate({"integrand": "x**2", "conditions": ["[0, 1]"]})
    by_bounds = Arguments.model_validate({"integrand": "x**2", "conditions": ["0 <= x", "x <= 1"]})
    by_formula = Arguments.model_validate({"integrand": "integral(x**2, x, 0, 1)"})
    assert by_ends == by_interval == by_bounds == by_formula


def test_parameters_carry_their_conditions() -> None:
    solution = solved("exp(-a*x)", lower="0", upper="oo")
    assert value(solution) == "1/a"
    (claim,) = solution.claims
    assert isinstance(claim, IntegralOf)
    assert [str(condition) for condition in claim.conditions] == ["a > 0"]
    assert solution.notes[0].en == "Assuming a > 0."


def test_a_number_where_there_is_no_closed_form() -> None:
    """∫₀¹ sin(sin x) dx = 0.430606103120690604912377355248…, DLMF 11.10.4 (Struve function π/2·H₀-like)."""
    solution = solved("sin(sin(x))", lower="0", upper="1")
    assert isinstance(solution.value, Ball)
    assert abs(float(solution.value.mid) - 0.4306061031206906) < 1e-12


def test_nothing_found_is_no_statement() -> None:
    solution = solved("sin(sin(x))")
    assert solution.outcome is Outcome.UNABLE
    assert "does not say" in solution.notes[0].en


def test_values_of_other_nodes_are_never_the_variable() -> None:
    assert Arguments.model_validate({"integrand": "_n1"}).variable is None


COEFFICIENTS = st.lists(st.integers(-9, 9), min_size=1, max_size=5)


@settings(deadline=None, max_examples=25)
@given(COEFFICIENTS, st.integers(1, 5), st.integers(-3, 3))
def test_rational_functions_are_proved(coefficients: list[int], square: int, shift: int) -> None:
    """Σ cₖxᵏ/((x − s)(x² + q)): partial fractions, arctangents and logarithms."""
    above = " + ".join(f"({c})*x**{k}" for k, c in enumerate(coefficients))
    solution = solved(f"({above})/((x - ({shift}))*(x**2 + {square}))", variable="x")
    (claim,) = solution.claims
    assert isinstance(claim, AntiderivativeOf)
    assert check_antiderivative(claim).verdict is Verdict.PROVED
