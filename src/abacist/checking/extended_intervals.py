"""Interval arithmetic on the whole line, infinite ends included, with slopes.

An interval holds all values of an expression on a box of the variable, and knows whether the expression is
defined on the whole box, so that it is continuous there. Ends are exact numbers rounded outward by Arb, or
±∞, which are never values. Open ends remember that 0 is not a value, so that ln x is defined on (0, 1].

Source: R. Moore, R. Kearfott, M. Cloud, Introduction to Interval Analysis, SIAM 2009, ch. 2 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import inf
from typing import Any

__all__ = ["LINE", "Nowhere", "Range", "constant", "hull", "point"]

End = Any
"""An exact `arb`, or ±infinity as a float."""


class Nowhere(Exception):
    """The expression has no value anywhere on the box."""


@dataclass(frozen=True, slots=True)
class Range:
    """All values lie between `low` and `high`; `total`: there is a value at every point of the box."""

    low: End
    high: End
    low_open: bool = False
    high_open: bool = False
    total: bool = True

    @property
    def nonzero(self) -> bool:
        """True where 0 is certainly no value."""
        return self.positive or self.negative

    @property
    def positive(self) -> bool:
        """True where all values are positive."""
        return _lt(0, self.low) or (self.low_open and _is_zero(self.low))

    @property
    def negative(self) -> bool:
        """True where all values are negative."""
        return _lt(self.high, 0) or (self.high_open and _is_zero(self.high))

    @property
    def finite(self) -> bool:
        """True where neither end is infinite."""
        return not (_infinite(self.low) or _infinite(self.high))

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low, self.high_open, self.low_open, self.total)

    def __add__(self, other: Range) -> Range:
        low, high = _plus(self.low, other.low, -1), _plus(self.high, other.high, 1)
        return Range(
            low,
            high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
            self.total and other.total,
        )

    def __sub__(self, other: Range) -> Range:
        return self + (-other)

    def __mul__(self, other: Range) -> Range:
        pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        low = _least([_times(a, b, -1) for a, b in pairs])
        high = -_least([-_times(a, b, 1) for a, b in pairs])
        apart = self.nonzero and other.nonzero
        return Range(
            low,
            high,
            apart and _is_zero(low),
            apart and _is_zero(high),
            self.total and other.total,
        )

    def reciprocal(self) -> Range:
        """1/x; the whole line where 0 may lie inside."""
        if _is_zero(self.low) and _is_zero(self.high):
            raise Nowhere
        if _lt(self.low, 0) and _lt(0, self.high):
            return replace(LINE, total=False)
        total = self.total and self.nonzero
        if _lt(self.low, 0) or _is_zero(self.high):  # all values are ≤ 0
            return -(-self).reciprocal()
        low: End = _zero() if _infinite(self.high) else (1 / self.high).lower()
        high: End = inf if _is_zero(self.low) else (1 / self.low).upper()
        return Range(low, high, _infinite(self.high), False, total)

    def __truediv__(self, other: Range) -> Range:
        return self * other.reciprocal()

    def whole_power(self, exponent: int) -> Range:
        """x to a whole number."""
        if exponent < 0:
            return self.whole_power(-exponent).reciprocal()
        if exponent == 0:
            return replace(constant(1), total=self.total)
        if exponent % 2 == 0:
            size = self.absolute()
            low, high = _raise(size.low, exponent, -1), _raise(size.high, exponent, 1)
            return Range(low, high, size.low_open and _is_zero(low), False, self.total)
        return Range(
            _raise(self.low, exponent, -1),
            _raise(self.high, exponent, 1),
            self.low_open,
            self.high_open,
            self.total,
        )

    def absolute(self) -> Range:
        """|x|."""
        if not _lt(self.low, 0):
            return self
        if not _lt(0, self.high):
            return -self
        return Range(_zero(), -_least([self.low, -self.high]), False, False, self.total)

    def increasing(self, name: str, at_low: End, at_high: End) -> Range:
        """An increasing function of Arb, with its limits at −∞ and ∞."""
        low = at_low if _infinite(self.low) else getattr(self.low, name)().lower()
        high = at_high if _infinite(self.high) else getattr(self.high, name)().upper()
        return Range(
            low,
            high,
            self.low_open or _infinite(self.low),
            self.high_open or _infinite(self.high),
            self.total,
        )

    def clipped(self, low: End, high: End) -> Range:
        """The part between two bounds; not total where something is cut off. Raises `Nowhere`."""
        if _lt(self.high, low) or _lt(high, self.low):
            raise Nowhere
        cut_low, cut_high = _lt(self.low, low), _lt(high, self.high)
        return Range(
            low if cut_low else self.low,
            high if cut_high else self.high,
            False if cut_low else self.low_open,
            False if cut_high else self.high_open,
            self.total and not cut_low and not cut_high,
        )

    def exponential(self) -> Range:
        """e^x."""
        found = self.increasing("exp", _zero(), inf)
        return replace(found, low_open=found.low_open or _is_zero(found.low))

    def logarithm(self) -> Range:
        """ln x where x > 0."""
        if not _lt(0, self.high):
            raise Nowhere
        total = self.total and self.positive
        low: End = -inf if not _lt(0, self.low) else self.low.log().lower()
        high: End = inf if _infinite(self.high) else self.high.log().upper()
        return Range(low, high, False, self.high_open, total)

    def square_root(self) -> Range:
        """√x where x ≥ 0."""
        return self.clipped(_zero(), inf).increasing("sqrt", _zero(), inf)

    def wave(self, name: str) -> Range:
        """sin or cos."""
        whole = Range(constant(-1).low, constant(1).high, False, False, self.total)
        if not self.finite or _lt(7, self.high - self.low):
            return whole
        ball = getattr(self.low.union(self.high), name)()
        return Range(
            -_least([-ball.lower(), -whole.low]),
            _least([ball.upper(), whole.high]),
            False,
            False,
            self.total,
        )

    def ball(self) -> Any:
        """A real ball around a finite interval."""
        return self.low.union(self.high)


def _infinite(end: End) -> bool:
    return isinstance(end, float)


@cache
def _zero() -> Any:
    from flint import arb

    return arb(0)


def _is_zero(end: End) -> bool:
    return not _infinite(end) and bool(end.is_zero())


def _lt(a: End | int, b: End | int) -> bool:
    """a < b for exact ends."""
    if isinstance(a, float) or isinstance(b, float):
        x = a if isinstance(a, float) else 0.0
        y = b if isinstance(b, float) else 0.0
        return x < y
    return bool(a < b)


def _least(ends: list[End]) -> End:
    found = ends[0]
    for end in ends[1:]:
        if _lt(end, found):
            found = end
    return found


def _plus(a: End, b: End, direction: int) -> End:
    """a + b rounded; ∞ − ∞ is as wide as the direction allows."""
    if _infinite(a) or _infinite(b):
        if _infinite(a) and _infinite(b) and (a > 0) != (b > 0):
            return inf * direction
        return a if _infinite(a) else b
    return _rounded(a + b, direction)


def _times(a: End, b: End, direction: int) -> End:
    """a·b rounded; 0·∞ is 0 since infinite ends are no values."""
    if _is_zero(a) or _is_zero(b):
        return _zero()
    if _infinite(a) or _infinite(b):
        return inf if _lt(0, a) == _lt(0, b) else -inf
    return _rounded(a * b, direction)


def _raise(end: End, exponent: int, direction: int) -> End:
    if _infinite(end):
        return inf if end > 0 or exponent % 2 == 0 else -inf
    return _rounded(end**exponent, direction)


def _rounded(value: Any, direction: int) -> Any:
    return value.lower() if direction < 0 else value.upper()


LINE = Range(-inf, inf)
"""All real numbers."""


def constant(value: Any) -> Range:
    """A number: an integer, a fmpq or a real ball."""
    from flint import arb

    ball = arb(value)
    return Range(ball.lower(), ball.upper())


def point(value: Any) -> Range:
    """The same as `constant`, for an exact number as a box."""
    return constant(value)


def hull(low: End, high: End, *, low_open: bool = False, high_open: bool = False) -> Range:
    """The box between two ends."""
    return Range(low, high, low_open or _infinite(low), high_open or _infinite(high))
