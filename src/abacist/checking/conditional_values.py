"""What values an expression takes at the solutions of equations and other conditions.

Equations alone are taken over the complex numbers: by Hilbert's Nullstellensatz the product of all
(expression − value) vanishes at every solution, and each value is taken where the equations together with
expression = value have a solution. With other conditions, or where they are not polynomial, the solutions are
real: decided on cells of the line for one unknown, else at all real solutions, as exact algebraic numbers.
"""

from __future__ import annotations

from functools import reduce
from itertools import product
from typing import Any

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue
from abacist.checking.algebraic_numbers import algebraic
from abacist.checking.findings import NotApplicable, finding, refuted, undecided
from abacist.checking.polynomial_systems import (
    NotPolynomial,
    basis_of,
    contains_one,
    divisors,
    eliminants,
)
from abacist.checking.real_cells import compare_on_cells
from abacist.checking.real_points import NoSuchPoint, NotCellular, exact_real_roots
from abacist.checking.truth import decide
from abacist.core.answer import Finding
from abacist.core.claim import EvaluatesTo
from abacist.core.expr import Call, Expr, Symbol, add, call, eq, mul, neg, number, symbol
from abacist.core.outcome import Verdict
from abacist.core.value import Exact

__all__ = ["check_under_conditions"]

_MOST_CANDIDATES = 4_000
_NULLSTELLENSATZ = (
    "Hilbert's Nullstellensatz by Gröbner bases (FLINT)",
    "用 Gröbner 基与希尔伯特零点定理（FLINT）",
)
_SOLUTIONS = (
    "all real solutions of the conditions, as exact algebraic numbers (FLINT)",
    "对条件的全部实数解作代数数精确检验（FLINT）",
)


def check_under_conditions(claim: EvaluatesTo) -> Finding:
    """Proved where the values are exactly those that the expression takes, refuted where they are not."""
    if not isinstance(claim.value, Exact) or claim.unit is not None:
        return undecided("only exact values are compared under conditions")
    values = _values(claim.value.expr)
    equations = [c for c in claim.conditions if isinstance(c, Call) and c.head == "eq"]
    others = [c for c in claim.conditions if c not in equations]
    names = sorted({n for e in (*equations, claim.expression) for n in e.free_symbols()})
    if not others:
        try:
            return _over_complex(claim.expression, values, equations, names)
        except NotPolynomial:
            pass  # absolute values, radicals: the solutions are real
    if any(Symbol("I") in node.walk() for node in (claim.value.expr, *claim.conditions)):
        return undecided("complex values are compared for rational equations only")
    try:
        if len(names) == 1:
            return _on_the_line(claim, values, names[0])
        return _at_solutions(claim, values, equations, others, names)
    except (NotApplicable, NotCellular, NotAlgebraic, NotPolynomial, NoSuchPoint):
        return undecided("the solutions of the conditions were not all found")


def _values(value: Expr) -> list[Expr] | None:
    """The claimed values; None where the claim is that the expression is undefined."""
    if value == Symbol("undefined"):
        return None
    return list(value.args) if isinstance(value, Call) and value.head == "set" else [value]


def _over_complex(
    expression: Expr, values: list[Expr] | None, equations: list[Call], names: list[str]
) -> Finding:
    en, zh = _NULLSTELLENSATZ
    consistent = not contains_one(basis_of(equations, names)[0])
    defined = consistent and not contains_one(
        basis_of(equations, names, nonzero=divisors(expression))[0]
    )
    if values is None or not values:
        state = "undefined at all solutions" if consistent else "no solution"
        holds = (consistent and not defined) if values is None else not consistent
        if not holds:
            return refuted(state if not defined else "the expression has values")
        return finding(Verdict.PROVED, en=en, zh=zh, found=state)
    if not defined:
        return refuted("no solution gives the expression a value")
    inverse = "reciprocal_"
    difference = reduce(mul, [add(expression, neg(value)) for value in values])
    never_zero = eq(mul(symbol(inverse), difference), number(1))
    if not contains_one(basis_of([*equations, never_zero], [*names, inverse])[0]):
        return refuted("at some solution the expression has another value")
    for value in values:
        if contains_one(basis_of([*equations, eq(expression, value)], names)[0]):
            return refuted(f"the value {value} is never taken")
    identity = "1 = combination of the equations and 1 - t*product"
    return finding(Verdict.PROVED, en=en, zh=zh, identity=identity, values=str(len(values)))


def _on_the_line(claim: EvaluatesTo, values: list[Expr] | None, name: str) -> Finding:
    """One real unknown: cells decide where the conditions hold and which values are taken there."""
    en, zh = _SOLUTIONS
    conditions = [c for c in claim.conditions if not _is_real(c)]
    nothing = call("set")

    def empty(*parts: Expr) -> bool | None:
        whole = [*conditions, *parts]
        relation = whole[0] if len(whole) == 1 else call("and", *whole)
        verdict = compare_on_cells(relation, name, nothing).verdict
        return {Verdict.PROVED: True, Verdict.REFUTED: False}.get(verdict)

    if values is None:
        raise NotApplicable
    if not values:
        none = empty()
        return _three(none, en, zh, "the conditions have a real solution")
    other = empty(*(call("ne", claim.expression, value) for value in values))
    if other is not True:
        return _three(other, en, zh, "at some solution the expression has another value")
    untaken = [empty(eq(claim.expression, value)) for value in values]
    if True in untaken:
        return refuted(f"the value {values[untaken.index(True)]} is never taken")
    return _three(None if None in untaken else True, en, zh, "")


def _three(truth: bool | None, en: str, zh: str, why: str) -> Finding:
    if truth is None:
        return finding(Verdict.UNDECIDED, en=en, zh=zh)
    return finding(Verdict.PROVED, en=en, zh=zh) if truth else refuted(why)


def _is_real(condition: Expr) -> bool:
    """True for x ∈ ℝ, which says nothing more where all unknowns are real."""
    return (
        isinstance(condition, Call)
        and condition.head == "in"
        and condition.args[1] == Symbol("Reals")
    )


def _at_solutions(
    claim: EvaluatesTo,
    values: list[Expr] | None,
    equations: list[Call],
    others: list[Expr],
    names: list[str],
) -> Finding:
    """Several real unknowns with finitely many solutions, each coordinate written by square roots."""
    en, zh = _SOLUTIONS
    if values is None:
        raise NotApplicable
    wanted = [algebraic(value, real=True) for value in values]
    taken: set[int] = set()
    solutions = 0
    for point in _solutions(equations, others, names):
        solutions += 1
        try:
            value = algebraic(claim.expression, point, real=True)
        except UndefinedValue:
            continue
        place = next((k for k, w in enumerate(wanted) if w == value), None)
        if place is None:
            return refuted("at some solution the expression has another value")
        taken.add(place)
    if len(taken) < len(wanted):
        missing = next(k for k in range(len(wanted)) if k not in taken)
        return refuted(f"the value {values[missing]} is never taken")
    return finding(Verdict.PROVED, en=en, zh=zh, solutions=str(solutions))


def _solutions(equations: list[Call], others: list[Expr], names: list[str]) -> list[dict[str, Any]]:
    """All real solutions, from the real roots of the eliminants."""
    basis, variables = basis_of(equations, names)
    polynomials = eliminants(basis, variables, len(names))
    if polynomials is None:
        raise NotApplicable
    ranges = [exact_real_roots(p) for p in polynomials]
    size = reduce(lambda a, b: a * b, [len(r) for r in ranges], 1)
    if size > _MOST_CANDIDATES:
        raise NotApplicable
    found: list[dict[str, Any]] = []
    for point in product(*ranges):
        values = dict(zip(names, point, strict=True))
        truths = [decide(c, values) for c in (*equations, *others) if not _is_real(c)]
        if None in truths and False not in truths:
            raise NotApplicable
        if False not in truths:
            found.append(values)
    return found
