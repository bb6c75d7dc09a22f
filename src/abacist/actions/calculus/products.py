"""Products with symbolic or infinite bounds: by a closed form of the partial products.

Source: Knopp, Theory and Application of Infinite Series, section 28 (infinite products).
"""

from __future__ import annotations

from typing import Any

from abacist.actions.calculus.sum_arguments import OO, Arguments, diverges, refusal, solved
from abacist.actions.calculus.summation_parts import Divergence, Found, Problem, agrees
from abacist.core.answer import Solution
from abacist.core.expr import call, number, symbol
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.notation.sympy_form import from_sympy

__all__ = ["product_of"]


def product_of(arguments: Arguments, problem: Problem) -> Solution:
    """By a closed form of the partial products, and its limit where there are infinitely many."""
    import sympy as sp

    infinite = arguments.upper == OO
    top = sp.Symbol("N", integer=True, positive=True) if infinite else problem.upper
    try:
        partial = sp.product(problem.term, (problem.index, problem.lower, top))
        partial = (
            sp.combsimp(sp.gammasimp(partial.rewrite(sp.gamma)))
            if partial.has(sp.RisingFactorial)
            else partial
        )
    except (NotImplementedError, ValueError, TypeError, RecursionError, AttributeError):
        return _no_product()
    if partial.has(sp.Product, sp.nan, sp.zoo, sp.I) or partial.count_ops() > 200:
        return _no_product()
    trial = Problem(problem.term, problem.index, problem.lower, top)
    if not agrees(trial, partial, "product"):
        return _no_product()
    shown = from_sympy(sp.gammasimp(partial))
    step = Step(
        rule="partial products",
        says=Message(en="A closed form of the partial products.", zh="部分积的封闭形式。"),
        before=call("product", arguments.term, symbol(arguments.index or "n"), arguments.lower or number(1),
                    from_sympy(top)),
        after=shown,
    )  # fmt: skip
    method = Message(en="closed form of the partial products", zh="部分积的封闭形式")
    if not infinite:
        simplified = min(
            (partial, sp.simplify(partial), sp.factor(partial)), key=lambda f: (len(str(f)), str(f))
        )
        return solved(arguments, Found(simplified, (step,), method))
    return _limit_of_products(arguments, partial, top, step, method)


def _no_product() -> Solution:
    return refusal(
        Outcome.UNABLE, "No closed form of this product was found.", "没有找到该积的封闭形式。"
    )


def _limit_of_products(
    arguments: Arguments, partial: Any, top: Any, step: Step, method: Message
) -> Solution:
    import sympy as sp

    try:
        limit = sp.limit(partial, top, sp.oo)
    except (NotImplementedError, ValueError, TypeError, RecursionError, sp.PoleError):
        return _no_product()
    open_ended = limit.has(sp.oo, -sp.oo) and limit not in (sp.oo, -sp.oo)
    if open_ended or limit.has(sp.Limit, sp.AccumBounds, sp.nan, sp.zoo, sp.I, top):
        return _no_product()
    last = Step(
        rule="limit of the partial products",
        says=Message(en="Let the number of factors tend to infinity.", zh="令因子个数趋于无穷。"),
        before=call("limit", from_sympy(sp.gammasimp(partial)), symbol("N"), OO),
        after=from_sympy(limit),
    )
    if limit in (sp.oo, -sp.oo):
        return diverges(arguments, Divergence((step, last), method, 1 if limit == sp.oo else -1))
    notes: tuple[Message, ...] = ()
    if limit == 0:
        notes = (
            Message(
                en="The partial products tend to 0; many authors then say that the product diverges to 0.",
                zh="部分积趋于 0；许多教材称此时无穷乘积发散到 0。",
            ),
        )
    return solved(arguments, Found(limit, (step, last), method, notes=notes))
