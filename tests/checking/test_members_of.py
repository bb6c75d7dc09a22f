"""Members of sets and what is said of single numbers, aggregates, factorisations and remainders."""

from __future__ import annotations

import pytest

from abacist.checking import aggregate_of, factorization_of, holds_for, members_of, remainder_of
from abacist.core.claim import AggregateOf, FactorizationOf, HoldsFor, MembersOf, RemainderOf
from abacist.core.outcome import Verdict

PROVED, REFUTED, UNDECIDED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED


@pytest.mark.parametrize(
    "within, conditions, value, verdict",
    [
        ("{1, 2, 3, 4}", ["mod(n, 2) = 0"], "{2, 4}", PROVED),
        ("{1, 2, 3, 4}", ["mod(n, 2) = 0"], "{4, 2}", PROVED),
        ("{1, 2, 3, 4}", ["mod(n, 2) = 0"], "{2}", REFUTED),
        ("{1, 2, 3, 4}", ["mod(n, 2) = 0"], "{2, 4, 6}", REFUTED),
        ("{1, 2, 3, 4}", ["mod(n, 2) = 0"], "{2, 3, 4}", REFUTED),
        ("{1, 2}", ["n > 0"], "{1, 2, 2}", REFUTED),
        ("[1, 12]", ["mod(12, n) = 0"], "{1, 2, 3, 4, 6, 12}", PROVED),
        ("[1, 12]", ["mod(12, n) = 0"], "{1, 2, 3, 4, 6}", REFUTED),
        ("[1, 2**90]", ["mod(2**90, n) = 0", "n < 9"], "{1, 2, 4, 8}", PROVED),
        ("[1, 2**90]", ["mod(n, 3) = 0"], "{3}", UNDECIDED),
        ("{sqrt(2), sqrt(3)}", ["n > 3/2"], "{sqrt(3)}", PROVED),
        ("{sqrt(2), sqrt(3)}", ["mod(n, 2) = 0"], "{}", UNDECIDED),
        ("[1, 12]", ["mod(12, n) = 0"], "12", UNDECIDED),
    ],
)
def test_members(within: str, conditions: list[str], value: str, verdict: Verdict) -> None:
    claim = MembersOf.model_validate({"within": within, "conditions": conditions, "value": value})
    assert members_of.check(claim).verdict is verdict


@pytest.mark.parametrize(
    "condition, number, value, verdict",
    [
        ("in(n, Primes)", "2**61 - 1", True, PROVED),
        ("in(n, Primes)", "91", True, REFUTED),
        ("mod(n, 7) = 0", "1001", True, PROVED),
        ("mod(n, 7) = 0", "1/2", True, UNDECIDED),
        ("n > 1", "3/2", True, PROVED),
        ("n > 1", "pi", True, UNDECIDED),
    ],
)
def test_single_numbers(condition: str, number: str, value: bool, verdict: Verdict) -> None:
    claim = HoldsFor.model_validate({"condition": condition, "number": number, "value": value})
    assert holds_for.check(claim).verdict is verdict


@pytest.mark.parametrize(
    "operation, members, value, verdict",
    [
        ("sum", "{1, 2, 3}", "6", PROVED),
        ("sum", "{1, 2, 3}", "7", REFUTED),
        ("sum", "{1, 1}", "2", REFUTED),
        ("sum", "list(1, 1)", "2", PROVED),
        ("count", "{sqrt(4), 2}", "2", REFUTED),
        ("maximum", "{}", "0", REFUTED),
        ("maximum", "{sqrt(2) + sqrt(3), sqrt(10)}", "sqrt(10)", PROVED),
        ("mean", "list(1, 2)", "3/2", PROVED),
        ("gcd", "list(12, 18)", "6", PROVED),
        ("gcd", "list(12, 18)", "3", REFUTED),
        ("lcm", "list(12, 18)", "36", PROVED),
        ("lcm", "list(12, 18)", "72", REFUTED),
        ("gcd", "list(1/2, 3)", "1", UNDECIDED),
        ("sum", "[0, 1]", "1", UNDECIDED),
    ],
)
def test_aggregates(operation: str, members: str, value: str, verdict: Verdict) -> None:
    claim = AggregateOf.model_validate({"operation": operation, "members": members, "value": value})
    assert aggregate_of.check(claim).verdict is verdict


@pytest.mark.parametrize(
    "number, factorization, verdict",
    [
        ("360", "2**3*3**2*5", PROVED),
        ("-12", "-1*2**2*3", PROVED),
        ("1", "1", PROVED),
        ("97", "97", PROVED),
        ("360", "2**3*3**2*7", REFUTED),
        ("36", "4*9", REFUTED),
        ("8", "2*2**2", REFUTED),
        ("91", "91", REFUTED),
        ("6", "2*x", UNDECIDED),
    ],
)
def test_factorizations(number: str, factorization: str, verdict: Verdict) -> None:
    claim = FactorizationOf.model_validate({"number": number, "factorization": factorization})
    assert factorization_of.check(claim).verdict is verdict


@pytest.mark.parametrize(
    "dividend, divisor, variable, value, verdict",
    [
        ("2**100", "7", None, "2", PROVED),
        ("2**100", "7", None, "9", REFUTED),
        ("2**100", "7", None, "3", REFUTED),
        ("-7", "3", None, "2", PROVED),
        ("7", "0", None, "7", REFUTED),
        ("x**2 - 1", "x - 2", "x", "3", PROVED),
        ("x**2 - 1", "x - 2", "x", "4", REFUTED),
        ("x**2 - 1", "x - 2", "x", "x + 1", REFUTED),
        ("sin(x)", "x", "x", "0", UNDECIDED),
    ],
)
def test_remainders(
    dividend: str, divisor: str, variable: str | None, value: str, verdict: Verdict
) -> None:
    claim = RemainderOf.model_validate(
        {"dividend": dividend, "divisor": divisor, "variable": variable, "value": value}
    )
    assert remainder_of.check(claim).verdict is verdict
