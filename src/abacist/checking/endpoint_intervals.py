"""Interval arithmetic with two endpoints, which may be infinite, for branch and bound.

An interval is a pair of exact Arb numbers (lower, upper). Every operation is rounded outward, and not at all
where its result is exact, so that a bound that is attained is found. Functions without a known monotony take
Arb's enclosure of the ball around the interval. Source: R. E. Moore, R. B. Kearfott, M. J. Cloud,
Introduction to Interval Analysis (2009), doi:10.1137/1.9780898717716.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from abacist.checking.ball_program import NotEnclosable
from abacist.checking.interval_functions import (
    FOLDED,
    OPERATIONS,
    Interval,
    ends,
    integer_power,
    one_sided_sign,
    times,
)
from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["Interval", "IntervalProgram", "enclosed_constant", "width"]


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
        self._special = {"sign": one_sided_sign} if strict else {}
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
        folded = FOLDED.get(head)
        if folded is not None:
            total = self._slot(args[0])
            for arg in args[1:]:
                total = self._operation(folded, total, self._slot(arg))
            return total
        operation = self._special.get(head) or OPERATIONS.get(head)
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
            return self._operation(lambda a: integer_power(a, power), source)
        if base == Symbol("E"):
            return self._operation(OPERATIONS["exp"], self._slot(exponent))
        source = self._slot(base)
        if self._strict:
            source = self._operation(_guard(_is_positive), source)
        logarithm = self._operation(OPERATIONS["ln"], source)
        product = self._operation(times, logarithm, self._slot(exponent))
        return self._operation(OPERATIONS["exp"], product)


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
    return ends(ball)


def width(interval: Interval) -> float:
    """Upper minus lower end, as a float (infinite for unbounded intervals)."""
    return float((interval[1] - interval[0]).upper())
