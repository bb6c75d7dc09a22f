"""Exact integers and fractions from expressions, within the limits, and residues of large powers."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce

from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Number, Symbol, div, number
from abacist.core.language import Message
from abacist.core.limits import LIMITS

__all__ = ["Unsupported", "compile_value", "fraction_expr", "integer_of", "rational_of", "residue"]

Value = int | Fraction
Program = Callable[[int], Value]

_BITS = int(LIMITS.result_digits * math.log2(10))
_LARGEST_FACTORIAL = 5_000


class Unsupported(ValueError):
    """An expression whose value is not a fraction, or not one that is computed here."""


def integer_of(expr: Expr) -> int:
    """The integer that a constant expression stands for. Raises `Unsupported` or `TooLarge`."""
    value = rational_of(expr)
    if isinstance(value, Fraction):
        raise Unsupported(f"{expr} is not an integer")
    return value


def rational_of(expr: Expr) -> Value:
    """The integer or fraction that a constant expression stands for. Raises `Unsupported` or `TooLarge`."""
    return compile_value(expr, "")(0)


def compile_value(expr: Expr, unknown: str) -> Program:
    """A function from the value of `unknown` to that of `expr`.

    Raises `Unsupported` for what is no arithmetic of fractions; the function itself raises it for a
    division by zero, and `TooLarge` for results beyond the limits.
    """
    if isinstance(expr, Number):
        value = _plain(expr.value)
        return lambda n: value
    if isinstance(expr, Symbol):
        if expr.name != unknown:
            raise Unsupported(f"{expr.name} has no value")
        return lambda n: n
    assert isinstance(expr, Call)
    rule = _RULES.get(expr.head)
    if rule is None:
        raise Unsupported(f"{expr.head} is not arithmetic of integers")
    if expr.head == "mod" and not expr.free_symbols():
        return _constant_residue(expr)
    parts = [compile_value(arg, unknown) for arg in expr.args]
    if len(parts) == 1:
        (one,) = parts
        return lambda n: rule(one(n))
    if len(parts) == 2:
        first, second = parts
        return lambda n: rule(first(n), second(n))
    return lambda n: rule(*(part(n) for part in parts))


def _constant_residue(expr: Call) -> Program:
    """7^100 mod 5 without computing 7^100."""
    modulus = rational_of(expr.args[1])
    if isinstance(modulus, int) and modulus > 0:
        try:
            found = residue(expr.args[0], modulus)
            return lambda n: found
        except Unsupported:
            pass
    value = rational_of(expr.args[0])
    return lambda n: _mod(value, modulus)


def fraction_expr(value: Value) -> Expr:
    """An integer, or a fraction in lowest terms."""
    return (
        number(value.numerator)
        if value.denominator == 1
        else div(number(value.numerator), number(value.denominator))
    )


def residue(expr: Expr, modulus: int) -> int:
    """A constant integer expression modulo a positive modulus, powers by repeated squaring."""
    if isinstance(expr, Call):
        if expr.head == "pow":
            exponent = integer_of(expr.args[1])
            if exponent < 0:
                raise Unsupported("a negative power is no integer")
            return pow(residue(expr.args[0], modulus), exponent, modulus)
        if expr.head in ("add", "mul"):
            combine = operator.add if expr.head == "add" else operator.mul
            parts = (residue(arg, modulus) for arg in expr.args)
            return reduce(lambda a, b: int(combine(a, b)) % modulus, parts)
        if expr.head == "neg":
            return -residue(expr.args[0], modulus) % modulus
        if expr.head == "factorial":
            return _factorial_residue(integer_of(expr.args[0]), modulus)
    return integer_of(expr) % modulus


def _factorial_residue(n: int, modulus: int) -> int:
    if n >= modulus:
        return 0
    if n > 1_000_000:
        raise _too_large()
    return reduce(lambda a, b: a * b % modulus, range(2, n + 1), 1 % modulus)


def _plain(value: Value) -> Value:
    """A fraction with denominator 1 as the integer it is."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def _too_large() -> TooLarge:
    return TooLarge(
        Message(
            en=f"a number here would have more than {LIMITS.result_digits} digits",
            zh=f"其中的数超过 {LIMITS.result_digits} 位",
        )
    )


def _bits(value: Value) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _product(*values: Value) -> Value:
    if sum(map(_bits, values)) > 2 * _BITS:
        raise _too_large()
    return _plain(math.prod(values))


def _quotient(a: Value, b: Value) -> Value:
    if b == 0:
        raise Unsupported("a division by zero")
    return _plain(Fraction(a) / Fraction(b))


def _power(base: Value, exponent: Value) -> Value:
    if isinstance(exponent, Fraction):
        raise Unsupported("a root need not be a fraction")
    if exponent < 0 and base == 0:
        raise Unsupported("a division by zero")
    if base in (0, 1, -1):
        return _plain(Fraction(base) ** (exponent % 2 if base == -1 else min(abs(exponent), 1)))
    if _bits(base) * abs(exponent) > _BITS:
        raise _too_large()
    return _plain(Fraction(base) ** exponent)


def _mod(a: Value, m: Value) -> Value:
    if isinstance(a, Fraction) or isinstance(m, Fraction) or m <= 0:
        raise Unsupported("a remainder is taken of integers, by a positive one")
    return a % m


def _integers(*values: Value) -> tuple[int, ...]:
    if any(isinstance(value, Fraction) for value in values):
        raise Unsupported("an integer is needed here")
    return tuple(int(value) for value in values)


def _factorial(a: Value) -> int:
    (n,) = _integers(a)
    if n < 0:
        raise Unsupported("the factorial of a negative number")
    if n > _LARGEST_FACTORIAL:
        raise _too_large()
    return math.factorial(n)


def _binomial(a: Value, b: Value) -> int:
    n, k = _integers(a, b)
    if not 0 <= k <= n:
        return 0
    if min(k, n - k) * n.bit_length() > _BITS:
        raise _too_large()
    return math.comb(n, k)


_RULES: Mapping[str, Callable[..., Value]] = {
    "add": lambda *values: _plain(sum(values)),
    "mul": _product,
    "neg": lambda a: -a,
    "div": _quotient,
    "pow": _power,
    "mod": _mod,
    "abs": lambda a: abs(a),
    "floor": lambda a: math.floor(a),
    "ceil": lambda a: math.ceil(a),
    "gcd": lambda *values: math.gcd(*_integers(*values)),
    "lcm": lambda *values: math.lcm(*_integers(*values)),
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "factorial": _factorial,
    "binomial": _binomial,
}
