"""A definite integral: its value, or that it diverges.

The integral is enclosed by ball arithmetic (adaptive Gauss-Legendre quadrature with rigorous error bounds, Arb);
neighbourhoods of singular and infinite ends are integrated from expansions with rigorous remainders. A value
outside the enclosure is refuted, inside a narrow one it is enclosed. Polynomials over polynomial regions are
integrated exactly, which proves. What oscillates at infinity is enclosed on a path turned into the complex
plane. Divergence is proved by a leading term that is not integrable, or by periodicity.

The action computes by antiderivatives, residues and tables. Source: F. Johansson, Numerical integration in
arbitrary-precision ball arithmetic (2018), https://arxiv.org/abs/1802.07942.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from abacist.checking import parametric_integrals
from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.exact_integration import exact_integral
from abacist.checking.integral_ends import End, end_of, infinite_side
from abacist.checking.normal_forms import NotNormal
from abacist.checking.oscillating_integral import oscillates, oscillating_tail, repeats_forever
from abacist.checking.parameters import of_parameters
from abacist.checking.power_series import Unsettled, evaluate, is_real, working
from abacist.checking.sample_points import parameter_points
from abacist.checking.separable_integrals import separated
from abacist.checking.singular_points import singular_points
from abacist.checking.tight_forms import horner
from abacist.core.answer import Finding
from abacist.core.claim import IntegralOf
from abacist.core.expr import Expr, call, neg, number, symbol
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker
from abacist.core.value import Ball, Exact, Interval
from abacist.notation.arb import enclose, integrate
from abacist.notation.refusal import NotRepresentable, Undecided

__all__ = ["check"]

_BITS = 96
_GOAL = 50
_SAMPLES = 3
_NARROW = 1e-10
_ROUGH = 1e-4

_ENCLOSED = Message(
    en="enclosed by ball arithmetic: rigorous quadrature, expansions with remainders at singular or infinite ends",
    zh="用球算术严格包围：带误差界的求积，奇点与无穷远端用带余项的展开式",
)
_EXACT = Message(
    en="polynomials integrated exactly over the rationals", zh="在有理数域上对多项式精确积分"
)
_DIVERGES = Message(
    en="the leading term of the integrand at an end is not integrable",
    zh="被积函数在某一端的主项不可积",
)
_PERIODIC = Message(
    en="the integrand is periodic and not zero, so its integral to infinity has no limit",
    zh="被积函数是周期函数且不恒为零，故到无穷的积分无极限",
)
_IDENTITY = Message(
    en="antiderivative by rule between the ends, equal to the value identically in the parameters",
    zh="按法则求原函数并代入上下限，与所述值关于参数恒等",
)
_OPEN = Message(en="the integral could not be enclosed", zh="未能包围该积分")


@checker("integral_of")
def check(claim: IntegralOf) -> Finding:
    """See the module's page."""
    parameters = _parameters(claim)
    if not parameters:
        return _check_definite(claim)
    if parametric_integrals.is_proved(claim):
        return Finding(verdict=Verdict.PROVED, method=_IDENTITY)
    findings = []
    seed = str(claim.integrand)
    for point, general in parameter_points(parameters, claim.conditions, seed, _SAMPLES):
        values = {name: number(at) for name, at in point.items()}
        findings.append((_check_definite(_substituted(claim, values)), general, point))
    return of_parameters(findings, _OPEN)


def _parameters(claim: IntegralOf) -> frozenset[str]:
    names = set(claim.integrand.free_symbols())
    for _, lower, upper in claim.limits:
        names |= lower.free_symbols() | upper.free_symbols()
    if isinstance(claim.value, Exact):
        names |= claim.value.expr.free_symbols()
    return frozenset(names - {name for name, _, _ in claim.limits})


def _substituted(claim: IntegralOf, values: dict[str, Expr]) -> IntegralOf:
    value = claim.value
    if isinstance(value, Exact):
        value = Exact(expr=value.expr.substitute(values))
    limits = tuple((n, a.substitute(values), b.substitute(values)) for n, a, b in claim.limits)
    return IntegralOf(integrand=claim.integrand.substitute(values), limits=limits, value=value)


def _check_definite(claim: IntegralOf) -> Finding:
    with working(_BITS):
        exact = exact_integral(claim.integrand, claim.limits)
        if exact is not None and isinstance(claim.value, Exact):
            claimed = _as_rational(claim.value.expr)
            if claimed is not None:
                verdict = Verdict.PROVED if claimed == exact else Verdict.REFUTED
                return Finding(verdict=verdict, method=_EXACT, evidence={"value": str(exact)})
        try:
            found = _enclosure(claim)
        except Diverges as error:
            verdict = Verdict.PROVED if claim.value is None else Verdict.REFUTED
            return Finding(verdict=verdict, method=_DIVERGES, evidence={"at": str(error)})
        except (Unsettled, Undecided, NotRepresentable):
            return _without_enclosure(claim)
        try:
            return _compared(claim, found)
        except (Undecided, NotRepresentable):
            return Finding(verdict=Verdict.UNDECIDED, method=_OPEN)


def _as_rational(expr: Expr) -> Fraction | None:
    try:
        return ElementaryForms().form(expr).constant
    except NotNormal:
        return None


class Diverges(Exception):
    """The integral diverges at the point that `args[0]` names."""


def _compared(claim: IntegralOf, found: Any) -> Finding:
    evidence = {"enclosure": found.str(20)}
    if claim.value is None:
        return Finding(verdict=Verdict.REFUTED, method=_ENCLOSED, evidence=evidence)
    gap = found - _claimed(claim)
    if not gap.contains(0):
        return Finding(verdict=Verdict.REFUTED, method=_ENCLOSED, evidence=evidence)
    size = float(gap.rad())
    scale = abs(float(found.mid()))
    if size <= _NARROW * max(scale, _NARROW) or (scale < _NARROW and size < _NARROW):
        return Finding(verdict=Verdict.ENCLOSED, method=_ENCLOSED, evidence=evidence)
    if size <= _ROUGH * scale:
        return Finding(verdict=Verdict.CROSS_CHECKED, method=_ENCLOSED, evidence=evidence)
    return Finding(verdict=Verdict.UNDECIDED, method=_OPEN, evidence=evidence)


def _claimed(claim: IntegralOf) -> Any:
    """The claimed value as a real ball."""
    from flint import arb

    value = claim.value
    if isinstance(value, Exact):
        found = enclose(value.expr)
        if type(found).__name__ == "acb":
            if not found.imag.contains(0):
                raise Undecided("a value that is not real")
            found = found.real
        return found
    if isinstance(value, Ball):
        return arb(str(value.mid), str(value.rad))
    if isinstance(value, Interval):
        return arb(str(value.lower)).union(arb(str(value.upper)))
    raise Undecided("a value of another kind")


# enclosures


def _enclosure(claim: IntegralOf) -> Any:
    if len(claim.limits) == 1:
        variable, lower, upper = claim.limits[0]
        return _over_line(horner(claim.integrand, variable), variable, lower, upper)
    factors = separated(claim.integrand, claim.limits)
    if factors is not None:
        total = _one()
        for factor, (variable, lower, upper) in zip(factors, claim.limits, strict=True):
            total = total * _over_line(horner(factor, variable), variable, lower, upper)
        return total
    nested = claim.integrand
    for variable, lower, upper in claim.limits:
        nested = call("integral", nested, symbol(variable), lower, upper)
    return enclose(nested, bits=40, field="real", highest=160)


def _over_line(integrand: Expr, variable: str, lower: Expr, upper: Expr) -> Any:
    """An integral in one variable, cut at singular points. Raises `Diverges`, `Unsettled`, `Undecided`."""
    if _reversed(lower, upper):
        return -_over_line(integrand, variable, upper, lower)
    if infinite_side(lower) and infinite_side(upper):
        zero = number(0)
        left = _over_line(integrand, variable, lower, zero)
        return left + _over_line(integrand, variable, zero, upper)
    try:
        found = _between(integrand, variable, lower, upper)
        if _is_narrow(found):
            return found
    except (Unsettled, Undecided):
        found = None
    points = [lower, *singular_points(integrand, variable, lower, upper), upper]
    if len(points) == 2:
        if found is None:
            raise Unsettled("no enclosure between the ends")
        return found
    return sum((_between(integrand, variable, a, b) for a, b in pairwise(points)), start=_zero())


def _zero() -> Any:
    from flint import arb

    return arb(0)


def _one() -> Any:
    return _zero() + 1


def _reversed(lower: Expr, upper: Expr) -> bool:
    if infinite_side(lower) or infinite_side(upper):
        return infinite_side(lower) > 0 or infinite_side(upper) < 0
    return bool(_real(call("add", upper, neg(lower))) < 0)


def _real(expr: Expr) -> Any:
    return enclose(expr, field="real")


def _is_narrow(ball: Any) -> bool:
    return float(ball.rad()) <= _NARROW * max(abs(float(ball.mid())), _NARROW)


def _between(integrand: Expr, variable: str, left: Expr, right: Expr) -> Any:
    """The integral between neighbouring singular points."""
    regular = [_is_regular(integrand, variable, point) for point in (left, right)]
    if all(regular):
        try:
            return integrate(integrand, variable, left, right, bits=_GOAL, highest=160)
        except Undecided:
            regular = [False, False]
    ends = []
    for point, direction, known in ((left, 1, regular[0]), (right, -1, regular[1])):
        if known:
            ends.append(End(False, _zero(), _real(point)))
            continue
        end = _end(integrand, variable, point, direction)
        if end.divergent:
            raise Diverges(f"{variable} = {point}")
        ends.append(end)
    start, stop = ends
    if not stop.cut >= start.cut:
        raise Unsettled("neighbourhoods that overlap")
    middle = integrate(integrand, variable, start.cut, stop.cut, bits=_GOAL, highest=160)
    return start.piece + middle + stop.piece


def _is_regular(integrand: Expr, variable: str, point: Expr) -> bool:
    """True where the integrand has a value at a finite end."""
    if infinite_side(point):
        return False
    try:
        at = evaluate(point, {})
        return is_real(evaluate(integrand, {variable: at}))
    except Unsettled:
        return False


def _end(integrand: Expr, variable: str, point: Expr, direction: int) -> End:
    side = infinite_side(point)
    if not side or not oscillates(integrand, variable):
        return end_of(integrand, variable, point, direction)
    forward = integrand if side > 0 else integrand.substitute({variable: neg(symbol(variable))})
    try:
        cut, waves, steady = oscillating_tail(forward, variable)
    except Unsettled:
        return end_of(integrand, variable, point, direction)
    rest = _zero()
    if steady != number(0):
        end = end_of(steady, variable, symbol("oo"), -1)
        if end.divergent:
            return end
        rest = end.piece + integrate(steady, variable, cut, end.cut, bits=_GOAL, highest=160)
    return End(False, waves + rest, side * cut)


# without an enclosure


def _without_enclosure(claim: IntegralOf) -> Finding:
    if len(claim.limits) == 1:
        variable, lower, upper = claim.limits[0]
        endless = infinite_side(upper) or infinite_side(lower)
        if endless and repeats_forever(claim.integrand, variable):
            verdict = Verdict.PROVED if claim.value is None else Verdict.REFUTED
            return Finding(verdict=verdict, method=_PERIODIC)
    return Finding(verdict=Verdict.UNDECIDED, method=_OPEN)
