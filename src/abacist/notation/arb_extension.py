"""Analytic continuation of real functions to complex balls around the real line, for integration.

A closure takes complex balls and returns a ball of the function that is analytic on them and is the real
function on their real parts, the one that `arb_real` computes. Where it is not known that there is such a
function (a branch cut, a jump, a point at which the real function is not defined) the ball is not finite.
That is what `acb.integral` asks of an integrand; see F. Johansson, Numerical integration in
arbitrary-precision ball arithmetic, https://doi.org/10.1007/978-3-319-96418-8_30
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from abacist.core.expr import Call, Expr, Symbol
from abacist.notation.arb_real import Closure, RealCompiler
from abacist.notation.refusal import NotRepresentable

__all__ = [
    "ExtensionCompiler",
    "guarded_method",
    "positive",
    "real_parts",
    "within_one_of_the_line",
]


@dataclass(frozen=True)
class ExtensionCompiler:
    """Compiles the extension in the variables `complex_names`; other variables stay real.

    `real` compiles in the same tuple of values.
    """

    real: RealCompiler
    complex_names: frozenset[str]
    rules: Mapping[str, Callable[..., Closure]]

    @cached_property
    def flint(self) -> Any:
        """The module `flint`, imported on first use."""
        return self.real.flint

    @cached_property
    def nan(self) -> Any:
        """The ball that says nothing."""
        return self.flint.acb(self.real.nan, self.real.nan)

    def compile(self, expr: Expr) -> Closure:
        """The closure of an expression over tuples of acb numbers."""
        if not any(
            isinstance(node, Symbol) and node.name in self.complex_names for node in expr.walk()
        ):
            return self._as_real(expr)
        if isinstance(expr, Symbol):
            place = self.real.places[expr.name]
            return lambda v: v[place]
        assert isinstance(expr, Call)
        rule = self.rules.get(expr.head)
        if rule is not None:
            return rule(self, *expr.args)
        if expr.head in _UNARY:
            inner = self.compile(expr.args[0])
            return guarded_method(self, inner, *_UNARY[expr.head])
        if expr.head in _OF_INVERSE:
            inner = self.compile(expr.args[0])
            return guarded_method(self, lambda v: 1 / inner(v), *_UNARY[_OF_INVERSE[expr.head]])
        if expr.head in _ORDER_FIRST:
            return _order_first(self, expr.head, *expr.args)
        raise NotRepresentable(f"the integration of {expr.head}(…)")

    def _as_real(self, expr: Expr) -> Closure:
        closure, acb = self.real.compile(expr), self.flint.acb
        return lambda v: acb(closure(real_parts(v)))


def real_parts(v: Sequence[Any]) -> tuple[Any, ...]:
    """The real balls of a tuple of complex ones."""
    return tuple(z.real for z in v)


Guard = Callable[[Any], bool]


def positive(w: Any) -> bool:
    """True in the right half-plane, which holds no branch cut of logarithms and roots."""
    return bool(w.real > 0)


def _right_of_one(w: Any) -> bool:
    return bool(w.real > 1)


def _left_of_one(w: Any) -> bool:
    return bool(w.real < 1)


def _strip(w: Any) -> bool:
    return bool(abs(w.real) < 1)


def within_one_of_the_line(w: Any) -> bool:
    """True between the branch points ±i."""
    return bool(abs(w.imag) < 1)


_UNARY: Mapping[str, tuple[str, Guard | None]] = {
    **{
        name: (name, None)
        for name in (
            "exp sin cos tan cot sec csc sinh cosh tanh coth sech csch gamma digamma erf erfc erfi zeta"
        ).split()
    },
    "fresnels": ("fresnel_s", None),
    "fresnelc": ("fresnel_c", None),
    "Si": ("si", None),
    "Shi": ("shi", None),
    "airyai": ("airy_ai", None),
    "airybi": ("airy_bi", None),
    "sqrt": ("sqrt", positive),
    "ln": ("log", positive),
    "loggamma": ("lgamma", positive),
    "Ci": ("ci", positive),
    "Chi": ("chi", positive),
    "Ei": ("ei", positive),
    "li": ("li", _right_of_one),
    "asin": ("asin", _strip),
    "acos": ("acos", _strip),
    "atanh": ("atanh", _strip),
    "atan": ("atan", within_one_of_the_line),
    "asinh": ("asinh", within_one_of_the_line),
    "acosh": ("acosh", _right_of_one),
    "elliptic_k": ("elliptic_k", _left_of_one),
    "elliptic_e1": ("elliptic_e", _left_of_one),
}
"""Head → method of acb, and where the method is analytic and extends the real function; None: where finite."""

_OF_INVERSE = {
    "asec": "acos",
    "acsc": "asin",
    "asech": "acosh",
    "acsch": "asinh",
    "acoth": "atanh",
    "acot": "atan",
}

_ORDER_FIRST: Mapping[str, tuple[str, Guard]] = {
    "besselj": ("bessel_j", positive),
    "bessely": ("bessel_y", positive),
    "besseli": ("bessel_i", positive),
    "besselk": ("bessel_k", positive),
    "expint": ("expint", positive),
    "lower_gamma": ("gamma_lower", positive),
    "upper_gamma": ("gamma_upper", positive),
    "polylog": ("polylog", _left_of_one),
}


def guarded_method(
    to: ExtensionCompiler, inner: Closure, name: str, guard: Guard | None
) -> Closure:
    """A method of acb applied where the guard lets it; the ball is not finite elsewhere."""
    method, nan = getattr(to.flint.acb, name), to.nan
    if guard is None:
        return lambda v: method(inner(v))

    def guarded(v: Sequence[Any]) -> Any:
        w = inner(v)
        return method(w) if guard(w) else nan

    return guarded


def _order_first(to: ExtensionCompiler, head: str, n: Expr, x: Expr) -> Closure:
    name, guard = _ORDER_FIRST[head]
    if to.complex_names & n.free_symbols():
        raise NotRepresentable(f"the integration of {head}(…) over its order")
    order, point, method, nan = to.compile(n), to.compile(x), getattr(to.flint.acb, name), to.nan

    def function(v: Sequence[Any]) -> Any:
        w = point(v)
        return method(w, order(v)) if guard(w) else nan

    return function
