"""Elementary figures in coordinates: polygons by their vertices, circles by centre and radius.

Nothing here knows a formula for an inradius or an area of a special figure: areas of polygons are shoelace
sums over the vertices, lengths are distances, centres are points at equal distances, and that is verified.
The area and boundary of a disc come from integrating its boundary, ½∮(x dy − y dx) and ∮ds.

Source: B. Braden, "The surveyor's area formula", College Math. J. 17 (1986), doi:10.1080/07468342.1986.11972974.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from abacist.checking.plane_numbers import Real, Unclear, constant, number_of
from abacist.core.expr import Call, Expr, Symbol

__all__ = ["Disc", "Figure", "HalfDisc", "Impossible", "Polygon", "Ring", "built", "distance"]

Point = tuple[Real, Real]


class Impossible(ValueError):
    """Lengths that no figure has: this is proved."""


def distance(p: Point, q: Point) -> Real:
    """The distance of two points."""
    dx, dy = p[0] - q[0], p[1] - q[1]
    return (dx * dx + dy * dy).sqrt()


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle with what it encloses."""

    centre: Point
    radius: Real


@dataclass(frozen=True, slots=True)
class HalfDisc:
    """Half a disc, with its diameter as part of the boundary."""

    radius: Real


@dataclass(frozen=True, slots=True)
class Polygon:
    """A convex polygon; `is_free` where only base and height of a triangle are given.

    `sought` is a side that was found from another measure.
    """

    vertices: tuple[Point, ...]
    is_free: bool = False
    sought: Real | None = None

    def sides(self) -> list[Real]:
        """The lengths of the sides, from the first vertex on."""
        return [distance(p, q) for p, q in pairwise((*self.vertices, self.vertices[0]))]

    def area(self) -> Real:
        """The shoelace sum; the vertices go round counter-clockwise."""
        ring = (*self.vertices, self.vertices[0])
        total = constant(0)
        for (x, y), (u, v) in pairwise(ring):
            total = total + (x * v - u * y)
        return total / constant(2)

    def to_sides(self, point: Point) -> list[Real]:
        """The signed distances of a point to the sides, positive inside."""
        found = []
        for p, q in pairwise((*self.vertices, self.vertices[0])):
            cross = (q[0] - p[0]) * (point[1] - p[1]) - (q[1] - p[1]) * (point[0] - p[0])
            found.append(cross / distance(p, q))
        return found


@dataclass(frozen=True, slots=True)
class Ring:
    """What lies in `outer` and not in `inner`, which lies inside it."""

    outer: Figure
    inner: Figure


Figure = Disc | HalfDisc | Polygon | Ring


def built(figure: Expr) -> Figure:
    """The figure that an expression describes. Raises `Impossible` or `Unclear`."""
    if not (
        isinstance(figure, Call) and figure.head == "apply" and isinstance(figure.args[0], Symbol)
    ):
        raise Unclear(f"{figure} is no figure")
    name, args = figure.args[0].name, figure.args[1:]
    if name in ("incircle", "circumcircle", "inscribed_square", "circumscribed_square"):
        return _derived(name, built(args[0]))
    if name == "between":
        return _ring(built(args[0]), built(args[1]), args[0], args[1])
    if name.endswith("_with"):
        return _from_measure(name, args)
    return _simple(name, [_positive(arg) for arg in args])


def _positive(expr: Expr) -> Real:
    value = number_of(expr)
    if value.sign() <= 0:
        raise Impossible(f"a length of {expr}")
    return value


def _simple(name: str, lengths: Sequence[Real]) -> Figure:
    zero = constant(0)
    match name, lengths:
        case "circle", [r]:
            return Disc((zero, zero), r)
        case "semicircle", [r]:
            return HalfDisc(r)
        case "square", [a]:
            return _rectangle(a, a)
        case "rectangle", [a, b]:
            return _rectangle(a, b)
        case "equilateral_triangle", [a]:
            return _triangle(a, a, a)
        case "triangle", [a, b, c]:
            return _triangle(a, b, c)
        case "right_triangle", [a, b]:
            return Polygon(((a, zero), (zero, b), (zero, zero)))
        case "right_triangle_hypotenuse", [c, a]:
            rest = c * c - a * a
            if rest.sign() <= 0:
                raise Impossible("the hypotenuse is not the longest side")
            return Polygon(((a, zero), (zero, rest.sqrt()), (zero, zero)))
        case "triangle_on_base", [b, h]:
            return Polygon(((zero, zero), (b, zero), (zero, h)), is_free=True)
        case _:
            raise Unclear(f"{name} is not known")


def _rectangle(a: Real, b: Real) -> Polygon:
    zero = constant(0)
    return Polygon(((zero, zero), (a, zero), (a, b), (zero, b)))


def _triangle(a: Real, b: Real, c: Real) -> Polygon:
    """Side c from the first vertex to the second, a from the second to the third, b back to the first."""
    two = constant(2)
    for side in (a, b, c):
        if (a + b + c - two * side).sign() <= 0:
            raise Impossible("a side is not shorter than the two others together")
    x = (b * b + c * c - a * a) / (two * c)
    y = (b * b - x * x).sqrt()
    zero = constant(0)
    return Polygon(((zero, zero), (c, zero), (x, y)))


def _from_measure(name: str, args: Sequence[Expr]) -> Figure:
    """A figure that is given by a measure: the length is solved for."""
    two, pi = constant(2), number_of(Symbol("pi"))
    given, value = str(args[-2]), _positive(args[-1])
    match name, given:
        case "circle_with", "diameter":
            return _simple("circle", [value / two])
        case "circle_with", "perimeter":
            return _simple("circle", [value / (two * pi)])
        case "circle_with", "area":
            return _simple("circle", [(value / pi).sqrt()])
        case "square_with", "diagonal":
            return _simple("square", [(value * value / two).sqrt()])
        case "square_with", "perimeter":
            return _simple("square", [value / constant(4)])
        case "square_with", "area":
            return _simple("square", [value.sqrt()])
        case "equilateral_triangle_with", "perimeter":
            return _simple("equilateral_triangle", [value / constant(3)])
        case "equilateral_triangle_with", "area":
            return _simple(
                "equilateral_triangle", [(constant(4) * value / constant(3).sqrt()).sqrt()]
            )
        case "equilateral_triangle_with", "height":
            return _simple("equilateral_triangle", [two * value / constant(3).sqrt()])
        case "rectangle_with", _:
            return _rectangle_from(_positive(args[0]), given, value)
        case _:
            raise Unclear(f"{name} by {given}")


def _rectangle_from(side: Real, given: str, value: Real) -> Polygon:
    if given == "area":
        other = value / side
    elif given == "perimeter":
        other = value / constant(2) - side
    elif given == "diagonal":
        rest = value * value - side * side
        if rest.sign() <= 0:
            raise Impossible("the diagonal is not longer than the side")
        other = rest.sqrt()
    else:
        raise Unclear(f"a rectangle by {given}")
    if other.sign() <= 0:
        raise Impossible("the other side is not positive")
    return Polygon(_rectangle(side, other).vertices, sought=other)


def _derived(name: str, figure: Figure) -> Figure:
    if name == "incircle":
        return incircle(figure)
    if name == "circumcircle":
        return circumcircle(figure)
    if not isinstance(figure, Disc):
        raise Unclear(f"{name} of what is no circle")
    (x, y), r = figure.centre, figure.radius
    half = r if name == "circumscribed_square" else (r * r / constant(2)).sqrt()
    square = Polygon(
        ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
    )
    return square


def incircle(figure: Figure) -> Disc:
    """The circle that touches every side: its centre has the same distance from all of them."""
    if not isinstance(figure, Polygon) or figure.is_free:
        raise Unclear("no inscribed circle is determined")
    centre = _incentre(figure)
    distances = figure.to_sides(centre)
    if any(d.differs(distances[0]) is not False for d in distances[1:]):
        raise Unclear("no circle touches all sides")
    return Disc(centre, distances[0])


def _incentre(polygon: Polygon) -> Point:
    if len(polygon.vertices) == 4:
        return _midpoint(polygon.vertices[0], polygon.vertices[2])
    lengths = polygon.sides()
    weights = [lengths[1], lengths[2], lengths[0]]  # of the side opposite each vertex
    total = weights[0] + weights[1] + weights[2]
    x, y = constant(0), constant(0)
    for weight, (u, v) in zip(weights, polygon.vertices, strict=True):
        x, y = x + weight * u, y + weight * v
    return x / total, y / total


def _midpoint(p: Point, q: Point) -> Point:
    two = constant(2)
    return (p[0] + q[0]) / two, (p[1] + q[1]) / two


def circumcircle(figure: Figure) -> Disc:
    """The circle through every vertex: its centre has the same distance from all of them."""
    if not isinstance(figure, Polygon) or figure.is_free:
        raise Unclear("no circumscribed circle is determined")
    centre = _circumcentre(figure)
    distances = [distance(centre, vertex) for vertex in figure.vertices]
    if any(d.differs(distances[0]) is not False for d in distances[1:]):
        raise Unclear("no circle goes through all vertices")
    return Disc(centre, distances[0])


def _circumcentre(polygon: Polygon) -> Point:
    """The point with the same distance from the first three vertices, by Cramer's rule."""
    (ax, ay), (bx, by), (cx, cy) = polygon.vertices[:3]
    two = constant(2)
    a1, b1 = two * (bx - ax), two * (by - ay)
    a2, b2 = two * (cx - ax), two * (cy - ay)
    c1 = bx * bx + by * by - ax * ax - ay * ay
    c2 = cx * cx + cy * cy - ax * ax - ay * ay
    determinant = a1 * b2 - a2 * b1
    return (c1 * b2 - c2 * b1) / determinant, (a1 * c2 - a2 * c1) / determinant


def _ring(first: Figure, second: Figure, f: Expr, g: Expr) -> Ring:
    """The two figures in their order from outside; one lies inside the other, which is verified."""
    related = f in _made_from(g) or g in _made_from(f)
    if not related and not (isinstance(first, Disc) and isinstance(second, Disc)):
        raise Unclear("the figures do not depend on each other")
    for outer, inner in ((first, second), (second, first)):
        if _lies_inside(inner, outer):
            return Ring(outer, inner)
    raise Unclear("neither figure lies inside the other")


def _made_from(figure: Expr) -> tuple[Expr, ...]:
    return figure.args[1:2] if isinstance(figure, Call) else ()


def _lies_inside(inner: Figure, outer: Figure) -> bool:
    if isinstance(outer, Disc) and isinstance(inner, Disc):
        room = outer.radius - inner.radius - distance(outer.centre, inner.centre)
        return room.sign() > 0 or (room.sign() == 0 and (outer.radius - inner.radius).sign() > 0)
    if isinstance(outer, Disc) and isinstance(inner, Polygon):
        gaps = [outer.radius - distance(outer.centre, vertex) for vertex in inner.vertices]
        return all(gap.sign() >= 0 for gap in gaps)
    if isinstance(outer, Polygon) and isinstance(inner, Disc):
        return all((d - inner.radius).sign() >= 0 for d in outer.to_sides(inner.centre))
    return False
