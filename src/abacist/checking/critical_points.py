"""Where algebraic expressions of one real unknown can change their sign or stop being defined.

The expressions are made of rational operations, radicals, absolute values, maxima, minima and signs. Each
gives a polynomial over the integers that vanishes wherever the expression does (the norm of its numerator:
radicals and absolute values are eliminated by resultants). Between neighbouring roots of all of them every
part of the expression is continuous and keeps its sign, so one test point decides a whole cell.

Source: S. Basu, R. Pollack, M.-F. Roy, Algorithms in Real Algebraic Geometry, 2nd ed., Springer 2006, ch. 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from typing import Any

from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue, field
from abacist.checking.algebraic_numbers import algebraic
from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.normal_forms import NormalForm, NotNormal
from abacist.checking.real_points import (
    NoSuchPoint,
    NotCellular,
    Point,
    element_ball,
    quadratic_root,
    real_roots,
    sorted_points,
)
from abacist.core.expr import Call, Expr, Number, add, call, div, neg, number

__all__ = [
    "critical_points",
    "insert_endpoints",
    "norm_of_form",
    "norm_polynomials",
]

_MOST_DEGREE = 120
_FINEST = 20_000
_MOST_PIECES = 6


def critical_points(exprs: Iterable[Expr], unknown: str) -> list[Point]:
    """All real points at which a part of one of `exprs` can vanish, have a pole or stop being real.

    Raises `NotCellular` where that cannot be told.
    """
    factors: dict[str, Any] = {}
    for expr in exprs:
        plain = _plain(expr)
        for part in _parts(plain, unknown):
            for polynomial in _norms(part, unknown):
                for factor, _ in polynomial.factor()[1]:
                    if factor.degree() > 0:
                        factors.setdefault(str(factor), factor)
    points = [Point(root, factor) for factor in factors.values() for root in real_roots(factor)]
    for point in points:
        if point.polynomial.degree() == 1:
            c, b = int(point.polynomial[0]), int(point.polynomial[1])
            point.element = algebraic(number(Fraction(-c, b)))
        elif point.polynomial.degree() == 2:
            point.element = quadratic_root(point)
    return sorted_points(points)


def _plain(expr: Expr) -> Expr:
    """Maxima and minima as absolute values, max(a, b) = (a + b + |a − b|)/2; √(u²) as |u|."""

    def change(node: Expr) -> Expr:
        if isinstance(node, Call) and node.head == "sqrt" and (base := _squared(node.args[0])):
            return call("abs", base)
        if isinstance(node, Call) and node.head in ("max", "min"):
            total = node.args[0]
            for arg in node.args[1:]:
                gap = call("abs", add(total, neg(arg)))
                total = div(add(total, arg, gap if node.head == "max" else neg(gap)), number(2))
            return total
        return node

    return expr.rebuild(change)


def _squared(expr: Expr) -> Expr | None:
    """u where the expression is written as the square u² (or u⁴, …), else None."""
    if isinstance(expr, Call) and expr.head == "pow" and isinstance(expr.args[1], Number):
        exponent = expr.args[1].value
        if exponent.denominator == 1 and exponent > 0 and exponent % 2 == 0:
            return call("pow", expr.args[0], number(exponent / 2))
    return None


def _parts(expr: Expr, unknown: str) -> list[Expr]:
    """The expression and every part of it whose zeros matter: radicands, denominators, |…|, signs."""
    parts = [expr]
    for node in expr.walk():
        if not isinstance(node, Call) or unknown not in node.free_symbols():
            continue
        if node.head in ("sqrt", "root", "abs", "sign"):
            parts.append(node.args[0])
        elif node.head == "div":
            parts.append(node.args[1])
        elif node.head == "pow":
            parts.append(node.args[0])
            if unknown in node.args[1].free_symbols():
                raise NotCellular
        elif node.head not in ("add", "mul", "neg", "percent"):
            raise NotCellular
    return list(dict.fromkeys(parts))


def _norms(expr: Expr, unknown: str) -> list[Any]:
    """Integer polynomials in the unknown that vanish wherever the expression changes its sign or has a pole.

    On a cell every |u| is u or −u; where a choice of signs makes the expression zero altogether, it is zero
    on whole cells and changes nothing within them.
    """
    found: list[Any] = []
    for variant in _variants(expr):
        forms = ElementaryForms()
        try:
            form = forms.form(variant)
        except NotNormal as error:
            raise NotCellular from error
        place = forms.symbol_index(unknown)
        if form.is_zero:
            continue
        for side in (form.numerator, form.denominator):
            norm = _norm(forms, side)
            if norm.is_zero():
                raise NotCellular
            found.append(_univariate(norm, place))
    return found


def _variants(expr: Expr) -> list[Expr]:
    """The expression with each absolute value and sign replaced by what it can be on a cell."""
    pieces = list(
        dict.fromkeys(n for n in expr.walk() if isinstance(n, Call) and n.head in ("abs", "sign"))
    )
    if len(pieces) > _MOST_PIECES:
        raise NotCellular
    choices = product((1, -1), repeat=len(pieces))
    return [_with_signs(expr, dict(zip(pieces, signs, strict=True))) for signs in choices]


def _with_signs(expr: Expr, chosen: dict[Call, int]) -> Expr:
    if not isinstance(expr, Call):
        return expr
    inner = tuple(_with_signs(arg, chosen) for arg in expr.args)
    sign = chosen.get(expr)
    if sign is None:
        return call(expr.head, *inner)
    if expr.head == "sign":
        return Number(Fraction(sign))
    return inner[0] if sign > 0 else neg(inner[0])


def norm_polynomials(expr: Expr, unknown: str) -> tuple[list[Any], bool]:
    """Irreducible polynomials whose roots include all complex zeros, and whether each root is a zero.

    The latter where the expression is rational over Q, so that nothing was eliminated.
    """
    forms = ElementaryForms(unreal=(unknown,))
    try:
        form = forms.form(expr)
    except NotNormal as error:
        raise NotCellular from error
    place = forms.symbol_index(unknown)
    norm = _norm(forms, form.numerator)
    if norm.is_zero():
        raise NotCellular
    rational = norm == form.numerator
    return [f for f, _ in _univariate(norm, place).factor()[1] if f.degree() > 0], rational


def norm_of_form(forms: ElementaryForms, polynomial: Any, place: int | None) -> list[Any]:
    """Irreducible factors of the norm of a polynomial in one generator and constants."""
    norm = _norm(forms, polynomial)
    if norm.is_zero():
        raise NotCellular
    return [f for f, _ in _univariate(norm, place).factor()[1] if f.degree() > 0]


def _norm(forms: ElementaryForms, polynomial: Any) -> Any:
    """The polynomial with all generators but the unknown eliminated by resultants, latest first."""
    generators = sorted(forms.ring.generators.values(), key=lambda g: -g.index)
    for generator in generators:
        if generator.value is None or polynomial.degrees()[generator.index] == 0:
            continue
        relation = _relation(polynomial, generator, generator.value)
        polynomial = polynomial.resultant(relation, generator.index)
        if sum(polynomial.degrees()) > _MOST_DEGREE:
            raise NotCellular
    return polynomial


def _relation(polynomial: Any, generator: Any, value: NormalForm) -> Any:
    symbol = polynomial.context().gens()[generator.index]
    return value.denominator * symbol**generator.power - value.numerator


def _univariate(polynomial: Any, place: int | None) -> Any:
    """The same as a squarefree polynomial over the integers."""
    from flint import fmpq_poly, fmpz_poly

    coefficients: dict[int, Any] = {}
    for monom, coefficient in polynomial.terms():
        degree = int(monom[place]) if place is not None else 0
        if sum(int(e) for e in monom) != degree:
            raise NotCellular
        coefficients[degree] = coefficient
    if max(coefficients, default=0) > _MOST_DEGREE:
        raise NotCellular
    dense = [coefficients.get(k, 0) for k in range(max(coefficients, default=0) + 1)]
    return fmpz_poly(fmpq_poly(dense).numer())


def insert_endpoints(points: list[Point], endpoints: Iterable[Expr]) -> list[Point]:
    """The points with the numbers of a claim among them, each tied to its expression.

    An endpoint that is a root is recognised exactly; `plus_minus(m, r)` names the one root within r of m.
    """
    for expr in endpoints:
        if isinstance(expr, Call) and expr.head == "plus_minus":
            _tie_enclosure(points, expr)
            continue
        try:
            element = algebraic(expr, real=True)
        except (NotAlgebraic, UndefinedValue) as error:
            raise NotCellular from error
        ball = element_ball(element, 100)
        for point in points:
            if point.element is not None:
                if point.element == element:
                    point.expr = point.expr or expr
                    break
            elif point.ball.overlaps(ball) and _vanishes(point.polynomial, element):
                if (
                    sum(
                        other.polynomial is point.polynomial
                        for other in points
                        if other.ball.overlaps(ball)
                    )
                    > 1
                ):
                    raise NotCellular
                point.element, point.expr = element, expr
                break
        else:
            points.append(Point(ball, None, element, expr))
    return sorted_points(points)


def _tie_enclosure(points: list[Point], expr: Call) -> None:
    from flint import arb, fmpq

    middle, radius = (Fraction(arg.value) for arg in expr.args if isinstance(arg, Number))
    ball = arb(fmpq(middle.numerator, middle.denominator), 0) + arb(
        0, arb(fmpq(radius.numerator, radius.denominator)).upper()
    )
    bits = 64
    while bits <= _FINEST:
        inside = [point for point in points if point.ball.overlaps(ball)]
        if len(inside) == 1 and ball.contains(inside[0].ball):
            if inside[0].expr is not None:
                raise NotCellular
            inside[0].expr = expr
            return
        if not inside:
            raise NoSuchPoint(str(expr))
        bits *= 2
        for point in inside:
            point.ball = point.refined(bits)
    raise NotCellular


def _vanishes(polynomial: Any, element: Any) -> bool:
    total = field()(0)
    for k in range(polynomial.degree(), -1, -1):
        total = total * element + field()(int(polynomial[k]))
    return bool(total.is_zero())
