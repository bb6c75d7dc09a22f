"""FLINT's field of algebraic numbers: exact elements, their order, quotients and principal powers.

An element is kept as its minimal polynomial and an isolating ball, so that equality and order are decided.
Source: F. Johansson, "Calcium: computing in exact real and complex fields", ISSAC 2021,
doi:10.1145/3452143.3465513.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

__all__ = [
    "NotAlgebraic",
    "UndefinedValue",
    "element",
    "field",
    "is_real",
    "less",
    "power",
    "quotient",
    "rational",
]

_DEGREES = 48
_BITS = 20_000


class NotAlgebraic(Exception):
    """Not an algebraic number, or none that can be handled exactly at a bearable cost."""


class UndefinedValue(Exception):
    """The expression has no value: a division by zero, tan(π/2), ln 0, 0⁰."""


@cache
def field() -> Any:
    """FLINT's field of complex algebraic numbers."""
    from flint.types._gr import gr_complex_qqbar_ctx

    return gr_complex_qqbar_ctx.new()


def element(value: Fraction) -> Any:
    """A rational number as an element of the field."""
    from flint import fmpq

    return field()(fmpq(value.numerator, value.denominator))


def rational(element: Any) -> Fraction | None:
    """The element as a fraction, or None where it is irrational."""
    text = repr(element)
    return None if text.startswith("Root") else Fraction(text)


def is_real(element: Any) -> bool:
    """True where the imaginary part is exactly zero."""
    return bool(field().imag(element).is_zero())


def less(a: Any, b: Any) -> bool:
    """a < b for real elements."""
    return bool(field().lt(a, b))


def quotient(top: Any, bottom: Any) -> Any:
    """top/bottom. Raises `UndefinedValue` for a division by zero."""
    if bottom.is_zero():
        raise UndefinedValue
    return top / bottom


def power(base: Any, exponent: Fraction) -> Any:
    """The principal power. 0 to a negative power has no value, and 0⁰ is left undefined."""
    if base.is_zero() and exponent <= 0:
        raise UndefinedValue
    if exponent.denominator > _DEGREES or _power_bits(base, exponent) > _BITS:
        raise NotAlgebraic
    return field().pow(base, element(exponent))


def _power_bits(base: Any, exponent: Fraction) -> Fraction:
    value = rational(base)
    if value is None:
        return abs(exponent) * 8
    return abs(exponent) * max(value.numerator.bit_length(), value.denominator.bit_length(), 1)
