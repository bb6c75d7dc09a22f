"""Whether two constants are equal: decided for algebraic numbers, else proved by laws or tested by balls."""

from __future__ import annotations

from dataclasses import dataclass

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue
from abacist.checking.algebraic_numbers import algebraic, is_zero_angle, is_zero_logarithm
from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.elementary_forms import is_identity
from abacist.core.expr import Expr, add, neg
from abacist.core.language import Message
from abacist.core.outcome import Verdict

__all__ = ["Comparison", "compare_constants"]

_ALGEBRAIC = Message(
    en="exact arithmetic with algebraic numbers (FLINT)", zh="代数数精确运算（FLINT）"
)
_LAWS = Message(
    en="normal form by the laws of powers, logarithms and circular functions",
    zh="用幂、对数与三角函数的运算律化为标准形",
)
_BALLS = Message(en="ball arithmetic (Arb)", zh="球算术（Arb）")
_FINE_BITS = 1_200


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found about a = b, by which method, and a number or fact that shows it."""

    verdict: Verdict
    method: Message
    evidence: str


def compare_constants(left: Expr, right: Expr, *, real: bool = False) -> Comparison:
    """Compares two constants. `real`: a part that is not real makes an expression undefined."""
    try:
        ball = enclosure(add(left, neg(right)), bits=64)
        if not ball.contains(0):
            return Comparison(Verdict.REFUTED, _BALLS, f"a - b ≈ {ball.str(8, radius=False)}")
    except (NotEnclosed, OutsideReals):
        pass  # exact arithmetic decides whether a side is undefined
    try:
        return _exactly(left, right, real)
    except UndefinedValue:
        return Comparison(Verdict.REFUTED, _ALGEBRAIC, "one side is undefined")
    except NotAlgebraic:
        return _by_balls(left, right, real)


def _exactly(left: Expr, right: Expr, real: bool) -> Comparison:
    a, b = algebraic(left, real=real), algebraic(right, real=real)
    if a == b:
        return Comparison(Verdict.PROVED, _ALGEBRAIC, f"{left} - ({right}) = 0")
    return Comparison(Verdict.REFUTED, _ALGEBRAIC, f"{left} - ({right}) ≠ 0")


def _by_balls(left: Expr, right: Expr, real: bool) -> Comparison:
    difference = add(left, neg(right))
    try:
        ball = enclosure(difference, bits=128, real=real)
    except OutsideReals:
        return Comparison(Verdict.REFUTED, _BALLS, "not a real number")
    except NotEnclosed:
        return Comparison(Verdict.UNDECIDED, _BALLS, "no enclosure")
    if not ball.contains(0):
        return Comparison(Verdict.REFUTED, _BALLS, f"a - b ≈ {ball.str(8, radius=False)}")
    if is_identity(left, right):
        return Comparison(Verdict.PROVED, _LAWS, f"{left} - ({right}) = 0")
    if abs(ball) < 1 and (is_zero_angle(difference) or is_zero_logarithm(difference)):
        return Comparison(Verdict.PROVED, _ALGEBRAIC, "e^d = 1 or e^(id) = 1, and |d| < 1")
    try:
        ball = enclosure(difference, bits=_FINE_BITS, real=real)
    except (NotEnclosed, OutsideReals):
        return Comparison(Verdict.UNDECIDED, _BALLS, "no enclosure")
    if not ball.contains(0):
        return Comparison(Verdict.REFUTED, _BALLS, f"a - b ≈ {ball.str(8, radius=False)}")
    if abs(ball) < 2.0 ** -(_FINE_BITS // 2):
        return Comparison(Verdict.CROSS_CHECKED, _BALLS, "|a - b| < 10^-180")
    return Comparison(Verdict.UNDECIDED, _BALLS, "the enclosure is too wide")
