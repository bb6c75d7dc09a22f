"""Numbers of arrangements: against every permutation, and what is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from abacist.actions.combinatorics.arrange import Arguments, arrange
from abacist.checking.arrangements_of import check
from abacist.core.answer import Solution
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact


def solved(arrangement: str, *conditions: str) -> Solution:
    arguments = Arguments.model_validate({"arrangement": arrangement, "conditions": conditions})
    return arrange(arguments)


def total(arrangement: str, *conditions: str) -> int:
    solution = solved(arrangement, *conditions)
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
    assert solution.steps
    assert solution.code
    assert isinstance(solution.value, Exact)
    return int(str(solution.value.expr))


@pytest.mark.parametrize(
    "arrangement, conditions, answer",
    [
        ("arrangement(person = 5)", (), 120),
        ("arrangement(person = 5)", ("together(A, B)",), 48),
        ("arrangement(person = 5)", ("apart(A, B)",), 72),
        ("arrangement(person = 5)", ("at_end(A)",), 48),
        ("arrangement(person = 5)", ("inside(A)",), 72),
        ("arrangement(person = 5)", ("first(A)",), 24),
        ("arrangement(person = 5)", ("before(A, B)",), 60),
        ("arrangement(person = 6)", ("not_first(A)", "not_last(B)"), 504),
        ("arrangement(and(boy = 4, girl = 3))", ("apart(girl)",), 1440),
        ("arrangement(and(boy = 4, girl = 3))", ("together(girl)",), 720),
        ("arrangement(and(boy = 3, girl = 3))", ("apart(girl)", "apart(boy)"), 72),
        ("arrangement(and(boy = 4, girl = 3))", ("ends(boy)",), 1440),
        ("arrangement(and(boy = 2, girl = 5))", ("apart(girl)",), 0),
        ("arrangement(and(boy = 9, girl = 4))", ("apart(girl)",), 1828915200),
        ("around(person = 6)", (), 120),
        ("around(person = 6)", ("together(A, B)",), 48),
        ("around(person = 6)", ("apart(A, B)",), 72),
        ("around(person = 20)", (), 121645100408832000),
    ],
)
def test_known_answers(arrangement: str, conditions: tuple[str, ...], answer: int) -> None:
    assert total(arrangement, *conditions) == answer


@pytest.mark.parametrize(
    "conditions, rule",
    [(("together(girl)",), "block"), (("apart(girl)",), "gaps"), ((), "permutations")],
)
def test_the_classical_methods_are_shown(conditions: tuple[str, ...], rule: str) -> None:
    solution = solved("arrangement(and(boy = 4, girl = 3))", *conditions)
    assert [step.rule for step in solution.steps] == [rule]


@pytest.mark.parametrize(
    "arrangement, conditions, outcome",
    [
        ("around(person = 5)", ("first(A)",), Outcome.UNABLE),
        ("arrangement(and(boy = 4, girl = 3))", ("before(boy, girl)",), Outcome.UNABLE),
        ("arrangement(person = 1)", ("together(A, B)",), Outcome.UNABLE),
        ("arrangement(person = 9/2)", (), Outcome.UNABLE),
        ("arrangement(and(a = 30, u = 30, v = 30))", ("apart(u)",), Outcome.TOO_LARGE),
        ("arrangement(person = 100000)", (), Outcome.TOO_LARGE),
    ],
)
def test_outcomes(arrangement: str, conditions: tuple[str, ...], outcome: Outcome) -> None:
    solution = solved(arrangement.replace("a = ", "w = "), *conditions)
    assert solution.outcome is outcome
    assert solution.notes


@pytest.mark.parametrize(
    "arrangement, condition",
    [
        ("arrangement(and(boy = 4, girl = 3))", "together(teacher)"),
        ("arrangement(and(boy = 4, girl = 3))", "dancing(girl)"),
        ("arrangement(and(boy = 4, boy = 3))", "together(boy)"),
        ("boy = 4", "together(boy)"),
    ],
)
def test_what_is_no_arrangement_is_refused(arrangement: str, condition: str) -> None:
    with pytest.raises(ValidationError):
        Arguments.model_validate({"arrangement": arrangement, "conditions": [condition]})
