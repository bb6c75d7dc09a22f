"""Real constants that know both their enclosure and, where there is one, their exact form.

A constant is a rational number, or what has a normal form, with a ball around it. Whether a sum of constants is
zero is then decided by exact arithmetic where the ball alone cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.integer_functions import TooLong
from abacist.checking.normal_forms import Finer, NormalForm, NotNormal
from abacist.checking.power_series import Unsettled, evaluate, is_real
from abacist.core.expr import Expr

__all__ = ["Constant", "Constants", "whole_power"]

_RESTARTS = 12


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


@dataclass(slots=True)
class _Exact:
    """How a form is made; it is made again where the ring had to start anew."""

    make: Callable[[], NormalForm]
    form: NormalForm
    turn: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A real number: exactly `rational`, or as `exact` says where that is known; always inside `ball`."""

    ball: Any
    rational: Fraction | None = None
    exact: _Exact | None = None


class Constants:
    """Arithmetic of constants in one ring; with `exact` False only rational numbers are kept exactly."""

    def __init__(self, exact: bool = True) -> None:
        self.exact = exact
        self._forms = ElementaryForms()
        self._turn = 0
        self.zero = self.of(0)
        self.one = self.of(1)

    def of(self, value: Fraction | int) -> Constant:
        """A rational number."""
        from flint import arb, fmpq

        q = Fraction(value)
        return Constant(arb(fmpq(q.numerator, q.denominator)), q)

    # exact forms

    def _made(self, ball: Any, make: Callable[[], NormalForm]) -> Constant:
        """A constant from its ball and how its form is made; rational where the form says so."""
        for _ in range(_RESTARTS):
            try:
                form = make()
            except Finer:
                self._forms.restart()
                self._turn += 1
            except (NotNormal, TooLong, OverflowError, RecursionError):
                return Constant(ball)
            else:
                if form.constant is not None:
                    return self.of(form.constant)
                return Constant(ball, None, _Exact(make, form, self._turn) if self.exact else None)
        return Constant(ball)

    def _form(self, a: Constant) -> NormalForm:
        """The form in the ring as it is. Raises `NotNormal` where a constant has none, and `Finer`."""
        if a.rational is not None:
            return self._forms.ring.constant(a.rational)
        if a.exact is None:
            raise NotNormal
        if a.exact.turn != self._turn:
            a.exact.form, a.exact.turn = a.exact.make(), self._turn
        return a.exact.form

    def rational(self, expr: Expr) -> Fraction | None:
        """The rational number that an expression is, where its form says so."""
        return self._made(None, lambda: self._forms.of(expr)).rational

    def value_at(self, head: str, a: Constant, ball: Any) -> Constant:
        """f(a), which lies in the ball."""
        return self._made(ball, lambda: self._forms.applied(head, self._form(a)))

    def from_expr(self, expr: Expr) -> Constant:
        """The value of an expression without variables. Raises `Unsettled` where it is not real."""
        found = evaluate(expr, {})
        if not is_real(found):
            raise Unsettled("a constant that is not real")
        return self._made(found.real, lambda: self._forms.of(expr))

    def add(self, a: Constant, b: Constant) -> Constant:
        """a + b."""
        if a.rational is not None and b.rational is not None:
            return self.of(a.rational + b.rational)
        return self._made(
            a.ball + b.ball, lambda: self._forms.ring.sum(self._form(a), self._form(b))
        )

    def multiply(self, a: Constant, b: Constant) -> Constant:
        """a·b."""
        if a.rational is not None and b.rational is not None:
            return self.of(a.rational * b.rational)
        return self._made(
            a.ball * b.ball, lambda: self._forms.ring.times(self._form(a), self._form(b))
        )

    def negative(self, a: Constant) -> Constant:
        """−a."""
        return self.multiply(self.of(-1), a)

    def inverse(self, a: Constant) -> Constant:
        """1/a for a constant that is not zero."""
        if a.rational is not None:
            return self.of(1 / a.rational)
        return self._made(1 / a.ball, lambda: self._forms.ring.inverse(self._form(a)))

    def power(self, a: Constant, q: Fraction) -> Constant:
        """a**q for a positive constant, or for a whole q."""
        from flint import arb, fmpq

        if a.rational is not None and q.denominator == 1 and abs(q) < 10_000:
            return self.of(a.rational ** int(q))
        if q.denominator == 1:
            ball = whole_power(a.ball, int(q))
            return self._made(ball, lambda: self._forms.ring.power(self._form(a), int(q)))
        return self._made(
            a.ball ** arb(fmpq(q.numerator, q.denominator)),
            lambda: self._forms.rational_power(self._form(a), q),
        )

    def is_zero(self, a: Constant) -> bool | None:
        """True and False are certain; None where neither the ball nor the form decides."""
        if a.rational is not None:
            return a.rational == 0
        if not a.ball.contains(0):
            return False
        if a.ball == 0 or self._made(None, lambda: self._form(a)).rational == 0:
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
