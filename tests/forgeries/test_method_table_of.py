"""Forged tables: one wrong number, another method, a lost step. Every one is refuted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.actions.ode.initial_value import Arguments, initial_value
from abacist.checking.method_table_of import check
from abacist.core.claim import MethodTableOf
from abacist.core.outcome import Verdict


def _table(method: str, equations: list[str], conditions: list[str], end: str) -> MethodTableOf:
    given_ = {
        "equations": equations,
        "conditions": conditions,
        "method": method,
        "step": "0.1",
        "wanted": [end],
    }
    claim = initial_value(Arguments.model_validate(given_)).claims[0]
    assert isinstance(claim, MethodTableOf)
    return claim


TRUE = [
    _table("rk4", ["y' = -2*y + x"], ["y(0) = 1"], "0.5"),
    _table("heun", ["y' = y*sin(x)"], ["y(0) = 1"], "0.3"),
    _table("midpoint", ["x'' = -x"], ["x(0) = 1", "x'(0) = 0"], "0.3"),
    _table("euler", ["y' = y**2"], ["y(0) = 1"], "0.4"),
]


@pytest.mark.parametrize("true", TRUE, ids=lambda one: one.method)
def test_true_tables_are_confirmed(true: MethodTableOf) -> None:
    assert check(true).verdict in (Verdict.PROVED, Verdict.ENCLOSED)


@pytest.mark.parametrize("true", TRUE, ids=lambda one: one.method)
def test_another_problem_is_refuted(true: MethodTableOf) -> None:
    from abacist.notation.grammar import parse_canonical

    others = {"rk4": "heun", "heun": "midpoint", "midpoint": "heun", "euler": "rk4"}
    assert check(true.model_copy(update={"method": others[true.method]})).verdict is Verdict.REFUTED
    step = {"step": parse_canonical("0.2")}
    assert check(true.model_copy(update=step)).verdict is Verdict.REFUTED
    sign = tuple(parse_canonical(f"-({one})") for one in true.derivatives)
    assert check(true.model_copy(update={"derivatives": sign})).verdict is Verdict.REFUTED


@pytest.mark.parametrize("true", TRUE, ids=lambda one: one.method)
def test_a_lost_row_is_refuted(true: MethodTableOf) -> None:
    lost = {"points": true.points[1:], "values": true.values[1:], "stages": true.stages[1:]}
    assert check(true.model_copy(update=lost)).verdict is Verdict.REFUTED
    assert check(true.model_copy(update={"stages": true.stages[:-1]})).verdict is Verdict.REFUTED
    empty = {"points": (), "values": (), "stages": ()}
    assert check(true.model_copy(update=empty)).verdict is Verdict.REFUTED


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(TRUE), st.data(), st.sampled_from(["1E-6", "-1E-9", "0.1", "-3"]))
def test_one_wrong_number_is_refuted(true: MethodTableOf, data: st.DataObject, error: str) -> None:
    kind = data.draw(st.sampled_from(["points", "values", "stages"]))
    row = data.draw(st.integers(0, len(getattr(true, kind)) - 1))
    if kind == "points":
        changed: object = _changed(true.points, row, true.points[row] + Decimal(error))
    elif kind == "values":
        state = data.draw(st.integers(0, len(true.states) - 1))
        values = _changed(true.values[row], state, true.values[row][state] + Decimal(error))
        changed = _changed(true.values, row, values)
    else:
        stage = data.draw(st.integers(0, len(true.stages[row]) - 1))
        slopes = true.stages[row][stage]
        state = data.draw(st.integers(0, len(slopes) - 1))
        wrong = _changed(slopes, state, slopes[state] + Decimal(error))
        changed = _changed(true.stages, row, _changed(true.stages[row], stage, wrong))
    assert check(true.model_copy(update={kind: changed})).verdict is Verdict.REFUTED


def _changed(items: tuple, place: int, new: object) -> tuple:  # type: ignore[type-arg]
    return (*items[:place], new, *items[place + 1 :])
