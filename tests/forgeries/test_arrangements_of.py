"""Forged numbers of arrangements. None may be confirmed; both methods of the checker agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking import arrangements_of
from abacist.core.claim import ArrangementsOf
from abacist.core.outcome import Verdict

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
SETTINGS = settings(deadline=None, max_examples=30)
CONDITIONS = (
    "together(u)", "apart(u)", "together(u, v)", "apart(v)", "first(u)", "last(v)", "not_first(v)",
    "not_last(u)", "ends(u)", "inside(u)", "at_end(w)", "before(w, z)",
)  # fmt: skip


def claim(**fields: object) -> ArrangementsOf:
    return ArrangementsOf.model_validate({"pools": [["boy", 4], ["girl", 3]], **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"count": 5040, "conditions": ["apart(girl)"]},  # the condition forgotten
        {"count": 720, "conditions": ["apart(girl)"]},  # the block method for the gaps
        {"count": 120, "conditions": ["together(girl)"]},  # nobody in the block changes places
        {"count": 35},  # orders of kinds instead of persons
        {"count": 5040, "circular": True},
        {"count": 720, "conditions": ["together(girl)"], "circular": True},
        {"count": 5040, "arrangement": "arrangement(and(boy = 4, girl = 2))"},
        {"count": 5040, "arrangement": "around(and(boy = 4, girl = 3))"},
        {"count": 5040, "arrangement": "arrangement(person = 7)"},
        {"count": 5041},
    ],
)
def test_forgeries_are_refuted(fields: dict[str, object]) -> None:
    assert arrangements_of.check(claim(**fields)).verdict is Verdict.REFUTED


@pytest.mark.parametrize("conditions", [["dancing(boy)"], ["together(teacher)"], ["boy > 2"]])
def test_what_is_not_understood_is_not_confirmed(conditions: list[str]) -> None:
    found = arrangements_of.check(claim(count=5040, conditions=conditions))
    assert found.verdict is Verdict.UNDECIDED


@SETTINGS
@given(st.integers(0, 3), st.integers(0, 2), st.lists(st.sampled_from(CONDITIONS), max_size=3))
def test_both_methods_agree(u: int, v: int, conditions: list[str]) -> None:
    pools = [["u", u], ["v", v], ["w", 1], ["z", 1]]
    fields = {"pools": pools, "conditions": conditions, "count": -1}
    generated = arrangements_of.check(claim(**fields))
    few, arrangements_of._FEW = arrangements_of._FEW, -1
    try:
        placed = arrangements_of.check(claim(**fields))
    finally:
        arrangements_of._FEW = few
    assert generated.evidence["found"] == placed.evidence["found"]
    assert generated.verdict is placed.verdict is Verdict.REFUTED
