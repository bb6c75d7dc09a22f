"""The product of the members of a finite set.

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

__all__ = ["Arguments", "product_of_set"]


PHRASES = tuple(
    phrase
    for kind in ("Set", "IntegerSet")
    for phrase in (
        Phrase(
            "Number",
            en=(
                f"the product of {{members:{kind}}}",
                f"(the)? product of (all)? (of)? (the)? (distinct)? {{members:{kind}}}",
            ),
            zh=(f"{{members:{kind}}}(的|之)积", f"{{members:{kind}}}(的)?(乘)?积"),
        ),
        Phrase(
            "Request",
            en=(
                f"find the product of {{members:{kind}}}",
                f"multiply (all)? (the)? {{members:{kind}}} (together)?",
            ),
            zh=(
                f"求{{members:{kind}}}的积",
                f"(把|将)?{{members:{kind}}}(全部|都)?(相乘|乘起来)",
            ),
        ),
    )
)

EXAMPLES = (
    Example(
        en="What is the product of the positive divisors of 100?",
        zh="100的所有正约数的积是多少？",
        answer="1000000000",
        level=Level.PROVED,
        source="the nine divisors pair up to 100: 100^4 * 10",
    ),
    Example(
        en="Find the product of the prime factors of 60.",
        zh="求60的质因数之积。",
        answer="30",
        level=Level.PROVED,
        source="2 * 3 * 5",
    ),
    Example(
        en="the product of the odd divisors of 18",
        zh="18的奇因数的积",
        answer="27",
        level=Level.PROVED,
        source="1 * 3 * 9",
    ),
)


@action(
    "sets.product",
    title=Message(en="Product of a set", zh="集合元素之积"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def product_of_set(arguments: Arguments) -> Solution:
    """The product of the members of a finite set."""
    return aggregate("product", arguments.members)
