"""Texts that were once read as something else: now they are read right, or not at all."""

from __future__ import annotations

import pytest

from abacist.core.language import language_of
from abacist.core.outcome import Outcome
from abacist.core.plan import Problem
from abacist.execution.executor import InProcess
from abacist.pipeline import solve
from abacist.reading.reader import read

NOT_READ = {
    "a name that nothing else speaks of": (
        "If n is an integer, what is the smallest value of x^2 - 5x + 7?",
        "若 n 是整数，解方程 x^2 = 4",
        "Solve x^2 = 9 where y > 0.",
        "解方程 x^2 = 9，其中 y > 0",
        "Find the minimum of x^2 - 4x where y is in [0, 1].",
        "Expand sin(x) about t = 0 to order 5",
    ),
    "one property torn off the thing it is said of": (
        "Find the smallest positive integer solution to tan(19x) = 2 + x",
        "What is the sum of the even integers between 1 and 9 such that k/2 is",
    ),
    "words that could be taken together in two ways": (
        "What is the square of 3 plus 4?",
        "3加4的平方",
        "Find the sum of 3 and 4 times 5.",
    ),
    "a differential that belongs to nothing": (
        "compute x^2 dx",
        "simplify 2dx + 3dx",
        "differentiate x^2 dx",
        "integrate dx/x",
        "求 3dx 的值",
    ),
    "two values of one name": (
        "Find the derivative of x^2 + 3x at x = 2 and at x = 3.",
        "求 x^2 + 3x 在 x = 2 处和 x = 3 处的导数",
    ),
    "another function or another place in a proof": (
        "g is differentiable on [a,b], f(a)=f(b)=0. Prove that there exists ξ such that f'(ξ)+f(ξ)=0",
        "f is differentiable on [a,b], f(a)=f(b)=0. Prove that there exists η such that f'(ξ)+f(ξ)=0",
        "设 f(x) 在 [a,b] 上可导，f(a)=f(b)=0，证明存在 ξ∈(c,d) 使得 f'(ξ)+f(ξ)=0",
    ),
}

READ_RIGHT = (
    ("Integrate x^2 dx from 0 to 3", "9", "x^3/3; dx is no product of d and x"),
    ("求 x^2 dx 从 0 到 3 的积分", "9", "as above"),
    ("Let f(x) = x^3. Find f'(x).", "3*x**2", "the derivative, not a differential equation"),
    ("已知 f(x) = x³，求 f''(x)", "6*x", "as above"),
    ("integrate x y dy", "x*y**2/2 + C", "the differential names the variable"),
    ("integrate 1/x dx", "ln(abs(x)) + C", "as above"),
    (
        "What is the sum of the positive integers k such that k/27 is greater than 2/3 and less than 8/9?",
        "105",
        "MATH (Hendrycks et al. 2021), prealgebra: 19 + 20 + … + 23",
    ),
    ("求使 k/27 大于 2/3 且小于 8/9 的正整数 k 的和", "105", "as above"),
    ("What is the smallest positive integer that is not a divisor of 60?", "7", "60 = 2²·3·5"),
    ("最小的不是60的因数的正整数是多少？", "7", "60 = 2²·3·5"),
    ("How many integers from 1 to 100 are divisible by 3 or 5?", "47", "33 + 20 - 6"),
    ("How many integers from 1 to 100 are divisible by 3 but not by 5?", "27", "33 - 6"),
    ("100以内能被3整除但不能被5整除的正整数有多少个？", "27", "33 - 6"),
    ("100以内既不能被3整除也不能被5整除的正整数有多少个？", "53", "100 - 47"),
    ("What is the greatest multiple of 99 that is less than 0?", "-99", "the next is 0"),
    ("What is the smallest multiple of 6 greater than 115?", "120", "19·6 = 114"),
    ("What is the smallest positive multiple of 6 that is also a multiple of 8?", "24", "lcm"),
    ("What is 5 less than 12?", "7", "12 - 5"),
    (
        "Find the maximum of x*y - z where 0 <= x, y, z <= 2",
        "{x: 2, y: 2, z: 0, maximum: 4}",
        "each bound is for all three",
    ),
    ("Find the minimum of x^2 + y^2 where x, y ≥ 1", "{x: 1, y: 1, minimum: 2}", "both bounds"),
    (
        "Suppose a and b are positive real numbers with a > b and ab = 8. "
        "Find the minimum value of (a^2 + b^2)/(a - b).",
        "{a: 2 + 2*sqrt(3), b: 2*sqrt(3) - 2, minimum: 8}",
        "MATH (Hendrycks et al. 2021), intermediate algebra: (a - b) + 16/(a - b) >= 8",
    ),
)


@pytest.mark.parametrize(
    "text", [text for texts in NOT_READ.values() for text in texts], ids=lambda text: text[:60]
)
def test_is_not_read_as_something_else(text: str) -> None:
    reading = read(Problem(text=text, language=language_of(text)))
    assert reading.outcome in (Outcome.NOT_UNDERSTOOD, Outcome.NEEDS_CLARIFICATION), (
        reading.restatement
    )


@pytest.mark.parametrize("text, answer, source", READ_RIGHT, ids=lambda text: text[:60])
def test_is_read_right(text: str, answer: str, source: str) -> None:
    assert solve(text, executor=InProcess()).answer == answer, source


def test_the_order_of_conditions_makes_no_other_reading() -> None:
    answer = solve(
        "Suppose x and y are positive numbers with x > y and x + y = 4. Find the minimum of x^2 + y^2.",
        executor=InProcess(),
    )
    assert answer.assumptions == ()
