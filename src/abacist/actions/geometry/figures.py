"""Elementary figures and what is known of them: exact lengths, areas and radii.

A figure is an expression; its lengths are numbers or quantities:

    circle(r)  semicircle(r)  square(a)  rectangle(a, b)  equilateral_triangle(a)
    triangle(a, b, c)  right_triangle(leg, leg)  right_triangle_hypotenuse(c, leg)  triangle_on_base(b, h)
    circle_with(measure, v)  square_with(measure, v)  equilateral_triangle_with(measure, v)
    rectangle_with(side, measure, v)
    incircle(F)  circumcircle(F)  inscribed_square(circle)  circumscribed_square(circle)
    between(F, G)                                       what lies in one of two nested figures only

Source: Euclid, Elements, books I, III, IV; Heron's formula: T. L. Heath, A History of Greek Mathematics, vol. 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from abacist.actions.geometry.measures import measured
from abacist.actions.geometry.shapes import Degenerate, Shape, Unknown
from abacist.core.expr import Call, Expr, Symbol

__all__ = ["dimensions", "shape_of"]

_KINDS = {
    "circle": 1, "semicircle": 1, "square": 1, "rectangle": 2, "equilateral_triangle": 1, "triangle": 3,
    "right_triangle": 2, "right_triangle_hypotenuse": 2, "triangle_on_base": 2,
}  # fmt: skip
_AREA_LIKE = frozenset({"area"})
_BY_MEASURE: Mapping[str, Mapping[str, str]] = {
    "circle_with": {"diameter": "v/2", "perimeter": "v/(2*pi)", "area": "sqrt(v/pi)"},
    "square_with": {"diagonal": "v/sqrt(2)", "perimeter": "v/4", "area": "sqrt(v)"},
    "equilateral_triangle_with": {
        "perimeter": "v/3", "area": "sqrt(4*v/sqrt(3))", "height": "2*v/sqrt(3)",
    },
}  # fmt: skip


def dimensions(figure: Call) -> tuple[int, ...]:
    """The power of length that each argument after the name has; 0 for names, -1 for figures."""
    name = _name(figure)
    if name in _KINDS:
        return (1,) * _KINDS[name]
    if name in _BY_MEASURE:
        return (0, 2 if str(figure.args[1]) in _AREA_LIKE else 1)
    if name == "rectangle_with":
        return (1, 0, 2 if str(figure.args[2]) in _AREA_LIKE else 1)
    if name in _DERIVED:
        return (-1,)
    if name == "between":
        return (-1, -1)
    raise Unknown(f"{name} is no figure")


def _name(figure: Expr) -> str:
    if not (
        isinstance(figure, Call) and figure.head == "apply" and isinstance(figure.args[0], Symbol)
    ):
        raise Unknown(f"{figure} is no figure")
    return figure.args[0].name


def shape_of(figure: Expr) -> Shape:
    """The shape, its lengths exact. Raises `Unknown` or `Degenerate`."""
    name = _name(figure)
    assert isinstance(figure, Call)
    args = figure.args[1:]
    if len(args) != len(dimensions(figure)):
        raise Unknown(f"{name} takes {len(dimensions(figure))} arguments")
    if name in _DERIVED:
        return _DERIVED[name](shape_of(args[0]))
    if name == "between":
        return _between(figure)
    if name in _BY_MEASURE:
        return _with_measure(name, str(args[0]), _length(args[1]))
    if name == "rectangle_with":
        side = _length(args[0])
        other = _other_side(side, str(args[1]), _length(args[2]))
        return Shape("rectangle", (side, other), is_sought=True)
    return _plain(name, tuple(map(_length, args)))


def _length(expr: Expr) -> Any:
    """A positive real number. Raises `Degenerate` for zero or less, `Unknown` for what is no number."""
    from abacist.notation.sympy_form import to_sympy

    if expr.free_symbols() or expr.has("quantity"):
        raise Unknown(f"{expr} is not a known number")
    value = to_sympy(expr)
    if value.is_positive:
        return value
    if value.is_nonpositive:
        raise Degenerate(f"a length of {expr}")
    raise Unknown(f"{expr} is not a known real number")


def _plain(name: str, lengths: tuple[Any, ...]) -> Shape:
    from sympy import sqrt

    match name:
        case "circle" | "semicircle":
            return Shape(name, lengths)
        case "square":
            return Shape("rectangle", (lengths[0], lengths[0]))
        case "rectangle":
            return Shape("rectangle", lengths)
        case "equilateral_triangle":
            return Shape("triangle", (lengths[0],) * 3)
        case "triangle":
            return _triangle(lengths)
        case "right_triangle":
            return Shape("triangle", (*lengths, sqrt(lengths[0] ** 2 + lengths[1] ** 2)))
        case "right_triangle_hypotenuse":
            hypotenuse, leg = lengths
            _require(hypotenuse - leg, "the hypotenuse is the longest side")
            return Shape("triangle", (leg, sqrt(hypotenuse**2 - leg**2), hypotenuse))
        case _:
            return Shape("base_height", lengths)


def _require(value: Any, why: str) -> None:
    if value.is_positive:
        return
    if value.is_nonpositive:
        raise Degenerate(why)
    raise Unknown(why)


def _triangle(sides: tuple[Any, ...]) -> Shape:
    total = sum(sides)
    for side in sides:
        _require(
            total - 2 * side, "each side of a triangle is shorter than the two others together"
        )
    return Shape("triangle", sides)


def _with_measure(name: str, measure: str, value: Any) -> Shape:
    formula = _BY_MEASURE[name].get(measure)
    if formula is None:
        raise Unknown(f"{name} by {measure}")
    length = _evaluated(formula, value)
    return _plain(name.removesuffix("_with"), (length,))


def _evaluated(formula: str, value: Any) -> Any:
    from abacist.notation.grammar import parse_canonical
    from abacist.notation.sympy_form import to_sympy

    return to_sympy(parse_canonical(formula), domain={"v": "positive"}).subs(
        to_sympy(Symbol("v"), domain={"v": "positive"}), value
    )


def _other_side(side: Any, measure: str, value: Any) -> Any:
    from sympy import sqrt

    if measure == "area":
        return value / side
    if measure == "perimeter":
        _require(value / 2 - side, "the perimeter is longer than twice a side")
        return value / 2 - side
    if measure == "diagonal":
        _require(value - side, "the diagonal is longer than a side")
        return sqrt(value**2 - side**2)
    raise Unknown(f"a rectangle by {measure}")


def _incircle(shape: Shape) -> Shape:
    if shape.kind == "rectangle" and (shape.lengths[0] - shape.lengths[1]).is_zero:
        return Shape("circle", (shape.lengths[0] / 2,))
    if shape.kind == "triangle":
        return Shape("circle", (measured(shape, "inradius"),))
    raise Unknown("only squares and triangles have an inscribed circle here")


def _circumcircle(shape: Shape) -> Shape:
    return Shape("circle", (measured(shape, "circumradius"),))


def _square_in(shape: Shape) -> Shape:
    from sympy import sqrt

    if shape.kind != "circle":
        raise Unknown("the square is inscribed in a circle")
    side = shape.lengths[0] * sqrt(2)
    return Shape("rectangle", (side, side))


def _square_around(shape: Shape) -> Shape:
    if shape.kind != "circle":
        raise Unknown("the square is circumscribed about a circle")
    side = shape.lengths[0] * 2
    return Shape("rectangle", (side, side))


_DERIVED: Mapping[str, Callable[[Shape], Shape]] = {
    "incircle": _incircle,
    "circumcircle": _circumcircle,
    "inscribed_square": _square_in,
    "circumscribed_square": _square_around,
}
_INNER = frozenset({"incircle", "inscribed_square"})


def _between(figure: Call) -> Shape:
    """The outer and the inner of two figures of which one is made from the other, or of two circles."""
    first, second = figure.args[1:]
    for outer, inner in ((first, second), (second, first)):
        if _name(inner) in _INNER and isinstance(inner, Call) and inner.args[1] == outer:
            return Shape("difference", (), (shape_of(outer), shape_of(inner)))
        around = _name(outer) in _DERIVED and _name(outer) not in _INNER
        if around and isinstance(outer, Call) and outer.args[1] == inner:
            return Shape("difference", (), (shape_of(outer), shape_of(inner)))
    circles = [shape_of(first), shape_of(second)]
    if [circle.kind for circle in circles] == ["circle", "circle"]:
        difference = circles[0].lengths[0] - circles[1].lengths[0]
        if difference.is_positive or difference.is_negative:
            ordered = circles if difference.is_positive else circles[::-1]
            return Shape("difference", (), tuple(ordered))
        raise Degenerate("the circles are the same")
    raise Unknown("it is not said how one figure lies in the other")
