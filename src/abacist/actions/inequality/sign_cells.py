"""Where a relation of one real unknown holds: boundary points, one test point between each two, a sign table.

Boundary points are the roots of left = right, the zeros of denominators, and the ends of the domains of roots
and logarithms. Between neighbours the truth does not change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from abacist.actions.arithmetic.decimals import decimal_of
from abacist.actions.equation.absolute_values import PIECEWISE, cases
from abacist.actions.equation.solution_forms import Found, Unsolved
from abacist.core.expr import Call, Expr, Number, Symbol, call, eq, neg, number, symbol
from abacist.core.value import Table
from abacist.notation.terminal import terminal

__all__ = ["Cells", "cells_of", "relations_in", "solution_set"]

_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
_MOST_POINTS = 60
Finder = Callable[[Expr, str], Found]


@dataclass(frozen=True, slots=True)
class Cells:
    """Boundary points in ascending order; truth at each point, and in each open interval around them."""

    points: tuple[Expr, ...]
    at_points: tuple[bool, ...]
    between: tuple[bool, ...]
    samples: tuple[Fraction, ...]

    def as_set(self) -> Expr:
        """The solution set as a union of intervals and single points."""
        return _assembled(self)

    def table(self, name: str) -> Table:
        """Each part of the line with its test point and whether the relation holds there."""
        rows: list[tuple[str, ...]] = []
        edges = ["−∞", *map(_shown, self.points), "∞"]
        for k, holds in enumerate(self.between):
            part = f"({edges[k]}, {edges[k + 1]})"
            rows.append((part, terminal(eq(symbol(name), number(self.samples[k]))), _mark(holds)))
            if k < len(self.points):
                rows.append(
                    (f"{terminal(symbol(name))} = {edges[k + 1]}", "", _mark(self.at_points[k]))
                )
        return Table(columns=("part", "test", "holds"), rows=tuple(rows))


def _mark(holds: bool) -> str:
    return "✓" if holds else "✗"


def _shown(point: Expr) -> str:
    if isinstance(point, Call) and point.head == "plus_minus":
        return f"{_value(point):.6f}"
    return terminal(point)


def solution_set(relation: Expr, name: str, roots: Finder) -> Expr:
    """The set of real numbers at which the relation holds; `roots` finds all real roots of an equation."""
    return cells_of(relation, name, roots).as_set()


def relations_in(relation: Expr) -> list[Call]:
    """The single comparisons and memberships of a relation."""
    if not isinstance(relation, Call):
        raise Unsolved
    if relation.head in ("and", "or", "not"):
        return [r for part in relation.args for r in relations_in(part)]
    if relation.head in _COMPARISONS or relation.head == "in":
        return [relation]
    raise Unsolved


def cells_of(relation: Expr, name: str, roots: Finder) -> Cells:
    """The decomposition of the line. Raises `Unsolved` where boundary points cannot be found."""
    points: list[Expr] = []
    for part in relations_in(relation):
        points += _boundaries(part, name, roots)
    ordered = _ordered(points)
    samples = _samples(ordered)
    between = tuple(_holds(relation, name, number(sample)) for sample in samples)
    at_points = tuple(_holds_at(relation, name, point) for point in ordered)
    return Cells(tuple(ordered), at_points, between, tuple(samples))


def _boundaries(relation: Call, name: str, roots: Finder) -> list[Expr]:
    if relation.head == "in":
        return _ends(relation)
    left, right = relation.args
    found = _roots(eq(left, right), name, roots)
    for node in relation.walk():
        if not isinstance(node, Call) or name not in node.free_symbols():
            continue
        for inside in _edges(node, name):
            found += _roots(eq(inside, number(0)), name, roots)
    return found


def _edges(node: Call, name: str) -> list[Expr]:
    """What must not vanish, or must not be negative, for a part to be defined; and insides of |…|."""
    if node.head == "div" and name in node.args[1].free_symbols():
        return [node.args[1]]
    if node.head in ("sqrt", "root", "ln", "abs", "sign"):
        return [node.args[0]]
    if node.head == "log":
        return [arg for arg in node.args if name in arg.free_symbols()]
    if node.head == "pow" and name in node.args[0].free_symbols():
        return [] if _is_positive_integer(node.args[1]) else [node.args[0]]
    return []


def _is_positive_integer(exponent: Expr) -> bool:
    return isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value > 0


def _ends(membership: Call) -> list[Expr]:
    inside, collection = membership.args
    if not isinstance(inside, Symbol) or not isinstance(collection, Call):
        raise Unsolved
    infinite = (Symbol("oo"), neg(Symbol("oo")))
    return [end for end in collection.args if end not in infinite]


def _roots(equation: Expr, name: str, roots: Finder) -> list[Expr]:
    """Real numbers among which are all isolated real roots; none where the equation holds everywhere."""
    if name not in equation.free_symbols():
        return []
    if equation.has(*PIECEWISE):
        return [root for _, case in cases(equation)[1] for root in _roots(case, name, roots)]
    found = roots(equation, name)
    if found.parameters or found.solutions is not None:
        raise Unsolved
    return [] if found.free else [root[0] for root in found.roots]


def _value(point: Expr) -> Decimal:
    inner = point.args[0] if isinstance(point, Call) and point.head == "plus_minus" else point
    value = decimal_of(inner, 40)
    if value is None:
        raise Unsolved
    return value


def _ordered(points: list[Expr]) -> list[Expr]:
    """Ascending, each number once, in its shortest writing."""
    if len(points) > _MOST_POINTS:
        raise Unsolved
    pairs = sorted(((_value(p), len(str(p)), p) for p in points), key=lambda item: item[:2])
    found: list[tuple[Decimal, Expr]] = []
    for value, _, point in pairs:
        if not found or abs(value - found[-1][0]) > Decimal("1e-18") * max(1, abs(value)):
            found.append((value, point))
    return [point for _, point in found]


def _samples(points: list[Expr]) -> list[Fraction]:
    """One simple rational number in each open interval."""
    values = [_value(point) for point in points]
    if not values:
        return [Fraction(0)]
    inner = [_simple(a, b) for a, b in pairwise(values)]
    low = Fraction(values[0].__floor__() - 1)
    return [low, *inner, Fraction(values[-1].__ceil__() + 1)]


def _simple(a: Decimal, b: Decimal) -> Fraction:
    """A number of few digits strictly between."""
    low, high = Fraction(a), Fraction(b)
    scale = 1
    while True:
        candidate = Fraction((low * scale).__floor__() + 1, scale)
        if candidate < high:
            middle = Fraction(round((low + high) / 2 * scale), scale)
            return middle if low < middle < high else candidate
        scale *= 10


def _holds(relation: Expr, name: str, value: Expr) -> bool:
    """The truth at a test point; a side without a real value makes it false."""
    from abacist.notation.arb import Undecided, decide, enclose
    from abacist.notation.refusal import NotRepresentable

    fixed = relation.substitute({name: value})
    found = decide(fixed, {}, highest=1024)
    if found is not None:
        return found
    if isinstance(fixed, Call) and fixed.head in ("and", "or", "not"):
        parts = [_holds(part, name, value) for part in relation.args]  # type: ignore[attr-defined]
        return {"and": all(parts), "or": any(parts), "not": not parts[0]}[fixed.head]
    try:
        for side in relations_in(fixed)[0].args:
            enclose(side, field="real", bits=64, highest=256)
    except (Undecided, NotRepresentable):
        return False
    return fixed.head in ("eq", "le", "ge") if isinstance(fixed, Call) else False


def _holds_at(relation: Expr, name: str, point: Expr) -> bool:
    """The truth at a boundary point: exact where SymPy can tell, by the comparison at a root else."""
    if isinstance(relation, Call) and relation.head in ("and", "or", "not"):
        parts = [_holds_at(part, name, point) for part in relation.args]
        return {"and": all(parts), "or": any(parts), "not": not parts[0]}[relation.head]
    assert isinstance(relation, Call)
    if relation.head == "in":
        return _member(relation, name, point)
    if isinstance(point, Call) and point.head == "plus_minus":
        return _at_enclosed(relation, name, point)
    return _holds(relation, name, point)


def _at_enclosed(relation: Call, name: str, point: Call) -> bool:
    """At a root that is only enclosed the comparison is an equality if the difference is that small."""
    from abacist.notation.arb import Undecided, enclose

    difference = call("add", relation.args[0], neg(relation.args[1])).substitute(
        {name: point.args[0]}
    )
    try:
        ball = enclose(difference, field="real", bits=128, highest=512)
    except Undecided:
        return False
    if abs(ball) < 1e-15:
        return relation.head in ("eq", "le", "ge")
    positive = bool(ball.real > 0)
    return relation.head in (("gt", "ge", "ne") if positive else ("lt", "le", "ne"))


def _member(relation: Call, name: str, point: Expr) -> bool:
    from abacist.actions.equation.restriction import holds

    inner = point.args[0] if isinstance(point, Call) and point.head == "plus_minus" else point
    return holds(relation, {name: inner}) is True


def _assembled(cells: Cells) -> Expr:
    """The union of the parts in which the relation holds."""
    oo: Expr = Symbol("oo")
    parts: list[Expr] = []
    edges: list[Expr] = [neg(oo), *cells.points, oo]
    k, count = 0, len(cells.between)
    while k < count:
        if not cells.between[k]:
            if k < len(cells.points) and cells.at_points[k] and not cells.between[k + 1]:
                _add_point(parts, cells.points[k])
            k += 1
            continue
        end = k
        while end + 1 < count and cells.at_points[end] and cells.between[end + 1]:
            end += 1
        low, high = edges[k], edges[end + 1]
        left = k > 0 and cells.at_points[k - 1]
        right = end < len(cells.points) and cells.at_points[end]
        parts.append(_interval(low, high, left, right))
        k = end + 1
    return _union(parts, cells)


def _add_point(parts: list[Expr], point: Expr) -> None:
    """A single point, put into one set with those just before it."""
    last = parts[-1] if parts else None
    if isinstance(last, Call) and last.head == "set":
        parts[-1] = call("set", *last.args, point)
    else:
        parts.append(call("set", point))


def _union(parts: list[Expr], cells: Cells) -> Expr:
    if not parts:
        return call("set")
    if all(cells.between) and all(cells.at_points):
        return Symbol("Reals")
    if all(cells.between):
        missing = [p for p, holds in zip(cells.points, cells.at_points, strict=True) if not holds]
        if len(missing) > 2:
            return call("difference", Symbol("Reals"), call("set", *missing))
    return parts[0] if len(parts) == 1 else call("union", *parts)


def _interval(low: Expr, high: Expr, left: bool, right: bool) -> Expr:
    head = {
        (True, True): "interval",
        (False, False): "interval_open",
        (True, False): "interval_right_open",
        (False, True): "interval_left_open",
    }[left, right]
    return call(head, low, high)
