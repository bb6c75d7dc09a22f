"""Equal or not, with a reason: golden pairs of every kind, and the laws of an equivalence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.equality import compare, equality
from abacist.core.errors import ParseError
from abacist.core.expr import Expr, add, call, div, mul, neg, number, pow_, symbol

YES = [
    ("1/2", "0.5"),
    ("2*sqrt(2)", "sqrt(8)"),
    ("sqrt(2+sqrt(3))", "(sqrt(6)+sqrt(2))/2"),  # nested radicals
    ("sin(pi/12)", "(sqrt(6)-sqrt(2))/4"),
    ("ln(8)", "3 ln 2"),
    ("e^(ln 5)", "5"),
    ("sin(x)^2 + cos(x)^2", "1"),
    ("tan(x)", "sin(x)/cos(x)"),
    ("(x+1)^2", "x^2+2x+1"),
    ("(x^2-1)/(x-1)", "x+1"),
    ("x^2*y - y", "y*(x-1)*(x+1)"),
    ("16 - 4*pi", "4(4-\\pi)"),
    ("\\frac{1}{\\sqrt{2}}", "sqrt(2)/2"),
    ("{1, 2, 3}", "{3, 2, 1}"),
    ("{1/2, sqrt(4)}", "{0.5, 2}"),
    ("(1, 2)", "(2/2, 4/2)"),
    ("[1, 3)", "[2/2, 3)"),
    ("(-oo, 1]", "(-oo, 2/2]"),
    ("[[1, 2], [3, 4]]", "[[2/2, 2], [3, 4]]"),
    ("x = 6", "6"),
    ("2x + 4 = 0", "x = -2"),
    ("y = 2x + 1", "2y - 4x = 2"),
    ("x^2 = 0", "x = 0"),
    ("x < 3", "3 > x"),
    ("2x <= 6", "x <= 3"),
    ("100 cm", "1 m"),
    ("90 km/h", "25 m/s"),
    ("1 L", "1000 cm^3"),
    ("3 m * 2 m", "6 m^2"),
    ("0.459857", "0.459857"),
    ("true", "true"),
    ("50%", "1/2"),
]

NO = [
    ("1", "2"),
    ("1/3", "0.33"),  # two digits are no statement about a third
    ("3.15", "pi"),
    ("0.333", "0.3333"),
    ("x", "x + 1e-30"),
    ("sqrt(x^2)", "x"),  # differs for negative x
    ("10 cm", "10 m"),  # a published checker calls these equal
    ("10 m", "10 s"),
    ("10 m", "10"),
    ("{1, 2}", "{1, 2, 3}"),
    ("{1, 2}", "{1, 3}"),
    ("(1, 2)", "(2, 1)"),
    ("[1, 3)", "[1, 3]"),
    ("(1, 2]", "(1, 3]"),
    ("{2}", "2"),
    ("x = 2", "x = 3"),
    ("x^2 = 4", "x = 2"),  # a root is lost
    ("true", "false"),
    ("sin(x)", "cos(x)"),
    ("exp(x)", "1 + x + x^2/2"),
    ("[[1, 2], [3, 4]]", "[[1, 2], [3, 5]]"),
]

ROUNDED = [
    ("3.14159", "pi", 6),
    ("0.459849", "5/4*exp(-1)", 6),
    ("0.333", "1/3", 3),
    ("{1.414, 2}", "{sqrt(2), 2}", 4),
]


@pytest.mark.parametrize("a, b", YES)
def test_equal(a: str, b: str) -> None:
    for found in (compare(a, b), compare(b, a)):
        assert (found.verdict, found.digits) == ("yes", None), found.why


@pytest.mark.parametrize("a, b", NO)
def test_different(a: str, b: str) -> None:
    for found in (compare(a, b), compare(b, a)):
        assert found.verdict == "no", found.why
        assert found.why.en
        assert found.why.zh


@pytest.mark.parametrize("a, b, digits", ROUNDED)
def test_a_decimal_is_what_it_is_rounded_from(a: str, b: str, digits: int) -> None:
    for found in (compare(a, b), compare(b, a)):
        assert (found.verdict, found.digits) == ("yes", digits), found.why
        assert "digits" in found.why.en or "rounded" in found.why.en


def test_the_witness_is_named() -> None:
    assert "x = -9/7" in compare("sqrt(x^2)", "x").why.en


def test_what_cannot_be_read() -> None:
    with pytest.raises(ParseError):
        compare("2 +* 3", "5")


def test_what_nobody_knows() -> None:
    """Whether e + π is rational is open, so no method may say that it differs from a close number."""
    assert compare("zeta(5)/pi^5", "zeta(5)/pi^5 + 0*x").verdict in ("yes", "undecided")


def _expressions() -> st.SearchStrategy[Expr]:
    leaves = st.one_of(st.integers(-9, 9).map(number), st.sampled_from("xy").map(symbol))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda pair: add(*pair)),
            st.tuples(inner, inner).map(lambda pair: mul(*pair)),
            inner.map(neg),
            st.tuples(inner, st.integers(1, 3)).map(lambda pair: pow_(pair[0], number(pair[1]))),
            inner.map(lambda each: call("sin", each)),
        ),
        max_leaves=6,
    )


@settings(max_examples=40, deadline=None)
@given(_expressions(), _expressions())
def test_symmetric(a: Expr, b: Expr) -> None:
    assert equality(a, b).verdict == equality(b, a).verdict


@settings(max_examples=40, deadline=None)
@given(_expressions())
def test_laws_hold(a: Expr) -> None:
    x = symbol("x")
    assert equality(a, a).verdict == "yes"
    assert equality(mul(a, x), mul(x, a)).verdict == "yes"
    assert equality(add(a, number(1)), a).verdict == "no"


@settings(max_examples=40, deadline=None)
@given(st.fractions(max_denominator=50), st.fractions(max_denominator=50))
def test_rational_numbers_are_decided(p: object, q: object) -> None:
    left, right = (div(number(f.numerator), number(f.denominator)) for f in (p, q))  # type: ignore[attr-defined]
    assert equality(left, right).verdict == ("yes" if p == q else "no")
