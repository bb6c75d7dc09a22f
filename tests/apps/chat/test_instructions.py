"""Prompts taken apart: mathematics for the reader, directives that are obeyed, and what is neither."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.apps.chat.instructions import Directives, instructions_of, without_directives
from abacist.core.language import Language

SECTIONS = """【任务】求解 dy/dx = -2y + x, y(0) = 1
【约束】用RK4, 步长h=0.1, 求y(0.5)
【输出要求】1. 给出步骤；2. 结果保留4位小数；3. 用英文回答；不要代码"""


def test_sections_in_chinese() -> None:
    found = instructions_of(SECTIONS)
    assert found.problem == "求解 dy/dx = -2y + x, y(0) = 1\n用RK4, 步长h=0.1, 求y(0.5)"
    assert found.directives == Directives(language=Language.EN, decimals=4, steps=True, code=False)
    assert found.obeyed == ("给出步骤", "结果保留4位小数", "用英文回答", "不要代码")
    assert found.ignored == ()


def test_sections_in_english() -> None:
    found = instructions_of(
        "Task: maximize x^2 on [0, 1]\nConstraints: none\nOutput: JSON only, in Chinese"
    )
    assert found.problem == "maximize x^2 on [0, 1]"
    assert found.directives == Directives(language=Language.ZH, shape="json")


@pytest.mark.parametrize(
    "prompt, wanted",
    [
        ("You are a helpful assistant. Answer in Chinese, show your steps.",
         Directives(language=Language.ZH, steps=True)),
        ("Round to 3 significant digits.", Directives(significant=3)),
        ("Please give the numbers to 2 decimal places.", Directives(decimals=2)),
        ("你是数学助手。请用中文回答，只输出最终答案。",
         Directives(language=Language.ZH, answer_only=True)),
        ("所有数值保留3位有效数字；按JSONL逐行输出", Directives(significant=3, shape="jsonl")),
        (r"Use \( \) for formulas. No code. Without steps.",
         Directives(brackets=True, code=False, steps=False)),
        ("Final answer only.", Directives(answer_only=True)),
        ("Never lie.", Directives()),
    ],
)  # fmt: skip
def test_directives_of_a_prompt_without_sections(prompt: str, wanted: Directives) -> None:
    found = instructions_of(prompt)
    assert found.directives == wanted
    assert not found.problem


def test_what_is_no_directive_is_named() -> None:
    found = instructions_of("You are a pirate. Answer in English. Never mention the sea.")
    assert found.ignored == ("You are a pirate", "Never mention the sea")
    assert found.obeyed == ("Answer in English",)


@pytest.mark.parametrize(
    "text, problem, wanted",
    [
        ("Solve x^2=2. Answer in JSON.", "Solve x^2=2.", Directives(shape="json")),
        ("求 x^2=2 的根，只给出最终答案", "求 x^2=2 的根，", Directives(answer_only=True)),
        ("Compute 3+4, show your steps, please answer in english", "Compute 3+4,",
         Directives(steps=True, language=Language.EN)),
        ("求 pi 保留3位小数", "求 pi 保留3位小数", Directives()),
        ("求 pi，保留3位小数", "求 pi，保留3位小数", Directives()),  # the reader's
        ("in JSON", "in JSON", Directives()),  # a question is never nothing but a directive
    ],
)  # fmt: skip
def test_directives_at_the_end_of_a_question(text: str, problem: str, wanted: Directives) -> None:
    found = without_directives(text)
    assert (found.problem, found.directives) == (problem, wanted)


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=200)
def test_any_text_can_be_taken_apart(text: str) -> None:
    instructions_of(text)
    assert text.startswith(without_directives(text).problem)
