"""Normal forms in kernels: identities that reduce to zero, and what never may."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.differential_field import Tower, Unsupported
from abacist.notation.grammar import parse_canonical

# Abramowitz and Stegun, §§4.2-4.6, 9.1.
IDENTITIES = [
    ("sin(x)**2 + cos(x)**2", "1"),
    ("sin(3*x)", "3*sin(x) - 4*sin(x)**3"),
    ("cos(x/2)**2", "(1 + cos(x))/2"),
    ("exp(x)*exp(2*x)", "exp(3*x)"),
    ("exp(ln(x)/2)", "sqrt(x)"),
    ("x**(1/2)*x**(1/3)", "x**(5/6)"),
    ("sqrt(12*x)", "2*sqrt(3)*sqrt(x)"),
    ("sqrt(2/pi)*sqrt(2*pi)", "2"),
    ("ln(12)", "2*ln(2) + ln(3)"),
    ("cosh(x)**2 - sinh(x)**2", "1"),
    ("sin(pi/3)", "sqrt(3)/2"),
    ("cos(pi*5/4)", "-sqrt(2)/2"),
    ("tan(x/2)", "sin(x)/(1 + cos(x))"),
    ("abs(x)**2", "x**2"),
    ("I**2", "-1"),
    ("besselj(2, x)", "2*besselj(1, x)/x - besselj(0, x)"),
    ("gamma(x + 1)", "factorial(x)"),
    ("root(x, 3)**3", "x"),
]


def _zero(left: str, right: str) -> bool:
    tower = Tower()
    a, b = tower.element(parse_canonical(left)), tower.element(parse_canonical(right))
    return tower.is_zero(tower.add(a, tower.negative(b)))


@pytest.mark.parametrize("left, right", IDENTITIES)
def test_identities(left: str, right: str) -> None:
    assert _zero(left, right)


@pytest.mark.parametrize(
    "left, right",
    [
        ("sqrt(x**2)", "x"),
        ("sqrt(x*y)", "sqrt(x)*sqrt(y)"),
        ("ln(x**2)", "2*ln(x)"),
        ("ln(x*y)", "ln(x) + ln(y)"),
        ("(x**2)**(1/2)", "x"),
        ("atan(tan(x))", "x"),
        ("root(x, 3)", "x**(1/3)"),
        ("exp(x)", "1 + x"),
    ],
)
def test_laws_with_exceptions_are_not_used(left: str, right: str) -> None:
    assert not _zero(left, right)


def test_division_by_zero_has_no_form() -> None:
    tower = Tower()
    with pytest.raises(Unsupported):
        tower.element(parse_canonical("1/(sin(x)**2 + cos(x)**2 - 1)"))


POLYNOMIALS = st.lists(st.integers(-9, 9), min_size=1, max_size=5).map(
    lambda cs: " + ".join(f"({c})*x**{k}" for k, c in enumerate(cs))
)


@settings(deadline=None, max_examples=30)
@given(POLYNOMIALS, POLYNOMIALS)
def test_derivation_obeys_the_product_rule(p: str, q: str) -> None:
    tower = Tower()
    f, g = (tower.element(parse_canonical(f"exp(x)*({t}) + sin(x)")) for t in (p, q))
    product = tower.derivative(tower.multiply(f, g), "x")
    first = tower.multiply(tower.derivative(f, "x"), g)
    second = tower.multiply(f, tower.derivative(g, "x"))
    assert tower.is_zero(tower.add(product, tower.negative(first), tower.negative(second)))
