"""Real constants that know both their enclosure and, where there is one, their exact form.

A constant is a rational number, or an element of a `Tower` with a ball around it. Whether a sum of constants is
zero is then decided by exact arithmetic where the ball alone cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.checking.differential_field import Element, Tower, Unsupported
from abacist.checking.power_series import Unsettled, evaluate, is_real
from abacist.core.expr import Expr

__all__ = ["Constant", "Constants", "whole_power"]


def whole_power(ball: Any, n: int) -> Any:
    """ballⁿ by multiplication: the library's power of a ball around zero is not a number."""
    from flint import arb

    result, square = arb(1), ball
    rest = abs(n)
    while rest:
        if rest & 1:
            result = result * square
        square, rest = square * square, rest >> 1
    return 1 / result if n < 0 else result


@dataclass(frozen=True, slots=True)
class Constant:
    """A real number: exactly `rational`, or `element` where known; always inside `ball`."""

    ball: Any
    rational: Fraction | None = None
    element: Element | None = None


class Constants:
    """Arithmetic of constants in one tower; with `exact` False only rational numbers are kept exactly."""

    def __init__(self, exact: bool = True) -> None:
        self.exact = exact
        self.tower = Tower()
        self.zero = self.of(0)
        self.one = self.of(1)

    def of(self, value: Fraction | int) -> Constant:
        """A rational number."""
        from flint import arb, fmpq

        q = Fraction(value)
        return Constant(arb(fmpq(q.numerator, q.denominator)), q)

    def from_expr(self, expr: Expr) -> Constant:
        """The value of an expression without variables. Raises `Unsettled` where it is not real."""
        found = evaluate(expr, {})
        if not is_real(found):
            raise Unsettled("a constant that is not real")
        return self.wrap(found.real, self._exactly(lambda: self.tower.element(expr)))

    def _exactly(self, make: Any) -> Element | None:
        try:
            return make()
        except Unsupported:
            return None

    def wrap(self, ball: Any, element: Element | None) -> Constant:
        """A constant from its ball and its exact form; rational where the form says so."""
        if element is not None:
            q = self.tower.as_rational(element)
            if q is not None:
                return self.of(q)
        return Constant(ball, None, element if self.exact else None)

    def _element(self, a: Constant) -> Element | None:
        return self.tower.rational(a.rational) if a.rational is not None else a.element

    def add(self, a: Constant, b: Constant) -> Constant:
        """a + b."""
        if a.rational is not None and b.rational is not None:
            return self.of(a.rational + b.rational)
        x, y = self._element(a), self._element(b)
        exact = None
        if x is not None and y is not None:
            exact = self._exactly(lambda: self.tower.reduce(self.tower.add(x, y)))
        return self.wrap(a.ball + b.ball, exact)

    def multiply(self, a: Constant, b: Constant) -> Constant:
        """a·b."""
        if a.rational is not None and b.rational is not None:
            return self.of(a.rational * b.rational)
        x, y = self._element(a), self._element(b)
        exact = None
        if x is not None and y is not None:
            exact = self._exactly(lambda: self.tower.multiply(x, y))
        return self.wrap(a.ball * b.ball, exact)

    def negative(self, a: Constant) -> Constant:
        """−a."""
        return self.multiply(self.of(-1), a)

    def inverse(self, a: Constant) -> Constant:
        """1/a for a constant that is not zero."""
        if a.rational is not None:
            return self.of(1 / a.rational)
        x = a.element
        exact = self._exactly(lambda: self.tower.power(x, -1)) if x is not None else None
        return self.wrap(1 / a.ball, exact)

    def power(self, a: Constant, q: Fraction) -> Constant:
        """a**q for a positive constant, or for a whole q."""
        from flint import arb, fmpq

        if a.rational is not None and q.denominator == 1 and abs(q) < 10_000:
            return self.of(a.rational ** int(q))
        x = self._element(a)
        exact = self._exactly(lambda: self.tower.rational_power(x, q)) if x is not None else None
        if q.denominator == 1:
            return self.wrap(whole_power(a.ball, int(q)), exact)
        return self.wrap(a.ball ** arb(fmpq(q.numerator, q.denominator)), exact)

    def is_zero(self, a: Constant) -> bool | None:
        """True and False are certain; None where neither the ball nor the form decides."""
        if a.rational is not None:
            return a.rational == 0
        if not a.ball.contains(0):
            return False
        if a.ball == 0 or (a.element is not None and self.tower.is_zero(a.element)):
            return True
        return None

    def sign(self, a: Constant) -> int | None:
        """−1, 0, 1, or None where it is not decided."""
        if a.rational is not None:
            return (a.rational > 0) - (a.rational < 0)
        if a.ball > 0:
            return 1
        if a.ball < 0:
            return -1
        return 0 if self.is_zero(a) else None
