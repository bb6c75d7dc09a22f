"""The interval to which conditions restrict an unknown."""

from __future__ import annotations

from abacist.core.expr import Call, Expr, Symbol, neg

__all__ = ["bounds_of", "flattened", "set_of_conditions"]

_INTERVALS = ("interval", "interval_open", "interval_left_open", "interval_right_open")


def flattened(conditions: tuple[Expr, ...]) -> list[Expr]:
    """Conditions with chains and conjunctions taken apart."""
    found: list[Expr] = []
    for condition in conditions:
        if isinstance(condition, Call) and condition.head == "and":
            found += flattened(condition.args)
        else:
            found.append(condition)
    return found


def bounds_of(name: str, conditions: tuple[Expr, ...]) -> tuple[Expr | None, Expr | None]:
    """The last lower and upper bound written for the unknown; None where there is none."""
    low: Expr | None = None
    high: Expr | None = None
    x = Symbol(name)
    for condition in flattened(conditions):
        if not isinstance(condition, Call):
            continue
        head, args = condition.head, condition.args
        if head == "in" and args[0] == x and isinstance(args[1], Call):
            if args[1].head in _INTERVALS:
                low, high = _finite(args[1].args[0]) or low, _finite(args[1].args[1]) or high
        elif head in ("lt", "le", "gt", "ge") and x in args and args[0] != args[1]:
            other = args[1] if args[0] == x else args[0]
            if name in other.free_symbols():
                continue
            if (head in ("lt", "le")) == (args[0] == x):
                high = other
            else:
                low = other
    return low, high


def _finite(end: Expr) -> Expr | None:
    return None if end in (Symbol("oo"), neg(Symbol("oo"))) else end


def set_of_conditions(name: str, conditions: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """Conditions with a bare interval or set read as one for the unknown."""
    found: list[Expr] = []
    for condition in conditions:
        bare = isinstance(condition, Call) and condition.head in (*_INTERVALS, "union", "set")
        found.append(Call("in", (Symbol(name), condition)) if bare else condition)
    return tuple(found)
