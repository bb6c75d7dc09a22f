"""Values of a parameter as they are written: exact steps, lists, units, and what cannot be meant."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abacist.apps.sweeps.axes import read_axis
from abacist.core.errors import InputError, ParseError, TooLarge
from abacist.core.expr import symbol


def values(text: str) -> list[float]:
    points = read_axis(text).values
    return points.at(np.arange(points.size)).tolist()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("R1=50:150:50", [50, 100, 150]),
        ("x=0:1:0.3", [0, 0.3, 0.6, 0.9]),
        ("x=1:0:-0.5", [1, 0.5, 0]),
        ("n=1:4", [1, 2, 3, 4]),
        ("d = 5, 10,20", [5, 10, 20]),
        ("d=5，10、20", [5, 10, 20]),
        ("d ∈ 1/3, 2/3", [1 / 3, 2 / 3]),
        ("k=0.02", [0.02]),
        ("x=linspace(0, 1, 5)", [0, 0.25, 0.5, 0.75, 1]),
        ("x=linspace(2, 9, 1)", [2]),
        ("f=logspace(1, 1000, 4)", [1, 10, 100, 1000]),
        ("f=logspace(-1, -100, 3)", [-1, -10, -100]),
        ("t=0:pi:pi/2", [0, np.pi / 2, np.pi]),
        ("x=1e-3:3e-3:1e-3", [0.001, 0.002, 0.003]),
    ],
)
def test_values_are_those_that_are_written(text: str, expected: list[float]) -> None:
    assert values(text) == expected


@given(
    start=st.fractions(-1000, 1000, max_denominator=1000),
    step=st.fractions(Fraction(1, 1000), 10, max_denominator=1000),
    count=st.integers(1, 50),
)
def test_steps_are_exact_and_rounded_once(start: Fraction, step: Fraction, count: int) -> None:
    stop = start + step * (count - 1)
    found = values(f"x={start}:{stop}:{step}")
    assert found == [float(start + step * place) for place in range(count)]


@pytest.mark.parametrize("text", ["x=0:90:30°", "x=0:90:30 °", "x=0,30,60,90°", "x=0:90:30 deg"])
def test_a_sign_for_degrees_at_the_end_is_for_all(text: str) -> None:
    """And never the 30° of a list whose other numbers are radians."""
    assert str(read_axis(text).unit) == "deg"
    assert values(text) == [0, 30, 60, 90]


def test_a_unit_may_follow() -> None:
    axis = read_axis("R=50:150:10 mm")
    assert axis.unit == symbol("mm")
    assert read_axis("v=10,20 km/h").unit is not None
    assert read_axis("t=0:2 pi:pi").unit is None


@pytest.mark.parametrize(
    "text, error, told",
    [
        ("x=0:1:0", InputError, "step of x is 0"),
        ("x=1:0:0.1", InputError, "leads away"),
        ("x=0:1:-0.1", InputError, "leads away"),
        ("x=1:2:3:4", InputError, "no values"),
        ("x=:2", InputError, "no values"),
        ("x", InputError, "no values"),
        ("=3", InputError, "no values"),
        ("pi=3", InputError, "no values"),
        ("x=a", InputError, "a is no number"),
        ("x=1,,2", InputError, "missing"),
        ("x=1,", InputError, "missing"),
        ("x=0°:90:30", InputError, "some of these numbers are in degrees"),
        ("x=0,30°,60", InputError, "some of these numbers are in degrees"),
        ("x=1e400", InputError, "not one real number"),
        ("x=sqrt(-1)", InputError, "not one real number"),
        ("x=5 parsecs", ParseError, "parsecs"),
        ("x=linspace(0, 1)", InputError, "3 numbers"),
        ("x=linspace(0, 1, 2.5)", InputError, "no number of values"),
        ("x=linspace(0, 1, 0)", InputError, "no number of values"),
        ("x=logspace(0, 1, 5)", InputError, "one sign"),
        ("x=uniform(1, 1)", InputError, "smaller"),
        ("x=normal(0, 0)", InputError, "positive"),
        ("x=0:1e30", TooLarge, "values"),
        ("x=" + "1," * 60_000 + "1", TooLarge, "file"),
    ],
)
def test_what_gives_no_values_is_refused(text: str, error: type[InputError], told: str) -> None:
    with pytest.raises(error, match=told):
        read_axis(text)
