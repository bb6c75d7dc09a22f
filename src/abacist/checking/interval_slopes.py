"""Values and slopes of an expression of one variable on a box, by interval arithmetic.

The slope holds every difference quotient on the box (a derivative, or for |u| a generalized one), so that an
expression that is defined on the whole box and whose slope excludes 0 is strictly monotonic there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf
from typing import Any

from abacist.checking.extended_intervals import LINE, Nowhere, Range, constant
from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["NoIntervals", "Sloped", "slopes", "values"]


class NoIntervals(Exception):
    """A function without an interval form here."""


@dataclass(frozen=True, slots=True)
class Sloped:
    """Values and slopes on one box."""

    value: Range
    slope: Range


def values(expr: Expr, name: str, box: Range) -> Range:
    """All values on the box. Raises `Nowhere` where there is none, `NoIntervals` for other functions."""
    return _Walk(name, box).of(expr).value


def slopes(expr: Expr, name: str, box: Range) -> Sloped:
    """Values and slopes on the box."""
    return _Walk(name, box).of(expr)


class _Walk:
    """One walk over one tree on one box; equal parts are worked out once."""

    def __init__(self, name: str, box: Range) -> None:
        self.name, self.box = name, box
        self.memo: dict[Expr, Sloped] = {}

    def of(self, expr: Expr) -> Sloped:
        found = self.memo.get(expr)
        if found is None:
            found = self.memo[expr] = self._of(expr)
        return found

    def _of(self, expr: Expr) -> Sloped:
        if isinstance(expr, Number):
            return _still(constant(_ratio(expr.value)))
        if isinstance(expr, Symbol):
            if expr.name == self.name:
                return Sloped(self.box, constant(1))
            if expr.name in ("pi", "E"):
                return _still(_known(expr.name))
            raise NoIntervals(expr.name)
        assert isinstance(expr, Call)
        if expr.head == "pow":
            return self.power(*expr.args)
        if expr.head == "log" and len(expr.args) == 2:
            over, under = (_logarithm(self.of(arg)) for arg in expr.args)
            return _quotient(over, under)
        if expr.head == "root":
            return self.root(*expr.args)
        rule = _RULES.get(expr.head)
        if rule is None:
            raise NoIntervals(expr.head)
        return rule(*(self.of(arg) for arg in expr.args))

    def power(self, base: Expr, exponent: Expr) -> Sloped:
        whole = _whole(exponent)
        if whole is not None:
            return _whole_power(self.of(base), whole)
        if base == Symbol("E"):
            return _exponential(self.of(exponent))
        below = self.of(base)
        if not below.value.positive and self.name in exponent.free_symbols():
            raise NoIntervals("a power that is not of a positive number")
        return _exponential(_product(self.of(exponent), _logarithm(below)))

    def root(self, radicand: Expr, degree: Expr) -> Sloped:
        n, inner = _whole(degree), self.of(radicand)
        if n is None or n < 2:
            raise NoIntervals("root")
        if n % 2 == 0 or not inner.value.negative:
            if n % 2 and not inner.value.positive:
                raise NoIntervals("root near zero")
            scaled = _product(_still(constant(_ratio(Fraction(1, n)))), _logarithm(inner))
            return _exponential(scaled)
        return _negated(self.root_of_positive(_negated(inner), n))

    def root_of_positive(self, inner: Sloped, n: int) -> Sloped:
        """The root where all values are positive."""
        return _exponential(_product(_still(constant(_ratio(Fraction(1, n)))), _logarithm(inner)))


def _ratio(value: Fraction) -> Any:
    from flint import fmpq

    return fmpq(value.numerator, value.denominator)


def _known(name: str) -> Range:
    from flint import arb

    return constant(arb.pi() if name == "pi" else arb.const_e())


def _whole(expr: Expr) -> int | None:
    value = expr.value if isinstance(expr, Number) else None
    return int(value) if value is not None and value.denominator == 1 else None


def _still(value: Range) -> Sloped:
    return Sloped(value, constant(0))


def _sum(*terms: Sloped) -> Sloped:
    value, slope = terms[0].value, terms[0].slope
    for term in terms[1:]:
        value, slope = value + term.value, slope + term.slope
    return Sloped(value, slope)


def _negated(a: Sloped) -> Sloped:
    return Sloped(-a.value, -a.slope)


def _product(*factors: Sloped) -> Sloped:
    found = factors[0]
    for factor in factors[1:]:
        slope = found.slope * factor.value + found.value * factor.slope
        found = Sloped(found.value * factor.value, slope)
    return found


def _quotient(a: Sloped, b: Sloped) -> Sloped:
    below = b.value.reciprocal()
    slope = (a.slope - a.value * below * b.slope) * below
    return Sloped(a.value * below, slope)


def _whole_power(a: Sloped, exponent: int) -> Sloped:
    value = a.value.whole_power(exponent)
    if exponent == 0:
        return _still(value)
    slope = constant(exponent) * a.value.whole_power(exponent - 1) * a.slope
    return Sloped(value, slope)


def _exponential(a: Sloped) -> Sloped:
    value = a.value.exponential()
    return Sloped(value, value * a.slope)


def _logarithm(a: Sloped) -> Sloped:
    return Sloped(a.value.logarithm(), _steepness(a.slope, _inside(a.value)))


def _steepness(slope: Range, below: Range) -> Range:
    """A slope divided by what may vanish: there it may be anything, while the value is still defined."""
    try:
        return slope * below.reciprocal()
    except Nowhere:
        return LINE


def _inside(value: Range) -> Range:
    """The positive part, on which a logarithm or root lives."""
    from flint import arb

    return value.clipped(arb(0), inf)


def _square_root(a: Sloped) -> Sloped:
    value = a.value.square_root()
    return Sloped(value, _steepness(a.slope, constant(2) * value))


def _absolute(a: Sloped) -> Sloped:
    if not (a.value.positive or a.value.negative):
        one = replace(constant(1), low=constant(-1).low)
        return Sloped(a.value.absolute(), one * a.slope)
    return a if a.value.positive else _negated(a)


def _sine(a: Sloped) -> Sloped:
    return Sloped(a.value.wave("sin"), a.value.wave("cos") * a.slope)


def _cosine(a: Sloped) -> Sloped:
    return Sloped(a.value.wave("cos"), -(a.value.wave("sin") * a.slope))


def _arctangent(a: Sloped) -> Sloped:
    half = (_known("pi") * constant(_ratio(Fraction(1, 2)))).high
    value = a.value.increasing("atan", -half, half)
    return Sloped(value, a.slope / (constant(1) + a.value.whole_power(2)))


def _arcsine(a: Sloped) -> Sloped:
    inner = a.value.clipped(constant(-1).low, constant(1).high)
    value = inner.increasing("asin", -inf, inf)
    rest = (constant(1) - inner.whole_power(2)).clipped(constant(0).low, inf)
    return Sloped(value, _steepness(a.slope, rest.square_root()))


def _arccosine(a: Sloped) -> Sloped:
    half = _still(_known("pi") * constant(_ratio(Fraction(1, 2))))
    return _sum(half, _negated(_arcsine(a)))


def _hyperbolic(sign: int) -> Callable[[Sloped], Sloped]:
    """sinh and cosh; both slopes are the other function."""

    def rule(a: Sloped) -> Sloped:
        half = _still(constant(_ratio(Fraction(1, 2))))
        up, down = _exponential(a), _exponential(_negated(a))
        second = down if sign > 0 else _negated(down)
        found = _product(half, _sum(up, second))
        if sign < 0:
            value = a.value.increasing("sinh", -inf, inf)
            other = _product(half, _sum(up, down)).value
            return Sloped(value, other * a.slope)
        return found

    return rule


def _hyperbolic_tangent(a: Sloped) -> Sloped:
    one = constant(1)
    value = a.value.increasing("tanh", -one.high, one.high)
    return Sloped(value, (one - value.whole_power(2)) * a.slope)


_RULES: Mapping[str, Callable[..., Sloped]] = {
    "add": _sum,
    "mul": _product,
    "neg": _negated,
    "div": _quotient,
    "sqrt": _square_root,
    "exp": _exponential,
    "ln": _logarithm,
    "log": _logarithm,
    "abs": _absolute,
    "sin": _sine,
    "cos": _cosine,
    "tan": lambda a: _quotient(_sine(a), _cosine(a)),
    "cot": lambda a: _quotient(_cosine(a), _sine(a)),
    "atan": _arctangent,
    "asin": _arcsine,
    "acos": _arccosine,
    "sinh": _hyperbolic(-1),
    "cosh": _hyperbolic(1),
    "tanh": _hyperbolic_tangent,
    "percent": lambda a: _product(a, _still(constant(_ratio(Fraction(1, 100))))),
}
