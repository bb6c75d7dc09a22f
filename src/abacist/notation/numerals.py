"""Decimal numerals: text to exact numbers and back, within the bounds of `core.limits`.

Python refuses to convert integers of more than 4300 digits from or to text, because its algorithm is
quadratic; the `decimal` module has no such limit and is fast, so long numerals go through it.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from abacist.core.errors import TooLarge
from abacist.core.expr import Number
from abacist.core.language import Message
from abacist.core.limits import LIMITS

__all__ = ["decimal_text", "number_from"]

_SHORT = 4_000
_COMMON = 6  # digits of the numerals that are kept


def number_from(text: str, digits: int = LIMITS.number_digits) -> Number:
    """The exact number that `12`, `0.5` or `1.5e-3` stands for. Raises `TooLarge` beyond the bounds."""
    if len(text) <= _COMMON and text.isdecimal():
        return _integer_number(text)
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, part = mantissa.partition(".")
    if len(whole) + len(part) > digits:
        raise _too_long(digits)
    shift = int(exponent) if len(exponent) <= 20 and exponent else 0
    if len(exponent) > 20 or abs(shift) > LIMITS.decimal_exponent:
        raise TooLarge(
            Message(
                en=f"the exponent of a decimal number may be at most {LIMITS.decimal_exponent}",
                zh=f"小数的指数至多为 {LIMITS.decimal_exponent}",
            )
        )
    scaled = _integer(whole + part) * 10 ** max(0, shift)
    return Number(Fraction(scaled, 10 ** (len(part) + max(0, -shift))))


@lru_cache(maxsize=2048)
def _integer_number(text: str) -> Number:
    return Number(Fraction(int(text)))


def _too_long(digits: int) -> TooLarge:
    return TooLarge(
        Message(en=f"a number may have at most {digits} digits", zh=f"一个数至多有 {digits} 位数字")
    )


def _integer(text: str) -> int:
    return int(text) if len(text) <= _SHORT else int(Decimal(text))


def decimal_text(value: Fraction) -> str:
    """The finite decimal text of a number without sign changes: `-3`, `0.125`, `1e-4000`."""
    denominator = value.denominator
    if denominator == 1:
        return _digits(value.numerator)
    places = 0
    for prime in (2, 5):
        rest, count = denominator, 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    shifted = abs(value.numerator) * 10**places // denominator
    sign = "-" if value < 0 else ""
    text = _digits(shifted)
    if places > LIMITS.number_digits // 2:
        return f"{sign}{text}e-{places}"
    text = text.rjust(places + 1, "0")
    return f"{sign}{text[:-places]}.{text[-places:]}"


def _digits(value: int) -> str:
    if value.bit_length() < 3 * _SHORT:
        return str(value)
    return format(Decimal(value), "f")
