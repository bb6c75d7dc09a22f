"""Whether a first-order system says the same as the differential equations it was made from.

With every state put for the derivative it stands for, and the system's right-hand sides for the highest
derivatives, each equation must become an identity. The equations must determine those derivatives: they are
linear in them with a determinant that is not zero at the initial values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from abacist.checking.ball_program import NotEnclosable, ball_of
from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.core.claim import InitialValueOf, MethodTableOf
from abacist.core.expr import Call, Expr, Symbol, number, sub
from abacist.core.outcome import Verdict
from abacist.notation.differential import orders_of, replaced
from abacist.notation.refusal import NotRepresentable

__all__ = ["reduction"]


def reduction(claim: InitialValueOf | MethodTableOf) -> Verdict:
    """PROVED where the system is equivalent to the claim's equations (or none are given), else the doubt."""
    if not claim.equations:
        return Verdict.PROVED
    orders = orders_of(claim.equations)
    wanted = {(name, k) for name, order in orders.items() for k in range(order)}
    if set(claim.components) != wanted or len(claim.components) != len(claim.states):
        return Verdict.REFUTED
    if not _chained(claim, orders):
        return Verdict.REFUTED
    try:
        verdicts = [_holds(claim, equation) for equation in claim.equations]
        if Verdict.REFUTED in verdicts:
            return Verdict.REFUTED
        if Verdict.UNDECIDED in verdicts or not _determined(claim, orders):
            return Verdict.UNDECIDED
    except (NotRepresentable, NotDifferentiable, NotEnclosable):
        return Verdict.UNDECIDED
    return Verdict.PROVED


Claims = InitialValueOf | MethodTableOf
Put = Literal["right side", "unknown"]


def _chained(claim: Claims, orders: Mapping[str, int]) -> bool:
    """True where each state below the highest order has the next state as its derivative."""
    names = dict(zip(claim.components, claim.states, strict=True))
    for (name, k), slope in zip(claim.components, claim.derivatives, strict=True):
        if k + 1 < orders[name] and slope != Symbol(names[name, k + 1]):
            return False
    return True


def _residual(claim: Claims, equation: Expr, put: Put) -> Expr:
    """Left minus right side in the states; the highest derivatives as their right sides or as unknowns."""
    names = dict(zip(claim.components, claim.states, strict=True))
    slopes = dict(zip(claim.components, claim.derivatives, strict=True))

    def of(name: str, order: int) -> Expr:
        if (name, order) in names:
            return Symbol(names[name, order])
        return slopes[name, order - 1] if put == "right side" else Symbol(f"_D_{name}")

    if not (isinstance(equation, Call) and equation.head == "eq"):
        raise NotRepresentable("an equation")
    functions = {name for name, _ in claim.components}
    return replaced(sub(*equation.args), functions, claim.variable, of)


def _holds(claim: Claims, equation: Expr) -> Verdict:
    residual = _residual(claim, equation, "right side")
    if is_identity(residual, number(0)):
        return Verdict.PROVED
    try:
        ball = ball_of(residual, _somewhere(claim))
    except NotEnclosable:
        return Verdict.UNDECIDED
    return Verdict.UNDECIDED if ball.contains(0) or not ball.is_finite() else Verdict.REFUTED


def _somewhere(claim: Claims) -> dict[str, Any]:
    """A point near the initial one, in general position, where an identity may be disproved."""
    from flint import arb

    values = {claim.variable: ball_of(claim.start) + arb(1) / 1009}
    for index, (state, value) in enumerate(zip(claim.states, claim.initial, strict=True)):
        values[state] = ball_of(value) + arb(1) / (701 + 61 * index)
    return values


def _determined(claim: Claims, orders: Mapping[str, int]) -> bool:
    """True where the equations are linear in the highest derivatives and fix them at the start."""
    from flint import arb_mat

    unknowns = [f"_D_{name}" for name in orders]
    if len(claim.equations) != len(unknowns):
        return False
    residuals = [_residual(claim, equation, "unknown") for equation in claim.equations]
    slopes = [[derivative(one, name) for name in unknowns] for one in residuals]
    if not all(_free_of(slope, unknowns) for row in slopes for slope in row):
        return False
    start = {claim.variable: ball_of(claim.start)}
    start.update({s: ball_of(v) for s, v in zip(claim.states, claim.initial, strict=True)})
    entries = [ball_of(slope, start) for row in slopes for slope in row]
    return bool(arb_mat(len(unknowns), len(unknowns), entries).det() != 0)


def _free_of(slope: Expr, unknowns: Sequence[str]) -> bool:
    """True where the slope does not depend on the unknowns, if need be after a second derivative."""
    used = slope.free_symbols()
    return all(
        name not in used or is_identity(derivative(slope, name), number(0)) for name in unknowns
    )
