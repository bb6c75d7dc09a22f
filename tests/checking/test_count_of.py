"""Numbers of choices: generated, and by generating functions where there are too many."""

from __future__ import annotations

import math

import pytest

from abacist.checking import count_of
from abacist.core.claim import CountOf
from abacist.core.outcome import Verdict


def claim(**fields: object) -> CountOf:
    return CountOf.model_validate({"pools": [["boy", 5], ["girl", 4]], "choose": 3, **fields})


@pytest.mark.parametrize(
    "fields, verdict",
    [
        ({"conditions": ["girl >= 1"], "count": 74}, Verdict.PROVED),
        ({"conditions": ["girl >= 1"], "count": 75}, Verdict.REFUTED),
        ({"conditions": ["girl > boy"], "count": 34}, Verdict.PROVED),
        ({"ordered": True, "count": 504}, Verdict.PROVED),
        ({"repetition": True, "count": 165}, Verdict.PROVED),
        ({"repetition": True, "ordered": True, "count": 729}, Verdict.PROVED),
        ({"conditions": ["teacher >= 1"], "count": 0}, Verdict.UNDECIDED),
        ({"choose": -1, "count": 0}, Verdict.UNDECIDED),
        ({"selection": "selection(3, and(boy = 5, girl = 4))", "count": 84}, Verdict.PROVED),
        ({"selection": "selection(3, and(boy = 5, girl = 5))", "count": 84}, Verdict.REFUTED),
        ({"selection": "boy = 5", "count": 84}, Verdict.UNDECIDED),
    ],
)
def test_verdicts(fields: dict[str, object], verdict: Verdict) -> None:
    assert count_of.check(claim(**fields)).verdict is verdict


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("repetition", [False, True])
@pytest.mark.parametrize("conditions", [[], ["girl >= 2", "boy != 1"]])
def test_both_methods_agree(
    ordered: bool, repetition: bool, conditions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"ordered": ordered, "repetition": repetition, "conditions": conditions, "count": 0}
    generated = count_of.check(claim(**fields)).evidence["found"]
    monkeypatch.setattr(count_of, "_MOST_GENERATED", -1)
    by_series = count_of.check(claim(**fields))
    assert by_series.evidence["found"] == generated
    assert "generating" in by_series.method.en


def test_large_numbers() -> None:
    value = math.comb(400, 200)
    fields = {"pools": [["x", 150], ["y", 250]], "choose": 200}
    assert count_of.check(claim(**fields, count=value)).verdict is Verdict.PROVED
    assert count_of.check(claim(**fields, count=value + 1)).verdict is Verdict.REFUTED
