"""Sums of terms that are polynomials in the index and in the upper bound: decided by finitely many values.

Such a sum is a polynomial in the bound, of a degree at most one more than the term's; two polynomials that agree at
more places than their degrees are equal.
"""

from __future__ import annotations

from fractions import Fraction

from abacist.checking.defined_terms import is_natural
from abacist.checking.exact_terms import NotExact, compile_term, polynomial_in, whole
from abacist.checking.findings import finding, refuted
from abacist.core.answer import Finding
from abacist.core.claim import SumOf
from abacist.core.expr import Call, Expr, Number, Symbol, number
from abacist.core.outcome import Verdict

__all__ = ["by_bounded_degree"]

_MOST_DEGREE = 40


def by_bounded_degree(
    claim: SumOf, name: str, step: int, offset: Fraction | None, first: int | None
) -> Finding | None:
    """Proved or refuted where the term is a polynomial in index and bound; None where it is not."""
    assert claim.value is not None
    if first is None or offset is None or claim.operation != "sum":
        return None
    degree = _total_degree(claim.term, (claim.index, name))
    try:
        value = polynomial_in(claim.value, name)
        low = whole(compile_term(claim.lower, "")(Fraction(0)))
    except (NotExact, ZeroDivisionError):
        return None
    if degree is None or degree > _MOST_DEGREE or claim.lower.free_symbols():
        return None
    needed = max(degree + 1, value.degree()) + 1
    for at in range(first, first + needed):
        fixed: dict[str, Expr] = {name: number(at)}
        term = compile_term(claim.term.substitute(fixed), claim.index)
        high = step * at + offset
        total = sum((term(Fraction(k)) for k in range(low, int(high) + 1)), Fraction(0))
        found = compile_term(claim.value, name)(Fraction(at))
        if found != total:
            return refuted(f"for {name} = {at} the sum is {total}")
    return finding(
        Verdict.PROVED,
        en="both sides are polynomials of bounded degree in the bound and agree at enough values",
        zh="两边都是上限的有界次多项式，且在足够多的值处相等",
        values=str(needed),
        degree=str(max(degree + 1, value.degree())),
    )


def _total_degree(expr: Expr, names: tuple[str, str]) -> int | None:
    """A bound on the degree of a polynomial with rational coefficients; None where it is none."""
    if isinstance(expr, Number):
        return 0
    if isinstance(expr, Symbol):
        return 1 if expr.name in names else None
    assert isinstance(expr, Call)
    degrees = [_total_degree(arg, names) for arg in expr.args]
    known = [d for d in degrees if d is not None]
    if len(known) < len(degrees):
        return None
    if expr.head == "add":
        return max(known)
    if expr.head in ("mul", "neg"):
        return sum(known)
    if expr.head == "div":
        return known[0] if known[1] == 0 and not _is_zero(expr.args[1]) else None
    if expr.head == "pow" and isinstance(expr.args[1], Number) and is_natural(expr.args[1]):
        return known[0] * int(expr.args[1].value)
    return None


def _is_zero(expr: Expr) -> bool:
    try:
        return compile_term(expr, "")(Fraction(0)) == 0
    except (NotExact, ZeroDivisionError):
        return True
