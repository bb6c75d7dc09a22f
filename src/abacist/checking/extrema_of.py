"""Extrema: the points are critical, none is missing, each is what it is said to be.

The value at every point is compared exactly, else to eighty digits. One variable: see `local_extrema` and
`global_extrema`. Several variables: the gradient's zeros are counted by linear algebra in the quotient ring, and the
kinds follow from the exact signs of the Hessian's minors.
Source: Spivak, Calculus, 4th ed., chapter 11; Sylvester's criterion: Horn and Johnson, Matrix Analysis, 7.2.5.
"""

from __future__ import annotations

from fractions import Fraction

from abacist.checking import roots_of
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.extrema_region import conditions_of, finite_ends, is_one_interval
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.global_extrema import check_global
from abacist.checking.local_extrema import check_local, corners
from abacist.checking.truth import NO_VALUE, decide, sign_of
from abacist.core.answer import Finding
from abacist.core.claim import ExtremaOf, Extremum, RootsOf
from abacist.core.expr import Expr, add, call, eq, neg, number, sub
from abacist.core.outcome import Verdict
from abacist.core.registry import checker
from abacist.notation.arb import enclose
from abacist.notation.refusal import NotRepresentable, Undecided

__all__ = ["check"]

_NEAR = number(Fraction(1, 10**9))


@checker("extrema_of")
def check(claim: ExtremaOf) -> Finding:
    """Proved or cross-checked where the extrema are as claimed; refuted where one is not."""
    if any(len(extremum.point) != len(claim.variables) for extremum in claim.extrema):
        return refuted("a point has another number of coordinates than there are variables")
    if not is_one_interval(claim):
        return undecided("the region is not one interval")
    wrong = _wrong_name(claim) or _wrong_value(claim)
    if wrong is not None:
        return wrong
    if len(claim.variables) > 1:
        found = _several(claim)
    elif claim.wanted == "all":
        found = check_local(claim)
    else:
        found = check_global(claim, "max" if claim.wanted == "global_max" else "min")
    if found.verdict is Verdict.PROVED and not _values_are_exact(claim):
        return found.model_copy(update={"verdict": Verdict.CROSS_CHECKED})
    return found


def _wrong_name(claim: ExtremaOf) -> Finding | None:
    """A finding where an extremum is called what it cannot be: the other kind, or inside at an end."""
    kind = {"global_max": "maximum", "global_min": "minimum"}.get(claim.wanted)
    ends = [end for end in finite_ends(claim) if end is not None] if claim.region else []
    for extremum in claim.extrema:
        shown = ", ".join(map(str, extremum.point))
        if kind is not None and extremum.type != kind:
            return refuted(f"{shown} is called a {extremum.type}")
        at_end = True in [decide(eq(extremum.point[0], end), {}) for end in ends]
        is_inside = not at_end and (extremum.place == "interior" or _goes_on(claim, extremum))
        if (extremum.place == "interior") is not is_inside:
            return refuted(f"{shown} is said to lie on the {extremum.place}")
    return None


def _goes_on(claim: ExtremaOf, extremum: Extremum) -> bool:
    """True where the function has real values on both sides of a point, so that it does not end there."""
    if len(claim.variables) != 1:
        return True
    for side in (add, sub):
        near = side(extremum.point[0], _NEAR)
        try:
            enclose(claim.function.substitute({claim.variables[0]: near}), field="real")
        except (NotRepresentable, Undecided):
            return False
    return True


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
        inside = [decide(condition.substitute(at), {}) for condition in conditions_of(claim)]
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


def _several(claim: ExtremaOf) -> Finding:
    if claim.wanted != "all" or claim.region or corners(claim.function):
        return undecided("only local extrema of smooth functions are decided in several variables")
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
