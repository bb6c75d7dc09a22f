"""Roots of equations with exponentials, logarithms and mixtures, by interval arithmetic on the whole line.

Around each claimed root lies a box on which the equation is strictly monotonic, so that it is the only one
there. The rest of the line is cut into boxes on which some writing of the equation certainly is not zero:
the difference of the sides, its factors, its quotients by single terms, and the difference of logarithms.
Roots are put in exactly; one that is only enclosed is proved by a change of sign.

Source: A. Neumaier, Interval Methods for Systems of Equations, Cambridge 1990, ch. 5.
"""

from __future__ import annotations

from typing import Any

from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure, precision
from abacist.checking.constant_equality import compare_constants
from abacist.checking.findings import NotApplicable, finding, refuted
from abacist.checking.truth import decide
from abacist.checking.zero_search import Found, Root, Search, domain_of
from abacist.core.answer import Finding
from abacist.core.claim import RootsOf, SolutionSetOf
from abacist.core.expr import Call, Expr, add, neg
from abacist.core.outcome import Verdict

__all__ = ["check", "check_set"]

_EN = "interval arithmetic on the whole line: each root is simple, the rest is free of zeros (Arb)"
_ZH = "在整条实轴上作区间算术：每个根是单根，其余处无零点（Arb）"
_BITS = 192


def check(claim: RootsOf) -> Finding:
    """One equation in one real unknown; conditions may bound it."""
    if len(claim.equations) != 1 or len(claim.unknowns) != 1 or claim.domain != "real":
        raise NotApplicable
    if claim.parameters or not isinstance(claim.equations[0], Call):
        raise NotApplicable
    name = claim.unknowns[0]
    left, right = claim.equations[0].args
    if {n for r in claim.roots for n in r[0].free_symbols()}:
        raise NotApplicable
    box = domain_of(name, claim.conditions)
    roots: list[Root] = []
    verdicts: list[Verdict] = []
    for root in claim.roots:
        found = _put_in(left, right, name, root[0])
        if isinstance(found, Finding):
            return found
        if any(decide(c.substitute({name: root[0]}), {}) is False for c in claim.conditions):
            return refuted(f"{root[0]} does not satisfy the conditions")
        roots.append(found[0])
        verdicts.append(found[1])
    search = Search(left, right, name)
    with precision(_BITS):
        balls = [root.ball for root in roots]
        if any(a.overlaps(b) for k, a in enumerate(balls) for b in balls[:k]):
            return refuted("a root is listed twice")
        outcome = search.run(box, roots)
    return _judged(verdicts, outcome)


def _judged(verdicts: list[Verdict], outcome: Found) -> Finding:
    evidence = {"roots": str(len(verdicts)), "boxes": str(outcome.boxes)}
    if outcome.lost:
        return refuted(f"there is a root in {outcome.lost}")
    if outcome.open:
        return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, **evidence, open=outcome.open)
    for weaker in (Verdict.UNDECIDED, Verdict.CROSS_CHECKED, Verdict.ENCLOSED):
        if weaker in verdicts:
            return finding(weaker, en=_EN, zh=_ZH, **evidence)
    return finding(Verdict.PROVED, en=_EN, zh=_ZH, **evidence)


def _put_in(left: Expr, right: Expr, name: str, root: Expr) -> tuple[Root, Verdict] | Finding:
    """The root with its ball, and how it was seen to satisfy the equation; a refutation where it does not."""
    try:
        ball = enclosure(root, bits=_BITS).real
    except (NotEnclosed, OutsideReals) as error:
        raise NotApplicable from error
    if isinstance(root, Call) and root.head == "plus_minus":
        return _enclosed(left, right, name, root, ball)
    sides = (left.substitute({name: root}), right.substitute({name: root}))
    found = compare_constants(*sides, real=True)
    if found.verdict is Verdict.REFUTED:
        return refuted(f"{root} does not satisfy the equation")
    return Root(root, ball, enclosed=False), found.verdict


def _enclosed(
    left: Expr, right: Expr, name: str, root: Expr, ball: Any
) -> tuple[Root, Verdict] | Finding:
    """A root within a ball; refuted where the sides certainly differ on the whole ball."""
    try:
        difference = enclosure(add(left, neg(right)).substitute({name: root}), bits=_BITS)
    except (NotEnclosed, OutsideReals):
        return Root(root, ball, enclosed=True), Verdict.ENCLOSED
    if not difference.contains(0):
        return refuted(f"no root within {root}")
    return Root(root, ball, enclosed=True), Verdict.ENCLOSED


def check_set(claim: SolutionSetOf) -> Finding:
    """Where a relation holds, with exponentials and logarithms."""
    from abacist.checking.isolated_sets import check_set as decide

    return decide(claim)
