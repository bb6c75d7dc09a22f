"""The greatest common divisor of integers.

Arguments: two or more integers; no units.
Outcomes: solved; unable where one of them is no integer; too_large.
Method: Euclid's algorithm.
Source: Euclid, Elements, book VII, propositions 1 and 2.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from abacist.actions.numbers.integer_folds import INTEGERS_SLOT, folded
from abacist.core.answer import Solution
from abacist.core.expr import Expr, add, eq, mul, number
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level
from abacist.core.phrase import Phrase
from abacist.core.registry import Example, action
from abacist.core.step import Step

__all__ = ["Arguments", "greatest_common_divisor"]


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
            "the greatest common divisor of {numbers:Number+}",
            "(the)? (greatest|highest|largest) common (divisor|factor) (of|for|between) "
            "(the numbers)? {numbers:Number+}",
            "(the)? (gcd|gcf|hcf) (of|for|between) {numbers:Number+}",
        ),
        zh=(
            "{numbers:Number+}的最大公因数",
            "{numbers:Number+}(这)?(两个数|几个数|三个数)?的最大公(约|因)(数|子)",
        ),
    ),
)

EXAMPLES = (
    Example(
        en="What is the greatest common divisor of 1313 and 1001?",
        zh="1313和1001的最大公因数是多少？",
        answer="13",
        level=Level.PROVED,
        source="1313 = 13 * 101, 1001 = 7 * 11 * 13",
    ),
    Example(
        en="Find the greatest common factor of 12, 18 and 30.",
        zh="求12、18、30的最大公约数。",
        answer="6",
        level=Level.PROVED,
        source="6 * 2, 6 * 3, 6 * 5",
    ),
    Example(
        en="the gcd of 10! + 2 and 11! + 8",
        zh="10! + 2 与 11! + 8 的最大公约数",
        answer="2",
        level=Level.PROVED,
        source="11*(10! + 2) - (11! + 8) = 14, and 10! + 2 is even but not divisible by 7",
    ),
)


@action(
    "numbers.gcd",
    title=Message(en="Greatest common divisor", zh="最大公因数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def greatest_common_divisor(arguments: Arguments) -> Solution:
    """The greatest common divisor of integers."""
    return folded("gcd", arguments.numbers, _step)


def _step(before: int, other: int, found: int) -> Step:
    return Step(
        rule="Euclidean algorithm",
        says=Message(
            en="Divide with remainder until nothing is left: the last divisor, {g}, is the "
            "greatest common divisor of {a} and {b}.",
            zh="辗转相除直到余数为 0：最后的除数 {g} 就是 {a} 与 {b} 的最大公因数。",
        ),
        values={"a": number(before), "b": number(other), "g": number(found)},
        children=tuple(_divisions(before, other)),
    )


def _divisions(a: int, b: int) -> list[Step]:
    found: list[Step] = []
    a, b = max(a, b), min(a, b)
    while b and len(found) < _MOST_DIVISIONS:
        quotient, rest = divmod(a, b)
        found.append(
            Step(
                rule="division with remainder",
                says=Message(en="Divide {a} by {b}.", zh="用 {b} 除 {a}。"),
                values={"a": number(a), "b": number(b)},
                after=eq(number(a), add(mul(number(quotient), number(b)), number(rest))),
            )
        )
        a, b = b, rest
    return found


_MOST_DIVISIONS = 30
