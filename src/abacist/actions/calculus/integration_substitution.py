"""Substitution: u = g(x) where g' is a factor; exponentials, roots of linear functions, logarithms.

Source: Stewart, Calculus, 8th ed., §§5.5, 7.4 (rationalising substitutions).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from abacist.actions.calculus.antiderivative import Antiderivative, Engine
from abacist.actions.calculus.integration_table import linear_part
from abacist.core.language import Message

__all__ = [
    "exponential_substitution",
    "logarithmic_substitution",
    "root_substitution",
    "substitution",
]

_MOST_CANDIDATES = 10


def substitution(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """∫ h(g(x))·g'(x) dx = H(g(x))."""
    import sympy as sp

    for g in list(_candidates(f, x))[:_MOST_CANDIDATES]:
        slope = sp.diff(g, x)
        u = _letter(g)
        quotient = (
            sp.cancel(f / slope)
            if f.is_rational_function(x)
            else sp.powsimp(sp.expand_power_base(f / slope))
        )
        changed = _in_terms_of(quotient, g, u, x)
        if changed is None:
            continue
        found = _finish(engine, f, x, g, u, changed)
        if found is not None:
            return found
    return None


def _in_terms_of(f: Any, g: Any, u: Any, x: Any) -> Any:
    """f as a function of g alone, or None."""
    import sympy as sp

    if g.is_Pow and g.base == x:
        changed = _power_of_variable(f, sp.Integer(0), sp.Integer(1), g.exp, u, x)
        return None if changed.has(x) else changed
    for form in (f, sp.simplify(f) if f.count_ops() < 60 else f):
        changed = _of_wave(form, g, u).subs(g, u)
        if changed.has(x) and g.is_Add and g.is_polynomial(x):
            changed = _of_binomial(changed, g, u, x)
        if not changed.has(x):
            return changed
    return None


def _of_wave(f: Any, g: Any, u: Any) -> Any:
    """Even powers of the cosine by the sine, or the other way round."""
    import sympy as sp

    mate = {sp.sin: sp.cos, sp.cos: sp.sin}.get(g.func)
    if mate is None:
        return f
    other = mate(g.args[0])
    return f.replace(
        lambda p: p.is_Pow and p.base == other and p.exp.is_Integer and p.exp % 2 == 0,
        lambda p: (1 - u**2) ** (p.exp / 2),
    )


def _of_binomial(f: Any, g: Any, u: Any, x: Any) -> Any:
    """x^n replaced by (u − b)/a where g = a·x^n + b, so that x³·√(1 + x²) works."""
    import sympy as sp

    polynomial = sp.Poly(g, x)
    terms = [(n, c) for (n,), c in polynomial.terms() if n]
    if len(terms) != 1:
        return f
    n, a = terms[0]
    return _power_of_variable(f, polynomial.coeff_monomial(1), a, n, u, x)


def _power_of_variable(f: Any, b: Any, a: Any, n: Any, u: Any, x: Any) -> Any:
    """Powers of x^n replaced by powers of (u − b)/a; other powers of x are left alone."""
    inner = (u - b) / a
    changed = f.replace(
        lambda p: p.is_Pow and p.base == x and (p.exp / n).is_Integer,
        lambda p: inner ** (p.exp / n),
    )
    return changed.subs(x, 1 / inner) if n == -1 else changed


def _candidates(f: Any, x: Any) -> Iterator[Any]:
    """Inner functions, the larger ones first."""
    import sympy as sp

    found: list[Any] = []
    for node in sp.preorder_traversal(f):
        inner: list[Any] = []
        if node.is_Function:
            inner = [node, *node.args]
        elif node.is_Pow:
            inner = [node.base] if not node.exp.has(x) else [node, node.exp]
            if node.base == x and node.exp.is_Integer:
                inner += [x**k for k in sp.divisors(abs(int(node.exp))) if k > 1]
        for g in inner:
            if g.has(x) and g != x and g != f and linear_part(g, x) is None and g not in found:
                found.append(g)
    return iter(sorted(found, key=lambda g: -g.count_ops()))


def _letter(g: Any) -> Any:
    import sympy as sp

    positive = bool(g.is_positive)
    return sp.Dummy("u", positive=True) if positive else sp.Dummy("u", real=True)


def _finish(engine: Engine, f: Any, x: Any, g: Any, u: Any, changed: Any) -> Antiderivative | None:
    """Integrates in u and puts g back."""
    import sympy as sp

    part = engine.integrate(changed, u)
    if part is None:
        return None
    letter = sp.Symbol(
        "u" if str(x) != "u" else "v", **({"positive": True} if u.is_positive else {"real": True})
    )
    inside = Antiderivative(
        part.value,
        _renamed(engine, changed, part, u, letter).step,
        part.theorem,
        part.special_terms,
    )
    value = part.value.subs(u, g)
    return engine.made("substitution", _SUBSTITUTE, f, x, value, [inside], g=g, u=letter)


def _renamed(engine: Engine, f: Any, part: Antiderivative, u: Any, letter: Any) -> Antiderivative:
    """The steps in u with a letter that can be shown."""
    return engine.made(
        "in the new variable",
        _INSIDE,
        f.subs(u, letter),
        letter,
        part.value.subs(u, letter),
        [part],
    )


def exponential_substitution(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Rational functions of e^(ax): u = e^(ax), dx = du/(a·u)."""
    import sympy as sp

    f = f.rewrite(sp.exp) if f.has(sp.sinh, sp.cosh, sp.tanh, sp.sech, sp.csch, sp.coth) else f
    exponentials = [e for e in f.atoms(sp.exp) if e.has(x)]
    slopes = [linear_part(e.args[0], x) for e in exponentials]
    if not exponentials or any(slope is None for slope in slopes):
        return None
    ratios = [sp.simplify(slope / slopes[0]) for slope in slopes]
    if not all(ratio.is_Rational for ratio in ratios):
        return None
    measure = sp.Rational(sp.igcd(0, *(r.p for r in ratios)), sp.ilcm(1, *(r.q for r in ratios)))
    base = slopes[0] * measure
    u = sp.Dummy("u", positive=True)
    values = {
        e: u ** (ratio / measure) * sp.exp(sp.simplify(e.args[0] - slope * x))
        for e, ratio, slope in zip(exponentials, ratios, slopes, strict=True)
    }
    changed = f.xreplace(values)
    if changed.has(x):
        return None
    changed = sp.together(changed / (base * u))
    if changed.is_rational_function(u):
        changed = sp.cancel(changed)
    return _finish(engine, f, x, sp.exp(base * x), u, changed)


def root_substitution(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Rational functions of x and (ax + b)^(1/n): uⁿ = ax + b."""
    import sympy as sp

    roots = [
        p for p in f.atoms(sp.Pow) if p.base.has(x) and p.exp.is_Rational and not p.exp.is_Integer
    ]
    bases = {p.base for p in roots}
    if len(bases) != 1:
        return None
    base = bases.pop()
    slope = linear_part(base, x)
    if slope is None:
        return None
    n = sp.ilcm(1, *(p.exp.q for p in roots))
    if n > 12:
        return None
    u = sp.Dummy("u", positive=True)
    inner = (u**n - (base - slope * x)) / slope
    changed = f.xreplace({p: u ** (p.exp * n) for p in roots}).subs(x, inner)
    changed = sp.together(sp.powsimp(changed * n * u ** (n - 1) / slope))
    if changed.is_rational_function(u):
        changed = sp.cancel(changed)
    return _finish(engine, f, x, base ** sp.Rational(1, n), u, changed)


def logarithmic_substitution(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Powers of x with functions of log x: u = log x, x = e^u."""
    import sympy as sp

    log = sp.log(x)
    if not f.has(log):
        return None
    u = sp.Dummy("u", real=True)
    changed = sp.powsimp(sp.expand_power_exp((f * x).subs(log, u).subs(x, sp.exp(u))))
    if changed.has(x):
        return None
    return _finish(engine, f, x, log, u, changed)


_SUBSTITUTE = Message(
    en="Substitute {u} = {g}; its derivative is a factor of the integrand.",
    zh="令 {u} = {g}，其导数是被积函数的因子。",
)
_INSIDE = Message(en="Integrate in the new variable.", zh="对新变量积分。")
