"""Roots without a closed form: located by changes of sign on a grid of floats, refined in ball arithmetic.

The list is right only if the checker proves that it is complete.
"""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

from abacist.actions.arithmetic.decimals import decimal_of
from abacist.actions.equation.ranges import bounds_of
from abacist.actions.equation.solution_forms import (
    Found,
    enclosure_expr,
    moved_to_left,
)
from abacist.core.expr import Expr, call
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["numerical_roots"]

_RANGE = 60
_GRID = 4_800
_RADIUS = Fraction(1, 10**24)


def numerical_roots(equation: Expr, name: str, conditions: tuple[Expr, ...]) -> Found:
    """Roots at changes of sign on a grid, refined by bisection in ball arithmetic.

    The list, an empty one too, is right only if the checker proves that it is complete.
    """
    low, high = _range(name, conditions)
    roots = [
        enclosure_expr(middle, radius) for middle, radius in _brackets(equation, name, low, high)
    ]
    says = Message(
        en="There is no closed form; the roots are located by changes of sign and refined.",
        zh="没有初等的精确解；由符号变化确定根的位置并逐步逼近。",
    )
    after = call("set", *roots)
    step = Step(rule="bisection", says=says, before=equation, after=after)
    method = Message(en="changes of sign and bisection", zh="零点判定与二分法")
    return Found(tuple((root,) for root in roots), (step,), method=method)


def _range(name: str, conditions: tuple[Expr, ...]) -> tuple[Fraction, Fraction]:
    """The interval that the conditions leave, or one that is wide enough to start with."""
    ends = [None if end is None else decimal_of(end, 30) for end in bounds_of(name, conditions)]
    low, high = (None if end is None else Fraction(end) for end in ends)
    return (
        Fraction(-_RANGE) if low is None else low,
        Fraction(_RANGE) if high is None else high,
    )


def _brackets(
    equation: Expr, name: str, low: Fraction, high: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """(middle, radius) for each change of sign between grid points without a pole between them."""
    from abacist.notation.scalar_form import compile_scalar

    residual = moved_to_left(equation)
    function = compile_scalar(residual, (name,))
    step = (high - low) / _GRID
    shift = step / 7919  # so that grid points are unlikely to be roots or poles
    found: list[tuple[Fraction, Fraction]] = []
    before: tuple[Fraction, float] | None = None
    for k in range(_GRID + 1):
        point = low + k * step + (shift if 0 < k < _GRID else 0)
        value = function(float(point))
        if before is not None and isfinite(value) and before[1] * value < 0:
            refined = _bisected(residual, name, before[0], point, 1 if before[1] > 0 else -1)
            if refined is not None:
                found.append(refined)
        before = (point, value) if isfinite(value) and value else None
    return found


def _bisected(
    residual: Expr, name: str, low: Fraction, high: Fraction, sign: int
) -> tuple[Fraction, Fraction] | None:
    """The root between two points to 25 decimals; None where it is a pole."""
    from abacist.notation.arb import decide_sign, enclose
    from abacist.notation.refusal import Undecided

    for _ in range(100):
        middle = (low + high) / 2
        found = decide_sign(residual, {name: middle}, highest=512)
        if not found:
            low = high = middle
            break
        low, high = (middle, high) if found == sign else (low, middle)
        low, high = _rounded(low, -1), _rounded(high, 1)
    middle = _rounded((low + high) / 2, 0)
    try:
        ball = enclose(residual, {name: middle}, bits=64, field="real", highest=256)
    except Undecided:
        return None
    return (middle, _RADIUS) if abs(ball) < 1e-10 else None


def _rounded(value: Fraction, direction: int) -> Fraction:
    """To 40 decimals, downward, upward or to nearest."""
    scaled = value * 10**40
    whole = scaled.numerator // scaled.denominator
    if direction > 0:
        whole += 1
    if direction == 0:
        return Fraction(round(value * 10**26), 10**26)
    return Fraction(whole, 10**40)
