"""Conditions that no solution of a linear differential equation meets.

The solutions of a linear equation with constant coefficients are exactly its general solution; put into it, the
conditions are equations for the constants, which have no root.
Source: E. A. Coddington, N. Levinson, Theory of Ordinary Differential Equations (1955), chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable

from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_derivatives import derivative
from abacist.checking.roots_of import check as check_roots
from abacist.core.answer import Finding
from abacist.core.claim import RootsOf, SolvesODE
from abacist.core.expr import Call, Expr, Symbol, eq, number, sub
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.notation.differential import condition_of, replaced
from abacist.notation.refusal import NotRepresentable

__all__ = ["contradiction"]

_METHOD = Message(
    en="the general solution is complete, and the conditions on its constants have no root",
    zh="通解是完整的，而条件对常数给出的方程组无解",
)


def contradiction(claim: SolvesODE, check_solution: Callable[[SolvesODE], Finding]) -> Finding:
    """Checks the general solution with `check_solution`, then that no constants meet the conditions."""
    undecided = Finding(verdict=Verdict.UNDECIDED, method=_METHOD)
    if len(claim.general) != len(claim.functions) or len(claim.constants) != claim.order:
        return Finding(verdict=Verdict.REFUTED, method=_METHOD)
    general = claim.model_copy(update={"solutions": claim.general, "conditions": (), "general": ()})
    first = check_solution(general)
    if first.verdict is not Verdict.PROVED or not _has_constant_coefficients(claim):
        return undecided if first.verdict is not Verdict.REFUTED else first
    roots = RootsOf(
        equations=tuple(_on_constants(claim, one) for one in claim.conditions),
        unknowns=claim.constants,
        domain="complex",
        roots=(),
    )
    found = check_roots(roots)
    evidence = {"equations for the constants": "; ".join(map(str, roots.equations))}
    return Finding(verdict=found.verdict, method=_METHOD, evidence=evidence)


def _on_constants(claim: SolvesODE, equation: Expr) -> Expr:
    """What a condition says about the constants."""
    condition = condition_of(equation)
    if condition is None or condition[0] not in claim.functions:
        raise NotRepresentable(str(equation))
    name, order, place, value = condition
    formula = claim.general[claim.functions.index(name)]
    for _ in range(order):
        formula = derivative(formula, claim.variable)
    return eq(formula.substitute({claim.variable: place}), value)


def _has_constant_coefficients(claim: SolvesODE) -> bool:
    """True where no equation's slope in a function or derivative of one depends on anything but parameters."""
    used: set[str] = set()

    def put(name: str, order: int) -> Expr:
        used.add(f"_S{order}_{name}")
        return Symbol(f"_S{order}_{name}")

    for equation in claim.equations:
        if not (isinstance(equation, Call) and equation.head == "eq"):
            return False
        relation = replaced(sub(*equation.args), claim.functions, claim.variable, put)
        for state in sorted(used):
            slope = derivative(relation, state)
            varying = slope.free_symbols() & {claim.variable, *used}
            if any(not is_identity(derivative(slope, one), number(0)) for one in varying):
                return False
    return True
