"""The closed form of the solution of an initial value problem, beside its numbers."""

from __future__ import annotations

from abacist.actions.ode.closed_form import ClosedForm
from abacist.actions.ode.problem import Problem
from abacist.core.claim import SolvesODE
from abacist.core.expr import Expr
from abacist.notation.numpy_form import compile_scalar

__all__ = ["exact_claim", "exact_end"]


def exact_end(problem: Problem, form: ClosedForm | None) -> list[Expr] | None:
    """The exact values of the functions at the end, where one explicit solution is known up to there."""
    if form is None or form.implicit or form.constants or len(form.branches) != 1:
        return None
    if len(problem.system.states) != 1:
        return None
    value = form.branches[0][0].substitute({form.variable: problem.end})
    start, _, end = problem.floats()
    along = compile_scalar(form.branches[0][0], (form.variable,))
    places = [start + (end - start) * k / 64 for k in range(65)]
    if any(along(place) != along(place) for place in places):
        return None
    return [value]


def exact_claim(problem: Problem, form: ClosedForm) -> SolvesODE:
    """That the closed form solves the equations and meets the conditions."""
    return SolvesODE(
        equations=problem.system.equations,
        functions=form.functions,
        variable=form.variable,
        solutions=form.branches[0],
        conditions=problem.conditions,
        order=form.order,
    )
