"""Whether two expressions or two constants are equal, and how the answer to such a question looks.

A normal form proves, one point where two balls are apart disproves. Points never decide that two things are
equal. A decimal with at least three significant digits equals what it is the correct rounding of, and the
answer says so.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.constant_equality import compare_constants
from abacist.checking.elementary_forms import is_identity
from abacist.core.expr import Expr, Number, add, neg, number
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Verdict

__all__ = ["POINTS", "UNKNOWN", "Equality", "equal_expressions", "no", "undecided", "yes"]

POINTS = tuple(
    Fraction(*pair)
    for pair in ((7, 5), (13, 11), (-9, 7), (5, 17), (-3, 19), (23, 9), (-31, 12), (2, 29))
)
"""Rational points of both signs, near zero and not."""

UNKNOWN = Message(en="no method decides it", zh="没有方法能判定")

_LEAST_DIGITS = 3  # a decimal with fewer significant digits is not taken for a rounded number


class Equality(Record):
    """What came of a comparison. `digits`: equal only when rounded to so many significant digits."""

    verdict: Literal["yes", "no", "undecided"]
    why: Message
    digits: int | None = None


def yes(en: str, zh: str, digits: int | None = None) -> Equality:
    """Equal, because."""
    return Equality(verdict="yes", why=Message(en=en, zh=zh), digits=digits)


def no(en: str, zh: str) -> Equality:
    """Not equal, because."""
    return Equality(verdict="no", why=Message(en=en, zh=zh))


def undecided(why: Message = UNKNOWN) -> Equality:
    """Neither was shown, because."""
    return Equality(verdict="undecided", why=why)


def equal_expressions(a: Expr, b: Expr) -> Equality:
    """Compares two expressions that are no collections, relations or quantities."""
    if not a.free_symbols() and not b.free_symbols():
        return _constants(a, b)
    if is_identity(a, b):
        return yes(
            "the difference has the normal form 0, so they agree wherever both are defined",
            "两者之差的标准形为 0，因此在共同定义域内相等",
        )
    witness = _separating(a, b)
    if witness is not None:
        return no(f"they differ at {witness}", f"当 {witness} 时两者不同")
    if _simplifies_to_zero(a, b):
        return yes(
            "the difference simplifies to 0, and no point shows a difference",
            "两者之差可化简为 0，且在所有检验点上一致",
        )
    return undecided()


def _constants(a: Expr, b: Expr) -> Equality:
    found = compare_constants(a, b)
    if found.verdict is Verdict.PROVED:
        return yes(found.method.en, found.method.zh)
    if found.verdict is not Verdict.REFUTED:
        return undecided()
    digits = _rounded_digits(a, b) or _rounded_digits(b, a)
    if digits:
        return yes(
            f"the decimal is the other number rounded to {digits} significant digits; "
            "as exact numbers they differ",
            f"小数是另一个数保留 {digits} 位有效数字的结果；作为精确值两者不同",
            digits,
        )
    return no(f"{found.method.en}: {found.evidence}", f"{found.method.zh}：{found.evidence}")


def _rounded_digits(decimal: Expr, other: Expr) -> int | None:
    """How many significant digits `decimal` shows of `other`; None where it is no rounding of it."""
    if not isinstance(decimal, Number) or isinstance(other, Number):
        return None
    value, places = decimal.value, 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = len(str(abs(value * 10**places)))
    if places == 0 or digits < _LEAST_DIGITS:
        return None
    try:
        ball = enclosure(add(other, neg(decimal)), bits=64 + 8 * digits, real=True)
    except (NotEnclosed, OutsideReals):
        return None
    half = Fraction(1, 2 * 10**places)
    return digits if abs(ball.real).upper() <= _arb(half) and ball.imag.contains(0) else None


def _arb(value: Fraction) -> Any:
    import flint

    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def _separating(a: Expr, b: Expr) -> str | None:
    """A point where both have values that are certainly different."""
    names = sorted(a.free_symbols() | b.free_symbols())
    for start in range(len(POINTS)):
        point = {
            name: number(POINTS[(start + 3 * index) % len(POINTS)])
            for index, name in enumerate(names)
        }
        try:
            ball = enclosure(add(a.substitute(point), neg(b.substitute(point))))
        except (NotEnclosed, OutsideReals):
            continue
        if not ball.contains(0):
            return ", ".join(f"{name} = {value}" for name, value in point.items())
    return None


def _simplifies_to_zero(a: Expr, b: Expr) -> bool:
    from abacist.notation.refusal import NotRepresentable
    from abacist.notation.sympy_form import to_sympy

    try:
        difference = to_sympy(add(a, neg(b)))
    except NotRepresentable:
        return False
    return difference.simplify() == 0
