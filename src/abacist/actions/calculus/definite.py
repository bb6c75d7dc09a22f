"""Definite integrals: the fundamental theorem between the points where integrand or antiderivative break.

The interval is cut where the integrand has a singularity or the antiderivative a jump; on each piece the value is the
difference of the one-sided limits of the antiderivative. An infinite limit means divergence. Where no antiderivative
is found, residues and SymPy's tables are asked, and what they say is compared with a numerical value first.
Source: Spivak, Calculus, 4th ed., chapter 14; Ahlfors, Complex Analysis, §4.5.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from abacist.actions.calculus.antiderivative import Antiderivative
from abacist.actions.calculus.break_points import break_points
from abacist.actions.calculus.indefinite import by_library, by_rules
from abacist.actions.calculus.infinity import value_at_infinity
from abacist.actions.calculus.residues import by_residues
from abacist.actions.calculus.time_budget import OutOfTime, within
from abacist.core.expr import Expr, call
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.sympy_form import NotRepresentable, from_sympy

__all__ = ["Definite", "definite_integral"]

_CLOSE = 1e-7
_SECONDS, _SECONDS_EACH = 3.0, 1.0
_SIMPLE, _LARGE = 8, 250
_LIMIT_ERRORS = (
    NotImplementedError,
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
    ZeroDivisionError,
)


@dataclass(frozen=True, slots=True)
class Definite:
    """The value (SymPy), or that the integral diverges; how it was found."""

    value: Any
    steps: tuple[Step, ...]
    divergent: bool = False
    theorem: Message | None = None


def definite_integral(f: Any, x: Any, a: Any, b: Any) -> Definite | None:
    """∫ₐᵇ f dx for SymPy objects, x real; None where no method gives a value."""
    if a == b:
        return Definite(0 * x, ())
    if (b - a).is_negative:
        turned = definite_integral(f, x, b, a)
        return turned and Definite(
            -turned.value if not turned.divergent else None, turned.steps, turned.divergent
        )
    for method in (_by_jordan, _by_rules, _by_residues, _by_library, _by_library_antiderivative):
        result = method(f, x, a, b)
        if result is not None:
            return result
    return None


def _by_rules(f: Any, x: Any, a: Any, b: Any) -> Definite | None:
    found = by_rules(f, x)
    return None if found is None else _by_fundamental_theorem(f, x, a, b, found)


def _by_library_antiderivative(f: Any, x: Any, a: Any, b: Any) -> Definite | None:
    found = by_library(f, x, _SECONDS_EACH)
    return None if found is None else _by_fundamental_theorem(f, x, a, b, found)


def _mark(f: Any, x: Any, a: Any, b: Any) -> Expr:
    return call("integral", from_sympy(f), from_sympy(x), from_sympy(a), from_sympy(b))


# the fundamental theorem


def _by_fundamental_theorem(
    f: Any, x: Any, a: Any, b: Any, found: Antiderivative
) -> Definite | None:
    import sympy as sp

    breaks = break_points(f, found.value, x, a, b)
    if breaks is None:
        return None
    points = [a, *breaks, b]
    steps = [found.step]
    if breaks:
        steps.append(_break_step(f, x, points))
    total = sp.Integer(0)
    for left, right in pairwise(points):
        high, low = _end(found.value, x, right, "-"), _end(found.value, x, left, "+")
        if high is None or low is None:
            return None
        for end, value in ((right, high), (left, low)):
            if value.is_infinite or isinstance(value, sp.AccumBounds):
                steps.append(_divergence_step(found.value, x, end, value))
                return Definite(None, tuple(steps), divergent=True)
        total = total + high - low
        steps.append(_difference_step(f, x, (left, right), (low, high)))
    value = _tidied(total)
    if value.has(sp.I, sp.nan, sp.zoo, sp.Limit, sp.AccumBounds):
        return None
    return Definite(value, tuple(steps), theorem=found.theorem)


def _end(value: Any, x: Any, end: Any, side: str) -> Any:
    """The one-sided limit of the antiderivative at an end; None where it is not found."""
    import sympy as sp

    if end.is_finite is not False:
        there = value.subs(x, end)
        if not _is_open(there) and not there.has(sp.oo) and not _jumps_at(value, x, end):
            return there
    else:
        there = value_at_infinity(value, x, end)
        if there is not None:
            return there
    total = sp.Integer(0)
    try:
        joint = sp.limit(value, x, end, side)
        if not _is_open(joint) or isinstance(joint, sp.AccumBounds):
            return joint
        for term in sp.Add.make_args(value):
            total = total + sp.limit(term, x, end, side)
    except _LIMIT_ERRORS:
        return None
    return None if _is_open(total) else total


def _is_open(value: Any) -> bool:
    import sympy as sp

    return bool(value.has(sp.Limit, sp.AccumBounds, sp.nan, sp.zoo, sp.I))


def _jumps_at(value: Any, x: Any, end: Any) -> bool:
    """True where a step function in the antiderivative may jump at the end."""
    import sympy as sp

    return any(sp.simplify(g.args[0].subs(x, end)) == 0 for g in value.atoms(sp.sign, sp.Heaviside))


def _tidied(total: Any) -> Any:
    """The shortest of a few equal forms."""
    import sympy as sp

    if total.is_Rational or total.count_ops() <= 2:
        return total
    forms = [total, sp.radsimp(sp.expand(total))]
    if forms[1].is_Rational:
        return forms[1]
    if _SIMPLE < total.count_ops() < _LARGE:
        forms.append(sp.simplify(total))
    return min(forms, key=lambda form: (form.count_ops(), len(str(form))))


# steps


def _difference_step(f: Any, x: Any, ends: tuple[Any, Any], values: tuple[Any, Any]) -> Step:
    names = {
        "b": from_sympy(ends[1]),
        "a": from_sympy(ends[0]),
        "h": from_sympy(values[1]),
        "l": from_sympy(values[0]),
    }
    after = from_sympy(_tidied(values[1] - values[0]))
    return Step(
        rule="fundamental theorem",
        says=_THEOREM,
        values=names,
        before=_mark(f, x, *ends),
        after=after,
    )


def _divergence_step(value: Any, x: Any, end: Any, limit: Any) -> Step:
    import sympy as sp

    before = call("limit", from_sympy(value), from_sympy(x), from_sympy(end))
    if isinstance(limit, sp.AccumBounds):
        names = {"e": from_sympy(end)}
        return Step(rule="divergence", says=_OSCILLATES, values=names, before=before)
    names = {"e": from_sympy(end), "v": from_sympy(limit)}
    return Step(
        rule="divergence", says=_DIVERGES, values=names, before=before, after=from_sympy(limit)
    )


def _break_step(f: Any, x: Any, points: list[Any]) -> Step:
    parts = [_mark(f, x, left, right) for left, right in pairwise(points)]
    return Step(
        rule="split the interval",
        says=_SPLIT,
        before=_mark(f, x, points[0], points[-1]),
        after=call("add", *parts),
    )


# without an antiderivative


def _by_jordan(f: Any, x: Any, a: Any, b: Any) -> Definite | None:
    """Residues first where a wave makes the antiderivative a special function."""
    import sympy as sp

    return _by_residues(f, x, a, b) if f.has(sp.sin, sp.cos) else None


def _by_residues(f: Any, x: Any, a: Any, b: Any) -> Definite | None:
    found = by_residues(f, x, a, b)
    if found is None or not _is_near(found, f, x, a, b):
        return None
    step = Step(
        rule="residue theorem", says=_RESIDUES, before=_mark(f, x, a, b), after=from_sympy(found)
    )
    return Definite(found, (step,))


def _by_library(f: Any, x: Any, a: Any, b: Any) -> Definite | None:
    """SymPy's own definite integral, if it agrees with a numerical value."""
    import sympy as sp

    plain = sp.Symbol(x.name)
    try:
        with within(_SECONDS):
            found = sp.integrate(f.subs(x, plain), (plain, a, b), conds="none")
        if found.has(sp.Integral, sp.Piecewise, sp.I, sp.nan, sp.zoo, sp.oo, sp.RootSum):
            return None
        if not _is_near(found, f, x, a, b):
            return None
        step = Step(rule="table", says=_LIBRARY, before=_mark(f, x, a, b), after=from_sympy(found))
    except (*_LIMIT_ERRORS, NotRepresentable, KeyError, IndexError, AssertionError, OutOfTime):
        return None
    return Definite(found, (step,))


def _is_near(found: Any, f: Any, x: Any, a: Any, b: Any) -> bool:
    """A guard against wrong tables: agreement with a plain quadrature; true where there is none."""
    from abacist.actions.calculus.quadrature import approximate

    value = sp_float(found)
    if value is None:
        return True
    number = approximate(from_sympy(f), x.name, from_sympy(a), from_sympy(b))
    return (
        number is None or abs(number[0] - value) <= _CLOSE * max(1.0, abs(value)) + 10 * number[1]
    )


def sp_float(value: Any) -> float | None:
    """The value as a float, None where it has symbols."""
    try:
        return float(value)
    except TypeError:
        return None


_THEOREM = Message(
    en="Put in the ends: the antiderivative is {h} at {b} and {l} at {a}; subtract.",
    zh="代入上下限：原函数在 {b} 处为 {h}，在 {a} 处为 {l}，两者相减。",
)
_DIVERGES = Message(
    en="The antiderivative tends to {v} at {e}, so the integral diverges.",
    zh="原函数在 {e} 处趋于 {v}，故积分发散。",
)
_OSCILLATES = Message(
    en="The antiderivative oscillates at {e} and has no limit there, so the integral diverges.",
    zh="原函数在 {e} 处振荡而无极限，故积分发散。",
)
_SPLIT = Message(
    en="Split the interval where the integrand is singular or its antiderivative jumps.",
    zh="在被积函数的奇点或原函数的跳跃点处拆分区间。",
)
_RESIDUES = Message(
    en="Close the path in the upper half plane and add up the residues there.",
    zh="在上半平面闭合积分路径，对其中的留数求和。",
)
_LIBRARY = Message(
    en="A table of definite integrals (Meijer G-functions), compared with a numerical value.",
    zh="定积分表（Meijer G 函数），并与数值结果比较。",
)
