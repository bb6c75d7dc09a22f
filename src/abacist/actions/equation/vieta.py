"""Sum or product of all roots of a polynomial equation, from its coefficients.

Arguments: `equation`, a polynomial one with rational coefficients in one unknown; `operation`.
Outcomes: solved; unable where no polynomial of degree one or more is left; too_large.
Method: Vieta's formulas. All complex roots count, each as often as its multiplicity; where the different real
roots alone give another value, the answer says so.
Source: I. N. Bronshtein et al., Handbook of Mathematics, 6th ed., Springer 2015, §1.6.3.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import model_validator

from abacist.actions.equation.polynomial_equations import is_rational_in
from abacist.actions.equation.polynomial_steps import standard_step
from abacist.actions.equation.rational_polynomials import Polynomial, collected, primitive
from abacist.actions.equation.solution_forms import (
    Unsolved,
    fraction_expr,
    moved_to_left,
    polynomial_expr,
)
from abacist.core.answer import Solution
from abacist.core.claim import RootsAggregateOf
from abacist.core.expr import Expr, div, eq, neg, number, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Constant, Formula, Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "vieta"]

_MOST_DEGREE = 100


class Arguments(Record):
    """A polynomial equation, and what is wanted of its roots.

    Arguments:
        equation: a polynomial equation in one unknown with rational coefficients.
        operation: the sum of the roots, or their product.
    """

    equation: Annotated[
        Expr, Slot("Equation", ask=Message(en="Of which equation?", zh="是哪个方程的根？"))
    ]
    operation: Literal["sum", "product"]

    @model_validator(mode="after")
    def _polynomial(self) -> Arguments:
        names = self.equation.free_symbols()
        if getattr(self.equation, "head", "") != "eq" or len(names) != 1:
            raise ValueError("one equation in one unknown is needed")
        if not is_rational_in(self.equation, next(iter(names))):
            raise ValueError("this is no polynomial equation with rational coefficients")
        return self

    @property
    def unknown(self) -> str:
        """The one name in the equation."""
        return next(iter(self.equation.free_symbols()))


def _phrases(operation: str, en: str, zh: str, zh_after: str) -> tuple[Phrase, ...]:
    roots = "(all)? (the)? (roots|zeros|zeroes|solutions) (of|to)"
    degree_en = "(the)? (polynomial|quadratic|cubic|quartic) equation"
    named = "(the)? (polynomial|function|quadratic|cubic|expression)? {f:Expression}"
    listed = "(的)?(所有|全部|两个|两|三个|三|各)?(个)?(根|解|零点)"
    return (
        Phrase(
            "Number",
            en=(
                f"the {operation} of the roots of {{equation:Equation}}",
                f"(the)? {en} (of)? {roots} {{equation:Equation}}",
                f"(the)? {en} (of)? {roots} {degree_en} {{equation:Equation}}",
            ),
            zh=(
                f"{{equation:Equation}}的所有根{zh}",
                f"{{equation:Equation}}{listed}(的)?{zh_after}",
            ),
            means=Make("equation.vieta", equation=Hole("equation"), operation=Constant(operation)),
            cost=-1.0,
        ),
        Phrase(
            "Number",
            en=(f"(the)? {en} (of)? {roots} {named}",),
            zh=(f"(多项式|函数)?{{f:Expression}}{listed}(的)?{zh_after}",),
            means=Make("equation.vieta", equation=Formula("f = 0"), operation=Constant(operation)),
            cost=-0.9,
        ),
    )


PHRASES = (
    *_phrases("sum", "sum", "的和", "(和|之和|总和)"),
    *_phrases("product", "product", "的积", "(积|之积|乘积)"),
)

EXAMPLES = (
    Example(
        en="Find the sum of the roots of x^2 - 2x + 5 = 0",
        zh="方程 x^2 - 2x + 5 = 0 的两根之和是多少？",
        answer="2",
        level=Level.PROVED,
        source="(1 + 2i) + (1 - 2i)",
    ),
    Example(
        en="What is the product of the roots of 2x^2 - 5x + 6 = 0?",
        zh="求方程 2x^2 - 5x + 6 = 0 的两根之积",
        answer="3",
        level=Level.PROVED,
        source="6/2",
    ),
    Example(
        en="the sum of the zeros of x^3 - 4x^2 + 4x",
        zh="x^3 - 4x^2 + 4x 的零点之和",
        answer="4",
        level=Level.PROVED,
        source="x(x - 2)^2: 0 + 2 + 2",
    ),
)


@action(
    "equation.vieta",
    title=Message(en="Sum and product of the roots", zh="根与系数的关系"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def vieta(arguments: Arguments) -> Solution:
    """The sum or the product of all roots, each as often as its multiplicity."""
    equation, name, operation = arguments.equation, arguments.unknown, arguments.operation
    try:
        polynomial, fractional = collected(moved_to_left(equation), name, _MOST_DEGREE)
    except Unsolved:
        return Solution(outcome=Outcome.TOO_LARGE)
    if fractional or len(polynomial) < 2:
        note = Message(
            en="this is no polynomial equation of degree one or more",
            zh="这不是一次或更高次的多项式方程",
        )
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    value = fraction_expr(_by_coefficients(polynomial, operation))
    claim = RootsAggregateOf(equation=equation, unknown=name, operation=operation, value=value)
    steps = (*standard_step(equation, polynomial, name, False), _step(polynomial, operation, value))
    return Solution(
        value=Exact(expr=value),
        claims=(claim,),
        steps=steps,
        notes=_note_on_counting(polynomial, name),
        method=Message(en="Vieta's formulas", zh="韦达定理（根与系数的关系）"),
        code=_code(polynomial, operation),
    )


def _by_coefficients(polynomial: Polynomial, operation: str) -> Fraction:
    if operation == "sum":
        return -polynomial[1] / polynomial[0]
    return (-1) ** (len(polynomial) - 1) * polynomial[-1] / polynomial[0]


def _step(polynomial: Polynomial, operation: str, value: Expr) -> Step:
    degree = len(polynomial) - 1
    lead = fraction_expr(polynomial[0])
    if operation == "sum":
        says = Message(
            en="With the first coefficient a = {a} and the second b = {b}, the sum of the roots is −b/a.",
            zh="首项系数 a = {a}，次项系数 b = {b}，根之和为 −b/a。",
        )
        other = fraction_expr(polynomial[1])
        formula = neg(div(symbol("b"), symbol("a")))
    else:
        says = Message(
            en="With the first coefficient a = {a} and the constant term c = {b}, the product of the {n} roots "
            "is c/a, with the opposite sign where their number is odd.",
            zh="首项系数 a = {a}，常数项 c = {b}，{n} 个根之积为 c/a；根的个数为奇数时取相反数。",
        )
        other = fraction_expr(polynomial[-1])
        formula = div(symbol("c"), symbol("a"))
        formula = neg(formula) if degree % 2 else formula
    values: dict[str, Expr] = {"a": lead, "b": other, "n": number(degree)}
    return Step(rule="Vieta's formulas", says=says, values=values, before=formula, after=value)


def _note_on_counting(polynomial: Polynomial, name: str) -> tuple[Message, ...]:
    """Said only where roots are repeated or not real: then other ways to count give other values."""
    from abacist.actions.equation.solve import real_roots

    degree = len(polynomial) - 1
    written = polynomial_expr([fraction_expr(c) for c in primitive(polynomial)], name)
    real = len(real_roots(eq(written, number(0)), name).roots)
    if real == degree:
        return ()
    note = Message(
        en=f"Counted are all {degree} roots, complex ones too and each as often as it occurs; the number of "
        f"different real ones is {real}.",
        zh=f"计入全部 {degree} 个根（含复根，重根按重数计）；其中不同的实根有 {real} 个。",
    )
    return (note,)


def _code(polynomial: Polynomial, operation: str) -> str:
    written = ", ".join(f"Fraction({c.numerator}, {c.denominator})" for c in polynomial)
    value = "-a[1] / a[0]" if operation == "sum" else "(-1) ** (len(a) - 1) * a[-1] / a[0]"
    return f"from fractions import Fraction\n\na = [{written}]\nprint({value})\n"
