"""Equations that give one variable in terms of the others: put in, they leave a smaller problem.

An equation A·v + B = 0 with A and B free of v gives v = −B/A at every feasible point if A and B are nowhere zero
together; here it is enough that A or B is a constant different from zero. A lower bound of the smaller problem is
one of the larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.tidied import tidied
from abacist.checking.truth import decide_constant
from abacist.core.expr import Expr, Symbol, div, eq, neg, number, sub

__all__ = ["Reduced", "eliminated"]


@dataclass(frozen=True)
class Reduced:
    """The problem without the variable at `index`, whose bounds became inequalities g ≤ 0."""

    index: int
    objective: Expr
    inequalities: list[Expr]
    equations: list[Expr]


def eliminated(
    objective: Expr,
    inequalities: Sequence[Expr],
    equations: Sequence[Expr],
    names: Sequence[str],
    bounds: Sequence[tuple[Expr, Expr]],
    whole: Sequence[int],
) -> Reduced | None:
    """The problem with one variable less, or None where no equation gives one."""
    infinity = Symbol("oo")
    for place, equation in enumerate(equations):
        for index, name in enumerate(names):
            if index in whole or len(names) == 1:
                continue
            value = _solved(equation, name)
            if value is None:
                continue
            rest = [one for k, one in enumerate(equations) if k != place]
            low, high = bounds[index]
            limits = [*inequalities]
            limits += [] if low == neg(infinity) else [sub(low, Symbol(name))]
            limits += [] if high == infinity else [sub(Symbol(name), high)]
            return Reduced(
                index,
                tidied(objective.substitute({name: value})),
                [tidied(one.substitute({name: value})) for one in limits],
                [tidied(one.substitute({name: value})) for one in rest],
            )
    return None


def _solved(equation: Expr, name: str) -> Expr | None:
    """−B/A, where the equation is A·v + B = 0."""
    if name not in equation.free_symbols():
        return None
    try:
        rate = tidied(derivative(equation, name))
    except NotDifferentiable:
        return None
    if name in rate.free_symbols():
        return None
    rest = tidied(equation.substitute({name: number(0)}))
    for one in (rate, rest):
        if not one.free_symbols() and decide_constant(eq(one, number(0))) is False:
            return tidied(neg(div(rest, rate)))
    return None
