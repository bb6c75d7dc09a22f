"""Whether values of a function at points that run into a point approach a claimed limit. Evidence, never proof."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from abacist.checking.power_series import Unsettled, evaluate, is_real, working
from abacist.core.claim import LimitOf
from abacist.core.expr import Call, Symbol

__all__ = ["approaches"]

_BITS = 1500
_EXPONENTS = (8, 16, 32, 64, 128, 256)
_FACTORS = (Fraction(1), Fraction(5, 7), Fraction(11, 13))
_OFFSETS = (0, 1, 2, 3, 5, 7)
_CLOSE = 1e-9
_LARGE = 1e4


def approaches(claim: LimitOf, direction: int, infinite: int) -> bool:
    """True where |f(x) − value| shrinks below 1e-9, or f(x) grows beyond 1e4, as x runs into the point.

    At each scale several points are tried, so that what repeats itself is not met in one phase only; a sequence
    is tried at neighbouring indices.
    """
    assert claim.value is not None
    gaps = []
    for exponent in _EXPONENTS:
        try:
            found = [_gap(claim, step, infinite) for step in _steps(claim, exponent, direction)]
        except Unsettled:
            return False
        gaps.append(min(found) if infinite else max(found))
    if infinite:
        rising = all(b > a for a, b in pairwise(gaps))
        return rising and gaps[-1] > _LARGE
    falling = all(b <= a for a, b in pairwise(gaps[1:]))
    return falling and gaps[-1] < _CLOSE


def _steps(claim: LimitOf, exponent: int, direction: int) -> list[Fraction]:
    scale = 2**exponent
    if claim.sequence:
        return [Fraction(1, scale + offset) for offset in _OFFSETS]
    return [direction * Fraction(1, scale) * factor for factor in _FACTORS]


def _gap(claim: LimitOf, step: Fraction, infinite: int) -> float:
    """|f(x) − value|, or ±f(x) for an infinite limit, at distance `step`."""
    from flint import acb, fmpq

    with working(_BITS):
        point, value = claim.point, claim.value
        assert value is not None
        at = acb(fmpq(step.numerator, step.denominator))
        if point == Symbol("oo"):
            x = 1 / abs(at)
            x = acb(x)
        elif isinstance(point, Call) and point.args[0] == Symbol("oo"):
            x = acb(-1 / abs(at))
        else:
            x = evaluate(point, {}) + at
        found = evaluate(claim.function, {claim.variable: x})
        if not is_real(found):
            raise Unsettled("not real")
        gap = infinite * found.real if infinite else abs(found.real - evaluate(value, {}).real)
        if float(gap.rad()) > _CLOSE * (1 + abs(float(gap.mid()))):
            raise Unsettled("not sharp")
        return float(gap.mid())
