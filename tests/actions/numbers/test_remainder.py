"""Remainders of integers and polynomials."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.actions.numbers.remainder import Arguments, remainder
from abacist.checking.remainder_of import check
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical

SETTINGS = settings(deadline=None, max_examples=60)


def text(dividend: str, divisor: str) -> str:
    solution = remainder(
        Arguments(dividend=parse_canonical(dividend), divisor=parse_canonical(divisor))
    )
    assert isinstance(solution.value, Exact)
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
    assert solution.steps or dividend == "x"
    return str(solution.value.expr)


@pytest.mark.parametrize(
    "dividend, divisor, answer",
    [
        ("2**100", "7", "2"),
        ("-7", "3", "2"),
        ("7", "-3", "1"),
        ("3**(10**12)", "1000", "1"),
        ("factorial(7)", "23", "3"),
        ("24**50 - 15**50", "13", "0"),
        ("x**5 + x**4 + x**3 + x**2 + x", "x**3 - 4*x", "5*x**2 + 21*x"),
        ("x**2 - 1", "x - 1", "0"),
        ("x", "x**2", "x"),
        ("x**2/2", "2*x + 1", "1/8"),
    ],
)
def test_known_answers(dividend: str, divisor: str, answer: str) -> None:
    assert text(dividend, divisor) == answer


@SETTINGS
@given(st.integers(-(10**9), 10**9), st.integers(1, 10**5))
def test_integers_like_python(a: int, b: int) -> None:
    assert text(str(a), str(b)) == str(a % b)


@pytest.mark.parametrize(
    "dividend, divisor, outcome",
    [
        ("5", "0", Outcome.UNDEFINED),
        ("x", "0", Outcome.UNDEFINED),
        ("5/2", "3", Outcome.UNABLE),
        ("sin(x)", "x", Outcome.UNABLE),
        ("x*y", "x", Outcome.UNABLE),
        ("x**100000", "x - 1", Outcome.TOO_LARGE),
    ],
)
def test_refusals(dividend: str, divisor: str, outcome: Outcome) -> None:
    solution = remainder(
        Arguments(dividend=parse_canonical(dividend), divisor=parse_canonical(divisor))
    )
    assert solution.outcome is outcome
    assert solution.notes
