"""A constant has the value that is claimed.

An exact value is compared as an algebraic number (decided: proved or refuted), else by the laws of powers,
logarithms and circular functions (proved), else by balls of 1,200 bits (cross-checked). An approximate
value is proved right or wrong by a ball: enclosed. That a constant has no value is proved where exact
arithmetic meets the division by zero. The action computes with SymPy; this uses FLINT.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue
from abacist.checking.algebraic_numbers import algebraic
from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.constant_equality import Comparison, compare_constants
from abacist.core.answer import Finding
from abacist.core.claim import EvaluatesTo
from abacist.core.expr import Call, Expr, Symbol, call, number
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker
from abacist.core.value import Ball, Exact, Interval, Truth, Value

_BALLS = Message(en="ball arithmetic (Arb)", zh="球算术（Arb）")
_EXACT = Message(en="exact arithmetic with algebraic numbers (FLINT)", zh="代数数精确运算（FLINT）")
_NONE = Message(en="no method for this kind of value", zh="没有适用于这种值的方法")


@checker("evaluates_to")
def check(claim: EvaluatesTo) -> Finding:
    """Proved, enclosed or cross-checked where the value is right, refuted where it is wrong."""
    if claim.conditions:
        from abacist.checking.conditional_values import check_under_conditions

        return check_under_conditions(claim)
    if claim.unit is not None or claim.expression.has("quantity"):
        from abacist.checking.quantity_values import check_quantity

        return check_quantity(claim)
    return check_value(claim.expression, claim.value)


def check_value(expression: Expr, value: Value) -> Finding:
    """The same for an expression without units."""
    if isinstance(value, Exact):
        if value.expr == Symbol("undefined"):
            return _undefined(expression)
        return _finding(compare_constants(expression, value.expr))
    if isinstance(value, Ball):
        return _within(
            expression, Fraction(value.mid) - Fraction(value.rad), 2 * Fraction(value.rad)
        )
    if isinstance(value, Interval):
        lower = Fraction(value.lower)
        return _within(expression, lower, Fraction(value.upper) - lower)
    if isinstance(value, Truth):
        from abacist.checking.truth import decide_constant

        truth = decide_constant(expression)
        if truth is None:
            return Finding(verdict=Verdict.UNDECIDED, method=_NONE)
        verdict = Verdict.PROVED if truth is value.value else Verdict.REFUTED
        return Finding(verdict=verdict, method=_EXACT, evidence={"truth": str(truth).lower()})
    return Finding(verdict=Verdict.UNDECIDED, method=_NONE)


def _finding(found: Comparison) -> Finding:
    evidence = {"comparison": found.evidence[:400]}
    return Finding(verdict=found.verdict, method=found.method, evidence=evidence)


_STRICT = frozenset(
    {"eq", "add", "mul", "neg", "div", "pow", "root", "ln", "exp", "abs", "sin", "cos"}
)
"""Heads without a value where an argument has none."""


def _constant_parts(expression: Expr) -> Iterator[Expr]:
    """Parts without symbols that have a value if the whole has one for any values of its symbols."""
    if not expression.free_symbols():
        yield expression
    elif isinstance(expression, Call) and expression.head in _STRICT:
        if expression.head == "div" and not expression.args[1].free_symbols():
            yield call("div", number(1), expression.args[1])
        for arg in expression.args:
            yield from _constant_parts(arg)


def _undefined(expression: Expr) -> Finding:
    if expression.free_symbols():
        for part in _constant_parts(expression):
            found = _undefined(part)
            if found.verdict is Verdict.PROVED:
                return found
        return Finding(verdict=Verdict.UNDECIDED, method=_EXACT)
    try:
        algebraic(expression)
    except UndefinedValue:
        evidence = {"undefined": f"{expression}"[:400]}
        return Finding(verdict=Verdict.PROVED, method=_EXACT, evidence=evidence)
    except NotAlgebraic:
        try:
            ball = enclosure(expression)
        except (NotEnclosed, OutsideReals):
            return Finding(verdict=Verdict.UNDECIDED, method=_BALLS)
        evidence = {"value": ball.str(10)}
        return Finding(verdict=Verdict.REFUTED, method=_BALLS, evidence=evidence)
    evidence = {"value": "the expression has a value"}
    return Finding(verdict=Verdict.REFUTED, method=_EXACT, evidence=evidence)


def _within(expression: Expr, lower: Fraction, width: Fraction) -> Finding:
    """Whether the value lies in [lower, lower + width], by balls that grow finer until it is clear."""
    if width == 0:
        return _finding(compare_constants(expression, number(lower)))
    from flint import arb, fmpq

    low = fmpq(lower.numerator, lower.denominator)
    high = low + fmpq(width.numerator, width.denominator)
    for bits in (128, 512, 2048, 8192):
        try:
            ball = enclosure(expression, bits=bits)
        except (NotEnclosed, OutsideReals):
            continue
        evidence = {"enclosure": ball.str(30)[:400]}
        if not ball.imag.contains(0) or ball.real < arb(low) or ball.real > arb(high):
            return Finding(verdict=Verdict.REFUTED, method=_BALLS, evidence=evidence)
        if ball.imag.is_zero() and ball.real >= arb(low) and ball.real <= arb(high):
            return Finding(verdict=Verdict.ENCLOSED, method=_BALLS, evidence=evidence)
    return Finding(verdict=Verdict.UNDECIDED, method=_BALLS)
