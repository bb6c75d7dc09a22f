"""Antiderivatives: the rules in the order of their cost, then SymPy's algorithms in the order of theirs.

Whatever finds an antiderivative, it counts only as far as the check of its derivative reaches; an antiderivative found
by SymPy whose derivative differs from the integrand at a few points is dropped at once and the next method tried.
Source: M. Bronstein, Symbolic Integration I, 2nd ed. (2005), https://doi.org/10.1007/b138171 (Risch's algorithm).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from abacist.actions.calculus.antiderivative import Antiderivative, Engine, integral_mark
from abacist.actions.calculus.integration_parts import by_parts, over_a_power, polynomial_times_wave
from abacist.actions.calculus.integration_radicals import root_of_quadratic
from abacist.actions.calculus.integration_rational import rational
from abacist.actions.calculus.integration_special import special_function
from abacist.actions.calculus.integration_substitution import (
    exponential_substitution,
    logarithmic_substitution,
    root_substitution,
    substitution,
)
from abacist.actions.calculus.integration_table import constant_multiple, from_table, sum_rule
from abacist.actions.calculus.integration_trigonometric import products_of_waves, rational_in_waves
from abacist.actions.calculus.time_budget import OutOfTime, within
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.sympy_form import NotRepresentable, from_sympy

__all__ = ["LIBRARY_ERRORS", "antiderivative", "by_library", "by_rules"]

_POINTS = ("0.731", "2.417", "-1.283", "0.214", "5.09")
_CLOSE = 1e-9
_SECONDS = 2.0


def antiderivative(f: Any, x: Any) -> Antiderivative | None:
    """An antiderivative of a SymPy expression in the real symbol x; None where no method finds one."""
    return by_rules(f, x) or by_library(f, x)


def by_rules(f: Any, x: Any) -> Antiderivative | None:
    """The same by the rules alone, which end soon."""
    import sympy as sp

    found = Engine(_RULES).integrate(f, x)
    return None if found is None or found.value.has(sp.I) else _judged(found)


def by_library(f: Any, x: Any, seconds: float = _SECONDS) -> Antiderivative | None:
    """The same by SymPy's algorithms, each of which is given up after `seconds`."""
    for method in _library_methods(f, x):
        try:
            with within(seconds):
                found = method()
        except OutOfTime:
            continue
        if found is not None:
            return found
    return None


def _judged(found: Antiderivative) -> Antiderivative:
    """Special functions that cancelled leave an elementary antiderivative; of several none is claimed needed."""
    if found.theorem is None:
        return found
    if not _has_special(found.value):
        return Antiderivative(found.value, found.step)
    if found.special_terms != 1:
        return Antiderivative(found.value, found.step, None, found.special_terms)
    return found


def _has_special(value: Any) -> bool:
    import sympy as sp

    special = (sp.erf, sp.erfi, sp.erfc, sp.fresnels, sp.fresnelc, sp.Ei, sp.Si, sp.Ci, sp.li)
    return bool(value.has(*special, sp.elliptic_e, sp.elliptic_f))


def _rationalised(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Roots out of the denominator."""
    import sympy as sp

    above, below = sp.fraction(sp.together(f))
    if not below.is_Add or not any(p.exp.is_Rational and p.exp.q == 2 for p in below.atoms(sp.Pow)):
        return None
    rational = sp.expand(sp.radsimp(above / below, max_terms=3))
    if sp.fraction(sp.together(rational))[1].count_ops() >= below.count_ops():
        return None
    part = engine.integrate(rational, x)
    if part is None:
        return None
    return engine.made("rationalise", _RATIONALISED, f, x, part.value, [part], p=rational)


def _single_angle(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Multiple angles by the addition theorems."""
    import sympy as sp

    if len({w.args[0] for w in f.atoms(sp.sin, sp.cos)}) < 2:
        return None
    single = sp.expand_trig(f)
    if single == f:
        return None
    part = engine.integrate(single, x)
    if part is None:
        return None
    return engine.made("addition theorems", _SINGLE, f, x, part.value, [part], p=single)


def _expanded(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """Multiply out, then term by term."""
    import sympy as sp

    expanded = sp.expand(f)
    if not expanded.is_Add or expanded == f or len(expanded.args) > 40:
        return None
    part = engine.integrate(expanded, x)
    if part is None:
        return None
    return engine.made("expand", _EXPAND, f, x, part.value, [part], p=expanded)


_RULES = (
    constant_multiple,
    from_table,
    sum_rule,
    rational,
    polynomial_times_wave,
    special_function,
    substitution,
    products_of_waves,
    rational_in_waves,
    exponential_substitution,
    root_substitution,
    root_of_quadratic,
    by_parts,
    over_a_power,
    logarithmic_substitution,
    _rationalised,
    _single_angle,
    _expanded,
)


def _library_methods(f: Any, x: Any) -> Iterator[Callable[[], Antiderivative | None]]:
    """Risch's algorithm for transcendental functions, heuristics, then everything SymPy has."""
    import sympy as sp
    from sympy.integrals.heurisch import heurisch
    from sympy.integrals.manualintegrate import manualintegrate

    plain = sp.Symbol(x.name)
    g = f.subs(x, plain)
    yield lambda: _by_risch(g, plain, f, x)
    yield lambda: _by_library(lambda: heurisch(g, plain), g, plain, f, x, _HEURISTIC)
    yield lambda: _by_library(lambda: manualintegrate(g, plain), g, plain, f, x, _LIBRARY)
    yield lambda: _by_library(lambda: sp.integrate(g, plain), g, plain, f, x, _LIBRARY)


LIBRARY_ERRORS = (
    NotImplementedError, ValueError, TypeError, AttributeError, KeyError, IndexError, ZeroDivisionError,
    RecursionError, NotRepresentable, ArithmeticError, AssertionError,
)  # fmt: skip
"""What SymPy's integrators are seen to raise on integrands beyond them."""


def _by_risch(g: Any, plain: Any, f: Any, x: Any) -> Antiderivative | None:
    """Risch's algorithm decides transcendental elementary integrals: its proof of failure is used too."""
    from sympy.integrals.risch import NonElementaryIntegral, risch_integrate

    try:
        found = risch_integrate(g, plain)
    except LIBRARY_ERRORS:
        return None
    if found.has(NonElementaryIntegral):
        special = _by_library(lambda: _transcendental(g, plain), g, plain, f, x, _LIBRARY)
        if special is None or not _has_special(special.value):
            return None
        return Antiderivative(special.value, special.step, _RISCH, 1)
    return _by_library(lambda: found, g, plain, f, x, _RISCH_METHOD)


def _transcendental(g: Any, plain: Any) -> Any:
    import sympy as sp

    return sp.integrate(g, plain)


def _by_library(
    compute: Callable[[], Any], g: Any, plain: Any, f: Any, x: Any, says: Message
) -> Antiderivative | None:
    """A result of SymPy in real form, if its derivative agrees with the integrand at a few points."""
    import sympy as sp

    try:
        found = compute()
        if found is None or found.has(
            sp.Integral, sp.RootSum, sp.Piecewise, sp.I, sp.nan, sp.zoo, sp.oo
        ):
            return None
        value = _with_absolute_values(found, g)
        if not _agrees(value, g, plain):
            return None
        value = value.subs(plain, x)
        step = Step(
            rule="algorithm", says=says, before=integral_mark(f, x), after=from_sympy(value)
        )
    except LIBRARY_ERRORS:
        return None
    return Antiderivative(value, step)


def _with_absolute_values(value: Any, g: Any) -> Any:
    """log(u) as log|u| where u can be negative and the integrand has no such logarithm itself."""
    import sympy as sp

    def change(u: Any) -> Any:
        log = sp.log(u)
        return log if g.has(log) or u.is_positive or not u.free_symbols else sp.log(sp.Abs(u))

    return sp.Add(*(
        term.replace(sp.log, change) if term.as_independent(sp.log)[1].func is sp.log else term
        for term in sp.Add.make_args(value)
    ))  # fmt: skip


def _agrees(value: Any, g: Any, plain: Any) -> bool:
    """Whether value' = g at the points where both are real; False where none is."""
    import sympy as sp

    fixed = {
        name: sp.Rational(7 + 2 * k, 5)
        for k, name in enumerate(sorted(g.free_symbols - {plain}, key=str))
    }
    slope = sp.diff(value, plain)
    seen = 0
    for point in _POINTS:
        at = {plain: sp.Rational(point), **fixed}
        left, right = (sp.N(h.subs(at), 15) for h in (slope, g))
        if not (left.is_number and right.is_number) or not right.is_real:
            continue
        if left.has(sp.nan, sp.zoo, sp.oo):
            continue
        if not left.is_real or abs(left - right) > _CLOSE * (1 + abs(right)):
            return False
        seen += 1
    return seen > 0


_RATIONALISED = Message(en="Make the denominator rational: {p}.", zh="分母有理化：{p}。")
_SINGLE = Message(
    en="Write multiple angles by the addition theorems: {p}.", zh="用倍角公式改写：{p}。"
)
_EXPAND = Message(en="Multiply out: {p}.", zh="展开：{p}。")
_HEURISTIC = Message(
    en="The parallel Risch heuristic: an ansatz of the functions of the integrand, solved for its coefficients.",
    zh="平行 Risch 启发式：由被积函数中的函数构造试探式，解出系数。",
)
_RISCH_METHOD = Message(
    en="Risch's algorithm for elementary integrals.", zh="初等积分的 Risch 算法。"
)
_LIBRARY = Message(
    en="A table of integrals of special functions (Meijer G-functions).",
    zh="特殊函数（Meijer G 函数）积分表。",
)
_RISCH = Message(
    en="Risch's algorithm proves that there is no elementary antiderivative.",
    zh="Risch 算法证明其原函数不是初等函数。",
)
