"""Where an integrand may be singular, or have a corner, inside an interval.

Candidates are the zeros of denominators, of arguments of logarithms, roots and absolute values, and the poles of
tangents; each is an exact number. Missing one does no harm: the integration over it then fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from abacist.core.expr import Call, Expr, Number
from abacist.notation.arb import enclose
from abacist.notation.refusal import NotRepresentable, Undecided
from abacist.notation.sympy_form import from_sympy, to_sympy

__all__ = ["singular_points"]

_MOST = 24
_MOST_DEGREE = 24
_POLES = {"tan": "cos", "sec": "cos", "cot": "sin", "csc": "sin"}


def singular_points(integrand: Expr, variable: str, lower: Expr, upper: Expr) -> list[Expr]:
    """Exact candidates strictly between the ends, in increasing order."""
    found: dict[Expr, Any] = {}
    low, high = _bound(lower), _bound(upper)
    for expr in _vanishing(integrand, variable):
        for zero in _zeros(expr, variable, low, high):
            try:
                at = enclose(zero, bits=64, field="real")
            except (Undecided, NotRepresentable):
                continue
            inside = (low is None or at > low) and (high is None or at < high)
            if inside and not any(at.overlaps(other) for other in found.values()):
                found[zero] = at
    ordered = sorted(found, key=lambda zero: float(found[zero]))
    return ordered[:_MOST]


def _bound(end: Expr) -> Any:
    try:
        return enclose(end, bits=64, field="real")
    except (Undecided, NotRepresentable):
        return None


def _vanishing(integrand: Expr, variable: str) -> Iterator[Expr]:
    """Expressions at whose zeros something may happen."""
    seen: set[Expr] = set()
    for node in integrand.walk():
        if not isinstance(node, Call):
            continue
        inner: Expr | None = None
        if node.head == "div":
            inner = node.args[1]
        elif _branches(node):
            inner = node.args[0]
        elif node.head in _POLES:
            inner = Call(_POLES[node.head], node.args)
        if inner is not None and variable in inner.free_symbols() and inner not in seen:
            seen.add(inner)
            yield inner


_BRANCHING = frozenset({"ln", "log", "sqrt", "root", "abs", "sign", "heaviside"})


def _branches(node: Call) -> bool:
    if node.head == "pow":
        return _is_negative_or_fraction(node.args[1])
    return node.head in _BRANCHING


def _is_negative_or_fraction(exponent: Expr) -> bool:
    if isinstance(exponent, Number):
        return exponent.value < 0 or exponent.value.denominator != 1
    return isinstance(exponent, Call) and exponent.head in ("neg", "div")


def _zeros(expr: Expr, variable: str, low: Any, high: Any) -> Iterator[Expr]:
    """Zeros of one expression: of a polynomial all real ones, of a sine or cosine those in the interval."""
    import sympy as sp

    try:
        f = to_sympy(expr)
    except NotRepresentable:
        return
    x = sp.Symbol(variable)
    for factor in sp.Mul.make_args(sp.factor(f) if f.is_polynomial(x) else f):
        base = factor.base if factor.is_Pow else factor
        yield from _zeros_of_factor(base, x, low, high)


def _zeros_of_factor(f: Any, x: Any, low: Any, high: Any) -> Iterator[Expr]:
    import sympy as sp

    if f.is_polynomial(x) and f.has(x):
        polynomial = sp.Poly(f, x)
        if polynomial.degree() > _MOST_DEGREE:
            return
        for root in sp.roots(polynomial):
            if root.is_real:
                yield from_sympy(root)
    elif f.func in (sp.sin, sp.cos, sp.Abs) and f.args[0].is_polynomial(x):
        if f.func is sp.Abs:
            yield from _zeros_of_factor(f.args[0], x, low, high)
        elif sp.Poly(f.args[0], x).degree() == 1:
            yield from _zeros_of_wave(f, x, low, high)
    elif f.func is sp.log:
        yield from _zeros_of_factor(sp.expand(f.args[0] - 1), x, low, high)
    elif f.func in (sp.exp,):
        return
    elif f.is_Add:
        yield from _by_substitution(f, x)


def _zeros_of_wave(f: Any, x: Any, low: Any, high: Any) -> Iterator[Expr]:
    """Zeros of sin(ax + b) or cos(ax + b) between finite ends."""
    import sympy as sp

    if low is None or high is None:
        return
    slope, shift = sp.Poly(f.args[0], x).all_coeffs()
    offset = 0 if f.func is sp.sin else sp.pi / 2
    ends = sorted(
        float((slope * sp.Float(float(end)) + shift - offset) / sp.pi) for end in (low, high)
    )
    first, last = int(ends[0]) - 1, int(ends[1]) + 2
    if last - first > 4 * _MOST:
        return
    for n in range(first, last):
        yield from_sympy(sp.nsimplify((offset + n * sp.pi - shift) / slope))


def _by_substitution(f: Any, x: Any) -> Iterator[Expr]:
    """Zeros of sums such as eˣ − 2 or √x − 1, by SymPy's solver; wrong ones do no harm."""
    import sympy as sp

    try:
        found = sp.solve(f, x)
    except (NotImplementedError, ValueError, TypeError):
        return
    for root in found:
        if root.is_real:
            yield from_sympy(root)
