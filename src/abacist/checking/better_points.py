"""A search for a point better than the claimed one, by simulated annealing and local descent.

Source: Y. Xiang et al., Generalized simulated annealing, doi:10.1103/PhysRevE.62.4473 (SciPy's dual_annealing).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.optimum_problem import OptimumProblem
from abacist.core.expr import Expr, number
from abacist.notation.numpy_form import compile_scalar
from abacist.notation.refusal import NotRepresentable

__all__ = ["better_point"]

_EVALUATIONS = 20_000
_PENALTY = 1e6


def better_point(problem: OptimumProblem) -> tuple[str, ...] | None:
    """A feasible point that is surely better by more than the tolerance, or None where the search found none."""
    if not problem.searchable():
        return None
    try:
        functions = [
            compile_scalar(one, problem.names)
            for one in (problem.objective, *problem.inequalities, *problem.equations)
        ]
    except NotRepresentable:
        return None
    best = _search(problem, functions)
    return None if best is None else _verified(problem, best)


def _search(problem: OptimumProblem, functions: Sequence[Any]) -> list[float] | None:
    from math import isfinite

    from scipy.optimize import dual_annealing

    limits = len(problem.inequalities)

    def penalised(x: Sequence[float]) -> float:
        at = [round(v) if k in problem.whole else float(v) for k, v in enumerate(x)]
        value = functions[0](*at)
        over = sum(max(0.0, g(*at)) for g in functions[1 : 1 + limits])
        over += sum(abs(h(*at)) for h in functions[1 + limits :])
        found = value + _PENALTY * over
        return found if isfinite(found) else 1e300

    bounds = [(float(ball_of(a).mid()), float(ball_of(b).mid())) for a, b in problem.claim.bounds]
    if any(low >= high for low, high in bounds):
        return None
    found = dual_annealing(penalised, bounds, maxfun=_EVALUATIONS, seed=20_250_101)
    return [round(v) if k in problem.whole else float(v) for k, v in enumerate(found.x)]


def _verified(problem: OptimumProblem, at: Sequence[float]) -> tuple[str, ...] | None:
    """The point, where balls show that it is feasible and better."""
    values: dict[str, Expr] = {
        name: number(Fraction(value)) for name, value in zip(problem.names, at, strict=True)
    }
    try:
        if not all(ball_of(h.substitute(values)) == 0 for h in problem.equations):
            return None
        if not all(ball_of(g.substitute(values)) <= 0 for g in problem.inequalities):
            return None
        room = Fraction(problem.tolerance) + Fraction(1, 10**9) * abs(Fraction(problem.value_float))
        reached = ball_of(problem.objective.substitute(values)) + float(room)
        if not reached < ball_of(problem.value):
            return None
    except NotEnclosable:
        return None
    return tuple(f"{value:.8g}" for value in at)
