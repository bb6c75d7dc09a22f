"""An expression multiplied out into a sum of terms.

Arguments: `expression` (an Expr).
Outcomes: solved; too_large where there would be too many terms.
Method: the distributive law and the binomial theorem, terms in descending order, by SymPy.
Source: D. Knuth, The Art of Computer Programming, vol. 2, 3rd ed., Addison-Wesley 1998, §4.6.
"""

from __future__ import annotations

from typing import Annotated

from abacist.actions.algebra.rewriting import degree_bound, from_form, refusal, to_form
from abacist.actions.algebra.scripts import rewriting_script
from abacist.core.answer import Solution
from abacist.core.claim import EqualTo, FormOf
from abacist.core.errors import AbacistError, TooLarge
from abacist.core.expr import Call, Expr, call
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "expand"]


class Arguments(Record):
    """What is to be multiplied out.

    Arguments:
        expression: a product, a power, or a sum of these; symbols are real or complex.
    """

    expression: Annotated[
        Expr,
        Slot(
            "Expression",
            ask=Message(en="Which expression is to be expanded?", zh="要展开哪个式子？"),
        ),
    ]


PHRASES = (
    Phrase(
        "Request",
        en=(
            "(expand|multiply out) (and simplify)? (the)? (expression|product|brackets|binomial)? "
            "{expression:Expression}",
            "collect (the|all)? (like)? terms (in|of) {expression:Expression}",
        ),
        zh=(
            "(展开|去括号)(并化简)?(：|:)?(式子|多项式)?{expression:Expression}",
            "(把|将)?{expression:Expression}(展开|乘开|去括号)",
        ),
    ),
    Phrase(
        "Expression",
        en=("(the)? (expansion|expanded form) of {expression:Expression}",),
        zh=("{expression:Expression}的展开式",),
    ),
)

EXAMPLES = (
    Example(
        en="expand (x+1)(x-2)",
        zh="展开 (x+1)(x-2)",
        answer="x**2 - x - 2",
        level=Level.PROVED,
        source="distributive law",
    ),
    Example(
        en="multiply out (a+b)^2",
        zh="把 (a+b)^2 展开",
        answer="a**2 + 2*a*b + b**2",
        level=Level.PROVED,
        source="binomial theorem",
    ),
    Example(
        en="the expansion of (2x-3)^3",
        zh="求 (2x-3)^3 的展开式",
        answer="8*x**3 - 36*x**2 + 54*x - 27",
        level=Level.PROVED,
        source="binomial theorem",
    ),
)


@action(
    "algebra.expand",
    title=Message(en="Expansion", zh="展开"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def expand(arguments: Arguments) -> Solution:
    """The sum of terms, with the claim that it is equal and expanded."""
    import sympy

    expression = arguments.expression
    if expression.has("quantity"):
        return refusal(Outcome.UNABLE, "a quantity is not expanded", "带单位的量不能展开")
    try:
        degree_bound(expression)
        result = from_form(sympy.expand(to_form(expression)))
    except TooLarge as reason:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(reason.message,))
    except AbacistError as reason:
        return Solution(outcome=Outcome.UNABLE, notes=(reason.message,))
    claims = (
        EqualTo(left=expression, right=result),
        FormOf(expression=result, form="expanded", original=expression),
    )
    return Solution(
        value=Exact(expr=result),
        claims=claims,
        steps=_steps(expression, result),
        method=Message(en="distributive law", zh="分配律"),
        code=rewriting_script(expression, "expand"),
    )


def _steps(expression: Expr, result: Expr) -> tuple[Step, ...]:
    says = Message(
        en="Multiply every term of one factor by every term of the others.",
        zh="用一个因式的每一项去乘其他因式的每一项。",
    )
    rule = "distributive law"
    if isinstance(expression, Call) and expression.head == "pow":
        rule = "binomial theorem"
        says = Message(en="Use the binomial theorem.", zh="用二项式定理（乘法公式）展开。")
    products = []
    if isinstance(expression, Call) and expression.head == "mul":
        products = _products(expression)
    steps = [
        Step(rule=rule, says=says, before=expression, after=products[0] if products else result)
    ]
    if products and products[0] != result:
        collect = Message(en="Collect like terms.", zh="合并同类项。")
        steps.append(Step(rule="like terms", says=collect, before=products[0], after=result))
    return tuple(steps)


def _products(expression: Call) -> list[Expr]:
    """The sum of all products of one term from each of two factors, before collecting."""
    factors = list(expression.args)
    if len(factors) != 2 or not all(isinstance(f, Call) and f.head == "add" for f in factors):
        return []
    left, right = (f.args for f in factors if isinstance(f, Call))
    if len(left) * len(right) > 16:
        return []
    terms = [_product(a, b) for a in left for b in right]
    return [call("add", *terms)]


def _product(a: Expr, b: Expr) -> Expr:
    import sympy

    return from_form(sympy.Mul(to_form(a), to_form(b)))
