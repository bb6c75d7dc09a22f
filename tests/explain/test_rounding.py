"""Rounded answers: every digit is that of the true value, and what is open stays unrounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.value import Ball, Exact, Named, Text, Value
from abacist.explain.rounding import number_of, rounded
from abacist.notation.grammar import parse_canonical
from abacist.notation.values import answer_text


def exact(text: str) -> Value:
    return Exact(expr=parse_canonical(text))


@pytest.mark.parametrize(
    "text, decimals, significant, shown",
    [
        ("sqrt(2)", 4, None, "1.4142"),
        ("pi", None, 3, "3.14"),
        ("1/8", 2, None, "0.13"),  # half away from zero
        ("-1/8", 2, None, "-0.13"),
        ("5/4*exp(-1)", 6, None, "0.459849"),
        ("{-sqrt(2), sqrt(2)}", 3, None, "{-1.414, 1.414}"),
        ("1000*pi", None, 2, "3.1e3"),
        ("0", 2, None, "0"),
    ],
)
def test_exact_values(text: str, decimals: int | None, significant: int | None, shown: str) -> None:
    found = rounded(exact(text), decimals, significant)
    assert found is not None
    assert answer_text(found).startswith(shown)


@pytest.mark.parametrize("text", ["x + 1", "sqrt(-2)", "x = 2", "{x, 1}"])
def test_what_is_no_number_is_not_rounded(text: str) -> None:
    assert rounded(exact(text), 3, None) is None


def test_an_open_digit_is_not_shown() -> None:
    near = Ball(mid=Decimal("0.12345"), rad=Decimal("0.00001"))
    assert rounded(near, 4, None) is None
    assert rounded(near, 3, None) is not None
    assert rounded(Text(text="A"), 2, None) is None


def test_named_values() -> None:
    found = rounded(Named(items=(("x", exact("1/3")), ("y", exact("sqrt(3)")))), 2, None)
    assert found is not None
    assert answer_text(found) == "{x: 0.33, y: 1.73}"


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 12))
@settings(deadline=None, max_examples=200)
def test_a_fraction_is_off_by_at_most_half_a_unit(value: Fraction, decimals: int) -> None:
    near = rounded(exact(f"({value.numerator})/({value.denominator})"), decimals, None)
    assert isinstance(near, Ball)
    assert abs(value - Fraction(near.mid)) <= Fraction(1, 2 * 10**decimals)


def test_numbers_for_programs() -> None:
    assert number_of(exact("3/4")) == Decimal("0.75")
    assert number_of(exact("pi")) == Decimal("3.14159265358979")
    assert number_of(exact("x")) is None
