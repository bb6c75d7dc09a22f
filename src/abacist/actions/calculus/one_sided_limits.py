"""What a function does on either side of a point: SymPy's limits with the variable replaced by a ± u, u > 0.

So |x|, sign and the like are decided by the side, and a two-sided limit is never taken for granted.
Source: D. Gruntz, On computing limits in a symbolic manipulation system (1996),
https://doi.org/10.3929/ethz-a-001631582.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from abacist.core.expr import Expr, call, number
from abacist.notation.arb import enclose
from abacist.notation.refusal import Undecided
from abacist.notation.sympy_form import NotRepresentable, to_sympy

__all__ = ["Side", "limit_from_above", "one_sided_limits"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its value (SymPy), or None where it is open; `bounded` where it oscillates between bounds."""

    value: Any
    bounded: bool = False
    defined: bool = True


def one_sided_limits(function: Expr, variable: str, point: Expr) -> tuple[Side, Side]:
    """What the function does to the left and to the right of a finite point."""
    import sympy as sp

    u = sp.Symbol("_u", positive=True)
    a = to_sympy(point)
    names = function.free_symbols() - {variable}
    domain: dict[str, Any] = dict.fromkeys(names, "real")
    f = to_sympy(function, domain={**domain, variable: "real"})
    x = next((s for s in f.free_symbols if s.name == variable), None)
    if x is None:
        return Side(f), Side(f)
    sides = []
    for sign in (-1, 1):
        if not _is_real_near(function, variable, point, sign):
            sides.append(Side(None, defined=False))
            continue
        sides.append(limit_from_above(f.subs(x, a + sign * u), u, sp.S.Zero))
    return sides[0], sides[1]


def limit_from_above(f: Any, u: Any, at: Any) -> Side:
    """lim f as u → at from above, or at infinity."""
    import sympy as sp

    try:
        found = sp.limit(f, u, at, "+")
    except (NotImplementedError, ValueError, TypeError, sp.PoleError, RecursionError):
        return Side(None)
    if found.has(sp.AccumBounds):
        return Side(None, bounded=True)
    if found.has(sp.Limit, sp.nan, sp.zoo, u) or found.is_extended_real is False:
        return Side(None)
    return Side(found)


def _is_real_near(function: Expr, variable: str, point: Expr, sign: int) -> bool:
    """False only where the function is certainly not real at every one of several near points."""
    if function.free_symbols() != {variable} or point.free_symbols():
        return True
    for exponent in (6, 9, 13):
        at = call("add", point, call("div", number(sign), number(2**exponent)))
        try:
            found = enclose(function, {variable: at}, bits=40, highest=200)
        except (Undecided, NotRepresentable):
            return True
        if type(found).__name__ == "arb" or found.imag.contains(0):
            return True
    return False
