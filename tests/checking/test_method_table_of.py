"""Tables of one-step methods, recomputed exactly or in balls."""

from __future__ import annotations

from typing import Any

import pytest

from abacist.checking.method_table_of import TABLEAUS, check
from abacist.core.claim import MethodTableOf
from abacist.core.outcome import Verdict


def claim(**more: Any) -> MethodTableOf:
    fields: dict[str, Any] = {
        "method": "euler",
        "derivatives": ["x + y"],
        "variable": "x",
        "states": ["y"],
        "start": "0",
        "initial": ["1"],
        "step": "0.1",
        "points": ["0", "0.1", "0.2"],
        "values": [["1"], ["1.1"], ["1.22"]],
        "stages": [[["1"]], [["1.2"]]],
        "tolerance": "1E-12",
        **more,
    }
    return MethodTableOf.model_validate(fields)


def test_a_rational_table_is_proved() -> None:
    found = check(claim())
    assert found.verdict is Verdict.PROVED
    assert found.evidence["numbers compared"] == "8"


def test_other_functions_are_enclosed() -> None:
    found = check(
        claim(
            derivatives=["cos(x)*y"],
            points=["0", "0.1"],
            values=[["1"], ["1.1"]],
            stages=[[["1"]]],
        )
    )
    assert found.verdict is Verdict.ENCLOSED


@pytest.mark.parametrize("method", sorted(TABLEAUS))
def test_tableaus_are_consistent(method: str) -> None:
    """Source: E. Hairer, S. P. Nørsett, G. Wanner (1993), §II.1: c_i = Σ a_ij and Σ b_i = 1."""
    nodes, matrix, weights = TABLEAUS[method]
    assert sum(weights) == 1
    assert [sum(row) for row in matrix] == list(nodes)


def test_an_extract_of_a_long_table() -> None:
    extract = claim(rows=[0, 2], points=["0", "0.2"], values=[["1"], ["1.22"]], stages=[[["1"]]])
    assert check(extract).verdict is Verdict.PROVED


def test_a_pole_at_the_last_point_does_no_harm() -> None:
    table = claim(
        derivatives=["1/(x - 0.1)"],
        points=["0", "0.1"],
        values=[["1"], ["0"]],
        stages=[[["-10"]]],
    )
    assert check(table).verdict is Verdict.PROVED


def test_a_pole_on_the_way_is_undecided() -> None:
    table = claim(
        derivatives=["1/(x - 0.1)"], values=[["1"], ["0"], ["0"]], stages=[[["-10"]], [["0"]]]
    )
    assert check(table).verdict is Verdict.UNDECIDED
