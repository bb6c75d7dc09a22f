"""Exact algebraic numbers agree with balls, and refuse what they do not know."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue, rational
from abacist.checking.algebraic_numbers import algebraic, is_zero_angle
from abacist.checking.complex_balls import NotEnclosed, enclosure
from abacist.core.expr import Expr, add, call, div, mul, neg, number, pow_, symbol
from tests.checking.claims import expr


@st.composite
def constants(draw: st.DrawFn, depth: int = 2) -> Expr:
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        if draw(st.integers(0, 5)) == 0:
            return symbol("I")
        return number(Fraction(draw(st.integers(-6, 6)), draw(st.integers(1, 4))))
    kind = draw(
        st.sampled_from(["sqrt", "root", "trig", "arc", "abs", "add", "mul", "div", "pow", "power"])
    )
    if kind == "trig":
        turn = number(Fraction(draw(st.integers(-12, 12)), draw(st.sampled_from([2, 3, 4, 5, 6]))))
        return call(draw(st.sampled_from(["sin", "cos", "tan"])), mul(turn, symbol("pi")))
    if kind == "arc":
        u = number(Fraction(draw(st.integers(-4, 4)), 5))
        outer, inner = (
            draw(st.sampled_from(["sin", "cos", "tan"])),
            draw(st.sampled_from(["asin", "acos", "atan"])),
        )
        return call(outer, div(call(inner, u), number(draw(st.integers(1, 2)))))
    a = draw(constants(depth - 1))
    if kind in ("sqrt", "abs"):
        return call(kind, a)
    if kind == "root":
        return call("root", a, number(3))
    if kind == "pow":
        return pow_(a, number(draw(st.integers(-2, 3))))
    if kind == "power":
        return pow_(a, number(Fraction(draw(st.sampled_from([1, -1, 2])), draw(st.integers(2, 3)))))
    b = draw(constants(depth - 1))
    return {"add": add, "mul": mul, "div": div}[kind](a, b)


@settings(deadline=None, max_examples=80)
@given(constants(), constants())
def test_equality_agrees_with_balls(a: Expr, b: Expr) -> None:
    """Zero exactly where the ball may be zero; never defined where only one of both is."""
    difference = add(a, neg(b))
    try:
        exact = algebraic(difference)
    except NotAlgebraic:
        return
    except UndefinedValue:
        with pytest.raises(NotEnclosed):
            enclosure(difference, bits=200)
        return
    try:
        ball = enclosure(difference, bits=400)
    except NotEnclosed:
        return
    assert exact.is_zero() == ball.contains(0)


@pytest.mark.parametrize(
    "text", ["pi", "E", "ln(2)", "sin(1)", "exp(sqrt(2))", "2**sqrt(2)", "gamma(1/3)", "x"]
)
def test_what_is_not_known_to_be_algebraic(text: str) -> None:
    with pytest.raises(NotAlgebraic):
        algebraic(expr(text))


@pytest.mark.parametrize("text", ["sqrt(-1)", "(-8)**(1/3)", "sqrt(-4)*sqrt(-4)"])
def test_real_evaluation_refuses_imaginary_parts(text: str) -> None:
    with pytest.raises(UndefinedValue):
        algebraic(expr(text), real=True)


@pytest.mark.parametrize(
    "text, value",
    [
        ("log(8, 2)", "3"),
        ("log(2, 8)", "1/3"),
        ("floor(-7/2)", "-4"),
        ("mod(-7, 3)", "2"),
        ("ln(E**3)", "3"),
    ],
)
def test_rational_values(text: str, value: str) -> None:
    assert rational(algebraic(expr(text))) == Fraction(value)


def test_angles() -> None:
    assert is_zero_angle(expr("4*atan(1/5) - atan(1/239) - pi/4"))
    assert not is_zero_angle(expr("4*atan(1/5) - atan(1/238) - pi/4"))
