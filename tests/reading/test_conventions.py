"""What differs between schools is said, with the other convention as a plan."""

from __future__ import annotations

import pytest

from abacist.core.language import language_of
from abacist.core.plan import Problem
from abacist.pipeline import run, solve
from abacist.reading.conventions import conventions
from abacist.reading.reader import read


@pytest.mark.parametrize(
    ("text", "answer", "other"),
    [
        ("log 100", "ln(100)", "2"),
        ("求 log 1000 的值", "ln(1000)", "3"),
        ("Solve log(x) = 2", "E**2", "100"),
        ("sin 30", "sin(30)", "1/2"),
        ("计算 cos(60) + 1", "cos(60) + 1", "3/2"),
    ],
)
def test_the_other_convention_is_a_plan(text: str, answer: str, other: str) -> None:
    found = solve(text)
    (assumption,) = found.assumptions
    assert assumption.alternative is not None
    assert run(assumption.alternative).answer == other
    assert found.answer in (answer, answer.replace("ln", "log"))


@pytest.mark.parametrize(
    "text", ["ln 5", "log_2 8", "lg 100", "sin 30°", "sin(2)", "sin(pi/6)", "2x + 5 = 17", "sin(x)"]
)
def test_nothing_is_said_where_nothing_is_open(text: str) -> None:
    plan = read(Problem(text=text, language=language_of(text))).plan
    assert plan is not None
    assert list(conventions(plan)) == []
