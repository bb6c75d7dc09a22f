"""Everyday wordings that ask for what the actions can do: each in both languages, with the answer."""

from __future__ import annotations

import pytest

from abacist.execution.executor import InProcess
from abacist.pipeline import solve

WORDINGS = (
    ("What is the derivative of sin(x) at 0?", "求 sin x 在 x=0 处的导数", "1"),
    (
        "Find the slope of the tangent to y = x^2 at x = 3.",
        "求 y=x^2 在 x=3 处切线的斜率",
        "6",
    ),
    ("Find the sum of the first 100 positive integers.", "求1到100的和", "5050"),
    ("Round 3.14159 to 2 decimal places.", "把3.14159保留2位小数", "3.14"),
    ("Find the larger root of x^2-5x+6=0", "方程 x^2-5x+6=0 的较大的根", "3"),
    ("Find the smaller root of x^2-5x+6=0", "方程 x^2-5x+6=0 的较小的根", "2"),
    (
        "Find the integer solutions of 3 < 2x + 1 < 11",
        "不等式 3 < 2x + 1 < 11 的整数解",
        "{2, 3, 4}",
    ),
    ("How many seconds are there in 2 hours?", "2小时是多少秒？", "7200 s"),
    ("What is 90 km/h in m/s?", "90 km/h 等于多少 m/s", "25 m/s"),
    ("60 km / 2 h", "60 km / 2 h 等于多少", "30 km/h"),
    ("What is 5 less than 12?", "比12少5的数是多少？", "7"),
    ("f(x) = x^3, find f'(1) + f'(2)", "已知 f(x)=x³，求 f'(1)+f'(2)", "15"),
    (
        "How many integers from 1 to 100 are divisible by neither 3 nor 5?",
        "100以内既不能被3整除也不能被5整除的正整数有多少个？",
        "53",
    ),
    (
        "Solve for x in the system \\begin{cases} x+y=5 \\\\ x-y=1 \\end{cases}",
        "由 \\begin{cases} x+y=5 \\\\ x-y=1 \\end{cases} 解出 x",
        "3",
    ),
)


@pytest.mark.parametrize("en, zh, answer", WORDINGS, ids=[row[0][:50] for row in WORDINGS])
def test_is_read_in_both_languages(en: str, zh: str, answer: str) -> None:
    answers = [solve(text, executor=InProcess()) for text in (en, zh)]
    assert [each.answer for each in answers] == [answer, answer], [each.message for each in answers]
