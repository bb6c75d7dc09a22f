"""Terms of sums as exact functions of the index: compiled to rational arithmetic, or as quotients of polynomials.

Only what has a rational value at whole numbers is compiled; everything is decided by exact arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["NotExact", "compile_term", "polynomial_in", "quotient_in", "whole"]

_MOST_BITS = 200_000
_MOST_POWER = 4_000
Term = Callable[[Fraction], Fraction]


class NotExact(Exception):
    """The expression has no exact form of the kind asked for, or it would be too long."""


def compile_term(expr: Expr, name: str) -> Term:
    """The value at a rational number, as a function. Raises `NotExact`; so may the function.

    A division by zero raises `ZeroDivisionError`.
    """
    if isinstance(expr, Number):
        known = expr.value
        return lambda _: known
    if isinstance(expr, Symbol):
        if expr.name != name:
            raise NotExact(expr.name)
        return lambda n: n
    assert isinstance(expr, Call)
    rule = _RULES.get(expr.head)
    if rule is None:
        raise NotExact(expr.head)
    parts = [compile_term(arg, name) for arg in expr.args]

    def value(n: Fraction) -> Fraction:
        found = rule(*(part(n) for part in parts))
        if found.numerator.bit_length() + found.denominator.bit_length() > _MOST_BITS:
            raise NotExact("too long")
        return found

    return value


def whole(value: Fraction) -> int:
    """The integer that a value is. Raises `NotExact`."""
    if value.denominator != 1:
        raise NotExact("no whole number")
    return int(value)


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    n = whole(exponent)
    size = base.numerator.bit_length() + base.denominator.bit_length()
    if abs(n) * size > _MOST_BITS and base not in (0, 1, -1):
        raise NotExact("too long")
    if base == 0 and n <= 0:
        raise ZeroDivisionError
    return base**n


def _natural(value: Fraction) -> int:
    n = whole(value)
    if not 0 <= n <= _MOST_POWER:
        raise NotExact("out of range")
    return n


def _product(*factors: Fraction) -> Fraction:
    return reduce(lambda a, b: a * b, factors)


_RULES: Mapping[str, Callable[..., Any]] = {
    "add": lambda *terms: sum(terms, Fraction(0)),
    "mul": _product,
    "neg": lambda a: -a,
    "div": lambda a, b: a / b,
    "pow": _power,
    "abs": abs,
    "sign": lambda a: Fraction((a > 0) - (a < 0)),
    "floor": lambda a: Fraction(math.floor(a)),
    "ceil": lambda a: Fraction(math.ceil(a)),
    "mod": lambda a, m: a - m * math.floor(a / m),
    "max": lambda *a: max(a),
    "min": lambda *a: min(a),
    "factorial": lambda a: Fraction(math.factorial(_natural(a))),
    "binomial": lambda n, k: Fraction(math.comb(_natural(n), _natural(k))),
    "permutations": lambda n, k: Fraction(math.perm(_natural(n), _natural(k))),
    "gcd": lambda *a: Fraction(math.gcd(*map(whole, a))),
    "lcm": lambda *a: Fraction(math.lcm(*map(whole, a))),
    "percent": lambda a: a / 100,
}


def polynomial_in(expr: Expr, name: str) -> Any:
    """An `fmpq_poly` in the name. Raises `NotExact` where the expression is no polynomial in it alone."""
    above, below = quotient_in(expr, name)
    if below.degree() > 0:
        raise NotExact("no polynomial")
    return above / below[0]


def quotient_in(expr: Expr, name: str) -> tuple[Any, Any]:
    """Numerator and denominator as `fmpq_poly`, without common factors. Raises `NotExact`.

    A quotient that is defined only off some points (k/k) is refused there: no common factor is cancelled
    that was written as a denominator, unless the caller looks at the denominators too.
    """
    from flint import fmpq, fmpq_poly

    one = fmpq_poly([1])
    if isinstance(expr, Number):
        return fmpq_poly([fmpq(expr.value.numerator, expr.value.denominator)]), one
    if expr == Symbol(name):
        return fmpq_poly([0, 1]), one
    if not isinstance(expr, Call):
        raise NotExact(str(expr))
    if expr.head == "pow":
        return _quotient_power(expr, name)
    if expr.head not in ("add", "mul", "neg", "div"):
        raise NotExact(expr.head)
    parts = [quotient_in(arg, name) for arg in expr.args]
    if expr.head == "neg":
        return -parts[0][0], parts[0][1]
    if expr.head == "div":
        (a, b), (c, d) = parts
        if c == 0:
            raise NotExact("a division by zero")
        return _lowest(a * d, b * c)
    if expr.head == "mul":
        return _lowest(_poly_product(p[0] for p in parts), _poly_product(p[1] for p in parts))
    above, below = parts[0]
    for top, bottom in parts[1:]:
        above, below = _lowest(above * bottom + top * below, below * bottom)
    return above, below


def _quotient_power(expr: Call, name: str) -> tuple[Any, Any]:
    base, exponent = expr.args
    if not isinstance(exponent, Number) or exponent.value.denominator != 1:
        raise NotExact("a power that is not whole")
    n = int(exponent.value)
    above, below = quotient_in(base, name)
    if abs(n) * max(above.degree(), below.degree(), 1) > _MOST_POWER:
        raise NotExact("too long")
    if n < 0:
        if above == 0:
            raise NotExact("a division by zero")
        above, below = below, above
    return above ** abs(n), below ** abs(n)


def _poly_product(polynomials: Any) -> Any:
    return reduce(lambda a, b: a * b, polynomials)


def _lowest(above: Any, below: Any) -> tuple[Any, Any]:
    common = above.gcd(below)
    return above // common, below // common
