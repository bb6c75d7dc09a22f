"""Limits against textbook values; that there is none is an answer, with both one-sided values."""

from __future__ import annotations

import pytest

from abacist.actions.calculus.limit import Arguments, limit
from abacist.checking.limit_of import check
from abacist.core.answer import Solution
from abacist.core.claim import LimitOf
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical
from abacist.notation.terminal import terminal

# Stewart, Calculus, 8th ed., §§2.2-2.6, 4.4; Gruntz's thesis (1996), table 8.1.
LIMITS = [
    ("sin(x)/x", "0", "1"),
    ("(sin(x) - x)/x**3", "0", "-1/6"),
    ("(x**2 - 4)/(x - 2)", "2", "4"),
    ("(sqrt(x) - 2)/(x - 4)", "4", "1/4"),
    ("(3*x**2 - x)/(2*x**2 + 5)", "oo", "3/2"),
    ("sqrt(x**2 + x) - x", "oo", "1/2"),
    ("(1 + 1/n)**n", "oo", "E"),
    ("x*sin(1/x)", "0", "0"),
    ("x**2*exp(-x)", "oo", "0"),
    ("atan(x)", "-oo", "-pi/2"),
    ("1/x**2", "0", "oo"),
    ("1/ln(x) - 1/(x - 1)", "1", "1/2"),
    ("root(n, n)", "oo", "1"),
    ("(-1)**n/n", "oo", "0"),
    ("x/(x + sin(x))", "oo", "1"),
    ("exp(-1/x**2)", "0", "0"),
]

# SymPy 1.14: limit(Abs(x)/x, x, 0) = 1 and limit(1/x, x, 0) = oo.
WITHOUT = [
    ("abs(x)/x", "0", "-1", "1"),
    ("1/x", "0", "-oo", "oo"),
    ("exp(1/x)", "0", "0", "oo"),
    ("floor(x)", "2", "1", "2"),
    ("tan(x)", "pi/2", "oo", "-oo"),
    ("abs(x - 1)/(x**2 - 1)", "1", "-1/2", "1/2"),
]


def solved(text: str, point: str, **arguments: object) -> Solution:
    return limit(Arguments.model_validate({"function": text, "point": point, **arguments}))


def claim_of(solution: Solution) -> LimitOf:
    (claim,) = solution.claims
    assert isinstance(claim, LimitOf)
    return claim


@pytest.mark.parametrize("function, point, expected", LIMITS)
def test_limits(function: str, point: str, expected: str) -> None:
    solution = solved(function, point)
    assert isinstance(solution.value, Exact)
    assert str(solution.value.expr) == expected
    assert check(claim_of(solution)).verdict is Verdict.PROVED
    assert solution.steps


@pytest.mark.parametrize("function, point, left, right", WITHOUT)
def test_no_limit(function: str, point: str, left: str, right: str) -> None:
    solution = solved(function, point)
    assert solution.outcome is Outcome.UNDEFINED
    claim = claim_of(solution)
    assert (claim.value, str(claim.left), str(claim.right)) == (None, left, right)
    assert check(claim).verdict is Verdict.PROVED
    assert terminal(parse_canonical(left)) in solution.notes[0].en
    assert terminal(parse_canonical(right)) in solution.notes[0].zh


@pytest.mark.parametrize(
    "function, point", [("sin(1/x)", "0"), ("cos(x)", "oo"), ("(-1)**n", "oo")]
)
def test_oscillation(function: str, point: str) -> None:
    solution = solved(function, point)
    assert solution.outcome is Outcome.UNDEFINED
    assert check(claim_of(solution)).verdict is Verdict.PROVED


def test_one_side() -> None:
    assert str(claim_of(solved("1/x", "0", direction="right")).value) == "oo"
    assert str(claim_of(solved("limit_left(1/x, x, 0)", "0")).value) == "-oo"


def test_a_function_with_one_real_side_has_the_limit_of_that_side() -> None:
    claim = claim_of(solved("sqrt(x)", "0"))
    assert (claim.direction, str(claim.value)) == ("right", "0")


def test_formula_and_words_are_the_same_plan() -> None:
    words = Arguments.model_validate({"function": "sin(x)/x", "point": "x = 0"})
    formula = Arguments.model_validate({"function": "limit(sin(x)/x, x, 0)"})
    assert words == formula


def test_without_a_point_something_is_missing() -> None:
    with pytest.raises(ValueError, match=r"missing|required"):
        Arguments.model_validate({"function": "sin(x)/x"})


def test_open_limits_are_refused() -> None:
    assert solved("sin(n)", "oo").outcome is Outcome.UNABLE
