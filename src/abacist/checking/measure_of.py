"""Measures of figures, computed again in coordinates.

The figure is built in the plane (`plane_figures`) over exact numbers (`plane_numbers`); the claimed value must
equal what distances, shoelace sums and boundary integrals give. Equality is decided exactly for algebraic
numbers and multiples of powers of π: a proof. Where a length is not of that form (the side of a square of area π)
the enclosures agree to about a hundred digits: a cross-check. Units are converted anew from the given figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from abacist.checking.plane_figures import (
    Disc,
    Figure,
    HalfDisc,
    Impossible,
    Polygon,
    Ring,
    built,
    circumcircle,
    distance,
    incircle,
)
from abacist.checking.plane_numbers import BITS, Real, Unclear, constant, number_of
from abacist.core.answer import Finding
from abacist.core.claim import MeasureOf
from abacist.core.errors import UnitError
from abacist.core.expr import Call, Expr, Symbol
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]


@checker("measure_of")
def check(claim: MeasureOf) -> Finding:
    """Decides the claim; see the module's page."""
    from flint import ctx

    with ctx.workprec(BITS):
        try:
            return _decide(claim)
        except Impossible as why:
            verdict = Verdict.PROVED if claim.value is None else Verdict.REFUTED
            return _finding(verdict, impossible=str(why))
        except (Unclear, UnitError, ZeroDivisionError) as why:
            return _finding(Verdict.UNDECIDED, why=str(why))


def _decide(claim: MeasureOf) -> Finding:
    if not _same_lengths(claim):
        return _finding(Verdict.REFUTED, given=str(claim.given), figure=str(claim.figure))
    figure = built(claim.figure)
    if claim.value is None:
        return _finding(Verdict.REFUTED, figure="it exists")
    found, stated = _measured(figure, claim.measure), number_of(claim.value)
    differs = found.differs(stated)
    if differs is None:
        shown = (found.ball - stated.ball).str(3)
        return _finding(Verdict.CROSS_CHECKED, found=found.ball.str(20), difference=shown)
    verdict = Verdict.REFUTED if differs else Verdict.PROVED
    return _finding(verdict, found=found.ball.str(20), stated=stated.ball.str(20))


def _same_lengths(claim: MeasureOf) -> bool:
    """Whether the plain figure is the given one in the unit that the claim's unit is a power of."""
    if claim.given is None:
        return claim.unit is None
    if not claim.given.has("quantity"):
        return claim.unit is None and claim.given == claim.figure
    return _agrees(claim.given, claim.figure, _unit_of_length(claim))


def _unit_of_length(claim: MeasureOf) -> Expr:
    from abacist.notation.quantities import power_unit, same_dimension

    if claim.unit is None:
        if claim.value is None:
            return Symbol("m")  # impossible in one unit of length is impossible in all
        raise Unclear("a measure without its unit")
    if claim.measure != "area":
        if not same_dimension(claim.unit, Symbol("m")):
            raise Unclear("the unit is no unit of length")
        return claim.unit
    unit = claim.unit.args[0] if isinstance(claim.unit, Call) else claim.unit
    if power_unit(unit, 2) != claim.unit or not same_dimension(unit, Symbol("m")):
        raise Unclear("the unit is no square of a unit of length")
    return unit


def _agrees(given: Expr, figure: Expr, unit: Expr) -> bool:
    """Whether every quantity, divided by the unit, is the number in its place."""
    from abacist.notation.quantities import convert, power_unit, split_quantity

    if not isinstance(given, Call) or given.head != "apply":
        return given == figure
    if not (isinstance(figure, Call) and figure.head == "apply"):
        return False
    if len(given.args) != len(figure.args) or given.args[0] != figure.args[0]:
        return False
    areas = _areas(given)
    for index, (a, b) in enumerate(zip(given.args[1:], figure.args[1:], strict=True)):
        if isinstance(a, Call) and a.head == "apply":
            if not _agrees(a, b, unit):
                return False
        elif isinstance(a, Symbol):
            if a != b:
                return False
        else:
            value, source = split_quantity(a)
            power = 2 if index in areas else 1
            expected = number_of(convert(value, source, power_unit(unit, power)))
            if expected.differs(number_of(b)) is not False:
                return False
    return True


def _areas(given: Call) -> frozenset[int]:
    """Which arguments are areas: the one behind the word."""
    return frozenset(index + 1 for index, arg in enumerate(given.args[1:]) if arg == Symbol("area"))


def _measured(figure: Figure, measure: str) -> Real:
    if isinstance(figure, Ring):
        outer, inner = (_measured(part, measure) for part in (figure.outer, figure.inner))
        if measure == "area":
            return outer - inner
        if measure == "perimeter":
            return outer + inner
        raise Unclear(f"{measure} of what lies between two figures")
    if isinstance(figure, Polygon):
        return _of_polygon(figure, measure)
    return _of_disc(figure, measure)


def _of_disc(figure: Disc | HalfDisc, measure: str) -> Real:
    """½∮(x dy − y dx) = ½ ∫ r² dt and ∮ ds = ∫ r dt over the angles t of the arc, and the straight part."""
    two, pi = constant(2), number_of(Symbol("pi"))
    radius = figure.radius
    angle = pi if isinstance(figure, HalfDisc) else two * pi
    straight = two * radius if isinstance(figure, HalfDisc) else constant(0)
    match measure:
        case "area":
            return radius * radius * angle / two
        case "perimeter":
            return radius * angle + straight
        case "radius":
            return radius
        case "diameter":
            return two * radius
        case _:
            raise Unclear(f"{measure} of a circle")


def _of_polygon(figure: Polygon, measure: str) -> Real:
    if figure.is_free:
        if measure == "area":
            return figure.area()
        if measure == "height":
            return figure.to_sides(figure.vertices[2])[0]
        raise Unclear(f"{measure} of a triangle with only base and height")
    rule = _POLYGON.get(measure)
    if rule is None:
        raise Unclear(f"{measure} of a polygon")
    return rule(figure)


def _perimeter(figure: Polygon) -> Real:
    total = constant(0)
    for side in figure.sides():
        total = total + side
    return total


def _diagonal(figure: Polygon) -> Real:
    if len(figure.vertices) != 4:
        raise Unclear("a triangle has no diagonal")
    first, second = (distance(figure.vertices[i], figure.vertices[i + 2]) for i in (0, 1))
    if first.differs(second) is not False:
        raise Unclear("the diagonals differ")
    return first


def _side(figure: Polygon) -> Real:
    if figure.sought is not None:
        return figure.sought
    sides = figure.sides()
    if any(side.differs(sides[0]) is not False for side in sides[1:]):
        raise Unclear("the sides differ")
    return sides[0]


def _length(figure: Polygon) -> Real:
    return figure.sought if figure.sought is not None else _extreme_side(figure, True, 4)


def _width(figure: Polygon) -> Real:
    return figure.sought if figure.sought is not None else _extreme_side(figure, False, 4)


def _extreme_side(figure: Polygon, is_longest: bool, corners: int) -> Real:
    if len(figure.vertices) != corners:
        raise Unclear("another figure is meant")
    best, *others = figure.sides()
    for side in others:
        same = side.differs(best) is False
        if not same and ((side - best).sign() > 0) == is_longest:
            best = side
    return best


def _hypotenuse(figure: Polygon) -> Real:
    longest = _extreme_side(figure, True, 3)
    squares = constant(0)
    for side in figure.sides():
        squares = squares + side * side
    if squares.differs(constant(2) * longest * longest) is not False:
        raise Unclear("the triangle is not right-angled")
    return longest


def _height(figure: Polygon) -> Real:
    """The height on the base of an isosceles triangle or on the hypotenuse of a right-angled one."""
    if len(figure.vertices) != 3:
        raise Unclear("the height of what is no triangle")
    sides = figure.sides()
    for base in range(3):
        a, b, c = sides[base], sides[(base + 1) % 3], sides[(base + 2) % 3]
        isosceles = b.differs(c) is False
        right = (b * b + c * c).differs(a * a) is False
        if isosceles or right:
            return figure.to_sides(figure.vertices[(base + 2) % 3])[base]
    raise Unclear("it is open which height is meant")


_POLYGON: Mapping[str, Callable[[Polygon], Real]] = {
    "area": Polygon.area,
    "perimeter": _perimeter,
    "diagonal": _diagonal,
    "side": _side,
    "length": _length,
    "width": _width,
    "height": _height,
    "hypotenuse": _hypotenuse,
    "longest_side": lambda figure: _extreme_side(figure, True, 3),
    "shortest_side": lambda figure: _extreme_side(figure, False, 3),
    "inradius": lambda figure: incircle(figure).radius,
    "circumradius": lambda figure: circumcircle(figure).radius,
}

_METHOD = Message(
    en="the figure built in coordinates and measured there, by exact arithmetic",
    zh="在坐标系中重新作图，用精确算术度量",
)


def _finding(verdict: Verdict, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=_METHOD, evidence=evidence)
