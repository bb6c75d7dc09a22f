"""Sentences that ask for a sweep, in both languages, and those that do not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abacist.apps.sweeps.sentences import sweep_of
from abacist.core.language import Language

S = "S = (R1^2+R2^2)/d + 0.02*|R1-R2|"
GRID = ("R1=50:150:10", "R2=50:150:10", "d=5,10,20")


@pytest.mark.parametrize(
    "text",
    [
        f"遍历 R1, R2 从 50 到 150 步长 10，d 取 5,10,20，计算 {S}，按 JSONL 逐行输出 R1,R2,d,S",
        f"遍历R1和R2从50到150，步长为10；d取5、10、20。求{S}。按JSONL格式逐行输出R1、R2、d、S。",
        f"遍历 R1、R2、d，其中 R1∈[50,150]，步长10，R2∈[50,150]，步长10，"
        f"d∈{{5,10,20}}，对每组参数计算 {S}，逐行输出 R1,R2,d,S",
        f"for R1 and R2 from 50 to 150 in steps of 10 and d in {{5, 10, 20}} compute {S}; "
        "print R1,R2,d,S as JSON lines",
        f"For R1 from 50 to 150 in steps of 10, R2 from 50 to 150 by 10, and d = 5, 10 and 20, compute {S} "
        "and print R1, R2, d, S as JSONL, one per line.",
        f"Sweep R1, R2 from 50 to 150 with step 10, d over 5, 10, 20; evaluate {S}; output R1, R2, d, S",
    ],
)
def test_one_sweep_in_many_words(text: str) -> None:
    sweep = sweep_of(text)
    assert sweep is not None
    assert sweep.formula.replace(" ", "") == S.replace(" ", "")
    assert sweep.over == GRID
    assert sweep.columns == ("R1", "R2", "d", "S")
    assert sweep.format == "jsonl"
    assert sweep.language is (Language.ZH if "从" in text or "∈" in text else Language.EN)


@pytest.mark.parametrize(
    "text, over, formula, form",
    [
        ("x 从 0 到 1，步长 0.25，求 y = x^2，以 CSV 格式输出", ("x=0:1:0.25",), "y = x^2", "csv"),
        ("vary n from 1 to 5 and compute a = 2^n", ("n=1:5:1",), "a = 2^n", "jsonl"),
        ("sweep t from 0 to 2pi in steps of pi/8, y = max(sin(t), 0)",
         ("t=0:2pi:pi/8",), "y = max(sin(t), 0)", "jsonl"),
        ("遍历 R 从 5 到 15 cm 步长 1 cm，计算 A = pi*R^2", ("R=5:15:1 cm",), "A = pi*R^2", "jsonl"),
        ("for each k in {1, 2} and x from 0 to 1 with step 0.5: y = k*x. Output as CSV.",
         ("k=1,2", "x=0:1:0.5"), "y = k*x", "csv"),
        ("对 x=0,1,2 计算 y=x^2", ("x=0,1,2",), "y=x^2", "jsonl"),
        ("对 x=0 到 2 步长 0.5 计算 y=x^2", ("x=0:2:0.5",), "y=x^2", "jsonl"),
        ("for n = 1 to 5 compute s = n*(n+1)/2", ("n=1:5:1",), "s = n*(n+1)/2", "jsonl"),
        ("遍历 R₁ 从 1 到 3 步长 1，计算 S=R₁^2", ("R_1=1:3:1",), "S=R₁^2", "jsonl"),
    ],
)  # fmt: skip
def test_what_a_sentence_says(text: str, over: tuple[str, ...], formula: str, form: str) -> None:
    sweep = sweep_of(text)
    assert sweep is not None
    assert (sweep.over, sweep.formula, sweep.format) == (over, formula, form)


@pytest.mark.parametrize(
    "text",
    [
        "2x+5=17",
        "对 f(x)=x^2 求导",
        "对 x=3 计算 y=x^2",
        "y' = -2y + x, y(0)=1, 用 RK4 从 0 到 0.5 步长 0.1 求 y(0.5)",
        "Solve dy/dx = -2y + x, y(0) = 1 with RK4 and step size h = 0.1; find y(0.5)",
        "求 f(x)=x^2 在 [0,1] 上的最大值",
        "设 x = 3，求 y = x^2",
        "find the minimum of x^2 for x from 0 to 1",
        "从 10 个球中取 3 个，有多少种取法",
        "遍历 R1 从 50 到 150 步长 10，天气很好，计算 S=R1^2",
        "for x from 0 to 1 in steps of 0.1 compute the banana y = x^2",
        "遍历 x 从 0 到 1，计算 y=x^2",
        "遍历 d，计算 S = d^2",
        "遍历 R 从 5 cm 到 15 mm 步长 1，计算 A = R^2",
        "遍历 x 从 0 到 1 步长 0.1",
        "for x from 0 to 1 in steps of 0.1 compute y = x^2 and compute z = x^3",
        "x from 0 to 1 in steps of 0.1 not y = x^2",
        "",
    ],
)
def test_other_sentences_are_left_alone(text: str) -> None:
    assert sweep_of(text) is None


@given(st.text(alphabet="遍历从到步长取计算输出 R1x,，=∈[]{}0123for to in steps and", max_size=200))
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    sweep_of(f"遍历 {text}")
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "piece", ["x 从 ", "a,", "x 从 0 到 1 步长 ", "y = x,", "and ", "((", "for x in 1, "]
)
def test_repetition_does_not_take_long(piece: str) -> None:
    began = time.process_time()
    sweep_of("遍历 " + piece * (3_900 // len(piece)))
    assert time.process_time() - began < 3
