"""Whether an expression is zero at points in general position, in ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from random import Random
from typing import Any

from abacist.checking.series_arithmetic import Unsettled
from abacist.core.expr import Expr

__all__ = ["Sample", "sampled"]

_BITS = 200
_POINTS = 12
_FEWEST = 4
_GRAIN = 10_007


class Sample(Enum):
    """What the balls at all points say together."""

    ZERO = "every ball contains zero and is narrow"
    NONZERO = "no ball contains zero"
    MIXED = "some do, some do not"
    UNDEFINED = "too few points where the expression is defined"


def sampled(expression: Expr, near: Mapping[str, Expr] | None) -> Sample:
    """Encloses the expression at points in general position; symbols of `near` stay close to a place."""
    from flint import ctx

    names = sorted(expression.free_symbols())
    zero = nonzero = 0
    with ctx.workprec(_BITS):
        for index in range(_POINTS if names else 1):
            ball = _at(expression, names, index, near or {})
            if ball is None:
                continue
            if not ball.contains(0):
                nonzero += 1
            elif ball.rad() < 1e-30:
                zero += 1
    fewest = _FEWEST if names else 1
    if zero + nonzero < fewest:
        return Sample.UNDEFINED
    if zero and nonzero:
        return Sample.MIXED
    return Sample.ZERO if zero else Sample.NONZERO


def _at(expression: Expr, names: list[str], index: int, near: Mapping[str, Expr]) -> Any:
    """The ball at the point of this index, or None where the expression is not defined or not real."""
    from flint import acb, arb, fmpq

    from abacist.checking.power_series import evaluate

    values = {}
    try:
        for place, name in enumerate(names):
            offset = _coordinate(index, place)
            if name in near:
                base = evaluate(near[name], {})
                values[name] = base + acb(arb(fmpq(offset.numerator, offset.denominator))) / 64
            else:
                values[name] = acb(arb(fmpq(offset.numerator, offset.denominator)))
        found = evaluate(expression, values)
    except Unsettled:
        return None
    if not found.is_finite() or not found.imag.contains(0):
        return None
    return found.real


def _coordinate(index: int, place: int) -> Fraction:
    """Numbers between −3 and 3: positive at half of the points, of all combinations of signs at the others."""
    drawn = Random(1009 * index + place)  # a seeded generator: the same points every time
    value = Fraction(drawn.randint(1, 3 * _GRAIN - 1), _GRAIN)
    negative = index % 2 == 1 and (index // 2) >> (place % 3) & 1 == 0
    return -value if negative else value
