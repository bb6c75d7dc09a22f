"""Sums, products, quotients and powers of trees with zeros, ones and numbers cleared, and nothing else."""

from __future__ import annotations

from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, call, number

__all__ = ["ONE", "ZERO", "difference", "power", "product", "quotient", "total"]

ZERO, ONE = number(0), number(1)


def total(*terms: Expr) -> Expr:
    """The sum without zeros and with the numbers added up."""
    constant = sum((t.value for t in terms if isinstance(t, Number)), start=Fraction(0))
    rest = [t for t in terms if not isinstance(t, Number)]
    if constant:
        rest.append(number(constant))
    return call("add", *rest) if rest else ZERO


def difference(a: Expr, b: Expr) -> Expr:
    """a − b without zeros."""
    return total(a, call("neg", b))


def product(*factors: Expr) -> Expr:
    """The product without ones, with the numbers multiplied and in front; zero where one factor is."""
    constant, rest, negative = Fraction(1), [], False
    for factor in factors:
        parts = factor.args if isinstance(factor, Call) and factor.head == "mul" else (factor,)
        for part in parts:
            if isinstance(part, Call) and part.head == "neg":
                negative, part = not negative, part.args[0]
            if isinstance(part, Number):
                constant *= part.value
            else:
                rest.append(part)
    if constant == 0:
        return ZERO
    if not rest:
        return number(-constant if negative else constant)
    body = call("mul", *rest)
    if constant != 1:
        return call("mul", number(-constant if negative else constant), body)
    return call("neg", body) if negative else body


def quotient(a: Expr, b: Expr) -> Expr:
    """a/b without a zero numerator or a one below."""
    if a == ZERO or b == ONE:
        return a
    if isinstance(a, Number) and isinstance(b, Number) and b.value:
        return number(a.value / b.value)
    if isinstance(a, Call) and a.head == "neg":
        return call("neg", quotient(a.args[0], b))
    return call("div", a, b)


def power(base: Expr, exponent: Expr) -> Expr:
    """base**exponent without exponents nought and one."""
    if exponent == ZERO:
        return ONE
    return base if exponent == ONE else call("pow", base, exponent)
