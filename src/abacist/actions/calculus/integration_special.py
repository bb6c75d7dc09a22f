"""Integrals that are not elementary: error functions, Fresnel, sine, cosine and exponential integrals, elliptic ones.

That ∫ exp(x²), ∫ sin(x²), ∫ eˣ/x, ∫ sin(x)/x, ∫ 1/ln x and the elliptic integrals are not elementary is Liouville's
theorem (1835); each result here is a non-zero multiple of such an integral in a new variable, plus elementary terms.
Source: M. Rosenlicht, Integration in finite terms, Amer. Math. Monthly 79 (1972), https://doi.org/10.2307/2318066;
definitions: NIST Digital Library of Mathematical Functions, §§6, 7, 19.
"""

from __future__ import annotations

from typing import Any

from abacist.actions.calculus.antiderivative import Antiderivative, Engine
from abacist.actions.calculus.integration_table import linear_part
from abacist.core.language import Message

__all__ = ["special_function"]


def special_function(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """One of the classical families."""
    for rule in (
        _gaussian,
        _fresnel,
        _exponential_integral,
        _sine_integral,
        _logarithmic,
        _elliptic,
    ):
        found = rule(f, x)
        if found is not None:
            value, name, theorem = found
            made = engine.made(name, _DEFINED, f, x, value)
            return Antiderivative(value, made.step, theorem, 1)
    return None


Found = tuple[Any, str, Message] | None


def _quadratic(u: Any, x: Any) -> Any:
    """(a, b, c) of a polynomial of degree two."""
    import sympy as sp

    if not u.is_polynomial(x) or sp.degree(u, x) != 2:
        return None
    return sp.Poly(u, x).all_coeffs()


def _gaussian(f: Any, x: Any) -> Found:
    """exp(ax² + bx + c)."""
    import sympy as sp

    if not isinstance(f, sp.exp) or (found := _quadratic(f.args[0], x)) is None:
        return None
    a, b, c = found
    rest = sp.exp(sp.expand(c - b**2 / (4 * a)))
    if a.is_negative or (not a.is_positive and (-a).could_extract_minus_sign() is False):
        root = sp.sqrt(-a)
        value = sp.sqrt(sp.pi) / (2 * root) * rest * sp.erf(sp.expand(root * x - b / (2 * root)))
    else:
        root = sp.sqrt(a)
        value = sp.sqrt(sp.pi) / (2 * root) * rest * sp.erfi(sp.expand(root * x + b / (2 * root)))
    return value, "error function", _GAUSS


def _fresnel(f: Any, x: Any) -> Found:
    """sin or cos of ax² + bx + c."""
    import sympy as sp

    if f.func not in (sp.sin, sp.cos) or (found := _quadratic(f.args[0], x)) is None:
        return None
    a, b, c = found
    if a.is_negative or (not a.is_positive and a.could_extract_minus_sign()):
        flipped = _fresnel(
            f.func(-f.args[0]) if f.func is sp.cos else sp.sin(sp.expand(-f.args[0])), x
        )
        if flipped is None:
            return None
        sign = 1 if f.func is sp.cos else -1
        return sign * flipped[0], flipped[1], flipped[2]
    shift = sp.expand(c - b**2 / (4 * a))
    inner = sp.sqrt(2 / (a * sp.pi)) * (2 * a * x + b) / 2
    inner = sp.sqrt(2 / sp.pi) * x * sp.sqrt(a) if b == 0 else sp.expand(inner)
    scale = sp.sqrt(sp.pi / 2) / sp.sqrt(a)
    sine, cosine = sp.fresnels(inner), sp.fresnelc(inner)
    if f.func is sp.sin:
        value = scale * (sp.cos(shift) * sine + sp.sin(shift) * cosine)
    else:
        value = scale * (sp.cos(shift) * cosine - sp.sin(shift) * sine)
    return value, "Fresnel integral", _FRESNEL


def _over_linear(f: Any, x: Any, kind: Any) -> Any:
    """(c, u, v) where f = c·kind(u)/v with u and v linear in x."""
    import sympy as sp

    c, rest = f.as_independent(x, as_Add=False)
    above = [g for g in sp.Mul.make_args(rest) if isinstance(g, kind)]
    if len(above) != 1 or linear_part(above[0].args[0], x) is None:
        return None
    below = sp.simplify(above[0] / rest)
    if linear_part(below, x) is None:
        return None
    return c, above[0].args[0], below


def _exponential_integral(f: Any, x: Any) -> Found:
    """e^u/v: with u = k·v + d it is e^d·Ei(k·v)/v'."""
    import sympy as sp

    found = _over_linear(f, x, sp.exp)
    if found is None:
        return None
    c, u, v = found
    k = sp.diff(u, x) / sp.diff(v, x)
    d = sp.expand(u - k * v)
    value = c * sp.exp(d) * sp.Ei(sp.expand(k * v)) / sp.diff(v, x)
    return value, "exponential integral", _EI


def _sine_integral(f: Any, x: Any) -> Found:
    """sin(u)/v or cos(u)/v with linear u, v."""
    import sympy as sp

    for kind in (sp.sin, sp.cos):
        found = _over_linear(f, x, kind)
        if found is None:
            continue
        c, u, v = found
        slope = sp.diff(v, x)
        k = sp.diff(u, x) / slope
        d, inner = sp.expand(u - k * v), sp.expand(k * v)
        si, ci = sp.Si(inner), sp.Ci(inner)
        if kind is sp.sin:
            value = c * (sp.cos(d) * si + sp.sin(d) * ci) / slope
        else:
            value = c * (sp.cos(d) * ci - sp.sin(d) * si) / slope
        return value, "sine and cosine integrals", _SI
    return None


def _logarithmic(f: Any, x: Any) -> Found:
    """1/log(ax + b)."""
    import sympy as sp

    c, rest = f.as_independent(x, as_Add=False)
    if rest.is_Pow and rest.exp == -1 and isinstance(rest.base, sp.log):
        u = rest.base.args[0]
        slope = linear_part(u, x)
        if slope is not None:
            return c * sp.li(u) / slope, "logarithmic integral", _LI
    return None


def _elliptic(f: Any, x: Any) -> Found:
    """(1 − m·sin²u)^(±1/2) with linear u, times a constant."""
    import sympy as sp

    c, rest = f.as_independent(x, as_Add=False)
    if not (rest.is_Pow and abs(rest.exp) == sp.Rational(1, 2)):
        return None
    waves = rest.base.atoms(sp.sin, sp.cos)
    angles = {w.args[0] for w in waves}
    if len(angles) != 1 or linear_part(u := angles.pop(), x) is None:
        return None
    s = sp.Dummy("s")
    inside = sp.expand(rest.base.subs(sp.cos(u) ** 2, 1 - sp.sin(u) ** 2).subs(sp.sin(u), s))
    if inside.has(x) or not inside.is_polynomial(s) or sp.degree(inside, s) != 2:
        return None
    a, b, top = sp.Poly(inside, s).all_coeffs()
    if b != 0 or not top.is_positive or a == 0 or a == -top:
        return None
    m = -a / top
    if rest.exp > 0:
        return (
            c * sp.sqrt(top) * sp.elliptic_e(u, m) / sp.diff(u, x),
            "elliptic integral",
            _ELLIPTIC,
        )
    return c * sp.elliptic_f(u, m) / (sp.sqrt(top) * sp.diff(u, x)), "elliptic integral", _ELLIPTIC


_DEFINED = Message(
    en="No elementary function has this derivative; the antiderivative is a special function by definition.",
    zh="没有初等函数以此为导数；其原函数按定义是一个特殊函数。",
)
_GAUSS = Message(
    en="By Liouville's theorem the integral of exp(x²) is not elementary.",
    zh="由刘维尔定理，exp(x²) 的积分不是初等函数。",
)
_FRESNEL = Message(
    en="By Liouville's theorem the Fresnel integrals of sin(x²) and cos(x²) are not elementary.",
    zh="由刘维尔定理，sin(x²) 与 cos(x²) 的菲涅耳积分不是初等函数。",
)
_EI = Message(
    en="By Liouville's theorem the integral of exp(x)/x is not elementary.",
    zh="由刘维尔定理，exp(x)/x 的积分不是初等函数。",
)
_SI = Message(
    en="By Liouville's theorem the integrals of sin(x)/x and cos(x)/x are not elementary.",
    zh="由刘维尔定理，sin(x)/x 与 cos(x)/x 的积分不是初等函数。",
)
_LI = Message(
    en="By Liouville's theorem the integral of 1/ln(x) is not elementary.",
    zh="由刘维尔定理，1/ln(x) 的积分不是初等函数。",
)
_ELLIPTIC = Message(
    en="By Liouville's theorem elliptic integrals are not elementary.",
    zh="由刘维尔定理，椭圆积分不是初等函数。",
)
