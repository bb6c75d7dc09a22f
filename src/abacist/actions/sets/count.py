"""The number of members of a finite set.

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
from abacist.core.phrase import Hole, Make, Phrase
from abacist.core.registry import Example, action

__all__ = ["Arguments", "count_of_set"]


PHRASES = (
    Phrase(
        "Integer",
        en=(
            "the number of {members:Set}",
            "(the)? (number|count) of (all)? (the)? (different|distinct)? {members:Set}",
        ),
        zh=("{members:Set}的个数", "{members:Set}的(数量|数目)"),
    ),
    Phrase(
        "Request",
        en=(
            "find the number of {members:Set}",
            "how many {members:Set} (are there|exist|does it have|are there in total)?",
            "how many (different|distinct) {members:Set} (are there|exist)?",
            "count (all)? (the)? {members:Set}",
        ),
        zh=(
            "求{members:Set}的个数",
            "{members:Set}(一共|总共|共)?有(几|多少)个(元素)?",
            "(一共|总共|共)?有(几|多少)个{members:Set}",
        ),
    ),
    Phrase(
        "Request",
        en=(
            "how many (of)? (the)? {members:Set} {condition:Predicate}",
            "how many (of)? (the)? {members:Set} (that|which) {condition:Predicate} are there",
        ),
        zh=(
            "{members:Set}(中|里|里面)(，)?(一共|共)?有(几|多少)个(数)?{condition:Predicate}",
            "{members:Set}(中|里|里面)(，)?{condition:Predicate}的(数)?(一共|共)?有(几|多少)个",
        ),
        means=Make(
            "sets.count",
            members=Make("sets.filter", members=Hole("members"), condition=Hole("condition")),
        ),
    ),
)

EXAMPLES = (
    Example(
        en="the number of even divisors of the sum of the divisors of 12",
        zh="12的因数之和的偶因数的个数",
        answer="4",
        level=Level.PROVED,
        source="1 + 2 + 3 + 4 + 6 + 12 = 28, whose even divisors are 2, 4, 14, 28",
    ),
    Example(
        en="How many positive divisors does 360 have?",
        zh="360有多少个正约数？",
        answer="24",
        level=Level.PROVED,
        source="360 = 2^3 * 3^2 * 5, 4 * 3 * 2",
    ),
    Example(
        en="How many positive factors of 4000 are multiples of 100?",
        zh="4000的正因数中有多少个是100的倍数？",
        answer="8",
        level=Level.PROVED,
        source="the divisors of 40",
    ),
)


@action(
    "sets.count",
    title=Message(en="Number of members", zh="元素个数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def count_of_set(arguments: Arguments) -> Solution:
    """The number of members of a finite set."""
    return aggregate("count", arguments.members)
