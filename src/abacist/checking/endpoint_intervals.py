"""Interval arithmetic with two endpoints, which may be infinite, for branch and bound.

An interval is a pair of exact Arb numbers (lower, upper). Every operation is rounded outward, and not at all
where its result is exact, so that a bound that is attained is found. Functions without a known monotony take
Arb's enclosure of the ball around the interval. Source: R. E. Moore, R. B. Kearfott, M. J. Cloud,
Introduction to Interval Analysis (2009), doi:10.1137/1.9780898717716.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from abacist.checking.ball_program import NotEnclosable
from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["Interval", "IntervalProgram", "enclosed_constant", "width"]

Interval = tuple[Any, Any]


class IntervalProgram:
    """A compiled list of expressions; call it with one interval for each of `names`.

    Where an expression is undefined on a part of the box, the result holds its values on the rest; a
    `strict` program, which is for slopes, raises `NotEnclosable` instead and takes sign(u) for the slope of
    |u| on the box: 1 where u ≥ 0 all over it. Where an expression is undefined everywhere, both raise.
    """

    def __init__(
        self, expressions: Sequence[Expr], names: Sequence[str], strict: bool = False
    ) -> None:
        self._strict = strict
        self._special = {"sign": _one_sided_sign} if strict else {}
        self._slots: dict[Expr, int] = {Symbol(name): k for k, name in enumerate(names)}
        self._cells: list[Any] = [None] * len(names)
        self._code: list[tuple[int, Callable[..., Interval], tuple[int, ...]]] = []
        self._outputs = [self._slot(expression) for expression in expressions]

    @property
    def size(self) -> int:
        """How many operations one run takes."""
        return len(self._code) + 1

    def __call__(self, box: Sequence[Interval]) -> list[Interval]:
        """Enclosures of the expressions over the box."""
        cells = self._cells.copy()
        cells[: len(box)] = box
        for target, operation, sources in self._code:
            cells[target] = operation(*[cells[source] for source in sources])
        return [cells[output] for output in self._outputs]

    def _slot(self, expression: Expr) -> int:
        found = self._slots.get(expression)
        if found is None:
            found = self._slots[expression] = self._emit(expression)
        return found

    def _new(self, value: Any) -> int:
        self._cells.append(value)
        return len(self._cells) - 1

    def _operation(self, operation: Callable[..., Interval], *sources: int) -> int:
        target = self._new(None)
        self._code.append((target, operation, sources))
        return target

    def _emit(self, expression: Expr) -> int:
        if not isinstance(expression, Call):
            return self._new(enclosed_constant(expression))
        head, args = expression.head, expression.args
        if head == "pow":
            return self._power(args[0], args[1])
        folded = _FOLDED.get(head)
        if folded is not None:
            total = self._slot(args[0])
            for arg in args[1:]:
                total = self._operation(folded, total, self._slot(arg))
            return total
        operation = self._special.get(head) or _OPERATIONS.get(head)
        if operation is None or len(args) != (2 if head == "div" else 1):
            raise NotEnclosable(f"no interval form of {head}")
        sources = [self._slot(arg) for arg in args]
        if self._strict and head in _DEFINED:
            sources[-1] = self._operation(_guard(_DEFINED[head]), sources[-1])
        target = self._operation(operation, *sources)
        if self._strict and head in _MAY_FAIL:
            target = self._operation(_guard(_is_finite), target)
        return target

    def _power(self, base: Expr, exponent: Expr) -> int:
        if isinstance(exponent, Number) and exponent.value.denominator == 1:
            power = int(exponent.value)
            if abs(power) > 1000:
                raise NotEnclosable("exponent too large")
            source = self._slot(base)
            if self._strict and power < 0:
                source = self._operation(_guard(_is_nonzero), source)
            return self._operation(lambda a: _integer_power(a, power), source)
        if base == Symbol("E"):
            return self._operation(_OPERATIONS["exp"], self._slot(exponent))
        source = self._slot(base)
        if self._strict:
            source = self._operation(_guard(_is_positive), source)
        logarithm = self._operation(_OPERATIONS["ln"], source)
        product = self._operation(_times, logarithm, self._slot(exponent))
        return self._operation(_OPERATIONS["exp"], product)


def _guard(condition: Callable[[Interval], bool]) -> Callable[[Interval], Interval]:
    """Lets an interval pass where the condition holds for all of it."""

    def check(a: Interval) -> Interval:
        if not condition(a):
            raise NotEnclosable("not defined on the whole box")
        return a

    return check


def _is_nonzero(a: Interval) -> bool:
    return bool(a[0] > 0 or a[1] < 0)


def _is_positive(a: Interval) -> bool:
    return bool(a[0] > 0)


def _is_nonnegative(a: Interval) -> bool:
    return bool(a[0] >= 0)


def _is_sine(a: Interval) -> bool:
    return bool(a[0] >= -1 and a[1] <= 1)


def _is_finite(a: Interval) -> bool:
    return bool(a[0].is_finite() and a[1].is_finite())


_DEFINED: Mapping[str, Callable[[Interval], bool]] = {
    "div": _is_nonzero,
    "sqrt": _is_nonnegative,
    "ln": _is_positive,
    "log": _is_positive,
    "asin": _is_sine,
    "acos": _is_sine,
    "gamma": _is_positive,
    "loggamma": _is_positive,
}
"""Where the last argument of a head must lie for the head to be defined."""

_MAY_FAIL = frozenset({"tan"})


def enclosed_constant(expression: Expr) -> Interval:
    """The narrowest interval at the working precision around a number or named constant."""
    from flint import arb, fmpq

    if isinstance(expression, Number):
        ball = arb(fmpq(expression.value.numerator, expression.value.denominator))
    elif expression == Symbol("pi"):
        ball = arb.pi()
    elif expression == Symbol("E"):
        ball = arb(1).exp()
    else:
        raise NotEnclosable(f"{expression} has no value")
    return _ends(ball)


def width(interval: Interval) -> float:
    """Upper minus lower end, as a float (infinite for unbounded intervals)."""
    return float((interval[1] - interval[0]).upper())


@cache
def _infinities() -> tuple[Any, Any, Any]:
    from flint import arb

    return arb("-inf"), arb("inf"), arb(0)


def _whole() -> Interval:
    low, high, _ = _infinities()
    return low, high


def _ends(ball: Any) -> Interval:
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


def _times(a: Interval, b: Interval) -> Interval:
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
    return _times(a, _inverse(b))


def _integer_power(a: Interval, power: int) -> Interval:
    if power < 0:
        return _inverse(_integer_power(a, -power))
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


def _one_sided_sign(a: Interval) -> Interval:
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
    low, high, zero = _infinities()
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
        return _ends(getattr(ball, method)())

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
    return _times(_plus(grown, _inverse(grown)), half)


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


_FOLDED: Mapping[str, Callable[[Interval, Interval], Interval]] = {
    "add": _plus,
    "mul": _times,
    "max": _larger,
    "min": _smaller,
}

_OPERATIONS: Mapping[str, Callable[..., Interval]] = {
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
