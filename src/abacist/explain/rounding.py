"""An answer's numbers to the precision that a person asked for, each digit certain or nothing.

A number is rounded half away from zero. Where its enclosure leaves the last digit open there is no rounded
form, because a digit that may be wrong is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from typing import Any

from abacist.core.expr import Call, Expr, Number
from abacist.core.value import Ball, Exact, Interval, Named, SetOf, Value, Vector
from abacist.notation.arb import bounds, enclose
from abacist.notation.refusal import NotRepresentable, Undecided

__all__ = ["named_parts", "number_of", "parts_of", "rounded"]

_PRECISION = 400
_MOST_DIGITS = 100


def rounded(value: Value, decimals: int | None, significant: int | None) -> Value | None:
    """The value with every number in it rounded; None where one cannot be, or nothing is left to round.

    `decimals`: digits after the point; `significant`: significant digits, where `decimals` is None.
    """
    if max(decimals or 0, significant or 0) > _MOST_DIGITS:
        return None
    named = named_parts(value)
    if named is not None:
        items = [(name, rounded(each, decimals, significant)) for name, each in named.items()]
        kept = tuple((name, each) for name, each in items if each is not None)
        return Named(items=kept) if len(kept) == len(items) else None
    parts = parts_of(value)
    if parts is None:
        return _number(value, decimals, significant)
    members = [rounded(each, decimals, significant) for each in parts]
    known = tuple(each for each in members if each is not None)
    if len(known) < len(members):
        return None
    if _shape(value) == "set":
        return SetOf(items=known)
    return Vector(items=known, shape="list" if _shape(value) == "list" else "tuple")


def parts_of(value: Value) -> tuple[Value, ...] | None:
    """The members of a collection, exact ones included; None for anything else."""
    if isinstance(value, (SetOf, Vector)):
        return value.items
    if _shape(value) in ("set", "list", "tuple", "vector"):
        assert isinstance(value, Exact)
        assert isinstance(value.expr, Call)
        return tuple(Exact(expr=each) for each in value.expr.args)
    return None


def named_parts(value: Value) -> dict[str, Value] | None:
    """The values of named values, by name; None for anything else."""
    if isinstance(value, Named):
        return dict(value.items)
    if _shape(value) == "named" and isinstance(value, Exact) and isinstance(value.expr, Call):
        pairs = [each for each in value.expr.args if isinstance(each, Call)]
        return {str(each.args[0]): Exact(expr=each.args[1]) for each in pairs}
    return None


def number_of(value: Value) -> Fraction | Decimal | None:
    """A real number: exact where it is rational, else to about 15 digits; None for anything else."""
    if isinstance(value, Exact):
        exact = _fraction(value.expr)
        if exact is not None:
            return exact
    near = _number(value, None, 15)
    if isinstance(near, Ball):
        return near.mid
    return value.mid if isinstance(value, Ball) else None


def _shape(value: Value) -> str:
    if isinstance(value, Exact) and isinstance(value.expr, Call):
        return value.expr.head
    return "set" if isinstance(value, SetOf) else getattr(value, "shape", "")


def _number(value: Value, decimals: int | None, significant: int | None) -> Ball | None:
    ends = _ends(value)
    if ends is None:
        return None
    low, high = ends
    if decimals is None:
        size = max(abs(low), abs(high))
        decimals = (significant or 6) - 1 - (_adjusted(size) if size else 0)
    texts = {_half_up(end, decimals) for end in (low, high)}
    if len(texts) != 1:
        return None
    mid = texts.pop()
    unit = Decimal(1).scaleb(-decimals)
    return Ball(mid=mid, rad=unit / 2, digits=max(1, mid.adjusted() + decimals + 1 if mid else 1))


def _ends(value: Value) -> tuple[Fraction, Fraction] | None:
    """Two rational numbers between which a real number lies."""
    if isinstance(value, Ball):
        return Fraction(value.mid) - Fraction(value.rad), Fraction(value.mid) + Fraction(value.rad)
    if isinstance(value, Interval):
        return Fraction(value.lower), Fraction(value.upper)
    if not isinstance(value, Exact) or value.expr.free_symbols():
        return None
    exact = _fraction(value.expr)
    if exact is not None:
        return exact, exact
    try:
        enclosure: Any = enclose(value.expr, bits=_PRECISION, field="real")
        return bounds(enclosure)
    except (NotRepresentable, Undecided):
        return None


def _fraction(expr: Expr) -> Fraction | None:
    """A number as the grammar writes rational ones: 3, −3, 5/4."""
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Call) and expr.head in ("neg", "div"):
        parts = [_fraction(each) for each in expr.args]
        if all(part is not None for part in parts):
            known: Iterable[Fraction] = (part for part in parts if part is not None)
            first, *rest = known
            return -first if expr.head == "neg" else first / rest[0] if rest[0] else None
    return None


def _adjusted(value: Fraction) -> int:
    """The exponent of the first digit."""
    with localcontext(Context(prec=50)):
        return (Decimal(value.numerator) / Decimal(value.denominator)).adjusted()


def _half_up(value: Fraction, decimals: int) -> Decimal:
    scaled = abs(value) * Fraction(10) ** decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    with localcontext(Context(prec=len(str(whole)) + 5, rounding=ROUND_HALF_UP)):
        return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)
