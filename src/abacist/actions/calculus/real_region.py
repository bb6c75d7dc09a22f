"""Regions of one real variable: a text's intervals, memberships and inequalities as one interval.

`Region` has exact ends; an infinite end is always open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from abacist.core.expr import Call, Expr, Symbol, call, neg, symbol

__all__ = ["Region", "region_of"]

_CLOSED = {
    "interval": (True, True),
    "interval_open": (False, False),
    "interval_left_open": (False, True),
    "interval_right_open": (True, False),
}
_SIDES = {
    "lt": ("upper", False),
    "le": ("upper", True),
    "gt": ("lower", False),
    "ge": ("lower", True),
}
_INFINITY = symbol("oo")
_MINUS_INFINITY = neg(_INFINITY)


@dataclass(frozen=True, slots=True)
class Region:
    """An interval of the real line with its ends and whether they belong to it."""

    lower: Expr = _MINUS_INFINITY
    upper: Expr = _INFINITY
    lower_closed: bool = False
    upper_closed: bool = False

    @property
    def is_line(self) -> bool:
        """True for the whole real line."""
        return _infinite(self.lower) and _infinite(self.upper)

    @property
    def expr(self) -> Expr:
        """The interval as an expression."""
        heads = {both: head for head, both in _CLOSED.items()}
        return call(heads[self.lower_closed, self.upper_closed], self.lower, self.upper)

    def sympy(self) -> Any:
        """The interval as a SymPy set."""
        from abacist.notation.sympy_form import to_sympy

        return to_sympy(self.expr)


def _infinite(end: Expr) -> bool:
    return end in (_INFINITY, _MINUS_INFINITY)


def region_of(conditions: Iterable[Expr], variable: str) -> Region:
    """The interval that the conditions leave for `variable`. Raises `ValueError` for any other condition."""
    ends: dict[str, tuple[Expr, bool]] = {}
    for condition in conditions:
        for name, bound in _bounds(condition, variable):
            if name in ends:
                raise ValueError(f"two {name} bounds for {variable}")
            ends[name] = bound
    lower, lower_closed = ends.get("lower", (_MINUS_INFINITY, False))
    upper, upper_closed = ends.get("upper", (_INFINITY, False))
    return Region(
        lower, upper, lower_closed and not _infinite(lower), upper_closed and not _infinite(upper)
    )


def _bounds(condition: Expr, variable: str) -> list[tuple[str, tuple[Expr, bool]]]:
    if isinstance(condition, Call) and condition.head == "and":
        return [bound for part in condition.args for bound in _bounds(part, variable)]
    if (
        isinstance(condition, Call)
        and condition.head == "in"
        and condition.args[0] == Symbol(variable)
    ):
        return _bounds(condition.args[1], variable)
    if isinstance(condition, Call) and condition.head in _CLOSED:
        lower_closed, upper_closed = _CLOSED[condition.head]
        found = [
            ("lower", (condition.args[0], lower_closed)),
            ("upper", (condition.args[1], upper_closed)),
        ]
        return [bound for bound in found if not _infinite(bound[1][0])]
    if isinstance(condition, Call) and condition.head in _SIDES:
        left, right = condition.args
        side, closed = _SIDES[condition.head]
        if left == Symbol(variable) and variable not in right.free_symbols():
            return [(side, (right, closed))]
        if right == Symbol(variable) and variable not in left.free_symbols():
            other = "upper" if side == "lower" else "lower"
            return [(other, (left, closed))]
    if condition == Symbol("Reals"):
        return []
    raise ValueError(f"not a region of {variable}: {condition}")
