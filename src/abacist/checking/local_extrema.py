"""Local extrema of one variable: exactly the listed points, each of its kind.

Algebraic functions are decided by the chart of signs of their derivative, corners included. For others the zeros of
the derivative are decided to be the listed ones (`roots_of`), and its sign close to each point gives the kind, where
ball arithmetic shows that it is continuous in between. What is not decided so is tried on a grid: cross-checked.
Source: Spivak, Calculus, 4th ed., chapter 11.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from abacist.checking import roots_of
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.extrema_region import conditions_of, finite_ends, grid, interior_of
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.real_points import NotCellular
from abacist.checking.sign_chart import SignChart, Turn, corner_parts, sign_chart
from abacist.checking.truth import NO_VALUE, decide, sign_of
from abacist.core.answer import Finding
from abacist.core.claim import ExtremaOf, Extremum, RootsOf
from abacist.core.expr import Call, Expr, add, call, eq, neg, number
from abacist.core.outcome import Verdict

__all__ = ["check_local", "corners", "is_entire"]

_LEAST_GRID = 200
_CORNERS = frozenset(
    "abs sign max min sqrt root floor ceil mod heaviside piecewise asin acos acosh asec acsc gcd".split()
)
_ENTIRE = frozenset("add mul neg exp sin cos sinh cosh tanh sech atan asinh erf".split())
_CLOSENESS = (4, 100, 10**4, 10**8)


def check_local(claim: ExtremaOf) -> Finding:
    """The claim that these are all critical points, with their kinds."""
    variable = claim.variables[0]
    if len({extremum.point for extremum in claim.extrema}) < len(claim.extrema):
        return refuted("a point is listed twice")
    if any(extremum.place == "boundary" for extremum in claim.extrema):
        return undecided("local extrema are claimed of interior points")
    try:
        chart = sign_chart(claim.function, variable, [*_listed(claim), *_end_points(claim)])
        return _by_chart(claim, chart)
    except NotCellular:
        return _by_zeros(claim)


def corners(function: Expr) -> bool:
    """Whether the function may have no derivative where it is defined."""
    return any(
        isinstance(node, Call)
        and (node.head in _CORNERS or (node.head == "pow" and _is_fractional(node.args[1])))
        for node in function.walk()
    )


def is_entire(function: Expr) -> bool:
    """Whether the function is certainly smooth on the whole real line."""
    for node in function.walk():
        if not isinstance(node, Call) or node.head in _ENTIRE:
            continue
        if node.head == "div" and not node.args[1].free_symbols():
            continue
        if node.head == "pow":
            base, exponent = node.args
            value = getattr(exponent, "value", None)
            if value is not None and value.denominator == 1 and value >= 0:
                continue
            if not base.free_symbols() and sign_of(base, {}) == 1:
                continue
        return False
    return True


def _is_fractional(exponent: Expr) -> bool:
    value = getattr(exponent, "value", None)
    return not exponent.free_symbols() and (value is None or value.denominator != 1)


def _listed(claim: ExtremaOf) -> list[Expr]:
    return [extremum.point[0] for extremum in claim.extrema]


def _end_points(claim: ExtremaOf) -> list[Expr]:
    return [end for end in finite_ends(claim) if end is not None]


# by the chart


def _by_chart(claim: ExtremaOf, chart: SignChart) -> Finding:
    inside = [turn for turn in chart.turns if chart.satisfies(turn, interior_of(claim))]
    if _is_flat_somewhere(claim, chart):
        return undecided("the function is constant on an interval")
    listed: list[Turn] = []
    for extremum in claim.extrema:
        turn = chart.at(extremum.point[0])
        if turn is None or not any(turn is other for other in inside):
            return refuted(f"{extremum.point[0]} does not lie inside the region")
        wrong = _wrong_kind(extremum, turn)
        if wrong is not None:
            return wrong
        listed.append(turn)
    for turn in inside:
        missing = turn.kind or (turn.flat and turn.defined)
        if missing and not any(turn is other for other in listed):
            what = turn.kind or "critical point"
            return refuted(f"the {what} near {turn.point.ball.str(10)} is missing")
    return finding(
        Verdict.PROVED,
        en="sign of the derivative in every cell between the points where it can change, by exact algebraic numbers",
        zh="在导数可能变号的各点之间逐区间以代数数精确判定其符号",
        cells=str(len(chart.samples)),
        signs=", ".join(f"{turn.point.ball.str(6)}: {turn.left}, {turn.right}" for turn in listed),
    )


def _is_flat_somewhere(claim: ExtremaOf, chart: SignChart) -> bool:
    """Whether the derivative vanishes on a whole cell of the region: nothing is isolated there."""
    signs = [turn.left for turn in chart.turns] + [turn.right for turn in chart.turns[-1:]]
    if not signs:
        slope = derivative(claim.function, claim.variables[0])
        return sign_of(slope, {}) == 0
    return any(
        sign == 0
        and all(
            decide(c.substitute({chart.variable: number(sample)}), {}) is not False
            for c in conditions_of(claim)
        )
        for sign, sample in zip(signs, chart.samples, strict=True)
    )


def _wrong_kind(extremum: Extremum, turn: Turn) -> Finding | None:
    shown = extremum.point[0]
    if not turn.defined:
        return refuted(f"the function has no value at {shown}")
    if extremum.type in ("maximum", "minimum"):
        return None if turn.kind == extremum.type else refuted(f"{shown} is no {extremum.type}")
    if turn.kind:
        return refuted(f"{shown} is a {turn.kind}")
    if extremum.type != "inflection":
        return undecided(f"the kind of {shown} is left open")
    if None in (turn.left, turn.right):
        return undecided(f"the function ends at {shown}")
    return None if turn.flat or turn.corner else refuted(f"{shown} is no critical point")


# by the zeros of the derivative


def _by_zeros(claim: ExtremaOf) -> Finding:
    variable = claim.variables[0]
    try:
        slope = derivative(claim.function, variable)
    except NotDifferentiable:
        return undecided("no rule differentiates the function")
    if corners(claim.function):
        return _on_grid(claim, slope)
    found = roots_of.check(
        RootsOf(
            equations=(eq(slope, number(0)),),
            unknowns=(variable,),
            roots=tuple(extremum.point for extremum in claim.extrema),
            conditions=tuple(interior_of(claim)),
        )
    )
    if found.verdict is Verdict.REFUTED:
        return refuted(f"the zeros of the derivative are not the listed ones: {found.evidence}")
    if found.verdict is Verdict.UNDECIDED:
        return _on_grid(claim, slope)
    rigorous = True
    for extremum in claim.extrema:
        signs, continuous = _signs_around(claim, slope, extremum)
        wrong = _judged(extremum, signs)
        if wrong is not None:
            return wrong
        rigorous = rigorous and continuous
    return finding(
        found.verdict if rigorous else Verdict.CROSS_CHECKED,
        en="the derivative's zeros are exactly these; its signs on either side give the kinds",
        zh="导数的零点恰为这些点，两侧的符号给出类型",
        derivative=str(slope),
    )


def _judged(extremum: Extremum, signs: tuple[int, int] | None) -> Finding | None:
    """What is wrong with the kind of a point, from the derivative's signs around it."""
    shown = extremum.point[0]
    if signs is None:
        return undecided(f"the sign of the derivative near {shown} could not be decided")
    kind = {(1, -1): "maximum", (-1, 1): "minimum"}.get(signs, "inflection")
    if extremum.type in ("maximum", "minimum", "inflection"):
        return None if kind == extremum.type else refuted(f"{shown} is a {kind}")
    return undecided(f"the kind of {shown} is left open")


def _signs_around(
    claim: ExtremaOf, slope: Expr, extremum: Extremum
) -> tuple[tuple[int, int] | None, bool]:
    """The derivative's signs close to a point, and whether it is shown to be continuous in between."""
    signs: list[int] = []
    continuous = True
    for side in (-1, 1):
        found = _sign_beside(claim, slope, extremum.point[0], side)
        if found is None:
            return None, False
        signs.append(found[0])
        continuous = continuous and found[1]
    return (signs[0], signs[1]), continuous


def _sign_beside(claim: ExtremaOf, slope: Expr, point: Expr, side: int) -> tuple[int, bool] | None:
    """The sign at a distance that keeps clear of the other points, the widest with a finite enclosure first."""
    reach = _clearance(claim, point)
    last: tuple[int, bool] | None = None
    for closeness in _CLOSENESS:
        beside = add(point, number(side * reach / closeness))
        sign = sign_of(slope.substitute({claim.variables[0]: beside}), {})
        if sign is None or sign is NO_VALUE or int(sign) == 0:
            continue
        last = int(sign), _is_continuous(slope, claim.variables[0], point, beside)
        if last[1]:
            return last
    return last


def _clearance(claim: ExtremaOf, point: Expr) -> Fraction:
    """A positive number below the distance to the other listed points and the ends."""
    from abacist.notation.arb import bounds, enclose

    nearest = Fraction(1)
    for other in (*_listed(claim), *_end_points(claim)):
        if other != point:
            gap = abs(enclose(add(other, neg(point)), bits=64, field="real"))
            lower, _ = bounds(gap)
            if lower > 0:
                nearest = min(nearest, lower)
    return nearest.limit_denominator(10**12) if nearest > Fraction(1, 10**9) else nearest


def _is_continuous(slope: Expr, variable: str, a: Expr, b: Expr) -> bool:
    """Whether the derivative has a finite enclosure over everything between two numbers."""
    from abacist.notation.arb import compile_enclosure, enclose_interval
    from abacist.notation.refusal import NotRepresentable

    try:
        return bool(compile_enclosure(slope, (variable,))((enclose_interval(a, b),)).is_finite())
    except NotRepresentable:
        return False


# on a grid


def _on_grid(claim: ExtremaOf, slope: Expr) -> Finding:
    """Signs around the points, and no other change of sign between neighbours on a fine grid."""
    for extremum in claim.extrema:
        signs, _ = _signs_around(claim, slope, extremum)
        wrong = _judged(extremum, signs)
        if wrong is not None:
            return wrong
        if extremum.type == "inflection" and not _is_critical(claim, slope, extremum.point[0]):
            return undecided(f"that {extremum.point[0]} is critical could not be confirmed")
    if not _signs_agree(claim, slope):
        return undecided("that no critical point is missing could not be confirmed")
    return finding(
        Verdict.CROSS_CHECKED,
        en="the derivative changes sign at these points only, on a fine grid",
        zh="在细网格上导数只在这些点变号",
        derivative=str(slope),
    )


def _is_critical(claim: ExtremaOf, slope: Expr, point: Expr) -> bool:
    """Whether the derivative is certainly zero there, or the function has a corner."""
    at = {claim.variables[0]: point}
    parts = [slope, *corner_parts(claim.function, claim.variables[0])]
    return any(decide(eq(part.substitute(at), number(0)), {}) is True for part in parts)


def _signs_agree(claim: ExtremaOf, slope: Expr) -> bool:
    """True where on a grid the derivative keeps its sign between neighbouring listed points."""
    turning = [e.point[0] for e in claim.extrema if e.type in ("maximum", "minimum")]
    known: list[tuple[int, Expr]] = []
    for point in grid(claim):
        sign = sign_of(slope.substitute({claim.variables[0]: point}), {})
        if sign is not None and sign is not NO_VALUE and int(sign):
            known.append((int(sign), point))
    for (before, left), (after, right) in pairwise(known):
        if before != after:
            inside = [call("and", call("le", left, t), call("le", t, right)) for t in turning]
            if not any(decide(relation, {}) for relation in inside):
                return False
    return len(known) >= _LEAST_GRID
