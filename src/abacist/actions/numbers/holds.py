"""Whether a number has a property: is it prime, even, divisible by 7, a perfect square?

Arguments: a constant expression and a condition on integers; no units.
Outcomes: solved with true or false; unable where the condition cannot be decided.
Method: direct evaluation; primality by the strong probable-prime test with bases that decide.
Source: see `integer_conditions`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated

from pydantic import model_validator

from abacist.actions.numbers.integer_arithmetic import Unsupported, rational_of
from abacist.actions.numbers.integer_code import condition_text, imports_for, value_text
from abacist.actions.numbers.integer_conditions import UNKNOWN, compile_test, in_one_unknown
from abacist.actions.numbers.prime_powers import factored, factorization_expr
from abacist.core.answer import Solution
from abacist.core.claim import HoldsFor
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Symbol, add, call, eq, mul, number
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Formula, Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Truth

__all__ = ["Arguments", "holds"]


class Arguments(Record):
    """The number and the condition.

    Arguments:
        number: a constant expression.
        condition: a relation in one unknown, which a plan calls n.
    """

    number: Annotated[Expr, Slot("Number", ask=Message(en="Which number?", zh="哪个数？"))]
    condition: Annotated[
        Expr, Slot("Predicate", ask=Message(en="Which property?", zh="什么性质？"))
    ]

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        conditions = in_one_unknown((self.condition,))
        if not conditions:
            raise ValueError("no condition is given")
        joined = conditions[0] if len(conditions) == 1 else call("and", *conditions)
        object.__setattr__(self, "condition", joined)
        return self


_NAME = "numbers.holds"
_THIS = Make(_NAME, number=Hole("number"), condition=Hole("condition"))
_ASK = "(determine|decide|check|test|find out|tell me|verify)"

PHRASES = (
    Phrase(
        "Request",
        en=(
            "determine whether {number:Number} is {condition:Predicate}",
            "does {number:Number} satisfy {condition:Relation}",
            "is {number:Number} {condition:Predicate}",
            f"{_ASK} (whether|if) {{number:Number}} (is)? {{condition:Predicate}}",
        ),
        zh=(
            "判断{number:Number}是否{condition:Predicate}",
            "{number:Number}满足{condition:Relation}吗",
            "{number:Number}{condition:Predicate}吗",
            "{number:Number}(是不是|是否|是否为|是否是){condition:Predicate}",
            "(请)?(判断|判定|确定|检验){number:Number}(是不是|是否|是否为|是否是)?{condition:Predicate}",
        ),
        means=_THIS,
    ),
    Phrase(
        "Request",
        en=("(does|can) {k:Number} divide {number:Number} (evenly)?",),
        zh=(
            "{number:Number}(能否|能不能|是否能|可否|是否可以)被{k:Number}整除",
            "{k:Number}(能否|能不能|是否)整除{number:Number}",
        ),
        means=Make(_NAME, number=Hole("number"), condition=Formula("mod(member, k) = 0")),
    ),
)  # fmt: skip

EXAMPLES = (
    Example(
        en="Is 91 a prime number?",
        zh="91是质数吗？",
        answer="false",
        level=Level.PROVED,
        source="91 = 7 * 13",
    ),
    Example(
        en="Is 1001 divisible by 7?",
        zh="1001能被7整除吗？",
        answer="true",
        level=Level.PROVED,
        source="1001 = 7 * 143",
    ),
    Example(
        en="Determine whether 2^31 - 1 is prime.",
        zh="判断 2^31 - 1 是否为质数。",
        answer="true",
        level=Level.PROVED,
        source="Euler 1772, the eighth Mersenne prime",
    ),
)


@action(
    _NAME,
    title=Message(en="Property of a number", zh="数的性质判断"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def holds(arguments: Arguments) -> Solution:
    """True or false; see the module's page."""
    try:
        value = rational_of(arguments.number)
        test: Callable[[int], bool] = compile_test(arguments.condition)
        truth = _tested(test, value)
    except Unsupported as error:
        note = Message(en=f"this cannot be decided: {error}", zh=f"无法判定：{error}")
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    except TooLarge as error:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(error.message,))
    claim = HoldsFor(
        unknown=UNKNOWN, condition=arguments.condition, number=arguments.number, value=truth
    )
    return Solution(
        value=Truth(value=truth),
        claims=(claim,),
        steps=(_step(arguments.condition, value, truth),),
        code=_code(arguments),
    )


def _tested(test: Callable[[int], bool], value: int | Fraction) -> bool:
    if isinstance(value, Fraction):
        raise Unsupported("the number is no integer")
    return test(value)


def _step(condition: Expr, value: int | Fraction, truth: bool) -> Step:
    n = int(value)
    if condition == call("in", Symbol(UNKNOWN), Symbol("Primes")):
        return _prime_step(n, truth)
    if isinstance(condition, Call) and condition.head in ("eq", "ne"):
        left = condition.args[0]
        if isinstance(left, Call) and left.head == "mod" and left.args[0] == Symbol(UNKNOWN):
            return _division_step(n, int(rational_of(left.args[1])))
    says = (
        Message(en="{n} satisfies {c}.", zh="{n} 满足 {c}。")
        if truth
        else Message(en="{n} does not satisfy {c}.", zh="{n} 不满足 {c}。")
    )
    return Step(rule="evaluation", says=says, values={"n": number(n), "c": condition})


def _division_step(n: int, modulus: int) -> Step:
    quotient, rest = divmod(n, modulus)
    return Step(
        rule="division with remainder",
        says=Message(en="{n} divided by {m} leaves the remainder {r}.", zh="{n} 除以 {m} 余 {r}。"),
        values={"n": number(n), "m": number(modulus), "r": number(rest)},
        after=eq(number(n), add(mul(number(modulus), number(quotient)), number(rest))),
    )


def _prime_step(n: int, truth: bool) -> Step:
    if truth:
        says = Message(
            en="No prime up to the square root of {n}, about {r}, divides it.",
            zh="不超过 {n} 的平方根（约 {r}）的质数都不能整除它。",
        )
        return Step(
            rule="primality", says=says, values={"n": number(n), "r": number(math.isqrt(n))}
        )
    if n < 2:
        says = Message(en="A prime is at least 2.", zh="质数至少是 2。")
        return Step(rule="primality", says=says)
    try:
        product = factorization_expr(factored(n))
    except TooLarge:
        says = Message(
            en="A strong probable-prime test fails for {n}.", zh="{n} 不能通过强伪素数检验。"
        )
        return Step(rule="primality", says=says, values={"n": number(n)})
    says = Message(en="{n} is a product of smaller numbers.", zh="{n} 是更小的数的乘积。")
    return Step(rule="primality", says=says, values={"n": number(n)}, after=eq(number(n), product))


def _code(arguments: Arguments) -> str:
    try:
        value, condition = value_text(arguments.number), condition_text(arguments.condition)
    except KeyError:
        return ""
    return imports_for(f"{UNKNOWN} = {value}\nprint(str({condition}).lower())\n")
