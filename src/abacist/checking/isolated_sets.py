"""Where a relation with exponentials and logarithms holds: a claimed set, by intervals between its ends.

Every comparison is an expression whose sign matters. Between neighbouring marks (the ends of the set, the
numbers where a comparison was found to vanish, the ends of domains) each must keep its sign: one test point
then decides the part. Marks are put in exactly.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import inf
from typing import Any

from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure, precision
from abacist.checking.constant_equality import compare_constants
from abacist.checking.extended_intervals import Nowhere, Range, hull
from abacist.checking.findings import NotApplicable, finding, refuted
from abacist.checking.interval_slopes import NoIntervals, values
from abacist.checking.real_cells import comparisons, endpoints_of
from abacist.checking.real_points import NotCellular, sample_between_balls
from abacist.checking.truth import decide, is_member
from abacist.checking.zero_search import Root, Search
from abacist.core.answer import Finding
from abacist.core.claim import SolutionSetOf
from abacist.core.expr import Call, Expr, add, neg, number
from abacist.core.outcome import Verdict

__all__ = ["check_set"]

_EN = "interval arithmetic between the ends of the set, one test point in each part (Arb)"
_ZH = "在解集各端点之间作区间算术，每段取一点检验（Arb）"
_BITS = 192


def check_set(claim: SolutionSetOf) -> Finding:
    """Proved where the set is right, refuted with a number that belongs to one and not to the other."""
    name, relation = claim.unknown, claim.relation
    try:
        sides = list(comparisons(relation))
        marks = list(dict.fromkeys(endpoints_of(claim.solutions)))
    except NotCellular as error:
        raise NotApplicable from error
    if any(mark.has("plus_minus") or mark.free_symbols() for mark in marks):
        raise NotApplicable
    for left, right in sides:
        marks += _domain_ends(add(left, neg(right)), name)
    with precision(_BITS):
        ordered = _ordered(marks)
    tested = _tested(claim, ordered)
    if tested.verdict is not Verdict.PROVED:
        return tested
    with precision(_BITS):
        for left, right in sides:
            if not _keeps_sign(left, right, name, ordered):
                return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, part=f"{left} - ({right})")
    return tested


def _domain_ends(expr: Expr, name: str) -> list[Expr]:
    """Zeros of linear insides of logarithms and roots, and of linear denominators."""
    from abacist.checking.elementary_forms import ElementaryForms
    from abacist.checking.normal_forms import NotNormal

    found: list[Expr] = []
    for node in expr.walk():
        if not isinstance(node, Call) or name not in node.free_symbols():
            continue
        inside = None
        if node.head in ("ln", "log", "sqrt"):
            inside = node.args[0]
        elif node.head == "div" and name in node.args[1].free_symbols():
            inside = node.args[1]
        if inside is None:
            continue
        forms = ElementaryForms()
        try:
            form = forms.form(inside)
        except NotNormal:
            continue
        place = forms.symbol_index(name)
        zero = _linear_zero(form.numerator, place)
        if zero is not None:
            found.append(zero)
    return found


def _linear_zero(polynomial: Any, place: int | None) -> Expr | None:
    """−b/a for a·x + b with rational coefficients."""
    a = b = Fraction(0)
    for monom, coefficient in polynomial.terms():
        value = Fraction(int(coefficient.p), int(coefficient.q))
        degree = int(monom[place]) if place is not None else 0
        if sum(map(int, monom)) != degree or degree > 1:
            return None
        a, b = (value, b) if degree else (a, value)
    return number(-b / a) if a else None


def _ordered(marks: list[Expr]) -> list[tuple[Expr, Any]]:
    """The marks with balls, ascending, each number once."""
    found: list[tuple[Expr, Any]] = []
    for mark in marks:
        try:
            ball = enclosure(mark, bits=_BITS).real
        except (NotEnclosed, OutsideReals) as error:
            raise NotApplicable from error
        same = [other for other, ball_of in found if ball_of.overlaps(ball)]
        if same:
            if compare_constants(mark, same[0]).verdict is not Verdict.PROVED:
                raise NotApplicable
            continue
        found.append((mark, ball))
    return sorted(found, key=lambda pair: float(pair[1].mid()))


def _keeps_sign(left: Expr, right: Expr, name: str, marks: list[tuple[Expr, Any]]) -> bool:
    """True where left − right has no zero and no end of its domain between neighbouring marks."""
    search = Search(left, right, name)
    difference = add(left, neg(right))
    roots = [
        Root(mark, ball, enclosed=False)
        for mark, ball in marks
        if _vanishes(left, right, name, mark)
    ]
    edges: list[Any] = [None, *(ball for _, ball in marks), None]
    for low, high in pairwise(edges):
        box = hull(
            -inf if low is None else low.lower(),
            inf if high is None else high.upper(),
            low_open=low is not None and low.is_exact(),
            high_open=high is not None and high.is_exact(),
        )
        if not _is_uniform(difference, name, box):
            return False
    whole = search.run(hull(-inf, inf), roots)
    return not whole.open and not whole.lost


def _vanishes(left: Expr, right: Expr, name: str, mark: Expr) -> bool:
    sides = (side.substitute({name: mark}) for side in (left, right))
    return compare_constants(*sides, real=True).verdict is Verdict.PROVED


def _is_uniform(expr: Expr, name: str, box: Range) -> bool:
    """True where the expression is defined on the whole part, or nowhere on it."""
    try:
        return values(expr, name, box).total
    except Nowhere:
        return True
    except NoIntervals:
        return False


def _tested(claim: SolutionSetOf, marks: list[tuple[Expr, Any]]) -> Finding:
    """The truth at a number of every part and at every mark, against membership."""
    name = claim.unknown
    spots: list[Expr] = []
    edges: list[Any] = [None, *(ball for _, ball in marks), None]
    for k, (low, high) in enumerate(pairwise(edges)):
        spots.append(number(sample_between_balls(low, high)))
        if k < len(marks):
            spots.append(marks[k][0])
    for spot in spots:
        fixed = claim.relation.substitute({name: spot})
        holds = decide(fixed, {})
        inside = is_member(spot, claim.solutions, {})
        if holds is None or inside is None:
            return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, near=str(spot))
        if holds is not inside:
            return refuted(f"{spot} {'belongs' if holds else 'does not belong'} to the solutions")
    return finding(Verdict.PROVED, en=_EN, zh=_ZH, parts=str(len(spots)))
