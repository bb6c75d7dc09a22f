from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.expr import Symbol, add, mul, neg, number, pow_
from abacist.core.value import Ball, Exact, Interval, Named, SetOf, Table, Text, Truth, Vector
from abacist.notation import parse_canonical
from abacist.notation.refusal import Undecided
from abacist.notation.values import answer_latex, answer_text, ball, ball_text, terminal_value

SQUARE_METER = pow_(Symbol("m"), number(2))
AREA = add(number(16), neg(mul(number(4), Symbol("pi"))))


def exact(text):
    return Exact(expr=parse_canonical(text))


def close(mid, digits=6, rad="1e-12"):
    return Ball(mid=Decimal(mid), rad=Decimal(rad), digits=digits)


SHOWN = [
    (exact("23"), None, "23", "23"),
    (Exact(expr=AREA), None, "16 - 4*pi", r"16 - 4 \pi"),
    (exact("40"), SQUARE_METER, "40 m**2", r"40\ \mathrm{m}^{2}"),
    (
        Exact(expr=AREA),
        SQUARE_METER,
        "(16 - 4*pi) m**2",
        r"\left(16 - 4 \pi\right)\ \mathrm{m}^{2}",
    ),
    (exact("{2, 3}"), None, "{2, 3}", None),
    (close("0.4598574"), None, "0.459857", "0.459857"),
    (close("-1.2345678e-9", rad="1e-30"), None, "-1.23457e-9", r"-1.23457 \times 10^{-9}"),
    (
        Named(items=(("x", close("1.89604871", 7)), ("x'", close("0.7471989", 6)))),
        None,
        "{x: 1.896049, x': 0.747199}",
        r"\left\{x:\ 1.896049, x':\ 0.747199\right\}",
    ),
    (
        SetOf(items=(exact("2"), close("3.14159265"))),
        None,
        "{2, 3.14159}",
        r"\left\{2, 3.14159\right\}",
    ),
    (Vector(items=(exact("1"), exact("2"))), None, "(1, 2)", r"\left(1, 2\right)"),
    (Vector(items=(exact("1"), exact("2")), shape="list"), None, "[1, 2]", r"\left[1, 2\right]"),
    (SetOf(items=()), None, "{}", r"\left\{\right\}"),
    (
        Interval(lower=Decimal("-0.5"), upper=Decimal("2.25")),
        None,
        "[-0.5, 2.25]",
        r"\left[-0.5, 2.25\right]",
    ),
    (Truth(value=True), None, "true", r"\text{true}"),
    (Truth(value=False), None, "false", r"\text{false}"),
    (Text(text="B"), None, "B", r"\text{B}"),
    (Text(text="a_b & 50%"), None, "a_b & 50%", r"\text{a\_b \& 50\%}"),
    (Named(items=(("R1", exact("50")),)), None, "{R1: 50}", None),
]


@pytest.mark.parametrize("value, unit, text, latex", SHOWN, ids=[row[2] for row in SHOWN])
def test_answers_as_text_and_latex(value, unit, text, latex):
    assert answer_text(value, unit) == text
    if latex is not None:
        assert answer_latex(value, unit) == latex


def test_answers_in_a_terminal():
    assert terminal_value(exact("40"), SQUARE_METER) == "40 m²"
    assert terminal_value(close("-0.5000001")) == "−0.500000"
    assert (
        terminal_value(Vector(items=(exact("-1"), close("2")))) == "(−1, 2.00000)"
        or terminal_value(Vector(items=(exact("-1"), close("2")))) == "(-1, 2.00000)"
    )


def test_tables():
    table = Table(columns=("t", "y_1"), rows=(("0.1", "1"), ("0.2", "2e-3")))
    assert answer_text(table) == "t | y_1\n0.1 | 1\n0.2 | 2e-3"
    latex = answer_latex(table)
    assert latex.startswith(r"\begin{array}{cc}")
    assert r"\text{y\_1}" in latex
    assert r"2 \times 10^{-3}" in latex


BALLS = [
    ("0.459857", "1e-9", 6, "0.459857"),
    ("0.459857", "1e-4", 6, "0.460"),
    ("0.459857", "0.3", 6, "0"),
    ("123456.789", "0.4", 9, "123457"),
    ("123456.789", "60", 9, "1.23e5"),
    ("5234567.891", "1e-3", 6, "5234568"),
    ("2.5", "0", 6, "2.5"),
    ("2.5", "1e-12", 6, "2.50000"),
    ("0", "0", 6, "0"),
    ("0", "1e-9", 6, "0"),
    ("-0.0000001", "1e-12", 3, "-1.00e-7"),
    ("999999.96", "1e-5", 7, "1000000"),
    ("0.9999999", "1e-12", 3, "1.00"),
    ("1e30", "0", 6, "1e30"),
    ("14", "10", 3, "0"),
    ("96", "4", 3, "1e2"),
]


@pytest.mark.parametrize("mid, rad, digits, text", BALLS)
def test_only_certain_digits_are_shown(mid, rad, digits, text):
    shown = ball_text(Ball(mid=Decimal(mid), rad=Decimal(rad), digits=digits))
    assert shown == text


decimals = st.decimals(
    min_value=Decimal("-1e12"),
    max_value=Decimal("1e12"),
    allow_nan=False,
    allow_infinity=False,
    places=15,
)
radii = st.decimals(min_value=0, max_value=Decimal("1e6"), allow_nan=False, places=12)


@settings(max_examples=300, deadline=None)
@given(decimals, radii, st.integers(1, 20))
def test_what_is_shown_lies_within_a_unit_of_its_last_digit_of_every_point(mid, rad, digits):
    shown = ball_text(Ball(mid=mid, rad=rad, digits=digits))
    value = Decimal(shown)
    unit = Decimal(1).scaleb(value.as_tuple().exponent)
    if shown == "0":
        assert abs(mid) <= 10 * rad
    else:
        assert abs(mid - value) + rad <= unit * 10 if len(value.as_tuple().digits) == 1 else unit
        assert abs(mid - value) <= unit * 10 if rad else unit / 2


@settings(max_examples=200, deadline=None)
@given(st.fractions(-(10**9), 10**9), st.integers(0, 60), st.integers(1, 30))
def test_balls_from_arb_hold_the_number(value, scale, digits):
    with ctx.workprec(120):
        enclosed = arb(value.numerator) / value.denominator + arb(0, 1) / 10**scale
        made = ball(enclosed, digits=digits)
    assert abs(Fraction(made.mid) - value) <= Fraction(made.rad)
    assert 1 <= made.digits <= digits


@settings(max_examples=200, deadline=None)
@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e200, max_value=1e200),
    st.integers(1, 30),
)
def test_balls_from_floats_hold_the_float(value, digits):
    made = ball(value, rad="1e-30", digits=digits)
    assert abs(Fraction(made.mid) - Fraction(value)) <= Fraction(made.rad)
    assert ball(value).rad == 0
    assert ball(np.float64(value)) == ball(value)


def test_balls_from_mpmath():
    with mpmath.workdps(40):
        made = ball(mpmath.pi * 10, rad=Decimal("1e-35"), digits=30)
    assert abs(made.mid - Decimal("31.4159265358979323846264338327950288419717")) <= made.rad
    assert ball_text(made) == "31.4159265358979323846264338328"
    assert ball(mpmath.mpf(2) ** 100).mid == Decimal(2**100)


@pytest.mark.parametrize(
    "value", [arb.nan(), arb.pos_inf(), float("nan"), float("inf"), Decimal("NaN"), mpmath.inf]
)
def test_what_is_no_number_makes_no_ball(value):
    with pytest.raises(Undecided):
        ball(value)
