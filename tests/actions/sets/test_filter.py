"""Members that satisfy conditions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from abacist.actions.sets.filter import Arguments, filter_set
from abacist.checking.members_of import check
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical

SETTINGS = settings(deadline=None, max_examples=40)


@pytest.mark.parametrize(
    "members, condition, answer",
    [
        ("{1, 2, 3, 4, 6, 12}", "mod(member, 2) = 0", "{2, 4, 6, 12}"),
        ("{1, 2, 3}", "member > 5", "{}"),
        ("[1, 10]", "in(member, Primes)", "{2, 3, 5, 7}"),
        ("{1/2, 3/2, 2}", "x > 1", "{3/2, 2}"),
        ("{sqrt(2), 1, sqrt(3)}", "x > 7/5", "{sqrt(2), sqrt(3)}"),
        ("{-1, 0, 1}", "in(sqrt(member), Integers)", "{0, 1}"),
    ],
)
def test_known_answers(members: str, condition: str, answer: str) -> None:
    arguments = Arguments(members=parse_canonical(members), condition=parse_canonical(condition))
    solution = filter_set(arguments)
    assert isinstance(solution.value, Exact)
    assert str(solution.value.expr) == str(parse_canonical(answer))
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]


@SETTINGS
@given(st.sets(st.integers(-40, 40), max_size=12), st.integers(1, 7), st.integers(0, 6))
def test_against_python(members: set[int], modulus: int, residue: int) -> None:
    listed = "{" + ", ".join(map(str, sorted(members))) + "}"
    condition = f"mod(n, {modulus}) = {residue}"
    arguments = Arguments(members=parse_canonical(listed), condition=parse_canonical(condition))
    solution = filter_set(arguments)
    expected = [m for m in sorted(members) if m % modulus == residue]
    assert isinstance(solution.value, Exact)
    assert str(solution.value.expr) == "{" + ", ".join(map(str, expected)) + "}"
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]


@pytest.mark.parametrize(
    "members, condition, outcome",
    [
        ("{sqrt(2)}", "mod(member, 2) = 0", Outcome.UNABLE),
        ("{1/2}", "mod(member, 2) = 0", Outcome.UNABLE),
        ("[1, oo)", "mod(member, 2) = 0", Outcome.UNABLE),
        ("[1, 10000000]", "mod(member, 2) = 0", Outcome.TOO_LARGE),
    ],
)
def test_refusals(members: str, condition: str, outcome: Outcome) -> None:
    arguments = Arguments(members=parse_canonical(members), condition=parse_canonical(condition))
    assert filter_set(arguments).outcome is outcome


def test_a_condition_is_needed() -> None:
    with pytest.raises(ValidationError):
        Arguments(members=parse_canonical("{1}"))
