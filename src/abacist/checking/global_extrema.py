"""Global extrema of one variable: no value is better, and the best is reached at the listed points only.

Algebraic functions are decided cell by cell. A function that is smooth everywhere, with one zero of its derivative, has
its extremum there. Others are bounded on a compact interval by branch and bound in ball arithmetic, with the mean
value form: enclosed. On an unbounded region, and where there is no enclosure at a few places, the same is done on a
window and the rest tried on a grid that reaches very far out: cross-checked.
Source: R. E. Moore, R. B. Kearfott, M. J. Cloud, Introduction to Interval Analysis (2009), chapters 6 and 11,
https://doi.org/10.1137/1.9780898717716.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.extrema_region import finite_ends, grid, interior_of, on_cells
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.local_extrema import check_local, corners, is_entire
from abacist.checking.truth import decide, sign_of
from abacist.checking.unattained_extrema import check_not_attained
from abacist.core.answer import Finding
from abacist.core.claim import ExtremaOf
from abacist.core.expr import Expr, call, eq
from abacist.core.outcome import Verdict

__all__ = ["check_global"]

_LEAST_GRID = 200
_BITS = 128
_MOST_BOXES = 20_000
_TOLERANCE = 1e-9
_RADIUS = 1e-3
_WINDOW = 30
_SMALLEST = 1e-7


def check_global(claim: ExtremaOf, sense: str) -> Finding:
    """`sense` is max or min."""
    extrema = claim.extrema
    if not extrema:
        return check_not_attained(claim, sense)
    best = extrema[0].value
    if any(decide(eq(other.value, best), {}) is False for other in extrema):
        return refuted("the values of the listed points differ")
    reached = call("ge" if sense == "max" else "le", claim.function, best)
    report = on_cells(claim, reached, [extremum.point[0] for extremum in extrema])
    if report is not None and report.verdict is not Verdict.UNDECIDED:
        return finding(
            report.verdict,
            en="decided cell by cell where the function reaches the claimed value: at the listed points only",
            zh="逐区间判定函数达到该值之处：恰为所列各点",
            cells=str(report.cells),
            witness=report.witness,
        )
    if _is_unimodal(claim, sense):
        return finding(
            Verdict.PROVED,
            en="the derivative has this one zero and changes its sign there, on the whole region",
            zh="在整个区域上导数只有这一个零点并在此变号",
            point=str(extrema[0].point[0]),
        )
    sampled = _sampled(claim, sense, best)
    if sampled.verdict is Verdict.REFUTED:
        return sampled
    if _is_passed_nearby(claim):
        return refuted("the derivative does not vanish at a listed point inside the region")
    searched = _searched(claim, sense)
    if searched is None:
        return undecided("another place could not be ruled out")
    whole = None not in finite_ends(claim)
    if whole and searched.settled:
        return finding(
            Verdict.ENCLOSED,
            en="branch and bound in ball arithmetic: away from the listed points every value is worse; close to "
            "them by the signs of the first two derivatives",
            zh="球算术分支定界：远离所列各点处的值都更差；其附近由一、二阶导数的符号判定",
            boxes=str(searched.boxes),
        )
    return sampled


def _sampled(claim: ExtremaOf, sense: str, best: Expr) -> Finding:
    """No point of a grid in the region is better."""
    worse = "le" if sense == "max" else "ge"
    tested = 0
    for point in grid(claim):
        at = claim.function.substitute({claim.variables[0]: point})
        verdict = decide(call(worse, at, best), {})
        if verdict is False and decide(eq(at, at), {}) is True:
            return refuted(f"the value at {point} is better")
        tested += verdict is True
    if tested < _LEAST_GRID:
        return undecided("too few points could be compared")
    return finding(
        Verdict.CROSS_CHECKED,
        en="compared with the values on a fine grid, in ball arithmetic",
        zh="与细网格上的函数值比较（球算术）",
        points=str(tested),
    )


def _is_unimodal(claim: ExtremaOf, sense: str) -> bool:
    """True for a function that is smooth on the whole line, whose derivative's only zero is the listed point."""
    if len(claim.extrema) != 1 or not is_entire(claim.function):
        return False
    (extremum,) = claim.extrema
    local = check_local(claim.model_copy(update={
        "wanted": "all",
        "extrema": (
            extremum.model_copy(update={
                "type": "maximum" if sense == "max" else "minimum", "place": "interior"
            }),
        ),
    }))  # fmt: skip
    return local.verdict is Verdict.PROVED


# branch and bound


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How many pieces were needed; `settled` unless tiny pieces without an enclosure were left."""

    boxes: int
    settled: bool


def _is_passed_nearby(claim: ExtremaOf) -> bool:
    """Whether the derivative of a smooth function is certainly not zero at a listed point that is no end."""
    if corners(claim.function):
        return False
    try:
        slope = derivative(claim.function, claim.variables[0])
    except NotDifferentiable:
        return False
    for extremum in claim.extrema:
        at = {claim.variables[0]: extremum.point[0]}
        inside = all(decide(c.substitute(at), {}) is True for c in interior_of(claim))
        if inside and sign_of(slope.substitute(at), {}) in (1, -1):
            return True
    return False


def _searched(claim: ExtremaOf, sense: str) -> _Outcome | None:
    """Branch and bound on the region, or on a window of an unbounded one around the listed points.

    None where some piece away from these resists.
    """
    from abacist.notation.arb import compile_enclosure, enclose
    from abacist.notation.refusal import NotRepresentable, Undecided

    names = claim.variables
    try:
        first = derivative(claim.function, names[0])
        value, slope = (compile_enclosure(part, names) for part in (claim.function, first))
        curvature = _curvature(first, names)
        ends: list[Any] = [
            None if end is None else enclose(end, bits=_BITS, field="real")
            for end in finite_ends(claim)
        ]
        best = enclose(claim.extrema[0].value, bits=_BITS, field="real")
        at: list[Any] = [enclose(e.point[0], bits=_BITS, field="real") for e in claim.extrema]
    except (NotRepresentable, Undecided, NotDifferentiable):
        return None
    lower = (
        min((p.lower() for p in at), key=float) - _WINDOW if ends[0] is None else ends[0].lower()
    )
    upper = (
        max((p.upper() for p in at), key=float) + _WINDOW if ends[1] is None else ends[1].upper()
    )
    sign = 1 if sense == "max" else -1
    flat = [sign_of(first.substitute({names[0]: e.point[0]}), {}) == 0 for e in claim.extrema]
    near = [_Nearby(p, zero, lower, upper, sign) for p, zero in zip(at, flat, strict=True)]
    for each in near:
        each.settle(slope, curvature)
    return _Search(claim, value, slope, best, near, sign).run(lower, upper)


def _curvature(first: Expr, names: tuple[str, ...]) -> Any | None:
    """The second derivative as a function of balls; None where no rule gives it."""
    from abacist.notation.arb import compile_enclosure
    from abacist.notation.refusal import NotRepresentable

    try:
        return compile_enclosure(derivative(first, names[0]), names)
    except (NotDifferentiable, NotRepresentable):
        return None


class _Nearby:
    """The surroundings of a listed point: `settled` where every other value there is shown to be worse."""

    def __init__(self, point: Any, flat: bool, lower: Any, upper: Any, sign: int) -> None:
        self.point, self.flat, self.sign = point, flat, sign
        self.at_lower = bool(abs(point - lower) < _SMALLEST)
        self.at_upper = bool(abs(point - upper) < _SMALLEST)
        left = point.lower() - (0 if self.at_lower else _RADIUS)
        right = point.upper() + (0 if self.at_upper else _RADIUS)
        self.whole = left.union(right)
        self.settled = False

    def settle(self, slope: Any, curvature: Any) -> None:
        """A zero of the derivative where the function bends the right way, or an end from which it gets worse."""
        from flint import ctx

        with ctx.workprec(_BITS):
            rate = self.sign * slope((self.whole,))
            falling = rate < 0 if self.at_lower else rate > 0 if self.at_upper else False
            bends = curvature is not None and self.sign * curvature((self.whole,)) < 0
            self.settled = bool((self.flat and bends) or falling)

    def holds(self, a: Any, b: Any) -> bool:
        """Whether a piece lies in these surroundings."""
        return bool(self.whole.contains(a) and self.whole.contains(b))


class _Search:
    """Bisection of an interval until each piece is worse than the best, or lies beside a listed point."""

    def __init__(
        self, claim: ExtremaOf, value: Any, slope: Any, best: Any, near: list[_Nearby], sign: int
    ) -> None:
        self.claim, self.value, self.slope = claim, value, slope
        self.best, self.near, self.sign = best, near, sign
        self.tolerance = _TOLERANCE * (1 + float(abs(best).upper()))

    def run(self, lower: Any, upper: Any) -> _Outcome | None:
        """See `_searched`."""
        from flint import ctx

        with ctx.workprec(_BITS):
            waiting, count, settled = [(lower, upper)], 0, True
            while waiting:
                count += 1
                if count > _MOST_BOXES:
                    return None
                a, b = waiting.pop()
                excess = self._excess(a, b)
                if excess is not None and excess < 0:
                    continue
                near = [each for each in self.near if each.holds(a, b)]
                if near and (near[0].settled or (excess is not None and excess < self.tolerance)):
                    settled = settled and near[0].settled
                    continue
                if excess is None:
                    if self._is_outside(a, b):
                        continue
                    if b - a < _SMALLEST:
                        settled = False
                        continue
                middle = ((a + b) / 2).mid()
                if not a < middle < b:
                    return None
                waiting += [(a, middle), (middle, b)]
        return _Outcome(count, settled)

    def _excess(self, a: Any, b: Any) -> Any | None:
        """An upper bound of (f − best) in the sense that is asked for; None where f has no enclosure."""
        whole, middle = a.union(b), ((a + b) / 2).mid()
        direct = self.value((whole,))
        centre, rate = self.value((middle,)), self.slope((whole,))
        bounds = []
        if direct.is_finite():
            bounds.append((self.sign * (direct - self.best)).upper())
        if centre.is_finite() and rate.is_finite():
            linear = centre + rate * (whole - middle)
            bounds.append((self.sign * (linear - self.best)).upper())
        return min(bounds, key=float) if bounds else None

    def _is_outside(self, a: Any, b: Any) -> bool:
        """Whether the function certainly has no real value on a piece."""
        try:
            enclosure(self.claim.function, {self.claim.variables[0]: a.union(b)}, real=True)
        except OutsideReals:
            return True
        except NotEnclosed:
            return False
        return False
