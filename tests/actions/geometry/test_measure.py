"""Measures of figures with their units and every outcome."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from abacist.actions.geometry.measure import Arguments, measure
from abacist.checking.measure_of import check
from abacist.core.answer import Solution
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical
from abacist.notation.values import answer_text

SETTINGS = settings(deadline=None, max_examples=25)
CHECKED = (Verdict.PROVED, Verdict.CROSS_CHECKED)


def solved(figure: str, wanted: str, *context: str) -> Solution:
    arguments = Arguments.model_validate({"figure": figure, "measure": wanted, "context": context})
    return measure(arguments)


def text(solution: Solution) -> str:
    assert solution.value is not None, solution.notes
    return answer_text(solution.value, solution.unit)


@pytest.mark.parametrize(
    "figure, wanted, answer",
    [
        ("between(square(4), incircle(square(4)))", "area", "16 - 4*pi"),
        ("rectangle(quantity(8, m), quantity(5, m))", "area", "40 m**2"),
        ("rectangle(quantity(8, m), quantity(5, m))", "perimeter", "26 m"),
        ("rectangle(quantity(8, m), quantity(50, cm))", "area", "4 m**2"),
        ("rectangle(3, 4)", "diagonal", "5"),
        ("square(3)", "diagonal", "3*sqrt(2)"),
        ("square_with(area, quantity(9, m**2))", "perimeter", "12 m"),
        ("square_with(diagonal, 2)", "area", "2"),
        ("triangle(3, 4, 5)", "area", "6"),
        ("triangle(13, 14, 15)", "area", "84"),
        ("triangle(13, 14, 15)", "inradius", "4"),
        ("triangle(13, 14, 15)", "circumradius", "65/8"),
        ("triangle(5, 5, 6)", "height", "4"),
        ("right_triangle(3, 4)", "hypotenuse", "5"),
        ("right_triangle(3, 4)", "height", "12/5"),
        ("right_triangle_hypotenuse(13, 5)", "area", "30"),
        ("equilateral_triangle(2)", "area", "sqrt(3)"),
        ("equilateral_triangle_with(height, 3)", "side", "2*sqrt(3)"),
        ("triangle_on_base(6, 5)", "area", "15"),
        ("circle(3)", "area", "9*pi"),
        ("circle_with(perimeter, 10*pi)", "area", "25*pi"),
        ("circle_with(area, quantity(9*pi, cm**2))", "perimeter", "6*pi cm"),
        ("semicircle(2)", "perimeter", "4 + 2*pi"),
        ("incircle(triangle(3, 4, 5))", "area", "pi"),
        ("circumcircle(triangle(3, 4, 5))", "area", "25*pi/4"),
        ("circumcircle(square(2))", "area", "2*pi"),
        ("inscribed_square(circle(3))", "area", "18"),
        ("circumscribed_square(circle(3))", "area", "36"),
        ("between(circle(5), circle(3))", "area", "16*pi"),
        ("between(circumcircle(square(2)), square(2))", "area", "-4 + 2*pi"),
        ("rectangle_with(8, area, 40)", "width", "5"),
        ("rectangle_with(8, perimeter, 26)", "area", "40"),
    ],
)
def test_known_answers(figure: str, wanted: str, answer: str) -> None:
    solution = solved(figure, wanted)
    expected = (
        parse_canonical(answer) if " " not in answer or "+" in answer or "- " in answer else None
    )
    if expected is None or solution.unit is not None:
        assert text(solution) == answer
    else:
        assert isinstance(solution.value, Exact)
        assert _same(str(solution.value.expr), answer)
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
    assert solution.steps
    assert solution.code


def _same(a: str, b: str) -> bool:
    from abacist.checking.equality import compare

    return compare(a, b).verdict == "yes"


@SETTINGS
@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 30))
def test_triangles_exist_or_do_not(a: int, b: int, c: int) -> None:
    solution = solved(f"triangle({a}, {b}, {c})", "area")
    if a + b > c and b + c > a and c + a > b:
        s = (a + b + c) / 2
        assert isinstance(solution.value, Exact)
        expected = math.sqrt(s * (s - a) * (s - b) * (s - c))
        from abacist.checking.ball_program import ball_of

        assert abs(float(ball_of(solution.value.expr)) - expected) < 1e-9 * max(1, expected)
    else:
        assert solution.outcome is Outcome.NO_SOLUTION
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]


def test_a_length_that_is_no_algebraic_number_is_cross_checked() -> None:
    solution = solved("circle_with(area, 5)", "perimeter")
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.CROSS_CHECKED]


@pytest.mark.parametrize(
    "figure, wanted, outcome",
    [
        ("rectangle(quantity(8, kg), quantity(5, m))", "area", Outcome.UNIT_MISMATCH),
        ("rectangle(quantity(8, m), 5)", "area", Outcome.UNIT_MISMATCH),
        ("square_with(area, quantity(9, m))", "side", Outcome.UNIT_MISMATCH),
        ("triangle(1, 2, 3)", "area", Outcome.NO_SOLUTION),
        (
            "triangle(quantity(1, m), quantity(2, m), quantity(300, cm))",
            "area",
            Outcome.NO_SOLUTION,
        ),
        ("circle(0)", "area", Outcome.NO_SOLUTION),
        ("square(-2)", "area", Outcome.NO_SOLUTION),
        ("right_triangle_hypotenuse(3, 4)", "area", Outcome.NO_SOLUTION),
        ("circle(x)", "area", Outcome.UNABLE),
        ("incircle(rectangle(2, 3))", "area", Outcome.UNABLE),
        ("between(square(4), circle(1))", "area", Outcome.UNABLE),
        ("circle(2)", "diagonal", Outcome.UNABLE),
        ("triangle_on_base(3, 4)", "perimeter", Outcome.UNABLE),
        ("triangle(4, 5, 6)", "height", Outcome.UNABLE),
        ("hexagon(2)", "area", Outcome.UNABLE),
    ],
)
def test_outcomes(figure: str, wanted: str, outcome: Outcome) -> None:
    solution = solved(figure, wanted)
    assert solution.outcome is outcome
    assert solution.notes
    assert all(check(claim).verdict is Verdict.PROVED for claim in solution.claims)


def test_the_circle_is_found_in_what_was_mentioned() -> None:
    arguments = Arguments.model_validate(
        {
            "figure": "the_circle",
            "measure": "area",
            "context": ["between(square(4), incircle(square(4)))"],
        }
    )
    assert str(arguments.figure) == "incircle(square(4))"
    assert arguments.context == ()


@pytest.mark.parametrize(
    "figure, context",
    [
        ("the_circle", ["square(2)"]),
        ("the_circle", ["circle(2)", "circle(3)"]),
        ("square(2)", ["circle(3)"]),
    ],
)
def test_what_is_open_or_not_used_is_refused(figure: str, context: list[str]) -> None:
    with pytest.raises(ValidationError):
        Arguments.model_validate({"figure": figure, "measure": "area", "context": context})
