"""That a global extremum of one variable is not attained in a region.

It could only be at an end that belongs to the region, at a zero of the derivative or at a corner. Algebraic functions:
the chart of signs lists all of these, and a value better than at any of them proves it. Others: the derivative is
proved to have no zero; else values that keep getting better along a sequence, which cross-checks.
Source: Spivak, Calculus, 4th ed., chapters 7 and 11.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from abacist.checking import roots_of
from abacist.checking.algebraic_field import element
from abacist.checking.algebraic_numbers import rational
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.extrema_region import (
    conditions_of,
    finite_ends,
    grid,
    interior_of,
    is_inside,
    on_cells,
)
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.local_extrema import corners
from abacist.checking.real_points import NotCellular, sample_between
from abacist.checking.sign_chart import SignChart, sign_chart
from abacist.checking.truth import decide
from abacist.core.answer import Finding
from abacist.core.claim import ExtremaOf, RootsOf
from abacist.core.expr import Expr, add, call, eq, number
from abacist.core.outcome import Verdict

__all__ = ["check_not_attained"]

_LEAST_GRID = 200


def check_not_attained(claim: ExtremaOf, sense: str) -> Finding:
    """No point of the region reaches the best value."""
    ends = [end for end in finite_ends(claim) if end is not None]
    try:
        chart = sign_chart(claim.function, claim.variables[0], ends)
        return _by_chart(claim, chart, sense)
    except NotCellular:
        return _without_chart(claim, sense)


def _by_chart(claim: ExtremaOf, chart: SignChart, sense: str) -> Finding:
    """An extremum is at a cut of the chart; some value is better than those at all cuts."""
    slope = derivative(claim.function, chart.variable)
    cuts = []
    for turn in chart.turns:
        if turn.defined and chart.satisfies(turn, conditions_of(claim)):
            if turn.point.element is None:
                raise NotCellular
            cuts.append(turn.point.element)
    head = "gt" if sense == "max" else "lt"
    rivals = list(_samples(claim, chart))
    if not rivals:
        raise NotCellular
    if decide(eq(slope, number(0)), {chart.variable: element(rivals[0])}) is True and not cuts:
        return refuted("the function is constant, so that every value is the best")
    for sample in rivals:
        if all(_is_better(claim.function, chart.variable, sample, cut, head) for cut in cuts):
            return finding(
                Verdict.PROVED,
                en="the extremum could only be where the derivative changes its sign or at an end; a better value than "
                "at all of these is shown",
                zh="最值只可能在导数变号处或端点取得，而有一点的值优于所有这些点",
                witness=f"{chart.variable} = {sample}",
                rivals=str(len(cuts)),
            )
    return _refuted_by_a_cut(claim, chart, cuts, sense)


def _is_better(function: Expr, variable: str, sample: Fraction, cut: Any, head: str) -> bool:
    """f(sample) against f(cut), decided exactly; the cut is an algebraic number."""
    relation = call(head, function.substitute({variable: number(sample)}), function)
    return decide(relation, {variable: cut}) is True


def _samples(claim: ExtremaOf, chart: SignChart) -> Iterator[Fraction]:
    """Rational points of the region in every cell, closer and closer to its ends and farther and farther out."""
    marks = [None, *(turn.point for turn in chart.turns), None]
    for left, right in pairwise(marks):
        middle = sample_between(left, right)
        for k in range(0, 40, 3):
            for side, end in ((-1, left), (1, right)):
                if end is None:
                    point = middle + side * (Fraction(2) ** k - 1)
                else:
                    edge = _edge(end, side)
                    point = edge + (middle - edge) / 2**k
                if is_inside(claim, number(point)) and _between(point, left, right):
                    yield point


def _edge(point: Any, side: int) -> Fraction:
    """A rational number at most 1e-12 inside the cell from its end."""
    ball = point.refined(160)
    text = (ball.upper() if side < 0 else ball.lower()).str(60, radius=False)
    return Fraction(text) - side * Fraction(1, 10**13)


def _between(value: Fraction, left: Any, right: Any) -> bool:
    from flint import fmpq

    exact = fmpq(value.numerator, value.denominator)
    return (left is None or bool(left.ball < exact)) and (right is None or bool(right.ball > exact))


def _refuted_by_a_cut(claim: ExtremaOf, chart: SignChart, cuts: list[Any], sense: str) -> Finding:
    """Nothing was better than the best cut; if that is certain, the extremum is attained there."""
    head = "gt" if sense == "max" else "lt"
    for cut in cuts:
        value = _exact_text(claim, chart, cut)
        if value is None:
            continue
        report = on_cells(claim, call(head, claim.function, value), [])
        if report is not None and report.verdict is Verdict.PROVED:
            return refuted(f"the value {value} is reached and never passed")
    return undecided("that the extremum is not attained could not be confirmed")


def _exact_text(claim: ExtremaOf, chart: SignChart, cut: Any) -> Expr | None:
    """The value at a rational cut."""
    at = rational(cut)
    return None if at is None else claim.function.substitute({chart.variable: number(at)})


def _without_chart(claim: ExtremaOf, sense: str) -> Finding:
    """Other functions: monotone between the ends, or better and better along a sequence."""
    if not corners(claim.function) and _has_no_critical_point(claim):
        ends = [end for end in finite_ends(claim) if end is not None and is_inside(claim, end)]
        head = "gt" if sense == "max" else "lt"
        variable = claim.variables[0]
        rivals = [claim.function.substitute({variable: end}) for end in ends]
        for point in grid(claim):
            value = claim.function.substitute({variable: point})
            if decide(eq(value, value), {}) is True and all(
                decide(call(head, value, rival), {}) is True for rival in rivals
            ):
                return finding(
                    Verdict.PROVED,
                    en="the derivative has no zero inside, and no end that belongs to the region has the best value",
                    zh="导数在内部无零点，属于该区域的端点也不取得最值",
                    witness=f"{variable} = {point}",
                )
    return _along_a_sequence(claim, sense)


def _has_no_critical_point(claim: ExtremaOf) -> bool:
    """True where the derivative is proved to have no zero in the interior."""
    try:
        slope = derivative(claim.function, claim.variables[0])
        found = roots_of.check(
            RootsOf(
                equations=(eq(slope, number(0)),),
                unknowns=claim.variables,
                roots=(),
                conditions=tuple(interior_of(claim)),
            )
        )
    except NotDifferentiable:
        return False
    return found.verdict is Verdict.PROVED


def _along_a_sequence(claim: ExtremaOf, sense: str) -> Finding:
    """The values along a sequence towards an end of the region pass every earlier one, and all others."""
    for exponents in _SEQUENCES:
        for side in (1, -1):
            beaten = _beaten(claim, sense, side, exponents)
            if beaten >= _LEAST_GRID:
                return finding(
                    Verdict.CROSS_CHECKED,
                    en="the values keep passing all others along a sequence towards an end of the region",
                    zh="沿趋于区域端点的一列点，函数值不断超过其他各点",
                    points=str(beaten),
                )
    return undecided("that the extremum is not attained could not be confirmed")


_SEQUENCES = ((3, 6, 9, 13), (1, 2, 3, 5))


def _beaten(claim: ExtremaOf, sense: str, side: int, exponents: tuple[int, ...]) -> int:
    """How many values of the grid are passed, if none is better but those still further along."""
    end, variable = finite_ends(claim)[0 if side > 0 else 1], claim.variables[0]
    head = "gt" if sense == "max" else "lt"
    if end is None:
        path = [number(Fraction(-side * 10**k)) for k in exponents]
    else:
        path = [add(end, number(Fraction(side, 10**k))) for k in exponents]
    if not all(is_inside(claim, point) for point in path):
        return 0
    values = [claim.function.substitute({variable: point}) for point in path]
    if not all(decide(call(head, b, a), {}) is True for a, b in pairwise(values)):
        return 0
    beaten = 0
    for point in grid(claim):
        if decide(call("lt" if side > 0 else "gt", point, path[-1]), {}) is not False:
            continue  # further along
        rival = claim.function.substitute({variable: point})
        verdict = decide(call(head, values[-1], rival), {})
        if verdict is False and decide(eq(rival, rival), {}) is not False:
            return 0
        beaten += verdict is True
    return beaten
