"""Turns of conversations: what each is read as after the ones before it, and what is refused."""

from __future__ import annotations

import pytest

from abacist.core.language import language_of
from abacist.core.outcome import Outcome
from abacist.core.plan import Plan, Problem
from abacist.reading import follow, read


def problem(text: str) -> Problem:
    return Problem(text=text, language=language_of(text))


def plan(text: str) -> Plan:
    found = read(problem(text)).plan
    assert found is not None, text
    return found


RK4 = "Solve dy/dx = -2y + x, y(0) = 1 with RK4 and step size h = 0.1, find y(0.5)"
RK4_ZH = "用RK4求解 dy/dx = -2y + x, y(0)=1, 步长 h=0.1, 求 y(0.5)"
MAXIMUM = "Find the maximum of x^3-3x on [-2,2]"
MAXIMUM_ZH = "求 y=x^3-3x 在 [-2,2] 上的最大值"

FOLLOWED = [
    ((RK4_ZH, "把步长改成 0.05"), RK4_ZH.replace("0.1", "0.05")),
    ((RK4_ZH, "改用欧拉法"), RK4_ZH.replace("RK4", "欧拉法")),
    ((RK4_ZH, "把y(0)改成2"), RK4_ZH.replace("y(0)=1", "y(0)=2")),
    ((RK4_ZH, "改用欧拉法", "如果步长是0.01呢？"),
     RK4_ZH.replace("RK4", "欧拉法").replace("0.1", "0.01")),
    ((RK4, "change the step size to 0.05"), RK4.replace("0.1", "0.05")),
    ((RK4, "把步长改成 0.05"), RK4.replace("0.1", "0.05")),
    ((RK4.replace("step size h", "h"), "change the step to 0.05"), RK4.replace("0.1", "0.05")),
    ((RK4, "Now with Euler's method"), RK4.replace("RK4", "Euler's method")),
    ((RK4, "use Heun instead", "what if y(0) = 2?"),
     RK4.replace("RK4", "Heun").replace("y(0) = 1", "y(0) = 2")),
    ((MAXIMUM, "now for x in [0, 5]"), "Find the maximum of x^3-3x on [0, 5]"),
    ((MAXIMUM, "and the minimum?"), "Find the minimum of x^3-3x on [-2,2]"),
    ((MAXIMUM, "what about its derivative?"), "the derivative of x^3-3x"),
    ((MAXIMUM, "what about x^2?"), "Find the maximum of x^2 on [-2,2]"),
    ((MAXIMUM_ZH, "把区间改成[0,5]", "最小值呢"), "求 y=x^3-3x 在 [0,5] 上的最小值"),
    ((MAXIMUM_ZH, "那它的导数呢？", "换成 t^2 呢"), "求 t^2 的导数"),
    ((MAXIMUM_ZH, "再求它的不定积分"), "求 x^3-3x 的不定积分"),
    (("解方程 x^2-5x+6=0", "换成 x^2+1=0", "在复数范围内呢"), "在复数范围内解方程 x^2+1=0"),
    (("f(x)=x^3, find the derivative of f", "and the second derivative?"),
     "find the second derivative of x^3"),
    (("f(x)=x^3, find the derivative of f", "and the second derivative?", "what is f(2)?"), "2^3"),
    (("minimize x^2+y^2 subject to x+y=1", "now subject to x+y=2"),
     "minimize x^2+y^2 subject to x+y=2"),
]  # fmt: skip


@pytest.mark.parametrize("turns, same", FOLLOWED)
def test_a_turn_is_read_after_the_ones_before_it(turns: tuple[str, ...], same: str) -> None:
    *earlier, last = map(problem, turns)
    found = follow(last, earlier).plan
    assert found is not None
    assert found.key == plan(same).key


@pytest.mark.parametrize(
    "turns",
    [
        (MAXIMUM, "change the step size to 0.05"),  # there is no step
        (MAXIMUM, "what about 5?"),  # a number could stand for anything
        (MAXIMUM, "what about x?"),
        (RK4, "what about the frobnication?"),
        (RK4, "change the zebra to 0.05"),
        (RK4, "把颜色改成 0.05"),
        (RK4, "use RK4 instead of a horse"),
        ("Compute 3 + 4", "what about its derivative?"),
        ("hello", "把步长改成 0.05"),
    ],
)
def test_what_finds_no_place_is_refused(turns: tuple[str, ...]) -> None:
    *earlier, last = map(problem, turns)
    found = follow(last, earlier)
    assert found.plan is None
    assert found.outcome in (Outcome.NOT_UNDERSTOOD, Outcome.NEEDS_CLARIFICATION)


def test_a_problem_of_its_own_leans_on_nothing() -> None:
    text = "Find the maximum of 4 - x^2 on [-1, 1]"
    found = follow(problem(text), [problem(RK4), problem(MAXIMUM)]).plan
    assert found is not None
    assert found.key == plan(text).key


def test_a_formula_alone_may_mean_the_same_again_or_itself() -> None:
    found = follow(problem("now sin(x)"), [problem(MAXIMUM)]).plan
    assert found is not None
    assert found.key == plan("Find the maximum of sin(x) on [-2,2]").key
    assert [each.alternative.key for each in found.assumptions if each.alternative] == [
        plan("sin(x)").key
    ]


def test_earlier_turns_stay_as_they_are() -> None:
    earlier = [problem(RK4), problem("把步长改成 0.05")]
    first = follow(problem("改用欧拉法"), earlier).plan
    again = follow(problem("改用欧拉法"), earlier).plan
    assert first is not None
    assert first == again
