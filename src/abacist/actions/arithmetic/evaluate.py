"""The value of an expression of numbers, constants and quantities: exact, and as a decimal where asked.

Arguments: `expression` (an Expr; free symbols allowed, it is then simplified), `digits` (decimal places),
`significant` (significant digits). Quantities carry their units; 3 m + 2 s is refused.
Outcomes: solved; undefined (1/0, tan(π/2), ln 0; 0⁰ is left undefined); unit_mismatch; too_large; unable.
Method: rational operations one by one by exact fractions; what is irrational by SymPy, in the shortest form
found. Powers are principal values, ³√−8 = −2 while (−8)^(1/3) = 1 + √3·i.
Source: ISO 80000-2:2019 for the notation; rounding is half away from zero.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field, model_validator

from abacist.actions.arithmetic.evaluate_phrases import PHRASES
from abacist.actions.arithmetic.exact_numbers import (
    Undefined,
    fraction_of,
    reduction,
)
from abacist.actions.arithmetic.simplest_constant import simplest_constant
from abacist.core.answer import Solution
from abacist.core.claim import EvaluatesTo
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Ball, Exact

__all__ = ["Arguments", "evaluate"]

_SHOWN = 10
_ELSEWHERE = frozenset(
    {"integral", "limit", "limit_left", "limit_right", "derivative", "apply", "prime"}
)
_NOT_A_NUMBER = frozenset(
    "eq ne lt le gt ge approx and or not in subset set list tuple interval interval_open "
    "interval_left_open interval_right_open union intersection difference such_that image named".split()
)


class Arguments(Record):
    """What is to be evaluated and how many digits are wanted.

    Arguments:
        expression: numbers, constants and quantities; with free symbols it is simplified instead.
        digits: decimal places to round to, half away from zero.
        significant: significant digits to round to.
        unit: the unit in which a quantity is wanted.
    """

    expression: Annotated[
        Expr,
        Slot(
            "Number|Quantity",
            ask=Message(en="Which expression is to be evaluated?", zh="要计算哪个式子？"),
        ),
    ]
    digits: Annotated[int | None, Slot("Precision")] = Field(default=None, ge=0, le=1000)
    significant: Annotated[int | None, Slot("SignificantDigits")] = Field(
        default=None, ge=1, le=1000
    )

    unit: Annotated[Expr | None, Slot("WantedUnit")] = None

    @model_validator(mode="after")
    def _checked(self) -> Arguments:
        if self.unit is not None and not _may_have_unit(self.expression):
            raise ValueError("a number without a unit is not converted")
        if isinstance(self.expression, Call) and self.expression.head in _NOT_A_NUMBER:
            raise ValueError("this is no expression of numbers")
        if self.digits is not None and self.significant is not None:
            raise ValueError("either decimal places or significant digits")
        return self


def _may_have_unit(expression: Expr) -> bool:
    return expression.has("quantity") or any(n.startswith("_") for n in expression.names())


EXAMPLES = (
    Example(
        en="compute 1/3 + 1/6",
        zh="计算 1/3 + 1/6",
        answer="1/2",
        level=Level.PROVED,
        source="2/6 + 1/6 = 3/6",
    ),
    Example(
        en="What is sqrt(12) + sqrt(27)?",
        zh="求 √12 + √27 的值",
        answer="5*sqrt(3)",
        level=Level.PROVED,
        source="2√3 + 3√3",
    ),
    Example(
        en="evaluate pi to 4 decimal places",
        zh="计算 π，保留4位小数",
        answer="3.1416",
        level=Level.ENCLOSED,
        source="OEIS A000796",
    ),
    Example(
        en="calculate 1/0",
        zh="计算 1/0",
        answer="undefined",
        outcome=Outcome.UNDEFINED,
        level=Level.PROVED,
        source="a field has no inverse of 0",
    ),
    Example(
        en="what is 20% of 150?",
        zh="150的20%是多少？",
        answer="30",
        level=Level.PROVED,
        source="0.2·150",
    ),
)


@action(
    "arithmetic.evaluate",
    title=Message(en="Value of an expression", zh="求值"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def evaluate(arguments: Arguments) -> Solution:
    """The value with its steps; an outcome that says why where there is none."""
    expression = arguments.expression
    if expression.has("quantity"):
        from abacist.actions.arithmetic.quantity_arithmetic import evaluate_quantity

        return evaluate_quantity(
            expression, arguments.unit, (arguments.digits, arguments.significant)
        )
    if expression.has(*_ELSEWHERE):
        return _unable("this kind of expression has an action of its own", "这类式子有专门的运算")
    if expression.free_symbols():
        from abacist.actions.algebra.shortest_form import shortest_form

        return shortest_form(expression)
    try:
        worked, steps = reduction(expression)
        if fraction_of(worked) is None:
            found = simplest_constant(worked)
            steps = (*steps, *_simplification(worked, found))
            worked = found
    except Undefined as reason:
        return _undefined(expression, reason.why)
    except TooLarge as reason:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(reason.message,))
    if worked == Symbol("undefined"):
        return _undefined(expression, _no_value(expression))
    return _answer(arguments, worked, steps)


def _answer(arguments: Arguments, worked: Expr, steps: tuple[Step, ...]) -> Solution:
    from abacist.actions.arithmetic.decimals import decimal_note, rounded
    from abacist.actions.arithmetic.real_powers import real_power_note
    from abacist.actions.arithmetic.script import evaluation_script

    value: Exact | Ball = Exact(expr=worked)
    notes: tuple[Message, ...] = ()
    if arguments.digits is not None or arguments.significant is not None:
        ball = rounded(worked, arguments.digits, arguments.significant)
        if ball is None:
            return _unable(
                "the value is not real, so it has no decimals", "结果不是实数，无法取小数"
            )
        value = ball
        steps = (*steps, _rounding(worked, ball))
    elif fraction_of(worked) is None:
        notes = decimal_note(worked, _SHOWN)
    return Solution(
        value=value,
        claims=(EvaluatesTo(expression=arguments.expression, value=value),),
        steps=steps or (_as_it_is(worked),),
        notes=(*notes, *real_power_note(arguments.expression)),
        method=Message(en="exact arithmetic", zh="精确运算"),
        code=evaluation_script(arguments.expression, value),
    )


def _as_it_is(worked: Expr) -> Step:
    says = Message(en="{a} is already in simplest form.", zh="{a} 已是最简形式。")
    return Step(rule="simplest form", says=says, values={"a": worked})


def _rounding(worked: Expr, ball: Ball) -> Step:
    says = Message(en="Write {a} as a decimal and round.", zh="把 {a} 化为小数并四舍五入。")
    from abacist.core.expr import number

    after = number(Fraction(ball.mid))
    return Step(rule="rounding", says=says, values={"a": worked}, before=worked, after=after)


def _simplification(before: Expr, after: Expr) -> tuple[Step, ...]:
    if before == after:
        return ()
    says = Message(
        en="Simplify the roots, powers and values of functions.", zh="化简根式、幂与函数值。"
    )
    return (Step(rule="simplification", says=says, before=before, after=after),)


def _undefined(expression: Expr, why: Message) -> Solution:
    says = Message(en=f"{why.en} So {{a}} has no value.", zh=f"{why.zh}因此 {{a}} 没有值。")
    undefined = Exact(expr=Symbol("undefined"))
    return Solution(
        outcome=Outcome.UNDEFINED,
        value=undefined,
        claims=(EvaluatesTo(expression=expression, value=undefined),),
        steps=(Step(rule="undefined", says=says, values={"a": expression}),),
        notes=(why,),
    )


def _no_value(expression: Expr) -> Message:
    if expression.has("tan", "cot", "sec", "csc"):
        return Message(
            en="A circular function has a pole at this angle.", zh="三角函数在此角度没有定义。"
        )
    if expression.has("ln", "log"):
        return Message(en="The logarithm of zero is undefined.", zh="零没有对数。")
    return Message(en="Division by zero is undefined.", zh="除数为零，没有意义。")


def _unable(en: str, zh: str) -> Solution:
    return Solution(outcome=Outcome.UNABLE, notes=(Message(en=en, zh=zh),))
