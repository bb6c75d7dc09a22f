"""What the checker of congruences proves, and where it abstains."""

from __future__ import annotations

import pytest

from abacist.checking.congruence_of import check
from abacist.core.claim import CongruenceOf
from abacist.core.outcome import Verdict
from abacist.notation.grammar import parse_canonical


def claim(value: str | None, wanted: str, *conditions: str) -> CongruenceOf:
    return CongruenceOf.model_validate(
        {"unknown": "n", "conditions": conditions, "wanted": wanted, "value": value}
    )


@pytest.mark.parametrize(
    "value, wanted, conditions, verdict",
    [
        ("142", "smallest", ("mod(n, 9) = 7", "mod(n, 5) = 2", "n >= 100"), Verdict.PROVED),
        ("52", "smallest", ("mod(n, 9) = 7", "mod(n, 5) = 2", "n >= 100"), Verdict.REFUTED),
        ("187", "smallest", ("mod(n, 9) = 7", "mod(n, 5) = 2", "n >= 100"), Verdict.REFUTED),
        ("142", "smallest", ("mod(n, 9) = 7", "mod(n, 5) = 2"), Verdict.UNDECIDED),
        ("2", "smallest", ("in(n, Primes)",), Verdict.PROVED),
        ("97", "largest", ("in(n, Primes)", "n < 100"), Verdict.PROVED),
        ("89", "largest", ("in(n, Primes)", "n < 100"), Verdict.REFUTED),
        (None, "smallest", ("mod(n, 4) = 3", "mod(n, 6) = 4"), Verdict.PROVED),
        (None, "smallest", ("mod(n, 4) = 3", "n > 0"), Verdict.REFUTED),
        (None, "smallest", ("in(n, Primes)", "n > 0"), Verdict.UNDECIDED),
        ("{3, 7}", "all", ("mod(n, 4) = 3", "n > 0", "n < 10"), Verdict.PROVED),
        ("{3}", "all", ("mod(n, 4) = 3", "n > 0", "n < 10"), Verdict.REFUTED),
        ("2", "count", ("mod(n, 4) = 3", "n > 0", "n < 10"), Verdict.PROVED),
        ("2", "count", ("mod(n, 4) = 3", "n > 0"), Verdict.UNDECIDED),
        ("mod(n, 12) = 11", "general", ("mod(n, 4) = 3", "mod(n, 6) = 5"), Verdict.PROVED),
        ("mod(n, 24) = 11", "general", ("mod(n, 4) = 3", "mod(n, 6) = 5"), Verdict.REFUTED),
        ("mod(n, 12) = 11", "general", ("mod(n, 4) = 3", "n > 0"), Verdict.UNDECIDED),
        ("5", "smallest", ("sin(n) > 0", "n > 0"), Verdict.UNDECIDED),
    ],
)  # fmt: skip
def test_verdicts(
    value: str | None, wanted: str, conditions: tuple[str, ...], verdict: Verdict
) -> None:
    finding = check(claim(value, wanted, *conditions))
    assert finding.verdict is verdict
    assert finding.evidence


def test_large_moduli_need_no_search() -> None:
    finding = check(
        claim(
            "988413467918894230",
            "smallest",
            "mod(n, 10**9 + 7) = 3",
            "mod(n, 998244353) = 5",
            "n > 0",
        )
    )
    assert finding.verdict is Verdict.PROVED


def test_the_relations_are_evaluated_as_written() -> None:
    assert parse_canonical("mod(n, 9)").has("mod")
    assert check(claim("0", "smallest", "mod(n - 7, 9) = 2", "n >= 0")).verdict is Verdict.PROVED
