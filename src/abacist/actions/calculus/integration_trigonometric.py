"""Products and rational functions of sines and cosines.

Products become sums of sines and cosines of multiples; rational functions are made rational by u = cos x, sin x,
tan x or tan(x/2), chosen by Bioche's rules. Source: Stewart, Calculus, 8th ed., §§7.2, 7.4.
"""

from __future__ import annotations

from typing import Any

from abacist.actions.calculus.antiderivative import Antiderivative, Engine
from abacist.actions.calculus.integration_table import linear_part
from abacist.core.language import Message

__all__ = ["products_of_waves", "rational_in_waves"]

_MOST_TERMS = 60
_MOST_POWER = 30


def products_of_waves(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Powers and products of sines and cosines of linear arguments, with even powers or several angles."""
    import sympy as sp

    if not f.has(sp.sin, sp.cos) or not (f.is_Mul or f.is_Pow):
        return None
    waves, polynomial = [], sp.Integer(1)
    for factor in sp.Mul.make_args(f):
        base, power = factor.as_base_exp()
        if base.func in (sp.sin, sp.cos) and linear_part(base.args[0], x) is not None:
            if not power.is_Integer or not 0 < power <= _MOST_POWER:
                return None
            waves += [base] * int(power)
        elif factor.is_polynomial(x):
            polynomial = polynomial * factor
        else:
            return None
    angles = {w.args[0] for w in waves}
    if len(waves) < 2 or (len(angles) == 1 and _has_odd(waves) and not polynomial.has(x)):
        return None
    total = _as_sum(waves)
    if len(total) > _MOST_TERMS:
        return None
    series = sp.Add(*(c * polynomial * g for g, c in total.items()))
    part = engine.integrate(sp.expand(series), x)
    if part is None:
        return None
    return engine.made("product to sum", _PRODUCT, f, x, part.value, [part], s=series)


def _has_odd(waves: list[Any]) -> bool:
    import sympy as sp

    return any(sum(w.func is kind for w in waves) % 2 for kind in (sp.sin, sp.cos))


def _as_sum(waves: list[Any]) -> dict[Any, Any]:
    """The product as a sum of coefficients times cos(angle) or sin(angle)."""
    import sympy as sp

    total: dict[Any, Any] = {sp.Integer(1): sp.Integer(1)}
    for wave in waves:
        new: dict[Any, Any] = {}
        for other, c in total.items():
            for g, d in _product_to_sum(other, wave):
                for term in sp.Add.make_args(g):
                    k, body = term.as_coeff_Mul()
                    new[body] = new.get(body, 0) + c * d * k
        total = {g: c for g, c in new.items() if c != 0}
    return total


def _product_to_sum(a: Any, b: Any) -> list[tuple[Any, Any]]:
    import sympy as sp

    if not isinstance(a, (sp.sin, sp.cos)):
        return [(b, a)]
    plus, minus = sp.expand(a.args[0] + b.args[0]), sp.expand(a.args[0] - b.args[0])
    half = sp.Rational(1, 2)
    if a.func is sp.cos and b.func is sp.cos:
        return [(sp.cos(minus), half), (sp.cos(plus), half)]
    if a.func is sp.sin and b.func is sp.sin:
        return [(sp.cos(minus), half), (sp.cos(plus), -half)]
    if a.func is sp.sin:
        return [(sp.sin(plus), half), (sp.sin(minus), half)]
    return [(sp.sin(plus), half), (sp.sin(minus), -half)]


def rational_in_waves(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """R(sin u, cos u) with one linear angle u: by u = cos, sin, tan or tan of the half."""
    import sympy as sp

    kinds = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
    atoms = [g for g in f.atoms(*kinds) if g.has(x)]
    if not atoms:
        return None
    angle = _common_angle([g.args[0] for g in atoms], x)
    if angle is None:
        return None
    s, c = sp.symbols("_s _c", real=True)
    plain = f.replace(lambda g: g in atoms, lambda g: _in_sine_cosine(g, angle, s, c))
    if plain.has(x) or not plain.is_rational_function(s, c):
        return None
    plain = sp.together(plain)
    slope = linear_part(angle, x)
    t = sp.Dummy("u", real=True)
    for name, matches, change, back in _substitutions(plain, s, c, t, angle):
        if not matches:
            continue
        integrand = sp.cancel(sp.together(change / slope))
        if integrand.has(s, c):
            continue
        part = engine.integrate(integrand, t)
        if part is None:
            continue
        letter = sp.Symbol("u", real=True)
        shown = engine.made(
            "in u", _IN_U, integrand.subs(t, letter), letter, part.value.subs(t, letter)
        )
        value = part.value.subs(t, back)
        return engine.made(f"substitution u = {name}", _SUBSTITUTE, f, x, value, [shown], g=back)
    return None


def _common_angle(angles: list[Any], x: Any) -> Any:
    """The angle of which all are whole multiples."""
    import sympy as sp

    slopes = [linear_part(angle, x) for angle in angles]
    if any(slope is None for slope in slopes):
        return None
    ratios = [sp.simplify(slope / slopes[0]) for slope in slopes]
    if not all(ratio.is_Rational for ratio in ratios):
        return None
    measure = sp.Rational(sp.igcd(0, *(r.p for r in ratios)), sp.ilcm(1, *(r.q for r in ratios)))
    base = sp.expand(angles[0] * measure)
    fits = (
        sp.simplify(angle - base * ratio / measure) == 0
        for angle, ratio in zip(angles, ratios, strict=True)
    )
    return base if all(fits) and all(abs(r / measure) <= 12 for r in ratios) else None


def _in_sine_cosine(g: Any, angle: Any, s: Any, c: Any) -> Any:
    import sympy as sp

    n = int(sp.simplify(g.args[0] / angle)) if angle != g.args[0] else 1
    sine = sp.Integer(0)
    cosine = sp.Integer(1)
    for _ in range(abs(n)):
        sine, cosine = sp.expand(sine * c + cosine * s), sp.expand(cosine * c - sine * s)
    if n < 0:
        sine = -sine
    table = {
        sp.sin: sine, sp.cos: cosine, sp.tan: sine / cosine, sp.cot: cosine / sine,
        sp.sec: 1 / cosine, sp.csc: 1 / sine,
    }  # fmt: skip
    return table[g.func]


def _substitutions(
    plain: Any, s: Any, c: Any, t: Any, angle: Any
) -> list[tuple[str, bool, Any, Any]]:
    """(name, whether Bioche's rule allows it, integrand·dx/du in u, u as a function of x)."""
    import sympy as sp

    def odd_in(a: Any, b: Any) -> bool:
        return sp.cancel(plain.subs({s: a, c: b}, simultaneous=True) + plain) == 0

    both = sp.cancel(plain.subs({s: -s, c: -c}, simultaneous=True) - plain) == 0
    by_cos = -_reduced(plain / s, s, 1 - t**2).subs(c, t) if odd_in(-s, c) else plain
    by_sin = _reduced(plain / c, c, 1 - t**2).subs(s, t) if odd_in(s, -c) else plain
    by_tan = plain
    if both:
        ratio = sp.cancel(plain.subs(s, t * c))
        by_tan = _reduced(ratio, c, 1 / (1 + t**2)) / (1 + t**2)
    half = plain.subs({s: 2 * t / (1 + t**2), c: (1 - t**2) / (1 + t**2)}, simultaneous=True)
    return [
        ("cos", odd_in(-s, c), by_cos, sp.cos(angle)),
        ("sin", odd_in(s, -c), by_sin, sp.sin(angle)),
        ("tan", both, by_tan, sp.tan(angle)),
        ("tan of the half", True, half * 2 / (1 + t**2), sp.tan(angle / 2)),
    ]


def _reduced(f: Any, s: Any, square: Any) -> Any:
    """f, even in s, with s² replaced."""
    import sympy as sp

    q = sp.Dummy("q")
    above, below = sp.fraction(sp.cancel(f))
    parts = []
    for side in (above, below):
        terms = sp.Poly(side, s).terms()
        parity = {n % 2 for (n,), _ in terms}
        if parity == {1}:
            terms = [((n - 1,), k) for (n,), k in terms]
            parts.append((1, terms))
        elif parity <= {0}:
            parts.append((0, terms))
        else:
            return f
    if parts[0][0] != parts[1][0]:
        return f
    top, bottom = (sp.Add(*(k * q ** (n // 2) for (n,), k in terms)) for _, terms in parts)
    return sp.cancel((top / bottom).subs(q, square))


_PRODUCT = Message(en="Turn the product into a sum: {s}.", zh="积化和差：{s}。")
_SUBSTITUTE = Message(
    en="Substitute u = {g}, which makes the integrand rational.",
    zh="令 u = {g}，化为有理函数的积分。",
)
_IN_U = Message(en="Integrate the rational function of u.", zh="对 u 的有理函数积分。")
