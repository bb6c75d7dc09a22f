"""Constants as decimals, rounded half away from zero, with the error that rounding makes as the radius."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

from abacist.actions.arithmetic.exact_numbers import fraction_of
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.value import Ball

__all__ = ["decimal_note", "decimal_of", "exact_decimal", "rounded"]

_GUARD = 15


def decimal_of(expr: Expr, digits: int) -> Decimal | None:
    """A real constant to this many significant digits and some more; None where it is not real."""
    exact = fraction_of(expr)
    context = Context(prec=digits + _GUARD)
    if exact is not None:
        return context.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    from abacist.notation.sympy_form import NotRepresentable, to_sympy

    try:
        value = to_sympy(expr).evalf(digits + _GUARD)
    except NotRepresentable:
        return None
    if not value.is_real or not value.is_Float:
        return None
    return context.create_decimal(str(value))


def rounded(expr: Expr, places: int | None, significant: int | None) -> Ball | None:
    """The constant to so many decimal places or significant digits; the radius is half a last unit."""
    rough = decimal_of(expr, 20)
    if rough is None:
        return None
    if places is None:
        places = (significant or 6) - 1 - rough.adjusted() if rough else 0
    size = max(1, rough.adjusted() + places + 2)
    value = decimal_of(expr, size)
    if value is None:
        return None
    exact = fraction_of(expr)
    with localcontext(Context(prec=size + 3 * _GUARD)):
        unit = Decimal(1).scaleb(-places)
        mid = value.quantize(unit, rounding=ROUND_HALF_UP)
        if exact is not None:
            mid = exact_decimal(exact, places)
        return Ball(mid=mid, rad=unit / 2, digits=max(1, mid.adjusted() + places + 1 if mid else 1))


def decimal_note(expr: Expr, digits: int) -> tuple[Message, ...]:
    """≈ 1.414213562 as a remark; nothing where the constant is not real."""
    value = decimal_of(expr, digits)
    if value is None:
        return ()
    shown = format(Context(prec=digits).plus(value), "g")
    return (Message(en=f"As a decimal: about {shown}.", zh=f"近似值：约 {shown}。"),)


def exact_decimal(value: Fraction, places: int) -> Decimal:
    """A fraction rounded half away from zero to so many decimal places."""
    scaled = abs(value) * Fraction(10) ** places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)
