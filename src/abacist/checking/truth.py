"""Whether a relation between real constants holds, decided exactly or by balls; None where it cannot be told.

A relation with a side that has no real value (√−1, 1/0) does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue, field, less, rational
from abacist.checking.algebraic_numbers import algebraic
from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.constant_equality import compare_constants
from abacist.core.expr import Call, Expr, Symbol, add, neg
from abacist.core.outcome import Verdict

__all__ = ["RELATIONS", "decide", "decide_constant", "sign_of", "sign_of_difference"]

RELATIONS: Mapping[str, Callable[[int], bool]] = {
    "eq": lambda sign: sign == 0,
    "ne": lambda sign: sign != 0,
    "lt": lambda sign: sign < 0,
    "le": lambda sign: sign <= 0,
    "gt": lambda sign: sign > 0,
    "ge": lambda sign: sign >= 0,
}
"""Head → whether the relation holds, from the sign of left − right."""

_INTERVALS = {
    "interval": ("ge", "le"),
    "interval_open": ("gt", "lt"),
    "interval_left_open": ("gt", "le"),
    "interval_right_open": ("ge", "lt"),
}
_NUMBERS = ("Reals", "Integers", "Naturals", "Rationals", "Complexes")


def decide_constant(relation: Expr) -> bool | None:
    """The truth of a relation without free symbols."""
    return decide(relation, {})


def decide(relation: Expr, values: Mapping[str, Any]) -> bool | None:
    """The truth of a relation where its free symbols are these algebraic numbers."""
    if isinstance(relation, Symbol):
        return {"true": True, "false": False}.get(relation.name)
    if not isinstance(relation, Call):
        return None
    if relation.head in RELATIONS:
        sign = sign_of_difference(relation.args[0], relation.args[1], values)
        if sign is None:
            return None
        return sign is not NO_VALUE and RELATIONS[relation.head](int(sign))
    if relation.head == "not":
        inner = decide(relation.args[0], values)
        return None if inner is None else not inner
    if relation.head in ("and", "or"):
        return _joined(relation, values)
    if relation.head == "in":
        return is_member(relation.args[0], relation.args[1], values)
    return None


def _joined(relation: Call, values: Mapping[str, Any]) -> bool | None:
    parts = [decide(part, values) for part in relation.args]
    deciding = relation.head == "or"
    if deciding in parts:
        return deciding
    return None if None in parts else not deciding


class _NoValue:
    """The sign of what has no real value."""

    def __int__(self) -> int:
        raise ValueError("no value")


NO_VALUE = _NoValue()


def sign_of_difference(left: Expr, right: Expr, values: Mapping[str, Any]) -> int | _NoValue | None:
    """The sign of left − right; `NO_VALUE` where a side has no real value, None where it is open."""
    return sign_of(add(left, neg(right)), values, left, right)


def sign_of(
    expr: Expr, values: Mapping[str, Any], left: Expr | None = None, right: Expr | None = None
) -> int | _NoValue | None:
    """The sign of an expression; with `left`, `right` it is their difference, compared as constants."""
    try:
        value = algebraic(expr, values, real=True)
    except UndefinedValue:
        return NO_VALUE
    except NotAlgebraic:
        if not all(rational(value) is not None for value in values.values()):
            return None
        return _sign_by_balls(expr, values, left, right)
    if value.is_zero():
        return 0
    return -1 if less(value, field()(0)) else 1


def _sign_by_balls(
    expr: Expr, values: Mapping[str, Any], left: Expr | None, right: Expr | None
) -> int | _NoValue | None:
    from abacist.core.expr import number

    fixed = {name: number(rational(value) or 0) for name, value in values.items()}
    expr = expr.substitute(fixed)
    for bits in (64, 256, 1024):
        try:
            ball = enclosure(expr, bits=bits, real=True)
        except OutsideReals:
            return NO_VALUE
        except NotEnclosed:
            continue
        if not ball.contains(0) and ball.imag.contains(0):
            return 1 if ball.real > 0 else -1 if ball.real < 0 else None
    a = left.substitute(fixed) if left is not None else expr
    b = right.substitute(fixed) if right is not None else number(0)
    found = compare_constants(a, b, real=True)
    return 0 if found.verdict is Verdict.PROVED else None


def is_member(element: Expr, collection: Expr, values: Mapping[str, Any]) -> bool | None:
    """Whether a number lies in a set of numbers that is written out."""
    if isinstance(collection, Symbol):
        return _in_numbers(element, collection.name, values)
    if not isinstance(collection, Call):
        return None
    head, args = collection.head, collection.args
    if head in _INTERVALS:
        lower, upper = args
        bounds = [
            Call(_INTERVALS[head][k], (element, end))
            for k, end in enumerate((lower, upper))
            if end not in (Symbol("oo"), Call("neg", (Symbol("oo"),)))
        ]
        truths = [decide(bound, values) for bound in bounds]
        return False if False in truths else None if None in truths else True
    if head == "set":
        truths = [decide(Call("eq", (element, member)), values) for member in args]
        return True if True in truths else None if None in truths else False
    if head in ("union", "intersection"):
        parts = [is_member(element, part, values) for part in args]
        deciding = head == "union"
        if deciding in parts:
            return deciding
        return None if None in parts else not deciding
    if head == "difference":
        inside, outside = (is_member(element, part, values) for part in args)
        if inside is False or outside is True:
            return False
        return None if None in (inside, outside) else True
    return None


def _in_numbers(element: Expr, name: str, values: Mapping[str, Any]) -> bool | None:
    if name not in _NUMBERS:
        return None
    try:
        value = algebraic(element, values, real=True)
    except UndefinedValue:
        return False
    except NotAlgebraic:
        return True if name in ("Reals", "Complexes") else None
    if name in ("Reals", "Complexes"):
        return True
    known = rational(value)
    if known is None:
        return False
    if name == "Rationals":
        return True
    return known.denominator == 1 and (name == "Integers" or known >= 0)
