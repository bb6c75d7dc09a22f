"""Expressions through SymPy and back, for the actions that only rewrite them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from abacist.actions.arithmetic.exact_numbers import Undefined, fraction_of, reduction
from abacist.core.answer import Solution
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr
from abacist.core.language import Message
from abacist.core.outcome import Outcome

__all__ = ["degree_bound", "from_form", "refusal", "to_form"]

_MOST_TERMS = 20_000


def to_form(expr: Expr, conditions: tuple[Expr, ...] = ()) -> Any:
    """The SymPy form with real symbols, of the sign that the conditions give them."""
    from abacist.notation.sympy_form import domains_of, to_sympy

    return to_sympy(expr, default="real", domain=domains_of(conditions))


def from_form(value: Any) -> Expr:
    """Back to an expression."""
    from abacist.notation.sympy_form import from_sympy

    return from_sympy(value)


def refusal(outcome: Outcome, en: str, zh: str) -> Solution:
    """A solution that says why there is no answer."""
    return Solution(outcome=outcome, notes=(Message(en=en, zh=zh),))


def degree_bound(expr: Expr) -> None:
    """Raises `TooLarge` where expanding would give more terms than can be shown."""
    if _terms(expr) > _MOST_TERMS:
        raise TooLarge(
            Message(
                en=f"the expansion would have more than {_MOST_TERMS} terms",
                zh=f"展开后将超过 {_MOST_TERMS} 项",
            )
        )


def _exponent(expr: Expr) -> Fraction | None:
    """The number that an exponent such as 3 or 10^6 is."""
    try:
        return fraction_of(reduction(expr)[0])
    except Undefined:
        return None


def _terms(expr: Expr) -> int:
    """An upper bound on the number of terms of the expansion."""
    from math import comb

    if not isinstance(expr, Call):
        return 1
    sizes = [_terms(arg) for arg in expr.args]
    if expr.head == "add":
        return sum(sizes)
    if expr.head == "mul":
        total = 1
        for size in sizes:
            total *= size
            if total > _MOST_TERMS:
                return total
        return total
    if expr.head == "pow" and not expr.args[1].free_symbols():
        exponent = _exponent(expr.args[1])
        if exponent is not None and exponent.denominator == 1 and exponent > 0 and sizes[0] > 1:
            if exponent > _MOST_TERMS:
                return _MOST_TERMS + 1
            return comb(int(exponent) + min(sizes[0], 50) - 1, min(sizes[0], 50) - 1)
    if expr.head == "neg":
        return sizes[0]
    return max(1, sizes[0]) if expr.head == "div" else 1
