"""Whether the objective has no bound along a feasible curve that is polynomial in its parameter t ≥ 0."""

from __future__ import annotations

from fractions import Fraction

from abacist.checking.coercive_polynomials import monomials
from abacist.checking.optimum_problem import OptimumProblem
from abacist.core.claim import OptimumOf
from abacist.core.expr import Expr, Symbol, neg, sub
from abacist.core.outcome import Verdict

__all__ = ["is_unbounded"]

_PARAMETER = "t"


def is_unbounded(claim: OptimumOf, problem: OptimumProblem) -> Verdict:
    """PROVED where every constraint holds for all t ≥ 0 by its signs and the objective falls without end."""
    wrong = Symbol("oo") if claim.sense == "min" else neg(Symbol("oo"))
    if claim.value == wrong or _PARAMETER in problem.names or problem.whole:
        return Verdict.UNDECIDED
    objective = _in_parameter(problem, problem.objective)
    if objective is None:
        return Verdict.UNDECIDED
    degree = max(objective, default=0)
    if degree == 0 or objective[degree] >= 0:
        return Verdict.REFUTED
    limits = [*problem.inequalities]
    for name, (low, high) in zip(problem.names, claim.bounds, strict=True):
        limits += [] if _infinite(low) else [sub(low, Symbol(name))]
        limits += [] if _infinite(high) else [sub(Symbol(name), high)]
    for relation in problem.relations:
        found = (
            _in_parameter(problem, sub(*relation.args)) if relation.head in ("lt", "gt") else {1: 0}
        )
        if not found:
            return Verdict.UNDECIDED  # the curve runs along the edge that is left out
    for limit in limits:
        found = _in_parameter(problem, limit)
        if found is None or any(coefficient > 0 for coefficient in found.values()):
            return Verdict.UNDECIDED
    for equation in problem.equations:
        found = _in_parameter(problem, equation)
        if found is None or found:
            return Verdict.UNDECIDED
    return Verdict.PROVED


def _infinite(end: Expr) -> bool:
    return end in (Symbol("oo"), neg(Symbol("oo")))


def _in_parameter(problem: OptimumProblem, expression: Expr) -> dict[int, Fraction] | None:
    """Degree in t → coefficient, along the curve."""
    found = monomials(problem.at_point(expression), [_PARAMETER])
    return None if found is None else {exponents[0]: c for exponents, c in found.items() if c}
