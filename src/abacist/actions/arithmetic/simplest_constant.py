"""Irrational constants in their shortest exact form."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from abacist.actions.arithmetic.exact_numbers import rational_expr
from abacist.core.expr import Expr, Number, Symbol

__all__ = ["simplest_constant"]


def simplest_constant(expr: Expr) -> Expr:
    """The shortest exact form of a constant that SymPy's rewritings give; `undefined` where it has no value.

    Raises `TooLarge` where a power or factorial would be too long to write.
    """
    import sympy

    from abacist.notation.sympy_form import from_sympy, to_sympy

    value = to_sympy(expr)
    if value.has(sympy.nan, sympy.zoo, sympy.oo, -sympy.oo):
        return Symbol("undefined")
    best = min(_forms(value), key=_length)
    if best.is_Rational:
        decimal = any(isinstance(n, Number) and n.value.denominator > 1 for n in expr.walk())
        return rational_expr(Fraction(int(best.p), int(best.q)), decimal)
    return from_sympy(best)


def _forms(value: Any) -> list[Any]:
    """Equal forms of a constant, the given one first."""
    import sympy

    if value.is_Rational or value.is_Atom:
        return [value]
    forms = [value]
    expanded = sympy.expand(value)
    forms.append(expanded)
    forms.append(sympy.radsimp(expanded))
    if any(power.exp.is_Rational and power.exp.q == 2 for power in value.atoms(sympy.Pow)):
        forms += [sympy.sqrtdenest(form) for form in forms[:3]]
    if value.has(sympy.log):
        forms.append(sympy.logcombine(sympy.expand_log(value, force=False), force=False))
        forms.append(sympy.simplify(value))
    elif value.is_real is False:
        forms += [sympy.expand_complex(value), sympy.radsimp(sympy.expand_complex(value))]
    elif value.has(sympy.sin, sympy.cos, sympy.tan, sympy.exp):
        forms.append(sympy.simplify(value))
    return forms


def _length(value: Any) -> tuple[int, int]:
    """Shorter is better; no root in a denominator, no power of a negative number such as (−1)^(1/3)."""
    import sympy

    denominator = value.as_numer_denom()[1]
    surds = int(bool(denominator.atoms(sympy.Pow)))
    turned = sum(1 for power in value.atoms(sympy.Pow) if power.base.is_negative)
    return sympy.count_ops(value) + 3 * surds + 20 * turned, len(str(value))
