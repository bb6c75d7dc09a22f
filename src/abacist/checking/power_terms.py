"""A polynomial in powers of x − a, taken apart: which coefficient stands at which exponent."""

from __future__ import annotations

from fractions import Fraction

from abacist.checking.elementary_forms import is_identity
from abacist.core.expr import Call, Expr, Number, Symbol, add, call, mul, neg, number, pow_, sub

__all__ = ["NotPowers", "power_terms"]

Terms = dict[Fraction, Expr]

_MOST_TERMS = 130
_ONE = Fraction(1)


class NotPowers(Exception):
    """The expression is no sum of constants times powers of x − a."""


def power_terms(expr: Expr, variable: str, point: Expr) -> Terms:
    """Exponent of x − a → coefficient, an expression without x; vanishing coefficients are left out.

    Products and whole powers are multiplied out, with x = a + (x − a). Raises `NotPowers`.
    """
    found = _terms(expr, variable, point)
    return {k: c for k, c in found.items() if not is_identity(c, number(0))}


def _terms(expr: Expr, variable: str, point: Expr) -> Terms:
    if variable not in expr.free_symbols():
        return {Fraction(0): expr}
    if expr == Symbol(variable):
        return {_ONE: number(1)} if point == number(0) else {Fraction(0): point, _ONE: number(1)}
    if expr in (sub(Symbol(variable), point), call("add", neg(point), Symbol(variable))):
        return {_ONE: number(1)}
    if not isinstance(expr, Call):
        raise NotPowers(str(expr))
    if expr.head == "pow":
        return _power(_terms(expr.args[0], variable, point), _rational(expr.args[1]), expr)
    if expr.head == "sqrt":
        return _power(_terms(expr.args[0], variable, point), Fraction(1, 2), expr)
    if expr.head not in ("add", "mul", "neg", "div"):
        raise NotPowers(f"{expr} is no power of {variable} - ({point})")
    parts = [_terms(arg, variable, point) for arg in expr.args]
    if expr.head == "neg":
        return {k: neg(c) for k, c in parts[0].items()}
    if expr.head == "div":
        return _product(parts[0], _power(parts[1], Fraction(-1), expr))
    total = parts[0]
    for part in parts[1:]:
        total = _sum(total, part) if expr.head == "add" else _product(total, part)
    return total


def _sum(a: Terms, b: Terms) -> Terms:
    found = dict(a)
    for k, c in b.items():
        found[k] = add(found[k], c) if k in found else c
    return found


def _product(a: Terms, b: Terms) -> Terms:
    if len(a) * len(b) > _MOST_TERMS**2:
        raise NotPowers("too many terms")
    found: Terms = {}
    for j, c in a.items():
        for k, d in b.items():
            term = c if d == number(1) else d if c == number(1) else mul(c, d)
            found[j + k] = add(found[j + k], term) if j + k in found else term
    return found


def _power(base: Terms, exponent: Fraction | None, shown: Expr) -> Terms:
    if exponent is None:
        raise NotPowers(f"the power {shown}")
    if len(base) == 1:
        ((k, c),) = base.items()
        whole = exponent.denominator == 1
        if not whole and (k != 1 or c != number(1)):
            raise NotPowers(f"the power {shown}")
        raised = c if c == number(1) else pow_(c, number(exponent))
        return {k * exponent: raised}
    if exponent.denominator != 1 or not 0 < exponent <= _MOST_TERMS:
        raise NotPowers(f"the power {shown}")
    found = base
    for _ in range(int(exponent) - 1):
        found = _product(found, base)
        if len(found) > _MOST_TERMS:
            raise NotPowers("too many terms")
    return found


def _rational(expr: Expr) -> Fraction | None:
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Call) and expr.head == "neg":
        inner = _rational(expr.args[0])
        return None if inner is None else -inner
    if isinstance(expr, Call) and expr.head == "div":
        above, below = (_rational(arg) for arg in expr.args)
        return None if above is None or not below else above / below
    return None
