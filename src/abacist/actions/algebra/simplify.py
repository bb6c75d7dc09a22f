"""A simpler form of an expression: the shortest of several equal ones.

Arguments: `expression` (an Expr), its symbols stand for real numbers; `conditions` (x > 0).
Outcomes: solved; too_large; unable.
Method: cancelling, expanding, factoring, trigonometric and logarithmic identities by SymPy; the form with the
fewest operations is kept, so the result is never longer than the given expression.
Source: J. von zur Gathen, J. Gerhard, Modern Computer Algebra, 3rd ed., Cambridge 2013, ch. 5 (rational functions).
"""

from __future__ import annotations

from typing import Annotated

from abacist.actions.algebra.shortest_form import shortest_form
from abacist.actions.arithmetic.evaluate import Arguments as Constant
from abacist.actions.arithmetic.evaluate import evaluate
from abacist.core.answer import Solution
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level
from abacist.core.phrase import Phrase, Slot
from abacist.core.registry import Example, action

__all__ = ["Arguments", "simplified", "simplify"]


class Arguments(Record):
    """What is to be simplified.

    Arguments:
        expression: any expression; its symbols stand for real numbers.
        conditions: what may be used of the symbols, x > 0.
    """

    expression: Annotated[
        Expr,
        Slot(
            "Expression",
            ask=Message(en="Which expression is to be simplified?", zh="要化简哪个式子？"),
        ),
    ]
    conditions: Annotated[tuple[Expr, ...], Slot("Region|Membership|Inequality", many=True)] = ()


PHRASES = (
    Phrase(
        "Request",
        en=(
            "simplify (the)? (expression|fraction|radical)? {expression:Expression}",
            "(reduce|bring) {expression:Expression} (to|into) (its)? (simplest|lowest) (form|terms)",
            "{expression:Expression} in (its)? (simplest|lowest) (form|terms)",
        ),
        zh=(
            "(化简|约分|合并同类项)(：|:)?(式子|代数式|分式|根式)?{expression:Expression}",
            "(把|将){expression:Expression}(化简|化为最简形式|化成最简形式|约分)",
        ),
    ),
    Phrase(
        "Expression",
        en=("(the)? (simplified|simplest) form of {expression:Expression}",),
        zh=("{expression:Expression}的最简(形式|结果)", "{expression:Expression}(化简)(后)?的结果"),
    ),
)

EXAMPLES = (
    Example(
        en="simplify (x^2-1)/(x-1)",
        zh="化简 (x²-1)/(x-1)",
        answer="x + 1",
        level=Level.PROVED,
        source="difference of squares",
    ),
    Example(
        en="simplify sin(x)^2 + cos(x)^2",
        zh="化简 sin(x)^2+cos(x)^2",
        answer="1",
        level=Level.PROVED,
        source="Pythagoras",
    ),
    Example(
        en="simplify 2a + 3b - a + b",
        zh="合并同类项 2a+3b-a+b",
        answer="a + 4*b",
        level=Level.PROVED,
        source="like terms",
    ),
    Example(
        en="simplify 12/18",
        zh="把 12/18 约分",
        answer="2/3",
        level=Level.PROVED,
        source="gcd(12, 18) = 6",
    ),
)


@action(
    "algebra.simplify",
    title=Message(en="Simplification", zh="化简"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def simplify(arguments: Arguments) -> Solution:
    """The simplest form found, with the claim that it is equal."""
    return simplified(arguments.expression, arguments.conditions)


def simplified(expression: Expr, conditions: tuple[Expr, ...] = ()) -> Solution:
    """The same for an expression, as other actions need it."""
    if expression.free_symbols():
        return shortest_form(expression, conditions)
    return evaluate(Constant(expression=expression))
