"""Whether a linear boundary value problem has one solution only.

The homogeneous equation has n independent solutions; started at the first point with unit vectors, their values at
the other points are enclosed by interval Taylor steps. The problem has at most one solution where the matrix of the
conditions on them is surely regular.
Source: U. M. Ascher, R. M. M. Mattheij, R. D. Russell, Numerical Solution of Boundary Value Problems (1995), §3.1.
"""

from __future__ import annotations

from typing import Any

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.taylor_enclosure import InitialValueProblem, enclose
from abacist.core.claim import SolvesODE
from abacist.core.expr import Call, Expr, Symbol, add, div, mul, neg, number, sub
from abacist.core.outcome import Verdict
from abacist.notation.differential import condition_of, orders_of, replaced
from abacist.notation.refusal import NotRepresentable

__all__ = ["only_solution"]

_BITS = 128
_RADIUS = 1e-12


def only_solution(claim: SolvesODE) -> Verdict:
    """PROVED where a linear equation for one function has one solution with these conditions; else UNDECIDED."""
    from flint import arb_mat, ctx

    orders = orders_of(claim.equations)
    found = [condition_of(one) for one in claim.conditions]
    conditions = [one for one in found if one is not None]
    if len(orders) != 1 or len(conditions) != sum(orders.values()) or len(claim.equations) != 1:
        return Verdict.UNDECIDED
    order = sum(orders.values())
    try:
        rates = _rates(claim, order)
        with ctx.workprec(_BITS):
            first = conditions[0][2]
            columns = [_solution(claim, rates, order, k, first) for k in range(order)]
            rows = [
                [column.at(place)[derivative_order] for column in columns]
                for _, derivative_order, place, _ in conditions
            ]
            determinant = arb_mat(order, order, [entry for row in rows for entry in row]).det()
            return Verdict.PROVED if determinant != 0 else Verdict.UNDECIDED
    except (NotEnclosable, NotDifferentiable, NotRepresentable):
        return Verdict.UNDECIDED


def _rates(claim: SolvesODE, order: int) -> list[Expr]:
    """The coefficients a_0 … a_n of the linear equation, functions of the variable alone."""
    equation = claim.equations[0]
    if not (isinstance(equation, Call) and equation.head == "eq"):
        raise NotRepresentable("an equation")
    relation = replaced(
        sub(*equation.args), claim.functions, claim.variable, lambda f, k: Symbol(f"_S{k}")
    )
    states = [f"_S{k}" for k in range(order + 1)]
    rates = [derivative(relation, state) for state in states]
    for rate in rates:
        for state in states:
            if not is_identity(derivative(rate, state), number(0)):
                raise NotRepresentable("an equation that is not linear")
    at_zero = {state: number(0) for state in states}
    return [rate.substitute(at_zero) for rate in rates]


class _Solution:
    """A solution of the homogeneous equation that starts with a unit vector."""

    def __init__(self, problem: InitialValueProblem) -> None:
        self.problem = problem

    def at(self, place: Expr) -> list[Any]:
        """Balls for its value and derivatives at a point. Raises `NotEnclosable`."""
        if is_identity(place, self.problem.start):
            return [ball_of(value) for value in self.problem.initial]
        found = enclose(self.problem, place, _RADIUS)
        if found is None or not found.complete:
            raise NotEnclosable("the solution could not be followed to the other point")
        return found.values


def _solution(
    claim: SolvesODE, rates: list[Expr], order: int, which: int, start: Expr
) -> _Solution:
    states = [f"_S{k}" for k in range(order)]
    terms = [mul(div(rate, rates[-1]), Symbol(s)) for rate, s in zip(rates, states, strict=False)]
    highest = neg(add(*terms) if len(terms) > 1 else terms[0])
    slopes = (*(Symbol(state) for state in states[1:]), highest)
    initial = tuple(number(int(k == which)) for k in range(order))
    return _Solution(InitialValueProblem(slopes, claim.variable, tuple(states), start, initial))
