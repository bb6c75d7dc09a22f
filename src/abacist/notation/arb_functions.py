"""Named functions for real balls: elementary, special, of whole numbers, and those with jumps.

See `arb_real`. A function that is real only on a part of the line gives a ball that is not finite where the
argument is not known to lie in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import comb, gcd, lcm, prod
from typing import Any

from abacist.core.expr import Call, Expr, div, number
from abacist.notation.arb_real import Closure, RealCompiler, Rule, as_ratio, whole_number
from abacist.notation.refusal import NotRepresentable

__all__ = ["FUNCTIONS"]

_METHODS = {
    **{
        name: name
        for name in (
            "exp sin cos tan cot sec csc sinh cosh tanh coth sech csch atan asinh atanh "
            "gamma digamma erf erfc erfi zeta floor ceil"
        ).split()
    },
    "sign": "sgn",
    "loggamma": "lgamma",
    "fresnels": "fresnel_s",
    "fresnelc": "fresnel_c",
    "Si": "si",
    "Ci": "ci",
    "Shi": "shi",
    "Chi": "chi",
    "Ei": "ei",
    "li": "li",
    "airyai": "airy_ai",
    "airybi": "airy_bi",
}
"""Head → method of arb."""

_OF_INVERSE = {"acsch": "asinh", "acoth": "atanh"}


def _method(name: str) -> Rule:
    def rule(to: RealCompiler, a: Expr) -> Closure:
        inner, method = to.compile(a), getattr(to.flint.arb, name)
        return lambda v: method(inner(v))

    return rule


def _of_inverse(name: str) -> Rule:
    def rule(to: RealCompiler, a: Expr) -> Closure:
        inner, method = to.compile(a), getattr(to.flint.arb, name)
        return lambda v: method(1 / inner(v))

    return rule


def _monotonic(name: str, low: int, high: int | None) -> Rule:
    """A monotonic function that is real from `low` to `high`; see `RealCompiler.partial`."""

    def rule(to: RealCompiler, a: Expr) -> Closure:
        inner, arb, partial = to.compile(a), to.flint.arb, to.partial
        method, first = getattr(arb, name), arb(low)
        last = None if high is None else arb(high)

        def function(v: Sequence[Any]) -> Any:
            x = inner(v)
            if not (partial and x.is_finite()):
                return method(x)
            below, above = x.lower(), x.upper()
            if above < first or (last is not None and below > last):
                return method(x)
            start = first if below < first else below
            end = last if last is not None and above > last else above
            return method(start).union(method(end))

        return function

    return rule


def _composed(rule: Rule) -> Rule:
    """A rule for f(1/x)."""
    return lambda to, a: rule(to, div(number(1), a))


def _acot(to: RealCompiler, a: Expr) -> Closure:
    """atan(1/x), and π/2 at 0: it jumps there from −π/2."""
    inner, arb = to.compile(a), to.flint.arb

    def acot(v: Sequence[Any]) -> Any:
        x = inner(v)
        if x.is_zero():
            return arb.pi() / 2
        if x.is_finite() and x.contains(0):
            return (-arb.pi() / 2).union(arb.pi() / 2)
        return (1 / x).atan()

    return acot


def _abs(to: RealCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: abs(inner(v))


def _atan2(to: RealCompiler, a: Expr, b: Expr) -> Closure:
    up, along, arb, nan = to.compile(a), to.compile(b), to.flint.arb, to.nan

    def atan2(v: Sequence[Any]) -> Any:
        y, x = up(v), along(v)
        return nan if y.contains(0) and x.contains(0) else arb.atan2(y, x)

    return atan2


def _extreme(name: str) -> Rule:
    def rule(to: RealCompiler, *args: Expr) -> Closure:
        first, *rest = [to.compile(arg) for arg in args]
        pick = getattr(to.flint.arb, name)

        def extreme(v: Sequence[Any]) -> Any:
            best = first(v)
            for other in rest:
                best = pick(best, other(v))
            return best

        return extreme

    return rule


def _mod(to: RealCompiler, a: Expr, m: Expr) -> Closure:
    """a − m⌊a/m⌋, with the sign of m."""
    value, modulus = to.compile(a), to.compile(m)
    arb = to.flint.arb

    def mod(v: Sequence[Any]) -> Any:
        x, y = value(v), modulus(v)
        p, q = whole_number(x), whole_number(y)
        if p is not None and q:
            return arb(p % q)
        return x - y * (x / y).floor()

    return mod


def _heaviside(to: RealCompiler, a: Expr) -> Closure:
    inner, arb = to.compile(a), to.flint.arb

    def heaviside(v: Sequence[Any]) -> Any:
        x = inner(v)
        return (x.sgn() + 1) / 2 if x.is_finite() else arb.nan()

    return heaviside


def _arg(to: RealCompiler, a: Expr) -> Closure:
    """0 for positive numbers, π for negative ones."""
    inner, arb = to.compile(a), to.flint.arb

    def arg(v: Sequence[Any]) -> Any:
        x = inner(v)
        if not x.is_finite() or x.contains(0):
            return arb.nan()
        return arb.pi() * (1 - x.sgn()) / 2

    return arg


def _same(to: RealCompiler, a: Expr) -> Closure:
    return to.compile(a)


def _imaginary(to: RealCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: inner(v) * 0


# ---- special functions of several arguments


def _order_first(name: str) -> Rule:
    """f(n, x) as the method x.f(n)."""

    def rule(to: RealCompiler, n: Expr, x: Expr) -> Closure:
        order, point, method = to.compile(n), to.compile(x), getattr(to.flint.arb, name)
        return lambda v: method(point(v), order(v))

    return rule


def _through_complex(name: str, arity: int, below: int | None) -> Rule:
    """A function that FLINT has for complex numbers alone; real where its last argument is below a bound."""

    def rule(to: RealCompiler, *args: Expr) -> Closure:
        closures, acb, nan = [to.compile(arg) for arg in args], to.flint.acb, to.nan
        method = getattr(acb, name)
        if len(closures) != arity:
            raise NotRepresentable(f"{name} with {len(closures)} arguments")

        def function(v: Sequence[Any]) -> Any:
            values = [closure(v) for closure in closures]
            if below is not None and not values[-1] < below:
                return nan
            return method(*(acb(value) for value in values)).real

        return function

    return rule


def _polygamma(to: RealCompiler, n: Expr, x: Expr) -> Closure:
    order, point, acb, nan = to.compile(n), to.compile(x), to.flint.acb, to.nan

    def polygamma(v: Sequence[Any]) -> Any:
        m, y = whole_number(order(v)), point(v)
        if m is None or m < 0:
            return nan
        return acb(y).polygamma(m).real

    return polygamma


def _beta(to: RealCompiler, a: Expr, b: Expr) -> Closure:
    first, second = to.compile(a), to.compile(b)

    def beta(v: Sequence[Any]) -> Any:
        x, y = first(v), second(v)
        return x.gamma() * y.gamma() * (x + y).rgamma()

    return beta


def _list_closures(to: RealCompiler, a: Expr) -> list[Closure]:
    if isinstance(a, Call) and a.head in ("list", "tuple", "vector"):
        return [to.compile(arg) for arg in a.args]
    raise NotRepresentable("a hypergeometric function without lists")


def _hyper(to: RealCompiler, a: Expr, b: Expr, z: Expr) -> Closure:
    above, below, point = _list_closures(to, a), _list_closures(to, b), to.compile(z)
    return lambda v: point(v).hypgeom([f(v) for f in above], [f(v) for f in below])


def _lambertw(to: RealCompiler, a: Expr, branch: Expr | None = None) -> Closure:
    inner, k, nan = to.compile(a), as_ratio(branch) if branch is not None else 0, to.nan
    if k == 0:
        return lambda v: inner(v).lambertw()
    if k == -1:
        return lambda v: inner(v).lambertw(-1)
    return lambda _: nan  # the other branches are nowhere real


# ---- functions of whole numbers


def _factorial(to: RealCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: (inner(v) + 1).gamma()


def _falling(to: RealCompiler, a: Expr, b: Expr) -> Closure:
    """n!/(n − k)!"""
    top, count = to.compile(a), to.compile(b)

    def falling(v: Sequence[Any]) -> Any:
        n, k = top(v), count(v)
        return (n + 1).gamma() * (n - k + 1).rgamma()

    return falling


def _binomial(to: RealCompiler, a: Expr, b: Expr) -> Closure:
    top, bottom, arb = to.compile(a), to.compile(b), to.flint.arb

    def binomial(v: Sequence[Any]) -> Any:
        n, k = top(v), bottom(v)
        whole_n, whole_k = whole_number(n), whole_number(k)
        if whole_n is not None and whole_k is not None and 0 <= whole_n <= 5_000:
            return arb(comb(whole_n, whole_k) if whole_k >= 0 else 0)
        return (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma()

    return binomial


def _of_integers(function: Callable[..., int | None]) -> Rule:
    """A function that has a value for exact integers alone."""

    def rule(to: RealCompiler, *args: Expr) -> Closure:
        closures, arb, nan = [to.compile(arg) for arg in args], to.flint.arb, to.nan

        def of_integers(v: Sequence[Any]) -> Any:
            values = [whole_number(closure(v)) for closure in closures]
            result = None if None in values else function(*values)
            return nan if result is None else arb(result)

        return of_integers

    return rule


_MOST_STEPS = 20_000


def _double_factorial(n: int) -> int | None:
    return prod(range(n, 0, -2)) if -1 <= n <= _MOST_STEPS else None


def _fibonacci(n: int) -> int | None:
    if abs(n) > _MOST_STEPS:
        return None
    a, b = 0, 1
    for _ in range(abs(n)):
        a, b = b, a + b
    return -a if n < 0 and n % 2 == 0 else a


FUNCTIONS: Mapping[str, Rule] = {
    **{head: _method(name) for head, name in _METHODS.items()},
    **{head: _of_inverse(name) for head, name in _OF_INVERSE.items()},
    "asin": _monotonic("asin", -1, 1),
    "acos": _monotonic("acos", -1, 1),
    "acosh": _monotonic("acosh", 1, None),
    "asec": _composed(_monotonic("acos", -1, 1)),
    "acsc": _composed(_monotonic("asin", -1, 1)),
    "asech": _composed(_monotonic("acosh", 1, None)),
    "acot": _acot,
    "abs": _abs,
    "atan2": _atan2,
    "max": _extreme("max"),
    "min": _extreme("min"),
    "mod": _mod,
    "heaviside": _heaviside,
    "arg": _arg,
    "re": _same,
    "conj": _same,
    "im": _imaginary,
    "besselj": _order_first("bessel_j"),
    "bessely": _order_first("bessel_y"),
    "besseli": _order_first("bessel_i"),
    "besselk": _order_first("bessel_k"),
    "polylog": _order_first("polylog"),
    "expint": _order_first("expint"),
    "lower_gamma": _order_first("gamma_lower"),
    "upper_gamma": _order_first("gamma_upper"),
    "elliptic_k": _through_complex("elliptic_k", 1, 1),
    "elliptic_e1": _through_complex("elliptic_e", 1, 1),
    "elliptic_f": _through_complex("elliptic_f", 2, 1),
    "elliptic_e": _through_complex("elliptic_e_inc", 2, 1),
    "dirichlet_eta": _through_complex("dirichlet_eta", 1, None),
    "polygamma": _polygamma,
    "beta": _beta,
    "hyper": _hyper,
    "lambertw": _lambertw,
    "factorial": _factorial,
    "permutations": _falling,
    "binomial": _binomial,
    "gcd": _of_integers(gcd),
    "lcm": _of_integers(lcm),
    "double_factorial": _of_integers(_double_factorial),
    "fibonacci": _of_integers(_fibonacci),
}
