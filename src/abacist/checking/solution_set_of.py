"""A set is exactly where a relation of one real unknown holds.

Algebraic relations: the line is cut at all critical points, found by FLINT's root isolation, and the relation
decided exactly at one point of every cell and at every boundary; so poles are excluded and inclusion of ends
is tested. Others: between neighbouring ends of the claimed set no side changes its order, by interval
arithmetic on the whole line. The action uses SymPy's roots; this finds the critical points itself.
"""

from __future__ import annotations

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue
from abacist.checking.findings import NotApplicable, finding, undecided
from abacist.checking.real_points import NoSuchPoint, NotCellular
from abacist.core.answer import Finding
from abacist.core.claim import SolutionSetOf
from abacist.core.registry import checker

__all__ = ["check"]


@checker("solution_set_of")
def check(claim: SolutionSetOf) -> Finding:
    """Proved where the set is right, refuted with a number that belongs to one and not to the other."""
    from abacist.checking.isolated_roots import check_set
    from abacist.checking.real_cells import compare_on_cells

    try:
        report = compare_on_cells(claim.relation, claim.unknown, claim.solutions)
    except (NotCellular, NotAlgebraic, UndefinedValue, NoSuchPoint):
        try:
            return check_set(claim)
        except (NotApplicable, NotAlgebraic, UndefinedValue):
            return undecided("no method decides this kind of relation")
    return finding(
        report.verdict,
        en="sign analysis on every cell between the critical points, by exact algebraic numbers (FLINT)",
        zh="在临界点划分的每个区间上用代数数精确判定（FLINT）",
        cells=str(report.cells),
        witness=report.witness,
    )
