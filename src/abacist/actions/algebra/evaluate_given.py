"""The value of an expression under given equations, without always solving them.

Arguments: `expression` (what is wanted), `equations` (what is given), `conditions` (x > 0, …).
Outcomes: solved (one value, or the set of all that occur); no_solution where the equations contradict each
other; infinitely_many where they leave the value open; unable.
Method: the wanted expression as a polynomial in the left sides (x² + 1/x² = (x + 1/x)² − 2); else elimination
of all unknowns from the equations and w = expression, which leaves a polynomial in w.
Source: D. Cox, J. Little, D. O'Shea, Ideals, Varieties, and Algorithms, 4th ed., Springer 2015, ch. 3.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from abacist.actions.algebra.given_values import (
    Contradiction,
    GivenValues,
    Undetermined,
    elimination_values,
    identity_in_givens,
)
from abacist.actions.algebra.rewriting import from_form
from abacist.actions.equation.ranges import flattened, set_of_conditions
from abacist.core.answer import Solution
from abacist.core.claim import EvaluatesTo
from abacist.core.errors import AbacistError
from abacist.core.expr import Call, Expr, Symbol, call, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.terminal import terminal
from abacist.notation.variables import unknowns_of

__all__ = ["Arguments", "evaluate_given"]

_NOT_HERE = ("derivative", "prime", "apply", "integral", "limit", "quantity", "list")


class Arguments(Record):
    """What is wanted, and what is given.

    Arguments:
        expression: the expression whose value is asked for, in the names of the equations.
        equations: what is given, x + 1/x = 5.
        conditions: what else holds of the names, x > 0.
    """

    expression: Annotated[
        Expr,
        Slot("Expression", ask=Message(en="Which value is asked for?", zh="要求哪个式子的值？")),
    ]
    equations: Annotated[
        tuple[Expr, ...],
        Slot("Equation", ask=Message(en="Under which equation?", zh="已知什么等式？"), many=True),
    ]
    conditions: Annotated[tuple[Expr, ...], Slot("Region|Membership|Inequality", many=True)] = ()

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        equations = tuple(dict.fromkeys(e for whole in self.equations for e in _parts(whole)))
        for equation in equations:
            if not isinstance(equation, Call) or equation.head != "eq" or equation.has(*_NOT_HERE):
                raise ValueError("this is no equation between numbers")
        if self.expression.has(*_NOT_HERE, "eq", "lt", "le", "gt", "ge"):
            raise ValueError("this is no expression of numbers")
        if isinstance(self.expression, Symbol):
            raise ValueError("an unknown is found by solving the equations")
        names = {name for equation in equations for name in equation.free_symbols()}
        if not self.expression.free_symbols() & names:
            raise ValueError("the expression has nothing to do with the equations")
        if all(_is_assignment(equation) for equation in equations):
            raise ValueError("values of names are put in where they are read")
        first = unknowns_of(equations)[0]
        conditions = tuple(flattened(set_of_conditions(first, self.conditions)))
        object.__setattr__(self, "equations", equations)
        object.__setattr__(self, "conditions", conditions)
        return self


def _is_assignment(equation: Expr) -> bool:
    """True for a name that equals a constant."""
    assert isinstance(equation, Call)
    return isinstance(equation.args[0], Symbol) and not equation.args[1].free_symbols()


def _parts(whole: Expr) -> tuple[Expr, ...]:
    if isinstance(whole, Call) and whole.head in ("and", "list"):
        return whole.args
    return (whole,)


PHRASES = (
    Phrase(
        "Value",
        en=(
            "{expression:Expression} (if|when|where|given|given that|for|under|subject to) {equations:Equation+}",
        ),
        zh=(
            "当{equations:Equation+}时{expression:Expression}的值",
            "(当|已知|若|设|如果|在){equations:Equation+}(时|的条件下)?(，)?{expression:Expression}的值",
        ),
        cost=0.2,
    ),
    # the equations stand in clauses of their own and fill the slot
    Phrase(
        "Request",
        en=(
            "(find|compute|calculate|evaluate|determine|work out|give|what is|what's) (the value of)? "
            "{expression:Expression}",
            "(what is)? the value of {expression:Expression}",
            "{expression:Expression} (is|equals) what",
            "how much is {expression:Expression}",
        ),
        zh=(
            "(求|求出|计算|试求|算|求解){expression:Expression}(的值|的大小)?",
            "{expression:Expression}(的值)?(是多少|等于多少|为多少|是几|等于几)",
        ),
        cost=0.1,
    ),
    Phrase(
        "Request",
        en=("{expression:Expression} (is|equals)",),
        zh=("{expression:Expression}(的值)?(等于|是|为)",),
        cost=0.1,
        ends=True,
    ),
)

EXAMPLES = (
    Example(
        en="x + 1/x = 5, find x^2 + 1/x^2",
        zh="已知 x + 1/x = 5，求 x² + 1/x² 的值",
        answer="23",
        level=Level.PROVED,
        source="5² − 2",
    ),
    Example(
        en="Given x + 1/x = 5, what is the value of x^2 + 1/x^2?",
        zh="若 x+1/x=5，则 x²+1/x² 等于多少？",
        answer="23",
        level=Level.PROVED,
        source="5² − 2",
    ),
    Example(
        en="If x + y = 5 and xy = 6, find x^2 + y^2",
        zh="已知 x+y=5，xy=6，求 x²+y²",
        answer="13",
        level=Level.PROVED,
        source="5² − 2·6",
    ),
    Example(
        en="If x + y = 5 and xy = 6, find x - y",
        zh="若 x+y=5，xy=6，求 x-y",
        answer="{-1, 1}",
        level=Level.PROVED,
        source="(x − y)² = 25 − 24",
    ),
)


@action(
    "algebra.evaluate_given",
    title=Message(en="Value under given equations", zh="已知等式求值"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def evaluate_given(arguments: Arguments) -> Solution:
    """The value, or all values, with the claim that the equations imply it."""
    try:
        found = identity_in_givens(arguments.expression, arguments.equations)
        found = found or elimination_values(
            arguments.expression, arguments.equations, arguments.conditions
        )
    except Undetermined:
        return _open(arguments)
    except Contradiction as error:
        return _contradiction(arguments, error.of_givens)
    except AbacistError as reason:
        return Solution(outcome=Outcome.UNABLE, notes=(reason.message,))
    return _solution(arguments, found)


def _solution(arguments: Arguments, found: GivenValues) -> Solution:
    from abacist.actions.algebra.given_script import given_script

    shown = [from_form(value) for value in found.values]
    value = Exact(expr=shown[0] if len(shown) == 1 else call("set", *shown))
    given = (*arguments.equations, *arguments.conditions)
    if found.are_real and not arguments.conditions:
        given = (*given, *(call("in", symbol(n), symbol("Reals")) for n in found.names))
    return Solution(
        value=value,
        claims=(EvaluatesTo(expression=arguments.expression, value=value, conditions=given),),
        steps=found.steps,
        method=Message(en="identities and elimination", zh="恒等变形与消元"),
        code=given_script(arguments.expression, arguments.equations, len(shown)),
    )


def _contradiction(arguments: Arguments, of_givens: bool) -> Solution:
    says = Message(
        en="The given equations contradict each other, so there is nothing to evaluate.",
        zh="所给等式互相矛盾，因此没有值可求。",
    )
    if not of_givens:
        says = Message(
            en="Wherever the given equations hold, the expression is undefined.",
            zh="在所给条件下，该式没有意义。",
        )
    value = Exact(expr=call("set") if of_givens else symbol("undefined"))
    claim = EvaluatesTo(
        expression=arguments.expression,
        value=value,
        conditions=(*arguments.equations, *arguments.conditions),
    )
    return Solution(
        outcome=Outcome.NO_SOLUTION if of_givens else Outcome.UNDEFINED,
        value=value,
        claims=(claim,),
        steps=(Step(rule="contradiction", says=says),),
        notes=(says,),
    )


def _open(arguments: Arguments) -> Solution:
    note = Message(
        en=f"The given equations do not determine {terminal(arguments.expression)}.",
        zh=f"所给等式不能确定 {terminal(arguments.expression)} 的值。",
    )
    return Solution(outcome=Outcome.UNABLE, notes=(note,))
