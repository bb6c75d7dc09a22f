"""Polynomials with the square root of a quadratic: an antiderivative with undetermined coefficients.

∫ P/(x^m·Q^(n+1/2)) dx = R/(x^(m−1)·Q^(n−1/2)) + λ·∫ dx/√Q + μ·∫ dx/(x·√Q), with R found by comparing coefficients.
Source: G. M. Fichtenholz, Differential- und Integralrechnung II, §§282-284.
"""

from __future__ import annotations

from typing import Any

from abacist.actions.calculus.antiderivative import Antiderivative, Engine
from abacist.core.language import Message

__all__ = ["root_of_quadratic"]

_MOST = 14


def root_of_quadratic(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """P(x)·x^(−m)·Q(x)^(k/2) with odd k and Q = ax² + bx + c."""
    import sympy as sp

    roots = [p for p in f.atoms(sp.Pow) if p.base.has(x) and p.exp.is_Rational and p.exp.q == 2]
    bases = {p.base for p in roots}
    if len(bases) != 1:
        return None
    q = bases.pop()
    if not q.is_polynomial(x) or sp.degree(q, x) != 2:
        return None
    # f = rest·√Q with rest rational
    rest = sp.cancel(sp.together(f.xreplace({p: q ** (p.exp - sp.Rational(1, 2)) for p in roots})))
    if not rest.is_rational_function(x) or rest.has(sp.sqrt(q)):
        return None
    above, below = sp.fraction(rest)
    above, below = sp.expand(above * q), sp.expand(below)
    powers = _denominator(below, q, x)
    if powers is None:
        return None
    scale, m, n = powers
    above = sp.Poly(sp.cancel(above / scale), x)
    if above.degree() > _MOST or m > _MOST or n > _MOST:
        return None
    return _undetermined(engine, f, x, above, q, m, n)


def _denominator(below: Any, q: Any, x: Any) -> Any:
    """(constant, m, n) with below = constant·x^m·Q^n."""
    import sympy as sp

    m, n = 0, 0
    rest = sp.Poly(below, x)
    body = sp.Poly(q, x)
    while rest.degree() >= 2:
        quotient, remainder = sp.div(rest, body)
        if not remainder.is_zero:
            break
        rest, n = quotient, n + 1
    while rest.degree() > 0 and rest.nth(0) == 0:
        rest, m = sp.quo(rest, sp.Poly(x, x)), m + 1
    return (rest.as_expr(), m, n) if rest.degree() <= 0 else None


def _undetermined(
    engine: Engine, f: Any, x: Any, above: Any, q: Any, m: int, n: int
) -> Antiderivative | None:
    """Compare P = coefficients of the derivative of the ansatz, times x^m·Q^(n+1/2)."""
    import sympy as sp

    degree = max(above.degree() - 1, 2 * n - 1, 0) + max(m - 1, 0) + 1
    unknowns = sp.symbols(f"_r0:{degree + 1}")
    main, log = sp.Dummy("lambda"), sp.Dummy("mu")
    r = sum((c * x**i for i, c in enumerate(unknowns)), start=0 * x)
    low = max(m - 1, 0)
    half = sp.Rational(1, 2)
    # derivative of R·x^(−low)·Q^(1/2−n), times x^m·Q^(n+1/2)
    slope = sp.diff(r, x) * q * x ** (m - low)
    slope += (half - n) * r * sp.diff(q, x) * x ** (m - low)
    if low:
        slope -= low * r * q * x ** (m - low - 1)
    total = slope + main * x**m * q**n
    if m:
        total += log * x ** (m - 1) * q**n
    equations = sp.Poly(sp.expand(total - above.as_expr()), x).all_coeffs()
    names = [*unknowns, main, *([log] if m else [])]
    solutions = sp.solve(equations, names, dict=True)
    if not solutions:
        return None
    free = dict.fromkeys(names, 0)
    solution: dict[Any, Any] = solutions[0]
    found = {
        name: solution[name].subs(free) if name in solution else sp.Integer(0) for name in names
    }
    value: Any = (0 * x + r).subs(found) / x**low * q ** (half - n)
    value = sp.factor_terms(value)
    if found[main] != 0:
        value += found[main] * _reciprocal_root(q, x)
    if m and found[log] != 0:
        piece = _reciprocal_root_over_x(q, x)
        if piece is None:
            return None
        value += found[log] * piece
    return engine.made("undetermined coefficients", _ANSATZ, f, x, value, q=q)


def _reciprocal_root(q: Any, x: Any) -> Any:
    """∫ dx/√Q."""
    import sympy as sp

    a, b, c = sp.Poly(q, x).all_coeffs()
    line, discriminant = 2 * a * x + b, sp.factor(b**2 - 4 * a * c)
    if a.is_negative:
        return -sp.asin(sp.expand(line / sp.sqrt(discriminant))) / sp.sqrt(-a)
    if discriminant.is_negative:
        return sp.asinh(sp.expand(line / sp.sqrt(-discriminant))) / sp.sqrt(a)
    return sp.log(sp.Abs(line + 2 * sp.sqrt(a) * sp.sqrt(q))) / sp.sqrt(a)


def _reciprocal_root_over_x(q: Any, x: Any) -> Any:
    """∫ dx/(x·√Q)."""
    import sympy as sp

    a, b, c = sp.Poly(q, x).all_coeffs()
    if c == 0:
        return -2 * sp.sqrt(q) / (b * x)
    if c.is_negative:
        root = sp.sqrt(sp.factor(b**2 - 4 * a * c))
        return sp.asin((b * x + 2 * c) / (sp.Abs(x) * root)) / sp.sqrt(-c)
    return -sp.log(sp.Abs((2 * c + b * x + 2 * sp.sqrt(c) * sp.sqrt(q)) / x)) / sp.sqrt(c)


_ANSATZ = Message(
    en="An algebraic part times the root of {q}, and a logarithm or inverse function: the coefficients follow "
    "by comparison.",
    zh="设结果为含 {q} 的根式的代数部分加对数或反三角函数，比较系数求得。",
)
