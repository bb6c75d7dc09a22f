"""Whether a point is a local minimum: nothing in a small box around it is better."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.branch_and_bound import corners, lower_bound
from abacist.checking.endpoint_intervals import Interval
from abacist.checking.optimum_problem import OptimumProblem
from abacist.core.outcome import Verdict

__all__ = ["is_local_optimum"]

_RADII = (Fraction(1, 100), Fraction(1, 10_000))
_BITS = 90
_RELATIVE = Fraction(1, 10**12)


def is_local_optimum(problem: OptimumProblem) -> Verdict:
    """PROVED where no point of a box around the point is better, ENCLOSED where none is by the tolerance.

    Without a tolerance a bound to within 10⁻¹² of the value cross-checks at most, and only where no better point is
    met. REFUTED where even the smaller box holds one that is better by much more than the tolerance.
    """
    from flint import ctx

    with ctx.workprec(_BITS):
        try:
            return _judged(problem)
        except NotEnclosable:
            return Verdict.UNDECIDED


def _judged(problem: OptimumProblem) -> Verdict:
    from flint import arb

    size = max(Fraction(1), abs(Fraction(problem.value_float)))
    gap = _ball(max(problem.tolerance, _RELATIVE * size))
    allowed = _ball(problem.tolerance)
    tests, found = problem.tests(), None
    for radius in _RADII:
        found = lower_bound(tests, _box(problem, radius), allowed, 10 * gap)
        if found.complete:
            return Verdict.PROVED if found.exact else Verdict.ENCLOSED
    wide = _box(problem, _RADII[0])
    if not problem.tolerance and not any(
        tests.better(c, arb(0)) for c in corners(wide, tests.point)
    ):
        near = lower_bound(tests, wide, gap, arb(0))
        if near.complete:
            return Verdict.CROSS_CHECKED
    better = found is not None and found.better is not None
    return Verdict.REFUTED if better else Verdict.UNDECIDED


def _box(problem: OptimumProblem, radius: Fraction) -> list[Interval]:
    box: list[Interval] = []
    for one, (low, high) in zip(problem.claim.point, problem.box(), strict=True):
        middle = ball_of(one)
        reach = _ball(radius) * (1 + abs(middle))
        box.append((max(low, (middle - reach).lower()), min(high, (middle + reach).upper())))
    return box


def _ball(value: Fraction) -> Any:
    from flint import arb, fmpq

    return arb(fmpq(value.numerator, value.denominator))
