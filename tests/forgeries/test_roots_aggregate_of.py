"""Forged sums and products of roots. None may be confirmed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.roots_aggregate_of import check
from abacist.core.claim import RootsAggregateOf
from abacist.core.outcome import Verdict


def claim(equation: str, operation: str, value: str) -> RootsAggregateOf:
    return RootsAggregateOf.model_validate(
        {"equation": equation, "unknown": "x", "operation": operation, "value": value}
    )


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(-30, 30), min_size=2, max_size=6).filter(lambda c: c[0] != 0),
    st.integers(-2, 2),
)
def test_shifted_values(coefficients: list[int], shift: int) -> None:
    degree = len(coefficients) - 1
    left = " + ".join(f"({c})*x**{degree - k}" for k, c in enumerate(coefficients))
    a, b, c = coefficients[0], coefficients[1], coefficients[-1]
    for operation, above in (("sum", -b), ("product", (-1) ** degree * c)):
        forged = claim(f"{left} = 0", operation, f"({above + shift})/({a})")
        expected = Verdict.PROVED if shift == 0 else Verdict.REFUTED
        assert check(forged).verdict is expected


@pytest.mark.parametrize(
    ("equation", "value"),
    [
        ("x**2 - 2*x + 5 = 0", "0"),  # the real roots only
        ("(x - 2)**2 = 0", "2"),  # a double root counted once
        ("x**5 - x - 1 = 0", "1.1673"),  # the one real root
    ],
)
def test_roots_left_out(equation: str, value: str) -> None:
    assert check(claim(equation, "sum", value)).verdict is Verdict.REFUTED


@pytest.mark.parametrize("equation", ["sin(x) = 0", "x*y = 1", "x = x", "1/x = 2", "x + 1"])
def test_what_is_no_polynomial_equation_is_not_confirmed(equation: str) -> None:
    assert check(claim(equation, "sum", "0")).verdict is Verdict.UNDECIDED
