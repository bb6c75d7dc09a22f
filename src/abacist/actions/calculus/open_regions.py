"""The insides of regions that order relations describe: where a piecewise function is surely one of its pieces."""

from __future__ import annotations

from abacist.core.expr import Call, Expr, call

__all__ = ["negated", "strict"]

_STRICT = {"lt": "lt", "le": "lt", "gt": "gt", "ge": "gt", "ne": "ne"}
_OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}


def strict(condition: Expr) -> Expr | None:
    """The inside of where a condition holds; None for what is no order of two sides."""
    if isinstance(condition, Call) and condition.head in _STRICT:
        return call(_STRICT[condition.head], *condition.args)
    if isinstance(condition, Call) and condition.head in ("and", "or"):
        parts = [part for part in map(strict, condition.args) if part is not None]
        return call(condition.head, *parts) if len(parts) == len(condition.args) else None
    return None


def negated(condition: Expr) -> Expr | None:
    """Where a condition does not hold; None for what is no order of two sides."""
    if isinstance(condition, Call) and condition.head in _OPPOSITE:
        return call(_OPPOSITE[condition.head], *condition.args)
    if isinstance(condition, Call) and condition.head in ("and", "or"):
        parts = [part for part in map(negated, condition.args) if part is not None]
        other = "or" if condition.head == "and" else "and"
        return call(other, *parts) if len(parts) == len(condition.args) else None
    return None
