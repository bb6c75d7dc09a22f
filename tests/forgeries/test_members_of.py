"""Forged sets, sums, properties, factorisations and remainders. None may be confirmed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking import aggregate_of, factorization_of, holds_for, members_of, remainder_of
from abacist.core.claim import AggregateOf, FactorizationOf, HoldsFor, MembersOf, RemainderOf
from abacist.core.outcome import Verdict

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
SETTINGS = settings(deadline=None, max_examples=60)


def _listed(values: list[int]) -> str:
    return "{" + ", ".join(map(str, values)) + "}"


@SETTINGS
@given(st.integers(1, 500), st.sets(st.integers(1, 500), max_size=3), st.integers(0, 20))
def test_divisors_lost_and_added(n: int, added: set[int], lost: int) -> None:
    truth = [d for d in range(1, n + 1) if n % d == 0]
    forged = sorted({*(d for i, d in enumerate(truth) if i != lost), *added})
    claim = MembersOf.model_validate(
        {"within": f"[1, {n}]", "conditions": [f"mod({n}, n) = 0"], "value": _listed(forged)}
    )
    assert (members_of.check(claim).verdict in CONFIRMED) == (forged == truth)


@SETTINGS
@given(
    st.lists(st.integers(-50, 50), min_size=1, max_size=6, unique=True),
    st.sampled_from(["sum", "product", "count", "maximum", "minimum"]),
    st.integers(-3, 3),
)
def test_shifted_aggregates(values: list[int], operation: str, shift: int) -> None:
    product = 1
    for value in values:
        product *= value
    truth = {
        "sum": sum(values),
        "product": product,
        "count": len(values),
        "maximum": max(values),
        "minimum": min(values),
    }[operation]
    claim = AggregateOf.model_validate(
        {"operation": operation, "members": _listed(values), "value": str(truth + shift)}
    )
    assert (aggregate_of.check(claim).verdict in CONFIRMED) == (shift == 0)


@SETTINGS
@given(st.integers(-100, 2000), st.booleans())
def test_primality_turned_round(n: int, stated: bool) -> None:
    truth = n > 1 and all(n % d for d in range(2, n))
    claim = HoldsFor.model_validate(
        {"condition": "in(n, Primes)", "number": str(n), "value": stated}
    )
    assert (holds_for.check(claim).verdict in CONFIRMED) == (stated == truth)


@SETTINGS
@given(st.lists(st.tuples(st.integers(2, 30), st.integers(1, 3)), min_size=1, max_size=4))
def test_factors_that_are_no_primes_or_come_twice(powers: list[tuple[int, int]]) -> None:
    number = 1
    for base, exponent in powers:
        number *= base**exponent
    text = "*".join(f"{base}**{exponent}" for base, exponent in powers)
    primes = all(all(base % d for d in range(2, base)) for base, _ in powers)
    truth = primes and len({base for base, _ in powers}) == len(powers)
    claim = FactorizationOf.model_validate({"number": str(number), "factorization": text})
    assert (factorization_of.check(claim).verdict in CONFIRMED) == truth


@SETTINGS
@given(st.integers(-1000, 1000), st.integers(1, 60), st.integers(-70, 70))
def test_shifted_remainders(dividend: int, divisor: int, shift: int) -> None:
    stated = dividend % divisor + shift
    claim = RemainderOf.model_validate(
        {"dividend": str(dividend), "divisor": str(divisor), "value": str(stated)}
    )
    assert (remainder_of.check(claim).verdict in CONFIRMED) == (shift == 0)


@SETTINGS
@given(st.lists(st.integers(-5, 5), min_size=2, max_size=5), st.integers(-3, 3), st.integers(-3, 3))
def test_forged_remainders_of_polynomials(
    coefficients: list[int], constant: int, slope: int
) -> None:
    dividend = " + ".join(f"({c})*x**{k}" for k, c in enumerate(coefficients, 1))
    truth = sum(c * 2**k for k, c in enumerate(coefficients, 1))
    claim = RemainderOf.model_validate(
        {
            "dividend": dividend,
            "divisor": "x - 2",
            "variable": "x",
            "value": f"{truth + constant} + ({slope})*x",
        }
    )
    expected = constant == 0 and slope == 0
    assert (remainder_of.check(claim).verdict in CONFIRMED) == expected
