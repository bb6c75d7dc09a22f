"""Intervals hold all values and slopes all difference quotients: random expressions, boxes and points."""

from __future__ import annotations

from fractions import Fraction
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure, precision
from abacist.checking.extended_intervals import Nowhere, Range, hull
from abacist.checking.interval_slopes import NoIntervals, slopes, values
from abacist.core.expr import Expr, add, call, div, mul, neg, number, pow_, symbol
from tests.checking.claims import expr

UNARY = ["exp", "ln", "sqrt", "sin", "cos", "tan", "atan", "asin", "acos", "sinh", "cosh", "tanh", "abs"]  # fmt: skip


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Expr:
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        if draw(st.booleans()):
            return symbol("x")
        return number(Fraction(draw(st.integers(-6, 6)), draw(st.sampled_from([1, 2, 4]))))
    kind = draw(st.sampled_from(["unary", "add", "mul", "div", "neg", "pow", "power"]))
    inner = draw(trees(depth - 1))
    if kind == "unary":
        return call(draw(st.sampled_from(UNARY)), inner)
    if kind == "neg":
        return neg(inner)
    if kind == "pow":
        return pow_(inner, number(draw(st.integers(-3, 4))))
    if kind == "power":
        return pow_(number(draw(st.integers(2, 5))), inner)
    other = draw(trees(depth - 1))
    return {"add": add, "mul": mul, "div": div}[kind](inner, other)


def _end(value: Fraction) -> Any:
    from flint import arb, fmpq

    return arb(fmpq(value.numerator, value.denominator)).mid()


def _value(expression: Expr, point: Fraction) -> Any | None:
    try:
        ball = enclosure(expression.substitute({"x": number(point)}), bits=200, real=True)
    except (NotEnclosed, OutsideReals):
        return None
    return ball.real if ball.imag.contains(0) else None


def _holds(interval: Range, ball: Any) -> bool:
    above = interval.low == -inf or ball.upper() >= interval.low
    below = interval.high == inf or ball.lower() <= interval.high
    return bool(above and below)


POINTS = st.integers(-64, 64).map(lambda n: Fraction(n, 16))


@settings(deadline=None, max_examples=150)
@given(trees(), st.lists(POINTS, min_size=4, max_size=4))
def test_values_and_slopes_on_bounded_boxes(tree: Expr, points: list[Fraction]) -> None:
    low, a, b, high = sorted(points)
    with precision(96):
        box = hull(_end(low), _end(high))
        try:
            found = slopes(tree, "x", box)
        except Nowhere:
            assert all(_value(tree, p) is None for p in points)
            return
        except NoIntervals:
            return
    at = {p: _value(tree, p) for p in points}
    for ball in at.values():
        assert ball is None or _holds(found.value, ball)
        assert ball is not None or not found.value.total or ball is None
    first, second = at[a], at[b]
    if found.value.total and a < b and first is not None and second is not None:
        quotient = (second - first) / _end(b - a)
        assert _holds(found.slope, quotient)


@settings(deadline=None, max_examples=150)
@given(trees(), POINTS, st.integers(0, 300), st.booleans())
def test_values_on_unbounded_boxes(tree: Expr, end: Fraction, far: int, right: bool) -> None:
    with precision(96):
        box = hull(_end(end), inf) if right else hull(-inf, _end(end))
        try:
            interval = values(tree, "x", box)
        except Nowhere:
            interval = None
        except NoIntervals:
            return
    point = end + far if right else end - far
    ball = _value(tree, point)
    if interval is None:
        assert ball is None
    elif ball is not None:
        assert _holds(interval, ball)


@pytest.mark.parametrize(
    "text, low, high, total",
    [
        ("1/x", 0, 1, True),
        ("ln(x)", 0, 1, True),
        ("ln(x)", -1, 1, False),
        ("1/(x - 1)", 0, 2, False),
        ("sqrt(x)", 0, 1, True),
        ("tan(x)", 1, 2, False),
        ("ln(x - 1)", 1, 2, True),
    ],
)
def test_open_ends_and_domains(text: str, low: int, high: int, total: bool) -> None:
    """On the open box (low, high): an end at which the expression is not defined does no harm."""
    with precision(96):
        box = hull(_end(Fraction(low)), _end(Fraction(high)), low_open=True, high_open=True)
        assert values(expr(text), "x", box).total is total
