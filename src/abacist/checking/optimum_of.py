"""The point is feasible, the value is the objective's there, and no feasible point is better.

Linear programs (with integer variables too) are settled by exact duality. Everything else goes through interval
branch and bound (`branch_and_bound`): PROVED where each box was shown to hold nothing below the exact value,
ENCLOSED where nothing is below it by more than the tolerance (or 10⁻⁹ of its size). What is left undecided within
the bound on the work is searched by simulated annealing, which can refute, and cross-check at most.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from abacist.checking.ball_program import NotEnclosable
from abacist.checking.better_points import better_point
from abacist.checking.branch_and_bound import LowerBound, lower_bound
from abacist.checking.integer_programs import none_below
from abacist.checking.linear_programs import (
    LinearProgram,
    dual_bound,
    infeasibility,
)
from abacist.checking.local_optimum import is_local_optimum
from abacist.checking.optimum_problem import OptimumProblem, Unusable, optimum_problem
from abacist.checking.stationarity import is_stationary
from abacist.checking.unbounded_curve import is_unbounded
from abacist.core.answer import Finding
from abacist.core.claim import OptimumOf
from abacist.core.expr import Symbol
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_BITS = 90
_EXACT_BITS = 256
_WORK = 2.5e5
_RELATIVE = Fraction(1, 10**9)

_FEASIBLE = Message(
    en="constraints and value evaluated exactly at the point", zh="在该点处精确计算约束与目标值"
)
_DUALITY = Message(en="exact duality of linear programming", zh="线性规划的精确对偶")
_BRANCHES = Message(
    en="interval branch and bound over the whole region", zh="在整个区域上作区间分支定界"
)
_INTEGER = Message(
    en="branch and bound over the integers with exact dual bounds", zh="整数分支定界，对偶界精确"
)
_SEARCHED = Message(
    en="a search by simulated annealing found nothing better", zh="模拟退火搜索没有找到更优的点"
)
_LOCAL = Message(
    en="first- and second-order conditions in interval arithmetic", zh="区间算术验证一阶与二阶条件"
)
_FIRST_ORDER = Message(
    en="the conditions of first order, decided exactly", zh="精确判定一阶必要条件"
)
_CURVE = Message(
    en="the objective has no bound along a feasible curve", zh="目标函数沿一条可行曲线无界"
)
_EMPTY = Message(en="no feasible point exists", zh="可行域为空")


@checker("optimum_of")
def check(claim: OptimumOf) -> Finding:
    """Settles feasibility and value first, then that nothing is better."""
    try:
        problem = optimum_problem(claim)
    except Unusable as reason:
        return Finding(
            verdict=Verdict.UNDECIDED, method=_FEASIBLE, evidence={"stopped": str(reason)}
        )
    if not claim.point:
        return _check_empty(claim, problem)
    if Symbol("oo") in claim.value.walk():
        return Finding(verdict=is_unbounded(claim, problem), method=_CURVE)
    return _check_attained(claim, problem)


def _check_attained(claim: OptimumOf, problem: OptimumProblem) -> Finding:
    from flint import ctx

    with ctx.workprec(_EXACT_BITS):
        feasible, attained = problem.feasible(), problem.attains()
    evidence = {"feasible": str(feasible), "value at the point": str(attained)}
    if Verdict.REFUTED in (feasible, attained):
        return Finding(verdict=Verdict.REFUTED, method=_FEASIBLE, evidence=evidence)
    if Verdict.UNDECIDED in (feasible, attained):
        return Finding(verdict=Verdict.UNDECIDED, method=_FEASIBLE, evidence=evidence)
    with ctx.workprec(_EXACT_BITS):
        stationary = is_stationary(problem) if problem.tolerance == 0 else None
    if stationary is False:
        return Finding(verdict=Verdict.REFUTED, method=_FIRST_ORDER, evidence=evidence)
    if claim.scope == "local":
        found = is_local_optimum(problem)
        return Finding(verdict=_weaker(found, feasible, attained), method=_LOCAL, evidence=evidence)
    program = problem.linear()
    if program is not None and problem.exact_value is not None:
        settled = _check_linear(problem, program)
        if settled is not None:
            return Finding(
                verdict=_weaker(settled.verdict, feasible, attained),
                method=settled.method,
                evidence={**settled.evidence, **evidence},
            )
    # a bound to within 10⁻⁹ near an exact point does not make it certain; that it is stationary does, near enough
    near = Verdict.ENCLOSED if problem.tolerance or stationary else Verdict.CROSS_CHECKED
    return _check_by_boxes(problem, (feasible, attained), near, evidence)


def _weaker(*verdicts: Verdict) -> Verdict:
    order = [
        Verdict.REFUTED,
        Verdict.UNDECIDED,
        Verdict.CROSS_CHECKED,
        Verdict.ENCLOSED,
        Verdict.PROVED,
    ]
    return min(verdicts, key=order.index)


def _check_linear(problem: OptimumProblem, program: LinearProgram) -> Finding | None:
    """PROVED by an exact dual bound; None where that does not settle it."""
    value = problem.exact_value
    assert value is not None
    if problem.whole:
        proved, nodes = none_below(program, problem.whole, value)
        if proved:
            return Finding(verdict=Verdict.PROVED, method=_INTEGER, evidence={"nodes": str(nodes)})
        return None
    bound = dual_bound(program)
    if bound is not None and bound >= value - problem.tolerance:
        return Finding(
            verdict=Verdict.PROVED, method=_DUALITY, evidence={"exact dual bound": str(bound)}
        )
    return None


def _check_by_boxes(
    problem: OptimumProblem, known: tuple[Verdict, Verdict], near: Verdict, evidence: dict[str, str]
) -> Finding:
    """Nothing is better by more than the tolerance: `near` is the verdict where that is all that was shown."""
    from flint import ctx

    with ctx.workprec(_BITS):
        try:
            found = _bounded(problem)
        except NotEnclosable:
            found = None
        if found is not None and found.better is not None:
            point = ", ".join(one.str(8, radius=False) for one in found.better)
            evidence = {**evidence, "better point": f"({point})"}
            return Finding(verdict=Verdict.REFUTED, method=_BRANCHES, evidence=evidence)
        if found is not None and found.complete:
            evidence = {**evidence, "boxes": str(found.boxes), **_reasons(found)}
            verdict = _weaker(Verdict.PROVED if found.exact else near, *known)
            return Finding(verdict=verdict, method=_BRANCHES, evidence=evidence)
    better = better_point(problem)
    if better is not None:
        evidence = {**evidence, "better point": str(better)}
        return Finding(verdict=Verdict.REFUTED, method=_SEARCHED, evidence=evidence)
    sought = problem.searchable() and not problem.jumps()
    verdict = Verdict.CROSS_CHECKED if sought else Verdict.UNDECIDED
    return Finding(verdict=_weaker(verdict, *known), method=_SEARCHED, evidence=evidence)


def _bounded(problem: OptimumProblem) -> LowerBound:
    """Branch and bound to the tolerance claimed, or to 10⁻⁹ of the value where none is."""
    from flint import arb, fmpq

    def ball(value: Fraction) -> arb:
        return arb(fmpq(value.numerator, value.denominator))

    size = max(Fraction(1), abs(Fraction(problem.value_float)))
    gap = max(problem.tolerance, _RELATIVE * size)
    room = ball(problem.tolerance + _RELATIVE * size / 1000)
    smaller = problem.reduced()
    work = _WORK if smaller is None else _WORK / 5
    found = _strictly_first(problem, ball(gap), room, work)
    if smaller is None or found.complete or found.better is not None:
        return found
    return _strictly_first(smaller, ball(gap), room, _WORK)


def _strictly_first(problem: OptimumProblem, gap: Any, room: Any, work: float) -> LowerBound:
    """Without a tolerance first with no gap far from the point: a dip there is found, unless it is as good."""
    tests, box = problem.tests(), problem.box()
    tests.strict = problem.tolerance == 0
    found = lower_bound(tests, box, gap, room, work / 5 if tests.strict else work)
    if found.complete or found.better is not None or not tests.strict:
        return found
    tests.strict = False
    return lower_bound(tests, box, gap, room, work)


def _reasons(found: LowerBound) -> dict[str, str]:
    shown = ", ".join(f"{why}: {number}" for why, number in sorted(found.by.items()))
    return {"boxes done by": shown, "lower bound": found.bound.str(15, radius=False)}


def _check_empty(claim: OptimumOf, problem: OptimumProblem) -> Finding:
    """No point is feasible: by Farkas' lemma, or because every box breaks a constraint."""
    if claim.value != Symbol("undefined"):
        return Finding(verdict=Verdict.REFUTED, method=_EMPTY)
    program = problem.linear()
    if program is not None:
        if problem.whole:
            proved, _ = none_below(program, problem.whole, None)
        else:
            proved = infeasibility(program)
        if proved:
            return Finding(verdict=Verdict.PROVED, method=_DUALITY)
    from flint import arb, ctx

    with ctx.workprec(_BITS):
        try:
            found = lower_bound(problem.tests(), problem.box(), arb(0), arb(0))
        except NotEnclosable:
            return Finding(verdict=Verdict.UNDECIDED, method=_EMPTY)
    verdict = Verdict.PROVED if found.complete else Verdict.UNDECIDED
    return Finding(verdict=verdict, method=_EMPTY, evidence={"boxes": str(found.boxes)})
