"""Sums of products taken apart: rational coefficients and what they stand at."""

from __future__ import annotations

from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["TooManyTerms", "fraction_of", "linear_terms", "multiple_of_pi", "sorted_factors"]

_MOST_TERMS = 50


class TooManyTerms(Exception):
    """A product of sums that is too long to be multiplied out."""


def fraction_of(expr: Expr) -> Fraction | None:
    """A number, a quotient of numbers, or one of these with a sign."""
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Call) and expr.head == "neg":
        inner = fraction_of(expr.args[0])
        return None if inner is None else -inner
    if isinstance(expr, Call) and expr.head == "div":
        top, bottom = (fraction_of(arg) for arg in expr.args)
        return None if top is None or not bottom else top / bottom
    return None


def linear_terms(expr: Expr) -> list[tuple[Fraction, tuple[Expr, ...]]]:
    """A sum of products as (rational coefficient, other factors)."""
    if isinstance(expr, Call) and expr.head == "add":
        return [term for arg in expr.args for term in linear_terms(arg)]
    if isinstance(expr, Call) and expr.head == "neg":
        return [(-c, factors) for c, factors in linear_terms(expr.args[0])]
    if isinstance(expr, Call) and expr.head == "degree":
        return [(c / 180, (*f, Symbol("pi"))) for c, f in linear_terms(expr.args[0])]
    if isinstance(expr, Call) and expr.head == "div":
        bottom = fraction_of(expr.args[1])
        if bottom:
            return [(c / bottom, factors) for c, factors in linear_terms(expr.args[0])]
    if isinstance(expr, Call) and expr.head == "mul":
        terms: list[tuple[Fraction, tuple[Expr, ...]]] = [(Fraction(1), ())]
        for arg in expr.args:
            inner = linear_terms(arg)
            if len(terms) * len(inner) > _MOST_TERMS:
                raise TooManyTerms
            terms = [(a * b, (*f, *g)) for a, f in terms for b, g in inner]
        return terms
    value = fraction_of(expr)
    return [(Fraction(1), (expr,))] if value is None else [(value, ())]


def sorted_factors(factors: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The factors in a fixed order."""
    return tuple(sorted(factors, key=str))


def multiple_of_pi(angle: Expr) -> Fraction | None:
    """The rational q with angle = q·π, by collecting terms; None where other terms are left."""
    sums: dict[str, Fraction] = {}
    for coefficient, factors in linear_terms(angle):
        key = "*".join(map(str, sorted_factors(factors)))
        sums[key] = sums.get(key, Fraction(0)) + coefficient
    found = sums.pop("pi", Fraction(0))
    return None if any(sums.values()) else found
