"""Forged congruences: off by a modulus, lost and added solutions, wrong counts. None may be confirmed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.congruence_of import check
from abacist.core.claim import CongruenceOf
from abacist.core.outcome import Verdict

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
SETTINGS = settings(deadline=None, max_examples=60)


def verdict(value: str | None, wanted: str, *conditions: str) -> Verdict:
    claim = CongruenceOf.model_validate(
        {"unknown": "n", "conditions": conditions, "wanted": wanted, "value": value}
    )
    return check(claim).verdict


@pytest.mark.parametrize(
    "value, wanted, conditions",
    [
        ("187", "smallest", ("mod(n, 9) = 7", "mod(n, 5) = 2", "n >= 100")),  # the second one
        ("97", "smallest", ("mod(n, 9) = 7", "mod(n, 5) = 2", "n >= 100")),  # below the bound
        ("141", "smallest", ("mod(n, 9) = 7", "mod(n, 5) = 2", "n >= 100")),  # off by one
        ("151", "smallest", ("mod(n, 9) = 7", "mod(n, 5) = 2", "n >= 100")),  # one congruence only
        ("91", "smallest", ("in(n, Primes)", "n > 89")),  # a composite
        ("{2, 3, 5, 7, 9}", "all", ("in(n, Primes)", "n < 10")),
        ("{2, 3, 5}", "all", ("in(n, Primes)", "n < 10")),
        ("5", "count", ("in(n, Primes)", "n < 10", "n > 0")),
        ("111111111111", "count", ("mod(n, 9) = 1", "n > 0", "n <= 10**12")),
        ("mod(n, 24) = 11", "general", ("mod(n, 4) = 3", "mod(n, 6) = 5")),
        ("mod(n, 12) = 5", "general", ("mod(n, 4) = 3", "mod(n, 6) = 5")),
        ("mod(n, 12) = 23", "general", ("mod(n, 4) = 3", "mod(n, 6) = 5")),
        (None, "general", ("mod(n, 4) = 3", "mod(n, 6) = 5")),
        (None, "smallest", ("mod(n**2, 7) = 2",)),
        (None, "smallest", ("mod(n, 7) = 3", "n > 10", "n < 18")),
        ("0", "count", ("mod(n, 7) = 3", "n > 10", "n < 18")),
    ],
)  # fmt: skip
def test_forgeries_are_refuted(value: str | None, wanted: str, conditions: tuple[str, ...]) -> None:
    assert verdict(value, wanted, *conditions) is Verdict.REFUTED


def test_an_empty_claim_proves_nothing() -> None:
    assert verdict("5", "smallest") not in CONFIRMED


@SETTINGS
@given(
    st.lists(st.tuples(st.integers(2, 12), st.integers(0, 11)), min_size=1, max_size=3),
    st.integers(-30, 30),
    st.integers(1, 200),
    st.integers(-40, 40),
    st.sampled_from(["smallest", "largest", "count"]),
)
def test_only_the_truth_is_confirmed(
    pairs: list[tuple[int, int]], lower: int, width: int, shift: int, wanted: str
) -> None:
    conditions = [f"mod(n, {m}) = {r % m}" for m, r in pairs]
    conditions += [f"n >= {lower}", f"n <= {lower + width}"]
    found = [n for n in range(lower, lower + width + 1) if all((n - r) % m == 0 for m, r in pairs)]
    truth = {"smallest": found[:1], "largest": found[-1:], "count": [len(found)]}[wanted]
    stated = (truth[0] if truth else lower) + shift
    confirmed = verdict(str(stated), wanted, *conditions) in CONFIRMED
    assert confirmed == (truth == [stated])
