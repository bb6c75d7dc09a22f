"""The sum of the members of a finite set.

Arguments: a finite set of exact numbers, or a list, whose entries count each time; no units.
Outcomes: solved; undefined (nothing is the largest of none); unable for a set whose members are not listed.
Method: exact arithmetic, see `aggregates`.
Source: the definition.
"""

from __future__ import annotations

from abacist.actions.sets.aggregates import Arguments, aggregate
from abacist.core.answer import Solution
from abacist.core.language import Message
from abacist.core.outcome import Level
from abacist.core.phrase import Phrase
from abacist.core.registry import Example, action

__all__ = ["Arguments", "sum_of_set"]


PHRASES = tuple(
    phrase
    for kind in ("Set", "IntegerSet")
    for phrase in (
        Phrase(
            "Number",
            en=(
                f"the sum of {{members:{kind}}}",
                f"(the)? (sum|total) of (all)? (of)? (the)? (distinct)? {{members:{kind}}}",
            ),
            zh=(f"{{members:{kind}}}(的|之)和", f"(所有|全部)?{{members:{kind}}}(的|之)?(总)?和"),
        ),
        Phrase(
            "Request",
            en=(
                f"find the sum of {{members:{kind}}}",
                f"(add|sum) (up)? (all)? (the)? {{members:{kind}}}",
            ),
            zh=(
                f"求{{members:{kind}}}的和",
                f"(把|将)?{{members:{kind}}}(全部|都)?(相加|加起来|求和)",
                f"(对)?{{members:{kind}}}求和",
            ),
        ),
    )
)

EXAMPLES = (
    Example(
        en="Find the sum of the positive factors of 48 that are divisible by 3.",
        zh="求48的能被3整除的正因数之和。",
        answer="93",
        level=Level.PROVED,
        source="3 * (1 + 2 + 4 + 8 + 16) = 93",
    ),
    Example(
        en="What is the sum of all of the positive factors of 36?",
        zh="36的所有正因数的和是多少？",
        answer="91",
        level=Level.PROVED,
        source="(1 + 2 + 4) * (1 + 3 + 9)",
    ),
    Example(
        en="the sum of the primes less than 20",
        zh="小于20的质数之和",
        answer="77",
        level=Level.PROVED,
        source="2 + 3 + 5 + 7 + 11 + 13 + 17 + 19",
    ),
)


@action(
    "sets.sum",
    title=Message(en="Sum of a set", zh="集合元素之和"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def sum_of_set(arguments: Arguments) -> Solution:
    """The sum of the members of a finite set."""
    return aggregate("sum", arguments.members)
