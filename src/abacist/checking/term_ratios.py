"""The quotient of successive terms t(n + 1)/t(n), factor by factor, so that powers and factorials cancel."""

from __future__ import annotations

from fractions import Fraction

from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.normal_forms import NotNormal
from abacist.core.expr import Call, Expr, Symbol, add, call, div, mul, neg, number, pow_

__all__ = ["geometric_base", "ratio_of", "shifted", "slope_of"]

_MOST_SLOPE = 12


def shifted(expr: Expr, name: str, by: int = 1) -> Expr:
    """The expression at n + by."""
    return expr.substitute({name: add(Symbol(name), number(by))}) if by else expr


def slope_of(expr: Expr, name: str) -> Fraction | None:
    """k where the expression is k·n + c with rational k and c free of n; else None."""
    try:
        found = ElementaryForms().form(add(shifted(expr, name), neg(expr))).constant
    except NotNormal:
        return None
    return found


def ratio_of(term: Expr, name: str) -> Expr:
    """An expression for t(n + 1)/t(n)."""
    if name not in term.free_symbols():
        return number(1)
    if isinstance(term, Call):
        if term.head == "neg":
            return ratio_of(term.args[0], name)
        if term.head == "mul":
            return mul(*(ratio_of(arg, name) for arg in term.args))
        if term.head == "div":
            return div(ratio_of(term.args[0], name), ratio_of(term.args[1], name))
        if term.head == "pow":
            return _of_power(term, name)
        if term.head == "exp":
            return call("exp", add(shifted(term.args[0], name), neg(term.args[0])))
        if term.head == "factorial":
            return _of_factorial(term, name)
    return div(shifted(term, name), term)


def _of_power(term: Call, name: str) -> Expr:
    base, exponent = term.args
    if name not in exponent.free_symbols():
        return pow_(ratio_of(base, name), exponent)
    if name not in base.free_symbols():
        slope = slope_of(exponent, name)
        if slope is not None:
            return pow_(base, number(slope))
    return div(shifted(term, name), term)


def _of_factorial(term: Call, name: str) -> Expr:
    argument = term.args[0]
    slope = slope_of(argument, name)
    if slope is None or slope.denominator != 1 or abs(slope) > _MOST_SLOPE:
        return div(shifted(term, name), term)
    start = argument if slope > 0 else shifted(argument, name)
    factors = [add(start, number(j)) for j in range(1, abs(int(slope)) + 1)]
    rising = mul(*factors) if factors else number(1)
    return rising if slope > 0 else div(number(1), rising)


def geometric_base(term: Expr, name: str) -> Expr | None:
    """The product q of b^k over the factors b^(k·n + c), b and k free of n; None where there is none."""
    found: list[Expr] = []

    def collect(expr: Expr, sign: int) -> None:
        if not isinstance(expr, Call) or name not in expr.free_symbols():
            return
        if expr.head == "neg":
            collect(expr.args[0], sign)
        elif expr.head == "mul":
            for arg in expr.args:
                collect(arg, sign)
        elif expr.head == "div":
            collect(expr.args[0], sign)
            collect(expr.args[1], -sign)
        elif expr.head == "add":  # the same power in every summand
            bases = {geometric_base(arg, name) for arg in expr.args}
            base = bases.pop() if len(bases) == 1 else None
            if base is not None:
                found.append(pow_(base, number(sign)))
        elif expr.head == "exp" or (expr.head == "pow" and name not in expr.args[0].free_symbols()):
            base = Symbol("E") if expr.head == "exp" else expr.args[0]
            exponent = expr.args[-1]
            rate = _rate(exponent, name)
            if rate is not None:
                found.append(pow_(base, mul(number(sign), rate)))

    collect(term, 1)
    return mul(*found) if found else None


def _rate(exponent: Expr, name: str) -> Expr | None:
    """k where the exponent is k·n + c, with parameters allowed in k."""
    slope = slope_of(exponent, name)
    if slope is not None:
        return number(slope)
    gap = add(shifted(exponent, name), neg(exponent))
    again = add(shifted(gap, name), neg(gap))
    try:
        linear = ElementaryForms().form(again).is_zero
    except NotNormal:
        return None
    return gap.substitute({name: number(0)}) if linear else None
