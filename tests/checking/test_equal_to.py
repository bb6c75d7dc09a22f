"""Identities: proved by normal form, by exact numbers, on the line or under equations; else cross-checked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.claim import EqualTo
from abacist.core.expr import Expr, add, mul, number, pow_, symbol
from abacist.core.outcome import Verdict
from tests.checking.claims import STRONG, equal, verdict

PROVED = [
    ("(x + 1)**2", "x**2 + 2*x + 1", []),
    ("(x**2 - 1)/(x - 1)", "x + 1", []),
    ("sin(x)**2 + cos(x)**2", "1", []),
    ("tan(x/2)", "sin(x)/(1 + cos(x))", []),
    ("cos(x + pi/3)", "cos(x)/2 - sqrt(3)*sin(x)/2", []),
    ("sin(x + y)*sin(x - y)", "sin(x)**2 - sin(y)**2", []),
    ("cosh(x)**2 - sinh(x)**2", "1", []),
    ("exp(x + y)", "exp(x)*exp(y)", []),
    ("4**x", "(2**x)**2", []),
    ("a**x*a**y", "a**(x + y)", []),
    ("x**(1/2)*x**(1/3)", "x**(5/6)", []),
    ("cos(asin(x))", "sqrt(1 - x**2)", []),
    ("abs(2*x - 2)", "2*abs(1 - x)", []),
    ("ln(x*y)", "ln(x) + ln(y)", ["x > 0", "y > 0"]),
    ("sqrt(x)*sqrt(y)", "sqrt(x*y)", ["x > 0", "y > 0"]),
    ("sqrt(x**2)", "x", ["x > 0"]),
    ("sqrt(x**2)", "abs(x)", []),
    ("x**2 + 1/x**2", "23", ["x + 1/x = 5"]),
    ("x**3 + y**3", "18", ["x + y = 3", "x*y = 1"]),
]


@pytest.mark.parametrize("left, right, conditions", PROVED)
def test_proved(left: str, right: str, conditions: list[str]) -> None:
    assert verdict(equal(left, right, *conditions)) is Verdict.PROVED


@pytest.mark.parametrize(
    "left, right", [("2*atan(x)", "asin(2*x/(1 + x**2))"), ("gamma(x + 1)", "x*gamma(x) + 1")]
)
def test_not_identities(left: str, right: str) -> None:
    assert verdict(equal(left, right)) is Verdict.REFUTED


def test_what_has_no_proof_is_cross_checked() -> None:
    assert verdict(equal("gamma(x + 1)", "x*gamma(x)")) is Verdict.CROSS_CHECKED


monomials = st.tuples(st.integers(-4, 4), st.integers(0, 3), st.integers(0, 2))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(monomials, min_size=1, max_size=4),
    st.lists(monomials, min_size=1, max_size=4),
    st.integers(-2, 2),
)
def test_products_of_polynomials(
    a: list[tuple[int, int, int]], b: list[tuple[int, int, int]], error: int
) -> None:
    """A product equals its expansion, and no other polynomial."""
    expanded: dict[tuple[int, int], int] = {}
    for c, i, j in a:
        for d, k, m in b:
            expanded[i + k, j + m] = expanded.get((i + k, j + m), 0) + c * d
    expansion = [(c, i, j) for (i, j), c in expanded.items()] + [(error, 1, 1)]
    claim = EqualTo(left=mul(_sum(a), _sum(b)), right=_sum(expansion))
    assert verdict(claim) is (Verdict.REFUTED if error else Verdict.PROVED)


def _sum(terms: list[tuple[int, int, int]]) -> Expr:
    x, y = symbol("x"), symbol("y")
    return add(*(mul(number(c), pow_(x, number(i)), pow_(y, number(j))) for c, i, j in terms))


FUNCTIONS = ["sin(x)", "cos(2*x)", "exp(x)", "sqrt(x**2 + 1)", "2**x", "tan(x)", "ln(x)", "abs(x)"]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(FUNCTIONS), st.sampled_from(FUNCTIONS), st.integers(1, 3))
def test_different_functions_are_never_confirmed(f: str, g: str, n: int) -> None:
    if f != g:
        assert verdict(equal(f"({f})**{n} + x", f"({g})**{n} + x")) not in STRONG
    assert verdict(equal(f"({f} + x)**2", f"({f})**2 + 2*x*({f}) + x**2")) is Verdict.PROVED
