"""Integration by parts: polynomials times exponentials, sines and cosines; logarithms and inverse functions.

Source: Stewart, Calculus, 8th ed., §7.1; for a polynomial times e^(αx) the closed form Σ (−1)^k P^(k)·e^(αx)/α^(k+1) is
repeated integration by parts (tabular integration).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from abacist.actions.calculus.antiderivative import Antiderivative, Engine, integral_mark
from abacist.actions.calculus.integration_table import linear_part
from abacist.core.expr import sub
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.sympy_form import from_sympy

__all__ = ["by_parts", "over_a_power", "polynomial_times_wave"]

_MOST_DEGREE = 40
_MOST_ROUNDS = 4  # that are shown


def polynomial_times_wave(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """P(x)·e^(ax + b)·(1, sin or cos of cx + d): repeated parts, in closed form."""
    import sympy as sp

    polynomial, exponent, wave, growth = sp.Integer(1), sp.Integer(0), None, sp.Integer(1)
    for factor in sp.Mul.make_args(f):
        if factor.is_polynomial(x):
            polynomial = polynomial * factor
        elif isinstance(factor, sp.exp) and linear_part(factor.args[0], x) is not None:
            exponent, growth = exponent + factor.args[0], growth * factor
        elif factor.is_Pow and not factor.base.has(x) and linear_part(factor.exp, x) is not None:
            exponent, growth = (
                exponent + sp.expand(factor.exp * sp.log(factor.base)),
                growth * factor,
            )
        elif (
            factor.func in (sp.sin, sp.cos)
            and wave is None
            and linear_part(factor.args[0], x) is not None
        ):
            wave = factor
        else:
            return None
    degree = sp.degree(polynomial, x) if polynomial.has(x) else 0
    kinds = sum((polynomial.has(x), exponent != 0, wave is not None))
    if kinds < 2 or degree > _MOST_DEGREE or (exponent == 0 and wave is None):
        return None
    value = _closed_form(sp.expand(polynomial), exponent, wave, x, growth)
    cyclic = exponent != 0 and wave is not None
    made = engine.made(
        "integration by parts", _CYCLIC if cyclic else _TABULAR, f, x, value, p=polynomial
    )
    if not cyclic:
        rounds = _rounds(polynomial, f / polynomial, x, _MOST_ROUNDS)
    else:
        rounds = _rounds(wave, growth, x, 2) if not polynomial.has(x) else []
    return replace(made, step=made.step.model_copy(update={"children": tuple(rounds)}))


def _rounds(u: Any, rest: Any, x: Any, most: int) -> list[Step]:
    """∫ u·v' dx = u·v − ∫ u'·v dx, as long as u' is not zero, in at most `most` rounds."""
    import sympy as sp

    steps: list[Step] = []
    while len(steps) < most and sp.diff(u, x) != 0:
        v, du = sp.factor_terms(sp.integrate(rest, x)), sp.diff(u, x)
        after = sub(from_sympy(u * v), integral_mark(du * v, x))
        values = {name: from_sympy(part) for name, part in (("u", u), ("d", rest), ("v", v))}
        steps.append(
            Step(
                rule="parts",
                says=_ROUND,
                values=values,
                before=integral_mark(u * rest, x),
                after=after,
            )
        )
        u, rest = du, v
    return steps


def _closed_form(polynomial: Any, exponent: Any, wave: Any, x: Any, growth: Any) -> Any:
    import sympy as sp

    alpha = sp.diff(exponent, x)
    if wave is None:
        return _real_form(polynomial, alpha, x) * growth
    beta = sp.diff(wave.args[0], x)
    # Σ (−1)^k P^(k)/(α + iβ)^(k+1) = C + iS; then (C + iS)·(cos φ + i·sin φ)
    size = alpha**2 + beta**2
    real, imaginary = 0 * x, 0 * x
    re, im = alpha / size, -beta / size
    power_re, power_im = re, im
    derivative, sign = polynomial, 1
    while derivative != 0:
        real = real + sign * derivative * power_re
        imaginary = imaginary + sign * derivative * power_im
        power_re, power_im = power_re * re - power_im * im, power_re * im + power_im * re
        derivative, sign = sp.diff(derivative, x), -sign
    cosine, sine = sp.cos(wave.args[0]), sp.sin(wave.args[0])
    real, imaginary = sp.expand(real), sp.expand(imaginary)
    first, second = (real, -imaginary) if wave.func is sp.cos else (imaginary, real)
    total = first * cosine + second * sine
    return total if exponent == 0 else growth * sp.factor_terms(total)


def _real_form(polynomial: Any, alpha: Any, x: Any) -> Any:
    import sympy as sp

    total, derivative, power, sign = 0 * x, polynomial, 1 / alpha, 1
    while derivative != 0:
        total = total + sign * derivative * power
        derivative, power, sign = sp.diff(derivative, x), power / alpha, -sign
    return sp.factor_terms(sp.expand(total))


def by_parts(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """u·dv with u a logarithm or an inverse function, dv what is left and can be integrated."""
    import sympy as sp

    kinds = (
        sp.log,
        sp.atan,
        sp.asin,
        sp.acos,
        sp.acot,
        sp.asinh,
        sp.acosh,
        sp.atanh,
        sp.erf,
        sp.erfc,
    )
    kinds = (*kinds, sp.Si, sp.Ci, sp.Ei)
    factors = sp.Mul.make_args(f)
    for factor in factors:
        base, power = factor.as_base_exp()
        if base.func not in kinds or not power.is_Integer or power < 1 or not base.has(x):
            continue
        rest = f / factor
        if rest.has(*kinds):
            continue
        dv = engine.integrate(rest, x) if rest != 1 else None
        v = x if rest == 1 else dv.value if dv is not None else None
        if v is None or (dv is not None and dv.theorem is not None):
            continue
        left_over = (
            sp.expand(sp.cancel(v * sp.diff(factor, x))) if _is_tame(v) else v * sp.diff(factor, x)
        )
        left_over = (
            sp.powsimp(left_over) if not left_over.is_rational_function(x) else sp.cancel(left_over)
        )
        if left_over.count_ops() > 6 * f.count_ops() + 40:
            continue
        remaining = engine.integrate(left_over, x)
        if remaining is None:
            continue
        value = factor * v - remaining.value
        parts = [remaining] if dv is None else [dv, remaining]
        return engine.made("integration by parts", _PARTS, f, x, value, parts, u=factor, v=rest)
    return None


def _is_tame(v: Any) -> bool:
    return bool(v.count_ops() < 60)


def over_a_power(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """e^u, sin u or cos u over a power (ax + b)^n, n ≥ 2: parts lower the power by one."""
    import sympy as sp

    c, rest = f.as_independent(x, as_Add=False)
    above = [g for g in sp.Mul.make_args(rest) if g.func in (sp.exp, sp.sin, sp.cos)]
    if len(above) != 1 or linear_part(above[0].args[0], x) is None:
        return None
    below = rest / above[0]
    if not below.is_Pow or not below.exp.is_Integer or below.exp > -2:
        return None
    slope = linear_part(below.base, x)
    if slope is None:
        return None
    v = below.base ** (below.exp + 1) / ((below.exp + 1) * slope)
    remaining = engine.integrate(-v * sp.diff(above[0], x), x)
    if remaining is None:
        return None
    value = c * (v * above[0] + remaining.value)
    return engine.made(
        "integration by parts", _PARTS, f, x, value, [remaining], u=above[0], v=below
    )


_TABULAR = Message(
    en="Integrate by parts, differentiating {p} until nothing is left.",
    zh="反复分部积分，对 {p} 逐次求导直至为零。",
)
_CYCLIC = Message(
    en="Integrate by parts twice: the same integral comes back, and the equation is solved for it.",
    zh="两次分部积分后原积分再次出现，由方程解出。",
)
_ROUND = Message(
    en="Take u = {u} and dv = {d} dx, so that v = {v}; then ∫ u dv = uv − ∫ v du.",
    zh="取 u = {u}，dv = {d} dx，则 v = {v}；由 ∫ u dv = uv − ∫ v du 得：",
)
_PARTS = Message(
    en="Integrate by parts with u = {u} and dv = ({v}) dx.",
    zh="分部积分，取 u = {u}，dv = ({v}) dx。",
)
