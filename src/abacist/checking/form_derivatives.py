"""Derivatives of normal forms: for high orders, where expressions would grow with every step.

Each generator knows its derivative by its kind; the form is reduced after every step.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from abacist.checking.derivative_table import OUTER
from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.normal_forms import Finer, Generator, NormalForm, NotNormal
from abacist.core.expr import Expr
from abacist.notation.grammar import parse_canonical

__all__ = ["is_derivative"]

_RESTARTS = 12


def is_derivative(function: Expr, orders: tuple[tuple[str, int], ...], claimed: Expr) -> bool:
    """True where the claimed derivative is proved, wherever everything is smooth. False says nothing."""
    forms = ElementaryForms(smooth=True)
    for _ in range(_RESTARTS):
        try:
            found = forms.of(function)
            for name, order in orders:
                for _ in range(order):
                    found = _derivative(forms, found, name)
            return forms.ring.sum(found, forms.ring.scaled(forms.of(claimed), -1)).is_zero
        except Finer:
            forms.restart()
        except (NotNormal, OverflowError, RecursionError):
            return False
    return False


def _derivative(forms: ElementaryForms, form: NormalForm, name: str) -> NormalForm:
    ring = forms.ring
    one = ring.constant(1)
    above, below = (NormalForm(p, one.denominator) for p in (form.numerator, form.denominator))
    rise = ring.times(_of_polynomial(forms, form.numerator, name), below)
    fall = ring.times(_of_polynomial(forms, form.denominator, name), above)
    change = ring.sum(rise, ring.scaled(fall, -1))
    return ring.times(change, ring.inverse(ring.times(below, below)))


def _of_polynomial(forms: ElementaryForms, polynomial: Any, name: str) -> NormalForm:
    ring = forms.ring
    total = ring.constant(0)
    for index, degree in enumerate(polynomial.degrees()):
        if degree > 0:
            partial = ring.quotient(polynomial.derivative(index), ring.constant(1).denominator)
            slope = _of_generator(forms, ring.of_index(index), name)
            total = ring.sum(total, ring.times(partial, slope))
    return total


def _of_generator(forms: ElementaryForms, generator: Generator, name: str) -> NormalForm:
    """The derivative of what a generator stands for. Raises `NotNormal` where its arguments are not kept."""
    ring, kind, inside = forms.ring, generator.kind, generator.inside
    if kind in ("symbol", "unity", "sign"):
        return ring.constant(int(generator.index == forms.symbol_index(name)))
    if inside is None:
        raise NotNormal
    change = _derivative(forms, inside, name)
    own = ring.monomial(generator)
    if kind == "exp":
        return ring.scaled(ring.times(own, change), Fraction(1, ring.parts[f"e {inside.text}"]))
    if kind == "turn":
        turned = ring.times(ring.times(own, forms.symbol("I")), change)
        return ring.scaled(turned, Fraction(1, ring.parts[f"turn {inside.text}"]))
    if kind == "power" or kind.startswith("root"):
        rate = ring.times(change, ring.inverse(inside))
        return ring.scaled(ring.times(own, rate), Fraction(1, generator.power))
    outer = _outer(kind)
    if outer is None:
        raise NotNormal
    return ring.times(forms.put_in(outer, {"u": inside}), change)


@cache
def _outer(head: str) -> Expr | None:
    text = OUTER.get(head)
    outer = None if text is None else parse_canonical(text)
    return outer if outer is not None and outer.free_symbols() == {"u"} else None
