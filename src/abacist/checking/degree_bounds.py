"""How large the degree of an algebraic number can be, seen from how it is written."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from abacist.checking.linear_terms import TooManyTerms, fraction_of, linear_terms
from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["degree_bound"]

_CIRCULAR = ("sin", "cos", "tan", "cot", "sec", "csc")
_ARCS = ("asin", "acos", "atan")


def degree_bound(expr: Expr) -> int:
    """A bound on the degree that the radicals and the angles of a tree can bring in.

    All multiples of π lie in one cyclotomic field; every other angle and every radical multiplies the degree.
    """
    order, bound = _angle(expr)
    order, seen = 2 * order if order > 1 else 1, set[Expr]()
    for node in expr.walk():
        if not isinstance(node, Call) or node in seen:
            continue
        seen.add(node)
        if node.head == "sqrt":
            bound *= 2
        elif node.head == "root" and isinstance(node.args[1], Number):
            bound *= max(1, abs(int(node.args[1].value)))
        elif node.head == "pow" and (exponent := fraction_of(node.args[1])) is not None:
            bound *= exponent.denominator
        elif node.head in _CIRCULAR:
            denominator, others = _angle(node.args[0])
            order, bound = lcm(order, 2 * denominator), bound * others
    return bound * _totient(order)


def _angle(angle: Expr) -> tuple[int, int]:
    """The common denominator of the multiples of π, and the degree that inverse functions bring in."""
    denominator, others = 1, 1
    try:
        terms = linear_terms(angle)
    except TooManyTerms:
        return 1, 1
    for coefficient, factors in terms:
        if factors == (Symbol("pi"),):
            denominator = lcm(denominator, Fraction(coefficient).denominator)
        elif len(factors) == 1 and isinstance(factors[0], Call) and factors[0].head in _ARCS:
            others *= 2 * Fraction(coefficient).denominator
    return denominator, others


def _totient(n: int) -> int:
    """Euler's φ."""
    result, rest, p = n, n, 2
    while p * p <= rest:
        if rest % p == 0:
            while rest % p == 0:
                rest //= p
            result -= result // p
        p += 1
    return result - result // rest if rest > 1 else result
