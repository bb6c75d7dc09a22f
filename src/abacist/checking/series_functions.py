"""The functions of the vocabulary on truncated power series in ball arithmetic.

python-flint has series of most; the others are integrated from their derivative, or built from the closed
forms of their Taylor coefficients. Source: NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov
(§4 elementary, §5 gamma, §6 exponential integrals, §8 incomplete gamma, §10 Bessel, §19 elliptic integrals).

A rule is only used where it is analytic on the whole first ball (or the ball is exactly real): everything
else raises `Unsettled`, so that the same rules serve rigorous integration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import factorial
from typing import Any

from abacist.checking.series_arithmetic import (
    Unsettled,
    add,
    divide,
    is_constant,
    is_real,
    log,
    mul,
    off_cut,
    one,
    power,
    root,
    sqrt,
    whole,
)

__all__ = ["FUNCTIONS", "VARIADIC"]

Rule = Callable[..., Any]


def _integrated(start: Rule, slope: Rule, guard: Rule | None = None) -> Rule:
    """f(s) = f(c) + ∫ f'(s)·s' dt, c the first coefficient; `guard(s)` must be off the cut (−∞, 0]."""

    def rule(s: Any) -> Any:
        from flint import acb_series, ctx

        if guard is not None:
            off_cut(guard(s))
        first = acb_series([start(s[0])])
        if ctx.cap <= 1 or is_constant(s):
            return first
        return first + (slope(s) * s.derivative()).integral()

    return rule


def _from_coefficients(s: Any, coefficient: Callable[[int], Any]) -> Any:
    """The series Σ coefficient(k)·(s − c)ᵏ/k! with the k-th derivatives at c given."""
    from flint import acb_series, ctx

    shift = s - acb_series([s[0]])
    total, powers = acb_series([0]), one()
    for k in range(1 if is_constant(s) else ctx.cap):
        total = total + powers * acb_series([coefficient(k) / factorial(k)])
        powers = powers * shift
    return total


def _method(name: str) -> Rule:
    return lambda s: getattr(s, name)()


def _off_cut_method(name: str) -> Rule:
    return lambda s: getattr(off_cut(s), name)()


def _at(name: str) -> Rule:
    return lambda c: getattr(c, name)()


def _inverse(rule: Rule) -> Rule:
    return lambda s: divide(one(), rule(s))


def _of_reciprocal(rule: Rule) -> Rule:
    return lambda s: rule(divide(one(), s))


def _sinh(s: Any) -> Any:
    return (s.exp() - (-s).exp()) / 2


def _cosh(s: Any) -> Any:
    return (s.exp() + (-s).exp()) / 2


def _less(s: Any) -> Any:
    return 1 - s * s


def _more(s: Any) -> Any:
    return 1 + s * s


_asin = _integrated(_at("asin"), lambda s: _inverse(sqrt)(_less(s)), _less)
_acos = _integrated(_at("acos"), lambda s: -_inverse(sqrt)(_less(s)), _less)
_atan = _integrated(_at("atan"), _inverse(_more), _more)
_asinh = _integrated(_at("asinh"), lambda s: _inverse(sqrt)(_more(s)), _more)
_acosh = _integrated(
    _at("acosh"), lambda s: divide(one(), sqrt(s - 1) * sqrt(s + 1)), lambda s: s - 1
)
_atanh = _integrated(_at("atanh"), _inverse(_less), _less)


# functions with corners and jumps: decided by the real part of the first coefficient. On a complex ball around
# a piece of the real line this is the analytic function that agrees with the real one on that piece.


def _side(s: Any, zero: Any = None) -> int:
    c = s[0].real
    if not s[0].imag.contains(0):
        raise Unsettled("the size of a number that is not real")
    if c > 0:
        return 1
    if c < 0:
        return -1
    if c == 0 and is_constant(s) and is_real(s[0]) and zero is not None:
        return 0
    raise Unsettled("at a corner or a jump")


def _abs(s: Any) -> Any:
    side = _side(s, zero=0)
    return s if side >= 0 else -s


def _sign(s: Any) -> Any:
    from flint import acb_series

    return acb_series([_side(s, zero=0)])


def _heaviside(s: Any) -> Any:
    from flint import acb_series

    return acb_series([1 if _side(s) > 0 else 0])


def _floor(s: Any) -> Any:
    from flint import acb_series

    c = s[0].real
    n = c.floor().unique_fmpz()
    if not s[0].imag.contains(0):
        raise Unsettled("the whole part of a number that is not real")
    if n is None or (c.contains(n) and not (is_constant(s) and c == n)):
        raise Unsettled("at a jump")
    return acb_series([n])


# special functions


def _elliptic_k(s: Any) -> Any:
    off_cut(1 - s)
    return s.elliptic_k()


def _elliptic_e1(s: Any) -> Any:
    """E(m), one coefficient after the other from E' = (E − K)/(2m)."""
    from flint import acb_series, ctx

    off_cut(1 - s)
    first = acb_series([s[0].elliptic_e()])
    if ctx.cap <= 1 or is_constant(s):
        return first
    found, k = first, s.elliptic_k()
    for _ in range(ctx.cap):
        found = first + (divide(found - k, 2 * s) * s.derivative()).integral()
    return found


def _incomplete(name: str, sign: int) -> Rule:
    """F(φ | m) and E(φ | m) for a constant m: the derivative in φ is (1 − m·sin²φ)^(∓1/2)."""

    def rule(phi: Any, m: Any) -> Any:
        if not is_constant(m) or not is_real(phi[0]):
            raise Unsettled("an elliptic integral off the real line or with a varying parameter")

        def slope(s: Any) -> Any:
            inside = sqrt(1 - m * s.sin() * s.sin())
            return inside if sign > 0 else divide(one(), inside)

        return _integrated(lambda c: getattr(type(c), name)(c, m[0]), slope)(phi)

    return rule


def _polygamma_of(n: int, s: Any) -> Any:
    from flint import acb

    if s[0].contains_integer() and not s[0].real > 0:
        raise Unsettled("a pole of the polygamma function")

    def coefficient(k: int) -> Any:
        return s[0].polygamma(acb(n + k)) if n + k else s[0].digamma()

    return _from_coefficients(s, coefficient)


def _polygamma(n: Any, s: Any) -> Any:
    order = whole(n)
    if order is None or order < 0:
        raise Unsettled("a polygamma function of an order that is no whole number")
    return _polygamma_of(order, s)


def _bessel(name: str, below: int, above: int, entire: bool) -> Rule:
    """A Bessel function of constant order: 2·f'_n = below·f_(n−1) + above·f_(n+1)."""

    def derivative(order: Any, at: Any, k: int) -> Any:
        if k == 0:
            return getattr(at, name)(order)
        lower, upper = derivative(order - 1, at, k - 1), derivative(order + 1, at, k - 1)
        return (below * lower + above * upper) / 2

    def rule(order: Any, s: Any) -> Any:
        if not is_constant(order):
            raise Unsettled("a varying order of a Bessel function")
        if not entire or whole(order) is None:
            off_cut(s)
        return _from_coefficients(s, lambda k: derivative(order[0], s[0], k))

    return rule


def _incomplete_gamma(name: str, sign: int) -> Rule:
    """Γ(a, s) and γ(a, s) for a constant a: the derivative is ∓s^(a−1)·e^(−s)."""

    def rule(a: Any, s: Any) -> Any:
        if not is_constant(a):
            raise Unsettled("a varying parameter of an incomplete gamma function")

        def slope(z: Any) -> Any:
            return sign * power(z, a - 1) * (-z).exp()

        return _integrated(lambda c: getattr(c, name)(a[0]), slope, lambda z: z)(s)

    return rule


def _polylog(order: Any, s: Any) -> Any:
    """Li_n(s) for a constant order: s·Li_n' = Li_(n−1)."""
    if not is_constant(order):
        raise Unsettled("a varying order of a polylogarithm")
    n = whole(order)
    if n == 1:
        return -log(1 - s)
    if n == 0:
        return divide(s, 1 - s)

    def slope(z: Any) -> Any:
        return divide(_polylog(order - 1, z), z)

    return _integrated(lambda c: c.polylog(order[0]), slope, lambda z: 1 - z)(s)


def _expint(order: Any, s: Any) -> Any:
    if not is_constant(order):
        raise Unsettled("a varying order of an exponential integral")
    if whole(order) == 0:
        return divide((-s).exp(), s)

    def slope(z: Any) -> Any:
        return -_expint(order - 1, z)

    return _integrated(lambda c: c.expint(order[0]), slope, lambda z: z)(s)


def _lambertw(s: Any) -> Any:
    """The principal branch, away from its cut (−∞, −1/e]."""
    off_cut(s + (-one()).exp())
    if is_real(s[0]) and not (s + (-one()).exp())[0].real > 0:
        raise Unsettled("the branch cut of Lambert's W")
    return s.lambertw()


VARIADIC: Mapping[str, Rule] = {"add": add, "mul": mul}

FUNCTIONS: Mapping[tuple[str, int], Rule] = {
    ("neg", 1): lambda s: -s,
    ("div", 2): divide,
    ("pow", 2): power,
    ("sqrt", 1): sqrt,
    ("root", 2): root,
    ("ln", 1): log,
    ("log", 1): log,
    ("log", 2): lambda s, b: divide(log(s), log(b)),
    **{(name, 1): _method(name) for name in ("exp", "sin", "cos", "gamma", "erf", "erfc", "erfi")},
    ("tan", 1): lambda s: divide(s.sin(), s.cos()),
    ("cot", 1): lambda s: divide(s.cos(), s.sin()),
    ("sec", 1): _inverse(_method("cos")),
    ("csc", 1): _inverse(_method("sin")),
    ("sinh", 1): _sinh,
    ("cosh", 1): _cosh,
    ("tanh", 1): lambda s: divide(_sinh(s), _cosh(s)),
    ("coth", 1): lambda s: divide(_cosh(s), _sinh(s)),
    ("sech", 1): _inverse(_cosh),
    ("csch", 1): _inverse(_sinh),
    ("asin", 1): _asin,
    ("acos", 1): _acos,
    ("atan", 1): _atan,
    ("acot", 1): _of_reciprocal(_atan),
    ("asec", 1): _of_reciprocal(_acos),
    ("acsc", 1): _of_reciprocal(_asin),
    ("asinh", 1): _asinh,
    ("acosh", 1): _acosh,
    ("atanh", 1): _atanh,
    ("acoth", 1): _of_reciprocal(_atanh),
    ("abs", 1): _abs,
    ("sign", 1): _sign,
    ("heaviside", 1): _heaviside,
    ("floor", 1): _floor,
    ("ceil", 1): lambda s: -_floor(-s),
    ("factorial", 1): lambda s: (s + 1).gamma(),
    ("loggamma", 1): _off_cut_method("lgamma"),
    ("digamma", 1): lambda s: _polygamma_of(0, s),
    ("polygamma", 2): _polygamma,
    ("fresnels", 1): _method("fresnel_s"),
    ("fresnelc", 1): _method("fresnel_c"),
    ("Si", 1): _method("si"),
    ("Ci", 1): _off_cut_method("ci"),
    ("Shi", 1): _method("shi"),
    ("Chi", 1): _off_cut_method("chi"),
    ("Ei", 1): _off_cut_method("ei"),
    ("li", 1): lambda s: off_cut(log(s)).ei(),
    ("zeta", 1): _method("zeta"),
    ("elliptic_k", 1): _elliptic_k,
    ("elliptic_e1", 1): _elliptic_e1,
    ("elliptic_f", 2): _incomplete("elliptic_f", -1),
    ("elliptic_e", 2): _incomplete("elliptic_e_inc", 1),
    ("lambertw", 1): _lambertw,
    ("besselj", 2): _bessel("bessel_j", 1, -1, True),
    ("bessely", 2): _bessel("bessel_y", 1, -1, False),
    ("besseli", 2): _bessel("bessel_i", 1, 1, True),
    ("besselk", 2): _bessel("bessel_k", -1, -1, False),
    ("upper_gamma", 2): _incomplete_gamma("gamma_upper", -1),
    ("lower_gamma", 2): _incomplete_gamma("gamma_lower", 1),
    ("polylog", 2): _polylog,
    ("expint", 2): _expint,
    ("percent", 1): lambda s: s / 100,
    ("degree", 1): lambda s: s * type(s[0]).pi() / 180,
}
"""(head, number of arguments) → the rule."""
