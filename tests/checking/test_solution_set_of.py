"""True solution sets are proved: algebraic ones on cells, others by interval arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.outcome import Verdict
from tests.checking.claims import solution_set, verdict

PROVED = [
    ("x**2 - 5*x + 6 < 0", "open(2, 3)"),
    ("x**2 - 5*x + 6 <= 0", "[2, 3]"),
    ("1/x > 0", "open(0, oo)"),
    ("(x - 1)/(x + 2) <= 0", "(-2, 1]"),
    ("abs(x - 3) + 2*abs(x + 1) < 8", "open(-7/3, 3)"),
    ("abs(x) = x", "[0, oo)"),
    ("abs(x - 1) + abs(x - 2) = 1", "[1, 2]"),
    ("sqrt(x) < x", "open(1, oo)"),
    ("sqrt(x - 1) + sqrt(x + 4) >= 5", "[5, oo)"),
    ("x**3 - x - 1 > 0", "open(plus_minus(1.324717957, 0.000000001), oo)"),
    ("1 < 2*x + 3 <= 7", "(-1, 2]"),
    ("x**2 + x + 1 > 0", "Reals"),
    ("x**2 + 1 < 0", "set()"),
    ("x**2 != 4", "difference(Reals, {-2, 2})"),
    ("x/x = 1", "difference(Reals, {0})"),
    ("max(x, 2 - x) <= 3", "[-1, 3]"),
    ("(x - 1)**2*(x - 2) >= 0", "union({1}, [2, oo))"),
    ("sqrt(2)*x**2 - x - sqrt(8) >= 0",
     "union((-oo, (1 - sqrt(17))/(2*sqrt(2))], [(1 + sqrt(17))/(2*sqrt(2)), oo))"),
    ("2**x > 8", "open(3, oo)"),
    ("ln(x) < 2", "open(0, E**2)"),
    ("log(x - 1, 2) <= 3", "(1, 9]"),
    ("exp(2*x) - 3*exp(x) + 2 < 0", "open(0, ln(2))"),
]  # fmt: skip


@pytest.mark.parametrize("relation, solutions", PROVED)
def test_true_sets(relation: str, solutions: str) -> None:
    assert verdict(solution_set(relation, solutions)) is Verdict.PROVED


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-20, 20), min_size=2, max_size=2, unique=True), st.booleans())
def test_between_two_roots(numbers: list[int], closed: bool) -> None:
    low, high = sorted(numbers)
    sign, shown = ("<=", f"[{low}, {high}]") if closed else ("<", f"open({low}, {high})")
    relation = f"(x - ({low}))*(x - ({high})) {sign} 0"
    assert verdict(solution_set(relation, shown)) is Verdict.PROVED
