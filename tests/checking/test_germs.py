"""One-sided expansions: their remainders hold, their leading terms are exact."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import acb, arb
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.germs import Germs
from abacist.checking.one_sided import germ_of, side_of
from abacist.checking.power_series import evaluate, working
from abacist.notation.grammar import parse_canonical

ZERO = parse_canonical("0")
FUNCTIONS = [
    "sin(x)/x",
    "exp(x)*cos(x) - 1",
    "sqrt(1 + x) - 1",
    "ln(1 + x)/x",
    "x**x",
    "1/sin(x) - 1/x",
    "atan(1/x)",
    "x*ln(x)",
    "exp(-1/x) + x",
    "acos(1 - x)",
    "gamma(x)",
    "tanh(1/x)",
    "floor(x) + x**(3/2)",
]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(FUNCTIONS), st.integers(1, 10**6))
def test_values_lie_in_the_expansion(text: str, place: int) -> None:
    """At every point of (0, u₀] the function lies in terms + remainder."""
    function = parse_canonical(text)
    with working(256):
        to = Germs(depth=10, length=6)
        germ = germ_of(to, function, "x", side_of(to, ZERO, 1))
        u = to.edge * arb(place) / 10**6
        log = -u.log()

        def size(scale: tuple[Fraction, int]) -> arb:
            p, k = scale
            return (-arb(p.numerator) / p.denominator * log).exp() * log**k

        total = sum((c.ball * size(scale) for scale, c in germ.terms), start=arb(0))
        if germ.tail is not None:
            total = total + germ.bound * size(germ.tail)
        growth = sum((c.ball * size(scale) for scale, c in germ.growth), start=arb(0))
        value = evaluate(function, {"x": acb(u)}).real
    assert (total * growth.exp()).overlaps(value)


@pytest.mark.parametrize(
    "text, power, coefficient",
    [
        ("(sin(x) - x)/x**3", 0, Fraction(-1, 6)),
        ("1 - cos(x)", 2, Fraction(1, 2)),
        ("1/x**2", -2, Fraction(1)),
    ],
)
def test_leading_terms_are_exact(text: str, power: int, coefficient: Fraction) -> None:
    with working(128):
        to = Germs()
        lead = to.lead(germ_of(to, parse_canonical(text), "x", side_of(to, ZERO, 1)))
    assert lead is not None
    assert (lead[0], lead[1].rational) == ((power, 0), coefficient)
