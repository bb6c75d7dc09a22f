"""The roots that are claimed are roots, and none is missing.

One real unknown, algebraic: the line is cut at all critical points and the equation decided on every cell.
Complex roots: exact substitution, and as many different ones as the squarefree norm polynomial leaves.
Polynomial systems: exact substitution, and the number of solutions from Hermite's trace form.
Literal equations: the product of (x − root) is the polynomial, identically in the parameters.
Circular functions: exact roots of the polynomial in e^{ix} on the unit circle, over a common period.
Exponentials, logarithms and mixtures: interval isolation on the whole line, each root simple.
The action solves with fractions and SymPy; this uses FLINT.
"""

from __future__ import annotations

from collections.abc import Callable

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue
from abacist.checking.findings import NotApplicable, finding, refuted, undecided
from abacist.checking.real_points import NoSuchPoint, NotCellular
from abacist.core.answer import Finding
from abacist.core.claim import RootsOf
from abacist.core.expr import Call
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]


@checker("roots_of")
def check(claim: RootsOf) -> Finding:
    """Proved where the roots are exactly the solutions, refuted where one is wrong, missing or too many."""
    if any(len(root) != len(claim.unknowns) for root in claim.roots):
        return refuted("a root has another number of values than there are unknowns")
    if not all(isinstance(e, Call) and e.head == "eq" for e in claim.equations):
        return undecided("one of the relations is no equation")
    if len(set(claim.roots)) != len(claim.roots):
        return refuted("a root is listed twice")
    if not claim.complete:
        return _only_roots(claim)
    last: Finding | None = None
    for method in _methods(claim):
        try:
            found = method(claim)
        except (NotApplicable, NotCellular, NotAlgebraic, UndefinedValue):
            continue
        except NoSuchPoint as error:
            return refuted(f"no root within {error}")
        if found.verdict is not Verdict.UNDECIDED:
            return found
        last = found
    return last or undecided("no method decides this kind of equation")


def _only_roots(claim: RootsOf) -> Finding:
    """The claim is only that these are roots."""
    from abacist.checking.system_roots import exact_solutions

    try:
        solutions = exact_solutions(claim)
    except (NotApplicable, NotAlgebraic):
        return undecided("the roots could not be put in exactly")
    if isinstance(solutions, Finding):
        return solutions
    return finding(
        Verdict.PROVED,
        en="exact substitution (FLINT)",
        zh="精确代入检验（FLINT）",
        substituted=str(len(solutions)),
    )


def _methods(claim: RootsOf) -> list[Callable[[RootsOf], Finding]]:
    """The methods that may apply, cheapest first."""
    from abacist.checking import (
        complex_roots,
        integer_roots,
        isolated_roots,
        parametric_roots,
        periodic_roots,
        system_roots,
    )

    given = {name for equation in claim.equations for name in equation.free_symbols()}
    literal = bool(given - set(claim.unknowns))
    if literal:
        return [parametric_roots.check, system_roots.check_linear]
    if claim.domain in ("integer", "natural"):
        return [integer_roots.check]
    if len(claim.unknowns) > 1:
        return [system_roots.check_linear, system_roots.check]
    if claim.domain == "complex":
        return [complex_roots.check]
    if claim.parameters:
        return [periodic_roots.check]
    return [_on_cells, periodic_roots.check, isolated_roots.check]


def _on_cells(claim: RootsOf) -> Finding:
    """One real unknown: the equation and its conditions, decided on every cell of the line."""
    from abacist.checking.real_cells import compare_on_cells
    from abacist.core.expr import Symbol, call

    unknown = claim.unknowns[0]
    parts = (*claim.equations, *claim.conditions)
    relation = parts[0] if len(parts) == 1 else call("and", *parts)
    if claim.roots == ((Symbol(unknown),),):
        solutions = Symbol("Reals")
    else:
        solutions = call("set", *(root[0] for root in claim.roots))
    report = compare_on_cells(relation, unknown, solutions)
    return finding(
        report.verdict,
        en="sign analysis on every cell between the critical points, by exact algebraic numbers (FLINT)",
        zh="在临界点划分的每个区间上用代数数精确判定（FLINT）",
        cells=str(report.cells),
        witness=report.witness,
    )
