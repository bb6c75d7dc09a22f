"""Area, perimeter, radii, diagonals and heights of a shape: the formulas, each with its step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from abacist.actions.geometry.shapes import Shape, Unknown
from abacist.core.expr import Expr, call, div, eq, number, pow_, symbol
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.grammar import parse_canonical

__all__ = ["POWERS", "measured", "steps_for"]

POWERS: Mapping[str, int] = {
    "area": 2,
    **dict.fromkeys(
        (
            "perimeter",
            "radius",
            "diameter",
            "diagonal",
            "side",
            "height",
            "inradius",
            "circumradius",
        ),
        1,
    ),
    **dict.fromkeys(("length", "width", "hypotenuse", "longest_side", "shortest_side"), 1),
}
"""The measures with the power of the unit of length that they have."""

Rule = tuple[str, Callable[..., Any]]


def measured(shape: Shape, measure: str) -> Any:
    """The exact value as a SymPy number. Raises `Unknown` where the figure has no such measure."""
    from sympy import radsimp, simplify

    if shape.kind == "difference":
        return _of_difference(shape, measure)
    rule = _rules(shape).get(measure)
    if rule is None:
        raise Unknown(f"no {measure} of this figure")
    value = rule[1](*shape.lengths)
    return value if value.is_Rational else radsimp(simplify(value))


def _of_difference(shape: Shape, measure: str) -> Any:
    from sympy import expand

    outer, inner = shape.parts
    if measure == "area":
        return expand(measured(outer, "area") - measured(inner, "area"))
    if measure == "perimeter":
        return expand(measured(outer, "perimeter") + measured(inner, "perimeter"))
    raise Unknown(f"no {measure} of what lies between two figures")


def _rules(shape: Shape) -> Mapping[str, Rule]:
    if shape.kind == "rectangle":
        a, b = shape.lengths
        if shape.is_sought:
            return {**_RECTANGLE, **_SOUGHT}
        return {**_RECTANGLE, **(_SQUARE if (a - b).is_zero else _OBLONG)}
    if shape.kind == "triangle":
        return {**_TRIANGLE, **_special_triangle(shape.lengths)}
    return _SHAPES[shape.kind]


def _pi() -> Any:
    from sympy import pi

    return pi


def _sqrt(value: Any) -> Any:
    from sympy import sqrt

    return sqrt(value)


def _heron(a: Any, b: Any, c: Any) -> Any:
    from sympy import expand

    return _sqrt(expand((a + b + c) * (-a + b + c) * (a - b + c) * (a + b - c))) / 4


_SHAPES: Mapping[str, Mapping[str, Rule]] = {
    "circle": {
        "area": ("pi*r**2", lambda r: _pi() * r**2),
        "perimeter": ("2*pi*r", lambda r: 2 * _pi() * r),
        "radius": ("r", lambda r: r),
        "diameter": ("2*r", lambda r: 2 * r),
    },
    "semicircle": {
        "area": ("pi*r**2/2", lambda r: _pi() * r**2 / 2),
        "perimeter": ("pi*r + 2*r", lambda r: _pi() * r + 2 * r),
        "radius": ("r", lambda r: r),
        "diameter": ("2*r", lambda r: 2 * r),
    },
    "base_height": {
        "area": ("b*h/2", lambda b, h: b * h / 2),
        "height": ("h", lambda b, h: h),
    },
}
_RECTANGLE: Mapping[str, Rule] = {
    "area": ("a*b", lambda a, b: a * b),
    "perimeter": ("2*(a + b)", lambda a, b: 2 * (a + b)),
    "diagonal": ("sqrt(a**2 + b**2)", lambda a, b: _sqrt(a**2 + b**2)),
    "circumradius": ("sqrt(a**2 + b**2)/2", lambda a, b: _sqrt(a**2 + b**2) / 2),
}
_SQUARE: Mapping[str, Rule] = {
    "area": ("a**2", lambda a, b: a**2),
    "perimeter": ("4*a", lambda a, b: 4 * a),
    "diagonal": ("a*sqrt(2)", lambda a, b: a * _sqrt(2)),
    "side": ("a", lambda a, b: a),
    "inradius": ("a/2", lambda a, b: a / 2),
    "circumradius": ("a*sqrt(2)/2", lambda a, b: a * _sqrt(2) / 2),
}
_OBLONG: Mapping[str, Rule] = {
    "length": ("max(a, b)", lambda a, b: _larger(a, b)),
    "width": ("min(a, b)", lambda a, b: -_larger(-a, -b)),
}
_SOUGHT: Mapping[str, Rule] = dict.fromkeys(("side", "length", "width"), ("b", lambda a, b: b))
_TRIANGLE: Mapping[str, Rule] = {
    "area": ("sqrt(s*(s - a)*(s - b)*(s - c))", _heron),
    "perimeter": ("a + b + c", lambda a, b, c: a + b + c),
    "inradius": ("2*A/(a + b + c)", lambda a, b, c: 2 * _heron(a, b, c) / (a + b + c)),
    "circumradius": ("a*b*c/(4*A)", lambda a, b, c: a * b * c / (4 * _heron(a, b, c))),
    "longest_side": ("max(a, b, c)", lambda a, b, c: _larger(_larger(a, b), c)),
    "shortest_side": ("min(a, b, c)", lambda a, b, c: -_larger(_larger(-a, -b), -c)),
}


def _larger(a: Any, b: Any) -> Any:
    difference = a - b
    if difference.is_nonnegative:
        return a
    if difference.is_negative:
        return b
    raise Unknown("two lengths that cannot be compared")


def _special_triangle(lengths: tuple[Any, ...]) -> Mapping[str, Rule]:
    """What right-angled, isosceles and equilateral triangles have besides."""
    a, b, c = lengths
    found: dict[str, Rule] = {}
    if (a - b).is_zero and (b - c).is_zero:
        found["area"] = ("sqrt(3)/4*a**2", lambda a, b, c: _sqrt(3) * a**2 / 4)
        found["height"] = ("sqrt(3)/2*a", lambda a, b, c: _sqrt(3) * a / 2)
        found["side"] = ("a", lambda a, b, c: a)
    elif (a - b).is_zero:
        found["height"] = ("sqrt(a**2 - (c/2)**2)", lambda a, b, c: _sqrt(a**2 - (c / 2) ** 2))
    if _is_right(lengths):
        found["area"] = ("a*b/2", lambda a, b, c: a * b / 2)
        found["hypotenuse"] = ("sqrt(a**2 + b**2)", lambda a, b, c: c)
        found["inradius"] = ("(a + b - c)/2", lambda a, b, c: (a + b - c) / 2)
        found["circumradius"] = ("c/2", lambda a, b, c: c / 2)
        if not (a - b).is_zero:
            found["height"] = ("a*b/c", lambda a, b, c: a * b / c)
    return found


def _is_right(lengths: tuple[Any, ...]) -> bool:
    a, b, c = lengths
    return bool((a**2 + b**2 - c**2).is_zero)


_LETTERS: Mapping[str, str] = {
    "circle": "r",
    "semicircle": "r",
    "rectangle": "ab",
    "triangle": "abc",
    "base_height": "bh",
}


def steps_for(shape: Shape, measure: str) -> tuple[Step, ...]:
    """How a teacher finds the measure: the formula, then the numbers put in."""
    from abacist.notation.sympy_form import from_sympy

    if shape.kind == "difference":
        outer, inner = shape.parts
        children = (*steps_for(outer, measure), *steps_for(inner, measure))
        value = from_sympy(measured(shape, measure))
        parts = [from_sympy(measured(part, measure)) for part in (outer, inner)]
        sign = -1 if measure == "area" else 1
        second = parts[1] if sign > 0 else call("neg", parts[1])
        return (
            *children,
            Step(
                rule="difference of areas" if sign < 0 else "both boundaries",
                says=_DIFFERENCE if sign < 0 else _BOUNDARIES,
                before=call("add", parts[0], second),
                after=value,
            ),
        )
    formula = parse_canonical(_rules(shape)[measure][0])
    lengths = dict(zip(_LETTERS[shape.kind], map(from_sympy, shape.lengths), strict=True))
    steps = list(_helpers(shape, formula, lengths))
    before = formula.substitute(lengths)
    used = [eq(symbol(n), lengths[n]) for n in lengths if n in formula.free_symbols()]
    is_square = shape.kind == "rectangle" and not shape.is_sought and lengths["a"] == lengths["b"]
    word = _SQUARE_WORD if is_square else _WORDS[shape.kind]
    value = from_sympy(measured(shape, measure))
    steps.append(
        Step(
            rule=f"{measure} of a {word[0]}",
            says=Message(
                en=f"The {measure.replace('_', ' ')} of the {word[0]} is {{f}} with {{g}}.",
                zh=f"{word[1]}的{_MEASURES[measure]}为 {{f}}，其中 {{g}}。",
            ),
            values={"f": formula, "g": call("and", *used) if len(used) > 1 else used[0]},
            before=before if before != value else None,
            after=value,
        )
    )
    return tuple(steps)


def _helpers(shape: Shape, formula: Expr, lengths: dict[str, Expr]) -> tuple[Step, ...]:
    """The half perimeter or the area where a formula for triangles uses them; they join `lengths`."""
    from abacist.notation.sympy_form import from_sympy

    steps: list[Step] = []
    if shape.kind == "triangle" and len(formula.free_symbols()) < 3 and _is_right(shape.lengths):
        squares = [pow_(lengths[name], number(2)) for name in "abc"]
        check = eq(call("add", *squares[:2]), squares[2])
        steps.append(Step(rule="right angle", says=_RIGHT, after=check))
    if "s" in formula.free_symbols():
        half = from_sympy(sum(shape.lengths) / 2)
        total = call("add", *(lengths[name] for name in "abc"))
        lengths["s"] = half
        says = Message(en="Half the perimeter:", zh="半周长：")
        steps.append(
            Step(rule="half perimeter", says=says, before=div(total, number(2)), after=half)
        )
    if "A" in formula.free_symbols():
        steps.extend(steps_for(shape, "area"))
        lengths["A"] = from_sympy(measured(shape, "area"))
    return tuple(steps)


_WORDS: Mapping[str, tuple[str, str]] = {
    "circle": ("circle", "圆"),
    "semicircle": ("semicircle", "半圆"),
    "rectangle": ("rectangle", "长方形"),
    "triangle": ("triangle", "三角形"),
    "base_height": ("triangle", "三角形"),
}
_SQUARE_WORD = ("square", "正方形")
_MEASURES: Mapping[str, str] = {
    "area": "面积",
    "perimeter": "周长",
    "radius": "半径",
    "diameter": "直径",
    "diagonal": "对角线",
    "side": "边长",
    "height": "高",
    "inradius": "内切圆半径",
    "circumradius": "外接圆半径",
    "length": "长",
    "width": "宽",
    "hypotenuse": "斜边",
    "longest_side": "最长边",
    "shortest_side": "最短边",
}
_RIGHT = Message(
    en="The squares of two sides add up to that of the third, so the angle between them is a right one.",
    zh="两边的平方和等于第三边的平方，故它们的夹角为直角。",
)
_DIFFERENCE = Message(
    en="What lies between them is the outer area without the inner one.",
    zh="两图形之间的面积等于外面的面积减去里面的面积。",
)
_BOUNDARIES = Message(en="Both boundaries count.", zh="内外两条边界都计入。")
