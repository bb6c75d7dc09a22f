"""One rigorous Taylor step of an ordinary differential equation in ball arithmetic.

The Taylor coefficients c_0 … c_{N−1} of the solution through the ball y are found by Picard iteration on
power series of balls. A box B around P([0, h]) = Σ c_i [0, h]^i is guessed; the N-th coefficients over B give
the remainder. If P([0, h]) + c_N(B) [0, h]^N lies in the interior of B, the solution exists on the whole step,
stays in B and ends in P(h) + c_N(B) h^N.
Source: N. S. Nedialkov, K. R. Jackson, J. D. Pryce, An effective high-order interval method for validating
existence and uniqueness of the solution of an IVP for an ODE, doi:10.1023/A:1014798618404.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, frexp, inf, ldexp, log
from typing import Any

from abacist.checking.ball_program import BallProgram, NotEnclosable

__all__ = ["Budget", "TaylorSystem", "VerifiedStep", "next_width"]


@dataclass
class Budget:
    """Operations on coefficients that may still be spent, so that a bound does not depend on the machine."""

    work: float

    def spend(self, amount: float) -> None:
        """Takes `amount`; raises `NotEnclosable` where nothing is left."""
        self.work -= amount
        if self.work < 0:
            raise NotEnclosable("the budget of work is spent")


@dataclass(frozen=True)
class VerifiedStep:
    """The polynomials of a step that was verified, and the remainders at its end."""

    polynomials: list[Any]
    remainders: list[Any]

    def ends(self, width: Any) -> list[Any]:
        """Balls for the components at the end of the step."""
        return [p(width) + r for p, r in zip(self.polynomials, self.remainders, strict=True)]


class TaylorSystem:
    """The right-hand sides as a program at one precision, expanded to one order."""

    def __init__(self, program: BallProgram, order: int, bits: int, budget: Budget) -> None:
        self.program = program
        self.order = order
        self.bits = bits
        self.budget = budget

    def coefficients(self, t: Any, y: Sequence[Any]) -> list[Any]:
        """Taylor series of the solution through (t, y), up to and including degree `order`."""
        from flint import arb_series, ctx

        per_degree = (self.program.size + len(y)) * (1.0 + self.bits / 500)
        ctx.cap = 1
        series = [arb_series([value]) for value in y]
        for degree in range(1, self.order + 1):
            self.budget.spend(per_degree * (1 + degree / 8))
            ctx.cap = degree
            slopes = self.program(arb_series([t, 1]), *series)
            ctx.cap = degree + 1
            series = [
                arb_series(slope).integral() + value for slope, value in zip(slopes, y, strict=True)
            ]
        return series

    def verify(self, t: Any, series: Sequence[Any], width: Any) -> VerifiedStep | None:
        """The step of signed `width` with the series found at its start, if the box test holds."""
        from flint import arb, arb_poly

        order = self.order
        whole = arb(0).union(width)
        polynomials = [arb_poly([one[k] for k in range(order)]) for one in series]
        ranges = [polynomial(whole) for polynomial in polynomials]
        boxes = [reach + arb(0, _slack(reach)) for reach in ranges]
        try:
            over = self.coefficients(t + whole, boxes)
        except NotEnclosable:
            self.budget.spend(0.0)
            return None
        power = whole**order
        for reach, box, one in zip(ranges, boxes, over, strict=True):
            last = one[order]
            if not last.is_finite() or not box.contains_interior(reach + last * power):
                return None
        return VerifiedStep(polynomials, [one[order] * width**order for one in over])

    def natural_size(self, series: Sequence[Any], bits: int) -> float:
        """The step at which the last two terms fall to 2**(−3/4·bits) of the value."""
        steps = [5.0]
        for one in series:
            scale = max(0.0, _log(one[0].abs_upper() + 1))
            for k in (self.order - 1, self.order):
                size = _log(one[k].abs_upper()) if k < one.length() else -inf
                if size > -inf:
                    steps.append((scale - size - 0.75 * bits * log(2.0)) / k)
        return exp(min(min(steps), 5.0))


def next_width(size: float, rest: Any) -> tuple[Any, bool]:
    """The signed width of a step of about `size` towards the end, and whether it reaches the end.

    Widths have twelve bits, so that the times between stay exact.
    """
    from flint import arb

    if not abs(rest) > size:
        return rest, True
    mantissa, exponent = frexp(size)
    width = ldexp(int(mantissa * 4096) / 4096, exponent)
    return arb(width if rest > 0 else -width), False


def _log(ball: Any) -> float:
    """The natural logarithm of a nonnegative ball's upper end, as a float."""
    upper = ball.upper()
    if upper == 0:
        return -inf
    found = float(upper.log())
    return found if found == found else inf


def _slack(reach: Any) -> Any:
    """The room left for the remainder. Radii have 30 bits, so less than 2**−20 of one would be lost."""
    from flint import arb, ctx

    return reach.rad() / 2**12 + arb(2) ** (-ctx.prec // 3) * (1 + reach.abs_upper())
