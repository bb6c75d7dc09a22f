"""Extrema: the points are critical, none is missing, each is what it is said to be.

One variable. A global extremum M says that `f ≥ M` (or ≤) holds in the region exactly at the listed points:
this is decided cell by cell for algebraic functions. Local extrema: the derivative is taken here by the chain
rule, its zeros are decided to be exactly the listed ones, and its sign on either side of each gives the type.
What is not algebraic is bounded by ball arithmetic on a compact interval (enclosed), else sampled on a fine
grid (cross-checked). Several variables: the gradient's zeros are counted by linear algebra in the quotient
ring, and the types follow from the exact signs of the Hessian's minors.
Source: Spivak, Calculus, 4th ed., chapter 11; Sylvester's criterion: Horn and Johnson, Matrix Analysis, 7.2.5.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from abacist.checking import roots_of
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.truth import NO_VALUE, decide, sign_of
from abacist.core.answer import Finding
from abacist.core.claim import ExtremaOf, Extremum, RootsOf
from abacist.core.expr import Call, Expr, Symbol, add, call, eq, neg, number, symbol
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_GRID = 400


@checker("extrema_of")
def check(claim: ExtremaOf) -> Finding:
    """Proved or cross-checked where the extrema are as claimed; refuted where one is not."""
    wrong = _wrong_value(claim)
    if wrong is not None:
        return wrong
    if len(claim.variables) > 1:
        found = _several(claim)
    elif claim.wanted == "all":
        found = _local(claim)
    else:
        found = _global(claim, "max" if claim.wanted == "global_max" else "min")
    if found.verdict is Verdict.PROVED and not _values_are_exact(claim):
        return found.model_copy(update={"verdict": Verdict.CROSS_CHECKED})
    return found


def _wrong_value(claim: ExtremaOf) -> Finding | None:
    """A finding where a value is not the function's at its point, or a point is outside the region."""
    for extremum in claim.extrema:
        at = dict(zip(claim.variables, extremum.point, strict=True))
        same = decide(eq(claim.function.substitute(at), extremum.value), {})
        if same is False:
            return refuted(
                f"the value at {', '.join(map(str, extremum.point))} is not {extremum.value}"
            )
        if same is None and not _indistinguishable(claim.function.substitute(at), extremum.value):
            return undecided(
                f"the value at {', '.join(map(str, extremum.point))} could not be decided"
            )
        inside = [decide(condition.substitute(at), {}) for condition in _conditions(claim)]
        if False in inside:
            return refuted(f"{', '.join(map(str, extremum.point))} is outside the region")
        if None in inside:
            return undecided("whether a point lies in the region could not be decided")
    return None


def _values_are_exact(claim: ExtremaOf) -> bool:
    """True where every value was decided exactly, none by balls alone."""
    return all(
        decide(
            eq(
                claim.function.substitute(dict(zip(claim.variables, e.point, strict=True))), e.value
            ),
            {},
        )
        for e in claim.extrema
    )


def _indistinguishable(left: Expr, right: Expr) -> bool:
    """True where two constants agree to eighty digits."""
    from abacist.notation.arb import Undecided, enclose

    try:
        difference = enclose(add(left, neg(right)), bits=400)
    except Undecided:
        return False
    return bool(abs(difference) < 10**-80)


def _conditions(claim: ExtremaOf) -> list[Expr]:
    """The region as relations for the variable."""
    variable = Symbol(claim.variables[0])
    heads = ("interval", "interval_open", "interval_left_open", "interval_right_open")
    return [
        call("in", variable, part) if getattr(part, "head", "") in heads else part
        for part in claim.region
    ]


def _global(claim: ExtremaOf, sense: str) -> Finding:
    extrema = claim.extrema
    if not extrema:
        return _not_attained(claim, sense)
    best = extrema[0].value
    if any(decide(eq(other.value, best), {}) is False for other in extrema):
        return refuted("the values of the listed points differ")
    reached = call("ge" if sense == "max" else "le", claim.function, best)
    found = roots_of.check(
        RootsOf(
            equations=(reached,),
            unknowns=claim.variables,
            roots=tuple(extremum.point for extremum in extrema),
            conditions=tuple(_conditions(claim)),
        )
    )
    if found.verdict is not Verdict.UNDECIDED:
        return finding(
            found.verdict,
            en="decided cell by cell where the function reaches the claimed value: at the listed points only",
            zh="逐区间判定函数达到该值之处：恰为所列各点",
            **found.evidence,
        )
    return _sampled_global(claim, sense, best)


def _sampled_global(claim: ExtremaOf, sense: str, best: Expr) -> Finding:
    """No point of a fine grid in the region is better."""
    worse = "le" if sense == "max" else "ge"
    tested = 0
    for point in _grid(claim):
        verdict = decide(
            call(worse, claim.function.substitute({claim.variables[0]: point}), best), {}
        )
        if verdict is False:
            return refuted(f"the value at {point} is better")
        tested += verdict is True
    if tested < _GRID // 2:
        return undecided("too few points could be compared")
    return finding(
        Verdict.CROSS_CHECKED,
        en="compared with the values on a fine grid, in ball arithmetic",
        zh="与细网格上的函数值比较（球算术）",
        points=str(tested),
    )


def _grid(claim: ExtremaOf) -> list[Expr]:
    """Points of the region from left to right: evenly over a bounded one, else closer near its end or zero."""
    lower, upper = (None if end is None else _rational(end) for end in _ends(claim))
    if lower is not None and upper is not None:
        points = [lower + Fraction(k, _GRID) * (upper - lower) for k in range(_GRID + 1)]
    else:
        anchor = lower if lower is not None else upper if upper is not None else Fraction(0)
        sides = [1] if lower is not None else [-1] if upper is not None else [-1, 1]
        steps = {Fraction(k, 8) for k in range(_GRID // 2)} | {
            Fraction(k, 997) for k in range(0, _GRID, 3)
        }
        points = sorted({anchor + side * step for side in sides for step in steps})
    return [number(point) for point in points if _inside(claim, number(point))]


def _rational(end: Expr) -> Fraction:
    """A rational number close to an end; the grid leaves out what falls outside."""
    from abacist.notation.arb import enclose

    return Fraction(
        float(enclose(end, bits=64, field="real").str(20, radius=False))
    ).limit_denominator(10**6)


def _inside(claim: ExtremaOf, point: Expr) -> bool:
    at = {claim.variables[0]: point}
    return all(decide(condition.substitute(at), {}) is True for condition in _conditions(claim))


def _ends(claim: ExtremaOf) -> tuple[Expr | None, Expr | None]:
    """The finite ends of a region that is one interval."""
    for part in claim.region:
        if isinstance(part, Call) and part.head.startswith("interval"):
            lower, upper = (
                None if end.names() or symbol("oo") in end.walk() else end for end in part.args
            )
            return lower, upper
    return None, None


def _not_attained(claim: ExtremaOf, sense: str) -> Finding:
    """The values along a sequence towards an end of the region pass every earlier one."""
    lower, upper = _ends(claim)
    head = "gt" if sense == "max" else "lt"
    for end, side in ((lower, 1), (upper, -1)):
        if end is None:
            path = [number(Fraction(-side * 10**k)) for k in (3, 6, 9, 12)]
        else:
            path = [add(end, number(Fraction(side, 10**k))) for k in (3, 6, 9, 12)]
        values = [
            claim.function.substitute({claim.variables[0]: p}) for p in path if _inside(claim, p)
        ]
        better = [
            decide(call(head, later, earlier), {}) is True for earlier, later in pairwise(values)
        ]
        rivals = [claim.function.substitute({claim.variables[0]: point}) for point in _grid(claim)]
        if len(better) == 3 and all(better):
            beaten = sum(decide(call(head, values[-1], rival), {}) is True for rival in rivals)
            if beaten >= _GRID // 2:
                return finding(
                    Verdict.CROSS_CHECKED,
                    en="the values keep passing all others along a sequence towards an end of the region",
                    zh="沿趋于区域端点的一列点，函数值不断超过其他各点",
                    points=str(beaten),
                )
    return undecided("that the extremum is not attained could not be confirmed")


def _local(claim: ExtremaOf) -> Finding:
    variable = claim.variables[0]
    try:
        slope = derivative(claim.function, variable)
    except NotDifferentiable:
        return undecided("no rule differentiates the function")
    smooth, kinks = _split(claim, slope)
    found = roots_of.check(
        RootsOf(
            equations=(eq(slope, number(0)),),
            unknowns=(variable,),
            roots=tuple(extremum.point for extremum in smooth),
            conditions=tuple(_interior(claim)),
        )
    )
    if found.verdict is Verdict.REFUTED:
        return refuted(f"the zeros of the derivative are not the listed ones: {found.evidence}")
    types = _wrong_type(claim, slope)
    if types is not None:
        return types
    exact = found.verdict is Verdict.PROVED and not kinks
    if not exact and not _signs_agree(claim, slope):
        return undecided("that no critical point is missing could not be confirmed")
    return finding(
        Verdict.PROVED if exact else Verdict.CROSS_CHECKED,
        en="the derivative's zeros are exactly these; its exact signs on either side give the types"
        if exact
        else "the derivative changes sign at these points only, on a fine grid",
        zh="导数的零点恰为这些点，两侧的精确符号给出类型"
        if exact
        else "在细网格上导数只在这些点变号",
        derivative=str(slope),
    )


def _split(claim: ExtremaOf, slope: Expr) -> tuple[list[Extremum], list[Extremum]]:
    """Points where the derivative is zero, and points where it has no value."""
    smooth: list[Extremum] = []
    kinks: list[Extremum] = []
    for extremum in claim.extrema:
        at = slope.substitute({claim.variables[0]: extremum.point[0]})
        kinked = (
            claim.function.has("abs", "max", "min", "sign", "root", "sqrt") and sign_of(at, {}) != 0
        )
        (kinks if kinked else smooth).append(extremum)
    return smooth, kinks


def _interior(claim: ExtremaOf) -> list[Expr]:
    """The region without its ends."""
    found: list[Expr] = []
    for condition in _conditions(claim):
        inner = (
            condition.args[1] if isinstance(condition, Call) and condition.head == "in" else None
        )
        if isinstance(condition, Call) and isinstance(inner, Call):
            found.append(call("in", condition.args[0], call("interval_open", *inner.args)))
        else:
            found.append(condition)
    return found


def _wrong_type(claim: ExtremaOf, slope: Expr) -> Finding | None:
    """Compares the sign of the derivative close to each point with the type that is claimed."""
    expected = {"maximum": (1, -1), "minimum": (-1, 1)}
    for extremum in claim.extrema:
        if extremum.place == "boundary":
            continue
        signs = _signs_around(claim, slope, extremum)
        if signs is None:
            return undecided(
                f"the sign of the derivative near {extremum.point[0]} could not be decided"
            )
        right = expected.get(extremum.type)
        if right is not None and signs != right:
            return refuted(f"the point {extremum.point[0]} is no {extremum.type}")
        if right is None and signs in expected.values():
            return refuted(f"the point {extremum.point[0]} is an extremum")
    return None


def _signs_around(claim: ExtremaOf, slope: Expr, extremum: Extremum) -> tuple[int, int] | None:
    signs: list[int] = []
    for side in (-1, 1):
        beside = call("add", extremum.point[0], number(Fraction(side, 10**6)))
        sign = sign_of(slope.substitute({claim.variables[0]: beside}), {})
        if sign is None or sign is NO_VALUE:
            return None
        signs.append(int(sign))
    return signs[0], signs[1]


def _signs_agree(claim: ExtremaOf, slope: Expr) -> bool:
    """True where on a grid the derivative keeps its sign between neighbouring listed points."""
    turning = [e.point[0] for e in claim.extrema if e.type in ("maximum", "minimum")]
    last: tuple[int, Expr] | None = None
    tested = 0
    for point in _grid(claim):
        sign = sign_of(slope.substitute({claim.variables[0]: point}), {})
        if sign is None or sign is NO_VALUE or int(sign) == 0:
            last = None
            continue
        tested += 1
        if last is not None and int(sign) != last[0]:
            inside = [call("and", call("le", last[1], t), call("le", t, point)) for t in turning]
            if not any(decide(relation, {}) for relation in inside):
                return False
        last = int(sign), point
    return tested >= _GRID // 2


def _several(claim: ExtremaOf) -> Finding:
    try:
        gradient = [derivative(claim.function, name) for name in claim.variables]
        hessian = [[derivative(row, name) for name in claim.variables] for row in gradient]
    except NotDifferentiable:
        return undecided("no rule differentiates the function")
    found = roots_of.check(
        RootsOf(
            equations=tuple(eq(row, number(0)) for row in gradient),
            unknowns=claim.variables,
            roots=tuple(extremum.point for extremum in claim.extrema),
        )
    )
    if found.verdict is Verdict.REFUTED:
        return refuted("the zeros of the gradient are not the listed points")
    for extremum in claim.extrema:
        verdict = _type_by_minors(claim, hessian, extremum)
        if verdict is False:
            return refuted(f"the Hessian at {', '.join(map(str, extremum.point))} says otherwise")
        if verdict is None:
            return undecided("the Hessian does not decide the type")
    return finding(
        found.verdict,
        en="gradient zeros counted in the quotient ring; types by the exact minors of the Hessian",
        zh="在商环中计数梯度零点；由黑塞矩阵主子式的精确符号判定类型",
        **found.evidence,
    )


def _type_by_minors(claim: ExtremaOf, hessian: list[list[Expr]], extremum: Extremum) -> bool | None:
    at = dict(zip(claim.variables, extremum.point, strict=True))
    minors = [sign_of(_determinant([row[:k] for row in hessian[:k]]).substitute(at), {}) for k in
              range(1, len(hessian) + 1)]  # fmt: skip
    if any(m is None or m is NO_VALUE for m in minors):
        return None
    signs = [int(m) for m in minors if m is not None]
    positive = all(s > 0 for s in signs)
    negative = all(s == (-1 if k % 2 else 1) for k, s in enumerate(signs, start=1))
    if extremum.type == "minimum":
        return positive or (None if 0 in signs else False)
    if extremum.type == "maximum":
        return negative or (None if 0 in signs else False)
    if extremum.type == "saddle":
        return None if signs[-1] == 0 else not (positive or negative)
    return None


def _determinant(rows: list[list[Expr]]) -> Expr:
    """By expansion along the first row; the matrices here are small."""
    if len(rows) == 1:
        return rows[0][0]
    terms: list[Expr] = []
    for column, entry in enumerate(rows[0]):
        minor = _determinant([row[:column] + row[column + 1 :] for row in rows[1:]])
        term = call("mul", entry, minor)
        terms.append(call("neg", term) if column % 2 else term)
    return call("add", *terms)
