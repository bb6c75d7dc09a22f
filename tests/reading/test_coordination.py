"""What is said of one formula is said of those listed with it, or the text is not read."""

from __future__ import annotations

import pytest

from abacist.core.language import language_of
from abacist.core.outcome import Outcome
from abacist.core.plan import Problem
from abacist.reading.coordination import SAID_OF_EACH
from abacist.reading.reader import Reading, read


def reading(text: str) -> Reading:
    return read(Problem(text=text, language=language_of(text)))


def actions(found: Reading) -> list[str]:
    assert found.plan is not None
    return [node.action for node in found.plan.nodes]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Find the derivative of x^2 and x^3", "calculus.differentiate"),
        ("求 x^2 和 x^3 的导数", "calculus.differentiate"),
        ("Find the zeros of x^2-4 and x+2", "equation.solve"),
    ],
)
def test_phrase_is_said_of_both(text: str, action: str) -> None:
    found = reading(text)
    assert actions(found) == [action, action]
    assert SAID_OF_EACH in [assumption.says for assumption in found.plan.assumptions]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "Find the derivative of x^2 at x=1 and x^3",
        "Find the limit of sin(x)/x as x→0 and 2+3",
        "求 3+4 和 5 的平方",
    ],
)
def test_what_cannot_be_said_of_both_is_not_read(text: str) -> None:
    assert reading(text).outcome is Outcome.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Find sin(30°) and the area of a circle of radius 2",
            ["arithmetic.evaluate", "geometry.measure"],
        ),
        ("求 x^2 的导数和 x^3", ["calculus.differentiate", "arithmetic.evaluate"]),
        ("Find 3+4 and the square of 5", ["arithmetic.evaluate", "arithmetic.evaluate"]),
    ],
)
def test_words_between_keep_them_apart(text: str, expected: list[str]) -> None:
    found = reading(text)
    assert actions(found) == expected
    assert not found.plan.assumptions  # type: ignore[union-attr]
