"""Rigorous integrals over a small neighbourhood of an end: a singularity, or infinity.

With x = a ± u (or ±1/u) the integrand has a germ; its terms are integrated exactly,

    ∫₀^{u₀} uᵖ ℓᵏ du = u₀^{p+1}·Σⱼ k!/(k−j)!·ℓ₀^{k−j}/(p+1)^{j+1}        (p > −1),

and its remainder is bounded the same way. A leading term that is not integrable proves divergence.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.checking.germ_composition import inverse
from abacist.checking.germs import Germs, Scale
from abacist.checking.one_sided import germ_of, neighbourhoods, side_of
from abacist.checking.power_series import Unsettled
from abacist.core.expr import Call, Expr, Symbol

__all__ = ["End", "end_of", "infinite_side"]

_SHARP = 1e-18


@dataclass(frozen=True, slots=True)
class End:
    """What was found at one end.

    Arguments:
        divergent: the integral up to this end certainly diverges.
        piece: the enclosed integral over the neighbourhood.
        cut: where the neighbourhood ends, as a ball around a point (exact where the end is).
    """

    divergent: bool
    piece: Any = None
    cut: Any = None


def infinite_side(point: Expr) -> int:
    """+1 for oo, −1 for −oo, else 0."""
    if point == Symbol("oo"):
        return 1
    if isinstance(point, Call) and point.head == "neg" and point.args[0] == Symbol("oo"):
        return -1
    return 0


def end_of(integrand: Expr, variable: str, point: Expr, direction: int) -> End:
    """The integral next to `point`, `direction` +1 for the right of it. Raises `Unsettled`."""
    last, best = Unsettled("no neighbourhood"), None
    for to in neighbourhoods(wide=True):
        try:
            found = _end(to, integrand, variable, point, direction)
        except Unsettled as error:
            last = error
            continue
        if found.divergent or _is_sharp(found.piece):
            return found
        if best is not None:
            break
        best = found
    if best is None:
        raise last
    return best


def _is_sharp(piece: Any) -> bool:
    return float(piece.rad()) <= _SHARP * max(1.0, abs(float(piece.mid())))


def _end(to: Germs, integrand: Expr, variable: str, point: Expr, direction: int) -> End:
    near = side_of(to, point, direction)
    germ = germ_of(to, integrand, variable, near)
    infinite = infinite_side(point)
    if infinite:
        germ = to.multiply(germ, inverse(to, to.power_of_u(Fraction(2))))
    if to.is_zero(germ):
        return End(False, to.edge * 0, _cut(to, point, direction, infinite))
    if germ.growth:
        if to.direction(germ.growth) > 0:
            if to.lead(germ) is None:
                raise Unsettled("growth of unknown size")
            return End(True)
        germ = to.add(to.within(to.edge * 0, (Fraction(12), 0)), germ)
    found = to.lead(germ)
    if found is not None and not _integrable(found[0]):
        return End(True)
    total = to.edge * 0
    for scale, c in germ.terms:
        total = total + c.ball * _moment(to, scale)
    if germ.tail is not None:
        if not _integrable(germ.tail):
            raise Unsettled("a remainder that is not integrable")
        total = total + germ.bound * _moment(to, germ.tail)
    return End(False, total, _cut(to, point, direction, infinite))


def _integrable(scale: Scale) -> bool:
    p, k = scale
    return p > -1 or (p == -1 and k < -1)


def _moment(to: Germs, scale: Scale) -> Any:
    """∫₀^{u₀} uᵖℓᵏ du."""
    from flint import arb, fmpq

    p, k = scale
    if p == -1:
        return -(to.log_edge ** (k + 1)) / (k + 1)  # ∫ ℓᵏ du/u with k < −1
    q = arb(fmpq((p + 1).numerator, (p + 1).denominator))
    if k < 0:
        # 0 ≤ ℓᵏ ≤ ℓ₀ᵏ on (0, u₀]
        return arb(0).union(to.edge**q / q * to.log_edge**k)
    total, factor = arb(0), arb(1)
    for j in range(k + 1):
        total = total + factor * to.log_edge ** (k - j) / q ** (j + 1)
        factor = factor * (k - j)
    return to.edge**q * total


def _cut(to: Germs, point: Expr, direction: int, infinite: int) -> Any:
    if infinite:
        return infinite / to.edge
    return to.constants.from_expr(point).ball + direction * to.edge
