"""Where an algebraic function of one real variable rises and falls: its local extrema, exactly.

The line is cut wherever the function or its derivative can vanish, have a pole, a corner, or stop being real.
Between two cuts the derivative keeps its sign, which one test point shows. A function made of rational
operations, roots and absolute values is continuous where it is defined; so it has a local extremum exactly where
the derivative's sign changes at a point of the function's domain.
Source: Spivak, Calculus, 4th ed., chapter 11; Basu, Pollack and Roy, Algorithms in Real Algebraic Geometry, chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from abacist.checking.algebraic_field import element
from abacist.checking.algebraic_numbers import NotAlgebraic, algebraic
from abacist.checking.critical_points import critical_points, insert_endpoints
from abacist.checking.exact_derivatives import NotDifferentiable, derivative
from abacist.checking.real_points import NotCellular, Point, sample_between
from abacist.checking.root_values import decide_at_root
from abacist.checking.truth import NO_VALUE, decide, sign_of
from abacist.core.expr import Call, Expr, add, eq, neg, number

__all__ = ["SignChart", "Turn", "corner_parts", "sign_chart"]

_CONTINUOUS = frozenset(
    {"add", "mul", "neg", "div", "pow", "sqrt", "root", "abs", "max", "min", "percent"}
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A cut: the derivative's sign before and after it (None where it has no value), and what the cut is.

    `defined`: the function has a value there. `flat`: the derivative is zero there. `corner`: it may have none.
    """

    point: Point
    left: int | None
    right: int | None
    defined: bool
    flat: bool
    corner: bool

    @property
    def kind(self) -> str:
        """maximum, minimum, or nothing."""
        if not self.defined:
            return ""
        return {(1, -1): "maximum", (-1, 1): "minimum"}.get((self.left or 0, self.right or 0), "")


@dataclass(frozen=True, slots=True)
class SignChart:
    """The cuts from left to right, and a rational sample in each cell between them, outer ones included."""

    function: Expr
    variable: str
    turns: tuple[Turn, ...]
    samples: tuple[Fraction, ...]

    def at(self, expr: Expr) -> Turn | None:
        """The cut at this number; None where it is no cut. Raises `NotCellular` for no algebraic number."""
        try:
            value = algebraic(expr, real=True)
        except NotAlgebraic as error:
            raise NotCellular from error
        for turn in self.turns:
            if turn.point.expr == expr or (
                turn.point.element is not None and turn.point.element == value
            ):
                return turn
        return None

    def satisfies(self, turn: Turn, relations: Sequence[Expr]) -> bool:
        """Whether relations hold at a cut. Raises `NotCellular` where that is open."""
        for relation in relations:
            held = _decide_at(relation, self.variable, turn.point)
            if held is None:
                raise NotCellular
            if not held:
                return False
        return True


def sign_chart(function: Expr, variable: str, listed: Sequence[Expr]) -> SignChart:
    """The chart of a function, with the numbers of `listed` among its cuts. Raises `NotCellular`."""
    heads = {node.head for node in function.walk() if isinstance(node, Call)}
    if not heads <= _CONTINUOUS:
        raise NotCellular
    try:
        slope = derivative(function, variable)
    except NotDifferentiable as error:
        raise NotCellular from error
    parts = [part for part in (slope, function) if variable in part.free_symbols()]
    points = insert_endpoints(critical_points([*parts, *_differences(function)], variable), listed)
    marks: list[Point | None] = [None, *points, None]
    samples = tuple(sample_between(left, right) for left, right in pairwise(marks))
    signs = [_sign_at_sample(slope, variable, sample) for sample in samples]
    turns = tuple(
        Turn(
            point,
            signs[k],
            signs[k + 1],
            _decide_at(eq(function, function), variable, point) is True,
            _decide_at(eq(slope, number(0)), variable, point) is True,
            _is_corner(function, variable, point),
        )
        for k, point in enumerate(points)
    )
    return SignChart(function, variable, turns, samples)


def _sign_at_sample(slope: Expr, variable: str, sample: Fraction) -> int | None:
    sign = sign_of(slope, {variable: element(sample)})
    if sign is None:
        raise NotCellular
    return None if sign is NO_VALUE else int(sign)


def _decide_at(relation: Expr, variable: str, point: Point) -> bool | None:
    if point.element is not None:
        return decide(relation, {variable: point.element})
    return decide_at_root(relation, variable, point)


def _is_corner(function: Expr, variable: str, point: Point) -> bool:
    """Whether the inside of a root, or of an absolute value, vanishes there, or two branches meet."""
    for part in corner_parts(function, variable):
        if _decide_at(eq(part, number(0)), variable, point) is not False:
            return True
    return False


def corner_parts(function: Expr, variable: str) -> Iterator[Expr]:
    """What vanishes at a corner: the insides of absolute values and roots, the differences of branches."""
    for node in function.walk():
        if not isinstance(node, Call) or variable not in node.free_symbols():
            continue
        if node.head in ("abs", "sqrt", "root") or (
            node.head == "pow" and _is_fractional(node.args[1])
        ):
            yield node.args[0]
    yield from _differences(function)


def _differences(function: Expr) -> Iterator[Expr]:
    """a − b for each pair of the arguments of a maximum or minimum."""
    for node in function.walk():
        if isinstance(node, Call) and node.head in ("max", "min"):
            for k, a in enumerate(node.args):
                for b in node.args[k + 1 :]:
                    yield add(a, neg(b))


def _is_fractional(exponent: Expr) -> bool:
    value = getattr(exponent, "value", None)
    return value is None or value.denominator != 1
