"""Divisors, prime factorisations, gcd and lcm: against definitions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.actions.numbers import divisors as of_divisors
from abacist.actions.numbers import factorization as of_factorization
from abacist.actions.numbers import gcd as of_gcd
from abacist.actions.numbers import lcm as of_lcm
from abacist.actions.numbers.integer_arithmetic import integer_of
from abacist.actions.numbers.integer_conditions import is_prime
from abacist.checking import aggregate_of, factorization_of, members_of
from abacist.core.answer import Solution
from abacist.core.expr import Call
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical

SETTINGS = settings(deadline=None, max_examples=60)


def members(solution: Solution) -> list[int]:
    assert isinstance(solution.value, Exact)
    assert isinstance(solution.value.expr, Call)
    return [int(str(arg)) for arg in solution.value.expr.args]


def divisors(number: str, which: str = "positive") -> Solution:
    arguments = of_divisors.Arguments.model_validate({"number": number, "which": which})
    return of_divisors.divisors(arguments)


@SETTINGS
@given(st.integers(1, 3000), st.sampled_from(["positive", "proper", "all", "prime"]))
def test_divisors_by_definition(n: int, which: str) -> None:
    solution = divisors(str(n), which)
    positive = [d for d in range(1, n + 1) if n % d == 0]
    expected = {
        "positive": positive,
        "proper": positive[:-1],
        "all": sorted([*positive, *(-d for d in positive)]),
        "prime": [d for d in positive if is_prime(d)],
    }[which]
    assert members(solution) == expected
    assert [members_of.check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]


@pytest.mark.parametrize("number", ["-12", "factorial(12)", "2**5*3**6", "(10**9 + 7)*(10**9 + 9)"])
def test_large_and_negative_numbers(number: str) -> None:
    solution = divisors(number)
    assert solution.outcome is Outcome.SOLVED
    assert [members_of.check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]


@pytest.mark.parametrize(
    "number, outcome",
    [
        ("0", Outcome.UNDEFINED),
        ("5/2", Outcome.UNABLE),
        ("sqrt(2)", Outcome.UNABLE),
        ("factorial(100)", Outcome.TOO_LARGE),
        ("9**9**9", Outcome.TOO_LARGE),
    ],
)
def test_refusals(number: str, outcome: Outcome) -> None:
    solution = divisors(number)
    assert solution.outcome is outcome
    assert solution.notes


@SETTINGS
@given(st.integers(-(10**7), 10**7).filter(bool))
def test_factorizations_multiply_to_the_number(n: int) -> None:
    arguments = of_factorization.Arguments(number=parse_canonical(str(n)))
    solution = of_factorization.factorization(arguments)
    assert [factorization_of.check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
    assert isinstance(solution.value, Exact)
    assert integer_of(solution.value.expr) == n


@SETTINGS
@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=5))
def test_gcd_and_lcm(values: list[int]) -> None:
    numbers = tuple(parse_canonical(str(value)) for value in values)
    for solution, expected in (
        (of_gcd.greatest_common_divisor(of_gcd.Arguments(numbers=numbers)), math.gcd(*values)),
        (of_lcm.least_common_multiple(of_lcm.Arguments(numbers=numbers)), math.lcm(*values)),
    ):
        assert isinstance(solution.value, Exact)
        assert str(solution.value.expr) == str(expected)
        assert [aggregate_of.check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]


@SETTINGS
@given(st.integers(0, 10**5))
def test_primality(n: int) -> None:
    assert is_prime(n) == (n > 1 and all(n % d for d in range(2, math.isqrt(n) + 1)))


@pytest.mark.parametrize("n", [3215031751, 3825123056546413051, 318665857834031151167461])
def test_strong_pseudoprimes_are_not_taken_for_primes(n: int) -> None:
    """The least composites that pass for the first 4, 9 and 12 prime bases (doi:10.1090/mcom/3134)."""
    assert not is_prime(n)
