"""Values put in place of symbols, and the result worked out.

Arguments: `expression` (an Expr), `values` (equations symbol = expression).
Outcomes: solved; undefined where the values make a denominator vanish; too_large; unable.
Method: simultaneous substitution, then exact evaluation or simplification.
Source: I. N. Bronshtein et al., Handbook of Mathematics, 6th ed., Springer 2015, §1.1.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from abacist.core.answer import Solution
from abacist.core.claim import EqualTo
from abacist.core.expr import Call, Expr, Symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level
from abacist.core.phrase import Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step

__all__ = ["Arguments", "substitute"]


class Arguments(Record):
    """The expression and what is put in.

    Arguments:
        expression: the expression into which values are put.
        values: equations symbol = expression, put in at the same time.
    """

    expression: Annotated[
        Expr,
        Slot("Expression", ask=Message(en="Into which expression?", zh="代入哪个式子？")),
    ]
    values: Annotated[
        tuple[Expr, ...],
        Slot(
            "Assignment|FunctionDefinition",
            ask=Message(en="Which values?", zh="代入什么值？"),
            many=True,
        ),
    ]

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        values = tuple(dict.fromkeys(self.values))
        names = [v.args[0] for v in values if isinstance(v, Call) and v.head == "eq"]
        if len(names) != len(values) or not all(isinstance(name, Symbol) for name in names):
            raise ValueError("a value is given as symbol = expression")
        if len(set(names)) != len(names):
            raise ValueError("a symbol is given two values")
        object.__setattr__(self, "values", tuple(sorted(values, key=str)))
        return self


PHRASES = (
    Phrase(
        "Request",
        en=(
            "substitute {values:Assignment+} (in|into) {expression:Expression}",
            "substitute {values:FunctionDefinition+} (in|into) {expression:Expression}",
            "evaluate {expression:Expression} (at|when|for|with) {values:Assignment+}",
            "plug {values:Assignment+} into {expression:Expression}",
        ),
        zh=(
            "(把|将){values:Assignment+}代入{expression:Expression}",
            "(把|将){values:FunctionDefinition+}代入{expression:Expression}",
        ),
    ),
    Phrase(
        "Expression",
        en=("{expression:Expression} at {values:Assignment+}",),
        zh=("{expression:Expression}在{values:Assignment+}(时|处)的值",),
        cost=0.1,
    ),
)

EXAMPLES = (
    Example(
        en="substitute x = 3 into x^2 + 2x",
        zh="把 x=3 代入 x²+2x",
        answer="15",
        level=Level.PROVED,
        source="9 + 6",
    ),
    Example(
        en="evaluate a^2 - b^2 at a = 5, b = 3",
        zh="将 a=5，b=3 代入 a²-b²",
        answer="16",
        level=Level.PROVED,
        source="25 − 9",
    ),
    Example(
        en="substitute x = t + 1 into x^2 - 1",
        zh="把 x=t+1 代入 x²-1",
        answer="t**2 + 2*t",
        level=Level.PROVED,
        source="(t + 1)² − 1",
    ),
)


@action(
    "algebra.substitute",
    title=Message(en="Substitution", zh="代入求值"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def substitute(arguments: Arguments) -> Solution:
    """The result with the claim that it equals the expression with the values in place."""
    from abacist.actions.algebra.simplify import simplified

    table = {
        v.args[0].name: v.args[1]
        for v in arguments.values
        if isinstance(v, Call) and isinstance(v.args[0], Symbol)
    }
    put_in = arguments.expression.substitute(table)
    inner = simplified(put_in)
    says = Message(en="Put {values} in.", zh="代入 {values}。")
    shown = arguments.values[0] if len(arguments.values) == 1 else Call("and", arguments.values)
    first = Step(
        rule="substitution",
        says=says,
        values={"values": shown},
        before=arguments.expression,
        after=put_in,
    )
    claims = inner.claims
    if any(isinstance(claim, EqualTo) for claim in claims):
        claims = tuple(claim for claim in claims if isinstance(claim, EqualTo))
    return inner.model_copy(update={"steps": (first, *inner.steps), "claims": claims})
