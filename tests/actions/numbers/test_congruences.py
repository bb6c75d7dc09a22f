"""Integers under congruences: against brute force, and every outcome."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from abacist.actions.numbers.congruences import Arguments, congruences
from abacist.checking.congruence_of import check
from abacist.core.answer import Solution
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical

SETTINGS = settings(deadline=None, max_examples=60)


def solved(*conditions: str, **options: str) -> Solution:
    arguments = Arguments(conditions=tuple(map(parse_canonical, conditions)), **options)
    return congruences(arguments)


def text(solution: Solution) -> str:
    assert isinstance(solution.value, Exact)
    return str(solution.value.expr)


@pytest.mark.parametrize(
    "conditions, wanted, answer",
    [
        (("mod(N, 9) = 7", "mod(N, 5) = 2", "N >= 100", "N <= 999"), "smallest", "142"),
        (("mod(x, 3) = 2", "mod(x, 5) = 3", "mod(x, 7) = 2"), "smallest", "23"),
        (("mod(x, 6) = 1", "mod(x, 10) = 7"), "smallest", "7"),
        (("mod(3*x + 1, 7) = 2", "x >= 20"), "smallest", "26"),
        (("mod(x, 7) = 3", "x < 0"), "largest", "-4"),
        (("mod(x, 4) = 1", "in(x, interval(1, 20))"), "all", "{1, 5, 9, 13, 17}"),
        (("mod(x, 4) = 1", "in(x, interval(1, 1000000000000))"), "count", "250000000000"),
        (("in(x, Primes)", "x < 30"), "count", "10"),
        (("in(sqrt(x), Integers)", "x < 50"), "all", "{0, 1, 4, 9, 16, 25, 36, 49}"),
        (("mod(x, 4) = 3", "mod(x, 6) = 5"), "general", "mod(x, 12) = 11"),
        (("mod(x**2, 8) = 1",), "general",
         "or(mod(x, 8) = 1, mod(x, 8) = 3, mod(x, 8) = 5, mod(x, 8) = 7)"),
    ],
)  # fmt: skip
def test_known_answers(conditions: tuple[str, ...], wanted: str, answer: str) -> None:
    solution = solved(*conditions, wanted=wanted)
    assert text(solution) == answer
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
    assert solution.steps or wanted == "general"
    assert solution.code


@pytest.mark.parametrize(
    "conditions",
    [
        ("mod(x, 4) = 3", "mod(x, 6) = 4"),
        ("mod(x, 10) = 12",),
        ("mod(x**2, 7) = 3",),
        ("mod(x, 7) = 3", "x > 10", "x < 17"),
        ("mod(2*x, 4) = 1",),
    ],
)
def test_contradictions_are_proved(conditions: tuple[str, ...]) -> None:
    solution = solved(*conditions)
    assert solution.outcome is Outcome.NO_SOLUTION
    assert solution.notes
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]


@SETTINGS
@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(-20, 20)), min_size=1, max_size=3),
    st.integers(-50, 50),
    st.integers(0, 60),
)
def test_against_brute_force(pairs: list[tuple[int, int]], lower: int, width: int) -> None:
    conditions = [f"mod(x, {m}) = {r % m}" for m, r in pairs]
    bounds = [f"x >= {lower}", f"x <= {lower + width}"]
    expected = [
        n for n in range(lower, lower + width + 1) if all((n - r) % m == 0 for m, r in pairs)
    ]
    listed = solved(*conditions, *bounds, wanted="all")
    if expected:
        assert text(listed) == "{" + ", ".join(map(str, expected)) + "}"
        assert text(solved(*conditions, *bounds, wanted="smallest")) == str(expected[0])
        assert text(solved(*conditions, *bounds, wanted="largest")) == str(expected[-1])
    assert text(solved(*conditions, *bounds, wanted="count")) == str(len(expected))
    for claim in listed.claims:
        assert check(claim).verdict is Verdict.PROVED


def test_one_plan_for_every_name_and_order() -> None:
    first = Arguments(conditions=tuple(map(parse_canonical, ("mod(N, 9) = 7", "N > 3"))))
    second = Arguments(
        conditions=(parse_canonical("member > 3"),), kind=parse_canonical("mod(k, 9) = 7")
    )
    assert first == second


def test_several_unknowns_are_refused() -> None:
    with pytest.raises(ValidationError):
        Arguments(conditions=(parse_canonical("mod(x, 3) = 1"), parse_canonical("y > 2")))


def test_nothing_to_bound_is_refused() -> None:
    with pytest.raises(ValidationError):
        Arguments(conditions=(parse_canonical("mod(x, 3) = 1"),), wanted="all")


def test_no_largest() -> None:
    assert solved("mod(x, 3) = 1", wanted="largest").outcome is Outcome.UNDEFINED


def test_huge_moduli_are_merged_at_once() -> None:
    solution = solved("mod(x, 10**9 + 7) = 3", "mod(x, 998244353) = 5")
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
