"""Real numbers of plane geometry: algebraic numbers and powers of π, exact and with a rigorous enclosure.

A number carries its exact form, a Laurent polynomial in π with algebraic coefficients (or None where it has
none), and always an enclosure. π is transcendental, so such a polynomial is zero only if every coefficient
is: equality is decided, never guessed.

Source: F. Lindemann, "Über die Zahl π", Math. Ann. 20 (1882), doi:10.1007/BF01446522.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["BITS", "Real", "Unclear", "constant", "number_of"]

BITS = 400


class Unclear(ValueError):
    """A sign or a number that is not decided here."""


@dataclass(frozen=True, slots=True)
class Real:
    """A real number: `exact` maps powers of π to algebraic coefficients, `ball` encloses it."""

    exact: dict[int, Any] | None
    ball: Any

    def __add__(self, other: Real) -> Real:
        if self.exact is None or other.exact is None:
            return Real(None, self.ball + other.ball)
        total = dict(self.exact)
        for power, value in other.exact.items():
            total[power] = total[power] + value if power in total else value
        return Real(_nonzero(total), self.ball + other.ball)

    def __neg__(self) -> Real:
        exact = None if self.exact is None else {k: -c for k, c in self.exact.items()}
        return Real(exact, -self.ball)

    def __sub__(self, other: Real) -> Real:
        return self + (-other)

    def __mul__(self, other: Real) -> Real:
        if self.exact is None or other.exact is None:
            return Real(None, self.ball * other.ball)
        total: dict[int, Any] = {}
        for i, a in self.exact.items():
            for j, b in other.exact.items():
                total[i + j] = total[i + j] + a * b if i + j in total else a * b
        return Real(_nonzero(total), self.ball * other.ball)

    def __truediv__(self, other: Real) -> Real:
        if other.sign() == 0:
            raise Unclear("a division by zero")
        ball = self.ball / other.ball
        if self.exact is None or other.exact is None or len(other.exact) != 1:
            return Real(None, ball)
        ((power, divisor),) = other.exact.items()
        return Real({k - power: c / divisor for k, c in self.exact.items()}, ball)

    def sqrt(self) -> Real:
        """The square root of a number that is not negative."""
        if self.sign() < 0:
            raise Unclear("a square root of a negative number")
        if self.exact is not None and not self.exact:
            return self
        ball = self.ball.sqrt()
        if self.exact is None or len(self.exact) != 1:
            return Real(None, ball)
        ((power, value),) = self.exact.items()
        return Real({power // 2: value.sqrt()} if power % 2 == 0 else None, ball)

    def sign(self) -> int:
        """-1, 0 or 1. Raises `Unclear` where it is not decided."""
        if self.ball > 0:
            return 1
        if self.ball < 0:
            return -1
        if self.exact is not None and not self.exact:
            return 0
        raise Unclear("a number that may be zero")

    def differs(self, other: Real) -> bool | None:
        """True or False where it is certain whether the numbers differ, else None."""
        difference = self - other
        if difference.exact is not None:
            return bool(difference.exact)
        return True if not difference.ball.contains(0) else None


def _nonzero(exact: dict[int, Any]) -> dict[int, Any]:
    return {power: value for power, value in exact.items() if not value.is_zero()}


def constant(value: int) -> Real:
    """An integer."""
    return number_of(Number(_fraction(value)))


def _fraction(value: int) -> Any:
    from fractions import Fraction

    return Fraction(value)


def number_of(expr: Expr) -> Real:
    """The number that a constant expression stands for. Raises `Unclear`."""
    if isinstance(expr, Symbol) and expr.name == "pi":
        from flint import arb

        from abacist.checking.algebraic_field import field

        return Real({1: field()(1)}, arb.pi())
    if isinstance(expr, Call):
        args = expr.args
        if expr.head == "add":
            return _folded([number_of(arg) for arg in args], lambda a, b: a + b)
        if expr.head == "mul":
            return _folded([number_of(arg) for arg in args], lambda a, b: a * b)
        if expr.head == "neg":
            return -number_of(args[0])
        if expr.head == "div":
            return number_of(args[0]) / number_of(args[1])
        if expr.head == "sqrt":
            return number_of(args[0]).sqrt()
        if expr.head == "pow" and isinstance(args[1], Number) and 0 < args[1].value <= 64:
            return _power(number_of(args[0]), args[1])
    return _algebraic(expr)


def _folded(parts: list[Real], combine: Any) -> Real:
    total = parts[0]
    for part in parts[1:]:
        total = combine(total, part)
    return total


def _power(base: Real, exponent: Number) -> Real:
    if exponent.value.denominator == 2:
        base = base.sqrt()
    elif exponent.value.denominator != 1:
        raise Unclear("a root of higher order")
    return _folded([base] * exponent.value.numerator, lambda a, b: a * b)


def _algebraic(expr: Expr) -> Real:
    from abacist.checking.algebraic_numbers import (
        NotAlgebraic,
        UndefinedValue,
        algebraic,
        is_real,
    )
    from abacist.checking.ball_program import NotEnclosable, ball_of

    try:
        ball = ball_of(expr)
    except NotEnclosable as why:
        raise Unclear(str(why)) from why
    try:
        value = algebraic(expr)
    except (NotAlgebraic, UndefinedValue):
        return Real(None, ball)
    if not is_real(value):
        raise Unclear("a number that is not real")
    return Real(_nonzero({0: value}), ball)
