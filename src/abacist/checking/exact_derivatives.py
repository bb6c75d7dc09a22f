"""Derivatives of expression trees by the chain rule, for checks that substitute a solution or bound a slope.

Kinks are differentiated by their one-sided rule: |u|' = sign(u)·u' holds away from u = 0, and `sign` must be
read as the whole interval [−1, 1] where u may vanish (Clarke's generalised gradient).
Source: NIST Digital Library of Mathematical Functions, §§4-10, https://dlmf.nist.gov; F. H. Clarke,
Optimization and Nonsmooth Analysis (1990), doi:10.1137/1.9781611971309.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from abacist.core.expr import Call, Expr, Number, Symbol, add, call, div, mul, neg, number, pow_
from abacist.notation.grammar import parse_canonical

__all__ = ["NotDifferentiable", "derivative", "difference", "product", "total"]

_ZERO, _ONE = number(0), number(1)

_OUTER: Mapping[str, str] = {
    "exp": "exp(u)",
    "ln": "1/u",
    "log": "1/u",
    "sqrt": "1/(2*sqrt(u))",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1 + tan(u)**2",
    "cot": "-1 - cot(u)**2",
    "sec": "sec(u)*tan(u)",
    "csc": "-csc(u)*cot(u)",
    "asin": "1/sqrt(1 - u**2)",
    "acos": "-1/sqrt(1 - u**2)",
    "atan": "1/(1 + u**2)",
    "acot": "-1/(1 + u**2)",
    "sinh": "cosh(u)",
    "cosh": "sinh(u)",
    "tanh": "1 - tanh(u)**2",
    "coth": "1 - coth(u)**2",
    "asinh": "1/sqrt(1 + u**2)",
    "acosh": "1/(sqrt(u - 1)*sqrt(u + 1))",
    "atanh": "1/(1 - u**2)",
    "abs": "sign(u)",
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
    "lambertw": "lambertw(u)/(u*(1 + lambertw(u)))",
}
"""The derivative of each function of one argument u."""


class NotDifferentiable(Exception):
    """No rule differentiates this expression."""


def derivative(expression: Expr, name: str) -> Expr:
    """The derivative with respect to the symbol `name`, zeros and ones cleared. Raises `NotDifferentiable`."""
    if name not in expression.free_symbols():
        return _ZERO
    if isinstance(expression, Symbol):
        return _ONE
    assert isinstance(expression, Call)
    head, args = expression.head, expression.args
    if head == "add":
        return total(*(derivative(arg, name) for arg in args))
    if head == "neg":
        return _negative(derivative(args[0], name))
    if head == "mul":
        return total(*(_term(args, index, name) for index in range(len(args))))
    if head == "div":
        return _quotient(args[0], args[1], name)
    if head == "pow":
        return _power(args[0], args[1], name)
    if head in ("integral", "log", "root", "max", "min", "piecewise"):
        return _special(expression, name)
    outer = _outer(head)
    if outer is None or len(args) != 1:
        raise NotDifferentiable(head)
    return product(outer.substitute({"u": args[0]}), derivative(args[0], name))


def total(*terms: Expr) -> Expr:
    """The sum without its zeros."""
    kept = [term for term in terms if term != _ZERO]
    return add(*kept) if kept else _ZERO


def difference(a: Expr, b: Expr) -> Expr:
    """a − b without zeros."""
    return total(a, _negative(b))


def product(*factors: Expr) -> Expr:
    """The product without ones; zero where a factor is."""
    if _ZERO in factors:
        return _ZERO
    kept = [factor for factor in factors if factor != _ONE]
    return mul(*kept) if kept else _ONE


def _negative(a: Expr) -> Expr:
    return _ZERO if a == _ZERO else neg(a)


def _term(args: tuple[Expr, ...], index: int, name: str) -> Expr:
    return product(*args[:index], derivative(args[index], name), *args[index + 1 :])


def _quotient(top: Expr, bottom: Expr, name: str) -> Expr:
    slope = derivative(top, name)
    if name not in bottom.free_symbols():
        return _ZERO if slope == _ZERO else div(slope, bottom)
    rise = product(slope, bottom)
    fall = product(top, derivative(bottom, name))
    return div(difference(rise, fall), pow_(bottom, number(2)))


def _power(base: Expr, exponent: Expr, name: str) -> Expr:
    if name not in exponent.free_symbols():
        inner = derivative(base, name)
        if isinstance(exponent, Number):
            lower = number(exponent.value - 1)
            raised = _ONE if lower == _ZERO else base if lower == _ONE else pow_(base, lower)
        else:
            raised = pow_(base, add(exponent, number(-1)))
        return product(exponent, raised, inner)
    rate = derivative(exponent, name)
    if base == Symbol("E"):
        return product(pow_(base, exponent), rate)
    growth = product(rate, call("ln", base))
    if name in base.free_symbols():
        growth = total(growth, div(product(exponent, derivative(base, name)), base))
    return product(pow_(base, exponent), growth)


def _special(expression: Call, name: str) -> Expr:
    head, args = expression.head, expression.args
    if head == "log":
        if len(args) == 1:
            return _quotient_of_logarithm(args[0], name)
        return derivative(div(call("ln", args[0]), call("ln", args[1])), name)
    if head == "root" and isinstance(args[1], Number):
        lower = mul(args[1], pow_(expression, number(args[1].value - 1)))
        return div(derivative(args[0], name), lower)
    if head in ("max", "min") and len(args) == 2:
        a, b = args
        half = div(difference(derivative(a, name), derivative(b, name)), number(2))
        turn = product(call("sign", difference(a, b)), half)
        mean = div(total(derivative(a, name), derivative(b, name)), number(2))
        return total(mean, turn if head == "max" else _negative(turn))
    if head == "integral":
        return _integral(args, name)
    raise NotDifferentiable(head)


def _quotient_of_logarithm(inner: Expr, name: str) -> Expr:
    return div(derivative(inner, name), inner)


def _integral(args: tuple[Expr, ...], name: str) -> Expr:
    """Leibniz's rule; the indefinite integral is some antiderivative in its variable."""
    integrand, variable = args[0], args[1]
    assert isinstance(variable, Symbol)
    if len(args) == 2:
        if variable.name == name:
            return integrand
        return call("integral", derivative(integrand, name), variable)
    lower, upper = args[2], args[3]
    edges = difference(
        product(integrand.substitute({variable.name: upper}), derivative(upper, name)),
        product(integrand.substitute({variable.name: lower}), derivative(lower, name)),
    )
    if name == variable.name or name not in integrand.free_symbols():
        return edges
    return total(edges, call("integral", derivative(integrand, name), variable, lower, upper))


@cache
def _outer(head: str) -> Expr | None:
    text = _OUTER.get(head)
    return None if text is None else parse_canonical(text)
