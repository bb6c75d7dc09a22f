"""Rows of a sweep, checked: the value of a formula at the numbers that stand in the row.

A row was computed in floating point. Here it is computed again by ball arithmetic, at the inputs as they are
written in the row, the shortest decimals of the floats: at first many rows at once, by balls of floats, which
are wide and know fewer functions, and the rows that these leave open one by one, by Arb (FLINT), where what
is rational stays exact. Balls of floats only ever pass a value; Arb alone refutes one. A value passes
where it differs from the true one by no more than 10⁻⁹ of it and what the rounding of the inputs to floats
must bring about (half a unit in their last place); nor by more than the smallest normal float, below which
floats lose their digits. So cancellation and jumps that floating point gets wrong
are found, and an ill-conditioned but well computed value is not blamed.

A row without a value is taken apart: either the formula has none there, and the term is named that has none,
or it has one that floating point missed.

Source: F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic,
https://doi.org/10.1109/TC.2017.2690633
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from abacist.checking.float_ball_program import FloatBallProgram
from abacist.core.expr import Call, Expr, Number, Symbol, call
from abacist.core.language import Message
from abacist.core.outcome import Outcome, Verdict
from abacist.notation.arb import compile_enclosure
from abacist.notation.refusal import NotRepresentable

__all__ = ["Diagnosis", "RowCheck"]

_BITS = 128
_DOUBLE = 60  # bits that a ball must be good for before it is rounded to a float
_TOLERANCE = 1e-9  # relative: what a value in floating point is good for
_SLACK = 1.01  # the radius of a ball is rounded up
_HALF_EXACT = 2.0**26  # below, multiples of 1/64 are exact decimals of at most 14 digits


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a row without a value is: `value` where there is one after all."""

    outcome: Outcome
    value: float = math.nan
    why: Message | None = None


class RowCheck:
    """Checks rows of one formula in the variables `names`.

    Raises `NotRepresentable` for a formula without a rule in ball arithmetic.
    """

    def __init__(self, expr: Expr, names: Sequence[str]) -> None:
        import flint

        self._flint = flint
        self._names = tuple(names)
        self._expr = expr
        self._closure = compile_enclosure(expr, self._names)
        self._program = _program(expr, self._names)
        self._jumps = expr.has(*_JUMPS)  # beside a jump the rounding of an input excuses nothing
        self._heads: dict[Expr, Callable[[Sequence[Any]], Any]] = {}

    def in_columns(self, columns: Sequence[Any], values: Any) -> Any:
        """Where balls of floats show that a value passes, as an array of truths; elsewhere nothing is told.

        `columns` are the values of each variable, `values` those of the formula, all of one length.
        """
        import numpy as np

        if self._program is None:
            return np.zeros(len(values), dtype=bool)
        return self._program.agrees(columns, values, _TOLERANCE)

    def verdict(self, point: Sequence[float], value: float) -> Verdict:
        """Enclosed where the value passes, refuted where it does not, undecided where no ball was found."""
        return self.verdicts([point], [value])[0]

    def verdicts(self, points: Iterable[Sequence[float]], values: Iterable[float]) -> list[Verdict]:
        """The verdicts of many rows."""
        with self._flint.ctx.workprec(_BITS):
            return [self._verdict(each, value) for each, value in zip(points, values, strict=True)]

    def _verdict(self, point: Sequence[float], value: float) -> Verdict:
        ball = self._closure(tuple(map(self._around, point)))
        is_finite = ball.is_finite()
        if is_finite and self._agrees(value, ball, 0.0) is Verdict.ENCLOSED:
            return Verdict.ENCLOSED
        slack = float(ball.rad()) * _SLACK if is_finite and not self._jumps else 0.0
        exact = self._closure(tuple(map(self._written, point)))
        verdict = Verdict.UNDECIDED
        if exact.is_finite():
            verdict = self._agrees(value, exact, slack)
        return self._closely(point, value, slack) if verdict is Verdict.UNDECIDED else verdict

    def _closely(self, point: Sequence[float], value: float, slack: float) -> Verdict:
        """The verdict by fractions as far as they go; they alone decide at a jump."""
        try:
            exact = self._value(self._expr, self._given(point))
        except _NoValue as reason:
            undefined = reason.outcome is Outcome.UNDEFINED
            return Verdict.REFUTED if undefined else Verdict.UNDECIDED
        except NotRepresentable:
            return Verdict.UNDECIDED
        return self._agrees(value, self._flint.arb(exact), slack)

    def _agrees(self, value: float, ball: Any, slack: float) -> Verdict:
        """Enclosed where the whole ball lies close to the value, refuted where none of it does."""
        allowed = self._flint.arb(abs(value) * _TOLERANCE + slack + sys.float_info.min)
        distance = abs(ball - value)
        if distance <= allowed:
            return Verdict.ENCLOSED
        return Verdict.REFUTED if distance > allowed else Verdict.UNDECIDED

    def _given(self, point: Sequence[float]) -> dict[Expr, Any]:
        return {Symbol(name): self._ratio(x) for name, x in zip(self._names, point, strict=True)}

    def _around(self, x: float) -> Any:
        """A ball that holds the float and the decimal it is written as."""
        arb = self._flint.arb
        if (x * 64).is_integer() and abs(x) < _HALF_EXACT:
            return arb(x)
        return arb(x, math.ulp(x) / 2)

    def _written(self, x: float) -> Any:
        return self._flint.arb(self._ratio(x))

    def _ratio(self, x: float) -> Any:
        """The decimal that the float is written as, exactly."""
        exact = Fraction(Decimal(repr(x)))
        return self._flint.fmpq(exact.numerator, exact.denominator)

    def exact(self, point: Sequence[float]) -> float | None:
        """The true value at the numbers that stand in the row, rounded once; None where no ball was found."""
        with self._flint.ctx.workprec(_BITS):
            ball = self._closure(tuple(map(self._written, point)))
        if not ball.is_finite() or ball.rel_accuracy_bits() < _DOUBLE:
            return None
        value = float(ball.mid())
        return value if math.isfinite(value) else None

    # ---- rows without a value

    def diagnose(self, point: Sequence[float]) -> Diagnosis:
        """Why floating point found no value at a point, or the value that it missed."""
        values = self._given(point)
        with self._flint.ctx.workprec(_BITS):
            try:
                found = self._value(self._expr, values)
            except _NoValue as reason:
                return Diagnosis(reason.outcome, why=reason.why)
            except NotRepresentable:
                return Diagnosis(Outcome.UNABLE, why=_NO_RULE)
            ball = self._flint.arb(found)
        number = float(ball.mid())
        if math.isinf(number):
            return Diagnosis(Outcome.TOO_LARGE, why=_BEYOND)
        if not ball.is_zero() and ball.rel_accuracy_bits() < _DOUBLE:
            return Diagnosis(Outcome.UNABLE, why=_undecided(self._expr))
        return Diagnosis(Outcome.SOLVED, number)

    def _value(self, expr: Expr, values: dict[Expr, Any]) -> Any:
        """The exact fraction or the ball of a node; raises `_NoValue` at the first that has none."""
        if expr in values:
            return values[expr]
        if isinstance(expr, Number):
            return self._flint.fmpq(expr.value.numerator, expr.value.denominator)
        if not isinstance(expr, Call) or expr.head in _WHOLE:
            return self._finite(expr, self._evaluated(expr, values), ())
        args = [self._value(arg, values) for arg in expr.args]
        rational = self._rational(expr, args)
        if rational is None:
            rational = self._finite(expr, self._applied(expr, args), args)
        values[expr] = rational
        return rational

    def _rational(self, expr: Call, args: Sequence[Any]) -> Any:
        """The exact value where all arguments are fractions and the operation stays among them; else None."""
        fmpq = self._flint.fmpq
        if not all(isinstance(arg, fmpq) for arg in args):
            return None
        head = expr.head
        if head in _EXACT:
            return _EXACT[head](args)
        if head == "div":
            if args[1] == 0:
                raise _NoValue(Outcome.UNDEFINED, _division(expr))
            return args[0] / args[1]
        if head == "mod" and args[1] != 0:
            return args[0] - args[1] * (args[0] / args[1]).floor()
        exponent: Any = args[-1]
        if head == "pow" and exponent.q == 1 and abs(exponent) <= 64:
            if args[0] == 0 and exponent <= 0:
                raise _NoValue(Outcome.UNDEFINED, _undefined(expr))
            return args[0] ** int(exponent.p)
        if head in ("sqrt", "root") and args[0] == 0:
            return args[0]
        return None

    def _applied(self, expr: Call, args: Sequence[Any]) -> Any:
        """A head applied to balls; numbers that are written out stay, as roots and logarithms need them."""
        places = [Symbol(f"_{place}") for place in range(len(args))]
        kept = [
            arg if isinstance(arg, Number) else place
            for arg, place in zip(expr.args, places, strict=True)
        ]
        shape = call(expr.head, *kept)
        closure = self._heads.get(shape)
        if closure is None:
            closure = compile_enclosure(shape, [place.name for place in places])
            self._heads[shape] = closure
        return closure(tuple(map(self._flint.arb, args)))

    def _evaluated(self, expr: Expr, values: Mapping[Expr, Any]) -> Any:
        """A node as a whole: sums and cases, whose parts have no value of their own."""
        closure = compile_enclosure(expr, self._names)
        point = [self._flint.arb(values[Symbol(name)]) for name in self._names]
        return closure(tuple(point))

    def _finite(self, expr: Expr, ball: Any, args: Sequence[Any]) -> Any:
        if ball.is_finite():
            return ball
        outside = _OUTSIDE.get(expr.head) if isinstance(expr, Call) else None
        balls = [self._flint.arb(arg) for arg in args]
        if outside is not None and balls and outside(balls):
            divided = isinstance(expr, Call) and expr.head == "div"
            why = _division(expr) if divided else _undefined(expr)
            raise _NoValue(Outcome.UNDEFINED, why)
        raise _NoValue(Outcome.UNABLE, _undecided(expr))


def _program(expr: Expr, names: Sequence[str]) -> FloatBallProgram | None:
    try:
        return FloatBallProgram(expr, names)
    except NotRepresentable:
        return None


class _NoValue(Exception):
    """A node of the formula without a value that is known."""

    def __init__(self, outcome: Outcome, why: Message) -> None:
        super().__init__(why.en)
        self.outcome, self.why = outcome, why


_JUMPS = ("floor", "ceil", "sign", "heaviside", "mod", "piecewise")
_WHOLE = frozenset({"piecewise", "sum", "product", "integral"})
"""Heads whose arguments are no values."""


def _fraction(whole: Any) -> Any:
    from flint import fmpq

    return fmpq(int(whole))


def _product(args: Sequence[Any]) -> Any:
    result = args[0]
    for arg in args[1:]:
        result = result * arg
    return result


_EXACT: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "add": lambda args: sum(args[1:], args[0]),
    "mul": _product,
    "neg": lambda args: -args[0],
    "abs": lambda args: abs(args[0]),
    "max": max,
    "min": min,
    "floor": lambda args: _fraction(args[0].floor()),
    "ceil": lambda args: _fraction(args[0].ceil()),
    "sign": lambda args: _fraction((args[0] > 0) - (args[0] < 0)),
    "percent": lambda args: args[0] / 100,
}


def _is_pole_of_gamma(x: Any) -> bool:
    return bool(x <= 0) and x.is_exact() and x.is_integer()


_OUTSIDE: Mapping[str, Callable[[Sequence[Any]], bool]] = {
    "sqrt": lambda v: bool(v[0] < 0),
    "root": lambda v: bool(v[0] < 0),
    "ln": lambda v: bool(v[0] <= 0),
    "log": lambda v: bool(v[0] <= 0),
    "div": lambda v: v[1].is_zero(),
    "pow": lambda v: bool(v[0] < 0) or (v[0].is_zero() and bool(v[1] <= 0)),
    "asin": lambda v: bool(abs(v[0]) > 1),
    "acos": lambda v: bool(abs(v[0]) > 1),
    "acosh": lambda v: bool(v[0] < 1),
    "atanh": lambda v: bool(abs(v[0]) >= 1),
    "asec": lambda v: bool(abs(v[0]) < 1),
    "acsc": lambda v: bool(abs(v[0]) < 1),
    "acoth": lambda v: bool(abs(v[0]) <= 1),
    "cot": lambda v: v[0].is_zero(),
    "csc": lambda v: v[0].is_zero(),
    "coth": lambda v: v[0].is_zero(),
    "csch": lambda v: v[0].is_zero(),
    "gamma": lambda v: _is_pole_of_gamma(v[0]),
    "factorial": lambda v: _is_pole_of_gamma(v[0] + 1),
    "mod": lambda v: v[1].is_zero(),
}
"""Head → whether arguments lie surely outside the domain on which it is real."""


def _shown(expr: Expr) -> str:
    text = str(expr)
    return text if len(text) <= 60 else text[:57] + "…"


def _division(expr: Expr) -> Message:
    shown = _shown(expr)
    return Message(en=f"division by zero in {shown}", zh=f"{shown} 中除数为零")


def _undefined(expr: Expr) -> Message:
    shown = _shown(expr)
    return Message(en=f"{shown} is not a real number here", zh=f"{shown} 在此处不是实数")


def _undecided(expr: Expr) -> Message:
    shown = _shown(expr)
    return Message(
        en=f"it could not be decided whether {shown} is defined here",
        zh=f"无法判定 {shown} 在此处是否有定义",
    )


_NO_RULE = Message(en="no rule for this formula in ball arithmetic", zh="区间算术不支持此公式")
_BEYOND = Message(
    en="the value is too large for a floating-point number", zh="数值超出浮点数的范围"
)
