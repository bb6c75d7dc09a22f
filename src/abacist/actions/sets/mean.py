"""The arithmetic mean of the members of a finite set.

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

__all__ = ["Arguments", "mean_of_set"]


PHRASES = tuple(
    phrase
    for kind in ("Set", "IntegerSet")
    for phrase in (
        Phrase(
            "Number",
            en=(
                f"the mean of {{members:{kind}}}",
                f"(the)? (mean|average|arithmetic mean) (value)? of (all)? (the)? {{members:{kind}}}",
            ),
            zh=(f"{{members:{kind}}}的平均数", f"{{members:{kind}}}的(算术)?平均(数|值)"),
        ),
    )
)

EXAMPLES = (
    Example(
        en="the average of the divisors of 6",
        zh="6的因数的平均数",
        answer="3",
        level=Level.PROVED,
        source="(1 + 2 + 3 + 6)/4",
    ),
    Example(
        en="Find the mean of the primes less than 10.",
        zh="求小于10的质数的平均数。",
        answer="17/4",
        level=Level.PROVED,
        source="(2 + 3 + 5 + 7)/4",
    ),
    Example(
        en="the mean of the positive factors of 28",
        zh="28的正因数的平均值",
        answer="28/3",
        level=Level.PROVED,
        source="28 is perfect: 56/6",
    ),
)


@action(
    "sets.mean",
    title=Message(en="Mean of a set", zh="集合元素的平均数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def mean_of_set(arguments: Arguments) -> Solution:
    """The arithmetic mean of the members of a finite set."""
    return aggregate("mean", arguments.members)
