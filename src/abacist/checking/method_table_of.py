"""A one-step method with a fixed step gives this table: recomputed in exact rational numbers or in balls.

Where the right-hand sides are rational, every stage is a fraction and the table is PROVED; else, or where the
fractions grow too long, it is recomputed in ball arithmetic, doubling the precision until every number is
decided, and the table is ENCLOSED. The system must be equivalent to the equations that were given.
Source: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, 2nd ed. (1993), §II.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from abacist.checking.ball_program import BallProgram, NotEnclosable, ball_of
from abacist.checking.rational_values import NotRational, rational_value
from abacist.checking.reduced_system import reduction
from abacist.checking.truth import decide_constant
from abacist.core.answer import Finding
from abacist.core.claim import MethodTableOf
from abacist.core.expr import Expr, add, eq, mul, number
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_PRECISIONS = (200, 800, 3200)
_EXACT_STEPS = 400
_MOST_STEPS = 100_000

Real = TypeVar("Real")
Slopes = Callable[[Any, Sequence[Any]], list[Any]]

TABLEAUS: Mapping[
    str, tuple[tuple[Fraction, ...], tuple[tuple[Fraction, ...], ...], tuple[Fraction, ...]]
]
TABLEAUS = {
    "euler": ((Fraction(0),), ((),), (Fraction(1),)),
    "heun": (
        (Fraction(0), Fraction(1)),
        ((), (Fraction(1),)),
        (Fraction(1, 2), Fraction(1, 2)),
    ),
    "midpoint": (
        (Fraction(0), Fraction(1, 2)),
        ((), (Fraction(1, 2),)),
        (Fraction(0), Fraction(1)),
    ),
    "rk4": (
        (Fraction(0), Fraction(1, 2), Fraction(1, 2), Fraction(1)),
        (
            (),
            (Fraction(1, 2),),
            (Fraction(0), Fraction(1, 2)),
            (Fraction(0), Fraction(0), Fraction(1)),
        ),
        (Fraction(1, 6), Fraction(1, 3), Fraction(1, 3), Fraction(1, 6)),
    ),
}
"""Butcher tableaus: nodes c, matrix a (below the diagonal), weights b."""


@checker("method_table_of")
def check(claim: MethodTableOf) -> Finding:
    """Recomputes every stage of every step."""
    if not _well_formed(claim):
        return _finding(Verdict.REFUTED, "the table's shape", "表格的形状", {})
    if claim.end is not None and not _ends_there(claim, claim.end):
        return _finding(Verdict.REFUTED, "the grid", "网格", {"end": str(claim.end)})
    given = reduction(claim)
    if given is not Verdict.PROVED:
        method = Message(
            en="substituting the first-order system into the given equations",
            zh="把一阶方程组代回原方程",
        )
        return Finding(verdict=given, method=method)
    try:
        return _exactly(claim)
    except (NotRational, ZeroDivisionError):
        return _in_balls(claim)


def _well_formed(claim: MethodTableOf) -> bool:
    states, rows = len(claim.states), _rows(claim)
    if not rows or len(claim.points) != len(rows) or len(claim.values) != len(rows):
        return False
    if list(rows) != sorted(set(rows)) or rows[0] < 0 or rows[-1] > _MOST_STEPS:
        return False
    stages = len(TABLEAUS[claim.method][0])
    return (
        len(claim.derivatives) == len(claim.initial) == states
        and len(claim.stages) == len(rows) - 1
        and all(len(row) == states for row in claim.values)
        and all(len(step) == stages for step in claim.stages)
        and all(len(stage) == states for step in claim.stages for stage in step)
    )


def _ends_there(claim: MethodTableOf, end: Expr) -> bool:
    """True where start + steps·h = end exactly."""
    last = add(claim.start, mul(number(_rows(claim)[-1]), claim.step))
    return decide_constant(eq(last, end)) is True


def _rows(claim: MethodTableOf) -> Sequence[int]:
    return claim.rows or range(len(claim.points))


def _finding(verdict: Verdict, en: str, zh: str, evidence: dict[str, str]) -> Finding:
    method = Message(
        en=f"all stages recomputed independently in {en}", zh=f"用{zh}独立重算全部中间斜率"
    )
    return Finding(verdict=verdict, method=method, evidence=evidence)


def _steps(
    method: str, slopes: Slopes, t: Any, y: list[Any], h: Any, convert: Callable[[Fraction], Any]
) -> Iterator[tuple[Any, list[Any], list[list[Any]]]]:
    """Endlessly: the point and the state there with no stages, then with those of the step from there."""
    nodes, matrix, weights = TABLEAUS[method]
    start, index = t, 0
    while True:
        t = start + index * h
        yield t, y, []
        stages: list[list[Any]] = []
        for node, row in zip(nodes, matrix, strict=True):
            place = _moved(y, stages, row, h, convert)
            stages.append(slopes(t + convert(node) * h, place))
        yield t, y, stages
        y = _moved(y, stages, weights, h, convert)
        index += 1


def _moved(
    y: list[Any],
    stages: list[list[Any]],
    row: Sequence[Fraction],
    h: Any,
    convert: Callable[[Fraction], Any],
) -> list[Any]:
    moved = list(y)
    for weight, stage in zip(row, stages, strict=False):
        if weight:
            moved = [a + h * convert(weight) * k for a, k in zip(moved, stage, strict=True)]
    return moved


def _exactly(claim: MethodTableOf) -> Finding:
    if _rows(claim)[-1] > _EXACT_STEPS:
        raise NotRational("too many steps")
    start, h = rational_value(claim.start), rational_value(claim.step)
    y = [rational_value(value) for value in claim.initial]

    def slopes(t: Fraction, state: Sequence[Fraction]) -> list[Fraction]:
        values = {claim.variable: t, **dict(zip(claim.states, state, strict=True))}
        return [rational_value(one, values) for one in claim.derivatives]

    worst, tolerance = Fraction(0), Fraction(claim.tolerance)
    steps = _steps(claim.method, slopes, start, y, h, lambda number: number)
    for claimed, true in _pairs(claim, steps):
        worst = max(worst, abs(Fraction(claimed) - true) / max(1, abs(true)))
    verdict = Verdict.PROVED if worst <= tolerance else Verdict.REFUTED
    evidence = {**_size(claim), "largest deviation": f"{float(worst):.2e}"}
    return _finding(verdict, "exact fractions", "精确分数", evidence)


def _in_balls(claim: MethodTableOf) -> Finding:
    from flint import ctx

    for bits in _PRECISIONS:
        with ctx.workprec(bits):
            try:
                verdict, worst = _compared(claim)
            except NotEnclosable:
                continue
        if verdict is not Verdict.UNDECIDED:
            evidence = {**_size(claim), "precision": f"{bits} bits", "largest deviation": worst}
            return _finding(verdict, "ball arithmetic (Arb)", "球算术（Arb）", evidence)
    return _finding(Verdict.UNDECIDED, "ball arithmetic (Arb)", "球算术（Arb）", {})


def _compared(claim: MethodTableOf) -> tuple[Verdict, str]:
    from flint import arb, fmpq

    program = BallProgram(claim.derivatives, (claim.variable, *claim.states))
    y = [ball_of(value) for value in claim.initial]
    tolerance, worst = _ball(claim.tolerance), arb(0)
    steps = _steps(
        claim.method,
        lambda t, state: program(t, *state),
        ball_of(claim.start),
        y,
        ball_of(claim.step),
        lambda number: arb(fmpq(number.numerator, number.denominator)),
    )
    verdict = Verdict.ENCLOSED
    for claimed, true in _pairs(claim, steps):
        deviation = abs(_ball(claimed) - true) / abs(true).max(arb(1))
        if deviation > tolerance:
            return Verdict.REFUTED, deviation.str(3, radius=False)
        if not deviation <= tolerance:
            verdict = Verdict.UNDECIDED
        worst = worst.max(deviation)
    return verdict, worst.upper().str(3, radius=False)


def _ball(value: Decimal) -> Any:
    from flint import arb, fmpq

    fraction = Fraction(value)
    return arb(fmpq(fraction.numerator, fraction.denominator))


def _pairs(
    claim: MethodTableOf, steps: Iterator[tuple[Any, list[Any], list[list[Any]]]]
) -> Iterator[tuple[Decimal, Any]]:
    """Every number of the table with the one it must be."""
    rows = _rows(claim)
    place = {row: index for index, row in enumerate(rows)}
    number = 0
    for t, y, stages in steps:
        index = place.get(number)
        if stages:
            number += 1
        if index is None:
            continue
        if not stages:
            yield claim.points[index], t
            yield from zip(claim.values[index], y, strict=True)
            if index == len(rows) - 1:
                return
        for claimed, true in zip(claim.stages[index], stages, strict=False):
            yield from zip(claimed, true, strict=True)


def _size(claim: MethodTableOf) -> dict[str, str]:
    numbers = len(claim.points) * (1 + len(claim.states))
    numbers += sum(len(stage) for step in claim.stages for stage in step)
    return {"steps": str(_rows(claim)[-1]), "numbers compared": str(numbers)}
