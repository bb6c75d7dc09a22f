"""Whether a point satisfies the conditions of first order exactly.

Where variables are free (not at a bound), the gradient of the objective must be a combination of the gradients of
the active constraints: every largest minor of the matrix of these gradients is zero. The minors are constants, and
whether they are zero is decided exactly where they are algebraic. Fritz John's theorem: at a local optimum of
smooth functions they must be.
Source: O. L. Mangasarian, S. Fromovitz, The Fritz John necessary optimality conditions,
doi:10.1016/0022-247X(67)90163-1.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.exact_derivatives import (
    NotDifferentiable,
    derivative,
    difference,
    product,
    total,
)
from abacist.checking.optimum_problem import OptimumProblem
from abacist.checking.truth import decide_constant
from abacist.core.expr import Expr, eq, number

__all__ = ["is_stationary"]

_MOST_MINORS = 40
_KINKS = ("abs", "max", "min", "sign", "floor", "ceil", "piecewise", "heaviside", "mod")


def is_stationary(problem: OptimumProblem) -> bool | None:
    """True or False where it is decided; None for kinks, integers and what is too large to decide."""
    relations = [*problem.inequalities, *problem.equations]
    if problem.whole or any(one.has(*_KINKS) for one in (problem.objective, *relations)):
        return None
    free = _free(problem)
    if free is None:
        return None
    if not free:
        return True
    active = [one for one in problem.inequalities if _is_zero(problem.at_point(one)) is not False]
    try:
        rows = [
            [problem.at_point(derivative(one, name)) for name in free]
            for one in (problem.objective, *active, *problem.equations)
        ]
    except NotDifferentiable:
        return None
    if len(rows) > len(free):
        return True
    minors = list(combinations(range(len(free)), len(rows)))
    if len(minors) > _MOST_MINORS or len(rows) > 4:
        return None
    found = [
        _is_zero(_determinant([[row[k] for k in columns] for row in rows])) for columns in minors
    ]
    if False in found:
        return False
    return True if all(found) else None


def _free(problem: OptimumProblem) -> list[str] | None:
    """The variables that are strictly between their bounds; None where that is not decided."""
    free = []
    for name, value, (low, high) in zip(
        problem.names, problem.claim.point, problem.claim.bounds, strict=True
    ):
        at_end = [decide_constant(eq(value, end)) for end in (low, high) if _finite(end)]
        if None in at_end:
            return None
        if True not in at_end:
            free.append(name)
    return free


def _finite(end: Expr) -> bool:
    try:
        return bool(ball_of(end).is_finite())
    except NotEnclosable:
        return False


def _is_zero(constant: Expr) -> bool | None:
    try:
        ball = ball_of(constant)
    except NotEnclosable:
        return None
    if not ball.contains(0):
        return False
    return True if ball == 0 else decide_constant(eq(constant, number(0)))


def _determinant(rows: Sequence[Sequence[Expr]]) -> Expr:
    """By Laplace's expansion along the first row."""
    if len(rows) == 1:
        return rows[0][0]
    result: Expr = number(0)
    for k, entry in enumerate(rows[0]):
        rest = [[*row[:k], *row[k + 1 :]] for row in rows[1:]]
        term = product(entry, _determinant(rest))
        result = total(result, term) if k % 2 == 0 else difference(result, term)
    return result
