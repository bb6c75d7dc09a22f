"""Elementary functions of balls of floats: e^x, sin and cos by their series, the others derived from them.

The argument is reduced by a multiple of ln 2 or π/2, which is subtracted in two parts, the first so short
that its product with the multiple is exact (Cody and Waite); the rest of the constant adds less than 2⁻⁶⁵.
A polynomial of degree n in floats, by Horner's rule, is off by at most 2n + 1 roundings of Σ|c_k||s|^k
(Higham, Accuracy and stability of numerical algorithms, 2002, § 5.1): 29 of them for e^s on |s| ≤ 0.35, 26
for sin and cos on |s| ≤ 0.79. With the sums of moduli, at most 2.1 times the values, all that is less than
7·10⁻¹⁵; `_SERIES` is twice as much. The reduction is off by at most two roundings of a number below 1.

An inverse function starts from what NumPy takes its value to be, which is not trusted: how far it is off is
enclosed by the forward function. With y near ln x and d = x·e^(−y) − 1, ln x − y = ln(1 + d); with y near
atan x, atan x − y = atan((x cos y − sin y)/(cos y + x sin y)).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from abacist.checking.float_balls import (
    FloatBalls,
    absolute,
    added,
    bounds,
    divided,
    exact,
    guarded,
    multiplied,
    negated,
    square_root,
    squared,
    widened,
)

__all__ = ["FUNCTIONS", "exponential", "general_power", "logarithm", "odd_root", "sign"]

_SERIES = 2.0**-46  # relative error of a series
_REDUCED = 2.0**-51  # error of an argument of sin and cos that was reduced
_LN2 = (float.fromhex("0x1.62e42feep-1"), float.fromhex("0x1.a39ef35793c76p-33"))
_HALF_PI = (float.fromhex("0x1.921fb544p+0"), float.fromhex("0x1.0b4611a626331p-34"))
_MOST_EXPONENT = 700.0
_MOST_ANGLE = 2.0**20
_EXP = [1 / math.factorial(k) for k in range(15)]
_SIN = [(-1) ** k / math.factorial(2 * k + 1) for k in range(9)]
_COS = [(-1) ** k / math.factorial(2 * k) for k in range(9)]


def _horner(coefficients: Sequence[float], x: Any) -> Any:
    value = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        value = value * x + coefficient
    return value


def _reduced(x: Any, unit: tuple[float, float]) -> tuple[Any, Any]:
    """k and x − k·unit, where k is whole and the rest no more than half a unit."""
    import numpy as np

    k = np.rint(x * (1 / unit[0]))
    return k, (x - k * unit[0]) - k * unit[1]


def exponential(x: FloatBalls) -> FloatBalls:
    """e^x for |x| ≤ 700 and radii of at most 10⁻³, where e^r − 1 ≤ 1.001·r."""
    import numpy as np

    k, rest = _reduced(x.mid, _LN2)
    scale = ((k.astype(np.int64) + 1023) << 52).view(np.float64)  # 2ᵏ by its bits
    mid = _horner(_EXP, rest) * scale
    fits = (np.abs(x.mid) <= _MOST_EXPONENT) & (x.rad <= 1e-3)
    return guarded(fits, widened(mid, mid * (x.rad * 1.002 + _SERIES)))


def _sine_and_cosine(x: FloatBalls) -> tuple[FloatBalls, FloatBalls]:
    """sin x and cos x for |x| ≤ 2²⁰"""
    import numpy as np

    k, rest = _reduced(x.mid, _HALF_PI)
    turn = k - 4 * np.floor(k / 4)
    square = rest * rest
    odd, even = rest * _horner(_SIN, square), _horner(_COS, square)
    crosswise = (turn == 1) | (turn == 3)
    up, along = np.where(crosswise, even, odd), np.where(crosswise, odd, even)
    up = np.where(turn >= 2, -up, up)
    along = np.where((turn == 1) | (turn == 2), -along, along)
    error = x.rad + np.where(k == 0, 0.0, _REDUCED)
    fits = np.abs(x.mid) <= _MOST_ANGLE
    first, second = (
        guarded(fits, widened(mid, error + np.abs(mid) * _SERIES)) for mid in (up, along)
    )
    return first, second


def sine(x: FloatBalls) -> FloatBalls:
    """sin x for |x| ≤ 2²⁰"""
    return _sine_and_cosine(x)[0]


def cosine(x: FloatBalls) -> FloatBalls:
    """cos x for |x| ≤ 2²⁰"""
    return _sine_and_cosine(x)[1]


def logarithm(x: FloatBalls) -> FloatBalls:
    """ln x, where x is surely positive."""
    import numpy as np

    mid = np.log(x.mid)
    ratio = multiplied(x, exponential(negated(exact(mid))))
    off = _largest(added(ratio, exact(-1.0)))
    return guarded(off <= 0.5, widened(mid, off / (1 - off)))


def arc_tangent(x: FloatBalls) -> FloatBalls:
    """atan x; cos y + x·sin y > 0 says that y and atan x lie less than π/2 apart."""
    import numpy as np

    mid = np.arctan(x.mid)
    up, along = _sine_and_cosine(exact(mid))
    below = added(along, multiplied(x, up))
    off = divided(added(multiplied(x, along), negated(up)), below)
    near = (bounds(below)[0] > 0) & (np.abs(mid) <= math.pi / 2)  # the float π/2 is below π/2
    return guarded(near, widened(mid, _largest(off)))


def _largest(x: FloatBalls) -> Any:
    """A float that no modulus of the ball exceeds."""
    return (abs(x.mid) + x.rad) * (1 + 2.0**-50)


# ---- what follows from these


def _one() -> FloatBalls:
    return exact(1.0)


def _minus(a: FloatBalls, b: FloatBalls) -> FloatBalls:
    return added(a, negated(b))


def _half(a: FloatBalls) -> FloatBalls:
    return multiplied(a, exact(0.5))


def _reciprocal(a: FloatBalls) -> FloatBalls:
    return divided(_one(), a)


def tangent(x: FloatBalls) -> FloatBalls:
    """tan x"""
    up, along = _sine_and_cosine(x)
    return divided(up, along)


def cotangent(x: FloatBalls) -> FloatBalls:
    """cot x"""
    up, along = _sine_and_cosine(x)
    return divided(along, up)


def arc_sine(x: FloatBalls) -> FloatBalls:
    """asin x = atan(x/√((1 − x)(1 + x))) inside (−1, 1)"""
    beside = multiplied(_minus(_one(), x), added(_one(), x))
    return arc_tangent(divided(x, square_root(beside)))


def arc_cosine(x: FloatBalls) -> FloatBalls:
    """acos x = 2·atan √((1 − x)/(1 + x)) inside (−1, 1)"""
    ratio = divided(_minus(_one(), x), added(_one(), x))
    return multiplied(exact(2.0), arc_tangent(square_root(ratio)))


def hyperbolic_sine(x: FloatBalls) -> FloatBalls:
    """(e^x − e^(−x))/2"""
    power = exponential(x)
    return _half(_minus(power, _reciprocal(power)))


def hyperbolic_cosine(x: FloatBalls) -> FloatBalls:
    """(e^x + e^(−x))/2"""
    power = exponential(x)
    return _half(added(power, _reciprocal(power)))


def hyperbolic_tangent(x: FloatBalls) -> FloatBalls:
    """1 − 2/(e^(2x) + 1)"""
    power = exponential(multiplied(exact(2.0), x))
    return _minus(_one(), divided(exact(2.0), added(power, _one())))


def area_sine(x: FloatBalls) -> FloatBalls:
    """asinh x, odd, and ln(x + √(x² + 1)) for positive x"""
    size = absolute(x)
    value = logarithm(added(size, square_root(added(squared(size), _one()))))
    return multiplied(sign(x), value)


def area_cosine(x: FloatBalls) -> FloatBalls:
    """acosh x = ln(x + √(x − 1)·√(x + 1)) for x > 1"""
    roots = multiplied(square_root(_minus(x, _one())), square_root(added(x, _one())))
    return logarithm(added(x, roots))


def area_tangent(x: FloatBalls) -> FloatBalls:
    """atanh x = ln((1 + x)/(1 − x))/2"""
    return _half(logarithm(divided(added(_one(), x), _minus(_one(), x))))


def sign(x: FloatBalls) -> FloatBalls:
    """−1, 0 or 1; 0 is known of the exact number alone."""
    import numpy as np

    low, high = bounds(x)
    return guarded((low > 0) | (high < 0) | ((low == 0) & (high == 0)), exact(np.sign(x.mid)))


def heaviside(x: FloatBalls) -> FloatBalls:
    """(sign x + 1)/2"""
    signs = sign(x)
    return FloatBalls((signs.mid + 1) / 2, signs.rad)


def odd_root(x: FloatBalls, degree: int) -> FloatBalls:
    """The root of odd degree, negative for negative numbers."""
    size = exponential(divided(logarithm(absolute(x)), exact(float(degree))))
    return multiplied(sign(x), size)


def general_power(x: FloatBalls, y: FloatBalls) -> FloatBalls:
    """x^y by e^(y·ln x): for positive x, and for negative x where y is exactly a whole number."""
    import numpy as np

    size = exponential(multiplied(y, logarithm(absolute(x))))
    low, high = bounds(x)
    whole = (y.rad == 0) & (np.rint(y.mid) == y.mid) & (np.abs(y.mid) < 2.0**53)
    odd = y.mid - 2 * np.floor(y.mid / 2) == 1
    mid = np.where((high < 0) & odd, -size.mid, size.mid)
    return guarded((low > 0) | ((high < 0) & whole), FloatBalls(mid, size.rad))


def _of_reciprocal(function: Callable[[FloatBalls], FloatBalls]) -> Callable[..., FloatBalls]:
    return lambda x: function(_reciprocal(x))


def _reciprocal_of(function: Callable[[FloatBalls], FloatBalls]) -> Callable[..., FloatBalls]:
    return lambda x: _reciprocal(function(x))


FUNCTIONS: Mapping[str, Callable[[FloatBalls], FloatBalls]] = {
    "neg": negated,
    "abs": absolute,
    "sqrt": square_root,
    "sign": sign,
    "heaviside": heaviside,
    "exp": exponential,
    "ln": logarithm,
    "sin": sine,
    "cos": cosine,
    "tan": tangent,
    "cot": cotangent,
    "sec": _reciprocal_of(cosine),
    "csc": _reciprocal_of(sine),
    "asin": arc_sine,
    "acos": arc_cosine,
    "atan": arc_tangent,
    "acot": _of_reciprocal(arc_tangent),
    "asec": _of_reciprocal(arc_cosine),
    "acsc": _of_reciprocal(arc_sine),
    "sinh": hyperbolic_sine,
    "cosh": hyperbolic_cosine,
    "tanh": hyperbolic_tangent,
    "coth": _reciprocal_of(hyperbolic_tangent),
    "sech": _reciprocal_of(hyperbolic_cosine),
    "csch": _reciprocal_of(hyperbolic_sine),
    "asinh": area_sine,
    "acosh": area_cosine,
    "atanh": area_tangent,
    "acoth": _of_reciprocal(area_tangent),
    "asech": _of_reciprocal(area_cosine),
    "acsch": _of_reciprocal(area_sine),
    "percent": lambda x: divided(x, exact(100.0)),
}
"""Head → function of one ball."""
