"""A solution of a differential equation with special functions, tested by its Taylor series at many points.

Where no rule differentiates the solution, its Taylor coefficients in ball arithmetic give the derivatives;
the residual of the equation must be zero at points and for constants in general position.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import Any

from abacist.checking.exact_derivatives import NotDifferentiable
from abacist.checking.independent_constants import independent
from abacist.checking.power_series import Unsettled, evaluate, series, working
from abacist.core.answer import Finding
from abacist.core.claim import SolvesODE
from abacist.core.expr import Call, Expr, Symbol, sub
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.notation.differential import orders_of, replaced
from abacist.notation.refusal import NotRepresentable

__all__ = ["in_series"]

_BITS = 250
_POINTS = 10
_METHOD = Message(
    en="the solution's Taylor series at points in general position were put into the equation",
    zh="在一般位置的点上把解的泰勒级数代入方程",
)


def in_series(claim: SolvesODE) -> Finding:
    """Cross-checks explicit general solutions; problems with conditions stay undecided."""
    undecided = Finding(verdict=Verdict.UNDECIDED, method=_METHOD)
    if claim.conditions or len(claim.solutions) != len(claim.functions):
        return undecided
    orders = orders_of(claim.equations)
    try:
        if (
            claim.constants
            and independent(claim.solutions, claim.variable, claim.constants, claim.order)
            is not Verdict.PROVED
        ):
            return undecided
    except NotDifferentiable:
        return undecided
    names = sorted(
        frozenset[str]().union(*(e.free_symbols() for e in (*claim.solutions, *claim.equations)))
        - set(claim.functions)
        - {claim.variable}
    )
    zero = nonzero = 0
    with working(_BITS, max(orders.values()) + 2):
        for index in range(_POINTS):
            for ball in _residuals(claim, orders, names, index):
                nonzero += not ball.contains(0)
                zero += bool(ball.contains(0) and ball.rad() < 1e-30)
    evidence = {"points with residual zero": str(zero), "not zero": str(nonzero)}
    verdict = Verdict.UNDECIDED
    if nonzero == 0 and zero >= 4:
        verdict = Verdict.CROSS_CHECKED
    elif zero == 0 and nonzero >= 4:
        verdict = Verdict.REFUTED
    return Finding(verdict=verdict, method=_METHOD, evidence=evidence)


def _residuals(claim: SolvesODE, orders: dict[str, int], names: list[str], index: int) -> list[Any]:
    """The residuals at one point, those that are defined."""
    from flint import acb, acb_series, arb, fmpq

    def ball(value: Fraction) -> Any:
        return acb(arb(fmpq(value.numerator, value.denominator)))

    at = ball(Fraction(4 + 5 * index, 13))
    point = {name: ball(Fraction(7 + 3 * k + 2 * index, 9 + 2 * k)) for k, name in enumerate(names)}
    values = {name: acb_series([value]) for name, value in point.items()}
    try:
        local = {}
        for name, solution in zip(claim.functions, claim.solutions, strict=True):
            found = series(solution, {**values, claim.variable: acb_series([at, 1])})
            for k in range(orders[name] + 1):
                local[f"_S{k}_{name}"] = found[k] * factorial(k)
        place = {**point, **local, claim.variable: at}
        return [evaluate(_relation(one, claim), place).real for one in claim.equations]
    except Unsettled:
        return []


def _relation(equation: Expr, claim: SolvesODE) -> Expr:
    if not (isinstance(equation, Call) and equation.head == "eq"):
        raise NotRepresentable("an equation")
    return replaced(
        sub(*equation.args), claim.functions, claim.variable, lambda f, k: Symbol(f"_S{k}_{f}")
    )
