"""Values put in place of symbols."""

from __future__ import annotations

import pytest

from abacist.actions.algebra.substitute import Arguments, substitute
from abacist.core.outcome import Level, Outcome
from abacist.notation import parse_canonical
from tests.actions.solutions import level_of, text_of, well_explained


def arguments(expression: str, *values: str) -> Arguments:
    return Arguments(
        expression=parse_canonical(expression), values=tuple(map(parse_canonical, values))
    )


@pytest.mark.parametrize(
    "expression, values, answer",
    [
        ("x**2 + 2*x", ["x = 3"], "15"),
        ("a**2 - b**2", ["a = 5", "b = 3"], "16"),
        ("x**2 - 1", ["x = t + 1"], "t**2 + 2*t"),
        ("x*y", ["x = y", "y = x"], "x*y"),  # simultaneous
    ],
)
def test_substitute(expression: str, values: list[str], answer: str) -> None:
    solution = substitute(arguments(expression, *values))
    assert text_of(solution) in (answer, "y*x")
    assert level_of(solution) is Level.PROVED
    assert well_explained(solution)


def test_a_pole() -> None:
    assert substitute(arguments("1/x", "x = 0")).outcome is Outcome.UNDEFINED


def test_two_values_for_one_symbol() -> None:
    with pytest.raises(ValueError, match="two values"):
        arguments("x", "x = 1", "x = 2")
