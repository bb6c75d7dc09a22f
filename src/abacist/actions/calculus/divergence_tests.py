"""Tests that show that an infinite series diverges.

Source: Knopp, Theory and Application of Infinite Series, chapters 3 and 4 (comparison, ratio and integral tests).
"""

from __future__ import annotations

from typing import Any

from abacist.actions.calculus.summation_parts import (
    Divergence,
    Problem,
    limit_at_infinity,
    step_of,
)
from abacist.core.expr import call, eq, symbol
from abacist.core.language import Message
from abacist.notation.sympy_form import from_sympy

__all__ = ["divergence"]


def divergence(problem: Problem) -> Divergence | None:
    """By the ratio test, the term test, or comparison with the harmonic series; None where none applies."""
    import sympy as sp

    n, t = problem.index, problem.term
    if t.free_symbols - {n}:
        return None
    real = sp.Symbol(n.name, positive=True, integer=True)
    ratio = _limit_of_ratio(t, n, real)
    if ratio is not None and ratio != 1:
        return _by_ratio(t, n, ratio) if ratio > 1 else None
    size = _without_signs(t, n).subs(n, real)
    signed = size != t.subs(n, real)
    limit = limit_at_infinity(size, real)
    if limit is not None and limit != 0:
        sign = 0 if signed or limit.is_real is False else int(sp.sign(limit))
        shown = eq(call("limit", from_sympy(size), symbol(n.name), symbol("oo")), from_sympy(limit))
        step = step_of("term test", "The terms do not tend to 0, so the series diverges.",
                     "通项不趋于 0，故级数发散。", after=shown)  # fmt: skip
        return Divergence((step,), Message(en="term test", zh="通项判别法"), sign)
    if signed:
        return None
    weighted = limit_at_infinity(real * size, real)
    if weighted is None or weighted == 0:
        return _by_integral(problem, size, real)
    step = step_of(
        "comparison with the harmonic series",
        "n times the term tends to {L}, so the terms are comparable with 1/n (or larger): the series diverges.",
        "通项乘以 n 趋于 {L}，故与调和级数 1/n 同阶（或更大），级数发散。",
        L=weighted,
    )
    method = Message(en="comparison with the harmonic series", zh="与调和级数比较")
    return Divergence((step,), method, int(sp.sign(weighted)))


def _limit_of_ratio(t: Any, n: Any, real: Any) -> Any | None:
    """lim |t(n + 1)/t(n)| for terms of powers, factorials and polynomials, where that is a rational function."""
    import sympy as sp

    try:
        ratio = sp.hypersimp(t, n)
    except (ValueError, NotImplementedError, TypeError, sp.PolynomialError):
        return None
    if ratio is None or not ratio.is_rational_function(n):
        return None
    above, below = (sp.Poly(part, n) for part in sp.fraction(sp.together(ratio)))
    if above.degree() != below.degree():
        return sp.oo if above.degree() > below.degree() else sp.S.Zero
    found = sp.Abs(above.LC() / below.LC())
    return found if found.is_number and found.is_comparable else None


def _by_ratio(t: Any, n: Any, ratio: Any) -> Divergence:
    import sympy as sp

    step = step_of(
        "ratio test",
        "The quotient of successive terms tends to {L} in absolute value, which is more than 1: the series diverges.",
        "相邻项之比的绝对值趋于 {L} > 1，故级数发散。",
        L=ratio,
    )
    sign = 0 if _without_signs(t, n) != t else int(sp.sign(t.subs(n, 10)))
    return Divergence((step,), Message(en="ratio test", zh="比值判别法"), sign)


def _without_signs(t: Any, n: Any) -> Any:
    """The term with (−1)ⁿ and its kin replaced by 1."""
    import sympy as sp

    def is_sign(power: Any) -> bool:
        return power.is_Pow and power.base == -1 and power.exp.has(n)

    def plain(power: Any) -> Any:
        return (-power.base) ** power.exp

    changed = t.replace(is_sign, lambda _: sp.S.One)
    changed = changed.replace(
        lambda p: p.is_Pow and p.base.is_number and p.base.is_negative and p.exp.has(n), plain
    )
    return changed.replace(
        lambda f: isinstance(f, sp.cos) and sp.simplify(f.args[0] / (sp.pi * n)).is_Integer,
        lambda _: sp.S.One,
    )


def _by_integral(problem: Problem, size: Any, n: Any) -> Divergence | None:
    """The integral test for terms with logarithms, such as 1/(n·ln n)."""
    import sympy as sp

    if not size.has(sp.log):
        return None
    weighted = limit_at_infinity(size * n * sp.log(n), n)
    if weighted is None or weighted == 0:
        return None
    step = step_of(
        "integral test",
        "Compare with 1/(n·ln n), whose integral ln(ln n) grows without bound: the series diverges.",
        "与 1/(n·ln n) 比较，其积分 ln(ln n) 无界，故级数发散。",
        after=sp.log(sp.log(n)).subs(n, sp.Symbol(problem.index.name)),
    )
    return Divergence((step,), Message(en="integral test", zh="积分判别法"), int(sp.sign(weighted)))
