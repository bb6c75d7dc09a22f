"""Whether values of a function at points that run into a point approach a claimed limit. Evidence, never proof."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from abacist.checking.power_series import Unsettled, evaluate, is_real, working
from abacist.core.expr import Call, Expr, Symbol

__all__ = ["approaches"]

_BITS = 1500
_EXPONENTS = (8, 16, 32, 64, 128, 256)
_CLOSE = 1e-9
_LARGE = 1e4


def approaches(
    function: Expr, variable: str, point: Expr, direction: int, value: Expr, infinite: int
) -> bool:
    """True where |f(x) − value| shrinks below 1e-9, or f(x) grows beyond 1e4, as x runs into the point."""
    gaps = []
    for exponent in _EXPONENTS:
        try:
            gaps.append(
                _gap(
                    function, variable, point, direction * Fraction(1, 2**exponent), value, infinite
                )
            )
        except Unsettled:
            return False
    if infinite:
        rising = all(b > a for a, b in pairwise(gaps))
        return rising and gaps[-1] > _LARGE
    falling = all(b <= a for a, b in pairwise(gaps[1:]))
    return falling and gaps[-1] < _CLOSE


def _gap(
    function: Expr, variable: str, point: Expr, step: Fraction, value: Expr, infinite: int
) -> float:
    """|f(x) − value|, or ±f(x) for an infinite limit, at distance `step`."""
    from flint import acb, fmpq

    with working(_BITS):
        at = acb(fmpq(step.numerator, step.denominator))
        if point == Symbol("oo"):
            x = 1 / abs(at)
            x = acb(x)
        elif isinstance(point, Call) and point.args[0] == Symbol("oo"):
            x = acb(-1 / abs(at))
        else:
            x = evaluate(point, {}) + at
        found = evaluate(function, {variable: x})
        if not is_real(found):
            raise Unsettled("not real")
        gap = infinite * found.real if infinite else abs(found.real - evaluate(value, {}).real)
        if float(gap.rad()) > _CLOSE * (1 + abs(float(gap.mid()))):
            raise Unsettled("not sharp")
        return float(gap.mid())
