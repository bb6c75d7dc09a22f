"""Limits at infinity of the antiderivatives of rational functions, term by term and without a general algorithm.

Logarithms of polynomials are collected: Σ c·log|P| tends to Σ c·log|leading coefficient| when Σ c·degree is zero.
"""

from __future__ import annotations

from typing import Any

__all__ = ["value_at_infinity"]


def value_at_infinity(value: Any, x: Any, end: Any) -> Any:
    """lim value as x → end (oo or -oo), for sums of c·log|R|, c·atan(P), c·erf(P), rational terms; None else."""
    import sympy as sp

    total, degree = sp.Integer(0), sp.Integer(0)
    side = 1 if end == sp.oo else -1
    for term in sp.Add.make_args(sp.expand_mul(value)):
        c, rest = term.as_independent(x, as_Add=False)
        part = _limit_of_factor(rest, x, side)
        if part is None:
            return None
        total, degree = total + c * part[0], degree + c * part[1]
    degree = sp.expand(degree)
    return total if degree == 0 else None


def _limit_of_factor(f: Any, x: Any, side: int) -> tuple[Any, Any] | None:
    """(limit, how many times log|x| has to be added)."""
    import sympy as sp

    zero = sp.Integer(0)
    if f == 1:
        return sp.Integer(1), zero
    if isinstance(f, sp.log):
        inner = f.args[0].args[0] if isinstance(f.args[0], sp.Abs) else f.args[0]
        if not inner.is_rational_function(x):
            return None
        above, below = (sp.Poly(p, x) for p in sp.fraction(sp.together(inner)))
        ratio = above.LC() / below.LC()
        return sp.log(sp.Abs(ratio)), sp.Integer(above.degree() - below.degree())
    limits = {sp.atan: sp.pi / 2, sp.erf: sp.Integer(1), sp.Si: sp.pi / 2}
    limits |= {sp.fresnels: sp.Rational(1, 2), sp.fresnelc: sp.Rational(1, 2)}
    if f.func in limits and f.args[0].is_polynomial(x):
        inner = sp.Poly(f.args[0], x)
        sign = sp.sign(inner.LC()) * side ** inner.degree()
        return (limits[f.func] * sign, zero) if sign in (1, -1) else None
    if f.is_rational_function(x):
        above, below = (sp.Poly(p, x) for p in sp.fraction(sp.together(f)))
        if above.degree() < below.degree():
            return zero, zero
        if above.degree() == below.degree():
            return above.LC() / below.LC(), zero
    return None
