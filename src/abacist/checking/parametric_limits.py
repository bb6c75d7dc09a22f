"""Limits of quotients with parameters, proved for all their values, by Taylor's theorem.

Numerator and denominator are smooth at the point, whatever the parameters. Where all derivatives of both below the
m-th vanish there identically in the parameters, and the m-th one of the denominator is never zero, the quotient of the
m-th derivatives is the limit.
"""

from __future__ import annotations

from abacist.checking.elementary_forms import ElementaryForms, is_identity
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.local_extrema import is_entire
from abacist.checking.nonvanishing import Signs
from abacist.checking.normal_forms import NotNormal
from abacist.core.claim import LimitOf
from abacist.core.expr import Call, Expr, Symbol, div, neg, number

__all__ = ["is_proved"]

_MOST_ORDER = 6


def is_proved(claim: LimitOf) -> bool:
    """True where the limit of a quotient of entire functions is proved for all parameters."""
    if claim.value is None or claim.point in (Symbol("oo"), neg(Symbol("oo"))):
        return False
    if claim.variable in claim.point.free_symbols() or claim.left or claim.right:
        return False
    above, below = _parts(claim.function)
    if not (is_entire(above) and is_entire(below)):
        return False
    try:
        return _by_taylor(claim, above, below)
    except (NotDifferentiable, NotNormal):
        return False


def _parts(function: Expr) -> tuple[Expr, Expr]:
    if isinstance(function, Call) and function.head == "div":
        return function.args[0], function.args[1]
    return function, number(1)


def _by_taylor(claim: LimitOf, above: Expr, below: Expr) -> bool:
    assert claim.value is not None
    at = {claim.variable: claim.point}
    for _ in range(_MOST_ORDER):
        top, bottom = above.substitute(at), below.substitute(at)
        if not is_identity(bottom, number(0)):
            forms = ElementaryForms()
            never_zero = Signs(forms, ()).keeps_from_zero(forms.form(bottom).numerator)
            return never_zero and is_identity(claim.value, div(top, bottom))
        if not is_identity(top, number(0)):
            return False
        above, below = derivative(above, claim.variable), derivative(below, claim.variable)
    return False
