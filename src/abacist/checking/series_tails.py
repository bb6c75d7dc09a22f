"""Tails of infinite series, enclosed rigorously, and divergence, proved.

The term is expanded at infinity with a rigorous remainder (`germs`), t(n) = Σ c·n^(−p)·(ln n)^k + R(n)·n^(−P)·(ln n)^K
for every n ≥ N. Its tail is then a sum of Hurwitz zeta functions (Arb), the remainder a multiple of one. The
series diverges where the leading term is not summable. Terms that decay like a geometric sequence are bounded by
the ratio test, with the ratio enclosed for every n ≥ N. Where (−1)ⁿ and its kin occur, so many successive
terms are grouped as their period has; the terms must tend to zero, so that grouping changes nothing.

Source: F. Johansson, Rigorous high-precision computation of the Hurwitz zeta function, Numer. Algorithms 69 (2015),
https://doi.org/10.1007/s11075-014-9893-1; Knopp, Theory and Application of Infinite Series, chapters 3, 4 and 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.checking.elementary_forms import is_identity
from abacist.checking.germ_composition import sign_of
from abacist.checking.germs import Germ, Germs
from abacist.checking.one_sided import germ_of
from abacist.checking.oscillation import residues
from abacist.checking.power_series import Unsettled, working
from abacist.checking.term_ratios import ratio_of
from abacist.core.expr import Expr, number

__all__ = ["Convergent", "Divergent", "Undetermined", "classes_of", "tail"]

_BITS = 256
_SIZES = ((6, 10), (8, 14), (10, 18))
"""(depth, length): blocks from 2^depth on are the tail, expanded to so many terms."""
_RATIO_SIZES = ((5, 6), (7, 8), (9, 8), (11, 10), (13, 10))
_CONTRACTING = 0.9999


@dataclass(frozen=True, slots=True)
class Convergent:
    """The terms from `start` on add up to something in `ball`; all of them are defined."""

    start: int
    ball: Any


@dataclass(frozen=True, slots=True)
class Divergent:
    """The series diverges: to +∞ or −∞ (`sign`), or without any limit (0). `why` says by which test.

    The terms from `start` on are certainly defined.
    """

    sign: int
    why: str
    start: int


class Undetermined(Exception):
    """Neither convergence nor divergence was proved."""


def classes_of(term: Expr, name: str) -> list[Expr]:
    """The term on n ≡ 0, 1, … modulo the least period of its signs; one class where nothing alternates."""
    found = [function for _, function in residues(term, name)]
    if not found:
        return [term]
    size = len(found)
    for period in range(1, size + 1):
        if size % period == 0 and all(_same(found[r], found[r % period]) for r in range(size)):
            return found[:period]
    return found


def _same(a: Expr, b: Expr) -> bool:
    return a == b or is_identity(a, b)


def tail(term: Expr, name: str, least: int) -> list[Convergent] | Divergent:
    """Enclosures of tails that start at or after `least`, the sharpest last. Raises `Undetermined`.

    They are made one by one as the caller asks for sharper ones; see `infinite_sums`.
    """
    with working(_BITS):
        by_ratio = _by_ratio(term, name, least)
        if by_ratio is not None:
            return by_ratio
        classes = classes_of(term, name)
        found: list[Convergent] = []
        for depth, length in _SIZES:
            if len(classes) * 2**depth < least:
                continue
            try:
                result = _by_expansion(Germs(depth, length), classes, name)
            except Unsettled:
                continue
            if isinstance(result, Divergent):
                return result
            found.append(result)
    if not found:
        raise Undetermined
    return found


# expansions


def _by_expansion(to: Germs, classes: Sequence[Expr], name: str) -> Convergent | Divergent:
    """The blocks of `period` successive terms, summed from block 2^depth on."""
    period, start = len(classes), 2**to.depth
    germs = [_at_infinity(to, function, name, period, r) for r, function in enumerate(classes)]
    vanish = [_vanishes(to, germ) for germ in germs]
    if not all(vanish):
        growing = [g for g, small in zip(germs, vanish, strict=True) if not small]
        sign = _common_sign(to, germs) if len(growing) == period else 0
        return Divergent(sign, "term test", period * start)
    block = to.pruned(to.add(*germs))
    if block.growth:
        raise Unsettled("flat blocks are for the ratio test")
    found = to.lead(block)
    if found is not None:
        (p, k), c = found
        if p < 1 or (p == 1 and k >= -1):
            why = "comparison with the harmonic series"
            return Divergent(sign_of(to, c), why, period * start)
    if block.tail is not None and (
        block.tail[0] < 1 or (block.tail[0] == 1 and block.tail[1] >= -1)
    ):
        raise Unsettled("the remainder is not summable")
    return Convergent(period * start, _summed(to, block, start))


def _at_infinity(to: Germs, function: Expr, name: str, period: int, r: int) -> Germ:
    """The term at n = period·m + r, as m = 1/u → ∞."""
    near = to.scaled(to.power_of_u(Fraction(-1)), to.constants.of(period))
    if r:
        near = to.add(near, to.number(r))
    return to.pruned(germ_of(to, function, name, near))


def _vanishes(to: Germs, germ: Germ) -> bool:
    """Whether a class of terms tends to zero. Raises `Unsettled` where that is open."""
    if germ.growth:
        return to.direction(germ.growth) < 0
    found = to.lead(germ)
    if found is not None:
        (p, k), _ = found
        return p > 0 or (p == 0 and k < 0)
    if germ.tail is None or germ.tail[0] > 0 or (germ.tail[0] == 0 and germ.tail[1] < 0):
        return True
    raise Unsettled("only bounds of the terms are known")


def _common_sign(to: Germs, germs: Sequence[Germ]) -> int:
    """±1 where all classes are finally of one sign, else 0."""
    signs = {sign_of(to, found[1]) if (found := to.lead(germ)) else 0 for germ in germs}
    return signs.pop() if len(signs) == 1 else 0


def _summed(to: Germs, block: Germ, start: int) -> Any:
    """Σ over m ≥ start of the expansion at u = 1/m."""
    from flint import arb

    total = arb(0)
    for (p, k), c in block.terms:
        total = total + c.ball * _power_sum(p, k, start)
    if block.tail is not None:
        p, k = block.tail
        total = total + block.bound * _power_sum(p, k, start)
    if not total.is_finite():
        raise Unsettled("no finite enclosure")
    return total


def _power_sum(p: Fraction, k: int, start: int) -> Any:
    """A ball with Σ m^(−p)·(ln m)^k for m ≥ start: derivatives of Hurwitz zeta; bounds for k < 0."""
    from flint import acb, acb_series, arb, fmpq

    exponent, at = acb(fmpq(p.numerator, p.denominator)), acb(start)
    if k <= 0:
        found = exponent.zeta(at).real
        if k == 0:
            return found
        largest = found * arb(start).log() ** k
        return arb(0).union(largest)
    with working(_BITS, k + 1):
        derivative = acb_series([exponent, 1]).zeta(at)[k].real
    for j in range(2, k + 1):
        derivative = derivative * j
    return derivative if k % 2 == 0 else -derivative


# the ratio test


def _by_ratio(term: Expr, name: str, least: int) -> list[Convergent] | Divergent | None:
    """The ratio of successive terms enclosed for all large n; None where it is not bounded away from 1."""
    ratio = ratio_of(term, name)
    if ratio == number(1):
        return None
    found: list[Convergent] = []
    for depth, length in _RATIO_SIZES:
        start = 2**depth
        if start < least:
            continue
        to = Germs(depth, length)
        try:
            germ = to.pruned(germ_of(to, ratio, name, to.power_of_u(Fraction(-1))))
            if germ.growth:
                germ = _flat(to, germ)
            size = abs(to.enclosure(germ, (Fraction(0), 0))).upper()
        except Unsettled:
            continue
        if size < _CONTRACTING:
            ball = _geometric_tail(term, name, start, size)
            if ball is not None:
                found.append(Convergent(start, ball))
                if float(ball.rad()) < 1e-60:
                    break
            continue
        smallest = abs(to.enclosure(germ, (Fraction(0), 0))).lower()
        if smallest > 1 and _is_nonzero(term, name, start):
            return Divergent(0, "ratio test", start)
        if depth >= 9 and not found:
            return None
    return found or None


def _flat(to: Germs, germ: Germ) -> Germ:
    """A ratio that tends to zero faster than any power, without its exponential: added to 1 and taken away."""
    if to.direction(germ.growth) > 0:
        raise Unsettled("a ratio that grows beyond every power")
    absorbed = to.add(germ, to.number(1))
    if absorbed.growth:
        raise Unsettled("an exponential that is left")
    return to.add(absorbed, to.number(-1))


def _value(term: Expr, name: str, at: int) -> Any:
    from flint import arb

    from abacist.notation.arb import compile_enclosure
    from abacist.notation.refusal import NotRepresentable

    try:
        return compile_enclosure(term, (name,))((arb(at),))
    except NotRepresentable:
        raise Undetermined from None


def _geometric_tail(term: Expr, name: str, start: int, ratio: Any) -> Any | None:
    """|t(N)|/(1 − ρ) on both sides of zero."""
    from flint import arb

    first = _value(term, name, start)
    if not first.is_finite():
        return None
    bound = abs(first).upper() / (1 - arb(ratio))
    return (-bound).union(bound)


def _is_nonzero(term: Expr, name: str, at: int) -> bool:
    value = _value(term, name, at)
    return bool(value.is_finite() and (value > 0 or value < 0))
