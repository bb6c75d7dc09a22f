"""Two expressions are equal for all values of their symbols that satisfy the conditions.

Constants are compared as algebraic numbers. Identities are proved by a normal form over generators with
their relations. Under equations as conditions the difference is put to Hilbert's Nullstellensatz: it vanishes
on all common complex solutions exactly when one lies in the ideal of the equations and 1 − t·difference.
Otherwise both sides are tried at many points in ball arithmetic, which refutes for sure or cross-checks.
Both sides are compared where both are defined. The actions transform with SymPy; this uses FLINT.
"""

from __future__ import annotations

from abacist.checking.constant_equality import compare_constants
from abacist.checking.elementary_forms import is_identity
from abacist.checking.findings import finding, undecided
from abacist.checking.nonvanishing import positive_names
from abacist.checking.polynomial_systems import (
    NotPolynomial,
    basis_of,
    contains_one,
    divisors,
)
from abacist.checking.real_cells import compare_on_cells
from abacist.checking.real_points import NoSuchPoint, NotCellular
from abacist.checking.sampling import complex_names, try_identity
from abacist.core.answer import Finding
from abacist.core.claim import EqualTo
from abacist.core.expr import Call, Expr, Symbol, add, call, eq, mul, neg, number, symbol
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_LEAST = 6
_COMPLEX = ("re", "im", "arg", "conj")


@checker("equal_to")
def check(claim: EqualTo) -> Finding:
    """Proved, cross-checked or refuted, as the module says."""
    left, right = claim.left, claim.right
    given = [c for c in claim.conditions if isinstance(c, Call) and c.head == "eq"]
    if given:
        return _under_equations(claim, given)
    if not left.free_symbols() and not right.free_symbols():
        found = compare_constants(left, right)
        evidence = {"comparison": found.evidence[:400]}
        return Finding(verdict=found.verdict, method=found.method, evidence=evidence)
    unreal = complex_names(claim.conditions)
    if is_identity(left, right, positive_names(claim.conditions), unreal):
        return finding(
            Verdict.PROVED,
            en="normal form of the difference is zero (FLINT)",
            zh="差的标准形为零（FLINT）",
            valid="wherever both sides are defined",
        )
    names = left.free_symbols() | right.free_symbols()
    if len(names) == 1 and not unreal and _is_real(claim):
        decided = _on_cells(claim, next(iter(names)))
        if decided is not None and (decided.verdict is Verdict.REFUTED or _is_met(claim)):
            return decided
    return _tried(left, right, claim.conditions)


def _is_met(claim: EqualTo) -> bool:
    """Whether both sides are real at some point in general position: being equal at one place alone is no identity."""
    trial = try_identity(claim.left, claim.right, claim.conditions, wanted=1)
    return bool(claim.conditions) or trial.agreed > 0


def _tried(left: Expr, right: Expr, conditions: tuple[Expr, ...]) -> Finding:
    trial = try_identity(left, right, conditions)
    en, zh = "ball arithmetic at random points (Arb)", "在随机点作球算术比较（Arb）"
    if trial.witness:
        return finding(Verdict.REFUTED, en=en, zh=zh, witness=trial.witness)
    if trial.agreed >= _LEAST and not trial.open:
        return finding(Verdict.CROSS_CHECKED, en=en, zh=zh, points=str(trial.agreed))
    return finding(Verdict.UNDECIDED, en=en, zh=zh, points=str(trial.agreed))


def _under_equations(claim: EqualTo, given: list[Call]) -> Finding:
    """left = right on all common solutions of the given equations, the complex ones included."""
    difference = add(claim.left, neg(claim.right))
    names = sorted({n for e in (*given, difference) for n in e.free_symbols()})
    unreal = complex_names(claim.conditions)
    if len(names) == 1 and not unreal and _is_real(claim):
        found = _on_cells(claim, names[0])
        if found is not None:
            return found
    try:
        return _by_basis(claim, given, difference, names, unreal)
    except NotPolynomial:
        return undecided("the conditions are not polynomial")


def _by_basis(
    claim: EqualTo, given: list[Call], difference: Expr, names: list[str], unreal: frozenset[str]
) -> Finding:
    """Hilbert's Nullstellensatz. Other conditions make the claim weaker: a proof without them holds too."""
    en = "Hilbert's Nullstellensatz by Gröbner bases (FLINT)"
    zh = "用 Gröbner 基与希尔伯特零点定理（FLINT）"
    basis, _ = basis_of(given, names, divisors(difference), unreal)
    if contains_one(basis):
        return undecided("no solution of the conditions gives the expression a value")
    inverse = "reciprocal_"
    never_zero = eq(mul(symbol(inverse), difference), number(1))
    if contains_one(basis_of([*given, never_zero], [*names, inverse], unreal=unreal)[0]):
        evidence = "1 = combination of the equations and 1 - t*(left - right)"
        return finding(Verdict.PROVED, en=en, zh=zh, identity=evidence)
    always_different = contains_one(
        basis_of([*given, eq(claim.left, claim.right)], names, unreal=unreal)[0]
    )
    if always_different and len(given) == len(claim.conditions):
        return finding(Verdict.REFUTED, en=en, zh=zh, reason="no solution makes both sides equal")
    return finding(Verdict.UNDECIDED, en=en, zh=zh, reason="equal at some complex solutions only")


def _is_real(claim: EqualTo) -> bool:
    """True where neither side is about complex numbers: else the real points are not what is meant."""
    both = (claim.left, claim.right)
    return not any(Symbol("I") in set(e.walk()) or e.has(*_COMPLEX) for e in both)


def _on_cells(claim: EqualTo, name: str) -> Finding | None:
    """One real unknown: no real number satisfies the conditions and makes the sides differ."""
    given = (*claim.conditions, symbol("true"))
    different = call("and", *given, call("ne", claim.left, claim.right))
    same = call("and", *given, call("eq", claim.left, claim.right))
    nothing = call("set")
    try:
        report = compare_on_cells(different, name, nothing)
        empty = report.verdict is Verdict.PROVED
        if empty and compare_on_cells(same, name, nothing).verdict is not Verdict.REFUTED:
            return None  # nowhere real and defined: nothing is said by that
    except (NotCellular, NoSuchPoint):
        return None
    if report.verdict is Verdict.UNDECIDED:
        return None
    return finding(
        report.verdict,
        en="comparison at every real number, on cells with exact algebraic numbers (FLINT)",
        zh="在实轴的每个区间上用代数数精确比较（FLINT）",
        cells=str(report.cells),
        witness=report.witness,
    )
