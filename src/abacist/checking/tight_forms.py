"""The same expression in a form whose evaluation on wide balls overestimates less.

Polynomials in one variable are written by Horner's scheme in the highest common power: 1600x⁴ − 796x² + 100 becomes
(1600·x² − 796)·x² + 100, where the variable occurs fewer times. Source: R. E. Moore, R. B. Kearfott, M. J. Cloud,
Introduction to Interval Analysis (2009), §6.4, https://doi.org/10.1137/1.9780898717716.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from math import gcd

from abacist.core.expr import Call, Expr, Number, Symbol, add, call, div, mul, neg, number, pow_

__all__ = ["horner"]

_MOST_DEGREE = 40
Terms = dict[int, Expr]


def horner(expr: Expr, variable: str) -> Expr:
    """The tree with every polynomial in the variable in Horner's form; equal for all values."""
    if not isinstance(expr, Call) or variable not in expr.free_symbols():
        return expr
    terms = _terms(expr, variable)
    if terms is not None:
        return _nested(terms, variable)
    return call(expr.head, *(horner(arg, variable) for arg in expr.args))


def _terms(expr: Expr, variable: str) -> Terms | None:
    """Coefficients by power; None where the tree is no polynomial."""
    if expr == Symbol(variable):
        return {1: number(1)}
    if variable not in expr.free_symbols():
        return {0: expr}
    if not isinstance(expr, Call):
        return None
    if expr.head == "pow":
        return _power(expr, variable)
    if expr.head not in ("add", "mul", "neg", "div"):
        return None
    parts = [_terms(arg, variable) for arg in expr.args]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if expr.head == "neg":
        return {power: neg(c) for power, c in known[0].items()}
    if expr.head == "div":
        if set(known[1]) != {0}:
            return None
        return {power: div(c, known[1][0]) for power, c in known[0].items()}
    return reduce(_plus if expr.head == "add" else _times, known)


def _power(expr: Call, variable: str) -> Terms | None:
    base, exponent = _terms(expr.args[0], variable), expr.args[1]
    if base is None or not isinstance(exponent, Number) or exponent.value.denominator != 1:
        return None
    n = int(exponent.value)
    if not 1 <= n <= _MOST_DEGREE or n * max(base) > _MOST_DEGREE:
        return None
    if len(base) > 1 and n > 2:
        return None  # (x + 1)⁹ is tighter as it stands
    return reduce(_times, [base] * n)


def _plus(a: Terms, b: Terms) -> Terms:
    total = dict(a)
    for power, c in b.items():
        total[power] = add(total[power], c) if power in total else c
    return total


def _times(a: Terms, b: Terms) -> Terms:
    total: Terms = {}
    for p, c in a.items():
        for q, d in b.items():
            product = c if d == number(1) else d if c == number(1) else mul(c, d)
            total[p + q] = add(total[p + q], product) if p + q in total else product
    return total


def _nested(terms: Terms, variable: str) -> Expr:
    """((cₙ·y + …)·y + c₀)·xᵐ with y = x^g."""
    powers = sorted(terms, reverse=True)
    lowest = powers[-1]
    step = reduce(gcd, (power - lowest for power in powers), 0)
    x = Symbol(variable)
    y = x if step == 1 else pow_(x, number(step)) if step else x
    total = terms[powers[0]]
    for above, power in pairwise(powers):
        for _ in range((above - power) // step):
            total = mul(total, y)
        total = add(total, terms[power])
    if lowest == 0:
        return total
    tail = x if lowest == 1 else pow_(x, number(lowest))
    return tail if total == number(1) else mul(total, tail)
