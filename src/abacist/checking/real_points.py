"""Real algebraic numbers as points of the line: isolated, ordered, with rational numbers between them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from abacist.checking.algebraic_field import field
from abacist.checking.algebraic_numbers import algebraic
from abacist.checking.complex_balls import precision
from abacist.core.expr import Expr, number

__all__ = [
    "NoSuchPoint",
    "NotCellular",
    "Point",
    "element_ball",
    "exact_real_roots",
    "quadratic_root",
    "real_roots",
    "sample_between",
    "sample_between_balls",
    "sorted_points",
]

_FINEST = 20_000


class NotCellular(Exception):
    """Not an algebraic expression of one unknown, or a norm that vanishes identically."""


class NoSuchPoint(Exception):
    """An enclosure in a claim holds no critical point, so it encloses no root and no boundary."""


@dataclass(slots=True)
class Point:
    """A real algebraic number: a root of an irreducible polynomial, or an element of the field, or both."""

    ball: Any
    polynomial: Any = None
    element: Any = None
    expr: Expr | None = None

    def refined(self, bits: int) -> Any:
        """An enclosure by a real ball of this many bits."""
        if self.element is not None:
            return element_ball(self.element, bits)
        with precision(bits):
            for root in real_roots(self.polynomial):
                if root.overlaps(self.ball):
                    return root
        raise NotCellular


def element_ball(element: Any, bits: int) -> Any:
    """A real ball around a real element of the field of algebraic numbers."""
    from flint import arb

    scale = 2**bits
    floor = int(repr(field().floor(element * field()(scale))))
    with precision(bits + floor.bit_length() + 10):
        return (arb(floor) + arb(0.5, 0.5)) / scale


def real_roots(polynomial: Any) -> list[Any]:
    """The real roots of a squarefree integer polynomial as disjoint real balls, at the current precision."""
    return [root.real for root, _ in polynomial.complex_roots() if root.imag.is_zero()]


def exact_real_roots(polynomial: Any) -> list[Any]:
    """The real roots of an integer polynomial as elements of the field; factors of degree two at most.

    Raises `NotCellular` where a real root is of higher degree.
    """
    found: list[Any] = []
    for factor, _ in polynomial.factor()[1]:
        for root in real_roots(factor):
            if factor.degree() == 1:
                found.append(algebraic(number(Fraction(-int(factor[0]), int(factor[1])))))
            elif factor.degree() == 2:
                found.append(quadratic_root(Point(root, factor)))
            else:
                raise NotCellular
    return found


def quadratic_root(point: Point) -> Any:
    """The element that a root of a quadratic polynomial is."""
    c, b, a = (int(point.polynomial[k]) for k in range(3))
    root = field()(b * b - 4 * a * c).sqrt()
    for sign in (1, -1):
        candidate = (field()(-b) + field()(sign) * root) / field()(2 * a)
        if element_ball(candidate, 200).overlaps(point.ball):
            return candidate
    raise NotCellular


def sorted_points(points: list[Point]) -> list[Point]:
    """In ascending order; balls are refined until no two overlap (different points never coincide)."""
    bits = 64
    while bits <= _FINEST:
        points.sort(key=lambda point: float(point.ball.mid()))
        if all(a.ball < b.ball for a, b in pairwise(points)):
            return points
        bits *= 2
        for point in points:
            point.ball = point.refined(bits)
    raise NotCellular


def sample_between(left: Point | None, right: Point | None) -> Fraction:
    """A rational number strictly between two points; None stands for −∞ and ∞."""
    return sample_between_balls(
        None if left is None else left.ball, None if right is None else right.ball
    )


def sample_between_balls(left: Any, right: Any) -> Fraction:
    """The same for the balls around two numbers, which must not overlap."""
    if left is None and right is None:
        return Fraction(0)
    if right is None:
        return Fraction(_upper(left)) + 1
    if left is None:
        return -(Fraction(_upper(-right)) + 1)
    low, high = _rational_end(left.upper()), _rational_end(right.lower())
    return _simplest_between(low, high)


def _upper(ball: Any) -> int:
    return int(ball.upper().ceil().unique_fmpz())


def _rational_end(exact: Any) -> Fraction:
    mantissa, exponent = exact.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of smallest denominator strictly between (Stern–Brocot by continued fractions)."""
    if low < 0 < high:
        return Fraction(0)
    if high <= 0:
        return -_simplest_between(-high, -low)
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        rest = high - whole
        return whole + Fraction(1, rest.denominator // rest.numerator + 1)
    return whole + 1 / _simplest_between(1 / (high - whole), 1 / (low - whole))
