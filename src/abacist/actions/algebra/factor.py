"""A polynomial or rational expression as a product of irreducible factors over the rationals.

Arguments: `expression` (an Expr), a polynomial or a quotient of polynomials.
Outcomes: solved (also where nothing factors, and it says so); too_large; unable.
Method: SymPy's factorisation (Zassenhaus and its kin); the check factors again with FLINT.
Source: J. von zur Gathen, J. Gerhard, Modern Computer Algebra, 3rd ed., Cambridge 2013, ch. 15.
"""

from __future__ import annotations

from typing import Annotated, Any

from abacist.actions.algebra.rewriting import degree_bound, from_form, refusal, to_form
from abacist.actions.algebra.scripts import rewriting_script
from abacist.core.answer import Solution
from abacist.core.claim import EqualTo, FormOf
from abacist.core.errors import AbacistError, TooLarge
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "factor"]


class Arguments(Record):
    """What is to be factored.

    Arguments:
        expression: a polynomial or a quotient of polynomials with rational coefficients.
    """

    expression: Annotated[
        Expr,
        Slot(
            "Expression",
            ask=Message(en="Which expression is to be factored?", zh="要分解哪个式子？"),
        ),
    ]


PHRASES = (
    Phrase(
        "Request",
        en=(
            "(factor|factorise|factorize) (completely|fully)? "
            "(the)? (polynomial|expression|trinomial|quadratic)? "
            "{expression:Expression} (completely|fully)?",
            "write {expression:Expression} as a product (of factors)?",
        ),
        zh=(
            "(分解因式|因式分解|把下列各式分解因式)(：|:)?(多项式)?{expression:Expression}",
            "(把|将)(多项式)?{expression:Expression}(分解因式|因式分解|进行因式分解)",
            "对(多项式)?{expression:Expression}(进行)?因式分解",
        ),
    ),
    Phrase(
        "Expression",
        en=("(the)? (factorization|factorisation|factored form) of {expression:Expression}",),
        zh=("{expression:Expression}的(因式)?分解(式|结果)",),
    ),
)

EXAMPLES = (
    Example(
        en="factor x^2 - 5x + 6",
        zh="分解因式 x²-5x+6",
        answer="(x - 3)*(x - 2)",
        level=Level.PROVED,
        source="−2 − 3 = −5, 2·3 = 6",
    ),
    Example(
        en="factorise x^4 - 1 completely",
        zh="把 x^4-1 分解因式",
        answer="(x - 1)*(x + 1)*(x**2 + 1)",
        level=Level.PROVED,
        source="difference of squares, twice",
    ),
    Example(
        en="factor a^2 - b^2",
        zh="因式分解 a²-b²",
        answer="(a - b)*(a + b)",
        level=Level.PROVED,
        source="difference of squares",
    ),
)


@action(
    "algebra.factor",
    title=Message(en="Factorization", zh="因式分解"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def factor(arguments: Arguments) -> Solution:
    """The product of irreducible factors, with the claim that it is equal and complete."""
    import sympy

    expression = arguments.expression
    if expression.has("quantity"):
        return refusal(Outcome.UNABLE, "a quantity is not factored", "带单位的量不能分解因式")
    if not expression.free_symbols():
        return refusal(Outcome.UNABLE, "a number is factored into primes", "数请分解质因数")
    try:
        degree_bound(expression)
        value = to_form(expression)
        product = sympy.factor(value)
        result = from_form(product)
    except TooLarge as reason:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(reason.message,))
    except AbacistError as reason:
        return Solution(outcome=Outcome.UNABLE, notes=(reason.message,))
    claims = (
        EqualTo(left=expression, right=result),
        FormOf(expression=result, form="factored", original=expression),
    )
    steps = _steps(expression, value, product, result)
    notes = ()
    if not product.is_Mul and not product.is_Pow:
        notes = (
            Message(
                en="It does not factor over the rational numbers.", zh="在有理数范围内不能再分解。"
            ),
        )
    return Solution(
        value=Exact(expr=result),
        claims=claims,
        steps=steps,
        notes=notes,
        method=Message(en="factorization over the rationals", zh="有理数范围内的因式分解"),
        code=rewriting_script(expression, "factor"),
    )


def _steps(expression: Expr, value: Any, product: Any, result: Expr) -> tuple[Step, ...]:
    """Common factor first, then the method that the shape suggests."""
    import sympy

    steps: list[Step] = []
    content = sympy.gcd_terms(sympy.expand(value))
    common = from_form(content)
    shared = content.is_Mul and content != product and common != expression
    if shared and not isinstance(content.args[0], sympy.Rational):
        says = Message(en="Take out the common factor.", zh="提取公因式。")
        steps.append(Step(rule="common factor", says=says, before=expression, after=common))
    before = steps[-1].after if steps else expression
    rule, says = _rule(sympy.expand(value))
    steps.append(Step(rule=rule, says=says, before=before, after=result))
    return tuple(steps)


def _rule(value: Any) -> tuple[str, Message]:
    import sympy

    terms = sympy.Add.make_args(value)
    signs = {bool(term.as_coeff_Mul()[0] < 0) for term in terms}
    if len(terms) == 2 and len(signs) == 2 and all(_is_square(_unsigned(t)) for t in terms):
        return "difference of squares", Message(
            en="It is a difference of squares: a² − b² = (a − b)(a + b).",
            zh="平方差公式：a² − b² = (a − b)(a + b)。",
        )
    if len(terms) == 3:
        return "trinomial", Message(
            en="Split the trinomial: find two numbers with the right sum and product.",
            zh="十字相乘法（或完全平方公式）。",
        )
    return "factoring", Message(
        en="Find rational roots and divide, or group the terms.", zh="试根法或分组分解法。"
    )


def _unsigned(term: Any) -> Any:
    coefficient, rest = term.as_coeff_Mul()
    return abs(coefficient) * rest


def _is_square(term: Any) -> bool:
    import sympy

    root = sympy.sqrt(term)
    return not root.atoms(sympy.Pow) or all(
        power.exp.is_Integer for power in sympy.powdenest(root, force=True).atoms(sympy.Pow)
    )
