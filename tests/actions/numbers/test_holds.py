"""Properties of numbers."""

from __future__ import annotations

import pytest

from abacist.actions.numbers.holds import Arguments, holds
from abacist.checking.holds_for import check
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Truth
from abacist.notation.grammar import parse_canonical


@pytest.mark.parametrize(
    "number, condition, truth",
    [
        ("91", "in(member, Primes)", False),
        ("2**61 - 1", "in(member, Primes)", True),
        ("1", "in(member, Primes)", False),
        ("-7", "in(member, Primes)", False),
        ("1001", "mod(member, 7) = 0", True),
        ("-3", "mod(member, 2) = 1", True),
        ("144", "in(sqrt(member), Integers)", True),
        ("145", "in(sqrt(x), Integers)", False),
        ("-27", "in(root(member, 3), Integers)", True),
        ("0", "in(sqrt(member), Integers)", True),
        ("35", "gcd(member, 12) = 1", True),
        ("12", "mod(36, member) = 0", True),
        ("10", "or(member < 3, not(member = 5))", True),
    ],
)
def test_known_answers(number: str, condition: str, truth: bool) -> None:
    arguments = Arguments(number=parse_canonical(number), condition=parse_canonical(condition))
    solution = holds(arguments)
    assert solution.value == Truth(value=truth)
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
    assert solution.steps


@pytest.mark.parametrize(
    "number, condition",
    [("5/2", "mod(member, 2) = 0"), ("7", "sin(member) = 0"), ("pi", "member > 3")],
)
def test_what_is_not_decided_is_refused(number: str, condition: str) -> None:
    arguments = Arguments(number=parse_canonical(number), condition=parse_canonical(condition))
    assert holds(arguments).outcome is Outcome.UNABLE
