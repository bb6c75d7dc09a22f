"""How unknown functions, derivatives, integrals, sums and limits are built in SymPy. See `sympy_builder`.

Nothing is worked out: a derivative stays a `Derivative` until `.doit()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_builder import Builder, Rule

__all__ = ["CALCULUS", "variable_name"]


def variable_name(x: Expr) -> str:
    """The name of a bound variable; anything but a symbol is refused."""
    if isinstance(x, Symbol):
        return x.name
    raise NotRepresentable("a bound variable that is not a symbol")


def _apply(to: Builder, function: Expr, *args: Expr) -> Any:
    sp, built = to.sp, [to.build(arg) for arg in args]
    if isinstance(function, Symbol):
        return sp.Function(function.name)(*built)
    name, order = _primed(function)
    if len(built) != 1:
        raise NotRepresentable("a prime on a function of several variables")
    applied = sp.Function(name)
    if isinstance(built[0], sp.Symbol):
        return sp.Derivative(applied(built[0]), (built[0], order))
    inner = sp.Dummy("xi")
    return sp.Subs(sp.Derivative(applied(inner), (inner, order)), inner, built[0])


def _prime(to: Builder, function: Expr, order: Expr) -> Any:
    name, count = _primed(Call("prime", (function, order)))
    if name not in to.functions:
        raise NotRepresentable(f"the derivative of {name}, whose variable is not known")
    variable = to.symbol(to.functions[name])
    return to.sp.Derivative(to.sp.Function(name)(variable), (variable, count))


def _primed(function: Expr) -> tuple[str, int]:
    if isinstance(function, Call) and function.head == "prime":
        name, order = function.args
        if isinstance(name, Symbol) and isinstance(order, Number) and order.value.denominator == 1:
            return name.name, int(order.value)
    raise NotRepresentable("a function that is neither a name nor a name with primes")


def _derivative(to: Builder, f: Expr, *variables: Expr) -> Any:
    pairs, waiting = [], list(variables)
    paired = len(variables) % 2 == 0
    while waiting:
        variable = to.symbol(variable_name(waiting.pop(0)))
        # `x, n, y, m`; a single variable may come without its order
        pairs.append((variable, to.build(waiting.pop(0)) if paired else to.sp.S.One))
    return to.sp.Derivative(to.build(f), *pairs)


def _integral(to: Builder, f: Expr, x: Expr, *limits: Expr) -> Any:
    name = variable_name(x)
    inner = to.binding(name)
    if not limits:
        return to.sp.Integral(inner.build(f), inner.symbol(name))
    if len(limits) != 2:
        raise NotRepresentable("an integral with one limit")
    return to.sp.Integral(inner.build(f), (inner.symbol(name), *map(to.build, limits)))


def _sum(to: Builder, term: Expr, n: Expr, a: Expr, b: Expr) -> Any:
    inner, name = to.binding(variable_name(n)), variable_name(n)
    return to.sp.Sum(inner.build(term), (inner.symbol(name), to.build(a), to.build(b)))


def _product(to: Builder, term: Expr, n: Expr, a: Expr, b: Expr) -> Any:
    inner, name = to.binding(variable_name(n)), variable_name(n)
    return to.sp.Product(inner.build(term), (inner.symbol(name), to.build(a), to.build(b)))


def _limit_from(to: Builder, direction: str, f: Expr, x: Expr, a: Expr) -> Any:
    inner, name = to.binding(variable_name(x)), variable_name(x)
    return to.sp.Limit(inner.build(f), inner.symbol(name), to.build(a), direction)


def _limit(to: Builder, f: Expr, x: Expr, a: Expr) -> Any:
    return _limit_from(to, "+-", f, x, a)


def _limit_left(to: Builder, f: Expr, x: Expr, a: Expr) -> Any:
    return _limit_from(to, "-", f, x, a)


def _limit_right(to: Builder, f: Expr, x: Expr, a: Expr) -> Any:
    return _limit_from(to, "+", f, x, a)


CALCULUS: Mapping[str, Rule] = {
    "apply": _apply,
    "prime": _prime,
    "derivative": _derivative,
    "integral": _integral,
    "sum": _sum,
    "product": _product,
    "limit": _limit,
    "limit_left": _limit_left,
    "limit_right": _limit_right,
}
