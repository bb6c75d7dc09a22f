"""Whether a point is a local minimum: nothing in a small box around it is better."""

from __future__ import annotations

from fractions import Fraction

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.branch_and_bound import lower_bound
from abacist.checking.optimum_problem import OptimumProblem
from abacist.core.outcome import Verdict

__all__ = ["is_local_optimum"]

_RADII = (Fraction(1, 100), Fraction(1, 10_000))
_BITS = 90
_RELATIVE = Fraction(1, 10**12)


def is_local_optimum(problem: OptimumProblem) -> Verdict:
    """PROVED or ENCLOSED where no point of a box around the point is better (by more than 10⁻¹² of the value).

    REFUTED where even the smaller box holds a better one, by much more than the tolerance.
    """
    from flint import arb, ctx, fmpq

    found = None
    with ctx.workprec(_BITS):
        size = max(Fraction(1), abs(Fraction(problem.value_float)))
        gap = max(problem.tolerance, _RELATIVE * size)
        room = arb(fmpq((10 * gap).numerator, (10 * gap).denominator))
        for radius in _RADII:
            box = []
            for one, (low, high) in zip(problem.claim.point, problem.box(), strict=True):
                middle = ball_of(one)
                reach = arb(fmpq(radius.numerator, radius.denominator)) * (1 + abs(middle))
                box.append(
                    (max(low, (middle - reach).lower()), min(high, (middle + reach).upper()))
                )
            small = arb(fmpq(gap.numerator, gap.denominator))
            try:
                found = lower_bound(problem.tests(), box, small, room)
            except NotEnclosable:
                return Verdict.UNDECIDED
            if found.complete:
                return Verdict.PROVED if found.exact else Verdict.ENCLOSED
    if found is not None and found.better is not None:
        return Verdict.REFUTED
    return Verdict.UNDECIDED
