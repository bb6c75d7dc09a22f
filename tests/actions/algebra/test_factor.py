"""Products of irreducible factors."""

from __future__ import annotations

import pytest

from abacist.actions.algebra.factor import Arguments, factor
from abacist.core.outcome import Level, Outcome
from abacist.notation import parse_canonical
from tests.actions.solutions import level_of, text_of, well_explained

GOLDEN = [
    ("x**2 - 5*x + 6", "(x - 3)*(x - 2)"),
    ("x**4 - 1", "(x - 1)*(x + 1)*(x**2 + 1)"),
    ("a**2 - b**2", "(a - b)*(a + b)"),
    ("6*x**2*y - 9*x*y**2", "3*x*y*(2*x - 3*y)"),
    ("x**4 + 4", "(x**2 - 2*x + 2)*(x**2 + 2*x + 2)"),
    ("x**2 - 2*x + 1", "(x - 1)**2"),
    ("(x**2 - 1)/(x + 2)", "(x - 1)*(x + 1)/(x + 2)"),
]


@pytest.mark.parametrize("expression, answer", GOLDEN)
def test_factor(expression: str, answer: str) -> None:
    solution = factor(Arguments(expression=parse_canonical(expression)))
    assert text_of(solution) == answer
    assert level_of(solution) is Level.PROVED
    assert well_explained(solution)


def test_what_does_not_factor_says_so() -> None:
    solution = factor(Arguments(expression=parse_canonical("x**2 + 1")))
    assert text_of(solution) == "x**2 + 1"
    assert "does not factor" in solution.notes[0].en


def test_numbers_have_prime_factors() -> None:
    assert factor(Arguments(expression=parse_canonical("12"))).outcome is Outcome.UNABLE
