"""An integer as a product of powers of primes, by trial division and, for what is left, by SymPy."""

from __future__ import annotations

import math
from collections.abc import Sequence

from abacist.core.errors import TooLarge
from abacist.core.expr import Expr, mul, number, pow_
from abacist.core.language import Message

__all__ = ["factored", "factorization_expr"]

_TRIED = 100_000
_DIGITS = 60


def factored(n: int) -> tuple[tuple[int, int], ...]:
    """(prime, exponent) of a positive integer, ascending. Raises `TooLarge` for numbers without small factors."""
    powers: dict[int, int] = {}
    divisor, rest = 2, n
    while divisor * divisor <= rest and divisor < _TRIED:
        while rest % divisor == 0:
            rest //= divisor
            powers[divisor] = powers.get(divisor, 0) + 1
        divisor += 1 + (divisor > 2)
    if rest > 1 and rest < divisor * divisor:
        powers[rest] = powers.get(rest, 0) + 1
    elif rest > 1:
        _add_large(rest, powers)
    return tuple(sorted(powers.items()))


def _add_large(rest: int, powers: dict[int, int]) -> None:
    from sympy import factorint, isprime

    if not isprime(rest) and math.log10(rest) > _DIGITS:
        raise TooLarge(
            Message(
                en=f"a factor of {_DIGITS} digits or more is not taken apart",
                zh=f"不分解 {_DIGITS} 位以上的因子",
            )
        )
    for prime, exponent in factorint(rest).items():
        powers[int(prime)] = powers.get(int(prime), 0) + int(exponent)


def factorization_expr(powers: Sequence[tuple[int, int]]) -> Expr:
    """2**4*3; 1 for no primes at all."""
    parts = [number(p) if e == 1 else pow_(number(p), number(e)) for p, e in powers]
    return mul(*parts) if parts else number(1)
