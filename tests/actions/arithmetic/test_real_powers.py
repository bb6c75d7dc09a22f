"""Fractional powers of negative numbers: the other reading is told where it gives another value."""

from __future__ import annotations

import pytest

from abacist.actions.arithmetic.real_powers import real_power_note, with_real_roots
from abacist.notation.grammar import parse


@pytest.mark.parametrize(
    ("text", "value", "source"),
    [
        ("(-125)^(4/3)", "625", "(-5)^4; MATH (Hendrycks et al. 2021), algebra"),
        ("(-8)^(1/3)", "−2", "(-2)^3 = -8"),
        ("(-8)^(1/3) + (-27)^(2/3)", "7", "-2 + 9"),
        ("(-1)^0.2", "−1", "(-1)^5 = -1"),
    ],
)
def test_the_value_with_real_roots_is_told(text: str, value: str, source: str) -> None:
    (note,) = real_power_note(parse(text))
    assert f"it is {value}. " in note.en, source
    assert f"结果为 {value}。" in note.zh


@pytest.mark.parametrize(
    "text", ["8^(1/3)", "(-8)^(1/2)", "(-2)^3", "root(-8, 3)", "(-2)^(-4)", "x^(1/3)"]
)
def test_there_is_no_other_reading(text: str) -> None:
    expression = parse(text)
    assert with_real_roots(expression) == expression
    assert real_power_note(expression) == ()
