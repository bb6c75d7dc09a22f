"""Linear programs, with integer variables too: HiGHS finds the vertex, fractions make it exact.

Source: Q. Huangfu, J. A. J. Hall, Parallelizing the dual revised simplex method, doi:10.1007/s12532-017-0130-5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from abacist.actions.optimize.region import Region
from abacist.core.expr import Expr, Symbol, neg

__all__ = ["LinearOutcome", "solve_linear"]

_INFINITY = Symbol("oo")
Row = tuple[list[Fraction], Fraction]


@dataclass(frozen=True)
class LinearOutcome:
    """An exact optimal vertex, an infeasible program, or a ray (point, direction) without a bound."""

    status: Literal["optimal", "infeasible", "unbounded"]
    point: list[Fraction]
    direction: list[Fraction]


@dataclass(frozen=True)
class _Program:
    cost: list[Fraction]
    rows: list[Row]
    equations: list[Row]
    bounds: list[tuple[Fraction | None, Fraction | None]]
    whole: list[int]


def solve_linear(objective: Expr, region: Region) -> LinearOutcome | None:
    """Minimises a linear objective; None where the problem is not linear with rational numbers.

    None too where no exact vertex was found; the general search takes over then.
    """
    program = _program(objective, region)
    if program is None:
        return None
    found = _highs(program)
    if found.status == 2:
        return LinearOutcome("infeasible", [], [])
    if found.status in (3, 4) or (found.x is None and found.status != 1):
        return _ray(program)
    if found.x is None:
        return None
    point = _exact(program, [float(x) for x in found.x])
    return None if point is None else LinearOutcome("optimal", point, [])


def _program(objective: Expr, region: Region) -> _Program | None:
    from abacist.notation.sympy_form import to_sympy

    import_symbols = [to_sympy(Symbol(name)) for name in region.variables]
    parts = []
    for one in (objective, *region.inequalities, *region.equations):
        found = _linear(to_sympy(one), import_symbols)
        if found is None:
            return None
        parts.append(found)
    count = len(region.inequalities)
    rows = [(row, -constant) for row, constant in parts[1:]]
    bounds = [(_end(low), _end(high)) for low, high in region.bounds]
    if any(end is _IRRATIONAL for pair in bounds for end in pair):
        return None
    whole = [k for k, name in enumerate(region.variables) if name in region.integers]
    fractions = [
        (low if isinstance(low, Fraction) else None, high if isinstance(high, Fraction) else None)
        for low, high in bounds
    ]
    return _Program(parts[0][0], rows[:count], rows[count:], fractions, whole)


_IRRATIONAL = object()


def _end(end: Expr) -> Any:
    from abacist.notation.sympy_form import to_sympy

    if end in (_INFINITY, neg(_INFINITY)):
        return None
    value = to_sympy(end)
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else _IRRATIONAL


def _linear(expression: Any, symbols: Sequence[Any]) -> tuple[list[Fraction], Fraction] | None:
    import sympy

    try:
        polynomial = sympy.Poly(expression, *symbols)
    except sympy.PolynomialError:
        return None
    if polynomial.total_degree() > 1 or not all(c.is_Rational for c in polynomial.coeffs()):
        return None
    coefficients = [polynomial.coeff_monomial(s) for s in symbols]
    constant = polynomial.coeff_monomial(1)
    return [Fraction(int(c.p), int(c.q)) for c in coefficients], Fraction(
        int(constant.p), int(constant.q)
    )


def _highs(program: _Program, fixed: dict[int, int] | None = None) -> Any:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    size = len(program.cost)
    low = [-np.inf if a is None else float(a) for a, _ in program.bounds]
    high = [np.inf if b is None else float(b) for _, b in program.bounds]
    for k, value in (fixed or {}).items():
        low[k] = high[k] = float(value)
    constraints = []
    for rows, equal in ((program.rows, False), (program.equations, True)):
        if rows:
            matrix = np.array([[float(a) for a in row] for row, _ in rows])
            right = np.array([float(b) for _, b in rows])
            constraints.append(LinearConstraint(matrix, right if equal else -np.inf, right))
    integrality = np.array([int(k in program.whole) for k in range(size)])
    return milp(
        [float(c) for c in program.cost],
        integrality=integrality,
        bounds=Bounds(low, high),
        constraints=constraints,
        options={"time_limit": 10.0},
    )


def _exact(program: _Program, point: Sequence[float]) -> list[Fraction] | None:
    """The vertex in fractions: integers rounded, simple fractions, else the active rows solved exactly."""
    near = [
        Fraction(round(x)) if k in program.whole else Fraction(x).limit_denominator(10**4)
        for k, x in enumerate(point)
    ]
    if _feasible(program, near) and _as_good(program, near, point):
        return near
    rows: list[list[Fraction]] = []
    for row, right in program.rows:
        level = sum(float(a) * x for a, x in zip(row, point, strict=True))
        if abs(level - float(right)) <= 1e-7 * (1 + abs(float(right))):
            rows.append([*row, right])
    rows += [[*row, right] for row, right in program.equations]
    size = len(point)
    for k, (low, high) in enumerate(program.bounds):
        unit = [Fraction(int(j == k)) for j in range(size)]
        if k in program.whole:
            rows.append([*unit, Fraction(round(point[k]))])
            continue
        for end in (low, high):
            if end is not None and abs(point[k] - float(end)) <= 1e-7 * (1 + abs(float(end))):
                rows.append([*unit, end])
    solved = _eliminated(rows, size)
    return solved if solved is not None and _feasible(program, solved) else None


def _as_good(program: _Program, near: Sequence[Fraction], point: Sequence[float]) -> bool:
    exact = float(sum(c * x for c, x in zip(program.cost, near, strict=True)))
    found = sum(float(c) * x for c, x in zip(program.cost, point, strict=True))
    return abs(exact - found) <= 1e-9 * (1 + abs(found))


def _feasible(program: _Program, point: Sequence[Fraction]) -> bool:
    def level(row: Sequence[Fraction]) -> Fraction:
        return sum((a * x for a, x in zip(row, point, strict=True)), Fraction(0))

    inside = all(
        (low is None or x >= low) and (high is None or x <= high)
        for x, (low, high) in zip(point, program.bounds, strict=True)
    )
    return (
        inside
        and all(level(row) <= right for row, right in program.rows)
        and all(level(row) == right for row, right in program.equations)
    )


def _eliminated(rows: list[list[Fraction]], size: int) -> list[Fraction] | None:
    """The only solution of the augmented system, or None."""
    rows = [list(row) for row in rows]
    for column in range(size):
        place = next((k for k in range(column, len(rows)) if rows[k][column]), None)
        if place is None:
            return None
        rows[column], rows[place] = rows[place], rows[column]
        lead = rows[column][column]
        rows[column] = [value / lead for value in rows[column]]
        for k, row in enumerate(rows):
            if k != column and row[column]:
                rows[k] = [a - row[column] * b for a, b in zip(row, rows[column], strict=True)]
    if any(row[-1] for row in rows[size:]):
        return None
    return [rows[k][-1] for k in range(size)]


def _ray(program: _Program) -> LinearOutcome | None:
    """A feasible point and a direction along which the cost falls without end; None where there is none."""
    still = _Program(
        [Fraction(0)] * len(program.cost),
        program.rows,
        program.equations,
        program.bounds,
        program.whole,
    )
    start = _highs(still)
    if start.x is None:
        return LinearOutcome("infeasible", [], []) if start.status == 2 else None
    point = _exact(still, [float(x) for x in start.x])
    cone = [
        (
            Fraction(0) if low is not None else Fraction(-1),
            Fraction(0) if high is not None else Fraction(1),
        )
        for low, high in program.bounds
    ]
    bounds: list[tuple[Fraction | None, Fraction | None]] = [
        (low, high if low < 0 or high == 0 else Fraction(1)) for low, high in cone
    ]
    directions = _Program(
        program.cost,
        [(row, Fraction(0)) for row, _ in program.rows],
        [(row, Fraction(0)) for row, _ in program.equations],
        bounds,
        [],
    )
    found = _highs(directions)
    if point is None or found.x is None:
        return None
    direction = _exact(directions, [float(x) for x in found.x])
    if direction is None or sum(c * d for c, d in zip(program.cost, direction, strict=True)) >= 0:
        return None
    return LinearOutcome("unbounded", point, direction)
