"""One-step methods: their order on a problem with a known solution, and exactness on polynomials."""

from __future__ import annotations

from fractions import Fraction
from math import exp, log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.actions.ode.runge_kutta import FIXED_STEP_METHODS, integrate

ORDER = {"euler": 1, "heun": 2, "midpoint": 2, "rk4": 4}


def _error(method: str, steps: int) -> float:
    done = integrate(method, lambda t, y: [-2 * y + t], 0.0, [1.0], 0.5 / steps, steps)  # type: ignore[arg-type]
    return abs(done[-1].after[0] - (1.25 * exp(-1.0)))


@pytest.mark.parametrize("method", FIXED_STEP_METHODS)
def test_the_error_falls_with_the_order(method: str) -> None:
    rate = log2(_error(method, 20) / _error(method, 40))
    assert abs(rate - ORDER[method]) < 0.15


def test_the_golden_step_in_fractions() -> None:
    h = Fraction(1, 10)
    done = integrate("rk4", lambda t, y: [-2 * y + t], Fraction(0), [Fraction(1)], h, 5)
    assert [k[0] for k in done[0].stages] == [
        Fraction(-2),
        Fraction(-7, 4),
        Fraction(-71, 40),
        Fraction(-309, 200),
    ]
    assert len(done) == 5
    assert round(float(done[-1].after[0]), 6) == 0.459857


@settings(deadline=None, max_examples=30)
@given(st.lists(st.fractions(-5, 5, max_denominator=9), min_size=1, max_size=4))
def test_rk4_integrates_cubics_exactly(coefficients: list[Fraction]) -> None:
    def slope(t: Fraction, y: Fraction) -> list[Fraction]:
        return [sum((c * t**k for k, c in enumerate(coefficients)), Fraction(0))]

    h = Fraction(1, 3)
    done = integrate("rk4", slope, Fraction(0), [Fraction(0)], h, 3)
    true = sum((c / (k + 1) for k, c in enumerate(coefficients)), Fraction(0))
    assert done[-1].after[0] == true
