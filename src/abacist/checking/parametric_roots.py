"""One unknown, other symbols as parameters: the equation is polynomial in the unknown, identically in them.

With as many roots as the degree, the leading coefficient times the product of all (x − root) must be the
polynomial itself. With fewer, the conditions must exclude the rest: a positive unknown has no more roots
than the coefficients have changes of sign (Descartes), or the other root of a quadratic is negative.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.findings import NotApplicable, finding, refuted
from abacist.checking.nonvanishing import Signs, positive_names
from abacist.checking.normal_forms import NormalForm, NotNormal
from abacist.checking.polynomial_systems import divisors, residual
from abacist.core.answer import Finding
from abacist.core.claim import RootsOf
from abacist.core.expr import Call, Symbol
from abacist.core.outcome import Verdict

__all__ = ["check"]

_EN = "identity in the parameters and degree count (FLINT)"
_ZH = "关于参数的恒等式与次数计数（FLINT）"


def check(claim: RootsOf) -> Finding:
    """A literal equation in one unknown."""
    if len(claim.unknowns) != 1 or len(claim.equations) != 1 or claim.parameters:
        raise NotApplicable
    if claim.domain not in ("real", "complex"):
        raise NotApplicable
    name = claim.unknowns[0]
    unreal = (name,) if claim.domain == "complex" else ()
    forms = ElementaryForms(positive_names(claim.conditions), unreal)
    roots = [root[0] for root in claim.roots]
    if any(name in root.free_symbols() for root in roots):
        raise NotApplicable
    conditions = [c for c in claim.conditions if isinstance(c, Call)]
    sides = [side for c in conditions for side in c.args if c.head in ("gt", "lt", "ne")]
    try:
        whole = residual(claim.equations[0])
        found = forms.forms(Symbol(name), whole, *roots, *sides, *divisors(whole))
        signs = Signs(forms, conditions)
    except NotNormal as error:
        raise NotApplicable from error
    place = forms.symbol_index(name)
    assert place is not None
    equation, values = found[1], found[2 : 2 + len(roots)]
    _only_polynomial(forms, equation, place)
    coefficients = _coefficients(forms, equation.numerator, place)
    for root, value in zip(roots, values, strict=True):
        if not _at(forms, coefficients, value).is_zero:
            # the ring may miss a relation, so a rest that is not zero proves nothing by itself
            raise NotApplicable(str(root))
        if _at(forms, _coefficients(forms, equation.denominator, place), value).is_zero:
            return refuted(f"the equation is undefined at {root}")
    below = found[2 + len(roots) + len(sides) :]
    if not _defined(forms, signs, below, place, values):
        return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, divisors="may vanish at a root")
    return _completeness(claim, forms, signs, coefficients, values)


def _defined(
    forms: ElementaryForms,
    signs: Signs,
    divisors: list[NormalForm],
    place: int,
    values: list[NormalForm],
) -> bool:
    """Whether no divisor vanishes at a root. One without the unknown is not zero, else there is no equation."""
    varying: list[Any] = []
    for divisor in divisors:
        for factor, _ in divisor.numerator.factor()[1]:
            if factor.degrees()[place]:
                varying.append(factor)
            else:
                signs.nonzero.append(factor)
    return all(
        signs.keeps_from_zero(_at(forms, _coefficients(forms, factor, place), value).numerator)
        for factor in varying
        for value in values
    )


def _only_polynomial(forms: ElementaryForms, form: NormalForm, place: int) -> None:
    """The unknown may not occur inside other generators."""
    text = f"g{place}"
    for (kind, key), generator in forms.ring.generators.items():
        if generator.index == place or kind == "symbol":
            continue
        occurs = any(
            int(m[generator.index]) for s in (form.numerator, form.denominator) for m in s.monoms()
        )
        if occurs and (text in key or kind not in ("power", "ln", "exp", "unity")):
            raise NotApplicable


def _coefficients(forms: ElementaryForms, polynomial: Any, place: int) -> list[NormalForm]:
    """The coefficients of powers of the unknown, lowest first."""
    groups: dict[int, dict[tuple[int, ...], Any]] = {}
    for monom, coefficient in polynomial.terms():
        rest = tuple(0 if k == place else int(e) for k, e in enumerate(monom))
        groups.setdefault(int(monom[place]), {})[rest] = coefficient
    context = polynomial.context()
    one = context.constant(1)
    return [
        forms.ring.quotient(context.from_dict(groups.get(k, {})), one)
        for k in range(max(groups, default=0) + 1)
    ]


def _at(forms: ElementaryForms, coefficients: list[NormalForm], value: NormalForm) -> NormalForm:
    total = forms.ring.constant(0)
    for coefficient in reversed(coefficients):
        total = forms.ring.sum(forms.ring.times(total, value), coefficient)
    return total


def _completeness(
    claim: RootsOf,
    forms: ElementaryForms,
    signs: Signs,
    coefficients: list[NormalForm],
    values: list[NormalForm],
) -> Finding:
    degree = len(coefficients) - 1
    evidence = {"degree": str(degree), "roots": str(len(values))}
    lead = coefficients[-1]
    if degree == 0 or not signs.keeps_from_zero(lead.numerator):
        return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, **evidence, leading=lead.text)
    if len(values) == degree and _is_product(forms, coefficients, values):
        return finding(Verdict.PROVED, en=_EN, zh=_ZH, **evidence)
    pure = all(c.is_zero for c in coefficients[1:-1])
    if claim.domain == "real" and len(values) == 1 and degree % 2 and pure:
        # an odd power takes every real value exactly once
        return finding(Verdict.PROVED, en=_EN, zh=_ZH, **evidence, power="odd")
    positive = claim.unknowns[0] in positive_names(claim.conditions)
    if positive and len(values) == 1:
        if signs.sign(values[0]) != 1:
            return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, **evidence)
        known = [signs.sign(c) for c in coefficients]
        nonzero = [s for s in known if s]
        changes = sum(1 for a, b in pairwise(nonzero) if a != b)
        if None not in known and changes == 1:
            return finding(Verdict.PROVED, en=_EN, zh=_ZH, **evidence, changes="1")
        if degree == 2 and _other_is_negative(forms, signs, coefficients, values[0]):
            return finding(Verdict.PROVED, en=_EN, zh=_ZH, **evidence, other="negative")
    return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, **evidence)


def _is_product(
    forms: ElementaryForms, coefficients: list[NormalForm], values: list[NormalForm]
) -> bool:
    """Whether the polynomial is its leading coefficient times the product of all (x − root)."""
    ring = forms.ring
    product = [coefficients[-1]]
    for value in values:
        shifted = [ring.constant(0), *product]
        scaled = [ring.times(ring.scaled(value, -1), c) for c in product] + [ring.constant(0)]
        product = [ring.sum(a, b) for a, b in zip(shifted, scaled, strict=True)]
    return all(
        ring.sum(a, ring.scaled(b, -1)).is_zero for a, b in zip(product, coefficients, strict=True)
    )


def _other_is_negative(
    forms: ElementaryForms, signs: Signs, coefficients: list[NormalForm], value: NormalForm
) -> bool:
    ring = forms.ring
    total = ring.times(ring.scaled(coefficients[1], -1), ring.inverse(coefficients[2]))
    return signs.sign(ring.sum(total, ring.scaled(value, -1))) == -1
