"""Forged measures: wrong constants, wrong units, figures that do not exist. None may be confirmed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.measure_of import check
from abacist.core.claim import MeasureOf
from abacist.core.outcome import Verdict

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
SETTINGS = settings(deadline=None, max_examples=40)


def verdict(figure: str, measure: str, value: str | None, **more: object) -> Verdict:
    fields = {"figure": figure, "measure": measure, "value": value, "given": figure, **more}
    return check(MeasureOf.model_validate(fields)).verdict


@pytest.mark.parametrize(
    "figure, measure, value",
    [
        ("between(square(4), incircle(square(4)))", "area", "16 - 2*pi"),
        ("between(square(4), incircle(square(4)))", "area", "4*pi - 16"),
        ("between(square(4), incircle(square(4)))", "area", "16 + 4*pi"),
        ("between(square(4), incircle(square(4)))", "area", "3.4336"),
        ("circle(3)", "area", "6*pi"),
        ("circle(3)", "perimeter", "9*pi"),
        ("circle(3)", "area", "28.274333882308139"),
        ("circle(3)", "area", "22/7*9"),
        ("circle_with(diameter, 6)", "area", "36*pi"),
        ("square(3)", "diagonal", "4.24264"),
        ("square(3)", "diagonal", "2*sqrt(3)"),
        ("triangle(3, 4, 5)", "area", "12"),
        ("triangle(3, 4, 5)", "perimeter", "11"),
        ("triangle(13, 14, 15)", "inradius", "65/8"),
        ("semicircle(2)", "perimeter", "2*pi"),
        ("right_triangle_hypotenuse(5, 3)", "area", "15/2"),
        ("rectangle_with(8, area, 40)", "width", "8"),
        ("triangle(1, 2, 3)", "area", "0"),
        ("triangle(3, 4, 5)", "area", None),
        ("circle(0)", "area", "0"),
    ],
)
def test_forgeries_are_refuted(figure: str, measure: str, value: str | None) -> None:
    assert verdict(figure, measure, value) is Verdict.REFUTED


RECTANGLE = "rectangle(quantity(8, m), quantity(50, cm))"


@pytest.mark.parametrize(
    "figure, measure, value, unit",
    [
        ("rectangle(8, 1/2)", "area", "4", "cm**2"),
        ("rectangle(8, 1/2)", "area", "4", "m"),
        ("rectangle(8, 1/2)", "area", "4", None),
        ("rectangle(8, 50)", "area", "400", "m**2"),
        ("rectangle(8, 5)", "area", "40", "m**2"),
        ("rectangle(8, 1/2)", "perimeter", "17", "m**2"),
        ("rectangle(8, 1/2)", "perimeter", "17", "kg"),
        ("square(2)", "area", "4", "m**2"),
    ],
)
def test_wrong_units_are_not_confirmed(
    figure: str, measure: str, value: str, unit: str | None
) -> None:
    assert verdict(figure, measure, value, given=RECTANGLE, unit=unit) not in CONFIRMED


def test_a_figure_other_than_the_given_one_is_refuted() -> None:
    assert verdict("square(3)", "area", "9", given="square(4)") is Verdict.REFUTED
    assert verdict("square(3)", "area", "9", given="circle(3)") is Verdict.REFUTED


@SETTINGS
@given(
    st.fractions(Fraction(1, 9), 20, max_denominator=9),
    st.fractions(Fraction(1, 9), 20, max_denominator=9),
    st.fractions(-1, 1, max_denominator=50),
)
def test_only_the_area_of_the_rectangle_is_confirmed(
    a: Fraction, b: Fraction, shift: Fraction
) -> None:
    found = verdict(f"rectangle({a}, {b})", "area", str(a * b + shift))
    assert (found in CONFIRMED) == (shift == 0)


@SETTINGS
@given(st.integers(1, 20), st.integers(-3, 3), st.integers(-3, 3))
def test_only_the_area_beside_the_incircle_is_confirmed(side: int, a: int, b: int) -> None:
    figure = f"between(square({side}), incircle(square({side})))"
    value = f"{side**2 + a} - ({Fraction(side**2, 4) + b})*pi"
    assert (verdict(figure, "area", value) in CONFIRMED) == (a == b == 0)
