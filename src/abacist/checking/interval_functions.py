"""The functions of interval arithmetic with exact, possibly infinite ends; see `endpoint_intervals`.

Every end is rounded outward, and not at all where it is exact. Functions without a known monotony take Arb's
enclosure over the ball around the interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from abacist.checking.ball_program import NotEnclosable

__all__ = ["FOLDED", "OPERATIONS", "Interval", "ends", "integer_power", "one_sided_sign", "times"]

Interval = tuple[Any, Any]


@cache
def _infinities() -> tuple[Any, Any, Any]:
    from flint import arb

    return arb("-inf"), arb("inf"), arb(0)


def _whole() -> Interval:
    low, high, _ = _infinities()
    return low, high


def ends(ball: Any) -> Interval:
    """The lower and upper end of a ball; the whole line where it is not finite."""
    if ball.is_exact():
        return ball, ball
    if not ball.is_finite():
        return _whole()
    return ball.lower(), ball.upper()


def _down(value: Any) -> Any:
    if value.is_nan():
        return _infinities()[0]
    return value if value.is_exact() else value.lower()


def _up(value: Any) -> Any:
    if value.is_nan():
        return _infinities()[1]
    return value if value.is_exact() else value.upper()


def _plus(a: Interval, b: Interval) -> Interval:
    return _down(a[0] + b[0]), _up(a[1] + b[1])


def _minus(a: Interval) -> Interval:
    return -a[1], -a[0]


def _product(a: Any, b: Any) -> Any:
    """a·b with 0·∞ = 0, which is right for ends of intervals."""
    if a == 0 or b == 0:
        return _infinities()[2]
    return a * b


def times(a: Interval, b: Interval) -> Interval:
    """The product of two intervals."""
    zero = _infinities()[2]
    if a[0] >= zero and b[0] >= zero:
        return _down(_product(a[0], b[0])), _up(_product(a[1], b[1]))
    products = [_product(x, y) for x in a for y in b]
    return min(map(_down, products)), max(map(_up, products))


def _inverse(a: Interval) -> Interval:
    low, high, zero = _infinities()
    if a[0] > zero or a[1] < zero:
        return _reciprocal(a[1], _down), _reciprocal(a[0], _up)
    if a[0] == zero and a[1] > zero:
        return _reciprocal(a[1], _down), high
    if a[1] == zero and a[0] < zero:
        return low, _reciprocal(a[0], _up)
    return low, high


def _reciprocal(a: Any, rounded: Callable[[Any], Any]) -> Any:
    return rounded(1 / a) if a.is_finite() else _infinities()[2]


def _over(a: Interval, b: Interval) -> Interval:
    return times(a, _inverse(b))


def integer_power(a: Interval, power: int) -> Interval:
    """The power with a whole exponent; even powers are never negative."""
    if power < 0:
        return _inverse(integer_power(a, -power))
    zero = _infinities()[2]
    if power % 2 == 1 or a[0] >= zero:
        return _down(_raised(a[0], power)), _up(_raised(a[1], power))
    if a[1] <= zero:
        return _down(_raised(a[1], power)), _up(_raised(a[0], power))
    return zero, max(_up(_raised(a[0], power)), _up(_raised(a[1], power)))


def _raised(end: Any, power: int) -> Any:
    """The power of an end that may be infinite."""
    if power == 0:
        return _unit()[1]
    if end.is_finite():
        return end**power
    low, high, _ = _infinities()
    return low if end < 0 and power % 2 else high


def _absolute(a: Interval) -> Interval:
    zero = _infinities()[2]
    if a[0] >= zero:
        return a
    if a[1] <= zero:
        return _minus(a)
    return zero, max(-a[0], a[1])


def _sign(a: Interval) -> Interval:
    """The sign; all of [−1, 1] where the interval holds zero, so that slopes of |u| are enclosed."""
    from flint import arb

    zero = _infinities()[2]
    low = arb(1) if a[0] > zero else arb(-1)
    high = arb(-1) if a[1] < zero else arb(1)
    return low, high


def one_sided_sign(a: Interval) -> Interval:
    """The slope of |u| over a box: u has one sign there where it touches zero at an end only."""
    from flint import arb

    if a[0] >= 0 and a[1] > 0:
        return arb(1), arb(1)
    if a[1] <= 0 and a[0] < 0:
        return arb(-1), arb(-1)
    return _sign(a)


def _larger(a: Interval, b: Interval) -> Interval:
    return max(a[0], b[0]), max(a[1], b[1])


def _smaller(a: Interval, b: Interval) -> Interval:
    return min(a[0], b[0]), min(a[1], b[1])


def _increasing(method: str, domain: int | None = None) -> Callable[[Interval], Interval]:
    """A function that grows; it must be defined from `domain` on (None: everywhere)."""

    def apply(a: Interval) -> Interval:
        low, high, _ = _infinities()
        if domain is not None and a[1] < domain:
            raise NotEnclosable(f"{method} outside of its domain")
        start = low if domain is not None and a[0] < domain else a[0]
        return _value(start, method, low, _down), _value(a[1], method, high, _up)

    return apply


def _value(at: Any, method: str, fallback: Any, rounded: Callable[[Any], Any]) -> Any:
    if not at.is_finite() and method == "log":
        return fallback
    found = getattr(at, method)()
    return rounded(found) if not found.is_nan() else fallback


def _exponential(a: Interval) -> Interval:
    _, high, zero = _infinities()
    lower = zero if not a[0].is_finite() and a[0] < 0 else _down(a[0].exp())
    upper = high if not a[1].is_finite() and a[1] > 0 else _up(a[1].exp())
    return (lower if lower.is_finite() else zero), (upper if not upper.is_nan() else high)


def _square_root(a: Interval) -> Interval:
    _, high, zero = _infinities()
    if a[1] < zero:
        raise NotEnclosable("a square root of what is negative")
    lower = _down(a[0].sqrt()) if a[0] > zero else zero
    return lower, (_up(a[1].sqrt()) if a[1].is_finite() else high)


def _by_ball(method: str) -> Callable[[Interval], Interval]:
    """Arb's enclosure over the ball around the interval."""

    def apply(a: Interval) -> Interval:
        if not (a[0].is_finite() and a[1].is_finite()):
            return _ANYWHERE.get(method, _whole)()
        ball = a[0].union(a[1]) if a[0] != a[1] else a[0]
        return ends(getattr(ball, method)())

    return apply


def _unit() -> Interval:
    from flint import arb

    return arb(-1), arb(1)


def _clipped(method: str) -> Callable[[Interval], Interval]:
    """sin and cos, never beyond ±1."""
    whole = _by_ball(method)

    def apply(a: Interval) -> Interval:
        low, high = _unit()
        found = whole(a)
        return max(found[0], low), min(found[1], high)

    return apply


_ANYWHERE: Mapping[str, Callable[[], Interval]] = {"sin": _unit, "cos": _unit}


def _hyperbolic_cosine(a: Interval) -> Interval:
    from flint import arb

    b = _absolute(a)
    grown = _exponential(b)
    half = (arb(1) / 2, arb(1) / 2)
    return times(_plus(grown, _inverse(grown)), half)


def _hyperbolic_sine(a: Interval) -> Interval:
    from flint import arb

    low, high, _ = _infinities()
    ends = []
    for end, rounded in ((a[0], _down), (a[1], _up)):
        if not end.is_finite():
            ends.append(low if end < 0 else high)
            continue
        grown = end.exp()
        ends.append(rounded((grown - 1 / grown) / arb(2)))
    return ends[0], ends[1]


FOLDED: Mapping[str, Callable[[Interval, Interval], Interval]] = {
    "add": _plus,
    "mul": times,
    "max": _larger,
    "min": _smaller,
}

OPERATIONS: Mapping[str, Callable[..., Interval]] = {
    "neg": _minus,
    "div": _over,
    "abs": _absolute,
    "sign": _sign,
    "sqrt": _square_root,
    "exp": _exponential,
    "ln": _increasing("log", 0),
    "log": _increasing("log", 0),
    "sin": _clipped("sin"),
    "cos": _clipped("cos"),
    "tan": _by_ball("tan"),
    "asin": _by_ball("asin"),
    "acos": _by_ball("acos"),
    "atan": _increasing("atan"),
    "sinh": _hyperbolic_sine,
    "cosh": _hyperbolic_cosine,
    "tanh": _increasing("tanh"),
    "erf": _increasing("erf"),
    "gamma": _by_ball("gamma"),
    "loggamma": _by_ball("lgamma"),
}
