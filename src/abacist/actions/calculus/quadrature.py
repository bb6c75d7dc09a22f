"""Numerical values of definite integrals: enclosures where the integrand is regular, adaptive quadrature elsewhere.

Source: F. Johansson, https://arxiv.org/abs/1802.07942 (ball arithmetic); QUADPACK, Piessens et al. (1983).
"""

from __future__ import annotations

import warnings
from typing import Any

from abacist.core.expr import Call, Expr, Symbol
from abacist.core.value import Ball
from abacist.notation.arb import enclose, integrate
from abacist.notation.numpy_form import compile_scalar
from abacist.notation.refusal import NotRepresentable, Undecided
from abacist.notation.values import ball

__all__ = ["approximate", "enclosed_value"]

_DIGITS = 15
_RELIABLE = 1e-8


def enclosed_value(integrand: Expr, variable: str, lower: Expr, upper: Expr) -> Ball | None:
    """A rigorous enclosure, where the integrand is regular between finite ends."""
    try:
        return ball(integrate(integrand, variable, lower, upper), digits=_DIGITS)
    except (Undecided, NotRepresentable):
        return None


def approximate(
    integrand: Expr, variable: str, lower: Expr, upper: Expr
) -> tuple[float, float] | None:
    """(value, estimated error) by QUADPACK; None where it reports trouble."""
    from scipy.integrate import IntegrationWarning, quad

    try:
        function = compile_scalar(integrand, (variable,))
        ends = [_as_float(end) for end in (lower, upper)]
    except (NotRepresentable, Undecided):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error", IntegrationWarning)
        try:
            value, error = quad(lambda t: _finite(function, t), *ends, limit=200)
        except (IntegrationWarning, ValueError, ArithmeticError):
            return None
    return (float(value), float(error)) if error <= _RELIABLE * max(1.0, abs(value)) else None


def _finite(function: Any, t: float) -> float:
    value = function(t)
    if value != value:
        raise ValueError("the integrand is not real here")
    return value


def _as_float(end: Expr) -> float:
    if end == Symbol("oo"):
        return float("inf")
    if isinstance(end, Call) and end.head == "neg" and end.args[0] == Symbol("oo"):
        return float("-inf")
    return _middle(enclose(end, field="real"))


def _middle(number: Any) -> float:
    return float(number)
