"""Arithmetic of truncated power series in ball arithmetic, with the conventions of real analysis.

Odd roots of negative numbers are negative. Where a ball does not decide (a zero divisor, a branch point, a
cut that a ball crosses) `Unsettled` is raised. A first coefficient that is exactly real may lie on a cut: along
the real line the function is smooth there.
"""

from __future__ import annotations

from functools import reduce
from operator import add as _plus
from operator import mul as _times
from typing import Any

__all__ = [
    "Unsettled",
    "add",
    "divide",
    "is_constant",
    "is_real",
    "log",
    "mul",
    "off_cut",
    "one",
    "power",
    "root",
    "sqrt",
    "whole",
]

_MOST_POWER = 10_000


class Unsettled(Exception):
    """The balls do not decide, or the expression is outside what can be evaluated."""


def is_real(ball: Any) -> bool:
    """True where the imaginary part is exactly zero."""
    return bool(ball.imag == 0)


def one() -> Any:
    """The constant series 1."""
    from flint import acb_series

    return acb_series([1])


def add(*terms: Any) -> Any:
    """The sum of series."""
    return reduce(_plus, terms)


def mul(*factors: Any) -> Any:
    """The product of series."""
    return reduce(_times, factors)


def divide(a: Any, b: Any) -> Any:
    """a/b; the first coefficient of b must exclude zero."""
    if b[0].contains(0):
        raise Unsettled("division by a ball that contains zero")
    return a / b


def is_constant(s: Any) -> bool:
    """True for a series without a term in t."""
    return s.length() <= 1


def whole(s: Any) -> int | None:
    """The integer that a constant series exactly is, or None."""
    if not is_constant(s) or not is_real(s[0]) or not s[0].is_exact():
        return None
    found = s[0].real.unique_fmpz()
    return int(found) if found is not None else None


def off_cut(s: Any, what: str = "a branch cut") -> Any:
    """`s` itself where its first ball avoids the cut (−∞, 0], or is exactly real and not zero."""
    c = s[0]
    if c.contains(0):
        raise Unsettled("a branch point")
    if not is_real(c) and c.imag.contains(0) and not c.real > 0:
        raise Unsettled(what)
    return s


def log(s: Any) -> Any:
    """The principal logarithm."""
    return off_cut(s).log()


def sqrt(s: Any) -> Any:
    """The principal square root."""
    if is_constant(s) and s[0] == 0:
        return s
    return off_cut(s).sqrt()


def power(base: Any, exponent: Any) -> Any:
    """base**exponent: by multiplication for a whole exponent, else exp(exponent·log(base))."""
    n = whole(exponent)
    if n is not None and abs(n) <= _MOST_POWER:
        return divide(one(), _repeated(base, -n)) if n < 0 else _repeated(base, n)
    c, e = base[0], exponent[0]
    if is_constant(base) and c == 0 and is_real(e) and e.real > 0:
        return base
    if is_constant(exponent) and is_real(e) and e.real * 2 == 1:
        return sqrt(base)
    return (exponent * log(base)).exp()


def _repeated(base: Any, n: int) -> Any:
    result, square = one(), base
    while n:
        if n & 1:
            result = result * square
        n >>= 1
        if n:
            square = square * square
    return result


def root(s: Any, n: Any) -> Any:
    """The real root of odd degree of a real series, else the principal root."""
    degree, c = whole(n), s[0]
    if degree == 2:
        return sqrt(s)
    if degree is not None and degree > 0 and degree % 2 and is_real(c) and c.real < 0:
        return -power(-s, divide(one(), n))
    return power(s, divide(one(), n))
