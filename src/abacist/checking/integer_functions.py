"""Functions of whole numbers, by Python's integers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

__all__ = ["INTEGER_FUNCTIONS", "TooLong", "prime_factors"]

_BITS = 200


class TooLong(Exception):
    """A number that is too long to be factored in a moment."""


def prime_factors(number: int) -> list[tuple[int, int]]:
    """The primes of a positive number with their exponents. Raises `TooLong`."""
    from flint import fmpz

    if number.bit_length() > _BITS:
        raise TooLong
    return [(int(p), int(e)) for p, e in fmpz(number).factor()] if number > 1 else []


def _double_factorial(n: int) -> int:
    if n < -1:
        raise ValueError
    return math.prod(range(n, 0, -2))


def _fibonacci(n: int) -> int:
    if not 0 <= n <= 10_000:
        raise ValueError
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


INTEGER_FUNCTIONS: Mapping[str, Callable[..., int]] = {
    "factorial": math.factorial,
    "double_factorial": _double_factorial,
    "binomial": math.comb,
    "permutations": math.perm,
    "fibonacci": _fibonacci,
    "gcd": math.gcd,
    "lcm": math.lcm,
}
"""Head → the function; it raises `ValueError` where it is not defined."""
