"""Solution sets of inequalities, with their sign tables."""

from __future__ import annotations

import pytest

from abacist.actions.inequality.solve import Arguments, solve
from abacist.core.outcome import Level, Outcome
from abacist.notation import parse_canonical
from tests.actions.solutions import level_of, text_of, well_explained

GOLDEN = [
    (["x**2 - 5*x + 6 < 0"], "(2, 3)"),
    (["(x - 1)/(x + 2) <= 0"], "(-2, 1]"),
    (["abs(x - 3) + 2*abs(x + 1) < 8"], "(-7/3, 3)"),
    (["1 < 2*x + 3 <= 7"], "(-1, 2]"),
    (["x**2 + x + 1 > 0"], "Reals"),
    (["1/x > 0"], "(0, oo)"),
    (["sqrt(x) < x"], "(1, oo)"),
    (["x**3 - x >= 0"], "[-1, 0] U [1, oo)"),
    (["(x - 1)**2 > 0"], "(-oo, 1) U (1, oo)"),
    (["(x - 1)**2*(x - 2) >= 0"], "{1} U [2, oo)"),
    (["x**2 <= 0"], "{0}"),
    (["1/(x - 1) < 1/(x + 1)"], "(-1, 1)"),
    (["2**x > 8"], "(3, oo)"),
    (["ln(x) < 2"], "(0, E**2)"),
    (["log(x - 1, 2) <= 3"], "(1, 9]"),
    (["x > 1", "x < 5"], "(1, 5)"),
    (["exp(x) > x"], "Reals"),
]


@pytest.mark.parametrize("relations, answer", GOLDEN)
def test_solution_sets(relations: list[str], answer: str) -> None:
    solution = solve(Arguments(relations=tuple(map(parse_canonical, relations))))
    assert text_of(solution) == answer
    assert level_of(solution) is Level.PROVED
    assert well_explained(solution)
    assert any(step.table is not None for step in solution.steps)


@pytest.mark.parametrize("relations", [["x**2 + 1 < 0"], ["x > 1", "x < 0"]])
def test_no_solution(relations: list[str]) -> None:
    solution = solve(Arguments(relations=tuple(map(parse_canonical, relations))))
    assert solution.outcome is Outcome.NO_SOLUTION
    assert level_of(solution) is Level.PROVED


def test_ends_without_radicals_are_enclosed() -> None:
    solution = solve(Arguments(relations=(parse_canonical("x**5 - x - 1 < 0"),)))
    assert "1.16730397826" in text_of(solution)
    assert level_of(solution) is Level.PROVED


def test_parameters_are_refused() -> None:
    solution = solve(Arguments(relations=(parse_canonical("a*x > 1"),)))
    assert solution.outcome is Outcome.UNABLE


def test_an_equation_is_no_inequality() -> None:
    with pytest.raises(ValueError, match="no inequality"):
        Arguments(relations=(parse_canonical("x = 1"),))
