"""The least common multiple of integers.

Arguments: two or more integers; no units.
Outcomes: solved; unable where one of them is no integer; too_large.
Method: the product divided by the greatest common divisor, number by number.
Source: Euclid, Elements, book VII, propositions 34 and 36.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field

from abacist.actions.numbers.integer_folds import INTEGERS_SLOT, folded
from abacist.core.answer import Solution
from abacist.core.expr import Expr, div, mul, number
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level
from abacist.core.phrase import Phrase
from abacist.core.registry import Example, action
from abacist.core.step import Step

__all__ = ["Arguments", "least_common_multiple"]


class Arguments(Record):
    """The integers.

    Arguments:
        numbers: two or more integers.
    """

    numbers: Annotated[tuple[Expr, ...], INTEGERS_SLOT] = Field(min_length=2, max_length=64)


PHRASES = (
    Phrase(
        "Number",
        en=(
            "the least common multiple of {numbers:Number+}",
            "(the)? (least|smallest|lowest) common multiple (of|for) (the numbers)? {numbers:Number+}",
            "(the)? (lcm|lowest common denominator) of {numbers:Number+}",
        ),
        zh=(
            "{numbers:Number+}的最小公倍数",
            "{numbers:Number+}(这)?(两个数|几个数|三个数)?的最小公倍数",
        ),
    ),
)

EXAMPLES = (
    Example(
        en="What is the least common multiple of 12 and 18?",
        zh="12和18的最小公倍数是多少？",
        answer="36",
        level=Level.PROVED,
        source="36 = 12 * 3 = 18 * 2",
    ),
    Example(
        en="Find the lcm of 4, 6 and 10.",
        zh="求4、6和10的最小公倍数。",
        answer="60",
        level=Level.PROVED,
        source="2^2 * 3 * 5",
    ),
    Example(
        en="the least common multiple of 21 and 22",
        zh="21与22的最小公倍数",
        answer="462",
        level=Level.PROVED,
        source="they are coprime: 21 * 22",
    ),
)


@action(
    "numbers.lcm",
    title=Message(en="Least common multiple", zh="最小公倍数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def least_common_multiple(arguments: Arguments) -> Solution:
    """The least common multiple of integers."""
    return folded("lcm", arguments.numbers, _step)


def _step(before: int, other: int, found: int) -> Step:
    shared = math.gcd(before, other)
    formula = div(mul(number(before), number(other)), number(shared)) if shared else number(0)
    return Step(
        rule="product over greatest common divisor",
        says=Message(
            en="{a} and {b} have the greatest common divisor {g}; divide their product by it.",
            zh="{a} 与 {b} 的最大公因数是 {g}；用它去除两数之积。",
        ),
        values={"a": number(before), "b": number(other), "g": number(shared)},
        before=formula,
        after=number(found),
    )
