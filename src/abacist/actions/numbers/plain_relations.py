"""Relations in their plainest form: "not n < 3" is n ≥ 3, and n/27 > 2/3 is n > 18.

Source: the laws of order of the rational numbers.
"""

from __future__ import annotations

from fractions import Fraction

from abacist.actions.numbers.integer_arithmetic import rational_of
from abacist.core.expr import Call, Expr, call, number

__all__ = ["alone", "denial_of"]

_DENIED = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
_TURNED = {"eq": "eq", "ne": "ne", "lt": "gt", "ge": "le", "gt": "lt", "le": "ge"}


def denial_of(condition: Expr) -> Expr | None:
    """What "not" makes of a condition, so that it is one thing however it is put; None where it stays."""
    if not isinstance(condition, Call):
        return None
    if condition.head in _DENIED:
        return call(_DENIED[condition.head], *condition.args)
    if condition.head == "not":
        return condition.args[0]
    if condition.head == "or":
        return call("and", *(call("not", arg) for arg in condition.args))
    return None


def alone(relation: Call, unknown: str) -> tuple[str, tuple[Expr, Expr]]:
    """The relation with the unknown alone on the left, as far as sums and factors of numbers hide it.

    Gives the relation's head and its two sides; what is not linear stays as it is.
    """
    head, (left, right) = relation.head, relation.args
    if unknown in right.free_symbols() and unknown not in left.free_symbols():
        head, left, right = _TURNED[head], right, left
    if right.free_symbols():
        return head, (left, right)
    while isinstance(left, Call):
        split = _split(left, unknown)
        if split is None:
            break
        left, factor, shift = split
        right = number((Fraction(rational_of(right)) - shift) / factor)
        head = head if factor > 0 else _TURNED[head]
    return head, (left, right)


def _split(side: Call, unknown: str) -> tuple[Expr, Fraction, Fraction] | None:
    """(rest, factor, shift) of factor·rest + shift for one layer of a side; None where it has no such layer."""
    inside = [arg for arg in side.args if unknown in arg.free_symbols()]
    numbers = [arg for arg in side.args if arg not in inside]
    if len(inside) != 1 or any(each.names() for each in numbers):
        return None
    known = [Fraction(rational_of(each)) for each in numbers]
    if side.head == "neg":
        return inside[0], Fraction(-1), Fraction(0)
    if side.head == "add":
        return inside[0], Fraction(1), sum(known, Fraction(0))
    if side.head == "mul":
        factor = Fraction(1)
        for each in known:
            factor *= each
        return (inside[0], factor, Fraction(0)) if factor else None
    if side.head == "div" and side.args[0] is inside[0] and known[0]:
        return inside[0], 1 / known[0], Fraction(0)
    return None
