"""An expansion in powers about a point, up to a degree.

The function minus the polynomial is expanded on each side of the point with a rigorous remainder (`germs`): where
every term up to the degree vanishes exactly, the polynomial is the expansion, since there is only one; where one
is certainly not zero, it is not. Coefficients that are only known as balls are compared with the derivatives at
the point (exact rules), else enclosed. Functions without germs are expanded on complex balls (Arb). Parameters:
the derivatives at the point are compared as identities, else sample values cross-check.

The action substitutes known series with SymPy coefficients; this uses FLINT and no rule of its. Source: Makino and
Berz, Int. J. Pure Appl. Math. 4 (2003), on Taylor models; Griewank and Walther, Evaluating Derivatives (2008), ch. 13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from math import factorial
from typing import Any

from abacist.checking.constant_equality import compare_constants
from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.germs import Germ, Germs
from abacist.checking.one_sided import germ_of, side_of
from abacist.checking.power_series import Unsettled, series, working
from abacist.checking.power_terms import NotPowers, power_terms
from abacist.checking.sample_points import sample_points
from abacist.core.answer import Finding
from abacist.core.claim import SeriesOf
from abacist.core.expr import Expr, div, number
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_BITS = 320
_SHARP = 1e-40
_SAMPLES = 5
_LEAST_SAMPLES = 3
_MOST_NODES = 3_000
_MOST_ORDER = 120
_DEPTHS = ((10, 3), (20, 8), (40, 24), (160, 40))
"""(depth of the neighbourhood, terms more than the order needs) in the order in which they are tried."""


@dataclass
class _Terms:
    """The coefficients of a claim by exponent, and what was found out about them."""

    claimed: Mapping[Fraction, Expr]
    open: set[Fraction] = field(default_factory=set)
    wrong: str = ""


@checker("series_of")
def check(claim: SeriesOf) -> Finding:
    """See the module's page."""
    if not 0 <= claim.order <= _MOST_ORDER:
        return undecided("the order is too large")
    try:
        terms = power_terms(claim.polynomial, claim.variable, claim.point)
    except NotPowers as reason:
        return undecided(str(reason))
    beyond = [k for k, c in terms.items() if k > claim.order and c != number(0)]
    if beyond:
        return refuted(f"there is a term of degree {max(beyond)}, beyond {claim.order}")
    names = claim.function.free_symbols() | claim.polynomial.free_symbols()
    if (names | claim.point.free_symbols()) - {claim.variable}:
        return _with_parameters(claim, terms)
    return _definite(claim, terms)


def _definite(claim: SeriesOf, claimed: Mapping[Fraction, Expr]) -> Finding:
    with working(_BITS):
        found = _by_germs(claim, claimed)
        return _by_balls(claim, claimed) if found is None else found


# germs


def _by_germs(claim: SeriesOf, claimed: Mapping[Fraction, Expr]) -> Finding | None:
    """The expansion on each side; None where there is none or it is not long enough."""
    fractional = any(k.denominator != 1 for k in claimed)
    opened: set[Fraction] = set()
    for direction in (1,) if fractional else (1, -1):
        terms = _one_side(claim, claimed, direction)
        if terms is None:
            return None
        if terms.wrong:
            return refuted(terms.wrong)
        opened |= terms.open
    opened -= {k for k in opened if _is_derivative(claim, claimed, k)}
    return finding(
        Verdict.ENCLOSED if opened else Verdict.PROVED,
        en="expanded on each side of the point with a rigorous remainder; the difference from the polynomial is of "
        "higher degree",
        zh="在该点两侧作带严格余项的展开；与多项式之差为更高阶",
        coefficients=", ".join(f"{k}: {c}" for k, c in sorted(claimed.items())),
        enclosed=", ".join(str(k) for k in sorted(opened)),
    )


def _one_side(claim: SeriesOf, claimed: Mapping[Fraction, Expr], direction: int) -> _Terms | None:
    lowest = min((0, *(int(k) - 1 for k in claimed)))
    for depth, extra in _DEPTHS:
        to = Germs(depth, claim.order - lowest + extra)
        try:
            near = side_of(to, claim.point, direction)
            germ = to.pruned(germ_of(to, claim.function, claim.variable, near))
            if germ.growth or (germ.tail is not None and germ.tail[0] <= claim.order):
                continue
            return _compared(to, germ, claim, claimed, direction)
        except Unsettled:
            continue
    return None


def _compared(
    to: Germs, germ: Germ, claim: SeriesOf, claimed: Mapping[Fraction, Expr], direction: int
) -> _Terms:
    """The terms of the germ against the claimed ones; raises `Unsettled` for logarithms."""
    found = _Terms(claimed)
    actual = {}
    for (p, k), c in germ.terms:
        if p > claim.order:
            continue
        if k:
            if to.constants.is_zero(c) is False:
                found.wrong = f"a logarithm occurs in the term of degree {p}"
                return found
            raise Unsettled("a logarithm that may be zero")
        actual[p] = c
    for p in sorted({*claimed, *actual}):
        wanted = to.constants.from_expr(claimed.get(p, number(0)))
        if direction < 0 and p % 2:
            wanted = to.constants.negative(wanted)
        difference = to.constants.add(
            actual.get(p, to.constants.zero), to.constants.negative(wanted)
        )
        zero = to.constants.is_zero(difference)
        if zero is False:
            side = "right" if direction > 0 else "left"
            found.wrong = (
                f"on the {side} the coefficient of degree {p} differs by {difference.ball.str(8)}"
            )
            return found
        if zero is None:
            if float(difference.ball.rad()) > _SHARP:
                raise Unsettled("a coefficient is not sharp")
            found.open.add(p)
    return found


def _is_derivative(claim: SeriesOf, claimed: Mapping[Fraction, Expr], k: Fraction) -> bool:
    """True where the coefficient is proved to be the k-th derivative at the point over k!."""
    if k.denominator != 1 or k < 0:
        return False
    slope = _derivatives(claim, int(k))
    if slope is None:
        return False
    at = div(slope[-1].substitute({claim.variable: claim.point}), number(factorial(int(k))))
    return compare_constants(at, claimed.get(k, number(0))).verdict is Verdict.PROVED


def _derivatives(claim: SeriesOf, order: int) -> list[Expr] | None:
    """f, f', …, as expressions; None where no rule applies or they grow too large."""
    found = [claim.function]
    for _ in range(order):
        try:
            found.append(derivative(found[-1], claim.variable))
        except NotDifferentiable:
            return None
        if sum(1 for _ in islice(found[-1].walk(), _MOST_NODES)) == _MOST_NODES:
            return None
    return found


# balls


def _by_balls(claim: SeriesOf, claimed: Mapping[Fraction, Expr]) -> Finding:
    """Taylor coefficients of a function that is analytic at the point."""
    from flint import acb_series

    try:
        with working(_BITS, claim.order + 1):
            at = series(claim.point, {})[0]
            found = series(claim.function, {claim.variable: acb_series([at, 1])})
            actual = [found[k] for k in range(claim.order + 1)]
            wanted = {k: series(c, {})[0] for k, c in claimed.items()}
    except Unsettled as reason:
        return undecided(f"no expansion of the function was found: {reason}")
    shown = []
    for k in sorted({*wanted, *map(Fraction, range(claim.order + 1))}):
        gap: Any = wanted.get(k, 0) - (actual[int(k)] if k.denominator == 1 and k >= 0 else 0)
        if not gap.contains(0):
            return refuted(f"the coefficient of degree {k} differs by {gap.str(8)}")
        if not abs(gap) < _SHARP:
            return undecided(f"the enclosure of the coefficient of degree {k} is too wide")
        shown.append(f"{k}: {actual[int(k)].str(12)}" if k.denominator == 1 and k >= 0 else "")
    return finding(
        Verdict.ENCLOSED,
        en="Taylor coefficients enclosed by power series in ball arithmetic (Arb)",
        zh="用球算术幂级数（Arb）包围各泰勒系数",
        coefficients=", ".join(shown),
    )


# parameters


def _with_parameters(claim: SeriesOf, claimed: Mapping[Fraction, Expr]) -> Finding:
    sampled = _sampled(claim)
    if sampled.verdict is Verdict.REFUTED or not _identities(claim, claimed):
        return sampled
    return finding(
        Verdict.PROVED,
        en="each coefficient is the derivative at the point over k!, by exact normal forms",
        zh="各系数等于该点导数除以 k!，用精确标准形证明",
        coefficients=", ".join(f"{k}: {c}" for k, c in sorted(claimed.items())),
    )


def _identities(claim: SeriesOf, claimed: Mapping[Fraction, Expr]) -> bool:
    """True where all the derivatives up to the order agree with the coefficients identically."""
    if any(k.denominator != 1 or k < 0 for k in claimed):
        return False
    slopes = _derivatives(claim, claim.order)
    if slopes is None:
        return False
    return all(
        is_identity(
            div(slope.substitute({claim.variable: claim.point}), number(factorial(k))),
            claimed.get(Fraction(k), number(0)),
        )
        for k, slope in enumerate(slopes)
    )


def _sampled(claim: SeriesOf) -> Finding:
    """The claim for sample values of the parameters: refuted by one, cross-checked by several."""
    names = claim.function.free_symbols() | claim.polynomial.free_symbols()
    names = (names | claim.point.free_symbols()) - {claim.variable}
    agreed = 0
    for point in islice(sample_points(names, seed=str(claim.function)), _SAMPLES):
        values: dict[str, Expr] = {name: number(at) for name, at in point.items()}
        definite = claim.model_copy(
            update={
                part: getattr(claim, part).substitute(values)
                for part in ("function", "point", "polynomial")
            }
        )
        found = check(definite)
        if found.verdict is Verdict.REFUTED:
            shown = ", ".join(f"{name} = {at}" for name, at in point.items())
            return refuted(f"at {shown}: {found.evidence.get('reason', '')}")
        agreed += found.verdict in (Verdict.PROVED, Verdict.ENCLOSED)
    if agreed < _LEAST_SAMPLES:
        return undecided("too few sample values of the parameters could be tested")
    return finding(
        Verdict.CROSS_CHECKED,
        en="tested at sample values of the parameters by expansions with rigorous remainders",
        zh="对参数的样本值用带严格余项的展开检验",
        samples=str(agreed),
    )
