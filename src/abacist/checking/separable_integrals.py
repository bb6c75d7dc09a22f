"""Integrals over boxes whose integrand is a product of functions of one variable each.

They are products of single integrals, which also settles improper ones such as ∫∫ exp(−x² − y²) over the plane
(Fubini: the product converges absolutely where the factors do).
"""

from __future__ import annotations

from collections.abc import Sequence

from abacist.core.expr import Call, Expr, call, div, mul, neg, number

__all__ = ["separated"]

Limits = Sequence[tuple[str, Expr, Expr]]


def separated(integrand: Expr, limits: Limits) -> list[Expr] | None:
    """The factor that belongs to each variable, in order; None where the integral is no such product."""
    names = [name for name, _, _ in limits]
    if any(end.free_symbols() for _, low, high in limits for end in (low, high)):
        return None
    groups: dict[str, list[Expr]] = {name: [] for name in names}
    for factor in _factors(integrand):
        inside = [name for name in names if name in factor.free_symbols()]
        if len(inside) > 1:
            return None
        groups[inside[0] if inside else names[0]].append(factor)
    return [mul(*factors) if factors else number(1) for factors in groups.values()]


def _factors(expr: Expr) -> list[Expr]:
    """Factors with product exp(a + b) = exp(a)·exp(b) taken apart too."""
    if not isinstance(expr, Call):
        return [expr]
    if expr.head == "mul":
        return [part for arg in expr.args for part in _factors(arg)]
    if expr.head == "neg":
        return [number(-1), *_factors(expr.args[0])]
    if expr.head == "div":
        return [*_factors(expr.args[0]), *(div(number(1), f) for f in _factors(expr.args[1]))]
    if expr.head == "exp":
        return [call("exp", term) for term in _terms(expr.args[0])]
    if expr.head == "pow" and not expr.args[0].free_symbols():
        return [call("pow", expr.args[0], term) for term in _terms(expr.args[1])]
    return [expr]


def _terms(expr: Expr) -> list[Expr]:
    if isinstance(expr, Call) and expr.head == "add":
        return [part for arg in expr.args for part in _terms(arg)]
    if isinstance(expr, Call) and expr.head == "neg":
        return [neg(part) for part in _terms(expr.args[0])]
    if isinstance(expr, Call) and expr.head == "div":
        return [div(part, expr.args[1]) for part in _terms(expr.args[0])]
    return [expr]
