"""Derivatives of expression trees by the chain rule, for checks that substitute a solution or bound a slope.

Kinks are differentiated by their one-sided rule: |u|' = sign(u)·u' holds away from u = 0, and `sign` must be
read as the whole interval [−1, 1] where u may vanish (Clarke's generalised gradient).
Source: F. H. Clarke, Optimization and Nonsmooth Analysis (1990), doi:10.1137/1.9781611971309.
"""

from __future__ import annotations

from functools import cache

from abacist.checking.derivative_table import OUTER
from abacist.core.expr import Call, Expr, Number, Symbol, add, call, div, mul, neg, number, pow_
from abacist.notation.grammar import parse_canonical

__all__ = ["NotDifferentiable", "derivative", "difference", "product", "total"]

_ZERO, _ONE = number(0), number(1)
_PARAMETER_LAST = ("elliptic_f", "elliptic_e")


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
    if head in ("integral", "log", "root", "max", "min", "piecewise", "apply"):
        return _special(expression, name)
    return _chain(expression, name)


def _chain(expression: Call, name: str) -> Expr:
    """A named function of one argument, with a constant index or parameter where it takes one."""
    outer = _outer(expression.head)
    *index, inner = (
        reversed(expression.args) if expression.head in _PARAMETER_LAST else expression.args
    )
    if outer is None or len(index) != ("n" in outer.free_symbols() or len(expression.args) > 1):
        raise NotDifferentiable(expression.head)
    if any(name in part.free_symbols() for part in index):
        raise NotDifferentiable(f"{expression.head} with a varying index")
    values = {"u": inner, **dict(zip("n", index, strict=False))}
    return product(outer.substitute(values), derivative(inner, name))


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
    if head == "apply":
        return _applied(args, name)
    raise NotDifferentiable(head)


def _applied(args: tuple[Expr, ...], name: str) -> Expr:
    """f(u)' = f'(u)·u' for an unknown function of one argument."""
    function, *arguments = args
    order = 0
    if isinstance(function, Call) and function.head == "prime":
        function, degree = function.args
        if not isinstance(degree, Number):
            raise NotDifferentiable("a derivative of open order")
        order = int(degree.value)
    if len(arguments) != 1 or not isinstance(function, Symbol):
        raise NotDifferentiable("a function of several variables")
    slope = call("apply", call("prime", function, number(order + 1)), arguments[0])
    return product(slope, derivative(arguments[0], name))


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
    text = OUTER.get(head)
    return None if text is None else parse_canonical(text)
