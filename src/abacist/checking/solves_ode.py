"""Putting the solutions in makes every equation and condition true, with enough independent constants.

Derivatives are taken exactly; the residual must be zero as an identity of exponentials, circular functions,
radicals and polynomials (PROVED). Where the normal form does not decide, the residual is enclosed at points in
general position with 60 digits: a ball without zero everywhere refutes, all balls around zero cross-check.
The constants are independent where the Jacobian of (y, y', …) in them has full rank at one point. A solution
of an initial value problem is only PROVED to be *the* solution where the right-hand side is smooth at the start.
Source: E. A. Coddington, N. Levinson, Theory of Ordinary Differential Equations (1955), chapters 1 and 3.
"""

from __future__ import annotations

from abacist.checking.contradictory_conditions import contradiction
from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.general_position import Sample, sampled
from abacist.checking.independent_constants import independent, unique_at_start
from abacist.core.answer import Finding
from abacist.core.claim import SolvesODE
from abacist.core.expr import Call, Expr, Symbol, div, neg, number, sub
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker
from abacist.notation.differential import Condition, condition_of, orders_of, replaced
from abacist.notation.refusal import NotRepresentable

__all__ = ["check"]

_METHOD = Message(
    en="the solution was put into the equation with exact derivatives, and the residual is zero",
    zh="用精确导数把解代入方程，残差为零",
)
_COUNTED = Message(
    en="the independent constants were counted by the rank of a Jacobian matrix",
    zh="用雅可比矩阵的秩统计独立常数的个数",
)
_WORST = (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.CROSS_CHECKED, Verdict.PROVED)


@checker("solves_ode")
def check(claim: SolvesODE) -> Finding:
    """Substitutes, checks the conditions and counts the constants."""
    try:
        return _checked(claim)
    except (NotDifferentiable, NotRepresentable) as reason:
        return Finding(verdict=Verdict.UNDECIDED, method=_METHOD, evidence={"stopped": str(reason)})


def _checked(claim: SolvesODE) -> Finding:
    orders = orders_of(claim.equations)
    if set(orders) != set(claim.functions):
        return Finding(verdict=Verdict.REFUTED, method=_METHOD, evidence={"functions": str(orders)})
    wanted = sum(orders.values())
    fixed = len(claim.constants) + len(_distinct(claim))
    if claim.order != wanted or fixed < wanted:
        evidence = {"constants needed": str(wanted), "constants and conditions given": str(fixed)}
        return Finding(verdict=Verdict.REFUTED, method=_COUNTED, evidence=evidence)
    if not claim.solutions:
        return contradiction(claim, _checked)
    implicit = _is_implicit(claim)
    if implicit:
        residuals = [_implicit_residual(claim, claim.equations[0])]
    elif len(claim.solutions) == len(claim.functions):
        residuals = [_residual(claim, equation) for equation in claim.equations]
    else:
        return Finding(verdict=Verdict.REFUTED, method=_METHOD)
    verdicts, evidence = [], {"residuals": ", ".join(map(str, residuals))[:300]}
    for residual in residuals:
        verdicts.append(_vanishes(residual, claim, implicit))
    for condition in claim.conditions:
        verdicts.append(_condition_holds(claim, condition, implicit))
    evidence["verdicts"] = ", ".join(verdicts)
    if Verdict.REFUTED not in verdicts:
        verdicts.append(_complete(claim, wanted, implicit))
        evidence["independent constants"] = str(len(claim.constants))
    return Finding(verdict=min(verdicts, key=_WORST.index), method=_METHOD, evidence=evidence)


def _distinct(claim: SolvesODE) -> set[tuple[str, int, Expr]]:
    """What the conditions fix: y or a derivative at a point, each counted once."""
    found = [condition_of(one) for one in claim.conditions]
    return {(one[0], one[1], one[2]) for one in found if one is not None}


def _is_implicit(claim: SolvesODE) -> bool:
    only = claim.solutions[0] if len(claim.solutions) == 1 else None
    return isinstance(only, Call) and only.head == "eq"


def _solution(claim: SolvesODE, name: str, order: int) -> Expr:
    found = claim.solutions[claim.functions.index(name)]
    for _ in range(order):
        found = derivative(found, claim.variable)
    return found


def _sides(equation: Expr) -> Expr:
    if not (isinstance(equation, Call) and equation.head == "eq"):
        raise NotRepresentable("an equation")
    return sub(*equation.args)


def _residual(claim: SolvesODE, equation: Expr) -> Expr:
    """Left minus right side with the solutions put in."""
    return replaced(
        _sides(equation), claim.functions, claim.variable, lambda f, k: _solution(claim, f, k)
    )


def _implicit_residual(claim: SolvesODE, equation: Expr) -> Expr:
    """The equation with y' = −F_x/F_y, where the relation F(x, y, C1) = 0 defines y.

    C1 is eliminated where F is linear in it, so that the residual may be zero on every curve.
    """
    y, x = claim.functions[0], claim.variable
    relation = _sides(claim.solutions[0])
    slope = neg(div(derivative(relation, x), derivative(relation, y)))
    if claim.constants:
        (constant,) = claim.constants[:1]
        rate = derivative(relation, constant)
        if constant in rate.free_symbols():
            raise NotRepresentable("a relation that is not linear in its constant")
        level = neg(div(relation.substitute({constant: number(0)}), rate))
        slope = slope.substitute({constant: level})

    def put(name: str, order: int) -> Expr:
        if order > 1:
            raise NotRepresentable("an implicit solution of an equation of higher order")
        return slope if order else Symbol(name)

    return replaced(_sides(equation), claim.functions, x, put)


def _vanishes(residual: Expr, claim: SolvesODE, implicit: bool) -> Verdict:
    """Whether the residual is zero for every value of its symbols; near the start where there is one."""
    if is_identity(residual, number(0)):
        return Verdict.PROVED
    near = None
    starts = [found for one in claim.conditions if (found := condition_of(one)) is not None]
    if starts:
        near = {claim.variable: starts[0][2]}
        if implicit:
            near[claim.functions[0]] = starts[0][3]
    found = sampled(residual, near)
    if found is Sample.NONZERO and (not implicit or claim.constants):
        return Verdict.REFUTED
    return Verdict.CROSS_CHECKED if found is Sample.ZERO else Verdict.UNDECIDED


def _condition_holds(claim: SolvesODE, equation: Expr, implicit: bool) -> Verdict:
    condition = condition_of(equation)
    if condition is None:
        return Verdict.UNDECIDED
    gap = _gap(claim, condition, implicit)
    if gap is None:
        return Verdict.UNDECIDED
    if is_identity(gap, number(0)) and sampled(gap, None) is not Sample.UNDEFINED:
        return Verdict.PROVED
    return {
        Sample.ZERO: Verdict.CROSS_CHECKED,
        Sample.NONZERO: Verdict.REFUTED,
    }.get(sampled(gap, None), Verdict.UNDECIDED)


def _gap(claim: SolvesODE, condition: Condition, implicit: bool) -> Expr | None:
    """What the solution gives there minus what it must be."""
    name, order, place, value = condition
    if name not in claim.functions:
        return None
    if implicit:
        if order:
            return None
        return _sides(claim.solutions[0]).substitute({claim.variable: place, name: value})
    return sub(_solution(claim, name, order).substitute({claim.variable: place}), value)


def _complete(claim: SolvesODE, wanted: int, implicit: bool) -> Verdict:
    """Whether the constants are independent, and conditions leave no other solution near them."""
    if claim.constants:
        rows = [claim.solutions[0]] if implicit else list(claim.solutions)
        if implicit:
            relation = _sides(claim.solutions[0])
            if claim.constants[0] not in relation.free_symbols():
                return Verdict.REFUTED
        else:
            found = independent(rows, claim.variable, claim.constants, wanted)
            if found is not Verdict.PROVED:
                return found
    if len(claim.constants) + len(_distinct(claim)) > wanted:
        return Verdict.UNDECIDED
    if not claim.conditions:
        return Verdict.PROVED
    if implicit and not _is_regular(claim):
        return Verdict.UNDECIDED
    return unique_at_start(claim)


def _is_regular(claim: SolvesODE) -> bool:
    """True where an implicit solution defines y near the initial point: F_y is not zero there."""
    condition = condition_of(claim.conditions[0])
    if condition is None:
        return False
    slope = derivative(_sides(claim.solutions[0]), claim.functions[0])
    at = {claim.variable: condition[2], claim.functions[0]: condition[3]}
    return sampled(slope.substitute(at), None) is Sample.NONZERO
