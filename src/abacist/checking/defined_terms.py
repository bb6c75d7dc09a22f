"""Whether a term is certainly defined at every whole number from a start on.

False says nothing. What does not depend on the index is a parameter or a constant and is not looked at.
"""

from __future__ import annotations

from fractions import Fraction

from abacist.checking.exact_terms import NotExact, compile_term, polynomial_in
from abacist.checking.term_ratios import slope_of
from abacist.core.expr import Call, Expr, Number

__all__ = ["defined_from", "is_natural"]

_EVERYWHERE = ("add", "mul", "neg", "sin", "cos", "exp", "sinh", "cosh", "tanh", "atan", "abs")


def is_natural(expr: Expr) -> bool:
    """True for 0, 1, 2, …"""
    return isinstance(expr, Number) and expr.value.denominator == 1 and expr.value >= 0


def defined_from(expr: Expr, name: str, start: int) -> bool:
    """True where the expression is certainly defined at name = start, start + 1, …"""
    if not isinstance(expr, Call) or name not in expr.free_symbols():
        return True
    head, args = expr.head, expr.args
    if not all(defined_from(arg, name, start) for arg in args):
        return False
    if head in _EVERYWHERE:
        return True
    if head == "div":
        return _nonzero(args[1], name, start)
    if head == "pow":
        if is_natural(args[1]):
            return True
        whole_power = slope_of(args[1], name)
        return (
            whole_power is not None
            and whole_power.denominator == 1
            and _nonzero(args[0], name, start)
        )
    if head == "factorial":
        return _stays(args[0], name, start, 0)
    if head == "binomial":
        return _stays(args[0], name, start, 0) and not args[1].free_symbols() - {name}
    return False


def _nonzero(expr: Expr, name: str, start: int) -> bool:
    """True where the expression certainly has no zero at name = start, start + 1, …

    What does not depend on the name is a parameter or a constant; it is zero for no generic parameter.
    """
    if name not in expr.free_symbols():
        return True
    if isinstance(expr, Call):
        if expr.head in ("mul", "neg"):
            return all(_nonzero(arg, name, start) for arg in expr.args)
        if expr.head == "div":
            return _nonzero(expr.args[0], name, start)
        if expr.head == "pow":
            return _nonzero(expr.args[0], name, start)
        if expr.head in ("exp", "factorial"):
            return True
    try:
        polynomial = polynomial_in(expr, name)
    except NotExact:
        return False
    return not any(
        exponent > 0 and factor.degree() == 1 and _is_whole_root(factor, start)
        for factor, exponent in polynomial.numer().factor()[1]
    )


def _is_whole_root(factor: object, start: int) -> bool:
    root = Fraction(-int(factor[0]), int(factor[1]))  # type: ignore[index]
    return root.denominator == 1 and root >= start


def _stays(expr: Expr, name: str, start: int, bound: int) -> bool:
    """True where a linear expression is a whole number ≥ bound for all name ≥ start."""
    slope = slope_of(expr, name)
    try:
        at = compile_term(expr, name)(Fraction(start))
    except (NotExact, ZeroDivisionError):
        return False
    return (
        slope is not None
        and slope.denominator == 1
        and slope >= 0
        and at.denominator == 1
        and at >= bound
    )
