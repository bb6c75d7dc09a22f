"""Measures of elementary figures: area, perimeter, radii, diagonals, heights; the area between nested figures.

Arguments: a figure (see `figures`; lengths as numbers or quantities of any units of length) and what is measured.
Outcomes: solved, with the unit of the first length; no_solution where no such figure exists (a degenerate
triangle, a length of 0); unit_mismatch for quantities that are no lengths, or lengths with and without units;
unable where the figure is not determined by what is given.
Method: lengths in one unit, exactly; the formulas of plane geometry, the results simplified by SymPy.
Source: Euclid, Elements, books I, III, IV; Heron's formula in T. L. Heath, A History of Greek Mathematics, vol. 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import model_validator

from abacist.actions.geometry.figures import shape_of
from abacist.actions.geometry.measure_phrases import EXAMPLES, PHRASES
from abacist.actions.geometry.measures import POWERS, measured, steps_for
from abacist.actions.geometry.shapes import Degenerate, Shape, Unknown
from abacist.actions.geometry.units import without_units
from abacist.core.answer import Solution
from abacist.core.claim import MeasureOf
from abacist.core.errors import UnitError
from abacist.core.expr import Call, Expr, call
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "measure"]

Measure = Literal[
    "area", "perimeter", "radius", "diameter", "diagonal", "side", "height", "inradius", "circumradius",
    "length", "width", "hypotenuse", "longest_side", "shortest_side",
]  # fmt: skip

_THE = "the_"
_SORTS = {
    "circle": ("circle", "circle_with", "incircle", "circumcircle"),
    "semicircle": ("semicircle",),
    "square": ("square", "square_with", "inscribed_square", "circumscribed_square"),
    "rectangle": ("rectangle", "rectangle_with"),
    "triangle": (
        "triangle", "right_triangle", "right_triangle_hypotenuse", "triangle_on_base",
        "equilateral_triangle", "equilateral_triangle_with",
    ),
}  # fmt: skip


class Arguments(Record):
    """The figure and its measure.

    Arguments:
        figure: square(4), incircle(square(4)), …; the_circle stands for the one circle in `context`.
        measure: what is measured.
        context: figures that the problem mentions besides; a plan needs none.
        pair: what lies between two figures is asked for, so `figure` must be that.
    """

    figure: Annotated[
        Expr, Slot("Figure|FigurePair", ask=Message(en="Of which figure?", zh="哪个图形？"))
    ]
    measure: Measure
    context: Annotated[tuple[Expr, ...], Slot("Figure|FigurePair", many=True)] = ()
    pair: bool = False

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        figure, used = self.figure, set[Expr]()
        for name in sorted(figure.free_symbols()):
            if name.startswith(_THE):
                found, where = _the_one(name.removeprefix(_THE), self.context)
                figure = figure.substitute({name: found})
                used.add(where)
        if set(self.context) - used - {figure}:
            raise ValueError("a figure is mentioned that nothing is asked of")
        if self.pair and _name(figure) != "between":
            raise ValueError("it is not said between which figures")
        object.__setattr__(self, "pair", False)
        object.__setattr__(self, "figure", _in_order(figure))
        object.__setattr__(self, "context", ())
        return self


def _in_order(figure: Expr) -> Expr:
    """between(F, G) with the figure first from which the other one is made."""
    if _name(figure) != "between" or not isinstance(figure, Call):
        return figure
    name, first, second = figure.args
    made_from_second = isinstance(first, Call) and second in first.args[1:]
    unrelated = not made_from_second and not (isinstance(second, Call) and first in second.args[1:])
    if made_from_second or (unrelated and str(second) < str(first)):
        return call("apply", name, second, first)
    return figure


def _the_one(sort: str, context: tuple[Expr, ...]) -> tuple[Expr, Expr]:
    """The only figure of a sort in what was mentioned, and where. Raises `ValueError`."""
    found = {
        part: figure
        for figure in context
        for part in _figures_in(figure)
        if _name(part) in _SORTS[sort]
    }
    if len(found) != 1:
        raise ValueError(f"it is open which {sort} is meant")
    return next(iter(found.items()))


def _name(figure: Expr) -> str:
    return str(figure.args[0]) if isinstance(figure, Call) and figure.head == "apply" else ""


def _figures_in(figure: Expr) -> Iterator[Expr]:
    """The figure and those that it is made from."""
    yield figure
    if isinstance(figure, Call) and figure.head == "apply":
        for arg in figure.args[1:]:
            if isinstance(arg, Call) and arg.head == "apply":
                yield from _figures_in(arg)


@action(
    "geometry.measure",
    title=Message(en="Measure of a figure", zh="图形的度量"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def measure(arguments: Arguments) -> Solution:
    """The exact measure with its unit; see the module's page."""
    from abacist.notation.sympy_form import from_sympy

    try:
        figure, unit = without_units(arguments.figure)
    except UnitError as error:
        return Solution(outcome=Outcome.UNIT_MISMATCH, notes=(error.message,))
    except Unknown as error:
        return _unknown(error)
    power = _power_of(unit, POWERS[arguments.measure])
    try:
        shape = shape_of(figure)
        value = from_sympy(measured(shape, arguments.measure))
    except Degenerate as error:
        return _impossible(arguments, figure, str(error))
    except Unknown as error:
        return _unknown(error)
    return Solution(
        value=Exact(expr=value),
        unit=power,
        claims=(_claim(arguments, figure, value, power),),
        steps=(
            *_unit_steps(arguments.figure, figure, unit),
            *steps_for(shape, arguments.measure),
            *_with_unit(value, unit, power),
        ),
        code=_code(shape, arguments.measure, power),
    )


def _unknown(error: Unknown) -> Solution:
    note = Message(
        en=f"this is not determined by what is given: {error}",
        zh=f"已知条件不足以确定所求的量：{error}",
    )
    return Solution(outcome=Outcome.UNABLE, notes=(note,))


def _power_of(unit: Expr | None, power: int) -> Expr | None:
    from abacist.notation.quantities import power_unit

    return None if unit is None else power_unit(unit, power)


def _claim(arguments: Arguments, figure: Expr, value: Expr | None, unit: Expr | None) -> MeasureOf:
    return MeasureOf(
        figure=figure,
        measure=arguments.measure,
        value=value,
        given=arguments.figure,
        unit=unit,
    )


def _impossible(arguments: Arguments, figure: Expr, why: str) -> Solution:
    note = Message(
        en=f"no such figure exists: {why}", zh="不存在这样的图形：所给长度不能构成该图形"
    )
    claim = _claim(arguments, figure, None, None)
    return Solution(outcome=Outcome.NO_SOLUTION, claims=(claim,), notes=(note,))


def _unit_steps(given: Expr, plain: Expr, unit: Expr | None) -> tuple[Step, ...]:
    """A step where lengths in different units were brought to one."""
    if unit is None:
        return ()
    used = {
        part.args[1] for part in given.walk() if isinstance(part, Call) and part.head == "quantity"
    }
    if len(used) < 2:
        return ()
    says = Message(en="Bring all lengths to the unit {u}.", zh="把所有长度统一为单位 {u}。")
    return (Step(rule="one unit", says=says, values={"u": unit}, before=given, after=plain),)


def _with_unit(value: Expr, unit: Expr | None, power: Expr | None) -> tuple[Step, ...]:
    """The number with its unit."""
    if unit is None or power is None:
        return ()
    says = Message(
        en="The lengths are in {u}, so the result has the unit {p}.",
        zh="长度以 {u} 计，故结果的单位为 {p}。",
    )
    shown = call("quantity", value, power)
    return (Step(rule="unit", says=says, values={"u": unit, "p": power}, after=shown),)


def _code(shape: Shape, wanted: str, unit: Expr | None) -> str:
    """The formula with the numbers, in SymPy."""
    from sympy.printing.str import StrPrinter

    printer = StrPrinter({"sympy_integers": True})
    lines = ["from sympy import S, expand, pi, radsimp, simplify, sqrt", ""]
    names = []
    for index, part in enumerate(shape.parts or (shape,)):
        lengths = [printer.doprint(length) for length in part.lengths]
        lines.append(f"lengths = [{', '.join(f'S({length})' for length in lengths)}]")
        lines.append(f"value_{index} = {_FORMULAS[part.kind, wanted]}")
        names.append(f"value_{index}")
    sign = " - " if wanted == "area" else " + "
    lines.append(f"value = radsimp(simplify({sign.join(names)}))")
    shown = f'print(value, "{unit}")' if unit is not None else "print(value)"
    return "\n".join([*lines, shown]) + "\n"


_A, _B, _C = "lengths[0]", "lengths[1]", "lengths[2]"
_HERON = f"sqrt(expand(({_A} + {_B} + {_C})*(-{_A} + {_B} + {_C})*({_A} - {_B} + {_C})*({_A} + {_B} - {_C})))/4"
_FORMULAS = {
    ("circle", "area"): f"pi*{_A}**2",
    ("circle", "perimeter"): f"2*pi*{_A}",
    ("circle", "radius"): _A,
    ("circle", "diameter"): f"2*{_A}",
    ("semicircle", "area"): f"pi*{_A}**2/2",
    ("semicircle", "perimeter"): f"(pi + 2)*{_A}",
    ("semicircle", "radius"): _A,
    ("semicircle", "diameter"): f"2*{_A}",
    ("rectangle", "area"): f"{_A}*{_B}",
    ("rectangle", "perimeter"): f"2*({_A} + {_B})",
    ("rectangle", "diagonal"): f"sqrt({_A}**2 + {_B}**2)",
    ("rectangle", "circumradius"): f"sqrt({_A}**2 + {_B}**2)/2",
    ("rectangle", "inradius"): f"{_A}/2",
    ("rectangle", "side"): _B,
    ("rectangle", "length"): "max(lengths)",
    ("rectangle", "width"): "min(lengths)",
    ("triangle", "area"): _HERON,
    ("triangle", "perimeter"): "sum(lengths)",
    ("triangle", "inradius"): f"2*({_HERON})/sum(lengths)",
    ("triangle", "circumradius"): f"{_A}*{_B}*{_C}/(4*({_HERON}))",
    ("triangle", "height"): f"2*({_HERON})/{_C}",
    ("triangle", "side"): _A,
    ("triangle", "hypotenuse"): "max(lengths)",
    ("triangle", "longest_side"): "max(lengths)",
    ("triangle", "shortest_side"): "min(lengths)",
    ("base_height", "area"): f"{_A}*{_B}/2",
    ("base_height", "height"): _B,
}
