"""Interval arithmetic holds every value at points of the box, is exact where it can be, and knows infinity."""

from __future__ import annotations

from fractions import Fraction
from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.endpoint_intervals import IntervalProgram
from abacist.core.expr import number
from abacist.notation.grammar import parse_canonical

EXPRESSIONS = [
    "x**2 - 3*x*y + y**3",
    "x/(1 + y**2)",
    "exp(-x)*sin(y)",
    "abs(x - y)*max(x, y, 1)",
    "sqrt(abs(x))*cos(x*y)",
    "ln(1 + x**2) - atan(y)",
    "min(x, y)**3/(2 + sin(x))",
    "tanh(x)*cosh(y) - sinh(x)",
    "sign(x)*y**2",
    "x**-2*y**4",
    "E**(x/3) + erf(y)",
    "(1 + x**2)**(3/2)",
    "tan(x/10)",
    "x**4*y - 1/3",
]
numbers = st.fractions(-4, 4, max_denominator=16)


def _arb(value: Fraction | float) -> object:
    from flint import arb, fmpq

    if value in (inf, -inf):
        return arb("inf") if value > 0 else arb("-inf")
    fraction = Fraction(value)
    return arb(fmpq(fraction.numerator, fraction.denominator))


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(EXPRESSIONS), st.tuples(*[numbers] * 3), st.tuples(*[numbers] * 3))
def test_values_lie_inside(text: str, xs: tuple[Fraction, ...], ys: tuple[Fraction, ...]) -> None:
    a, b, p = sorted(xs)
    c, d, q = sorted(ys)
    x, y = (a, p), (c, q)
    expression = parse_canonical(text)
    try:
        value = ball_of(expression.substitute({"x": number(b), "y": number(d)}))
    except NotEnclosable:
        assume(False)
        return
    assume(value.is_finite())
    low, high = IntervalProgram([expression], ["x", "y"])(
        [tuple(map(_arb, x)), tuple(map(_arb, y))]
    )[0]
    assert not low > value
    assert not high < value


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(EXPRESSIONS), numbers, numbers)
def test_half_lines_hold_their_points(text: str, start: Fraction, y: Fraction) -> None:
    expression = parse_canonical(text)
    box = [(_arb(start), _arb(inf)), (_arb(y), _arb(y))]
    low, high = IntervalProgram([expression], ["x", "y"])(box)[0]
    for step in (0, 1, 7, 300):
        try:
            at = {"x": number(start + step), "y": number(y)}
            value = ball_of(expression.substitute(at))
        except NotEnclosable:
            continue
        if value.is_finite():
            assert not low > value
            assert not high < value


def test_exact_ends_stay_exact() -> None:
    low, high = IntervalProgram([parse_canonical("x**2 - 2*x + 1")], ["x"])([(_arb(1), _arb(1))])[0]
    assert low == 0
    assert high == 0


def test_infinite_boxes() -> None:
    box = [(_arb(-inf), _arb(inf))]
    program = IntervalProgram(
        [parse_canonical(text) for text in ("(x - 1)**2", "exp(x)", "sin(x)", "tanh(x)", "1/x")],
        ["x"],
    )
    square, grown, wave, flat, inverse = program(box)
    assert square[0] == 0
    assert not square[1].is_finite()
    assert grown[0] == 0
    assert (wave[0], wave[1]) == (-1, 1)
    assert (flat[0], flat[1]) == (-1, 1)
    assert not inverse[0].is_finite()


@pytest.mark.parametrize(
    "text, low", [("1/x", -1), ("sqrt(x)", -1), ("ln(x)", 0), ("x**(1/2)", -1), ("x**-1", -1)]
)
def test_strict_programs_refuse_what_is_partly_undefined(text: str, low: int) -> None:
    program = IntervalProgram([parse_canonical(text)], ["x"], strict=True)
    with pytest.raises(NotEnclosable):
        program([(_arb(low), _arb(2))])


def test_the_slope_of_an_absolute_value_is_one_sided() -> None:
    program = IntervalProgram([parse_canonical("sign(x)")], ["x"], strict=True)
    assert program([(_arb(0), _arb(2))])[0] == (1, 1)
    assert program([(_arb(-2), _arb(0))])[0] == (-1, -1)
    assert program([(_arb(-1), _arb(1))])[0] == (-1, 1)
    plain = IntervalProgram([parse_canonical("sign(x)")], ["x"])
    assert plain([(_arb(0), _arb(2))])[0] == (-1, 1)


def test_an_unknown_head_is_refused() -> None:
    with pytest.raises(NotEnclosable):
        IntervalProgram([parse_canonical("f(x)")], ["x"])
