"""Shorter forms: equal, never longer, with what they presuppose."""

from __future__ import annotations

import pytest

from abacist.actions.algebra.simplify import Arguments, simplify
from abacist.core.outcome import Level, Outcome
from abacist.notation import parse_canonical
from tests.actions.solutions import level_of, text_of, well_explained

GOLDEN = [
    ("(x**2 - 1)/(x - 1)", "x + 1", Level.PROVED),
    ("sin(x)**2 + cos(x)**2", "1", Level.PROVED),
    ("2*a + 3*b - a + b", "a + 4*b", Level.PROVED),
    ("(x + 1)**2 - x**2", "2*x + 1", Level.PROVED),
    ("1/(x - 1) - 1/(x + 1)", "2/(x**2 - 1)", Level.PROVED),
    ("exp(x)*exp(2*x)", "exp(3*x)", Level.PROVED),
    ("tan(x)*cos(x)", "sin(x)", Level.PROVED),
    ("sqrt(x**2)", "abs(x)", Level.PROVED),
    ("ln(x**2)", "ln(x**2)", Level.PROVED),
    ("x**2 + 1", "x**2 + 1", Level.PROVED),
    ("12/18", "2/3", Level.PROVED),
]


@pytest.mark.parametrize("expression, answer, level", GOLDEN)
def test_simplify(expression: str, answer: str, level: Level) -> None:
    solution = simplify(Arguments(expression=parse_canonical(expression)))
    assert text_of(solution) == answer
    assert level_of(solution) is level
    assert well_explained(solution)


def test_positive_symbols() -> None:
    arguments = Arguments(
        expression=parse_canonical("sqrt(q**2)*(q**3)**(1/3)"),
        conditions=(parse_canonical("q > 0"),),
    )
    solution = simplify(arguments)
    assert text_of(solution) == "q**2"
    assert level_of(solution) is Level.PROVED


def test_what_was_cancelled_is_said() -> None:
    solution = simplify(Arguments(expression=parse_canonical("(x**2 - 1)/(x - 1)")))
    assert any("x − 1" in note.en for note in solution.notes)
    kept = simplify(Arguments(expression=parse_canonical("1/(x - 1) - 1/(x + 1)")))
    assert not kept.notes


def test_huge_expansions_are_refused() -> None:
    solution = simplify(Arguments(expression=parse_canonical("(x + y + 1)**100000")))
    assert solution.outcome is Outcome.TOO_LARGE
