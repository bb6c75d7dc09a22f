"""Horner's form is the same polynomial."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.elementary_forms import is_identity
from abacist.checking.tight_forms import horner
from abacist.notation.grammar import parse_canonical

SPARSE = st.dictionaries(
    st.integers(0, 12), st.integers(-9, 9).filter(bool), min_size=1, max_size=5
)


@settings(deadline=None, max_examples=40)
@given(SPARSE, SPARSE)
def test_equal_for_all_values(p: dict[int, int], q: dict[int, int]) -> None:
    above, below = (" + ".join(f"({c})*x**{k}" for k, c in t.items()) for t in (p, q))
    expr = parse_canonical(f"(pi*x*({above}) + a)/(({below})**2 + 1)")
    assert is_identity(expr, horner(expr, "x"))


def test_the_variable_occurs_less_often() -> None:
    expr = parse_canonical("1600*pi**4*x**4 - 796*pi**2*x**2 + 100")
    assert str(horner(expr, "x")).count("x") == 2
