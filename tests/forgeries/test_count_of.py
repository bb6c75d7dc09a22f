"""Forged counts: off by one, the wrong condition, the wrong pools, order confused. None may be confirmed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.count_of import check
from abacist.core.claim import CountOf
from abacist.core.outcome import Verdict

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
SETTINGS = settings(deadline=None, max_examples=60)


def verdict(**fields: object) -> Verdict:
    given_fields = {"pools": [["boy", 5], ["girl", 4]], "choose": 3, "conditions": ["girl >= 1"]}
    return check(CountOf.model_validate({**given_fields, **fields})).verdict


@pytest.mark.parametrize(
    "fields",
    [
        {"count": 84},  # the condition forgotten
        {"count": 112},  # one girl first, then any two: choices counted several times
        {"count": 73},
        {"count": 75},
        {"count": 444},  # ordered instead of not
        {"count": 74, "ordered": True},
        {"count": 74, "repetition": True},
        {"count": 74, "choose": 4},
        {"count": 74, "conditions": ["girl > 1"]},
        {"count": 74, "conditions": ["boy >= 1"]},
        {"count": 74, "pools": [["boy", 4], ["girl", 5]]},
        {"count": 74, "selection": "selection(3, and(boy = 6, girl = 4))"},
        {"count": 74, "selection": "selection(4, and(boy = 5, girl = 4))"},
    ],
)
def test_forgeries_are_refuted(fields: dict[str, object]) -> None:
    assert verdict(**fields) is Verdict.REFUTED


@SETTINGS
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 8), st.integers(-2, 2))
def test_only_vandermonde_is_confirmed(boys: int, girls: int, choose: int, shift: int) -> None:
    truth = math.comb(boys + girls, choose) - math.comb(boys, choose)
    if choose == 0:
        truth = 0
    found = verdict(pools=[["boy", boys], ["girl", girls]], choose=choose, count=truth + shift)
    assert (found in CONFIRMED) == (shift == 0)
