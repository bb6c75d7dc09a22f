"""Relations at a root of an irreducible polynomial that radicals cannot write: rational expressions only.

A rational expression of the root vanishes exactly where the polynomial divides its numerator; otherwise a
fine enough ball shows its sign. Absolute values are taken by the sign of what is inside.
"""

from __future__ import annotations

from typing import Any

from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.normal_forms import NotNormal
from abacist.checking.real_points import NotCellular, Point
from abacist.checking.truth import RELATIONS
from abacist.core.expr import Call, Expr, add, call, neg

__all__ = ["decide_at_root"]

_PRECISIONS = (64, 256, 1024, 4096)


def decide_at_root(relation: Expr, unknown: str, point: Point) -> bool | None:
    """The truth of a relation where the unknown is this root; None where it cannot be told."""
    if not isinstance(relation, Call):
        return None
    if relation.head in RELATIONS:
        left, right = relation.args
        try:
            sign = _sign(add(left, neg(right)), unknown, point)
        except _NoValue:
            return False
        return None if sign is None else RELATIONS[relation.head](sign)
    if relation.head == "not":
        inner = decide_at_root(relation.args[0], unknown, point)
        return None if inner is None else not inner
    if relation.head in ("and", "or"):
        parts = [decide_at_root(part, unknown, point) for part in relation.args]
        deciding = relation.head == "or"
        if deciding in parts:
            return deciding
        return None if None in parts else not deciding
    if relation.head == "in" and isinstance(relation.args[1], Call):
        return _membership(relation.args[0], relation.args[1], unknown, point)
    return None


_BOUNDS = {
    "interval": ("ge", "le"),
    "interval_open": ("gt", "lt"),
    "interval_left_open": ("gt", "le"),
    "interval_right_open": ("ge", "lt"),
}


def _membership(value: Expr, collection: Call, unknown: str, point: Point) -> bool | None:
    if collection.head not in _BOUNDS:
        return None
    lower, upper = _BOUNDS[collection.head]
    ends = [
        call(head, value, end)
        for head, end in zip((lower, upper), collection.args, strict=True)
        if "oo" not in str(end)
    ]
    truths = [decide_at_root(end, unknown, point) for end in ends]
    return False if False in truths else None if None in truths else True


class _NoValue(Exception):
    """The expression is not defined at the root."""


def _sign(expr: Expr, unknown: str, point: Point) -> int | None:
    plain = _without_absolute_values(expr, unknown, point)
    if plain is None:
        return None
    expr = plain
    for below in _divisors(expr, unknown):
        gone = _vanishes(below, unknown, point)
        if gone is None:
            return None
        if gone:
            raise _NoValue
    if _vanishes(expr, unknown, point):
        return 0
    return _sign_by_balls(expr, unknown, point)


def _divisors(expr: Expr, unknown: str) -> list[Expr]:
    """What the expression divides by."""
    found: list[Expr] = []
    for node in expr.walk():
        if not isinstance(node, Call) or unknown not in node.free_symbols():
            continue
        if node.head == "div":
            found.append(node.args[1])
        elif node.head == "pow" and str(node.args[1]).startswith("-"):
            found.append(node.args[0])
    return found


def _sign_by_balls(expr: Expr, unknown: str, point: Point) -> int | None:
    for bits in _PRECISIONS:
        try:
            ball = enclosure(expr, {unknown: point.refined(bits)}, bits=bits, real=True)
        except OutsideReals as error:
            raise _NoValue from error
        except (NotEnclosed, NotCellular):
            continue
        if ball.real > 0:
            return 1
        if ball.real < 0:
            return -1
    return None


def _without_absolute_values(expr: Expr, unknown: str, point: Point) -> Expr | None:
    """|u| as u or −u, innermost first; None where a sign is open."""
    if not isinstance(expr, Call):
        return expr
    args = [_without_absolute_values(arg, unknown, point) for arg in expr.args]
    known = [arg for arg in args if arg is not None]
    if len(known) != len(args):
        return None
    if expr.head != "abs":
        return call(expr.head, *known)
    sign = _sign(known[0], unknown, point)
    if sign is None:
        return None
    return known[0] if sign >= 0 else neg(known[0])


def _vanishes(expr: Expr, unknown: str, point: Point) -> bool | None:
    """Whether a rational expression is exactly zero at the root; None where it is not rational."""
    forms = ElementaryForms()
    try:
        form = forms.form(expr)
    except NotNormal:
        return None
    place = forms.symbol_index(unknown)
    if any(g.index != place for g in forms.ring.generators.values()):
        return None
    return _divides(point.polynomial, form.numerator, place)


def _divides(minimal: Any, numerator: Any, place: int | None) -> bool:
    from flint import fmpq_poly

    if numerator.is_zero():
        return True
    degrees = {int(monom[place or 0]): c for monom, c in numerator.terms()}
    dense = fmpq_poly([degrees.get(k, 0) for k in range(max(degrees) + 1)])
    return not dense % fmpq_poly(minimal)
