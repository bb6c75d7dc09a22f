"""Straight lines along which an objective has no bound."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from abacist.actions.optimize.region import Region
from abacist.core.expr import Expr, Symbol, add, mul, neg, number
from abacist.notation.refusal import NotRepresentable

__all__ = ["falling_curve", "line"]

_INFINITY = Symbol("oo")


def falling_curve(objective: Expr, region: Region) -> list[Expr] | None:
    """A straight line along which a polynomial objective falls without end; for problems with bounds alone."""
    import sympy

    from abacist.notation.sympy_form import sympy_symbol, to_sympy

    if region.relations or region.integers or "t" in region.variables:
        return None
    built = to_sympy(objective, default="real")
    symbols = [sympy_symbol(name, "real") for name in region.variables]
    if not built.is_polynomial(*symbols):
        return None
    free = [(low == neg(_INFINITY), high == _INFINITY) for low, high in region.bounds]
    start = [0 if a and b else None for a, b in free]
    if any(one is None for one in start):
        start = [_finite(low, high) for low, high in region.bounds]
    t = sympy.Symbol("t", positive=True)
    for direction in _directions(free):
        place = {s: p + d * t for s, p, d in zip(symbols, start, direction, strict=True)}
        along = sympy.Poly(sympy.expand(built.subs(place)), t)
        if along.degree() > 0 and along.LC().is_negative:
            return line(start, direction)
    return None


def line(start: Sequence[Any], direction: Sequence[Any]) -> list[Expr]:
    """start + direction·t, without zeros and ones."""
    t, line = Symbol("t"), []
    for p, d in zip(start, direction, strict=True):
        moving = t if d == 1 else neg(t) if d == -1 else mul(number(d), t)
        line.append(number(p) if not d else moving if not p else add(number(p), moving))
    return line


def _finite(low: Expr, high: Expr) -> Any:
    """A number within the bounds to start a line from."""
    for end in (low, high):
        if end not in (_INFINITY, neg(_INFINITY)):
            try:
                return Fraction(str(end))
            except ValueError as reason:
                raise NotRepresentable(f"the bound {end}") from reason
    return Fraction(0)


def _directions(free: Sequence[tuple[bool, bool]]) -> list[list[int]]:
    """The axes and diagonals along which no bound stands in the way."""
    from itertools import product

    choices = [[0, *([1] if up else []), *([-1] if down else [])] for down, up in free]
    if len(free) > 6:
        return []
    return sorted(
        (list(one) for one in product(*choices) if any(one)), key=lambda d: sum(map(abs, d))
    )
