"""An expression has a required form, decided by FLINT's polynomials.

Expanded: a sum of different products of powers. Factored: a product of powers of different polynomials that
are irreducible over the rationals. Simplified: no longer than the original. All must equal the original.
"""

from __future__ import annotations

from typing import Any

from abacist.checking.elementary_forms import ElementaryForms, is_identity
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.normal_forms import NotNormal
from abacist.core.answer import Finding
from abacist.core.claim import FormOf
from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_EN = "comparison with polynomials over the rationals (FLINT)"
_ZH = "与有理系数多项式比较（FLINT）"


@checker("form_of")
def check(claim: FormOf) -> Finding:
    """Proved where the expression has the form, refuted where it has not."""
    if claim.form == "simplified":
        return _simplified(claim)
    try:
        same = is_identity(claim.expression, claim.original)
    except NotNormal:
        return undecided("the expressions have no normal form")
    if not same:
        return undecided("the expression was not seen to equal the original")
    look = _not_expanded if claim.form == "expanded" else _not_factored
    wrong = look(claim.expression)
    if wrong is None:
        return finding(Verdict.PROVED, en=_EN, zh=_ZH, form=claim.form)
    return refuted(wrong) if wrong else undecided("not a polynomial over the rationals")


def _simplified(claim: FormOf) -> Finding:
    sizes = [sum(1 for _ in e.walk()) for e in (claim.expression, claim.original)]
    evidence = {"parts": f"{sizes[0]} of {sizes[1]}"}
    verdict = Verdict.PROVED if sizes[0] <= sizes[1] else Verdict.UNDECIDED
    return finding(verdict, en="count of parts", zh="比较项数", **evidence)


def _terms(expr: Expr) -> tuple[Expr, ...]:
    return expr.args if isinstance(expr, Call) and expr.head == "add" else (expr,)


def _not_expanded(expr: Expr) -> str | None:
    """What is left to multiply out or to collect; None where nothing is."""
    seen: set[str] = set()
    for term in _terms(expr):
        key = _monomial_key(term)
        if key is None:
            return f"{term} is not multiplied out"
        if key in seen:
            return f"terms like {term} are not collected"
        seen.add(key)
    return None


def _monomial_key(term: Expr) -> str | None:
    """The variable part of a term; None where a sum is left among its factors."""
    factors = _factors(term)
    rest: list[str] = []
    for base, exponent in factors:
        if isinstance(base, Call) and base.head == "add" and exponent > 0:
            return None
        if not isinstance(base, Number):
            rest.append(f"{base}^{exponent}")
    return "*".join(sorted(rest))


def _factors(term: Expr) -> list[tuple[Expr, int]]:
    """Bases with whole exponents of a product, quotient or power."""
    if isinstance(term, Call):
        if term.head == "neg":
            return _factors(term.args[0])
        if term.head == "mul":
            return [f for arg in term.args for f in _factors(arg)]
        if term.head == "div":
            below = [(base, -exponent) for base, exponent in _factors(term.args[1])]
            return _factors(term.args[0]) + below
        if term.head == "pow" and isinstance(term.args[1], Number):
            exponent = term.args[1].value
            if exponent.denominator == 1:
                return [(b, e * int(exponent)) for b, e in _factors(term.args[0])]
    return [(term, 1)]


def _not_factored(expr: Expr) -> str | None:
    """A factor that splits further, or two that are the same; "" where that cannot be told."""
    seen: list[Any] = []
    forms = ElementaryForms()
    for base, _ in _factors(expr):
        if isinstance(base, Number):
            continue
        try:
            form = forms.form(base)
        except NotNormal:
            return ""
        if not form.denominator.is_constant():
            return f"{base} is a quotient"
        kinds = {g.kind for g in forms.ring.generators.values()}
        if kinds - {"symbol"} and not isinstance(base, Symbol):
            return ""
        parts = form.numerator.factor()[1]
        if len(parts) > 1 or (parts and parts[0][1] > 1):
            return f"{base} factors further"
        for polynomial, _ in parts:
            if any(polynomial == other for other in seen):
                return f"the factor {base} stands twice"
            seen.append(polynomial)
    return None
