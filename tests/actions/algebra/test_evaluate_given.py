"""Values that equations imply, without contradiction and without choosing among several."""

from __future__ import annotations

import pytest

from abacist.actions.algebra.evaluate_given import Arguments, evaluate_given
from abacist.core.outcome import Level, Outcome
from abacist.notation import parse_canonical
from tests.actions.solutions import level_of, text_of, well_explained


def arguments(expression: str, equations: list[str], conditions: list[str]) -> Arguments:
    return Arguments(
        expression=parse_canonical(expression),
        equations=tuple(map(parse_canonical, equations)),
        conditions=tuple(map(parse_canonical, conditions)),
    )


GOLDEN = [
    ("x**2 + 1/x**2", ["x + 1/x = 5"], [], "23", "5² − 2"),
    ("x**2 + y**2", ["x + y = 5", "x*y = 6"], [], "13", "25 − 12"),
    ("x**3 + y**3", ["x + y = 3", "x*y = 1"], [], "18", "27 − 9"),
    ("x - y", ["x + y = 5", "x*y = 6"], [], "{-1, 1}", "±√(25 − 24)"),
    ("x + 1/x", ["x**2 + 1/x**2 = 7"], [], "{-3, 3}", "±√9"),
    ("x + 1/x", ["x**2 + 1/x**2 = 7"], ["x > 0"], "3", "positive"),
    ("x**4 + 1/x**4", ["x**2 - 3*x + 1 = 0"], [], "47", "(3² − 2)² − 2"),
    ("a/b", ["2*a = 3*b"], [], "3/2", "b ≠ 0"),
    ("(a + b)/b", ["a/b = 2/3"], [], "5/3", "2/3 + 1"),
    ("abs(x - y)", ["x + y = 3", "x*y = 1"], [], "sqrt(5)", "√(9 − 4)"),
    ("x + y + z", ["x + 2*y = 3", "y + 2*z = 5", "z + 2*x = 7"], [], "5", "a third of the sum"),
    ("x**2 + x", ["x**3 = 1"], [], "2", "the real root is 1"),
]


@pytest.mark.parametrize("expression, equations, conditions, answer, source", GOLDEN)
def test_values(
    expression: str, equations: list[str], conditions: list[str], answer: str, source: str
) -> None:
    assert source
    solution = evaluate_given(arguments(expression, equations, conditions))
    assert text_of(solution) == answer
    assert level_of(solution) is Level.PROVED
    assert well_explained(solution)


def test_the_identity_is_shown() -> None:
    solution = evaluate_given(arguments("x**2 + 1/x**2", ["x + 1/x = 5"], []))
    assert [str(step.after) for step in solution.steps] == ["(x + 1/x)**2 - 2", "23"]


def test_contradictions_have_no_value() -> None:
    solution = evaluate_given(arguments("x*y", ["x + y = 1", "x + y = 2"], []))
    assert solution.outcome is Outcome.NO_SOLUTION
    assert level_of(solution) is Level.PROVED


def test_undefined_at_every_solution() -> None:
    solution = evaluate_given(arguments("1/(x - y)", ["x = y"], []))
    assert solution.outcome is Outcome.UNDEFINED
    assert level_of(solution) is Level.PROVED


def test_what_is_left_open() -> None:
    solution = evaluate_given(arguments("x + 2*y", ["x + y = 1"], []))
    assert solution.outcome is Outcome.UNABLE
    assert solution.value is None


@pytest.mark.parametrize(
    "expression, equations",
    [("z**2", ["x + y = 1"]), ("x", ["2*x = 4"]), ("y(0)", ["x + y(0) = 1"])],
)
def test_refused_arguments(expression: str, equations: list[str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        arguments(expression, equations, [])
