"""Products multiplied out."""

from __future__ import annotations

import pytest

from abacist.actions.algebra.expand import Arguments, expand
from abacist.core.outcome import Level, Outcome
from abacist.notation import parse_canonical
from tests.actions.solutions import level_of, text_of, well_explained

GOLDEN = [
    ("(x + 1)*(x - 2)", "x**2 - x - 2"),
    ("(a + b)**2", "a**2 + 2*a*b + b**2"),
    ("(2*x - 3)**3", "8*x**3 - 36*x**2 + 54*x - 27"),
    ("3*(2*x - (1 - x))", "9*x - 3"),
    ("(x + y)*(x - y) + y**2", "x**2"),
]


@pytest.mark.parametrize("expression, answer", GOLDEN)
def test_expand(expression: str, answer: str) -> None:
    solution = expand(Arguments(expression=parse_canonical(expression)))
    assert text_of(solution) == answer
    assert level_of(solution) is Level.PROVED
    assert well_explained(solution)


def test_a_product_of_two_sums_shows_all_products() -> None:
    solution = expand(Arguments(expression=parse_canonical("(x + 1)*(x - 2)")))
    assert [step.rule for step in solution.steps] == ["distributive law", "like terms"]


@pytest.mark.parametrize("expression", ["(x + 1)**100000", "(x + 1)**(10**6)"])
def test_too_many_terms(expression: str) -> None:
    solution = expand(Arguments(expression=parse_canonical(expression)))
    assert solution.outcome is Outcome.TOO_LARGE
