"""Forged identities: a lost sign, a wrong branch, conditions that nothing satisfies. None may pass."""

from __future__ import annotations

import pytest

from abacist.core.outcome import Verdict
from tests.checking.claims import STRONG, equal, verdict

REFUTED = [
    ("(x + 1)**2", "x**2 + 1", []),
    ("sqrt(x**2)", "x", []),
    ("sin(2*x)", "2*sin(x)", []),
    ("exp(x)*exp(y)", "exp(x*y)", []),
    ("(x + y)**3", "x**3 + y**3", []),
    ("cos(x)**2 - sin(x)**2", "1", []),
    ("1/(x + y)", "1/x + 1/y", []),
    ("abs(x + y)", "abs(x) + abs(y)", []),
    ("root(x**3, 3)", "abs(x)", []),
    ("x**2 + 1/x**2", "24", ["x + 1/x = 5"]),
]


@pytest.mark.parametrize("left, right, conditions", REFUTED)
def test_refuted(left: str, right: str, conditions: list[str]) -> None:
    assert verdict(equal(left, right, *conditions)) is Verdict.REFUTED


NEVER = [
    ("ln(x**2)", "2*ln(x)", ["x < 0"]),
    ("y", "5", ["x + 1 = x"]),
    ("x", "7", ["x = 1", "x = 2"]),
    ("1/x", "3", ["x = 0"]),
    ("x", "2", ["x**2 = 4"]),
    ("x + y", "3", ["x*y = 2"]),
    ("sqrt(-1 - x**2)", "x", []),
]


@pytest.mark.parametrize("left, right, conditions", NEVER)
def test_never_confirmed(left: str, right: str, conditions: list[str]) -> None:
    assert verdict(equal(left, right, *conditions)) not in STRONG


def test_a_logarithm_of_a_square_has_two_branches() -> None:
    """ln x² = 2 ln x holds for positive x alone; nothing real contradicts it, so it is no proof."""
    assert verdict(equal("ln(x**2)", "2*ln(x)")) is not Verdict.PROVED
