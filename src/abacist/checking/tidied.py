"""Shorter forms of expressions for interval evaluation, each proved equal before it is used.

The fewer times a variable occurs, the narrower an interval is: x·(1/x²) over (0, ∞) says nothing, 1/x does.
"""

from __future__ import annotations

from abacist.checking.elementary_forms import is_identity
from abacist.core.expr import Expr
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_form import from_sympy, to_sympy

__all__ = ["tidied"]

_MOST_NODES = 200


def tidied(expression: Expr) -> Expr:
    """An equal expression with fewer nodes where SymPy finds one, else the expression itself."""
    import sympy

    size = sum(1 for _ in expression.walk())
    if size > _MOST_NODES:
        return expression
    try:
        built = to_sympy(expression, default="real")
        forms = [sympy.expand(sympy.cancel(built)), sympy.cancel(built), sympy.factor(built)]
        candidates = [from_sympy(form) for form in forms]
    except (NotRepresentable, sympy.PolynomialError, NotImplementedError, ValueError, TypeError):
        return expression
    shorter = sorted(candidates, key=lambda one: sum(1 for _ in one.walk()))
    for candidate in shorter:
        if sum(1 for _ in candidate.walk()) < size and is_identity(candidate, expression):
            return candidate
    return expression
