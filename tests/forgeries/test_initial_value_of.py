"""Forged values of solutions: shifted digits, values beyond poles, other problems. None may be confirmed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.initial_value_of import check
from abacist.core.claim import InitialValueOf
from abacist.core.outcome import Verdict

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)


def claim(
    slopes: list[str], states: str, initial: list[str], end: str, values: list[str]
) -> InitialValueOf:
    return InitialValueOf.model_validate(
        {
            "derivatives": slopes,
            "variable": "t",
            "states": states.split(),
            "start": "0",
            "initial": initial,
            "end": end,
            "end_values": values,
            "tolerance": "0.000001",
        }
    )


TRUE = [
    claim(["v", "cos(t) - 0.1*v - x**3"], "x v", ["0.5", "0"], "2*pi", ["1.896049", "0.747199"]),
    claim(["-2*y + t"], "y", ["1"], "0.5", ["0.459849"]),
    claim(["y"], "y", ["1"], "1", ["2.718282"]),
    claim(["v", "-x"], "x v", ["0", "1"], "1", ["0.841471", "0.540302"]),
    claim(["y**2"], "y", ["1"], "0.5", ["2.000000"]),
]


@pytest.mark.parametrize(
    "forged",
    [
        # a published account of these two problems
        claim(["v", "cos(t) - 0.1*v - x**3"], "x v", ["0.5", "0"], "2*pi", ["0.4982", "-0.0017"]),
        claim(["-2*y + t"], "y", ["1"], "0.5", ["0.6065"]),
        # the formula 1/(1 − t) beyond its pole
        claim(["y**2"], "y", ["1"], "2", ["-1"]),
        claim(["1 + y**2"], "y", ["0"], "2", ["-2.185040"]),
        claim(["1/(t - 1)"], "y", ["0"], "2", ["0"]),
        claim(["-1/y"], "y", ["1"], "1", ["1"]),
        # RK4 with h = 0.1 is not the solution
        claim(["-2*y + t"], "y", ["1"], "0.5", ["0.459857"]),
        # a wrong number of values
        claim(["y"], "y", ["1"], "1", ["2.718282", "1"]),
    ],
    ids=lambda one: f"{one.derivatives[0]} → {one.end_values}",
)
def test_forgeries_are_refuted(forged: InitialValueOf) -> None:
    assert check(forged).verdict is Verdict.REFUTED


def test_a_pulse_between_the_steps_is_not_missed() -> None:
    """A stiff problem whose pulse of width 10⁻⁶ at t = 1/3 both methods step over: y(1) is not cos 1."""
    pulse = "-100000*(y - cos(t)) + z"
    forged = claim(
        [pulse, "100000*exp(-(1000000*(t - 1/3))**2)"], "y z", ["1", "0"], "1", ["0.540310", "0"]
    )
    assert check(forged).verdict not in CONFIRMED


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(TRUE), st.integers(-(10**7), 10**7).filter(lambda k: abs(k) > 20), st.data())
def test_a_shifted_digit_is_refuted(true: InitialValueOf, shift: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(true.end_values) - 1))
    values = list(true.end_values)
    values[place] += Decimal(shift) / 10**7
    forged = true.model_copy(update={"end_values": tuple(values)})
    assert check(true).verdict is Verdict.ENCLOSED
    assert check(forged).verdict is Verdict.REFUTED


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(TRUE), st.integers(1, 50))
def test_another_end_or_start_is_never_confirmed(true: InitialValueOf, hundredths: int) -> None:
    from fractions import Fraction

    from abacist.core.expr import add, number

    shift = number(Fraction(hundredths, 100))
    later = true.model_copy(update={"end": add(true.end, shift)})
    other = true.model_copy(update={"initial": (add(true.initial[0], shift), *true.initial[1:])})
    assert check(later).verdict not in CONFIRMED
    assert check(other).verdict not in CONFIRMED
