"""The smallest member of a finite set.

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

__all__ = ["Arguments", "minimum_of_set"]


_MOST = "(smallest|least|lowest|minimum)"

PHRASES = (
    Phrase(
        "Number",
        en=(
            "the smallest of {members:Set}",
            f"(the)? {_MOST} (member|element|one|number|value)? (of|in|among) {{members:Set}}",
            f"(the)? {_MOST} {{members:Set}}",
        ),
        zh=(
            "{members:Set}中最小的数",
            "{members:Set}(中|里|里面)(的)?最小(的)?(数|元素|值|一个|者|那个)?",
            "最小的{members:Set}",
            "{members:Set}的最小(元素|值)",
        ),
    ),
    Phrase(
        "Number",
        en=(
            "the (smaller|lesser|smallest) (root|solution) of (the)? (equation)? {equations:Equation}",
        ),
        zh=("(方程)?{equations:Equation}的较小(的)?(一个)?(实)?(根|解)",),
        means=Make("sets.minimum", members=Make("equation.solve", equations=Hole("equations"))),
    ),
)

EXAMPLES = (
    Example(
        en="the smallest of the prime factors of 77",
        zh="77的质因数中最小的数",
        answer="7",
        level=Level.PROVED,
        source="77 = 7 * 11",
    ),
    Example(
        en="What is the smallest divisor of 100 that is greater than 20?",
        zh="100的大于20的因数中最小的是多少？",
        answer="25",
        level=Level.PROVED,
        source="1, 2, 4, 5, 10, 20, 25",
    ),
    Example(
        en="What is the smallest prime factor of 91?",
        zh="91的最小质因数是多少？",
        answer="7",
        level=Level.PROVED,
        source="91 = 7 * 13",
    ),
)


@action(
    "sets.minimum",
    title=Message(en="Smallest member", zh="最小元素"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def minimum_of_set(arguments: Arguments) -> Solution:
    """The smallest member of a finite set."""
    return aggregate("minimum", arguments.members)
