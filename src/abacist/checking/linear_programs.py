"""Exact certificates for linear programs: feasibility, duality and Farkas' lemma in rational numbers.

    minimise c·x + c₀   subject to   A x ≤ b,   E x = d,   l ≤ x ≤ u

For any multipliers λ ≥ 0 (of the rows ≤) and μ, (c + Aᵀλ + Eᵀμ)·x − λ·b − μ·d + c₀ is a lower bound of the objective
at feasible points, and its least value over l ≤ x ≤ u is read off. The multipliers come from HiGHS in floats
and are made exact, so that nothing about them has to be believed.
Source: A. Schrijver, Theory of Linear and Integer Programming (1986), §7; A. Neumaier, O. Shcherbina,
Safe bounds in linear and mixed-integer linear programming, doi:10.1007/s10107-003-0433-3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.checking.coercive_polynomials import monomials
from abacist.core.expr import Expr

__all__ = [
    "LinearProgram",
    "dual_bound",
    "exact_solution",
    "infeasibility",
    "linear_program",
    "relaxation",
]

Bound = Fraction | None


@dataclass(frozen=True)
class LinearProgram:
    """Coefficients in fractions; a row is (coefficients, right side); None is no bound."""

    cost: tuple[Fraction, ...]
    constant: Fraction
    rows: tuple[tuple[tuple[Fraction, ...], Fraction], ...]
    equations: tuple[tuple[tuple[Fraction, ...], Fraction], ...]
    bounds: tuple[tuple[Bound, Bound], ...]


def linear_program(
    objective: Expr,
    inequalities: Sequence[Expr],
    equations: Sequence[Expr],
    names: Sequence[str],
    bounds: Sequence[tuple[Bound, Bound]],
) -> LinearProgram | None:
    """The program where objective and constraints (g ≤ 0, h = 0) are linear with rational numbers, else None."""
    parts = [_linear(one, names) for one in (objective, *inequalities, *equations)]
    if any(part is None for part in parts):
        return None
    found = [part for part in parts if part is not None]
    rows = [(coefficients, -constant) for coefficients, constant in found[1:]]
    return LinearProgram(
        found[0][0],
        found[0][1],
        tuple(rows[: len(inequalities)]),
        tuple(rows[len(inequalities) :]),
        tuple(bounds),
    )


def _linear(expression: Expr, names: Sequence[str]) -> tuple[tuple[Fraction, ...], Fraction] | None:
    found = monomials(expression, names)
    if found is None or any(sum(exponents) > 1 for exponents in found):
        return None
    size = len(names)
    units = [tuple(int(k == place) for k in range(size)) for place in range(size)]
    coefficients = tuple(found.get(unit, Fraction(0)) for unit in units)
    return coefficients, found.get((0,) * size, Fraction(0))


def relaxation(
    program: LinearProgram,
) -> tuple[list[float] | None, list[float], list[float]] | None:
    """HiGHS's point and multipliers of rows and equations in floats; None where it found none."""
    import numpy as np
    from scipy.optimize import linprog

    def matrix(rows: Sequence[tuple[tuple[Fraction, ...], Fraction]]) -> tuple[Any, Any]:
        if not rows:
            return None, None
        return (
            np.array([[float(a) for a in row] for row, _ in rows]),
            np.array([float(b) for _, b in rows]),
        )

    upper, right = matrix(program.rows)
    equal, level = matrix(program.equations)
    bounds = [
        (None if low is None else float(low), None if high is None else float(high))
        for low, high in program.bounds
    ]
    found = linprog(
        [float(c) for c in program.cost], upper, right, equal, level, bounds, method="highs"
    )
    if found.status != 0:
        return None
    rows = [] if upper is None else [-float(m) for m in found.ineqlin.marginals]
    equations = [] if equal is None else [-float(m) for m in found.eqlin.marginals]
    return [float(x) for x in found.x], rows, equations


def dual_bound(program: LinearProgram) -> Fraction | None:
    """An exact lower bound of the objective at feasible points; None where no finite one was found."""
    found = relaxation(program)
    if found is None:
        return None
    point, rows, equations = found
    candidates = [_rounded(rows, equations), _solved(program, point or [], rows, equations)]
    bounds = [_bound(program, *one) for one in candidates if one is not None]
    return max((one for one in bounds if one is not None), default=None)


def infeasibility(program: LinearProgram) -> bool:
    """True where the least violation of the constraints, s ≥ 0 in A x − s ≤ b, is proved positive."""
    zero, one = Fraction(0), Fraction(1)
    if any(low is not None and high is not None and low > high for low, high in program.bounds):
        return True
    rows = [((*row, -one), b) for row, b in program.rows]
    for row, b in program.equations:
        rows += [((*row, -one), b), ((*(-a for a in row), -one), -b)]
    phase = LinearProgram(
        (*(zero for _ in program.cost), one),
        zero,
        tuple(rows),
        (),
        (*program.bounds, (zero, None)),
    )
    bound = dual_bound(phase)
    return bound is not None and bound > 0


def _rounded(
    rows: Sequence[float], equations: Sequence[float]
) -> tuple[list[Fraction], list[Fraction]]:
    """The multipliers as simple fractions, those of rows never negative."""
    near = [Fraction(value).limit_denominator(10**6) for value in rows]
    free = [Fraction(value).limit_denominator(10**6) for value in equations]
    return [max(value, Fraction(0)) for value in near], free


def _solved(
    program: LinearProgram,
    point: Sequence[float],
    rows: Sequence[float],
    equations: Sequence[float],
) -> tuple[list[Fraction], list[Fraction]] | None:
    """The multipliers that make the reduced costs of the basic variables exactly zero."""
    support = [k for k, value in enumerate(rows) if value > 1e-9]
    used = [program.rows[k][0] for k in support] + [row for row, _ in program.equations]
    basic = [j for j, x in enumerate(point) if _inside(x, program.bounds[j])]
    if not used:
        return [Fraction(0)] * len(rows), []
    system = [[row[j] for row in used] + [-program.cost[j]] for j in basic]
    solution = exact_solution(system, len(used))
    if solution is None:
        return None
    multipliers = [Fraction(0)] * len(rows)
    for k, value in zip(support, solution, strict=False):
        if value < 0:
            return None
        multipliers[k] = value
    return multipliers, solution[len(support) :]


def _inside(x: float, bounds: tuple[Bound, Bound]) -> bool:
    low, high = bounds
    scale = 1e-7 * (1 + abs(x))
    above = low is None or x > float(low) + scale
    return above and (high is None or x < float(high) - scale)


def exact_solution(system: list[list[Fraction]], unknowns: int) -> list[Fraction] | None:
    """One solution of the augmented system by exact elimination (free unknowns are zero), or None."""
    rows = [list(row) for row in system]
    pivots: list[int] = []
    for column in range(unknowns):
        place = next((k for k in range(len(pivots), len(rows)) if rows[k][column]), None)
        if place is None:
            continue
        at = len(pivots)
        rows[at], rows[place] = rows[place], rows[at]
        lead = rows[at][column]
        rows[at] = [value / lead for value in rows[at]]
        for k, row in enumerate(rows):
            if k != at and row[column]:
                factor = row[column]
                rows[k] = [a - factor * b for a, b in zip(row, rows[at], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in rows[len(pivots) :]):
        return None
    solution = [Fraction(0)] * unknowns
    for at, column in enumerate(pivots):
        solution[column] = rows[at][-1]
    return solution


def _bound(
    program: LinearProgram, rows: Sequence[Fraction], equations: Sequence[Fraction]
) -> Fraction | None:
    """The least value of the Lagrangian over the bounds; None where it has none."""
    total = program.constant
    reduced = list(program.cost)
    for multiplier, (row, right) in [
        *zip(rows, program.rows, strict=True),
        *zip(equations, program.equations, strict=True),
    ]:
        if multiplier:
            total -= multiplier * right
            reduced = [c + multiplier * a for c, a in zip(reduced, row, strict=True)]
    for cost, (low, high) in zip(reduced, program.bounds, strict=True):
        end = low if cost > 0 else high
        if cost and end is None:
            return None
        total += cost * end if cost and end is not None else 0
    return total
