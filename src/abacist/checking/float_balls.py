"""Ball arithmetic on columns of floats: every element a centre and a radius that bounds all errors, by NumPy.

The radius rests on what IEEE 754 promises of + − × ÷ √ alone: each is off by at most half a unit in the last
place, 2⁻⁵³ of the result. No function of a library is trusted. Radii are computed in floats too and made
larger by `_UP` for their own rounding, and by `_TINY` for underflow, even where subnormal numbers are flushed
to zero. A ball that is not known to be one (a division by what may be 0, a root of what may be negative) has
the radius inf or nan, and keeps it: nothing is ever concluded from it.

Source: S. M. Rump, Verification methods: rigorous results using floating-point arithmetic, Acta Numerica 19
(2010), https://doi.org/10.1017/S096249291000005X
"""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = [
    "FloatBalls",
    "absolute",
    "added",
    "at_most",
    "bounds",
    "ceiling",
    "divided",
    "exact",
    "floored",
    "greater",
    "guarded",
    "kept_whole",
    "multiplied",
    "negated",
    "powered",
    "smaller",
    "square_root",
    "squared",
    "whole_quotient",
    "widened",
    "written",
]

_NONE = 0.0  # the radius of exact numbers
_UNIT = 2.0**-53  # the largest relative error of one operation
_UP = 1 + 2.0**-48  # more than the rounding of thirty operations takes away from a radius
_TINY = 1e-300  # more than underflow takes away
_WHOLE = 2.0**53  # below, whole numbers are exact, and so are their sums and products
_SHORT = 2.0**26  # below, multiples of 1/64 are decimals of at most 14 digits


class FloatBalls(NamedTuple):
    """Columns of numbers, each somewhere between `mid − rad` and `mid + rad`; 0.0 is the radius of exact ones."""

    mid: Any
    rad: Any


def exact(values: Any) -> FloatBalls:
    """The floats themselves."""
    import numpy as np

    return FloatBalls(np.asarray(values, dtype=float), _NONE)


def written(values: Any, *, told_apart: bool) -> FloatBalls:
    """Balls that hold the floats and the shortest decimals that they are written as.

    Where floats that are these decimals themselves are `told_apart`, as jumps need it, their radius is 0;
    that of the number 0 always is.
    """
    import numpy as np

    rad = (abs(values) * (_UNIT * _UP) + _TINY) * (values != 0)
    if told_apart:
        short = (np.rint(values * 64) == values * 64) & (abs(values) < _SHORT)
        rad = np.where(short, 0.0, rad)
    return FloatBalls(values, rad)


def widened(mid: Any, error: Any) -> FloatBalls:
    """A ball whose radius was computed in floats, with less than thirty operations."""
    return FloatBalls(mid, error * _UP + _TINY)


def guarded(holds: Any, ball: FloatBalls) -> FloatBalls:
    """The ball where its derivation holds, elsewhere one that says nothing."""
    import numpy as np

    return FloatBalls(ball.mid, np.where(holds, ball.rad, np.inf))


def bounds(x: FloatBalls) -> tuple[Any, Any]:
    """Floats not above and not below any number of the ball; the float itself where the ball is exact."""
    import numpy as np

    rad = np.where(x.rad == 0, 0.0, x.rad + (np.abs(x.mid) + x.rad) * (8 * _UNIT))
    return x.mid - rad, x.mid + rad


def at_most(x: FloatBalls, value: Any, allowed: Any) -> Any:
    """Where every number of the ball surely differs from `value` by no more than `allowed`."""
    import numpy as np

    distance = (np.abs(x.mid - value) + x.rad) * _UP
    return (distance < np.inf) & (distance <= allowed * (2 - _UP))


def added(a: FloatBalls, b: FloatBalls) -> FloatBalls:
    """a + b"""
    mid = a.mid + b.mid
    return widened(mid, a.rad + b.rad + abs(mid) * _UNIT)


def negated(a: FloatBalls) -> FloatBalls:
    """−a"""
    return FloatBalls(-a.mid, a.rad)


def multiplied(a: FloatBalls, b: FloatBalls) -> FloatBalls:
    """a·b; exactly 0 where a factor is."""
    import numpy as np

    mid = a.mid * b.mid
    if b.rad is _NONE:
        a, b = b, a
    error = b.rad * abs(a.mid) + abs(mid) * _UNIT
    if a.rad is not _NONE:
        error = error + a.rad * (abs(b.mid) + b.rad)
    product = widened(mid, error)
    if mid.all():
        return product
    zero = ((a.mid == 0) & (a.rad == 0)) | ((b.mid == 0) & (b.rad == 0))
    known = (a.rad < np.inf) & (b.rad < np.inf)
    return FloatBalls(mid, np.where(zero & known, 0.0, product.rad))


def squared(a: FloatBalls) -> FloatBalls:
    """a², by (m + δ)² − m² = δ(2m + δ); exactly 0 where a is."""
    import numpy as np

    mid = a.mid * a.mid
    square = widened(mid, a.rad * (2 * abs(a.mid) + a.rad) + mid * _UNIT)
    if mid.all():
        return square
    return FloatBalls(mid, np.where((a.mid == 0) & (a.rad == 0), 0.0, square.rad))


def divided(a: FloatBalls, b: FloatBalls) -> FloatBalls:
    """a/b, by a/b − m/n = (δ − (m/n)·ε)/(n + ε) for a = m + δ, b = n + ε."""
    import numpy as np

    mid, size = a.mid / b.mid, np.abs(b.mid)
    error = (a.rad + abs(mid) * b.rad + _TINY) / (size - b.rad)
    return guarded(size > b.rad, widened(mid, error + abs(mid) * _UNIT))


def square_root(a: FloatBalls) -> FloatBalls:
    """√a, by |√x − √m| ≤ |x − m|/√m."""
    import numpy as np

    mid = np.sqrt(a.mid)
    ball = widened(mid, a.rad / mid + mid * _UNIT)
    return guarded((a.mid > 0) & (a.mid >= a.rad), ball)


def powered(a: FloatBalls, n: int) -> FloatBalls:
    """aⁿ for a whole number n ≠ 0, by products."""
    if n < 0:
        return divided(exact(1.0), powered(a, -n))
    result = None
    while True:
        if n & 1:
            result = a if result is None else multiplied(result, a)
        n >>= 1
        if not n:
            assert result is not None
            return result
        a = squared(a)


def absolute(a: FloatBalls) -> FloatBalls:
    """|a|, by ||x| − |m|| ≤ |x − m|."""
    return FloatBalls(abs(a.mid), a.rad)


def greater(a: FloatBalls, b: FloatBalls) -> FloatBalls:
    """max(a, b): one of the two where they lie apart, else off by no more than the larger radius."""
    import numpy as np

    (low_a, high_a), (low_b, high_b) = bounds(a), bounds(b)
    both = np.maximum(a.rad, b.rad)
    known = (a.rad < np.inf) & (b.rad < np.inf)
    rad = np.where(high_a < low_b, b.rad, np.where(high_b < low_a, a.rad, both))
    return FloatBalls(np.maximum(a.mid, b.mid), np.where(known, rad, np.inf))


def smaller(a: FloatBalls, b: FloatBalls) -> FloatBalls:
    """min(a, b)"""
    return negated(greater(negated(a), negated(b)))


def floored(a: FloatBalls) -> FloatBalls:
    """⌊a⌋, known where no whole number lies inside the ball."""
    import numpy as np

    low, high = (np.floor(end) for end in bounds(a))
    return guarded((low == high) & (np.abs(low) < _WHOLE), exact(low))


def ceiling(a: FloatBalls) -> FloatBalls:
    """⌈a⌉"""
    return negated(floored(negated(a)))


# ---- whole numbers, which decide at jumps


def _is_whole(a: FloatBalls) -> Any:
    import numpy as np

    return (a.rad == 0) & (np.rint(a.mid) == a.mid) & (np.abs(a.mid) < _WHOLE)


def kept_whole(result: FloatBalls, a: FloatBalls, b: FloatBalls) -> FloatBalls:
    """A sum or product, exact where it is one of whole numbers below 2⁵³."""
    import numpy as np

    whole = _is_whole(a) & _is_whole(b) & (np.abs(result.mid) < _WHOLE)
    return FloatBalls(result.mid, np.where(whole, 0.0, result.rad))


def whole_quotient(result: FloatBalls, a: FloatBalls, b: FloatBalls) -> FloatBalls:
    """A quotient of whole numbers, exact where the division leaves no remainder."""
    import numpy as np

    quotient = FloatBalls(result.mid, _NONE)
    leaves_none = (result.mid * b.mid == a.mid) & (b.mid != 0)
    whole = _is_whole(a) & _is_whole(b) & _is_whole(quotient) & leaves_none
    return FloatBalls(result.mid, np.where(whole, 0.0, result.rad))
