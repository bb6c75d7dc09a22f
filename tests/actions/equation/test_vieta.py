"""Sums and products of roots, each counted as often as it occurs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from abacist.actions.equation.vieta import Arguments, vieta
from abacist.core.outcome import Level, Outcome
from abacist.notation import parse_canonical
from abacist.notation.grammar import parse
from abacist.pipeline import solve
from tests.actions.solutions import level_of, text_of, well_explained


def arguments(equation: str, operation: str) -> Arguments:
    return Arguments(equation=parse_canonical(equation), operation=operation)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.fractions(-9, 9, max_denominator=6), min_size=1, max_size=5),
    st.integers(-5, 5).filter(bool),
)
def test_the_roots_that_were_put_in(roots: list[object], lead: int) -> None:
    equation = "*".join([f"({lead})", *(f"(x - ({root}))" for root in roots)]) + " = 0"
    for operation, expected in (("sum", sum(roots)), ("product", math.prod(roots))):  # type: ignore[arg-type, call-overload]
        solution = vieta(arguments(str(parse(equation)), operation))
        assert text_of(solution) == str(expected)
        assert level_of(solution) is Level.PROVED
        well_explained(solution)


@pytest.mark.parametrize(
    ("equation", "noted"),
    [
        ("x**2 - 5*x + 6 = 0", False),
        ("x**2 - 2*x + 5 = 0", True),
        ("(x - 2)**2 = 0", True),
        ("3*x = 4", False),
    ],
)
def test_how_roots_are_counted_is_said_where_it_matters(equation: str, noted: bool) -> None:
    assert bool(vieta(arguments(equation, "sum")).notes) is noted


def test_no_roots_to_add() -> None:
    assert vieta(arguments("x - x = 3", "sum")).outcome is Outcome.UNABLE


@pytest.mark.parametrize("equation", ["sin(x) = 0", "a*x = 1", "abs(x) = 2"])
def test_other_equations_are_read_as_sets(equation: str) -> None:
    with pytest.raises(ValidationError):
        arguments(equation, "sum")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Find the sum of the solutions of |2x-3| = 7", "3"),
        ("Compute the product of all the roots of the equation |x| = 4", "-16"),
        ("求方程 |x| = 4 的所有根的积", "-16"),
        ("一元二次方程 x^2 - 3x + 1 = 0 的两根之和", "3"),
        ("Find the sum of the real roots of x^3 - 1 = 0", "1"),
        ("f(x) = x^2 - 3x + 1. Find the sum of the roots of f.", "3"),
        ("方程 x^2 - 2x + 5 = 0 的两根之积", "5"),
    ],
)
def test_read(text: str, answer: str) -> None:
    found = solve(text)
    assert (found.answer, found.assumptions) == (answer, ())
