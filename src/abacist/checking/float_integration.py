"""Numerical integration with SciPy for cross-checks.

The right-hand side is evaluated in floats, and every so often compared with its value in ball arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from abacist.checking.ball_program import BallProgram, NotEnclosable, ball_of
from abacist.checking.taylor_enclosure import InitialValueProblem
from abacist.core.expr import Expr
from abacist.notation.numpy_form import compile_rhs
from abacist.notation.refusal import NotRepresentable

__all__ = ["Method", "Trajectory", "integrate"]

Method = Literal["LSODA", "Radau", "DOP853", "BDF"]
_MOST_EVALUATIONS = 150_000
_MOST_EXPLICIT_EVALUATIONS = 50_000
_BITS = 64
_COMPARED_EVERY = 257


@dataclass(frozen=True)
class Trajectory:
    """The points of the steps of a method and the states there."""

    times: list[float]
    states: list[list[float]]

    @property
    def end(self) -> list[float]:
        """The states at the end."""
        return self.states[-1]


def integrate(
    problem: InitialValueProblem,
    end: Expr,
    method: Method,
    rtol: float,
    atol: float,
) -> Trajectory:
    """The solution at the steps of the method. Raises `NotEnclosable` where the method fails or evaluates too often."""
    import warnings

    from flint import ctx
    from scipy.integrate import solve_ivp

    with ctx.workprec(_BITS):
        most = _MOST_EXPLICIT_EVALUATIONS if method == "DOP853" else _MOST_EVALUATIONS
        slopes = _Slopes(problem, most)
        span = [float(ball_of(place).mid()) for place in (problem.start, end)]
        initial = [float(ball_of(value).mid()) for value in problem.initial]
        longest = abs(span[1] - span[0]) / 50
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what LSODA says of itself is in its status
            done = solve_ivp(slopes, span, initial, method, rtol=rtol, atol=atol, max_step=longest)
    if not done.success:
        raise NotEnclosable(f"{method}: {done.message}")
    states = [[float(value) for value in column] for column in done.y.T]
    return Trajectory([float(t) for t in done.t], states)


class _Slopes:
    """The right-hand side in floats, counted, and compared with balls now and then."""

    def __init__(self, problem: InitialValueProblem, most: int) -> None:
        self.most = most
        try:
            self.floats = compile_rhs(problem.derivatives, problem.variable, problem.states)
        except NotRepresentable as reason:
            raise NotEnclosable(str(reason)) from reason
        self.balls = BallProgram(problem.derivatives, (problem.variable, *problem.states))
        self.count = 0

    def __call__(self, t: float, y: Any) -> list[float]:
        from math import isfinite

        if self.count > self.most:
            raise NotEnclosable("too many evaluations of the right-hand side")
        state = [float(value) for value in y]
        found = self.floats(float(t), state)
        if not all(isfinite(value) for value in found):
            raise NotEnclosable("the right-hand side is not defined everywhere")
        if self.count % _COMPARED_EVERY == 0:
            self._compare(float(t), state, found)
        self.count += 1
        return found

    def _compare(self, t: float, state: list[float], found: list[float]) -> None:
        from flint import arb

        balls = self.balls(arb(t), *(arb(value) for value in state))
        scale = 1e-6 * (1 + max(abs(value) for value in found))
        if any(abs(ball - value) > scale for ball, value in zip(balls, found, strict=True)):
            raise NotEnclosable("two evaluations of the right-hand side differ")
