"""Nestings that nobody wrote down, in both languages: sets in sums, sums in figures, values in conditions."""

from __future__ import annotations

import pytest

from abacist.core.language import Language, language_of
from abacist.core.outcome import Outcome
from abacist.core.plan import Problem
from abacist.reading import read

CASES = (
    (
        (
            "the sum of the positive factors of 48 that are divisible by 3",
            "48的能被3整除的正因数之和",
        ),
        ("numbers.divisors", "sets.filter", "sets.sum"),
    ),
    (
        (
            "the number of even divisors of the sum of the divisors of 12",
            "12的因数之和的偶因数的个数",
        ),
        ("numbers.divisors", "sets.sum", "numbers.divisors", "sets.filter", "sets.count"),
    ),
    (
        (
            "the sum of the divisors of 60 that are divisible by the gcd of 12 and 18",
            "60的能被12和18的最大公因数整除的因数的和",
        ),
        ("numbers.gcd", "numbers.divisors", "sets.filter", "sets.sum"),
    ),
    (
        (
            "Find the area of a circle whose radius is the diagonal of a square of side 2.",
            "半径为边长为2的正方形的对角线的圆的面积",
        ),
        ("geometry.measure", "geometry.measure"),
    ),
    (
        (
            "Find the remainder when the sum of the divisors of 100 is divided by the largest prime factor of 77.",
            "求100的因数之和除以77的最大质因数的余数。",
        ),
        ("numbers.divisors", "sets.sum", "numbers.divisors", "sets.maximum", "numbers.remainder"),
    ),
)


def _actions(text: str) -> tuple[str, tuple[str, ...]]:
    reading = read(Problem(text=text, language=language_of(text)))
    assert reading.outcome is Outcome.SOLVED, reading.leftover
    assert reading.plan is not None
    return reading.plan.key, tuple(sorted(node.action for node in reading.plan.nodes))


@pytest.mark.parametrize("texts, expected", CASES, ids=lambda value: str(value[0])[:40])
def test_nested_phrases_are_nested_nodes(texts: tuple[str, str], expected: tuple[str, ...]) -> None:
    english, chinese = map(_actions, texts)
    assert english == chinese
    assert english[1] == tuple(sorted(expected))


@pytest.mark.parametrize(
    "text",
    [
        *(text for texts, _ in CASES for text in texts),
        "smallest three-digit N, N mod 9 = 7, N mod 5 = 2",
        "A circle is inscribed in a square of side 4. Find the area between them.",
        "从5名男生和4名女生中选3人，至少有1名女生，有多少种选法？",
        "36的因数中是完全平方数的数",
    ],
)
def test_a_restatement_is_read_as_the_same_plan(text: str) -> None:
    language = language_of(text)
    reading = read(Problem(text=text, language=language))
    assert reading.plan is not None
    again = read(Problem(text=reading.restatement, language=language))
    assert again.plan is not None, reading.restatement
    assert again.plan.key == reading.plan.key, reading.restatement


@pytest.mark.parametrize(
    "text, wording",
    [
        ("48的能被3整除的正因数", "被 3 整除"),
        ("the divisors of 48 that are even", "even"),
        ("the largest multiple of 7 less than 100", "divisible by 7"),
        ("a circle has radius 3 cm, find its area", "a circle of radius 3 cm"),
        ("3 of 5 boys and 4 girls, at least one girl", "5 boys and 4 girls"),
        ("从5名男生和4名女生中选3人，有多少种选法？", "5 个男生"),
    ],
)
def test_conditions_and_figures_are_restated_in_words(text: str, wording: str) -> None:
    reading = read(Problem(text=text, language=language_of(text)))
    assert wording in reading.restatement


def test_what_is_said_once_belongs_to_both_demands() -> None:
    reading = read(Problem(text="求长8米宽5米的长方形的面积和周长", language=Language.ZH))
    assert reading.plan is not None
    figures = [node.args["figure"] for node in reading.plan.nodes]
    assert figures == ["rectangle(quantity(8, m), quantity(5, m))"] * 2
    assert len(reading.plan.outputs) == 2


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("Find the greatest common factor of 12, 18 and 30.", ["12", "18", "30"]),
        ("求12、18、30的最大公约数。", ["12", "18", "30"]),
    ],
)
def test_numbers_of_a_list_belong_to_the_noun_before_them(text: str, numbers: list[str]) -> None:
    reading = read(Problem(text=text, language=language_of(text)))
    assert reading.plan is not None
    assert [node.args for node in reading.plan.nodes] == [{"numbers": numbers}]
    assert reading.plan.assumptions == ()
