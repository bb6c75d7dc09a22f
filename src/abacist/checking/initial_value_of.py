"""The solution of an initial value problem has these values: enclosed rigorously, else cross-checked.

First the solution is enclosed by interval Taylor steps (`taylor_enclosure`): existence on the whole interval
is proved on the way, and every digit claimed is compared with the balls. Where that does not succeed within
its budget (stiff or very long problems), two unlike methods of SciPy at a hundredth of the tolerance, and the
first of them again at a tenth, must agree with each other and with the claim. A claimed blow-up of a scalar
equation polynomial in y is proved by comparison with w' = m·w^d.
Source: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993), §§II.4, II.10.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from abacist.checking.ball_program import BallProgram, NotEnclosable, ball_of
from abacist.checking.blow_up import blow_up_time
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.float_integration import Method, Trajectory, integrate
from abacist.checking.hidden_variation import may_hide_variation
from abacist.checking.reduced_system import reduction
from abacist.checking.taylor_enclosure import Enclosure, InitialValueProblem, enclose
from abacist.core.answer import Finding
from abacist.core.claim import InitialValueOf
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker
from abacist.notation.arb import compile_enclosure
from abacist.notation.refusal import NotRepresentable

__all__ = ["check"]

_HUGE = 1e5
_AROUND = 2.0**-40

_TAYLOR = Message(
    en="rigorous enclosure of the solution by interval Taylor steps (Arb)",
    zh="用区间泰勒步（Arb）严格包围解",
)
_COMPARED = Message(
    en="two unlike methods at a hundredth of the tolerance",
    zh="两种不同的数值方法，容差取百分之一",
)
_REDUCED = Message(
    en="substituting the first-order system into the given equations",
    zh="把一阶方程组代回原方程",
)
_GROWS = Message(
    en="rigorous enclosure up to a large value, then comparison with w' = m·wᵈ",
    zh="严格包围解到很大的值，再与 w' = m·wᵈ 比较",
)


@checker("initial_value_of")
def check(claim: InitialValueOf) -> Finding:
    """Encloses the solution, or integrates it by other methods."""
    states = len(claim.states)
    shapes = {len(claim.derivatives), len(claim.initial), states}
    values = 0 if claim.blow_up is not None else states
    if len(shapes) != 1 or len(claim.end_values) != values or len(claim.radii) not in (0, values):
        return Finding(verdict=Verdict.REFUTED, method=_REDUCED)
    given = reduction(claim)
    if given is not Verdict.PROVED:
        return Finding(verdict=given, method=_REDUCED)
    problem = InitialValueProblem(
        claim.derivatives, claim.variable, claim.states, claim.start, claim.initial
    )
    if claim.blow_up is not None:
        return _check_blow_up(claim, problem)
    radii = _radii(claim)
    found = enclose(problem, claim.end, min(1e-8, float(min(radii))) / 20)
    if found is not None and found.complete:
        verdict, evidence = _compared(claim, radii, found)
        if verdict is not Verdict.UNDECIDED:
            return Finding(verdict=verdict, method=_TAYLOR, evidence=evidence)
    if found is not None and found.stalled and _is_singular(problem, found):
        evidence = {"singularity near": found.reached.str(8, radius=False)}
        return Finding(verdict=Verdict.REFUTED, method=_TAYLOR, evidence=evidence)
    stiff = found is None or found.hopeless
    return _cross_check(claim, problem, radii, stiff)


def _is_singular(problem: InitialValueProblem, found: Enclosure) -> bool:
    """True where a state or its slope is huge where the enclosure ended; at a kink neither is."""
    from flint import ctx

    with ctx.workprec(found.bits):
        try:
            program = BallProgram(problem.derivatives, (problem.variable, *problem.states))
            slopes = program(found.reached, *found.values)
        except NotEnclosable:
            return False
        return any(abs(value) > _HUGE for value in (*found.values, *slopes))


def _radii(claim: InitialValueOf) -> list[Fraction]:
    """The absolute error claimed of each value."""
    if claim.radii:
        return [Fraction(radius) for radius in claim.radii]
    tolerance = Fraction(claim.tolerance)
    return [tolerance * max(Fraction(1), abs(Fraction(value))) for value in claim.end_values]


def _compared(
    claim: InitialValueOf, radii: Sequence[Fraction], found: Enclosure
) -> tuple[Verdict, dict[str, str]]:
    """What the balls say about the claimed values."""
    from flint import ctx

    with ctx.workprec(found.bits):
        gaps = [
            abs(ball - _exact(value))
            for ball, value in zip(found.values, claim.end_values, strict=True)
        ]
        bounds = [_exact(radius) for radius in radii]
        evidence = {
            "balls": ", ".join(ball.str(16) for ball in found.values),
            "steps": f"{found.steps} ({found.way}, {found.bits} bits)",
        }
        if any(gap > bound for gap, bound in zip(gaps, bounds, strict=True)):
            return Verdict.REFUTED, evidence
        if all(gap <= bound for gap, bound in zip(gaps, bounds, strict=True)):
            return Verdict.ENCLOSED, evidence
    return Verdict.UNDECIDED, evidence


def _exact(value: Decimal | Fraction) -> Any:
    from flint import arb, fmpq

    fraction = Fraction(value)
    return arb(fmpq(fraction.numerator, fraction.denominator))


def _cross_check(
    claim: InitialValueOf, problem: InitialValueProblem, radii: Sequence[Fraction], stiff: bool
) -> Finding:
    """Agreement of unlike methods and of two tolerances, all within what is claimed.

    LSODA gets a smaller tolerance, since it controls its error less strictly on stiff problems.
    """
    bounds = [float(radius) for radius in radii]
    values = [float(value) for value in claim.end_values]
    relative = min(r / max(abs(v), r) for r, v in zip(bounds, values, strict=True))
    rtol, atol = max(min(relative / 100, 1e-9), 1e-13), min(min(bounds) / 100, 1e-9)
    try:
        if not _is_unique(problem):
            raise NotEnclosable("the slopes are not Lipschitz continuous at the start")
        second, paths = _runs(problem, claim.end, rtol, atol, stiff)
        if may_hide_variation(problem, paths[1].times, paths[1].states, bounds):
            raise NotEnclosable("a short pulse between the steps cannot be excluded")
    except NotEnclosable as reason:
        return Finding(
            verdict=Verdict.UNDECIDED, method=_COMPARED, evidence={"stopped": str(reason)}
        )
    runs = [path.end for path in paths]
    spread = [max(run[i] for run in runs) - min(run[i] for run in runs) for i in range(len(values))]
    gaps = [max(abs(run[i] - values[i]) for run in runs) for i in range(len(values))]
    evidence = {
        "LSODA": ", ".join(f"{value:.12g}" for value in runs[0]),
        second: ", ".join(f"{value:.12g}" for value in runs[1]),
        "spread": f"{max(spread):.1e}",
    }
    if all(gap <= bound for gap, bound in zip(gaps, bounds, strict=True)):
        verdict = Verdict.CROSS_CHECKED
    elif any(
        gap > 10 * bound and apart < gap / 100
        for gap, bound, apart in zip(gaps, bounds, spread, strict=True)
    ):
        verdict = Verdict.REFUTED
    else:
        verdict = Verdict.UNDECIDED
    return Finding(verdict=verdict, method=_COMPARED, evidence=evidence)


def _is_unique(problem: InitialValueProblem) -> bool:
    """True where the slopes have bounded rates of change in the states around the start (Picard and Lindelöf).

    At a kink the rates are bounded; at a root of zero or a jump they are not, and there may be other solutions.
    """
    from flint import arb

    names = (problem.variable, *problem.states)
    try:
        around = [ball_of(place) + arb(0, _AROUND) for place in (problem.start, *problem.initial)]
        for slope in problem.derivatives:
            for state in problem.states:
                rate = compile_enclosure(derivative(slope, state), names, partial=True)
                if not rate(around).is_finite():
                    return False
    except (NotDifferentiable, NotEnclosable, NotRepresentable):
        return False
    return True


def _runs(
    problem: InitialValueProblem, end: Expr, rtol: float, atol: float, stiff: bool
) -> tuple[Method, list[Trajectory]]:
    """LSODA's result and two of the other method: DOP853, or Radau where that would need too many steps."""
    first = integrate(problem, end, "LSODA", max(rtol / 100, 1e-13), atol / 100)
    second: Method = "Radau" if stiff else "DOP853"
    try:
        fine = integrate(problem, end, second, rtol, atol)
    except NotEnclosable:
        if stiff:
            raise
        second = "Radau"
        fine = integrate(problem, end, second, rtol, atol)
    coarse = integrate(problem, end, second, min(10 * rtol, 1e-3), 10 * atol)
    return second, [first, fine, coarse]


def _check_blow_up(claim: InitialValueOf, problem: InitialValueProblem) -> Finding:
    found = enclose(problem, claim.end, 1e-3)
    if found is None:
        return Finding(verdict=Verdict.UNDECIDED, method=_GROWS)
    if found.complete:
        evidence = {"values at the end": ", ".join(ball.str(8) for ball in found.values)}
        return Finding(verdict=Verdict.REFUTED, method=_TAYLOR, evidence=evidence)
    from flint import arb, ctx

    with ctx.workprec(found.bits):
        claimed = _exact(claim.blow_up or Decimal(0))
        room = _exact(claim.tolerance) * abs(claimed).max(arb(1))
        evidence = {"exists up to": found.reached.str(8, radius=False)}
        try:
            time = blow_up_time(problem, ball_of(claim.end), found.reached, found.values)
        except NotEnclosable:
            time = None
        if time is not None:
            evidence["blow-up"] = time.str(8)
            verdict = Verdict.ENCLOSED if abs(time - claimed) <= room else Verdict.UNDECIDED
            if abs(time - claimed) > room:
                verdict = Verdict.REFUTED
            return Finding(verdict=verdict, method=_GROWS, evidence=evidence)
        large = any(abs(ball) > 10**6 for ball in found.values)
        near = abs(found.reached - claimed) <= room
        verdict = Verdict.CROSS_CHECKED if found.stalled and large and near else Verdict.UNDECIDED
        evidence["values there"] = ", ".join(ball.str(4) for ball in found.values)
        return Finding(verdict=verdict, method=_TAYLOR, evidence=evidence)
