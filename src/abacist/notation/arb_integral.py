"""Rigorous definite integrals of real functions by ball arithmetic (`acb.integral`).

The integrand is evaluated as a real function on real points and by its analytic continuation elsewhere; see
`arb_extension`. An integral over an infinite range or up to a singularity is not finite here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from abacist.core.expr import Expr, Symbol
from abacist.notation.arb_extension import ExtensionCompiler
from abacist.notation.arb_extension_rules import EXTENSIONS
from abacist.notation.arb_real import Closure, RealCompiler
from abacist.notation.refusal import NotRepresentable

__all__ = ["EVALUATIONS", "INTEGRANDS", "integral_rule", "integrate_over"]

_ROOM = 24
EVALUATIONS = 20_000
"""How often an integrand is evaluated before an integral is given up."""


def integrate_over(
    real: Closure, extension: Closure, lower: Any, upper: Any, outer: Sequence[Any] = ()
) -> Any:
    """The integral over the last place of the tuple of values, as an arb; not finite where it failed.

    Arguments:
        real, extension: the integrand for arb and for acb values.
        lower, upper: arb, the ends.
        outer: arb values of the variables before the last place.
    """
    from flint import acb, arb

    outer_complex = tuple(acb(value) for value in outer)
    evaluated = 0

    def integrand(z: Any, analytic: bool) -> Any:
        nonlocal evaluated
        evaluated += 1
        if not analytic and z.imag.is_zero():
            return acb(real((*outer, z.real)))
        return extension((*outer_complex, z))

    result = acb.integral(integrand, acb(lower), acb(upper), eval_limit=EVALUATIONS).real
    # Cut short, the parts where only some points are known to have a value may still be long.
    return result if evaluated < EVALUATIONS else arb.nan()


def _parts(
    to: RealCompiler, f: Expr, x: Expr, a: Expr | None, b: Expr | None
) -> tuple[str, RealCompiler, Expr, Expr]:
    if a is None or b is None or not isinstance(x, Symbol):
        raise NotRepresentable("an indefinite integral in ball arithmetic")
    return x.name, to.binding(x.name), a, b


def integral_rule(
    to: RealCompiler, f: Expr, x: Expr, a: Expr | None = None, b: Expr | None = None
) -> Closure:
    """How a definite integral inside an expression is compiled."""
    name, inner, low_end, high_end = _parts(to, f, x, a, b)
    inner = replace(inner, partial=True)
    real = inner.compile(f)
    extension = ExtensionCompiler(inner, frozenset({name}), INTEGRANDS).compile(f)
    lower, upper, size, nan = to.compile(low_end), to.compile(high_end), to.size, to.nan

    def integral(v: Sequence[Any]) -> Any:
        low, high = lower(v), upper(v)
        if not (low.is_finite() and high.is_finite()):
            return nan
        outer = (*tuple(v)[:size], *([nan] * (size - len(v))))
        return integrate_over(real, extension, low, high, outer)

    return integral


def _extended_integral(
    to: ExtensionCompiler, f: Expr, x: Expr, a: Expr | None = None, b: Expr | None = None
) -> Closure:
    """An inner integral as an analytic function of the outer variables.

    With x = a + (b − a)s the range is fixed, and the integral over s is analytic in the outer variables
    where the integrand is, for all s at once: so it is continued in all variables everywhere.
    """
    name, inner, low_end, high_end = _parts(to.real, f, x, a, b)
    names = to.complex_names | {name}
    body = ExtensionCompiler(inner, names, to.rules).compile(f)
    lower, upper, acb = to.compile(low_end), to.compile(high_end), to.flint.acb

    def integral(v: Sequence[Any]) -> Any:
        low, length = lower(v), upper(v) - lower(v)
        if not (low.is_finite() and length.is_finite()):
            return to.nan
        outer = tuple(v)

        def integrand(s: Any, _: bool) -> Any:
            return body((*outer, low + length * s)) * length

        return acb.integral(integrand, acb(0), acb(1), eval_limit=EVALUATIONS)

    return integral


INTEGRANDS = {**EXTENSIONS, "integral": _extended_integral}
"""How the heads of an integrand are continued, inner integrals included."""
