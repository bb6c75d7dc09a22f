"""Derivatives of functions that an equation defines: differentiate both sides, collect y', solve for it.

Source: R. Courant, F. John, Introduction to Calculus and Analysis II, chapter 3; Stewart, Calculus, 8th ed., §3.5.
"""

from __future__ import annotations

from typing import NamedTuple

from abacist.actions.calculus.derivative_rules import Differentiation, NoRule
from abacist.actions.calculus.forms import neat, on_curve
from abacist.actions.calculus.plain_algebra import product, quotient, total
from abacist.core.expr import Call, Expr, call, eq, number, sub, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["Implicit", "implicit_derivative"]


class Implicit(NamedTuple):
    """An implicit derivative: the equation l = r, the curve l − r, what it was divided by, the steps."""

    value: Expr
    equation: Expr
    curve: Expr
    divisor: Expr
    steps: tuple[Step, ...]


def implicit_derivative(equation: Expr, variable: str, dependent: str, order: int) -> Implicit:
    """dy/dx or d²y/dx² from an equation (or an expression that is zero). Raises `NoRule`."""
    is_equation = isinstance(equation, Call) and equation.head == "eq"
    left, right = equation.args if is_equation else (equation, number(0))  # type: ignore[attr-defined]
    both, curve = eq(left, right), sub(left, right)
    if order > 2 or variable == dependent:
        raise NoRule(equation)
    rules = Differentiation(variable, frozenset({dependent}))
    along = rules.of(both)
    if rules.conditions:
        raise NoRule(equation)
    partial_x = neat(Differentiation(variable).of(curve).value)
    partial_y = neat(Differentiation(dependent).of(curve).value)
    if partial_y == number(0):
        raise NoRule(equation)
    slope = neat(quotient(product(number(-1), partial_x), partial_y))
    mark = call("derivative", symbol(dependent), symbol(variable), number(1))
    steps = [
        along.step,
        Step(rule="solve for y'", says=_SOLVE, before=along.value, after=eq(mark, slope)),
    ]
    found = slope
    if order == 2:
        found, more = _second(slope, curve, variable, dependent)
        steps += more
    return Implicit(found, both, curve, partial_y, tuple(steps))


def _second(slope: Expr, curve: Expr, variable: str, dependent: str) -> tuple[Expr, list[Step]]:
    again = Differentiation(variable, frozenset({dependent})).of(slope)
    partial_x = Differentiation(variable).of(slope).value
    partial_y = Differentiation(dependent).of(slope).value
    found = on_curve(neat(total(partial_x, product(partial_y, slope))), curve)
    return found, [
        again.step,
        Step(rule="substitute y'", says=_SUBSTITUTE, before=again.value, after=found),
    ]


_SOLVE = Message(
    en="Collect the terms with the unknown derivative and solve for it.",
    zh="合并含未知导数的项并解出它。",
)
_SUBSTITUTE = Message(en="Put in the first derivative and simplify.", zh="代入一阶导数并化简。")
