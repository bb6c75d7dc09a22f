"""Sums and products: finite with numbers or symbols as bounds, and infinite series.

Arguments: the term, its index, the bounds (`oo` for infinity), whether it is summed or multiplied.
Outcomes: solved, with the conditions on parameters in the notes; divergent, only where a test shows it; unable where no
closed form was found; too_large.
Method: few terms are added one by one; else progressions, sums of powers, telescoping, known series. A sum without
terms is 0, a product without factors 1. An infinite product is the limit of its partial products.
Source: Graham, Knuth and Patashnik, Concrete Mathematics, 2nd ed., chapters 2 and 5; Knopp, Theory and Application of
Infinite Series, chapters 3-7.
"""

from __future__ import annotations

from abacist.actions.calculus.products import product_of
from abacist.actions.calculus.sum_arguments import (
    MINUS_OO,
    OO,
    Arguments,
    diverges,
    refusal,
    solved,
)
from abacist.actions.calculus.sum_phrases import EXAMPLES, PHRASES
from abacist.actions.calculus.summation_parts import Divergence, undefined_at
from abacist.actions.calculus.summation_rules import finite_sum, infinite_sum
from abacist.actions.calculus.term_by_term import numeric, problem_of, undefined_term
from abacist.core.answer import Solution
from abacist.core.expr import Call, Expr, Number, neg, symbol
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.sympy_form import NotRepresentable, to_sympy

__all__ = ["Arguments", "summed"]

_MOST_NODES = 300


@action(
    "calculus.sum",
    title=Message(en="Sum or product", zh="求和与求积"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def summed(arguments: Arguments) -> Solution:
    """The sum or product; see the module's page."""
    if sum(1 for _ in arguments.term.walk()) > _MOST_NODES:
        return refusal(Outcome.TOO_LARGE, "The term is too long.", "通项过长。")
    try:
        return _solve(arguments)
    except NotRepresentable as reason:
        return refusal(
            Outcome.UNABLE, f"No rule is known: {reason}.", f"没有适用的规则：{reason}。"
        )


def _solve(arguments: Arguments) -> Solution:
    inner = _inner_sum(arguments)
    if inner is not None:
        return inner
    if arguments.lower == MINUS_OO and arguments.upper not in (OO, MINUS_OO):
        return _reversed(arguments)
    bounds = _whole_bounds(arguments)
    if bounds is not None:
        return numeric(arguments, *bounds)
    problem = problem_of(arguments)
    if problem is None:
        return refusal(Outcome.UNABLE, "The bounds are not whole numbers.", "上下限不是整数。")
    missing = undefined_at(problem)
    if missing is not None:
        return undefined_term(arguments, missing)
    if arguments.operation == "product":
        return product_of(arguments, problem)
    found = infinite_sum(problem) if arguments.upper == OO else finite_sum(problem)
    if found is None:
        return refusal(
            Outcome.UNABLE,
            "No closed form of this sum was found; that does not mean that there is none.",
            "没有找到该和的封闭形式；这不表示它不存在。",
        )
    return diverges(arguments, found) if isinstance(found, Divergence) else solved(arguments, found)


def _reversed(arguments: Arguments) -> Solution:
    """From −∞: the index with the other sign runs to ∞."""
    assert arguments.index is not None
    assert arguments.upper is not None
    forward = arguments.model_copy(
        update={
            "term": arguments.term.substitute({arguments.index: neg(symbol(arguments.index))}),
            "lower": neg(arguments.upper),
            "upper": OO,
        }
    )
    found = _solve(forward)
    claims = tuple(
        claim.model_copy(
            update={"term": arguments.term, "lower": arguments.lower, "upper": arguments.upper}
        )
        for claim in found.claims
    )
    says = Message(en="Replace the index by its negative.", zh="将指标换为其相反数。")
    step = Step(rule="reverse the index", says=says, after=forward.term)
    return found.model_copy(update={"claims": claims, "steps": (step, *found.steps)})


def _inner_sum(arguments: Arguments) -> Solution | None:
    """A double sum: the inner one first, then the outer one of its value."""
    inner = next(
        (
            node
            for node in arguments.term.walk()
            if isinstance(node, Call) and node.head in ("sum", "product")
        ),
        None,
    )
    if inner is None:
        return None
    first = summed(Arguments(term=inner))
    if first.outcome is not Outcome.SOLVED or not isinstance(first.value, Exact):
        return first
    value = first.value.expr
    outer = arguments.term.rebuild(lambda node: value if node == inner else node)
    second = summed(arguments.model_copy(update={"term": outer}))
    return second.model_copy(
        update={
            "claims": (*first.claims, *second.claims),
            "steps": (*first.steps, *second.steps),
            "code": "",
        }
    )


# bounds


def _whole_bounds(arguments: Arguments) -> tuple[int, int] | None:
    """Both bounds as whole numbers, where they are, and no symbol but the index occurs."""
    found = []
    for end in (arguments.lower, arguments.upper):
        value = _whole(end) if end is not None else None
        if value is None:
            return None
        found.append(value)
    return found[0], found[1]


def _whole(expr: Expr) -> int | None:
    if isinstance(expr, Number):
        return int(expr.value) if expr.value.denominator == 1 else None
    if expr.free_symbols() or expr.has("sum", "product", "integral", "limit"):
        return None
    if expr in (OO, MINUS_OO):
        return None
    found = to_sympy(expr)
    return int(found) if found.is_Integer and found.is_finite else None
