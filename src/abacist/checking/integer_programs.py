"""Branch and bound for linear programs with integer variables, every bound exact.

Source: A. H. Land, A. G. Doig, An automatic method of solving discrete programming problems,
doi:10.2307/1910129; exact bounds as in `linear_programs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from abacist.checking.linear_programs import (
    LinearProgram,
    dual_bound,
    infeasibility,
    relaxation,
)

__all__ = ["none_below"]

_MOST_NODES = 800


def none_below(
    program: LinearProgram, whole: Sequence[int], value: Fraction | None
) -> tuple[bool, int]:
    """Whether no feasible point with integers at the places `whole` is below `value` (None: no point at all).

    Returns (proved, number of nodes); False says nothing.
    """
    step = _granularity(program, whole)
    if step and value is not None and (value - program.constant) % step:
        step = Fraction(0)
    waiting, nodes = [_integral_bounds(program, whole)], 0
    while waiting:
        node = waiting.pop()
        nodes += 1
        if nodes > _MOST_NODES:
            return False, nodes
        bound = None if value is None else dual_bound(node)
        if bound is not None and value is not None and (bound >= value or bound > value - step):
            continue
        if infeasibility(node):
            continue
        children = _branched(node, whole)
        if not children:
            return False, nodes
        waiting += children
    return True, nodes


def _granularity(program: LinearProgram, whole: Sequence[int]) -> Fraction:
    """Values of the objective at integer points lie this far apart (or nothing is known).

    A bound above value − step then shows that nothing is below a value of that lattice; 0 where none is known.
    """
    used = [k for k, c in enumerate(program.cost) if c]
    if not set(used) <= set(whole) or not used:
        return Fraction(0)
    from math import gcd, lcm

    denominator = lcm(*(program.cost[k].denominator for k in used))
    numerator = gcd(*(int(program.cost[k] * denominator) for k in used))
    return Fraction(numerator, denominator)


def _integral_bounds(program: LinearProgram, whole: Sequence[int]) -> LinearProgram:
    bounds = list(program.bounds)
    for k in whole:
        low, high = bounds[k]
        bounds[k] = (
            None if low is None else Fraction(ceil(low)),
            None if high is None else Fraction(floor(high)),
        )
    return replace(program, bounds=tuple(bounds))


def _branched(node: LinearProgram, whole: Sequence[int]) -> list[LinearProgram]:
    """The two halves at the most fractional variable of the relaxation, or at the widest one."""
    found = relaxation(node)
    point = found[0] if found is not None else None
    place, at = -1, 0
    if point is not None:
        fractional = [(abs(point[k] - round(point[k])), k) for k in whole]
        distance, place = max(fractional, default=(0.0, -1))
        at = floor(point[place]) if distance > 1e-7 else 0
        place = place if distance > 1e-7 else -1
    if place < 0:
        place, at = _widest(node, whole)
        if place < 0:
            return []
    low, high = node.bounds[place]
    left, right = list(node.bounds), list(node.bounds)
    left[place], right[place] = (low, Fraction(at)), (Fraction(at + 1), high)
    return [replace(node, bounds=tuple(left)), replace(node, bounds=tuple(right))]


def _widest(node: LinearProgram, whole: Sequence[int]) -> tuple[int, int]:
    """A variable that still has a choice, and where to split it."""
    spans = []
    for k in whole:
        low, high = node.bounds[k]
        if low is not None and high is not None and high > low:
            spans.append((high - low, k))
    if not spans:
        return -1, 0
    _, k = max(spans)
    low, high = node.bounds[k]
    assert low is not None
    assert high is not None
    return k, floor((low + high) / 2) if high - low > 1 else int(low)
