"""Where an interval of integration is cut: singular points of the integrand, jumps of its antiderivative.

A point that is missed makes a wrong value possible here; the check of the value is independent of this list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["break_points"]

_MOST_BREAKS = 24
_OFF_LINE = 1e-5
_ERRORS = (NotImplementedError, ValueError, TypeError, AttributeError, RecursionError)


def break_points(f: Any, value: Any, x: Any, a: Any, b: Any) -> list[Any] | None:
    """Points strictly inside where f is singular or the antiderivative jumps; None where that is open."""
    import sympy as sp

    if not (a.is_number and b.is_number):
        return []
    found: set[Any] = set()
    for expr in {*_critical(f, x), *_critical(value, x)}:
        zeros = _zeros(expr, x, a, b)
        if zeros is None:
            return None
        found |= {zero for zero in zeros if zero.is_number}
    inside = [
        p for p in found if (sp.N(p - a) > 0 or a == -sp.oo) and (sp.N(b - p) > 0 or b == sp.oo)
    ]
    if len(inside) > _MOST_BREAKS:
        return None
    return sorted(inside, key=lambda p: float(sp.N(p)))


def _critical(f: Any, x: Any) -> Iterator[Any]:
    """Expressions at whose zeros something may happen."""
    import sympy as sp

    for node in sp.preorder_traversal(f):
        if not node.has(x):
            continue
        if node.is_Pow and (node.exp.is_negative or not node.exp.is_Integer) and node.base.has(x):
            yield node.base
        elif node.func in (sp.log, sp.Abs, sp.sign, sp.Heaviside, sp.Ei, sp.Ci, sp.li):
            yield node.args[0] - 1 if node.func is sp.li else node.args[0]
        elif node.func in (sp.tan, sp.sec):
            yield sp.cos(node.args[0])
        elif node.func in (sp.cot, sp.csc):
            yield sp.sin(node.args[0])
        elif node.func in (sp.floor, sp.ceiling):
            yield sp.sin(sp.pi * node.args[0])


def _zeros(expr: Any, x: Any, a: Any, b: Any) -> set[Any] | None:
    """Real zeros between the ends; None where they could not all be found."""
    import sympy as sp

    if expr.is_positive or expr.is_negative or not expr.has(x):
        return set()
    if expr.is_polynomial(x):
        polynomial = sp.Poly(expr, x)
        if _has_no_real_root(polynomial):
            return set()
        try:
            return set(sp.real_roots(polynomial)) if polynomial.domain.is_QQ or polynomial.domain.is_ZZ else {
                r for r in sp.roots(polynomial) if r.is_real
            }  # fmt: skip
        except NotImplementedError:
            return None
    if expr.func in (sp.sin, sp.cos) and a.is_finite and b.is_finite:
        return _zeros_of_wave(expr, x, a, b)
    if expr.func is sp.exp:
        return set()
    if expr.func is sp.Abs:
        return _zeros(expr.args[0], x, a, b)
    if expr.is_Mul:
        parts = [_zeros(part, x, a, b) for part in expr.args]
        return (
            None if any(part is None for part in parts) else set().union(*(p for p in parts if p))
        )
    if expr.is_Pow and expr.exp.is_positive:
        return _zeros(expr.base, x, a, b)
    return _zeros_by_solving(expr, x, a, b)


def _has_no_real_root(polynomial: Any) -> bool:
    """True where every root is clearly off the real line, by floating-point arithmetic."""
    import numpy as np

    if not polynomial.is_univariate or polynomial.free_symbols_in_domain:
        return False
    coefficients = [complex(c) for c in polynomial.all_coeffs()]
    roots = np.roots(coefficients)
    return bool(np.all(np.abs(roots.imag) > _OFF_LINE * (1 + np.abs(roots))))


def _zeros_of_wave(wave: Any, x: Any, a: Any, b: Any) -> set[Any] | None:
    import sympy as sp

    if not wave.args[0].is_polynomial(x) or sp.degree(wave.args[0], x) != 1:
        return None
    slope, shift = sp.Poly(wave.args[0], x).all_coeffs()
    offset = sp.Integer(0) if wave.func is sp.sin else sp.Rational(1, 2)
    low, high = sorted(sp.N((slope * end + shift) / sp.pi - offset) for end in (a, b))
    numbers = range(int(sp.floor(low)), int(sp.ceiling(high)) + 1)
    if len(numbers) > 4 * _MOST_BREAKS:
        return None
    return {sp.simplify(((n + offset) * sp.pi - shift) / slope) for n in numbers}


def _zeros_by_solving(expr: Any, x: Any, a: Any, b: Any) -> set[Any] | None:
    import sympy as sp

    try:
        found = sp.solveset(expr, x, sp.Interval(a, b))
    except _ERRORS:
        return None
    return (
        set(found) if isinstance(found, sp.FiniteSet) else set() if found is sp.S.EmptySet else None
    )
