"""Infinite series of a rational function of the index whose partial fractions cancel: summed exactly.

Σ c/(n + r) over poles −r that differ by whole numbers, with Σ c = 0: all but finitely many fractions cancel.
Source: Knopp, Theory and Application of Infinite Series, section 32.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from abacist.checking.exact_terms import NotExact, compile_term, quotient_in, whole
from abacist.checking.sum_parts import Part
from abacist.core.expr import Expr, number

__all__ = ["telescoped"]

_MOST_SHIFT = 5_000


def telescoped(part: Part, lower: Expr) -> Expr | None:
    """The exact sum from `lower` to ∞; None where the term is not of this kind."""
    try:
        above, below = quotient_in(part.term, part.index)
        start = whole(compile_term(lower, "")(Fraction(0)))
    except (NotExact, ZeroDivisionError):
        return None
    if above == 0:
        return number(0)
    if below.degree() < above.degree() + 2:
        return None
    shifts = _simple_poles(below)
    if shifts is None or any(r.denominator == 1 and start + r <= 0 for r in shifts):
        return None
    slope = below.derivative()
    residues = {r: _ratio(above(-_fmpq(r)), slope(-_fmpq(r))) for r in shifts}
    total = Fraction(0)
    for family in _families(shifts):
        if sum(residues[r] for r in family) != 0:
            return None
        first = min(family)
        for r in family:
            if r - first > _MOST_SHIFT:
                return None
            total -= residues[r] * sum(
                (1 / (start + first + j) for j in range(int(r - first))), Fraction(0)
            )
    return number(total)


def _fmpq(value: Fraction) -> Any:
    from flint import fmpq

    return fmpq(value.numerator, value.denominator)


def _ratio(a: Any, b: Any) -> Fraction:
    quotient = a / b
    return Fraction(int(quotient.p), int(quotient.q))


def _simple_poles(below: Any) -> list[Fraction] | None:
    """r for each factor n + r, or None where the denominator has another factor or a multiple one."""
    found = []
    for factor, exponent in below.numer().factor()[1]:
        if exponent != 1 or factor.degree() != 1:
            return None
        found.append(Fraction(int(factor[0]), int(factor[1])))
    return found


def _families(shifts: list[Fraction]) -> Iterator[list[Fraction]]:
    """The shifts grouped by their fractional parts."""
    parts: dict[Fraction, list[Fraction]] = {}
    for r in shifts:
        parts.setdefault(r % 1, []).append(r)
    yield from parts.values()
