"""Proof that the solution of a scalar equation polynomial in y becomes infinite, and when.

Let y' = Σ a_k(t)·y^k with degree d ≥ 2, and y(t₀) = Y large. While y ≥ Y and t ≤ T, y' ≥ m·y^d with m the least
value of Σ a_k(t)·u^{d−k} for 0 ≤ u ≤ 1/Y. If m > 0, y is infinite before t₀ + Y^{1−d}/((d − 1)·m).
"""

from __future__ import annotations

from typing import Any

from abacist.checking.ball_program import BallProgram
from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.taylor_enclosure import InitialValueProblem
from abacist.core.expr import Expr, number

__all__ = ["blow_up_time"]

_MOST_DEGREE = 8


def blow_up_time(problem: InitialValueProblem, end: Any, reached: Any, values: list[Any]) -> Any:
    """A ball for the time of the blow-up of the solution that has `values` at `reached`, before `end`.

    None where this argument does not apply. Raises `NotEnclosable` where a coefficient has no enclosure.
    """
    from flint import arb

    if len(problem.states) != 1:
        return None
    coefficients = _coefficients(problem.derivatives[0], problem.states[0])
    if coefficients is None:
        return None
    degree = len(coefficients) - 1
    value = values[0]
    if not (value > 1 or value < -1):
        return None
    rest = end - reached
    forwards = bool(rest > 0)
    span = rest if abs(rest) < 1 else arb(1 if forwards else -1)
    program = BallProgram(coefficients, (problem.variable,))
    found = program(reached + arb(0).union(span))
    size, u = abs(value).lower(), (1 / value).union(arb(0))
    # with v = |y| and s = ±t: v' = ±sign(y)·f
    sign = (1 if forwards else -1) * (1 if value > 0 else -1)
    outer = sign * (1 if value > 0 else (-1) ** degree)
    least = sum((a * u ** (degree - k) for k, a in enumerate(found)), arb(0)) * outer
    if not least > 0:
        return None
    longest = 1 / (size ** (degree - 1) * (degree - 1) * least.lower())
    if not longest < abs(span):
        return None
    last = reached + longest if forwards else reached - longest
    return reached.union(last)


def _coefficients(f: Expr, state: str) -> list[Expr] | None:
    """The coefficients of y⁰, y¹, …, y^d where f is a polynomial in y of degree d ≥ 2."""
    from math import factorial

    slope, found = f, []
    for k in range(_MOST_DEGREE + 2):
        if state not in slope.free_symbols() and k > 0 and is_identity(slope, number(0)):
            break
        found.append(_at_zero(slope, state, factorial(k)))
        try:
            slope = derivative(slope, state)
        except NotDifferentiable:
            return None
    else:
        return None
    return found if len(found) >= 3 else None


def _at_zero(slope: Expr, state: str, scale: int) -> Expr:
    from abacist.core.expr import div

    return div(slope.substitute({state: number(0)}), number(scale))
