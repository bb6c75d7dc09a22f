"""An antiderivative: differentiating it gives the integrand, wherever both are defined and real.

The antiderivative is differentiated here by two methods of which the action used neither: Taylor coefficients
in ball arithmetic at sample points (a contradiction refutes, agreement cross-checks), and by rule,
where the difference from the integrand must have the normal form zero, which is a proof. Source: M. Bronstein,
Symbolic Integration I (2005), chapter 3, https://doi.org/10.1007/b138171.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import Any

from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.power_series import Unsettled, is_real, series, working
from abacist.checking.sample_points import constants_of, sample_points
from abacist.checking.unknown_functions import made_definite
from abacist.core.answer import Finding
from abacist.core.claim import AntiderivativeOf
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_BITS = 350
_POINTS = 8
_POINTS_BESIDE = 3  # beside a proof: that both are defined somewhere, and as a guard
_TRIES = 80
_SHARP = 1e-40

_PROVED = Message(
    en="differentiated by rule: derivative minus integrand has the normal form zero",
    zh="按法则对原函数求导：与被积函数之差的标准形为零",
)
_AGREES = Message(
    en="derivative from Taylor coefficients in 100-digit ball arithmetic at sample points",
    zh="在取样点用 100 位球算术由泰勒系数求导并与被积函数比较",
)
_OPEN = Message(
    en="derivative and integrand could be compared at too few points",
    zh="可供比较导数与被积函数的点太少",
)


@checker("antiderivative_of")
def check(claim: AntiderivativeOf) -> Finding:
    """PROVED by normal form, REFUTED by a point, CROSS_CHECKED by eight points, else UNDECIDED."""
    proved = _is_proved(claim)
    tested = _at_points(claim, _POINTS_BESIDE if proved else _POINTS)
    if isinstance(tested, Finding):
        return tested
    evidence = {"points": str(tested)}
    if tested and proved:
        return Finding(verdict=Verdict.PROVED, method=_PROVED, evidence=evidence)
    if tested >= _POINTS:
        return Finding(verdict=Verdict.CROSS_CHECKED, method=_AGREES, evidence=evidence)
    return Finding(verdict=Verdict.UNDECIDED, method=_OPEN, evidence=evidence)


def _is_proved(claim: AntiderivativeOf) -> bool:
    try:
        slope = derivative(claim.antiderivative, claim.variable)
    except NotDifferentiable:
        return False
    return is_identity(slope, claim.integrand, smooth=True)


def _at_points(claim: AntiderivativeOf, wanted_points: int) -> Finding | int:
    """A refutation, or at how many points the derivative agrees with the integrand."""
    integrand, found = made_definite(claim.integrand), made_definite(claim.antiderivative)
    names = integrand.free_symbols() | found.free_symbols() | {claim.variable}
    agreed, elsewhere = 0, 0
    for point in islice(sample_points(names, seed=str(claim.integrand)), _TRIES):
        try:
            place, slope, wanted = _compared(integrand, found, claim.variable, point)
        except Unsettled:
            continue
        gap = slope - wanted
        if not (is_real(place) and is_real(wanted)):
            elsewhere += bool(gap.contains(0))
        elif not gap.contains(0):
            return _refuted(point, slope, wanted)
        elif float(gap.real.rad()) < _SHARP * (1 + abs(float(wanted.real))):
            agreed += 1
            if agreed == wanted_points:
                break
    return agreed or min(elsewhere, 1)


def _compared(
    integrand: Expr, antiderivative: Expr, variable: str, point: dict[str, Fraction]
) -> tuple[Any, Any, Any]:
    """(F, F', f) at a point."""
    from flint import acb_series

    with working(_BITS, 2):
        values = constants_of(point)
        wanted = series(integrand, values)[0]
        values[variable] = acb_series([values[variable][0], 1])
        along = series(antiderivative, values)
        return along[0], along[1], wanted


def _refuted(point: dict[str, Fraction], slope: Any, wanted: Any) -> Finding:
    return Finding(
        verdict=Verdict.REFUTED,
        method=_AGREES,
        evidence={
            "point": ", ".join(f"{name} = {at}" for name, at in point.items()),
            "derivative": slope.real.str(12),
            "integrand": wanted.real.str(12),
        },
    )
