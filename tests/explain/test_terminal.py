"""An answer in a terminal: 80 columns, two languages, with and without colours."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from abacist.checking.equality import compare
from abacist.core.expr import call, symbol
from abacist.core.language import Language, Message
from abacist.core.outcome import Level, Outcome
from abacist.core.step import Step
from abacist.core.value import Exact, Named, Table, Truth
from abacist.execution.verification import Verification
from abacist.explain.tables import FittedTable
from abacist.explain.terminal import answer_line, render, render_equality, render_verification
from abacist.notation.grammar import parse_canonical as e
from tests.explain.answers import linear, refused


def shown(*parts: object, width: int = 80, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, highlight=False, markup=False, emoji=False
    )
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


ENGLISH = """\
  Solve 2x + 5 = 17 for x.

    6    ✓ proved

Steps
  Method: elimination
  1. Subtract 5 on both sides.
       2x + 5 = 17 ⟹ 2x = 12
    1.1. Work out the numbers.
           17 − 5 = 12
  2. A table:
       x = 6
       y = 1
     n    x
     ──────
     0  1.5
     1    6

Checks
  ✓ proved — substituted each root exactly; the degree shows that none is
    missing

Assumptions
  • x is real.
    other reading: solve again with --reading 2
  • No units.

Notes
  • A remark.

Level: proved — by exact proof"""

CHINESE = """\
  解关于 x 的方程 2x + 5 = 17。

    6    ✓ 已证明

步骤
  方法：消元
  1. 两边减去 5。
       2x + 5 = 17 ⟹ 2x = 12
    1.1. 计算数值。
           17 − 5 = 12
  2. 表格：
       x = 6
       y = 1
     n    x
     ──────
     0  1.5
     1    6

核验
  ✓ 已证明 — 将每个根精确代入；由次数可知没有遗漏

假设
  • x 为实数。
    另一种理解：加上 --reading 2 重新求解
  • 不带单位。

说明
  • 一条说明。

可信程度：已证明 — 有精确证明"""


def test_english() -> None:
    assert shown(*render(linear(Language.EN))) == ENGLISH


def test_chinese() -> None:
    assert shown(*render(linear(Language.ZH))) == CHINESE


@pytest.mark.parametrize("width", [30, 50, 80, 120])
@pytest.mark.parametrize("language", Language)
def test_no_line_is_wider_than_the_window(language: Language, width: int) -> None:
    lines = shown(*render(linear(language)), width=width).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_colours_change_no_character() -> None:
    coloured = shown(*render(linear(Language.EN)), colour=True)
    assert "\x1b[" in coloured
    assert "\x1b[" not in shown(*render(linear(Language.EN)))


@pytest.mark.parametrize("language", Language)
def test_a_refuted_answer_is_not_shown(language: Language) -> None:
    text = shown(*render(refused(language)))
    assert "✗" in text
    assert "x = 6" in text  # the evidence
    assert refused(language).message in text
    assert "\n    6" not in text


@pytest.mark.parametrize("language", Language)
def test_a_verification(language: Language) -> None:
    answer = linear(language)
    found = Verification(holds=True, level=Level.PROVED, certificates=answer.certificates)
    good = shown(*render_verification(answer, found))
    bad = shown(*render_verification(answer, found.model_copy(update={"holds": False})))
    assert good != bad
    assert {Language.EN: "NOT confirmed", Language.ZH: "未能得到确认"}[language] in bad


@pytest.mark.parametrize("language, word", [(Language.EN, "not equal"), (Language.ZH, "不相等")])
def test_an_equality(language: Language, word: str) -> None:
    assert shown(*render_equality(compare("1", "2"), language)).startswith(word)


WIDE = Table(
    columns=("n", "x_n", "k1", "k2", "k3", "k4"),
    rows=tuple((str(n), *(f"{n}.123456789012345" for _ in range(5))) for n in range(30)),
)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_table_fits_into_the_window(width: int) -> None:
    lines = shown(FittedTable(WIDE), width=width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len(lines) == 2 + 15  # the header with its rule, seven rows, the gap, seven rows
    assert "…" in lines[9]
    whole = width == 200
    assert ("1.123456789012345" in lines[3]) is whole


def test_in_a_narrow_window_no_number_of_a_table_is_cut() -> None:
    lines = shown(FittedTable(WIDE), width=30).splitlines()
    assert max(map(cell_len, lines)) <= 30
    assert lines[:2] == ["n = 0,", "  x_n = 0.123456789012345,"]


def test_texts_in_a_table_are_left_alone() -> None:
    table = Table(columns=("point", "type"), rows=(("sqrt(2)/3.5x", "maximum"), ("v1.2", "1e5")))
    assert "sqrt(2)/3.5x" in shown(FittedTable(table), width=24)


@pytest.mark.parametrize("language, head", [(Language.EN, "test point"), (Language.ZH, "检验点")])
def test_the_words_of_a_table_are_in_the_language(language: Language, head: str) -> None:
    table = Table(columns=("part", "test"), rows=(("(−∞, 0)", "-1"),))
    text = shown(FittedTable(table, language))
    assert head in text
    assert "−1" in text


@pytest.mark.parametrize(
    "language, text", [(Language.EN, "There is no solution."), (Language.ZH, "无解。")]
)
def test_no_solution_is_said_in_words_alone(language: Language, text: str) -> None:
    answer = linear(language).model_copy(
        update={
            "outcome": Outcome.NO_SOLUTION,
            "value": Exact(expr=call("set")),
            "answer": "{}",
            "message": Outcome.NO_SOLUTION.message.render(language),
        }
    )
    lines = shown(*render(answer)).splitlines()
    assert any(line.strip().startswith(text) and "✓" in line for line in lines)
    assert "{}" not in "\n".join(lines)


def test_named_values_and_truths_are_words_of_the_language() -> None:
    named = Named(
        items=(("x", Exact(expr=symbol("y"))), ("maximum", Exact(expr=call("tuple", symbol("a")))))
    )
    for value, texts in (
        (named, ("x = y, maximum (a)", "x = y, 极大 (a)")),
        (Truth(value=False), ("no", "否")),
    ):
        for language, text in zip(Language, texts, strict=True):
            assert answer_line(linear(language).model_copy(update={"value": value})) == text


def test_the_same_check_of_several_claims_is_shown_once() -> None:
    answer = linear(Language.EN)
    twice = answer.model_copy(update={"certificates": answer.certificates * 2})
    text = shown(*render(twice), width=100)
    assert text.count("substituted each root") == 1
    assert "missing (×2)" in text


def test_systems_and_lists_are_joined_by_words() -> None:
    step = Step(
        rule="start",
        says=Message(en="From {start} in {states}.", zh="从 {start} 出发，{states}。"),
        values={"start": e("and(x = 0, y = 1)"), "states": e("list(x, y)")},
        before=e("and(x + y = 1, x = 1)"),
        after=e("or(x = 1, y = 0)"),
    )
    for language, lines in (
        (Language.EN, ("From x = 0 and y = 1 in x and y.", "x + y = 1, x = 1 ⟹ x = 1 or y = 0")),
        (Language.ZH, ("从 x = 0，y = 1 出发，x 和 y。", "x + y = 1, x = 1 ⟹ x = 1 或 y = 0")),
    ):
        text = shown(*render(linear(language).model_copy(update={"steps": (step,)})))
        for line in lines:
            assert line in text
