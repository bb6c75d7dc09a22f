"""A limit, from one side or both, or that there is none.

The function is expanded on each side with rigorous remainders (`germs`): the leading term is the limit, so the
verdict is a proof where its coefficient is known exactly, an enclosure where it is known as a ball. Sides that
differ prove that there is no limit; so do two sequences that run into the point and give different limits,
taken where an oscillating sine has fixed phases. Where no expansion exists, values at points that approach
geometrically cross-check a limit, never more. With parameters a quotient is settled by
Taylor's theorem (`parametric_limits`), others at sample values, which cross-check.

The action finds limits by other means (algebra, L'Hôpital's rule, Gruntz's algorithm). Source: G. H. Hardy,
Orders of Infinity (1910); Makino and Berz, Int. J. Pure Appl. Math. 4 (2003) on Taylor models.
"""

from __future__ import annotations

from dataclasses import dataclass

from abacist.checking import parametric_limits
from abacist.checking.approach import approaches
from abacist.checking.exact_constants import Constant, Constants
from abacist.checking.germ_composition import limit_sign
from abacist.checking.germs import Germs
from abacist.checking.one_sided import germ_of, neighbourhoods, side_of
from abacist.checking.oscillation import phases, residues
from abacist.checking.parameters import of_parameters
from abacist.checking.power_series import Unsettled, working
from abacist.checking.sample_points import parameter_points
from abacist.core.answer import Finding
from abacist.core.claim import LimitOf
from abacist.core.expr import Call, Expr, Symbol, number
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_BITS = 200
_SAMPLES = 4
_SHARP = 1e-30

_EXPANSION = Message(
    en="expansion on each side with a rigorous remainder", zh="在各侧作带严格余项的展开"
)
_PHASES = Message(
    en="two sequences that tend to the point and give different limits",
    zh="取两个趋于该点的数列，所得极限不同",
)
_VALUES = Message(
    en="values in ball arithmetic at points that approach geometrically",
    zh="在按几何速度逼近的点上用球算术求值",
)
_TAYLOR = Message(
    en="derivatives of numerator and denominator at the point, identically in the parameters (Taylor's theorem)",
    zh="分子与分母在该点的各阶导数，关于参数恒成立（泰勒定理）",
)
_OPEN = Message(en="no expansion of the function was found", zh="未能得到该函数的展开式")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one side does: a finite `value`, or `infinite` (±1); `exact` False where zeros were assumed."""

    value: Constant | None
    infinite: int
    exact: bool
    constants: Constants

    def text(self) -> str:
        """For the evidence."""
        if self.value is None:
            return "oo" if self.infinite > 0 else "-oo"
        return (
            str(self.value.rational) if self.value.rational is not None else self.value.ball.str(15)
        )


@checker("limit_of")
def check(claim: LimitOf) -> Finding:
    """See the module's page."""
    if claim.sequence and not _is_infinite(claim.point):
        return Finding(verdict=Verdict.UNDECIDED, method=_OPEN)
    parameters = claim.function.free_symbols() - {claim.variable}
    parameters |= claim.point.free_symbols() | (
        claim.value.free_symbols() if claim.value else set()
    )
    if not parameters:
        return _check_definite(claim)
    if parametric_limits.is_proved(claim):
        return Finding(verdict=Verdict.PROVED, method=_TAYLOR)
    findings = []
    for point, general in parameter_points(parameters, (), str(claim.function), _SAMPLES):
        values = {name: number(at) for name, at in point.items()}
        definite = claim.model_copy(update={
            field: getattr(claim, field).substitute(values)
            for field in ("function", "point", "value", "left", "right")
            if getattr(claim, field) is not None
        })  # fmt: skip
        findings.append((_check_definite(definite), general, point))
    return of_parameters(findings, _OPEN)


def _check_definite(claim: LimitOf) -> Finding:
    with working(_BITS):
        if claim.sequence:
            classes = residues(claim.function, claim.variable)
            if classes:
                return _by_residues(claim, classes)
        readings = {}
        for name, direction in _sides(claim):
            reading = _read(claim.function, claim.variable, claim.point, direction)
            if reading is None:
                return _without_expansion(claim)
            readings[name] = reading
        return _judged(claim, readings)


def _by_residues(claim: LimitOf, classes: list[tuple[str, Expr]]) -> Finding:
    """A sequence has a limit where all its residue classes have the same one."""
    readings = {}
    for residue, function in classes:
        reading = _read(function, claim.variable, claim.point, 1)
        if reading is None:
            return Finding(verdict=Verdict.UNDECIDED, method=_OPEN)
        readings[residue] = reading
    evidence = _by_value(readings)
    if claim.value is not None:
        return _judged(claim, readings).model_copy(update={"evidence": evidence})
    first, *others = readings.values()
    verdicts = [_differ(first, other) for other in others if other.exact and first.exact]
    best = min(verdicts, key=list(Verdict).index, default=Verdict.UNDECIDED)
    return Finding(verdict=best, method=_PHASES, evidence=evidence)


def _by_value(readings: dict[str, Reading]) -> dict[str, str]:
    """Which residues have which limit."""
    grouped: dict[str, list[str]] = {}
    for residue, reading in readings.items():
        grouped.setdefault(reading.text(), []).append(residue)
    modulus = len(readings)
    return {
        f"n mod {modulus} in {{{', '.join(residues)}}}": limit
        for limit, residues in grouped.items()
    }


def _sides(claim: LimitOf) -> list[tuple[str, int]]:
    if _is_infinite(claim.point):
        return [("at infinity", 1)]
    sides = {"left": -1, "right": 1}
    if claim.direction != "both":
        return [(claim.direction, sides[claim.direction])]
    return list(sides.items())


def _is_infinite(point: Expr) -> int:
    if point == Symbol("oo"):
        return 1
    if isinstance(point, Call) and point.head == "neg" and point.args[0] == Symbol("oo"):
        return -1
    return 0


def _read(function: Expr, variable: str, point: Expr, direction: int) -> Reading | None:
    """The behaviour on one side; None where no expansion settles it."""
    for assume in (False, True):
        for to in neighbourhoods(assume):
            try:
                return _reading(to, function, variable, side_of(to, point, direction))
            except Unsettled:
                continue
    return None


def _reading(to: Germs, function: Expr, variable: str, near: object) -> Reading:
    germ = germ_of(to, function, variable, near)  # type: ignore[arg-type]
    infinite = limit_sign(to, germ)
    if infinite:
        return Reading(None, infinite, not to.assumed, to.constants)
    zero = to.constants.zero
    if germ.growth:
        return Reading(zero, 0, not to.assumed, to.constants)
    found = to.lead(germ)
    if found is None:
        if germ.tail is None:
            return Reading(zero, 0, not to.assumed, to.constants)
        p, k = germ.tail
        if p > 0 or (p == 0 and k < 0):
            return Reading(zero, 0, not to.assumed, to.constants)
        raise Unsettled("only bounds of the function are known")
    (p, k), c = found
    if p > 0 or k < 0:
        return Reading(zero, 0, not to.assumed, to.constants)
    if _rest_vanishes(germ.tail):
        return Reading(c, 0, not to.assumed, to.constants)
    raise Unsettled("the remainder does not vanish")


def _rest_vanishes(tail: tuple[object, int] | None) -> bool:
    return tail is None or tail[0] > 0 or (tail[0] == 0 and tail[1] < 0)  # type: ignore[operator]


def _judged(claim: LimitOf, readings: dict[str, Reading]) -> Finding:
    evidence = {name: reading.text() for name, reading in readings.items()}
    exact = all(reading.exact for reading in readings.values())
    if claim.value is None:
        verdict = _judged_absence(claim, readings)
    else:
        verdicts = [_compare(reading, claim.value) for reading in readings.values()]
        verdict = _weakest(verdicts)
    if not exact:
        verdict = {
            Verdict.REFUTED: Verdict.UNDECIDED,
            Verdict.UNDECIDED: Verdict.UNDECIDED,
        }.get(verdict, Verdict.CROSS_CHECKED)
    return Finding(verdict=verdict, method=_EXPANSION, evidence=evidence)


def _weakest(verdicts: list[Verdict]) -> Verdict:
    return max(verdicts, key=list(Verdict).index)


def _compare(reading: Reading, claimed: Expr) -> Verdict:
    """Whether a side does what is claimed of it."""
    infinite = _is_infinite(claimed)
    if reading.value is None or infinite:
        return Verdict.PROVED if reading.infinite == infinite else Verdict.REFUTED
    try:
        wanted = reading.constants.from_expr(claimed)
    except Unsettled:
        return Verdict.UNDECIDED
    difference = reading.constants.add(reading.value, reading.constants.negative(wanted))
    zero = reading.constants.is_zero(difference)
    if zero is not None:
        return Verdict.PROVED if zero else Verdict.REFUTED
    gap = difference.ball
    if float(gap.rad()) > _SHARP * (1 + abs(float(gap.mid()))):
        return Verdict.UNDECIDED
    return Verdict.ENCLOSED


def _judged_absence(claim: LimitOf, readings: dict[str, Reading]) -> Verdict:
    """There is no limit where the sides differ; the one-sided values claimed must be right."""
    if len(readings) < 2:
        return Verdict.REFUTED
    left, right = readings["left"], readings["right"]
    verdicts = [
        _compare(reading, wanted)
        for reading, wanted in ((left, claim.left), (right, claim.right))
        if wanted is not None
    ]
    verdicts.append(_differ(left, right))
    found = _weakest(verdicts)
    return found if found is not Verdict.ENCLOSED else Verdict.PROVED


def _differ(left: Reading, right: Reading) -> Verdict:
    if left.value is None or right.value is None:
        same = left.value is None and right.value is None and left.infinite == right.infinite
        return Verdict.REFUTED if same else Verdict.PROVED
    if left.value.rational is not None and right.value.rational is not None:
        same = left.value.rational == right.value.rational
        return Verdict.REFUTED if same else Verdict.PROVED
    gap = left.value.ball - right.value.ball
    if not gap.contains(0):
        return Verdict.PROVED
    return Verdict.UNDECIDED


# where there is no expansion


def _without_expansion(claim: LimitOf) -> Finding:
    """Two phases of an oscillation prove that there is no limit; values may support one."""
    # The phases are met at real points, which a sequence need not meet.
    evidence = None if claim.sequence else _two_limits(claim)
    if evidence is None:
        if claim.value is not None:
            return _by_values(claim)
        return Finding(verdict=Verdict.UNDECIDED, method=_OPEN)
    wrong = claim.value is not None or claim.left is not None or claim.right is not None
    verdict = Verdict.REFUTED if wrong else Verdict.PROVED
    return Finding(verdict=verdict, method=_PHASES, evidence=evidence)


def _two_limits(claim: LimitOf) -> dict[str, str] | None:
    """Two sequences towards the point on which the function has different limits."""
    found: list[tuple[str, Reading]] = []
    for name, direction in _sides(claim):
        for phase, function in phases(claim.function, claim.variable, claim.point, direction):
            reading = _read(function, claim.variable, claim.point, direction)
            if reading is None or not reading.exact:
                continue
            label = f"{name}, phase {phase}·pi"
            for other_label, other in found:
                if _differ(reading, other) is Verdict.PROVED:
                    return {other_label: other.text(), label: reading.text()}
            found.append((label, reading))
    return None


def _by_values(claim: LimitOf) -> Finding:
    assert claim.value is not None
    sides = _sides(claim)
    infinite = _is_infinite(claim.value)
    agree = all(approaches(claim, direction, infinite) for _, direction in sides)
    verdict = Verdict.CROSS_CHECKED if agree else Verdict.UNDECIDED
    return Finding(verdict=verdict, method=_VALUES if agree else _OPEN)
