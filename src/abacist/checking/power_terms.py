"""A polynomial in powers of x − a, taken apart: which coefficient stands at which exponent."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from abacist.core.expr import (
    Call,
    Expr,
    Number,
    Symbol,
    add,
    call,
    div,
    mul,
    neg,
    number,
    pow_,
    sub,
)

__all__ = ["NotPowers", "power_terms"]

_MOST = 200


class NotPowers(Exception):
    """The expression is not written as a sum of constants times powers of x − a or x."""


def power_terms(expr: Expr, variable: str, point: Expr) -> dict[Fraction, Expr]:
    """Exponent of x − a → coefficient, an expression without x.

    Powers of x itself, with whole exponents, are written in powers of x − a. Raises `NotPowers`.
    """
    terms: dict[Fraction, Expr] = {}
    for part in _summands(expr):
        coefficient, base, exponent = _monomial(part, variable, point)
        if base == "shift" or exponent == 0 or point == number(0):
            _put(terms, exponent, coefficient)
            continue
        if exponent.denominator != 1 or not 0 < exponent <= _MOST:
            raise NotPowers(f"{part} is no power of {variable} - ({point})")
        n = int(exponent)
        for k in range(n + 1):
            lower = pow_(point, number(n - k)) if k < n else number(1)
            _put(terms, Fraction(k), mul(number(comb(n, k)), lower, coefficient))
    return terms


def _put(terms: dict[Fraction, Expr], exponent: Fraction, coefficient: Expr) -> None:
    known = terms.get(exponent)
    terms[exponent] = coefficient if known is None else add(known, coefficient)


def _summands(expr: Expr) -> list[Expr]:
    if isinstance(expr, Call) and expr.head == "add":
        return [part for arg in expr.args for part in _summands(arg)]
    return [expr]


def _monomial(part: Expr, variable: str, point: Expr) -> tuple[Expr, str, Fraction]:
    """(coefficient, "shift" for powers of x − a or "plain" for those of x, exponent)."""
    if variable not in part.free_symbols():
        return part, "shift", Fraction(0)
    if part == Symbol(variable):
        return number(1), "plain", Fraction(1)
    if _is_shift(part, variable, point):
        return number(1), "shift", Fraction(1)
    if not isinstance(part, Call):
        raise NotPowers(str(part))
    if part.head == "neg":
        coefficient, base, exponent = _monomial(part.args[0], variable, point)
        return neg(coefficient), base, exponent
    if part.head == "div":
        return _quotient(part, variable, point)
    if part.head == "mul":
        return _product(part, variable, point)
    if part.head == "sqrt":
        return _raised(part.args[0], Fraction(1, 2), variable, point)
    if part.head == "pow":
        exponent = _rational(part.args[1])
        if exponent is not None:
            return _raised(part.args[0], exponent, variable, point)
    raise NotPowers(f"{part} is no power of {variable} - ({point})")


def _is_shift(part: Expr, variable: str, point: Expr) -> bool:
    return part == sub(Symbol(variable), point) or part == call("add", neg(point), Symbol(variable))


def _raised(
    base: Expr, exponent: Fraction, variable: str, point: Expr
) -> tuple[Expr, str, Fraction]:
    coefficient, kind, inner = _monomial(base, variable, point)
    if inner != 1 or coefficient != number(1):
        raise NotPowers(f"a power of {base}")
    return coefficient, kind, exponent


def _product(part: Call, variable: str, point: Expr) -> tuple[Expr, str, Fraction]:
    varying = [arg for arg in part.args if variable in arg.free_symbols()]
    if len(varying) != 1:
        raise NotPowers(f"{part} is a product of several powers")
    constants = [arg for arg in part.args if variable not in arg.free_symbols()]
    coefficient, base, exponent = _monomial(varying[0], variable, point)
    return mul(*constants, coefficient), base, exponent


def _quotient(part: Call, variable: str, point: Expr) -> tuple[Expr, str, Fraction]:
    above, below = part.args
    if variable not in below.free_symbols():
        coefficient, base, exponent = _monomial(above, variable, point)
        return div(coefficient, below), base, exponent
    if variable in above.free_symbols():
        raise NotPowers(f"{part} is a quotient of powers")
    coefficient, base, exponent = _monomial(below, variable, point)
    return div(above, coefficient), base, -exponent


def _rational(expr: Expr) -> Fraction | None:
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Call) and expr.head == "neg":
        inner = _rational(expr.args[0])
        return None if inner is None else -inner
    if isinstance(expr, Call) and expr.head == "div":
        above, below = (_rational(arg) for arg in expr.args)
        return None if above is None or not below else above / below
    return None
