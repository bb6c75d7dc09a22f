"""Multipliers of a constrained minimum, and the Lagrangian that they make.

f + Σλg + Σμh with λ ≥ 0 is a lower bound of f wherever g ≤ 0 and h = 0, whatever the multipliers are; good ones make
it flat at the point. They are found by nonnegative least squares in floats and made exact where they are rational.
Source: J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed. (2006), §12.3; C. L. Lawson, R. J. Hanson, Solving
Least Squares Problems (1995), chapter 23.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.linear_programs import exact_solution
from abacist.checking.rational_values import NotRational, rational_value
from abacist.core.expr import Expr, Symbol, add, mul, neg, number

__all__ = ["lagrangian"]

_ACTIVE = 1e-6


@dataclass(frozen=True)
class _Column:
    """A gradient that may be added with a nonnegative weight: of which constraint, with which sign."""

    gradient: list[float]
    exact: list[Fraction] | None
    constraint: Expr | None
    sign: int = 1


def lagrangian(
    objective: Expr,
    inequalities: Sequence[Expr],
    equations: Sequence[Expr],
    names: Sequence[str],
    point: Sequence[Expr],
    bounds: Sequence[tuple[Expr, Expr]],
) -> Expr:
    """The Lagrangian with multipliers fitted at the point; the objective itself where none can be found."""
    if not inequalities and not equations:
        return objective
    values = dict(zip(names, point, strict=True))
    try:
        target = _gradient(objective, names, values)
        columns = _columns(inequalities, equations, names, values)
        columns += _bound_columns(names, values, bounds)
    except (NotDifferentiable, NotEnclosable):
        return objective
    weights = _weights(target, columns)
    terms = [objective]
    for weight, column in zip(weights, columns, strict=True):
        if weight and column.constraint is not None:
            factor = number(weight * column.sign)
            terms.append(mul(factor, column.constraint))
    return add(*terms) if len(terms) > 1 else objective


def _gradient(
    expression: Expr, names: Sequence[str], values: dict[str, Expr]
) -> tuple[list[float], list[Fraction] | None]:
    slopes = [derivative(expression, name).substitute(values) for name in names]
    floats = [float(ball_of(slope).mid()) for slope in slopes]
    try:
        return floats, [rational_value(slope) for slope in slopes]
    except (NotRational, ZeroDivisionError):
        return floats, None


def _columns(
    inequalities: Sequence[Expr],
    equations: Sequence[Expr],
    names: Sequence[str],
    values: dict[str, Expr],
) -> list[_Column]:
    found = []
    for one in inequalities:
        level = float(ball_of(one.substitute(values)).mid())
        floats, exact = _gradient(one, names, values)
        scale = 1 + sum(abs(x) for x in floats)
        if abs(level) <= _ACTIVE * scale:
            found.append(_Column(floats, exact, one))
    for one in equations:
        floats, exact = _gradient(one, names, values)
        found.append(_Column(floats, exact, one))
        negative = None if exact is None else [-x for x in exact]
        found.append(_Column([-x for x in floats], negative, one, -1))
    return found


def _bound_columns(
    names: Sequence[str], values: dict[str, Expr], bounds: Sequence[tuple[Expr, Expr]]
) -> list[_Column]:
    """Bounds are kept by the box itself; their multipliers only make room for a slope that leads outward."""
    found = []
    infinity = Symbol("oo")
    for place, (name, (low, high)) in enumerate(zip(names, bounds, strict=True)):
        at = float(ball_of(values[name]).mid())
        for end, sign in ((low, -1), (high, 1)):
            if end in (infinity, neg(infinity)):
                continue
            if abs(float(ball_of(end).mid()) - at) <= _ACTIVE * (1 + abs(at)):
                unit = [sign if k == place else 0 for k in range(len(names))]
                found.append(_Column([float(u) for u in unit], [Fraction(u) for u in unit], None))
    return found


def _weights(
    target: tuple[list[float], list[Fraction] | None], columns: Sequence[_Column]
) -> list[Fraction]:
    """Nonnegative weights with Σ w·column = −target, exact where all is rational."""
    import numpy as np
    from scipy.optimize import nnls

    if not columns:
        return []
    matrix = np.array([column.gradient for column in columns]).T
    floats, _ = nnls(matrix, -np.array(target[0]))
    support = [k for k, weight in enumerate(floats) if weight > 1e-9]
    exact = [columns[k].exact for k in support]
    if target[1] is not None and all(one is not None for one in exact):
        system = [
            [*(one[row] for one in exact if one is not None), -slope]
            for row, slope in enumerate(target[1])
        ]
        solved = exact_solution(system, len(support))
        if solved is not None and all(weight >= 0 for weight in solved):
            weights = [Fraction(0)] * len(columns)
            for k, weight in zip(support, solved, strict=True):
                weights[k] = weight
            return weights
    return [Fraction(float(weight)).limit_denominator(10**12) for weight in floats]
