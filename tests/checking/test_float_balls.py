"""Balls of floats: they hold the true value whatever the formula and the point, or say nothing."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from abacist.checking import float_ball_functions
from abacist.checking.float_ball_functions import FUNCTIONS
from abacist.checking.float_ball_program import FloatBallProgram
from abacist.checking.formula_rows import RowCheck
from abacist.core.outcome import Verdict
from abacist.notation import parse
from abacist.notation.arb import compile_enclosure
from abacist.notation.refusal import NotRepresentable

TRUE_BITS = 400
NAMES = ("x", "y")

LEAVES = st.sampled_from(["x", "y", "2", "0.1", "3", "1/3", "pi", "10", "E"])
UNARY = sorted(
    FUNCTIONS.keys() - {"neg", "percent", "heaviside"}
    | {"floor", "ceil", "gamma", "erf", "lg", "cbrt"}
)
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/^"), inner).map(
            lambda t: f"(({t[0]}){t[1]}({t[2]}))"
        ),
        st.tuples(st.sampled_from(UNARY), inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, st.sampled_from(["2", "3", "-1", "1.5", "1/2", "0.7"])).map(
            lambda t: f"(({t[0]})^({t[1]}))"
        ),
        st.tuples(st.sampled_from(["max", "min", "mod"]), inner, inner).map(
            lambda t: f"{t[0]}({t[1]}, {t[2]})"
        ),
        st.tuples(inner, st.sampled_from(["<", "<=", ">", ">="]), inner, inner).map(
            lambda t: (
                rf"\begin{{cases}} {t[0]} & {t[0]} {t[1]} {t[2]} \\ {t[3]} & x > 0 \end{{cases}}"
            )
        ),
    ),
    max_leaves=7,
)
NUMBERS = st.one_of(
    st.floats(-5, 5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-20, 20).map(float),
    st.sampled_from([0.1, 0.3, 0.5, 1e-8, 1e-300, 5e-324, 1e6, 1e17, math.pi, math.pi / 2, 710.0]),
)


def true_values(formula: str, point: tuple[float, ...]) -> list[Any]:
    """Arb's balls at the floats themselves, and at the decimals that they are written as."""
    closure = compile_enclosure(parse(formula), NAMES)
    with flint.ctx.workprec(TRUE_BITS):
        decimals = [Fraction(Decimal(repr(x))) for x in point]
        ratios = [flint.arb(flint.fmpq(x.numerator, x.denominator)) for x in decimals]
        return [closure([flint.arb(x) for x in point]), closure(ratios)]


def misses(mid: float, rad: float, true: Any) -> bool:
    """Whether no number of Arb's ball lies in the ball of floats."""
    with flint.ctx.workprec(TRUE_BITS):
        return bool(abs(true - mid) > flint.arb(rad))


@settings(max_examples=500, deadline=None)
@given(formula=FORMULAS, x=NUMBERS, y=NUMBERS)
@example(formula="x*x", x=5e-324, y=1.0)
@example(formula="x/y", x=1e-300, y=1e300)
@example(formula="(x/y)/(x/y)", x=1e-300, y=1e300)
@example(formula="mod(x, y)", x=-6.0, y=3.0)
@example(formula="ln(x)", x=1.0000000000000002, y=1.0)
def test_a_ball_holds_the_true_value(formula: str, x: float, y: float) -> None:
    try:
        program = FloatBallProgram(parse(formula), NAMES)
    except NotRepresentable:
        return
    ball = program([np.array([x, 1.0]), np.array([y, 2.0])])
    mid = float(np.broadcast_to(ball.mid, 2)[0])
    rad = float(np.broadcast_to(ball.rad, 2)[0])
    if not (math.isfinite(mid) and math.isfinite(rad)):
        return
    for true in true_values(formula, (x, y)):
        assert true.is_finite(), (formula, x, y, mid, rad)
        assert not misses(mid, rad, true), (formula, x, y, mid, rad, true)


@pytest.mark.parametrize("head", sorted(FUNCTIONS))
def test_every_function_is_narrow_where_it_is_used(head: str) -> None:
    """A wide ball is no error, but of no use."""
    columns = np.linspace(0.15, 0.85, 101)
    if head in ("acosh", "asec", "acsc", "acoth"):
        columns = columns + 1
    formula = {"neg": "-x", "percent": "x%"}.get(head, f"{head}(x)")
    ball = FloatBallProgram(parse(formula), ("x",))([columns])
    assert (ball.rad <= np.abs(ball.mid) * 1e-12).all()


@pytest.mark.parametrize(
    "parts, true",
    [
        (float_ball_functions._LN2, lambda: flint.arb(2).log()),
        (float_ball_functions._HALF_PI, lambda: flint.arb.pi() / 2),
    ],
)
def test_a_constant_in_two_parts_has_a_short_first_one(
    parts: tuple[float, float], true: Any
) -> None:
    """So that its product with 2²⁰ is exact, and the rest is what the error bound takes it to be."""
    mantissa, _ = math.frexp(parts[0])
    assert (mantissa * 2**33).is_integer()
    with flint.ctx.workprec(200):
        assert abs(true() - parts[0] - parts[1]) < flint.arb(2) ** -85


SOUND = {
    "(x^2 + y^2)/x + 0.02*|x-y|": lambda x, y: (x * x + y * y) / x + 0.02 * abs(x - y),
    "sqrt(x^2 + y^2)": np.hypot,
    "exp(-x)*sin(y)": lambda x, y: np.exp(-x) * np.sin(y),
    "x*ln(1 + y)": lambda x, y: x * np.log1p(y),
    "x^1.5*y^(-0.3)": lambda x, y: x**1.5 * y**-0.3,
    "atan(x/y)": np.arctan2,
    "gamma(x)": lambda x, _: np.vectorize(math.gamma)(x),
}
POINTS = np.random.default_rng(7).uniform(0.5, 3, (2, 300))


@pytest.mark.parametrize("formula", SOUND)
def test_right_columns_pass_as_a_whole(formula: str) -> None:
    names = tuple(sorted(parse(formula).free_symbols()))
    columns = POINTS[: len(names)]
    assert RowCheck(parse(formula), names).in_columns([*columns], SOUND[formula](*POINTS)).all()


@settings(max_examples=200, deadline=None)
@given(
    formula=st.sampled_from(sorted(SOUND)),
    place=st.integers(0, 299),
    forgery=st.one_of(
        st.floats(2e-9, 1e3).map(lambda off: lambda v: v * (1 + off)),
        st.floats(2e-9, 1e3).map(lambda off: lambda v: v * (1 - off)),
        st.sampled_from([math.nan, math.inf, -math.inf, 0.0, 5e-324, -1e308]).map(
            lambda told: lambda _: told
        ),
        st.just(lambda v: -v),
    ),
)
def test_one_forged_row_does_not_pass(formula: str, place: int, forgery: Any) -> None:
    names = tuple(sorted(parse(formula).free_symbols()))
    values = SOUND[formula](*POINTS)
    values[place] = forgery(values[place])
    passed = RowCheck(parse(formula), names).in_columns([*POINTS[: len(names)]], values)
    assert not passed[place]
    assert passed.sum() == 299


@pytest.mark.parametrize(
    "formula, x, told",
    [
        ("1/x", 0.0, 0.0),
        ("1/(x-0.3)", 0.3, 1e16),  # the float is beside the pole, the decimal on it
        ("1/(1/x)", 0.0, 0.0),
        ("x-x", math.inf, 0.0),
        ("max(x, 3)", math.nan, 3.0),
        ("min(exp(x), 3)", 1e4, 3.0),  # too large for a float: for Arb to tell
        ("sqrt(x)", -1e-300, 0.0),
        ("sqrt(x-0.1)", 0.1, 0.0),
        ("ln(x)", 0.0, -745.0),
        ("0*ln(x)", -1.0, 0.0),
        ("floor(x/0.1)", 0.3, 2.0),
        ("floor(x/0.1)", 0.3, 3.0),  # right, but floats cannot know
        ("sign(x-0.1)", 0.1, 1.0),
        ("x*x", 1e200, math.inf),
        ("x*x", 1e-200, 0.0),
        ("x^(-5)", 1e-70, math.inf),
        ("tan(x)", math.pi / 2, 1.633123935319537e16),
        ("(1-cos(x))/x^2", 1e-8, 0.0),
        ("(x+1e16)-1e16", 0.7, 0.0),
        ("gamma(x)", -3.0, 1e300),
        ("asin(x)", 1.0000000000000002, math.pi / 2),
        (r"\begin{cases} 1 & x < 0.3 \\ 2 & x \ge 0.3 \end{cases}", 0.3, 1.0),
        (r"\begin{cases} 1 & \sqrt{x} > 0 \\ 2 & x < 0 \end{cases}", -1.0, 2.0),
    ],
)
def test_what_floats_cannot_prove_is_left_open(formula: str, x: float, told: float) -> None:
    check = RowCheck(parse(formula), ("x",))
    assert not check.in_columns([np.array([x])], np.array([told])).any()


@pytest.mark.parametrize(
    "formula, x, value",
    [
        ("floor(x/2)", 4.0, 2.0),
        ("mod(x, 3)", 6.0, 0.0),
        ("mod(x, 3)", -7.0, 2.0),
        ("ceil(x*3/2)", 4.0, 6.0),
        ("sign(x-4)", 4.0, 0.0),
        (r"\begin{cases} 1 & x < 4 \\ 2 & x \ge 4 \end{cases}", 4.0, 2.0),
        ("x*ln(2)", 0.0, 0.0),
        ("sum(x^k/k!, k, 0, 12)", 1.0, 2.718281828286169),
        ("(-1)^x", 7.0, -1.0),
    ],
)
def test_whole_numbers_and_zeros_are_exact(formula: str, x: float, value: float) -> None:
    check = RowCheck(parse(formula), ("x",))
    assert check.in_columns([np.array([x])], np.array([value])).all()


def test_no_library_function_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong logarithms and arc tangents of NumPy widen balls, and make none wrong."""
    columns = [np.linspace(0.5, 3, 50)]
    right = {
        name: FloatBallProgram(parse(f"{name}(x)"), ("x",))(columns) for name in ("ln", "atan")
    }
    monkeypatch.setattr(np, "log", lambda x: np.sqrt(x) - 1)
    monkeypatch.setattr(np, "arctan", lambda x: x / (1 + x / 2))
    for name, narrow in right.items():
        wide = FloatBallProgram(parse(f"{name}(x)"), ("x",))(columns)
        told = wide.rad < np.inf
        assert told.any()
        assert (np.abs(wide.mid - narrow.mid) <= wide.rad)[told].all()


@settings(max_examples=150, deadline=None)
@given(formula=FORMULAS, x=NUMBERS, y=NUMBERS)
def test_what_passes_in_columns_arb_does_not_refute(formula: str, x: float, y: float) -> None:
    try:
        check = RowCheck(parse(formula), NAMES)
        program = FloatBallProgram(parse(formula), NAMES)
    except NotRepresentable:
        return
    value = float(np.ravel(program([np.array([x]), np.array([y])]).mid)[0])
    if check.in_columns([np.array([x]), np.array([y])], np.array([value]))[0]:
        assert check.verdict((x, y), value) is not Verdict.REFUTED
