"""Integrals over the whole line, or half of it for even integrands, of rational functions times cos(cx) or sin(cx).

∫ R(x)·e^(icx) dx over the line is 2πi times the sum of the residues in the upper half plane, for c ≥ 0, when R has no
real poles and falls off like 1/x² (or 1/x for c > 0). Source: L. V. Ahlfors, Complex Analysis, 3rd ed. (1979), §4.5.3.
"""

from __future__ import annotations

from typing import Any

__all__ = ["by_residues"]

_MOST_DEGREE = 12


def by_residues(f: Any, x: Any, a: Any, b: Any) -> Any:
    """The value (SymPy), or None where the theorem does not apply."""
    import sympy as sp

    half = a == 0 and b == sp.oo
    if not half and not (a == -sp.oo and b == sp.oo):
        return None
    split = _split(f, x)
    if split is None:
        return None
    rational, wave = split
    if half and sp.cancel(f.subs(x, -x) - f) != 0:
        return None
    c = sp.Integer(0) if wave is None else sp.diff(wave.args[0], x)
    if wave is not None and c != 0 and (wave.args[0].subs(x, 0) != 0 or not c.is_positive):
        return None
    total = _sum_of_residues(rational, x, c)
    if total is None:
        return None
    value = 2 * sp.pi * sp.I * total
    part = sp.im(value) if wave is not None and wave.func is sp.sin else sp.re(value)
    part = sp.simplify(part)
    return part / 2 if half else part


def _split(f: Any, x: Any) -> Any:
    """(rational function, wave or None)."""
    import sympy as sp

    waves = [g for g in sp.Mul.make_args(f) if g.func in (sp.sin, sp.cos)]
    if len(waves) > 1:
        return None
    wave = waves[0] if waves else None
    rest = f / wave if wave is not None else f
    if not rest.is_rational_function(x):
        return None
    if wave is not None and (not wave.args[0].is_polynomial(x) or sp.degree(wave.args[0], x) != 1):
        return None
    return sp.cancel(rest), wave


def _sum_of_residues(rational: Any, x: Any, c: Any) -> Any:
    import sympy as sp

    above, below = sp.fraction(rational)
    gap = sp.degree(below, x) - sp.degree(above, x)
    if gap < (1 if c != 0 else 2) or sp.degree(below, x) > _MOST_DEGREE:
        return None
    poles = sp.roots(below, x)
    if sum(poles.values()) != sp.degree(below, x):
        return None
    z = sp.Dummy("z")
    total = sp.Integer(0)
    leading = sp.LC(sp.Poly(below, x))
    for pole, order in poles.items():
        height = sp.im(pole)
        if not height.is_positive and not height.is_negative:
            return None
        if height.is_negative:
            continue
        others = leading * sp.Mul(*((z - p) ** k for p, k in poles.items() if p != pole))
        g = above.subs(x, z) * sp.exp(sp.I * c * z) / others
        total = total + sp.diff(g, z, order - 1).subs(z, pole) / sp.factorial(order - 1)
    return total
