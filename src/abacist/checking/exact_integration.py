"""Integrals of polynomials with rational coefficients over regions with polynomial limits, done exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["exact_integral"]

_MOST_EXPONENT = 60
_MOST_TERMS = 2_000


class _NotPolynomial(Exception):
    """Not a polynomial with rational coefficients, or too large a one."""


def exact_integral(integrand: Expr, limits: tuple[tuple[str, Expr, Expr], ...]) -> Fraction | None:
    """The iterated integral, innermost first, as a number; None where not polynomial."""
    names = [name for name, _, _ in limits]
    if len(set(names)) != len(names):
        return None
    ring = _ring(names)
    try:
        found = _polynomial(integrand, ring, names)
        for index, (_, lower, upper) in enumerate(limits):
            primitive = found.integral(index)
            high = _polynomial(upper, ring, names)
            low = _polynomial(lower, ring, names)
            found = _at(primitive, index, high) - _at(primitive, index, low)
    except _NotPolynomial:
        return None
    if not found.is_constant():
        return None
    if found.is_zero():
        return Fraction(0)
    value = found.leading_coefficient()
    return Fraction(int(value.p), int(value.q))


def _ring(names: list[str]) -> Any:
    from flint import fmpq_mpoly_ctx

    return fmpq_mpoly_ctx.get([f"v{i}" for i in range(len(names))], "lex")


def _at(polynomial: Any, index: int, value: Any) -> Any:
    ring = polynomial.context()
    gens = list(ring.gens())
    gens[index] = value
    return polynomial.compose(*gens)


def _polynomial(expr: Expr, ring: Any, names: list[str]) -> Any:
    """The tree as a polynomial. Raises `_NotPolynomial`."""
    from flint import fmpq

    if isinstance(expr, Number):
        return ring.constant(fmpq(expr.value.numerator, expr.value.denominator))
    if isinstance(expr, Symbol):
        if expr.name not in names:
            raise _NotPolynomial(expr.name)
        return ring.gens()[names.index(expr.name)]
    assert isinstance(expr, Call)
    if expr.head == "pow":
        exponent = expr.args[1]
        if not isinstance(exponent, Number) or exponent.value.denominator != 1:
            raise _NotPolynomial("an exponent")
        if not 0 <= exponent.value <= _MOST_EXPONENT:
            raise _NotPolynomial("an exponent")
        return _bounded(_polynomial(expr.args[0], ring, names) ** int(exponent.value))
    if expr.head not in ("add", "mul", "neg", "div"):
        raise _NotPolynomial(expr.head)
    parts = [_polynomial(arg, ring, names) for arg in expr.args]
    if expr.head == "neg":
        return -parts[0]
    if expr.head == "div":
        if not parts[1].is_constant() or parts[1].is_zero():
            raise _NotPolynomial("a denominator")
        return parts[0] / parts[1].leading_coefficient()
    total = parts[0]
    for part in parts[1:]:
        total = total + part if expr.head == "add" else _bounded(total * part)
    return total


def _bounded(polynomial: Any) -> Any:
    if len(polynomial) > _MOST_TERMS:
        raise _NotPolynomial("too many terms")
    return polynomial
