"""Forged solution sets: a wrong end, an end that is in or out, a pole, a lost part. None may pass."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from abacist.core.outcome import Verdict
from tests.checking.claims import STRONG, solution_set, verdict

REFUTED = [
    ("x**2 - 5*x + 6 < 0", "open(2, 4)"),
    ("x**2 - 5*x + 6 <= 0", "open(2, 3)"),
    ("x**2 - 5*x + 6 < 0", "[2, 3]"),
    ("x**2 - 5*x + 6 > 0", "open(2, 3)"),
    ("1/x >= 0", "[0, oo)"),
    ("(x - 1)/(x + 2) <= 0", "[-2, 1]"),
    ("(x**2 - 1)/(x - 1) > 0", "open(-1, oo)"),
    ("abs(x - 3) + 2*abs(x + 1) < 8", "open(-3, 3)"),
    ("sqrt(x) < x", "union(open(-oo, 0), open(1, oo))"),
    ("x**3 - x - 1 > 0", "[plus_minus(1.324717957, 0.000000001), oo)"),
    ("x**2 + x + 1 > 0", "set()"),
    ("x/x = 1", "Reals"),
    ("(x - 1)**2*(x - 2) >= 0", "[2, oo)"),
    ("abs(x) = x", "{0}"),
    ("2**x > 8", "[3, oo)"),
    ("2**x > 8", "open(2, oo)"),
    ("ln(x) < 2", "open(-oo, E**2)"),
    ("log(x - 1, 2) <= 3", "open(1, 9)"),
]


@pytest.mark.parametrize("relation, solutions", REFUTED)
def test_refuted(relation: str, solutions: str) -> None:
    assert verdict(solution_set(relation, solutions)) is Verdict.REFUTED


NEVER = [
    ("exp(2*x) - 3*exp(x) + 2 < 0", "open(0, 1)"),
    ("exp(x) > 1000*x", "Reals"),
    ("ln(x) < x", "Reals"),
    ("x**3 - x - 1 > 0", "open(1.3247, oo)"),
    ("x*exp(x) >= 0", "open(0, oo)"),
]


@pytest.mark.parametrize("relation, solutions", NEVER)
def test_never_confirmed(relation: str, solutions: str) -> None:
    assert verdict(solution_set(relation, solutions)) not in STRONG


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-15, 15), min_size=3, max_size=3, unique=True), st.integers(-15, 15))
def test_moved_ends(numbers: list[int], moved: int) -> None:
    """(x − a)(x − b)(x − c) > 0 with one end moved."""
    a, b, c = sorted(numbers)
    assume(moved not in numbers and a < moved)
    relation = f"(x - ({a}))*(x - ({b}))*(x - ({c})) > 0"
    assert (
        verdict(solution_set(relation, f"union(open({a}, {b}), open({c}, oo))")) is Verdict.PROVED
    )
    low, high = sorted((b, moved))
    forged = f"union(open({a}, {moved}), open({c}, oo))"
    if low < c:
        assert verdict(solution_set(relation, forged)) is Verdict.REFUTED, (low, high)
