"""Exact values of rational expressions at rational points, with a bound on the size of the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["NotRational", "rational_value"]

_MOST_BITS = 20_000


class NotRational(Exception):
    """The value is not a rational number found by rational operations, or it is too long."""


def rational_value(expression: Expr, values: Mapping[str, Fraction] | None = None) -> Fraction:
    """The value by exact arithmetic: + − × ÷, integer powers, |·|, max, min, sign, perfect roots.

    Raises `NotRational` for anything else, and `ZeroDivisionError` where the expression is undefined.
    """
    found = _value(expression, values or {}, {})
    return found


def _value(
    expression: Expr, values: Mapping[str, Fraction], known: dict[Expr, Fraction]
) -> Fraction:
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Symbol):
        if expression.name not in values:
            raise NotRational(expression.name)
        return values[expression.name]
    assert isinstance(expression, Call)
    found = known.get(expression)
    if found is None:
        args = [_value(arg, values, known) for arg in expression.args]
        found = known[expression] = _apply(expression.head, args)
        if found.numerator.bit_length() + found.denominator.bit_length() > _MOST_BITS:
            raise NotRational("too long")
    return found


def _apply(head: str, args: list[Fraction]) -> Fraction:
    if head == "add":
        return sum(args, Fraction(0))
    if head == "mul":
        product = Fraction(1)
        for arg in args:
            product *= arg
        return product
    if head == "pow":
        return _power(args[0], args[1])
    simple = _SIMPLE.get(head)
    if simple is None:
        raise NotRational(head)
    return simple(*args)


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        raise NotRational("a power with a fractional exponent")
    power = int(exponent)
    if base == 0 and power <= 0:
        raise ZeroDivisionError
    size = base.numerator.bit_length() + base.denominator.bit_length()
    if abs(power) * size > _MOST_BITS:
        raise NotRational("too long")
    return base**power


def _root(value: Fraction, degree: Fraction) -> Fraction:
    from flint import fmpz

    n = int(degree)
    if degree.denominator != 1 or n < 1 or (value < 0 and n % 2 == 0):
        raise NotRational("a root")
    parts = []
    for part in (abs(value.numerator), value.denominator):
        root = int(fmpz(part).root(n))
        if root**n != part:
            raise NotRational("an irrational root")
        parts.append(root)
    return Fraction(parts[0] if value >= 0 else -parts[0], parts[1])


_SIMPLE = {
    "neg": lambda a: -a,
    "div": lambda a, b: a / b,
    "abs": abs,
    "sign": lambda a: Fraction((a > 0) - (a < 0)),
    "max": lambda *a: max(a),
    "min": lambda *a: min(a),
    "sqrt": lambda a: _root(a, Fraction(2)),
    "root": _root,
    "floor": lambda a: Fraction(a.numerator // a.denominator),
    "ceil": lambda a: Fraction(-(-a.numerator // a.denominator)),
    "percent": lambda a: a / 100,
}
