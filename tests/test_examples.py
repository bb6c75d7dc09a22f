"""Every example of every action comes out right, in both languages, through the whole path."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest

from abacist import pipeline
from abacist.core.answer import Answer
from abacist.core.language import Language
from abacist.core.outcome import Level, Outcome
from abacist.core.registry import Example, actions, example_problems
from tests.answers import same_answer

LEVELS = list(Level)


def _cases() -> Iterator[object]:
    for name, action in actions().items():
        for number, example in enumerate(action.examples):
            for language, problem in example_problems(example):
                yield pytest.param(
                    name, example, language, problem, id=f"{name}-{number}-{language.value}"
                )


CASES = list(_cases())


def _signs(text: str) -> list[str]:
    """The digits and operators of a text, in no order."""
    return sorted(
        sign for sign in unicodedata.normalize("NFKC", text) if sign in "0123456789+-*/^=<>"
    )


@cache
def _solved(problem: str, language: Language) -> Answer:
    return pipeline.solve(problem, language=language)


@pytest.mark.parametrize("name, example, language, problem", CASES)
def test_example(name: str, example: Example, language: Language, problem: str) -> None:
    answer = _solved(problem, language)
    assert answer.outcome is example.outcome, answer.message
    assert same_answer(answer.answer, example.answer), f"{answer.answer} is not {example.answer}"
    if example.unit is not None:
        assert answer.unit == example.unit
    if example.outcome.is_answer:
        assert answer.level in LEVELS[: LEVELS.index(example.level) + 1], answer.certificates
        assert answer.plan is not None
        assert name in {node.action for node in answer.plan.nodes}
        assert answer.restatement
        assert answer.language is language


@pytest.mark.parametrize(
    "example",
    [example for action in actions().values() for example in action.examples],
    ids=lambda example: example.en[:40],
)
def test_both_languages_mean_the_same(example: Example) -> None:
    """The same plan; where it holds names of things, which are words of the language, the same actions."""
    if _signs(example.en) != _signs(example.zh):
        return  # the formulas are written in different ways
    plans = [_solved(problem, language).plan for language, problem in example_problems(example)]
    found = [plan for plan in plans if plan is not None]
    assert len(found) == len(plans) or example.outcome is Outcome.NEEDS_CLARIFICATION
    named = any(
        "pools" in node.args or "items" in node.args for plan in found for node in plan.nodes
    )
    if named:
        assert len({tuple(node.action for node in plan.nodes) for plan in found}) <= 1
    else:
        assert len({plan.key for plan in found}) <= 1
