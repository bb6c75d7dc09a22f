"""Texts about choices: what a word could change is never passed over."""

from __future__ import annotations

import pytest

from abacist.core.language import language_of
from abacist.core.outcome import Outcome
from abacist.core.plan import Problem
from abacist.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "从5双鞋中选4只，有多少种选法",
        "从5个相同的球中选3个，有多少种选法",
        "In how many ways can 3 identical balls be chosen from 5 red balls and 4 white balls?",
        "In how many ways can 3 boys be chosen from 5 boys and 4 girls?",
        "In how many ways can 3 pairs be chosen from 10 shoes?",
        "How many ways are there to choose 3 out of 5 married couples?",
        "5本不同的书排成一排，其中两本数学书相邻，有多少种排法",
        "一个正方形边长为4，求阴影部分的面积",
        "A circle has radius 3. A square has side 4. Find the area of the triangle.",
    ],
)
def test_what_is_not_fully_understood_is_not_computed(text: str) -> None:
    reading = read(Problem(text=text, language=language_of(text)))
    assert reading.outcome in (Outcome.NOT_UNDERSTOOD, Outcome.NEEDS_CLARIFICATION)
    assert reading.plan is None


@pytest.mark.parametrize(
    "text, args",
    [
        (
            "10个人中选3人排成一列有多少种方法",
            {"selection": "selection(3, person = 10)", "ordered": True},
        ),
        ("10个人中选3人有多少种方法", {"selection": "selection(3, person = 10)"}),
        (
            "In how many ways can 3 balls be chosen from 5 red balls and 4 white balls?",
            {"selection": "selection(3, and(red_ball = 5, white_ball = 4))"},
        ),
    ],
)
def test_order_and_kinds_are_kept(text: str, args: dict[str, object]) -> None:
    reading = read(Problem(text=text, language=language_of(text)))
    assert reading.plan is not None
    assert [node.args for node in reading.plan.nodes] == [args]
    assert reading.plan.assumptions == ()
