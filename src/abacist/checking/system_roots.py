"""Solutions of systems: substituted exactly, and counted by linear algebra or by Hermite's trace form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from abacist.checking.algebraic_field import UndefinedValue, is_real
from abacist.checking.algebraic_numbers import algebraic
from abacist.checking.elementary_forms import ElementaryForms, is_identity
from abacist.checking.findings import NotApplicable, finding, refuted
from abacist.checking.nonvanishing import Signs, positive_names
from abacist.checking.normal_forms import NotNormal
from abacist.checking.polynomial_systems import (
    NotPolynomial,
    basis_of,
    counts_of,
    residual,
)
from abacist.checking.truth import decide
from abacist.core.answer import Finding
from abacist.core.claim import RootsOf
from abacist.core.expr import Call, Expr, Symbol
from abacist.core.outcome import Verdict

__all__ = ["check", "check_linear", "exact_solutions"]


def exact_solutions(claim: RootsOf) -> list[dict[str, Any]] | Finding:
    """The claimed solutions as algebraic numbers; a refutation where one does not solve an equation."""
    found: list[dict[str, Any]] = []
    if not all(isinstance(e, Call) and e.head == "eq" for e in claim.equations):
        raise NotApplicable
    for root in claim.roots:
        if set(claim.unknowns) & {name for value in root for name in value.free_symbols()}:
            raise NotApplicable
        values = {name: algebraic(value) for name, value in zip(claim.unknowns, root, strict=True)}
        if claim.domain != "complex" and not all(is_real(value) for value in values.values()):
            return refuted(f"{_shown(root)} is not real")
        for equation in claim.equations:
            try:
                rest = algebraic(residual(equation), values)
            except UndefinedValue:
                return refuted(f"{equation} is undefined at {_shown(root)}")
            if not rest.is_zero():
                return refuted(f"{_shown(root)} does not satisfy {equation}")
        for condition in claim.conditions:
            if decide(condition, values) is False:
                return refuted(f"{_shown(root)} does not satisfy {condition}")
        if any(_same(values, other) for other in found):
            return refuted(f"{_shown(root)} is listed twice")
        found.append(values)
    return found


def _same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return all(a[name] == b[name] for name in a)


def _shown(root: Sequence[Expr]) -> str:
    return "(" + ", ".join(map(str, root)) + ")"


def check(claim: RootsOf) -> Finding:
    """A polynomial system with finitely many solutions."""
    if claim.domain not in ("real", "complex"):
        raise NotApplicable
    solutions = exact_solutions(claim)
    if isinstance(solutions, Finding):
        return solutions
    conditions = list(claim.conditions)
    try:
        basis, variables = basis_of(claim.equations, claim.unknowns, unreal=_unreal(claim))
        counts = counts_of(basis, variables)
    except NotPolynomial as error:
        raise NotApplicable from error
    expected = counts.complex if claim.domain == "complex" else counts.real
    return _compared(claim, len(solutions), expected, bool(conditions))


def _compared(claim: RootsOf, found: int, expected: int | None, restricted: bool) -> Finding:
    en = "exact substitution; number of solutions from the trace form of the quotient ring (FLINT)"
    zh = "精确代入检验；由商环的迹型得出解的个数（FLINT）"
    evidence = {
        "substituted": str(found),
        "solutions": "infinitely many" if expected is None else str(expected),
    }
    if expected is None:
        return finding(Verdict.UNDECIDED, en=en, zh=zh, **evidence)
    if found == expected:
        return finding(Verdict.PROVED, en=en, zh=zh, **evidence)
    if found > expected or restricted:
        return finding(Verdict.UNDECIDED, en=en, zh=zh, **evidence)
    return finding(Verdict.REFUTED, en=en, zh=zh, **evidence)


def check_linear(claim: RootsOf) -> Finding:
    """A linear system: substituted as an identity, and as many free unknowns as the rank leaves.

    Coefficients may contain other symbols; then the claim holds where its conditions do, and the conditions
    must keep the determinant from vanishing.
    """
    forms, matrix, rights, symbols = _linear_system(claim)
    if symbols and (len(claim.equations) != len(claim.unknowns) or claim.parameters):
        raise NotApplicable
    if claim.domain in ("integer", "natural") or claim.parameters:
        raise NotApplicable
    if symbols:
        return _with_symbols(claim, forms, matrix)
    if claim.conditions:
        raise NotApplicable
    return _numeric(claim, matrix, rights)


def _linear_system(
    claim: RootsOf,
) -> tuple[ElementaryForms, list[list[Any]], list[Any], bool]:
    """Coefficients and right sides in one ring, and whether other symbols occur in them.

    Raises `NotApplicable` where an equation is not linear.
    """
    forms = ElementaryForms(positive_names(claim.conditions), _unreal(claim))
    names = [Symbol(name) for name in claim.unknowns]
    try:
        found = forms.forms(*names, *(residual(equation) for equation in claim.equations))
    except (NotNormal, NotPolynomial) as error:
        raise NotApplicable from error
    places = [forms.symbol_index(name) for name in claim.unknowns]
    matrix: list[list[Any]] = []
    rights: list[Any] = []
    foreign = False
    for form in found[len(names) :]:
        if not form.denominator.is_constant():
            raise NotApplicable
        row = [form.numerator.context().constant(0) for _ in places]
        right = form.numerator.context().constant(0)
        for monom, coefficient in form.numerator.terms():
            inside = [k for k, place in enumerate(places) if place is not None and monom[place]]
            if len(inside) > 1 or any(
                monom[places[k]] > 1 for k in inside if places[k] is not None
            ):
                raise NotApplicable
            rest = tuple(0 if k in places else int(e) for k, e in enumerate(monom))
            foreign = foreign or any(rest)
            term = form.numerator.context().from_dict({rest: coefficient})
            if inside:
                row[inside[0]] = row[inside[0]] + term
            else:
                right = right - term
        matrix.append(row)
        rights.append(right)
    return forms, matrix, rights, foreign


def _unreal(claim: RootsOf) -> tuple[str, ...]:
    return claim.unknowns if claim.domain == "complex" else ()


def _number(polynomial: Any) -> Any:
    from flint import fmpq

    return fmpq(0) if polynomial.is_zero() else polynomial.leading_coefficient()


def _numeric(claim: RootsOf, matrix: list[list[Any]], rights: list[Any]) -> Finding:
    from flint import fmpq_mat

    rows, columns = len(matrix), len(claim.unknowns)
    entries = [[_number(cell) for cell in row] for row in matrix]
    plain = fmpq_mat(rows, columns, [cell for row in entries for cell in row])
    whole = fmpq_mat(
        rows,
        columns + 1,
        [c for row, right in zip(entries, rights, strict=True) for c in (*row, _number(right))],
    )
    rank, extended = int(plain.rank()), int(whole.rank())
    en, zh = (
        "exact substitution and rank of the matrix (FLINT)",
        "精确代入检验，并由矩阵的秩判断（FLINT）",
    )
    evidence = {"rank": str(rank), "extended": str(extended), "unknowns": str(columns)}
    if not claim.roots:
        verdict = Verdict.PROVED if extended > rank else Verdict.REFUTED
        return finding(verdict, en=en, zh=zh, **evidence)
    if len(claim.roots) > 1:
        return refuted("a linear system has one solution set")
    root = next(iter(claim.roots))
    free = [n for n, value in zip(claim.unknowns, root, strict=True) if value == Symbol(n)]
    if {name for value in root for name in value.free_symbols()} - set(free):
        return refuted("a solution is written with an unknown that is not free")
    if not _substituted(claim):
        return finding(Verdict.REFUTED, en=en, zh=zh, **evidence, wrong=_shown(root))
    if len(free) != columns - rank:
        return finding(Verdict.REFUTED, en=en, zh=zh, **evidence, free=str(len(free)))
    return finding(Verdict.PROVED, en=en, zh=zh, **evidence, free=str(len(free)))


def _substituted(claim: RootsOf) -> bool:
    """True where every equation becomes an identity."""
    values = dict(zip(claim.unknowns, claim.roots[0], strict=True))
    return all(
        is_identity(*(side.substitute(values) for side in equation.args), unreal=_unreal(claim))  # type: ignore[attr-defined]
        for equation in claim.equations
    )


def _with_symbols(claim: RootsOf, forms: ElementaryForms, matrix: list[list[Any]]) -> Finding:
    """As many equations as unknowns: the determinant must not vanish under the conditions."""
    en = "substitution as an identity in the parameters; the determinant does not vanish"
    zh = "代入后关于参数恒等；系数行列式不为零"
    if len(claim.roots) != 1 or not _substituted(claim):
        raise NotApplicable
    determinant = _determinant(matrix)
    if determinant.is_zero():
        raise NotApplicable
    if not Signs(forms, claim.conditions).keeps_from_zero(determinant):
        return finding(Verdict.UNDECIDED, en=en, zh=zh, determinant=str(determinant))
    return finding(Verdict.PROVED, en=en, zh=zh, determinant=str(determinant))


def _determinant(matrix: list[list[Any]]) -> Any:
    if len(matrix) == 1:
        return matrix[0][0]
    if len(matrix) > 5:
        raise NotApplicable
    total = matrix[0][0] * 0
    for k, cell in enumerate(matrix[0]):
        if not cell.is_zero():
            minor = [row[:k] + row[k + 1 :] for row in matrix[1:]]
            total = total + (cell if k % 2 == 0 else -cell) * _determinant(minor)
    return total
