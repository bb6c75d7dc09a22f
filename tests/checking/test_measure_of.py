"""What the checker of figures proves, cross-checks and refuses."""

from __future__ import annotations

import pytest

from abacist.checking.measure_of import check
from abacist.core.claim import MeasureOf
from abacist.core.outcome import Verdict


def verdict(figure: str, measure: str, value: str | None, **more: str) -> Verdict:
    claim = MeasureOf.model_validate(
        {"figure": figure, "measure": measure, "value": value, "given": figure, **more}
    )
    return check(claim).verdict


@pytest.mark.parametrize(
    "figure, measure, value, expected",
    [
        ("between(square(4), incircle(square(4)))", "area", "16 - 4*pi", Verdict.PROVED),
        ("triangle(13, 14, 15)", "circumradius", "65/8", Verdict.PROVED),
        ("triangle(sqrt(2), sqrt(3), sqrt(5))", "area", "sqrt(6)/2", Verdict.PROVED),
        ("incircle(triangle(5, 6, 7))", "radius", "2*sqrt(6)/3", Verdict.PROVED),
        ("circumcircle(rectangle(3, 4))", "perimeter", "5*pi", Verdict.PROVED),
        ("circle_with(area, 5)", "perimeter", "2*sqrt(5*pi)", Verdict.CROSS_CHECKED),
        ("circle_with(area, 5)", "area", "5", Verdict.CROSS_CHECKED),
        ("circle_with(area, 5)", "area", "5.0000001", Verdict.REFUTED),
        ("triangle(1, 2, 3)", "area", None, Verdict.PROVED),
        ("triangle(1, 2, 3)", "area", "0", Verdict.REFUTED),
        ("triangle(3, 4, 5)", "area", None, Verdict.REFUTED),
        ("square(0)", "area", None, Verdict.PROVED),
        ("incircle(rectangle(2, 3))", "area", "pi", Verdict.UNDECIDED),
        ("between(square(4), circle(2))", "area", "16 - 4*pi", Verdict.UNDECIDED),
        ("triangle(4, 5, 6)", "height", "3", Verdict.UNDECIDED),
        ("square(x)", "area", "x**2", Verdict.UNDECIDED),
        ("hexagon(1)", "area", "1", Verdict.UNDECIDED),
    ],
)
def test_verdicts(figure: str, measure: str, value: str | None, expected: Verdict) -> None:
    assert verdict(figure, measure, value) is expected


def test_units_are_converted_anew() -> None:
    given = "rectangle(quantity(8, m), quantity(50, cm))"
    assert verdict("rectangle(8, 1/2)", "area", "4", given=given, unit="m**2") is Verdict.PROVED
    assert (
        verdict("rectangle(800, 50)", "area", "40000", given=given, unit="cm**2") is Verdict.PROVED
    )
