"""Where a relation of one real unknown holds, decided cell by cell.

The critical points of both sides and the endpoints of the claimed set cut the line into points and open
intervals; in each the truth is constant and is found at one point, exactly. So a claimed solution set is
proved right, or proved wrong by a number that belongs to one and not to the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from abacist.checking.algebraic_field import element
from abacist.checking.critical_points import critical_points, insert_endpoints
from abacist.checking.real_points import NotCellular, Point, sample_between
from abacist.checking.truth import RELATIONS, decide
from abacist.core.expr import Call, Expr, Symbol, add, neg
from abacist.core.outcome import Verdict

__all__ = ["CellReport", "compare_on_cells", "comparisons", "endpoints_of"]

_INTERVALS = frozenset({"interval", "interval_open", "interval_left_open", "interval_right_open"})


@dataclass(frozen=True, slots=True)
class CellReport:
    """Verdict on a claimed set; `cells` were decided; `witness` is a number on which the two differ."""

    verdict: Verdict
    cells: int = 0
    witness: str = ""


def compare_on_cells(relation: Expr, unknown: str, solutions: Expr) -> CellReport:
    """Compares where `relation` holds for real `unknown` with the set `solutions`.

    Raises `NotCellular` for what is not algebraic.
    """
    sides = [add(left, neg(right)) for left, right in comparisons(relation)]
    points = insert_endpoints(critical_points(sides, unknown), endpoints_of(solutions))
    marks: list[Point | None] = [None, *points, None]
    cells = 0
    undecided = ""
    for left, right in pairwise(marks):
        for spot in _spots(left, right):
            if isinstance(spot, Point):
                holds, inside = _at_point(relation, unknown, solutions, spot, points)
                shown = spot.ball.str(15)
            else:
                value = {unknown: element(spot)}
                holds = decide(relation, value)
                inside = _sample_inside(solutions, spot, points)
                shown = str(spot)
            if holds is None or inside is None:
                undecided = undecided or shown
                continue
            if holds is not inside:
                return CellReport(Verdict.REFUTED, cells, shown)
            cells += 1
    if undecided:
        return CellReport(Verdict.UNDECIDED, cells, undecided)
    return CellReport(Verdict.PROVED, cells)


def _spots(left: Point | None, right: Point | None) -> Iterator[Point | Fraction]:
    """The test point of the open cell, then its right end."""
    yield sample_between(left, right)
    if right is not None:
        yield right


def comparisons(relation: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The two sides of every comparison in a relation; memberships give their endpoints."""
    if isinstance(relation, Symbol) and relation.name in ("true", "false"):
        return
    if not isinstance(relation, Call):
        raise NotCellular
    if relation.head in RELATIONS:
        yield relation.args[0], relation.args[1]
    elif relation.head in ("and", "or", "not"):
        for part in relation.args:
            yield from comparisons(part)
    elif relation.head == "in":
        if isinstance(relation.args[1], Symbol) and relation.args[1].name != "Reals":
            raise NotCellular
        for end in endpoints_of(relation.args[1]):
            yield relation.args[0], end
    else:
        raise NotCellular


def endpoints_of(collection: Expr) -> Iterator[Expr]:
    """All finite endpoints and members that a set of real numbers is written with."""
    if isinstance(collection, Symbol):
        if collection.name != "Reals":
            raise NotCellular
        return
    if not isinstance(collection, Call):
        raise NotCellular
    if collection.head == "set" or collection.head in _INTERVALS:
        for end in collection.args:
            if end not in (Symbol("oo"), neg(Symbol("oo"))):
                yield end
    elif collection.head in ("union", "intersection", "difference"):
        for part in collection.args:
            yield from endpoints_of(part)
    else:
        raise NotCellular


def _at_point(
    relation: Expr, unknown: str, solutions: Expr, point: Point, points: list[Point]
) -> tuple[bool | None, bool | None]:
    inside = _inside(solutions, points.index(point), points)
    if point.element is not None:
        return decide(relation, {unknown: point.element}), inside
    from abacist.checking.root_values import decide_at_root

    return decide_at_root(relation, unknown, point), inside


def _sample_inside(solutions: Expr, spot: Fraction, points: list[Point]) -> bool | None:
    """Whether the sample of a cell lies in the set: its place among the points is all that counts."""
    from flint import fmpq

    below = sum(1 for point in points if point.ball < fmpq(spot.numerator, spot.denominator))
    return _inside(solutions, below - 0.5, points)


def _inside(collection: Expr, place: float, points: list[Point]) -> bool | None:
    """Membership by order: `place` is an index among the points, or lies half-way between two."""
    if isinstance(collection, Symbol):
        return True
    assert isinstance(collection, Call)
    head, args = collection.head, collection.args
    if head == "set":
        return any(_place(member, points) == place for member in args)
    if head in _INTERVALS:
        low, high = (_place(end, points) for end in args)
        above = place > low or (place == low and head in ("interval", "interval_right_open"))
        below = place < high or (place == high and head in ("interval", "interval_left_open"))
        return above and below
    parts = [_inside(part, place, points) for part in args]
    if head == "union":
        return True in parts
    if head == "intersection":
        return False not in parts
    return bool(parts[0]) and not parts[1]


def _place(end: Expr, points: list[Point]) -> float:
    """The index of the point that an endpoint was tied to; ±∞ beyond all."""
    if end == Symbol("oo"):
        return float("inf")
    if end == neg(Symbol("oo")):
        return float("-inf")
    for index, point in enumerate(points):
        if point.expr == end:
            return index
    return _place_by_value(end, points)


def _place_by_value(end: Expr, points: list[Point]) -> float:
    """Two expressions may be the same number: the one that was tied second is found by its value."""
    from abacist.checking.algebraic_numbers import NotAlgebraic, algebraic

    try:
        value: Any = algebraic(end, real=True)
    except NotAlgebraic as error:
        raise NotCellular from error
    for index, point in enumerate(points):
        if point.element is not None and point.element == value:
            return index
    raise NotCellular
