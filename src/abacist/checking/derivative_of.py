"""A derivative: `derivative` is what differentiating `function` gives.

Two methods, neither of which is the action's: the derivative is taken again by rule, where
the difference from the claim must reduce to zero (a proof), and the Taylor coefficients of the function are
computed in ball arithmetic at sample points and compared with the claim there (a contradiction refutes,
agreement cross-checks). An unknown function f is replaced by a definite one for the second. Source:
M. Bronstein, Symbolic Integration I (2005), chapter 3, https://doi.org/10.1007/b138171; A. Griewank, A. Walther,
Evaluating Derivatives, 2nd ed. (2008), chapter 13.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from math import factorial
from typing import Any

from abacist.checking.elementary_forms import ElementaryForms, is_identity
from abacist.checking.exact_derivatives import (
    NotDifferentiable,
    derivative,
    difference,
    product,
    total,
)
from abacist.checking.form_derivatives import is_derivative
from abacist.checking.normal_forms import NotNormal
from abacist.checking.power_series import Unsettled, is_real, series, working
from abacist.checking.sample_points import constants_of, sample_points
from abacist.checking.unknown_functions import made_definite
from abacist.core.answer import Finding
from abacist.core.claim import DerivativeOf
from abacist.core.expr import Call, Expr, div, neg, sub
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_BITS = 200
_POINTS = 5
_POINTS_BESIDE = 2  # beside a proof: that both are defined somewhere, and as a guard
_TRIES = 60
_MOST_ORDER = 12
_LONG = 600
_SMALL = 1e-25
_NEWTON_STEPS = 40

_PROVED = Message(
    en="differentiated again by rule: the difference from the claim is the zero polynomial",
    zh="按法则重新求导：与所述结果之差化为零多项式",
)
_AGREES = Message(
    en="Taylor coefficients of the function in 60-digit ball arithmetic at sample points",
    zh="在若干取样点用 60 位球算术计算函数的泰勒系数并比较",
)
_OPEN = Message(
    en="no point could be compared and no normal form exists",
    zh="没有可比较的点，也没有可判定的范式",
)


@checker("derivative_of")
def check(claim: DerivativeOf) -> Finding:
    """PROVED by normal form, REFUTED by a point, CROSS_CHECKED by several points, else UNDECIDED."""
    if claim.implicit is not None:
        return _check_implicit(claim, claim.implicit)
    proved = _is_proved(claim)
    tested = _at_points(claim, _POINTS_BESIDE if proved else _POINTS)
    if isinstance(tested, Finding):
        return tested
    if tested and proved:
        return Finding(verdict=Verdict.PROVED, method=_PROVED, evidence={"points": str(tested)})
    if tested >= _POINTS:
        return Finding(
            verdict=Verdict.CROSS_CHECKED, method=_AGREES, evidence={"points": str(tested)}
        )
    return Finding(verdict=Verdict.UNDECIDED, method=_OPEN)


def _is_proved(claim: DerivativeOf) -> bool:
    if sum(order for _, order in claim.orders) > _MOST_ORDER:
        return False
    found = claim.function
    try:
        for name, order in claim.orders:
            for _ in range(order):
                found = derivative(found, name)
                if _is_long(found):
                    return is_derivative(claim.function, claim.orders, claim.derivative)
    except NotDifferentiable:
        return False
    return is_identity(found, claim.derivative, smooth=True)


def _is_long(expr: Expr) -> bool:
    """True for an expression that the next derivative would make unwieldy."""
    return next(islice(expr.walk(), _LONG, None), None) is not None


def _at_points(claim: DerivativeOf, wanted: int) -> Finding | int:
    """A refutation, or at how many points the claim agrees."""
    function, derivative = made_definite(claim.function), made_definite(claim.derivative)
    names = function.free_symbols() | derivative.free_symbols() | {n for n, _ in claim.orders}
    total = sum(order for _, order in claim.orders)
    if total > _MOST_ORDER:
        return 0
    agreed, complex_agreed = 0, 0
    for point in islice(sample_points(names, seed=str(claim.function)), _TRIES):
        try:
            found = _derivative_at(function, claim.orders, point)
            with working(_BITS):
                claimed = series(derivative, constants_of(point))[0]
        except Unsettled:
            continue
        if not is_real(found):
            complex_agreed += bool((found - claimed).contains(0))
            continue
        if not (found - claimed).contains(0):
            return _refuted(point, found, claimed)
        if _is_sharp(found - claimed):
            agreed += 1
        if agreed == wanted:
            break
    return agreed or (1 if complex_agreed >= _POINTS else 0)


def _is_sharp(ball: Any) -> bool:
    return abs(float(ball.real.rad())) < _SMALL and abs(float(ball.imag.rad())) < _SMALL


def _refuted(point: dict[str, Fraction], found: Any, claimed: Any) -> Finding:
    place = ", ".join(f"{name} = {at}" for name, at in point.items())
    return Finding(
        verdict=Verdict.REFUTED,
        method=_AGREES,
        evidence={
            "point": place,
            "derivative": found.real.str(12),
            "claimed": claimed.real.str(12),
        },
    )


def _derivative_at(
    function: Expr, orders: tuple[tuple[str, int], ...], point: dict[str, Fraction]
) -> Any:
    """The (mixed) partial derivative at a point, from Taylor coefficients along straight lines.

    The coefficient of tᴺ of f(a + t·d) is Σ ∂^α f·d^α/α! over |α| = N. With d = (1, k, k^(N+1), …) the
    monomials d^α are different powers of k, so that exact interpolation in k isolates one of them.
    """
    from flint import acb_series

    merged: dict[str, int] = {}
    for name, order in orders:
        merged[name] = merged.get(name, 0) + order
    names, total = list(merged), sum(merged.values())
    weights = [0] + [(total + 1) ** i for i in range(len(names) - 1)]
    highest = total * weights[-1]
    wanted = sum(weight * merged[name] for weight, name in zip(weights, names, strict=True))
    coefficients = []
    with working(_BITS, total + 1):
        for k in range(1, highest + 2):
            values = constants_of(point)
            for weight, name in zip(weights, names, strict=True):
                values[name] = acb_series([values[name][0], k**weight])
            coefficients.append(series(function, values)[total])
        found = _interpolated(coefficients, wanted)
        for order in merged.values():
            found = found * factorial(order)
        return found


def _interpolated(values: list[Any], power: int) -> Any:
    """The coefficient of k**power of the polynomial with these values at k = 1, 2, …."""
    if len(values) == 1:
        return values[0]
    from flint import acb, fmpq, fmpq_mat

    size = len(values)
    vandermonde = fmpq_mat(size, size, [k**j for k in range(1, size + 1) for j in range(size)])
    row = [vandermonde.inv()[power, k] for k in range(size)]
    return sum((value * acb(fmpq(w)) for value, w in zip(values, row, strict=True)), start=acb(0))


# implicit functions


def _check_implicit(claim: DerivativeOf, dependent: str) -> Finding:
    """d^n y/dx^n where `function` (an equation or an expression that is zero) defines y = y(x).

    With D = ∂/∂x + y'·∂/∂y the claim holds where D(F) = 0 for the claimed y', modulo F itself.
    """
    (variable, order), *others = claim.orders
    if others or order not in (1, 2):
        return Finding(verdict=Verdict.UNDECIDED, method=_OPEN)
    curve = claim.function
    if isinstance(curve, Call) and curve.head == "eq":
        curve = sub(*curve.args)
    tested = _on_curve(claim, curve, variable, dependent)
    if tested.verdict is not Verdict.CROSS_CHECKED:
        return tested
    try:
        proved = _vanishes_on(curve, _implicit_residue(claim, curve, variable, dependent, order))
    except (NotDifferentiable, NotNormal):
        return tested
    if proved:
        return Finding(verdict=Verdict.PROVED, method=_IMPLICIT, evidence=tested.evidence)
    return tested


_IMPLICIT = Message(
    en="differentiated along the curve by rule: the residue is a multiple of the equation",
    zh="按法则沿曲线求导：余项是方程的倍式",
)
_ON_CURVE = Message(
    en="the claimed derivative put into the equation at points of the curve",
    zh="在曲线上取点，把所述导数代入检验",
)


def _implicit_residue(
    claim: DerivativeOf, curve: Expr, variable: str, dependent: str, order: int
) -> Expr:
    """What must vanish on the curve; y' = −F_x/F_y is found here for the second derivative."""
    along, across = derivative(curve, variable), derivative(curve, dependent)
    if order == 1:
        return total(along, product(claim.derivative, across))
    ratio = neg(div(along, across))
    second = total(derivative(ratio, variable), product(ratio, derivative(ratio, dependent)))
    return difference(second, claim.derivative)


def _vanishes_on(curve: Expr, residue: Expr) -> bool:
    """True where the numerator of the residue is a polynomial multiple of that of the curve."""
    equation, rest = ElementaryForms(smooth=True).forms(curve, residue)
    if rest.is_zero:
        return True
    below = equation.numerator
    return not below.is_constant() and bool(divmod(rest.numerator, below)[1].is_zero())


def _on_curve(claim: DerivativeOf, curve: Expr, variable: str, dependent: str) -> Finding:
    """Compares y' (or y'') with the claim at points of the curve found by Newton's method."""
    order = claim.orders[0][1]
    names = curve.free_symbols() | {variable, dependent}
    agreed = 0
    for point in islice(sample_points(names, seed=str(curve)), _TRIES):
        try:
            found, claimed = _curve_values(claim, curve, variable, dependent, point, order)
        except Unsettled:
            continue
        gap = abs(complex(found - claimed))
        if gap > 1e-12 * (1 + abs(complex(found))):
            return _refuted(point, found, claimed)
        agreed += 1
        if agreed == _POINTS:
            points = {"points": str(agreed)}
            return Finding(verdict=Verdict.CROSS_CHECKED, method=_ON_CURVE, evidence=points)
    return Finding(verdict=Verdict.UNDECIDED, method=_OPEN)


def _curve_values(
    claim: DerivativeOf,
    curve: Expr,
    variable: str,
    dependent: str,
    point: dict[str, Fraction],
    order: int,
) -> tuple[Any, Any]:
    """(y⁽ⁿ⁾ from the series solution of the curve, the claimed value) at a point of the curve."""
    from flint import acb_series

    with working(_BITS, order + 1):
        fixed = constants_of(point)
        y, slope = _on_curve_near(curve, dependent, fixed)
        branch = acb_series([y])
        along = {**fixed, variable: acb_series([fixed[variable][0], 1])}
        for _ in range(order + 1):
            rest = series(curve, {**along, dependent: branch})
            branch = branch - rest / slope
        at = {**fixed, dependent: acb_series([y])}
        return branch[order] * factorial(order), series(claim.derivative, at)[0]


def _on_curve_near(curve: Expr, dependent: str, fixed: dict[str, Any]) -> tuple[Any, Any]:
    """(y, ∂F/∂y) at a point of the curve F = 0, by Newton's method from the sample point."""
    from flint import acb_series

    y = fixed[dependent][0]
    for _ in range(_NEWTON_STEPS):
        f = series(curve, {**fixed, dependent: acb_series([y.mid(), 1])})
        if f[1].contains(0):
            raise Unsettled("a vertical tangent")
        if abs(complex(f[0])) < _SMALL * abs(complex(f[1])) and is_real(y):
            return y, f[1]
        y = (y - f[0] / f[1]).mid()
    raise Unsettled("no point of the curve found")
