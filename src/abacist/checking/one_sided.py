"""The germ of an expression on one side of a point, or at infinity."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from abacist.checking.exact_constants import Constants
from abacist.checking.germ_composition import (
    composed,
    exponential,
    inverse,
    logarithm,
    power,
    sign,
)
from abacist.checking.germ_functions import FUNCTIONS
from abacist.checking.germs import Germ, Germs
from abacist.checking.power_series import Unsettled, working
from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["NEIGHBOURHOODS", "germ_of", "neighbourhoods", "side_of"]

NEIGHBOURHOODS = ((10, 8), (30, 8), (30, 16), (100, 12), (400, 20))
"""(depth, length) in the order in which they are tried."""
_WIDE = (5, 14)
_BITS = 200


def neighbourhoods(assume: bool = False, wide: bool = False) -> Iterator[Germs]:
    """Ever smaller neighbourhoods, with more and more terms; with `wide` a large one without exact constants
    comes first.
    """
    if wide:
        with working(_BITS):
            yield Germs(*_WIDE, assume, constants=Constants(exact=False))
    for depth, length in NEIGHBOURHOODS:
        with working(_BITS):
            yield Germs(depth, length, assume)


def side_of(to: Germs, point: Expr, direction: int) -> Germ:
    """The variable near `point`: a + direction·u; 1/u at ∞ and −1/u at −∞."""
    if point == Symbol("oo"):
        return to.power_of_u(Fraction(-1))
    if isinstance(point, Call) and point.head == "neg" and point.args[0] == Symbol("oo"):
        return to.scaled(to.power_of_u(Fraction(-1)), to.constants.of(-1))
    at = to.constants.from_expr(point)
    moved = to.scaled(to.power_of_u(Fraction(1)), to.constants.of(direction))
    return to.add(to.constant(at), moved)


def germ_of(to: Germs, expr: Expr, variable: str, near: Germ) -> Germ:
    """The germ of `expr` when `variable` is the germ `near`. Raises `Unsettled`."""
    if variable not in expr.free_symbols():
        if isinstance(expr, Number):
            return to.number(expr.value)
        return to.constant(to.constants.from_expr(expr))
    if isinstance(expr, Symbol):
        return near
    assert isinstance(expr, Call)
    special = _SPECIAL.get(expr.head)
    if special is not None:
        return special(to, expr, variable, near)
    args = [germ_of(to, arg, variable, near) for arg in expr.args]
    if expr.head == "add":
        return to.add(*args)
    if expr.head == "mul":
        return to.multiply(*args)
    if expr.head == "neg":
        return to.negative(args[0])
    if expr.head == "div":
        return to.multiply(args[0], inverse(to, args[1]))
    if len(args) != 1:
        raise Unsettled(f"no expansion of {expr.head}")
    rule = FUNCTIONS.get(expr.head)
    return rule(to, args[0]) if rule is not None else composed(to, expr.head, args[0])


def _power(to: Germs, expr: Call, variable: str, near: Germ) -> Germ:
    base, exponent = expr.args
    q = _rational(to.constants, exponent, variable)
    if q is not None:
        return power(to, germ_of(to, base, variable, near), q)
    raised = germ_of(to, exponent, variable, near)
    ground = germ_of(to, base, variable, near)
    return exponential(to, to.multiply(raised, logarithm(to, ground)))


def _rational(constants: Constants, expr: Expr, variable: str) -> Fraction | None:
    if variable in expr.free_symbols():
        return None
    return constants.rational(expr)


def _root(to: Germs, expr: Call, variable: str, near: Germ) -> Germ:
    q = _rational(to.constants, expr.args[1], variable)
    inner = germ_of(to, expr.args[0], variable, near)
    if q is None:
        degree = germ_of(to, expr.args[1], variable, near)
        return exponential(to, to.multiply(inverse(to, degree), logarithm(to, inner)))
    if q <= 0:
        raise Unsettled("a root of a degree that is not positive")
    if q.denominator == 1 and q % 2 and sign(to, inner) < 0:
        return to.negative(power(to, to.negative(inner), 1 / q))
    return power(to, inner, 1 / q)


def _log(to: Germs, expr: Call, variable: str, near: Germ) -> Germ:
    inner = logarithm(to, germ_of(to, expr.args[0], variable, near))
    if len(expr.args) == 1:
        return inner
    base = logarithm(to, germ_of(to, expr.args[1], variable, near))
    return to.multiply(inner, inverse(to, base))


def _extreme(to: Germs, expr: Call, variable: str, near: Germ) -> Germ:
    best, *others = (germ_of(to, arg, variable, near) for arg in expr.args)
    for other in others:
        gap = sign(to, to.add(other, to.negative(best)))
        if gap and (gap > 0) == (expr.head == "max"):
            best = other
    return best


def _piecewise(to: Germs, expr: Call, variable: str, near: Germ) -> Germ:
    for piece in expr.args:
        if not isinstance(piece, Call):
            break
        if piece.head == "otherwise" or _holds(to, piece.args[1], variable, near):
            return germ_of(to, piece.args[0], variable, near)
    raise Unsettled("no piece applies")


def _holds(to: Germs, relation: Expr, variable: str, near: Germ) -> bool:
    """Whether a relation holds on some (0, u₁]."""
    if not isinstance(relation, Call):
        return relation == Symbol("true")
    if relation.head in ("and", "or"):
        found = [_holds(to, part, variable, near) for part in relation.args]
        return all(found) if relation.head == "and" else any(found)
    if relation.head == "not":
        return not _holds(to, relation.args[0], variable, near)
    if relation.head not in ("lt", "le", "gt", "ge", "eq", "ne"):
        raise Unsettled(f"the relation {relation.head}")
    left, right = (germ_of(to, side, variable, near) for side in relation.args)
    gap = sign(to, to.add(left, to.negative(right)))
    kinds = {-1: ("lt", "le", "ne"), 0: ("le", "ge", "eq"), 1: ("gt", "ge", "ne")}
    return relation.head in kinds[gap]


_SPECIAL = {
    "pow": _power,
    "root": _root,
    "log": _log,
    "max": _extreme,
    "min": _extreme,
    "piecewise": _piecewise,
}
