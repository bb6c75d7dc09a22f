"""A point known in floats made exact: refined by Newton's method on its active constraints, then recognised.

Coordinates near an end of their bounds take that end. The others solve ∇f + Σλ∇g = 0 with the active constraints; 40
digits of the solution show whether a coordinate is a fraction, a quadratic surd, or a multiple of π or e.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from abacist.actions.ode.compiled import compiled, precise_value
from abacist.actions.optimize.region import Region
from abacist.core.expr import Expr, Symbol, add, call, div, mul, neg, number
from abacist.notation.refusal import NotRepresentable

__all__ = ["exact_point", "fraction"]

_DIGITS = 40
_NEAR = 1e-6
_SAME = 1e-25
_INFINITY = Symbol("oo")


def exact_point(
    objective: Expr, region: Region, point: Sequence[float], smooth: bool
) -> tuple[list[Expr], list[Any]] | None:
    """The coordinates as exact expressions where all are recognised, and as numbers of 40 digits.

    The first list is empty where some coordinate is not recognised; None where the refinement failed. Where
    the objective has kinks, and where Newton's method fails, simple fractions near the point are tried.
    """
    from mpmath import mp

    with mp.workdps(_DIGITS):
        fixed = _fixed(region, point)
        simple = _simple(objective, region, point, fixed, smooth)
        if simple is not None:
            return simple, [precise_value(one) for one in simple]
        if not smooth:
            return None
        try:
            refined = _refined(objective, region, point, fixed)
        except (NotRepresentable, ValueError, ZeroDivisionError, ArithmeticError, TypeError):
            return None
        if refined is None:
            return None
        exact: list[Expr] = []
        for index, name in enumerate(region.variables):
            found = fixed.get(name) or _recognised(refined[index])
            if found is None:
                return [], refined
            exact.append(found)
        return exact, refined


def fraction(value: Fraction) -> Expr:
    """A fraction as it is written in an exact answer: 1/2, not 0.5."""
    if value.denominator == 1:
        return number(value)
    return div(number(value.numerator), number(value.denominator))


def _simple(
    objective: Expr, region: Region, point: Sequence[float], fixed: dict[str, Expr], smooth: bool
) -> list[Expr] | None:
    """Simple fractions near the point, where the objective is not larger, and stationary if it is smooth."""
    from abacist.notation.numpy_form import compile_scalar

    found = []
    for name, value in zip(region.variables, point, strict=True):
        near = Fraction(value).limit_denominator(200)
        if name not in fixed and abs(float(near) - value) > 2e-4 * (1 + abs(value)):
            return None
        found.append(fixed.get(name) or fraction(near))
    function = compile_scalar(objective, region.variables)
    at = [compile_scalar(one, ())() for one in found]
    if not function(*at) <= function(*point) + 1e-15 * (1 + abs(function(*point))):
        return None
    if not smooth:
        return found
    values = dict(zip(region.variables, found, strict=True))
    free = [name for name in region.variables if name not in fixed]
    if _active(region, at, fixed):
        return None
    try:
        slopes = [precise_value(_slope(objective, name).substitute(values)) for name in free]
    except (NotRepresentable, ValueError, ZeroDivisionError, ArithmeticError, TypeError):
        return None
    return found if all(abs(slope) < 1e-30 for slope in slopes) else None


def _fixed(region: Region, point: Sequence[float]) -> dict[str, Expr]:
    """Variables at a bound, and integers."""
    found: dict[str, Expr] = {}
    for name, value, (low, high) in zip(region.variables, point, region.bounds, strict=True):
        if name in region.integers:
            found[name] = number(round(value))
            continue
        for end in (low, high):
            if end in (_INFINITY, neg(_INFINITY)):
                continue
            if abs(float(precise_value(end)) - value) <= _NEAR * (1 + abs(value)):
                found[name] = end
    return found


def _refined(
    objective: Expr, region: Region, point: Sequence[float], fixed: dict[str, Expr]
) -> list[Any] | None:
    """Newton's method on the conditions of first order for the variables that are not fixed."""
    from mpmath import mp

    free = [name for name in region.variables if name not in fixed]
    values = dict(zip(region.variables, point, strict=True))
    at = {name: precise_value(end) for name, end in fixed.items()}
    if free:
        active = _active(region, point, fixed)
        unknowns = [*free, *(f"_m{k}" for k in range(len(active)))]
        system = _conditions(objective, active, free, fixed)
        function = compiled(system, unknowns)
        start = [mp.mpf(values[name]) for name in free] + _first_multipliers(
            objective, active, free, fixed, values
        )
        solved = mp.findroot(lambda *x: function(*x), start, tol=1e-60, maxsteps=60, verify=False)
        numbers = [solved[k] for k in range(len(unknowns))]
        if max(abs(v) for v in function(*numbers)) > mp.mpf(10) ** (-_DIGITS + 8):
            return None
        for name, value in zip(free, numbers, strict=False):
            if abs(value - values[name]) > 1e-3 * (1 + abs(values[name])):
                return None
            at[name] = value
    return [at[name] for name in region.variables]


def _active(region: Region, point: Sequence[float], fixed: dict[str, Expr]) -> list[Expr]:
    """Equations, and inequalities that hold with equality, as long as they still hold a free variable."""
    from abacist.notation.numpy_form import compile_scalar

    names = list(region.variables)
    found = list(region.equations)
    for one in region.inequalities:
        level = compile_scalar(one, names)(*point)
        if abs(level) <= _NEAR * (1 + max(abs(x) for x in point)):
            found.append(one)
    found = [one.substitute(fixed) for one in found]
    return [one for one in found if one.free_symbols()]


def _slope(expression: Expr, name: str) -> Expr:
    """The derivative by SymPy."""
    import sympy

    from abacist.notation.sympy_form import from_sympy, sympy_symbol, to_sympy

    built = to_sympy(expression, default="real")
    return from_sympy(sympy.diff(built, sympy_symbol(name, "real")))


def _conditions(
    objective: Expr, active: Sequence[Expr], free: Sequence[str], fixed: dict[str, Expr]
) -> list[Expr]:
    placed = objective.substitute(fixed)
    system = []
    for name in free:
        terms = [_slope(placed, name)]
        terms += [mul(Symbol(f"_m{k}"), _slope(one, name)) for k, one in enumerate(active)]
        system.append(add(*terms) if len(terms) > 1 else terms[0])
    return [*system, *active]


def _first_multipliers(
    objective: Expr,
    active: Sequence[Expr],
    free: Sequence[str],
    fixed: dict[str, Expr],
    values: dict[str, float],
) -> list[Any]:
    """Multipliers by least squares at the point."""
    import numpy as np
    from mpmath import mp

    if not active:
        return []
    at = [mp.mpf(values[name]) for name in free]
    placed = objective.substitute(fixed)
    target = [-float(v) for v in compiled([_slope(placed, name) for name in free], free)(*at)]
    rows = [
        [float(v) for v in compiled([_slope(one, name) for one in active], free)(*at)]
        for name in free
    ]
    found, *_ = np.linalg.lstsq(np.array(rows), np.array(target), rcond=None)
    return [mp.mpf(float(v)) for v in found]


def _recognised(value: Any) -> Expr | None:
    """A fraction with a small denominator, or a root of a quadratic with small integers, or a multiple of π or e."""
    from mpmath import mp

    near = Fraction(str(mp.nstr(value, _DIGITS))).limit_denominator(10_000)
    if abs(value - mp.mpf(near.numerator) / near.denominator) <= _SAME * (1 + abs(value)):
        return fraction(near)
    for unit, name in ((mp.pi, "pi"), (mp.e, "E")):
        near = Fraction(str(mp.nstr(value / unit, _DIGITS))).limit_denominator(60)
        if near and abs(value / unit - mp.mpf(near.numerator) / near.denominator) <= _SAME:
            return _multiple(near, name)
    coefficients = mp.findpoly(value, 2, maxcoeff=2_000, tol=mp.mpf(10) ** -30)
    if not coefficients or len(coefficients) != 3:
        return None
    a, b, c = (int(one) for one in coefficients)
    discriminant = b * b - 4 * a * c
    if discriminant <= 0:
        return None
    root, rest = _square_part(discriminant)
    sign = 1 if value > mp.mpf(-b) / (2 * a) else -1
    surd = mul(number(sign * root * (1 if a > 0 else -1)), call("sqrt", number(rest)))
    return _over(b, surd, 2 * a)


def _multiple(factor: Fraction, name: str) -> Expr:
    """pi, 2*pi, pi/2, 3*pi/2."""
    top = Symbol(name) if factor.numerator == 1 else mul(number(factor.numerator), Symbol(name))
    return top if factor.denominator == 1 else div(top, number(factor.denominator))


def _over(b: int, surd: Expr, bottom: int) -> Expr:
    """(−b + surd)/bottom in lowest terms, by SymPy."""
    import sympy

    from abacist.notation.sympy_form import from_sympy, to_sympy

    whole = div(add(number(-b), surd), number(bottom))
    return from_sympy(sympy.radsimp(sympy.expand(to_sympy(whole))))


def _square_part(value: int) -> tuple[int, int]:
    """(r, s) with value = r²·s and s free of small squares."""
    root, rest, divisor = 1, value, 2
    while divisor * divisor <= rest and divisor < 2_000:
        while rest % (divisor * divisor) == 0:
            rest //= divisor * divisor
            root *= divisor
        divisor += 1
    return root, rest
