"""A rigorous lower bound of a function over a box, under constraints, by interval branch and bound.

Boxes are split at the point whose value is to be proved least, so that it is a corner of its boxes. A box is
done where one of these shows that no feasible point in it is better:

    infeasible    a constraint has no solution in the box
    bound         the natural interval bound, or that of the mean value form, of f or of a Lagrangian
    monotone      f + Σλg + Σμh falls nowhere along some axes: only a face is left (|u| is taken with
                  Clarke's generalised gradient, so kinks are no obstacle)
    convex        its Hessian matrix is positive semidefinite over the box, and the tangent plane at the
                  point lies above the value

The Lagrangian is a lower bound of f at feasible points for any λ ≥ 0, so the multipliers need no proof.
Source: E. R. Hansen, G. W. Walster, Global Optimization Using Interval Analysis, 2nd ed. (2004);
F. H. Clarke, Optimization and Nonsmooth Analysis, doi:10.1137/1.9781611971309.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, product
from typing import Any

from abacist.checking.ball_program import NotEnclosable
from abacist.checking.box_tests import BoxTests
from abacist.checking.endpoint_intervals import Interval

__all__ = ["LowerBound", "corners", "lower_bound"]

_MOST_SPLIT_AXES = 10


@dataclass
class LowerBound:
    """What was shown: no feasible point is below `bound`; `complete` where no box was left open.

    `exact` is True where every box was shown to hold nothing below the value itself.
    """

    bound: Any
    complete: bool
    exact: bool
    boxes: int
    better: list[Any] | None = None
    by: dict[str, int] = field(default_factory=dict)


def lower_bound(
    tests: BoxTests, domain: Sequence[Interval], gap: Any, room: Any, work: float = 2.5e5
) -> LowerBound:
    """Bounds the function of `tests` from below over `domain`, to within `gap` of the value claimed.

    Ends with a witness as soon as a feasible point is below the value by more than `room`.

    `tests.value` None asks only whether any box may be feasible. `work` bounds the operations spent.
    """
    from flint import arb

    by: dict[str, int] = {}
    least, exact, done, turn = tests.value, True, 0, count()
    heap: list[tuple[float, int, tuple[Interval, ...]]] = []
    for box in corners(domain, tests.point):
        heapq.heappush(heap, (0.0, next(turn), box))
    while heap:
        _, _, box = heapq.heappop(heap)
        done += 1
        work -= tests.cost
        try:
            verdict = tests.judge(box, gap)
        except NotEnclosable:
            verdict = None
        if verdict is not None:
            by[verdict.why] = by.get(verdict.why, 0) + 1
            exact = exact and verdict.exact
            if verdict.lower is not None and least is not None:
                least = min(least, verdict.lower)
            continue
        better = tests.better(box, room)
        halves = tests.halves(box)
        if better is not None or work < 0 or not halves:
            return LowerBound(arb("-inf"), False, False, done, better, by)
        for half in halves:
            heapq.heappush(heap, (_key(tests, half), next(turn), half))
    return LowerBound(least, True, exact, done, None, by)


def _key(tests: BoxTests, box: tuple[Interval, ...]) -> float:
    """The most promising box first: the one with the least natural bound."""
    found = float(tests.natural(box))
    return found if found == found else float("-inf")


def corners(
    domain: Sequence[Interval], point: Sequence[Interval] | None
) -> list[tuple[Interval, ...]]:
    """The domain, split at the point along each axis (both sides of an inexact coordinate keep it)."""
    if point is None or len(domain) > _MOST_SPLIT_AXES:
        return [tuple(domain)]
    parts: list[list[Interval]] = []
    for (low, high), (left, right) in zip(domain, point, strict=True):
        if left > low and right < high:
            parts.append(
                [(low, right), (left, high)] if left != right else [(low, left), (left, high)]
            )
        else:
            parts.append([(low, high)])
    return [tuple(box) for box in product(*parts)]
