"""Normal forms back to expressions, and the logarithms of their terms: other writings of the same equation."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.normal_forms import Generator, NormalForm
from abacist.core.expr import Call, Expr, add, call, div, mul, number, pow_, symbol

__all__ = ["NotWritable", "expression_of", "logarithm_of_term", "terms_of"]


class NotWritable(Exception):
    """A generator that stands for no real expression (e^{ix}), or for one whose name is not kept."""


def expression_of(forms: ElementaryForms, form: NormalForm) -> Expr:
    """An expression equal to the form."""
    top = _polynomial(forms, form.numerator)
    if form.denominator.is_one():
        return top
    return div(top, _polynomial(forms, form.denominator))


def terms_of(forms: ElementaryForms, polynomial: Any) -> list[NormalForm]:
    """The terms of a polynomial, each as a form."""
    context = polynomial.context()
    one = context.constant(1)
    return [
        forms.ring.quotient(context.from_dict({tuple(map(int, m)): c}), one)
        for m, c in polynomial.terms()
    ]


def _polynomial(forms: ElementaryForms, polynomial: Any) -> Expr:
    parts: list[Expr] = []
    for monom, coefficient in polynomial.terms():
        factors = [_ratio(coefficient)]
        for index, exponent in enumerate(monom):
            if exponent:
                base = _generator(forms, forms.ring.of_index(index))
                factors.append(_power(base, int(exponent)))
        parts.append(mul(*factors) if len(factors) > 1 else factors[0])
    return add(*parts) if parts else number(0)


def _ratio(coefficient: Any) -> Expr:
    return number(Fraction(int(coefficient.p), int(coefficient.q)))


def _power(base: Expr, exponent: int) -> Expr:
    if isinstance(base, Call) and base.head == "exp":
        return call("exp", mul(number(exponent), base.args[0]))
    return base if exponent == 1 else pow_(base, number(exponent))


def _generator(forms: ElementaryForms, generator: Generator) -> Expr:
    """What one generator stands for."""
    if generator.kind == "symbol":
        return symbol(_name(forms, generator))
    inside = generator.inside
    if inside is None:
        raise NotWritable
    written = expression_of(forms, inside)
    if generator.kind == "ln":
        return call("ln", written)
    if generator.kind == "abs":
        return call("abs", written)
    if generator.kind == "exp":
        return call("exp", div(written, number(forms.ring.parts[f"e {inside.text}"])))
    if generator.kind == "power":
        return call("exp", div(call("ln", written), number(generator.power)))
    if generator.kind in ("atan", "asin", "acos"):
        return call(generator.kind, written)
    raise NotWritable


def _name(forms: ElementaryForms, generator: Generator) -> str:
    for (kind, text), other in forms.ring.generators.items():
        if other is generator and kind == "symbol":
            return text
    raise NotWritable


def logarithm_of_term(forms: ElementaryForms, term: NormalForm) -> Expr:
    """ln |term| of a single term: sums of logarithms of what it is a product of."""
    polynomial = term.numerator
    if len(polynomial) != 1 or not term.denominator.is_constant():
        raise NotWritable
    monom, coefficient = next(iter(polynomial.terms()))
    parts: list[Expr] = [call("ln", call("abs", _ratio(coefficient)))]
    for index, exponent in enumerate(monom):
        if not exponent:
            continue
        base = _generator(forms, forms.ring.of_index(index))
        is_power = isinstance(base, Call) and base.head == "exp"
        logarithm = base.args[0] if is_power else call("ln", call("abs", base))  # type: ignore[attr-defined]
        parts.append(mul(number(int(exponent)), logarithm))
    return add(*parts)
