"""Whether a numerical integration may have stepped over something: a short pulse between two of its points.

For each step of the integration the right-hand side is enclosed over the whole time of the step, at the state where
the step began. Where it leaves the range that a few samples show, the two unlike methods may both have missed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from abacist.checking.ball_program import BallProgram, NotEnclosable
from abacist.checking.taylor_enclosure import InitialValueProblem

__all__ = ["may_hide_variation"]

_SAMPLES = 9
_DEEPEST = 14
_MOST_EVALUATIONS = 60_000


def may_hide_variation(
    problem: InitialValueProblem,
    times: Sequence[float],
    states: Sequence[Sequence[float]],
    bounds: Sequence[float],
) -> bool:
    """True unless the explicit dependence on time was seen by its samples in every step.

    Variations that cannot change a state by its bound, all steps taken together, do not count.
    """
    from flint import arb

    used = frozenset[str]().union(*(one.free_symbols() for one in problem.derivatives))
    if problem.variable not in used:
        return False
    program = BallProgram(problem.derivatives, (problem.variable, *problem.states))
    left = [_MOST_EVALUATIONS]
    for start, end, state in zip(times, times[1:], states, strict=False):
        balls = [arb(value) for value in state]
        share = len(times) * abs(end - start) or 1.0
        slack = [bound / share for bound in bounds]
        try:
            if not _seen(program, start, end, balls, slack, left):
                return True
        except NotEnclosable:
            return True
    return False


def _seen(
    program: BallProgram,
    start: float,
    end: float,
    state: Sequence[Any],
    slack: Sequence[float],
    left: list[int],
) -> bool:
    """True where balls show that the right-hand side stays near the range of its samples."""
    from flint import arb

    samples = [
        program(arb(start + (end - start) * k / (_SAMPLES - 1)), *state) for k in range(_SAMPLES)
    ]
    ranges = []
    for component, room in zip(zip(*samples, strict=True), slack, strict=True):
        low = min(float(ball.lower()) for ball in component)
        high = max(float(ball.upper()) for ball in component)
        margin = (high - low) + room
        ranges.append((low - margin, high + margin))
    waiting = [(start, end, 0)]
    while waiting:
        a, b, depth = waiting.pop()
        left[0] -= 1
        found = program(arb(a).union(arb(b)), *state)
        inside = all(
            ball >= low and ball <= high for ball, (low, high) in zip(found, ranges, strict=True)
        )
        if inside:
            continue
        if depth >= _DEEPEST or left[0] < 0:
            return False
        middle = a + (b - a) / 2
        waiting += [(a, middle, depth + 1), (middle, b, depth + 1)]
    return True
