"""Whether an expression is zero at points in general position, in ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from abacist.checking.series_arithmetic import Unsettled
from abacist.core.expr import Expr

__all__ = ["Sample", "sampled"]

_BITS = 200
_POINTS = 12
_FEWEST = 4


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
    """Numbers between −2 and 3 that repeat no pattern (multiples of the square root of a prime, modulo 5)."""
    primes = (2, 3, 5, 7, 11, 13, 17, 19)
    root = Fraction(primes[place % len(primes)] ** 0.5).limit_denominator(10_007)
    value = root * (7 * index + 3 + place // len(primes))
    positive = index % 2 == 0  # half of the points have positive coordinates alone
    return value % 3 + Fraction(1, 101) if positive else value % 5 - 2 + Fraction(1, 103)
