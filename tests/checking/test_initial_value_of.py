"""Values of solutions: enclosed, cross-checked where stiff, never confirmed beyond a singularity."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from abacist.checking.initial_value_of import check
from abacist.core.claim import InitialValueOf
from abacist.core.outcome import Verdict
from abacist.notation.grammar import parse_canonical


def claim(
    slopes: list[str], states: str, initial: list[str], end: str, values: list[str], **more: Any
) -> InitialValueOf:
    fields: dict[str, Any] = {
        "derivatives": slopes,
        "variable": "t",
        "states": states.split(),
        "start": "0",
        "initial": initial,
        "end": end,
        "end_values": values,
        "tolerance": "0.000001",
        **more,
    }
    return InitialValueOf.model_validate(fields)


DUFFING = claim(
    ["v", "cos(t) - 0.1*v - x**3"],
    "x v",
    ["0.5", "0"],
    "2*pi",
    ["1.896049", "0.747199"],
    equations=["x'' + 0.1*x' + x**3 = cos(t)"],
    components=[("x", 0), ("x", 1)],
)


def test_the_duffing_equation() -> None:
    found = check(DUFFING)
    assert found.verdict is Verdict.ENCLOSED
    assert "1.89604938856" in found.evidence["balls"]


def test_a_stiff_problem_is_cross_checked() -> None:
    """Source: the exact solution (L²·cos t + L·sin t + (L² + 2)·e^(−L·t))/(L² + 1) with L = 10⁵ at t = 2."""
    from math import cos, sin

    rate = 1e5
    value = (rate**2 * cos(2) + rate * sin(2)) / (rate**2 + 1)
    one = claim(["-100000*(y - cos(t))"], "y", ["2"], "2", [f"{value:.10f}"], tolerance="1E-8")
    assert check(one).verdict is Verdict.CROSS_CHECKED
    wrong = one.model_copy(update={"end_values": (Decimal(f"{value + 1e-5:.10f}"),)})
    assert check(wrong).verdict is Verdict.REFUTED


def test_every_right_hand_side_must_say_the_same_as_the_equations() -> None:
    wrong = DUFFING.model_copy(
        update={"derivatives": (parse_canonical("v"), parse_canonical("cos(t) - 0.2*v - x**3"))}
    )
    assert check(wrong).verdict is Verdict.REFUTED
    swapped = DUFFING.model_copy(update={"components": (("x", 1), ("x", 0))})
    assert check(swapped).verdict is Verdict.REFUTED
    branches = DUFFING.model_copy(
        update={
            "equations": (parse_canonical("(x'' + 0.1*x' + x**3 - cos(t))*x'' = 0"),),
        }
    )
    assert check(branches).verdict not in (Verdict.PROVED, Verdict.ENCLOSED)


@pytest.mark.parametrize(
    "slope, initial, end, place",
    [
        ("y**2", "1", "2", "1"),
        ("-y**3", "1", "-2", "-0.5"),
        ("y**2", "-1", "-3", "-1"),
        ("y**2 + t", "1", "2", "0.93056451"),
        ("1 + y**2", "0", "2", "1.57079633"),
    ],
)
def test_blow_ups_are_proved(slope: str, initial: str, end: str, place: str) -> None:
    one = claim([slope], "y", [initial], end, [], blow_up=place)
    assert check(one).verdict is Verdict.ENCLOSED
    wrong = one.model_copy(update={"blow_up": Decimal(place) + Decimal("0.001")})
    assert check(wrong).verdict is Verdict.REFUTED


def test_a_kink_is_no_singularity() -> None:
    """y' = |y| − 1 from 1/2 has the solution 1 − e^t/2 up to ln 2 and −1 + e^(ln 2 − t) after it."""
    one = claim(["abs(y) - 1"], "y", ["1/2"], "3", ["-0.900425863"])
    assert check(one).verdict is Verdict.CROSS_CHECKED
    wrong = one.model_copy(update={"end_values": (Decimal("-0.9004"),)})
    assert check(wrong).verdict is Verdict.REFUTED


def test_no_blow_up_is_refuted() -> None:
    assert check(claim(["-y**3"], "y", ["1"], "2", [], blow_up="1")).verdict is Verdict.REFUTED


def test_an_undefined_right_hand_side_is_undecided() -> None:
    assert check(claim(["f(y)"], "y", ["1"], "1", ["1"])).verdict is Verdict.UNDECIDED
