"""The largest member of a finite set.

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

__all__ = ["Arguments", "maximum_of_set"]


_MOST = "(largest|greatest|biggest|maximum|highest)"

PHRASES = (
    Phrase(
        "Number",
        en=(
            "the largest of {members:Set}",
            f"(the)? {_MOST} (member|element|one|number|value)? (of|in|among) {{members:Set}}",
            f"(the)? {_MOST} {{members:Set}}",
        ),
        zh=(
            "{members:Set}中最大的数",
            "{members:Set}(中|里|里面)(的)?最大(的)?(数|元素|值|一个|者|那个)?",
            "最大的{members:Set}",
            "{members:Set}的最大(元素|值)",
        ),
    ),
    Phrase(
        "Number",
        en=(
            "the (larger|greater|bigger|largest) (root|solution) of (the)? (equation)? {equations:Equation}",
        ),
        zh=("(方程)?{equations:Equation}的较大(的)?(一个)?(实)?(根|解)",),
        means=Make("sets.maximum", members=Make("equation.solve", equations=Hole("equations"))),
    ),
)

EXAMPLES = (
    Example(
        en="the largest of the odd divisors of 360",
        zh="360的奇因数中最大的数",
        answer="45",
        level=Level.PROVED,
        source="360 = 8 * 45",
    ),
    Example(
        en="What is the greatest proper divisor of 91?",
        zh="91的真因数中最大的是多少？",
        answer="13",
        level=Level.PROVED,
        source="91 = 7 * 13",
    ),
    Example(
        en="What is the largest prime factor of 360?",
        zh="360的最大质因数是多少？",
        answer="5",
        level=Level.PROVED,
        source="360 = 2^3 * 3^2 * 5",
    ),
)


@action(
    "sets.maximum",
    title=Message(en="Largest member", zh="最大元素"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def maximum_of_set(arguments: Arguments) -> Solution:
    """The largest member of a finite set."""
    return aggregate("maximum", arguments.members)
