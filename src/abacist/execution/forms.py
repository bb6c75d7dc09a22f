"""Values and expressions in a form in which they can be compared.

A set has no order, a value with a name is that value, and an approximate number is its middle. Nothing is
computed: x + x and 2*x are different forms.
"""

from __future__ import annotations

from typing import Any, TypeGuard

from abacist.core.expr import Call, Expr, number
from abacist.core.value import Ball, Exact, Named, SetOf, Table, Text, Truth, Value, Vector

__all__ = ["form_of", "is_call", "row"]


def is_call(expr: object, *heads: str) -> TypeGuard[Call]:
    """True where an expression is a call of one of `heads`."""
    return isinstance(expr, Call) and expr.head in heads


def form_of(value: Value | Expr) -> Any:
    """The form of a value."""
    match value:
        case Exact(expr=expr):
            return form_of(expr)
        case Ball(mid=mid):
            return number(str(mid)) if mid.is_finite() else mid
        case SetOf(items=items):
            return "set", frozenset(map(form_of, items))
        case Vector(items=items, shape=shape):
            return shape, tuple(map(form_of, items))
        case Named(items=items):
            return "named", frozenset((name, form_of(item)) for name, item in items)
        case Truth(value=truth):
            return "truth", truth
        case Text(text=text):
            return "text", text
        case Table(columns=columns, rows=rows):
            return "table", columns, rows
        case Call(head="set", args=args):
            return "set", frozenset(map(form_of, args))
        case Call(head="list" | "tuple" as shape, args=args):
            return shape, tuple(map(form_of, args))
        case Call(head="vector", args=args):
            return "tuple", tuple(map(form_of, args))
        case Call(head="named", args=args):
            pairs = (arg.args for arg in args if isinstance(arg, Call))
            return "named", frozenset((str(name), form_of(item)) for name, item in pairs)
        case Call(head="quantity", args=(amount, unit)):
            return "quantity", form_of(amount), unit
        case _:
            return value


def row(values: tuple[Any, ...]) -> Any:
    """One value as itself, several as a tuple."""
    return values[0] if len(values) == 1 else ("tuple", values)
