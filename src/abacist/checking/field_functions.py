"""How functions are written in the kernels of a `Tower`, and the derivatives of those that are kernels.

Source: NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, §§4-10, 19 and 25.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from abacist.checking.field_arithmetic import Unsupported
from abacist.core.expr import Call, Expr, Number, Symbol

if TYPE_CHECKING:
    from abacist.checking.field_arithmetic import Element

__all__ = ["RULES", "SLOPES", "SPECIAL"]

Tower = Any  # a `differential_field.Tower`: it looks these rules up, so they cannot import it

SLOPES: Mapping[str, str] = {
    "asin": "1/sqrt(1 - u**2)",
    "acos": "-1/sqrt(1 - u**2)",
    "atan": "1/(1 + u**2)",
    "asinh": "1/sqrt(1 + u**2)",
    "acosh": "1/(sqrt(u - 1)*sqrt(u + 1))",
    "atanh": "1/(1 - u**2)",
    "erf": "2*exp(-u**2)/sqrt(pi)",
    "erfc": "-2*exp(-u**2)/sqrt(pi)",
    "erfi": "2*exp(u**2)/sqrt(pi)",
    "fresnels": "sin(pi*u**2/2)",
    "fresnelc": "cos(pi*u**2/2)",
    "Si": "sin(u)/u",
    "Ci": "cos(u)/u",
    "Shi": "sinh(u)/u",
    "Chi": "cosh(u)/u",
    "Ei": "exp(u)/u",
    "li": "1/ln(u)",
    "gamma": "gamma(u)*digamma(u)",
    "loggamma": "digamma(u)",
    "digamma": "polygamma(1, u)",
    "polygamma": "polygamma(n + 1, u)",
    "polylog": "polylog(n - 1, u)/u",
    "upper_gamma": "-u**(n - 1)*exp(-u)",
    "lower_gamma": "u**(n - 1)*exp(-u)",
    "expint": "-expint(n - 1, u)",
    "besselj": "besselj(n - 1, u) - n*besselj(n, u)/u",
    "bessely": "bessely(n - 1, u) - n*bessely(n, u)/u",
    "besseli": "besseli(n - 1, u) - n*besseli(n, u)/u",
    "besselk": "-besselk(n - 1, u) - n*besselk(n, u)/u",
    "lambertw": "1/(u + exp(lambertw(u)))",
    "elliptic_k": "elliptic_e1(u)/(2*u*(1 - u)) - elliptic_k(u)/(2*u)",
    "elliptic_e1": "(elliptic_e1(u) - elliptic_k(u))/(2*u)",
}
"""Derivatives in the last argument u; n is the index, which must be a constant."""


def _tangent(tower: Tower, a: Element) -> Element:
    sine, cosine = tower.sine_cosine(a)
    return tower.divide(sine, cosine)


def _over_cosine(tower: Tower, a: Element) -> Element:
    return tower.divide(tower.one, tower.sine_cosine(a)[1])


def _over_sine(tower: Tower, a: Element) -> Element:
    return tower.divide(tower.one, tower.sine_cosine(a)[0])


def _hyperbolic(sign: int) -> Callable[[Tower, Element], Element]:
    """(e^a + sign·e^(−a))/2."""

    def rule(tower: Tower, a: Element) -> Element:
        up = tower.exponential(a)
        down = tower.divide(tower.rational(sign), up)
        return tower.multiply(tower.add(up, down), tower.rational(Fraction(1, 2)))

    return rule


_sinh, _cosh = _hyperbolic(-1), _hyperbolic(1)


def _of_reciprocal(head: str) -> Callable[[Tower, Element], Element]:
    def rule(tower: Tower, a: Element) -> Element:
        names = {"u": tower.divide(tower.one, a)}
        return tower.element(Call(head, (Symbol("u"),)), names)

    return rule


def _quotient_of(
    above: Callable[[Tower, Element], Element] | None, below: Callable[[Tower, Element], Element]
) -> Callable[[Tower, Element], Element]:
    def rule(tower: Tower, a: Element) -> Element:
        top = above(tower, a) if above else tower.one
        return tower.divide(top, below(tower, a))

    return rule


def _log(tower: Tower, a: Element, base: Element | None = None) -> Element:
    if base is None:
        return tower.logarithm(a)
    return tower.divide(tower.logarithm(a), tower.logarithm(base))


def _factorial(tower: Tower, a: Element) -> Element:
    names = {"u": tower.add(a, tower.one)}
    return tower.element(Call("gamma", (Symbol("u"),)), names)


def _bessel(
    head: str, turn: int, older: int, newer: int
) -> Callable[[Tower, Element, Element], Element]:
    """Whole orders by those of order 0 and 1: f_(−n) = turnⁿ·f_n, f_n = older·f_(n−2) + newer·2(n−1)/u·f_(n−1)."""

    def rule(tower: Tower, order: Element, a: Element) -> Element:
        n = tower.as_rational(order)
        if n is None or n.denominator != 1 or abs(n) > _MOST_ORDER:
            return tower.of_slope(head, order, a)
        before, now = (tower.of_slope(head, tower.rational(k), a) for k in (0, 1))
        if n == 0:
            return before
        for k in range(1, abs(int(n))):
            ahead = tower.multiply(tower.divide(tower.rational(2 * k * newer), a), now)
            before, now = now, tower.add(ahead, tower.multiply(tower.rational(older), before))
        return tower.negative(now) if n < 0 and turn < 0 and n % 2 else now

    return rule


_MOST_ORDER = 12


RULES: Mapping[str, Callable[..., Element]] = {
    "besselj": _bessel("besselj", -1, -1, 1),
    "bessely": _bessel("bessely", -1, -1, 1),
    "besseli": _bessel("besseli", 1, 1, -1),
    "besselk": _bessel("besselk", 1, 1, 1),
    "neg": lambda tower, a: tower.negative(a),
    "div": lambda tower, a, b: tower.divide(a, b),
    "pow": lambda tower, a, b: tower.raise_to(a, b),
    "sqrt": lambda tower, a: tower.rational_power(a, Fraction(1, 2)),
    "exp": lambda tower, a: tower.exponential(a),
    "ln": _log,
    "log": _log,
    "sin": lambda tower, a: tower.sine_cosine(a)[0],
    "cos": lambda tower, a: tower.sine_cosine(a)[1],
    "tan": _tangent,
    "cot": lambda tower, a: tower.divide(tower.one, _tangent(tower, a)),
    "sec": _over_cosine,
    "csc": _over_sine,
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _quotient_of(_sinh, _cosh),
    "coth": _quotient_of(_cosh, _sinh),
    "sech": _quotient_of(None, _cosh),
    "csch": _quotient_of(None, _sinh),
    "acot": _of_reciprocal("atan"),
    "asec": _of_reciprocal("acos"),
    "acsc": _of_reciprocal("asin"),
    "acoth": _of_reciprocal("atanh"),
    "abs": lambda tower, a: tower.multiply(tower.absolute_sign(a), a),
    "sign": lambda tower, a: tower.absolute_sign(a),
    "factorial": _factorial,
    "percent": lambda tower, a: tower.multiply(a, tower.rational(Fraction(1, 100))),
}


def _root(tower: Tower, expr: Call, names: Mapping[str, Element]) -> Element:
    """ⁿ√a: a kernel of its own for odd n, as the real root differs from the principal power."""
    degree = expr.args[1]
    if not isinstance(degree, Number) or degree.value.denominator != 1 or degree.value <= 0:
        raise Unsupported("a root of a varying degree")
    n, inner = int(degree.value), tower.reduce(tower.element(expr.args[0], names))
    if n % 2 == 0:
        return tower.rational_power(inner, Fraction(1, n))
    key = ("real root", n, *tower.key(inner))

    def outer() -> Element:
        return tower.divide(root, tower.multiply(tower.rational(n), inner))

    root = tower.function(key, outer, inner)
    tower.relate(tower.number_of(key), n, inner)
    return root


def _elliptic(sign: int) -> Callable[[Tower, Call, Mapping[str, Element]], Element]:
    """F(φ | m) and E(φ | m): derivative (1 − m·sin²φ)^(∓1/2) in φ, m a constant."""
    slope = "sqrt(1 - m*sin(u)**2)"
    text = slope if sign > 0 else f"1/{slope}"

    def rule(tower: Tower, expr: Call, names: Mapping[str, Element]) -> Element:
        from abacist.notation.grammar import parse_canonical

        phi, m = (tower.element(arg, names) for arg in expr.args)
        if not tower.is_constant(m):
            raise Unsupported("a varying parameter of an elliptic integral")
        key = (expr.head, tower.key(phi), tower.key(m))
        bound = {"u": phi, "m": m}
        return tower.function(key, lambda: tower.element(parse_canonical(text), bound), phi)

    return rule


def _applied(tower: Tower, expr: Call, names: Mapping[str, Element]) -> Element:
    """f(u), f'(u), …: kernels of an unknown function."""
    function, *arguments = expr.args
    order = 0
    if isinstance(function, Call):
        degree = function.args[1]
        if not isinstance(degree, Number):
            raise Unsupported("a derivative of open order")
        order, function = int(degree.value), function.args[0]
    if len(arguments) != 1 or not isinstance(function, Symbol):
        raise Unsupported("a function of several variables")
    inner, name = tower.reduce(tower.element(arguments[0], names)), function.name

    def made(order: int) -> Element:
        key = ("apply", name, order, *tower.key(inner))
        return tower.function(key, lambda: made(order + 1), inner)

    return made(order)


def _integral(tower: Tower, expr: Call, names: Mapping[str, Element]) -> Element:
    """∫ f(t) dt between limits that may vary, f of t alone: the fundamental theorem."""
    if len(expr.args) != 4 or names:
        raise Unsupported("an integral")
    integrand, variable, lower, upper = expr.args
    if not isinstance(variable, Symbol) or integrand.free_symbols() - {variable.name}:
        raise Unsupported("an integral with a parameter")

    def at(end: Expr) -> Expr:
        return integrand.substitute({variable.name: end})

    return tower.several(
        ("integral", str(expr)),
        [
            (lambda: tower.element(at(upper)), tower.element(upper)),
            (lambda: tower.negative(tower.element(at(lower))), tower.element(lower)),
        ],
    )


SPECIAL: Mapping[str, Callable[[Tower, Call, Mapping[str, Element]], Element]] = {
    "root": _root,
    "elliptic_f": _elliptic(-1),
    "elliptic_e": _elliptic(1),
    "apply": _applied,
    "integral": _integral,
}
