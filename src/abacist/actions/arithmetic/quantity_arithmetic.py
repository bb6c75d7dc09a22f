"""Arithmetic of quantities: everything in one unit, then numbers as always."""

from __future__ import annotations

from abacist.actions.arithmetic.exact_numbers import Undefined, fraction_of, reduction
from abacist.core.answer import Solution
from abacist.core.claim import EvaluatesTo
from abacist.core.errors import TooLarge, UnitError
from abacist.core.expr import Expr, Symbol, call
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Ball, Exact

__all__ = ["evaluate_quantity"]


def evaluate_quantity(
    expression: Expr, target: Expr | None, rounding: tuple[int | None, int | None]
) -> Solution:
    """The value of an expression with quantities, in the unit wanted or that of its first term.

    `rounding` holds decimal places and significant digits, where they are asked for.
    """
    from abacist.notation.quantities import split_quantity

    if expression.free_symbols():
        note = Message(en="Letters among quantities are not worked out.", zh="含字母的量不作计算。")
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    try:
        numbers, unit = _in_unit(*split_quantity(expression), target)
    except UnitError as error:
        return _mismatch(expression, error)
    if unit is None and numbers.has("eq", "ne", "lt", "le", "gt", "ge"):
        note = Message(en="This is a comparison, not a value.", zh="这是比较式，不是一个值。")
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    try:
        worked, steps = reduction(numbers)
        if fraction_of(worked) is None:
            from abacist.actions.arithmetic.simplest_constant import simplest_constant

            worked = simplest_constant(worked)
    except Undefined as reason:
        return Solution(outcome=Outcome.UNDEFINED, notes=(reason.why,))
    except TooLarge as reason:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(reason.message,))
    if worked == Symbol("undefined"):
        return Solution(outcome=Outcome.UNDEFINED)
    return _solution(expression, numbers, worked, unit, steps, rounding)


def _in_unit(numbers: Expr, unit: Expr | None, target: Expr | None) -> tuple[Expr, Expr | None]:
    """The same in the unit wanted; else one unit for each kind: km for km*min/h."""
    from abacist.notation.quantities import convert
    from abacist.notation.unit_algebra import one_of_each_kind

    wanted = one_of_each_kind(unit) if target is None else target
    return (numbers, unit) if wanted == unit else (convert(numbers, unit, wanted), wanted)


def _solution(
    expression: Expr,
    numbers: Expr,
    worked: Expr,
    unit: Expr | None,
    steps: tuple[Step, ...],
    wanted: tuple[int | None, int | None],
) -> Solution:
    from abacist.actions.arithmetic.decimals import rounded
    from abacist.actions.arithmetic.quantity_script import quantity_script

    value: Exact | Ball = Exact(expr=worked)
    if wanted != (None, None):
        value = rounded(worked, *wanted) or value
    shown = (_conversion(expression, numbers, unit), *steps)
    return Solution(
        value=value,
        unit=unit,
        claims=(EvaluatesTo(expression=expression, value=value, unit=unit),),
        steps=shown,
        method=Message(en="conversion to one unit", zh="统一单位后计算"),
        code=quantity_script(expression, unit, value),
    )


def _conversion(expression: Expr, numbers: Expr, unit: Expr | None) -> Step:
    if unit is None:
        says = Message(en="The units cancel; numbers are left.", zh="单位相消，只剩数的运算。")
        return Step(rule="units", says=says, before=expression, after=numbers)
    says = Message(en="Write everything in {unit}.", zh="统一用 {unit} 作单位。")
    after = call("quantity", numbers, unit)
    return Step(rule="units", says=says, values={"unit": unit}, before=expression, after=after)


def _mismatch(expression: Expr, error: UnitError) -> Solution:
    help_ = Message(
        en="Only quantities of one kind can be added or compared: lengths with lengths, times with times.",
        zh="只有同类的量才能相加减或比较：长度与长度、时间与时间。",
    )
    says = Message(en="{a} cannot be worked out.", zh="{a} 无法计算。")
    return Solution(
        outcome=Outcome.UNIT_MISMATCH,
        steps=(Step(rule="units", says=says, values={"a": expression}),),
        notes=(error.message, help_),
    )
