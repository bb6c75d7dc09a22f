"""Polynomials in one unknown with rational coefficients: collected from an expression, and factored.

A polynomial is the list of its coefficients, the highest degree first. Up to degree two fractions do; only
what goes beyond imports computer algebra, which takes longer than all the rest of a short answer.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from abacist.actions.equation.solution_forms import Unsolved
from abacist.actions.numbers.integer_arithmetic import Unsupported
from abacist.actions.numbers.polynomial_division import coefficients
from abacist.core.expr import Call, Expr, Number

__all__ = ["Polynomial", "collected", "factors_of", "fractions_of", "primitive", "sympy_polynomial"]

Polynomial = list[Fraction]

_QUADRATIC = 2


def collected(expr: Expr, name: str, most_degree: int) -> tuple[Polynomial, bool]:
    """The numerator of a rational expression, and whether the unknown was in a denominator.

    A polynomial keeps its coefficients as they are written. Raises `Unsolved` above `most_degree`.
    """
    if _degree_bound(expr, name) <= _QUADRATIC:
        try:
            return coefficients(expr, name)[::-1], False
        except Unsupported:
            pass
    import sympy

    from abacist.notation.sympy_form import sympy_symbol, to_sympy

    x = sympy_symbol(name)
    whole = sympy.together(to_sympy(expr))
    top, bottom = sympy.fraction(whole)
    polynomial = sympy.Poly(top, x, domain="QQ")
    if polynomial.degree() > most_degree:
        raise Unsolved
    if sympy.degree(bottom, x) > 0:
        return fractions_of(polynomial), True
    return fractions_of(sympy.Poly(sympy.expand(whole), x, domain="QQ")), False


def _degree_bound(expr: Expr, name: str) -> float:
    """No less than the degree in `name`; infinite where the unknown is in a denominator."""
    if not isinstance(expr, Call):
        return int(name in expr.free_symbols())
    bounds = [_degree_bound(arg, name) for arg in expr.args]
    if expr.head == "pow" and bounds[0]:
        power = expr.args[1].value if isinstance(expr.args[1], Number) else -1
        return bounds[0] * int(power) if power >= 0 else math.inf
    if expr.head == "div" and bounds[1]:
        return math.inf
    return sum(bounds) if expr.head == "mul" else max(bounds)


def fractions_of(polynomial: Any) -> Polynomial:
    """The coefficients of a SymPy polynomial; none of the polynomial 0."""
    if polynomial.is_zero:
        return []
    return [Fraction(int(c.p), int(c.q)) for c in polynomial.all_coeffs()]


def sympy_polynomial(polynomial: Polynomial, name: str) -> Any:
    """The same as a SymPy polynomial over the rationals."""
    import sympy

    from abacist.notation.sympy_form import sympy_symbol

    rationals = [sympy.Rational(c.numerator, c.denominator) for c in polynomial]
    return sympy.Poly(rationals, sympy_symbol(name), domain="QQ")


def primitive(polynomial: Polynomial) -> Polynomial:
    """The multiple with integer coefficients without a common divisor, the leading one positive."""
    denominator = math.lcm(*(c.denominator for c in polynomial))
    whole = [int(c * denominator) for c in polynomial]
    content = math.gcd(*whole) * (1 if whole[0] > 0 else -1)
    return [Fraction(c, content) for c in whole]


def factors_of(polynomial: Polynomial, name: str) -> list[tuple[Polynomial, int]]:
    """The irreducible factors over the rationals, each primitive, and how often they occur."""
    if len(polynomial) - 1 <= _QUADRATIC:
        return _factors_of_quadratic(primitive(polynomial))
    _, factors = sympy_polynomial(polynomial, name).factor_list()
    return [(fractions_of(factor), multiplicity) for factor, multiplicity in factors]


def _factors_of_quadratic(polynomial: Polynomial) -> list[tuple[Polynomial, int]]:
    if len(polynomial) <= _QUADRATIC:
        return [(polynomial, 1)]
    a, b, c = polynomial
    discriminant = b * b - 4 * a * c
    root = math.isqrt(max(int(discriminant), 0))
    if root * root != discriminant:
        return [(polynomial, 1)]
    zeros = [(-b - root) / (2 * a), (-b + root) / (2 * a)]
    linear = [primitive([Fraction(1), -zero]) for zero in zeros]
    return [(linear[0], 2)] if not root else [(factor, 1) for factor in linear]
