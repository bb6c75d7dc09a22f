"""How a result is written: the shortest of a few cheap forms, chosen the same way every time.

Polynomials are expanded unless that makes them much longer, rational functions cancelled with the denominator
factored, other expressions left as a sum unless a common factor or denominator makes them clearly shorter.
Only transformations that hold for every real value of the symbols are used.
"""

from __future__ import annotations

from typing import Any

from abacist.core.expr import Expr
from abacist.notation.sympy_form import NotRepresentable, from_sympy, to_sympy

__all__ = ["neat", "neat_sympy", "on_curve"]

_CLEARLY_SHORTER = 0.85
_MUCH_LONGER = 1.6
_LARGE = 400


def neat(expr: Expr) -> Expr:
    """The expression in its shortest cheap form; as it is where SymPy has no word for it."""
    try:
        return from_sympy(neat_sympy(to_sympy(expr, default="real")))
    except NotRepresentable:
        return expr


def neat_sympy(value: Any) -> Any:
    """The same for a SymPy expression."""
    import sympy as sp

    if value.is_Atom or value.is_number or value.has(sp.Piecewise, sp.Integral, sp.Derivative):
        return value
    if value.count_ops() > _LARGE:
        return value
    names = sorted(value.free_symbols, key=str)
    if value.is_polynomial(*names):
        return _shorter(value, sp.expand(value), _MUCH_LONGER)
    if value.is_rational_function(*names):
        above, below = sp.fraction(sp.cancel(value))
        return _shorter(value, sp.expand(above) / sp.factor(below), 1.0)
    best = value
    for other in (sp.together(value), _pythagorean(value)):
        best = _shorter(best, other, _CLEARLY_SHORTER)
    return best


def _shorter(first: Any, other: Any, factor: float) -> Any:
    """`other` where it is at most `factor` times as long as `first`."""
    return other if len(str(other)) <= factor * len(str(first)) else first


def _pythagorean(value: Any) -> Any:
    """sin² replaced by 1 − cos² where both occur with the same argument, then cancelled."""
    import sympy as sp

    arguments = {s.args[0] for s in value.atoms(sp.sin)} & {c.args[0] for c in value.atoms(sp.cos)}
    for u in sorted(arguments, key=str):
        if value.has(sp.sin(u) ** 2):
            value = sp.cancel(value.subs(sp.sin(u) ** 2, 1 - sp.cos(u) ** 2))
    return value


def on_curve(expr: Expr, curve: Expr) -> Expr:
    """A rational expression with its numerator reduced modulo the polynomial equation curve = 0."""
    import sympy as sp

    try:
        value, relation = to_sympy(expr), to_sympy(curve)
    except NotRepresentable:
        return expr
    names = sorted(relation.free_symbols, key=str)
    if not (relation.is_polynomial(*names) and value.is_rational_function(*names)):
        return expr
    above, below = sp.fraction(sp.together(value))
    rest = sp.reduced(sp.expand(above), [sp.expand(relation)], *names, order="grlex")[1]
    reduced = sp.factor(rest) / sp.factor(below)
    return from_sympy(_shorter(value, reduced, 1.0))
