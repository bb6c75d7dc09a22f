"""Values and expressions in a form in which they can be compared.

A set has no order, and an approximate number is its ball. Nothing is computed: x + x and 2*x are different
forms. A form is an expression, or a tuple that begins with its kind.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeGuard

from abacist.core.expr import Call, Expr, Number, number
from abacist.core.value import Ball, Exact, Named, SetOf, Table, Text, Truth, Value, Vector

__all__ = ["as_fraction", "form_of", "is_call", "is_implied", "row"]


def is_call(expr: object, *heads: str) -> TypeGuard[Call]:
    """True where an expression is a call of one of `heads`."""
    return isinstance(expr, Call) and expr.head in heads


def form_of(value: Value | Expr) -> Any:
    """The form of a value."""
    match value:
        case Exact(expr=expr):
            return form_of(expr)
        case Ball(mid=mid, rad=rad) if mid.is_finite() and rad.is_finite():
            return "ball", Fraction(mid), Fraction(rad)
        case Call(head="plus_minus", args=(middle, radius)):
            return "ball", as_fraction(middle), as_fraction(radius)
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


def as_fraction(expr: Expr) -> Fraction | None:
    """The value of a number; None for any other expression."""
    return expr.value if isinstance(expr, Number) else None


def is_implied(form: Any, middle: Expr | Decimal, error: Decimal) -> bool:
    """True where "within `error` of `middle`" implies what a form says of the same number.

    A ball is implied where it contains all of that; an exact number only by itself without an error.
    """
    if isinstance(middle, Decimal):
        middle = number(Fraction(middle))
    if not (isinstance(form, tuple) and form[0] == "ball"):
        return error == 0 and form == form_of(middle)
    stated = as_fraction(middle)
    _, mid, rad = form
    if stated is None or mid is None or rad is None:
        return False
    return abs(stated - mid) + Fraction(error) <= rad * _SLACK


_SLACK = 1 + Fraction(1, 10**6)
"""Radii are rounded to a few digits on their way."""


def row(values: tuple[Any, ...]) -> Any:
    """One value as itself, several as a tuple."""
    return values[0] if len(values) == 1 else ("tuple", values)
