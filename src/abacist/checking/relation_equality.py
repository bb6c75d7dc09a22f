"""Whether two equations or inequalities say the same."""

from __future__ import annotations

from typing import Any

from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.elementary_forms import is_identity
from abacist.checking.expression_equality import POINTS, Equality, no, undecided, yes
from abacist.core.expr import Call, Expr, add, div, mul, neg, number, symbol
from abacist.core.language import Message

__all__ = ["equal_relations"]

_DIFFERENT = Message(en="they are different relations", zh="两者不是同一种关系")


def equal_relations(a: Expr, b: Expr) -> Equality:
    """Equations up to a constant factor or with the same zeros; inequalities up to a positive factor."""
    (head, p), (other, q) = _toward_zero(a), _toward_zero(b)
    if head != other:
        return undecided(_DIFFERENT)
    point = {name: number(POINTS[0]) for name in p.free_symbols() | q.free_symbols()}
    scale = div(p.substitute(point), q.substitute(point))
    is_equation = head in ("eq", "ne")
    if is_identity(p, mul(scale, q)) and _has_sign(scale, positive=not is_equation):
        return yes("one is a constant multiple of the other", "两者只差一个常数因子")
    return _by_zeros(p, q) if is_equation else undecided()


def _toward_zero(relation: Expr) -> tuple[str, Expr]:
    """(head, p) for the relation p = 0, p ≠ 0, p < 0 or p ≤ 0 that means the same."""
    assert isinstance(relation, Call)
    left, right = relation.args
    if relation.head in ("gt", "ge"):
        return {"gt": "lt", "ge": "le"}[relation.head], add(right, neg(left))
    return relation.head, add(left, neg(right))


def _has_sign(scale: Expr, *, positive: bool) -> bool:
    """True where a factor is certainly not zero, or certainly positive."""
    try:
        ball = enclosure(scale, real=True)
    except (NotEnclosed, OutsideReals):
        return False
    return bool(ball.real > 0) if positive else not ball.contains(0)


def _by_zeros(p: Expr, q: Expr) -> Equality:
    """Polynomial equations have the same complex solutions where their irreducible factors agree.

    This is Hilbert's Nullstellensatz for one equation.
    """
    from sympy import Poly, PolynomialError

    from abacist.notation.sympy_form import NotRepresentable, to_sympy

    names = sorted(p.free_symbols() | q.free_symbols())
    try:
        symbols = [to_sympy(symbol(name)) for name in names]
        left, right = (Poly(to_sympy(each), *symbols, domain="QQ") for each in (p, q))
    except (PolynomialError, NotRepresentable):
        return undecided()
    if _factors(left) == _factors(right):
        return yes("they have the same solutions", "两者的解完全相同")
    return no("their solutions (over the complex numbers) differ", "两者（在复数范围内）的解不同")


def _factors(polynomial: Any) -> set[Any] | None:
    """The irreducible factors, up to constants; None for zero."""
    if polynomial.is_zero:
        return None
    return {factor.monic() for factor, _ in polynomial.factor_list()[1]}
