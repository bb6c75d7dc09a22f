"""What the variables may be: bounds, relations and integer variables from the constraints of a problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from abacist.core.expr import Call, Expr, Symbol, call, neg, number, sub
from abacist.notation.refusal import NotRepresentable

__all__ = ["Region", "flattened", "region_of"]

_INTERVALS = {
    "interval": ("le", "le"),
    "interval_open": ("lt", "lt"),
    "interval_left_open": ("lt", "le"),
    "interval_right_open": ("le", "lt"),
}
_RELATIONS = frozenset({"le", "lt", "ge", "gt", "eq"})
_FLIPPED = {"le": "ge", "lt": "gt", "ge": "le", "gt": "lt"}
_INFINITY = Symbol("oo")


@dataclass(frozen=True)
class Region:
    """Bounds of each variable (±oo where there is none), which ends are excluded, other relations, integers.

    `inequalities` are g ≤ 0 and `equations` h = 0.
    """

    variables: tuple[str, ...]
    bounds: tuple[tuple[Expr, Expr], ...]
    excluded: tuple[tuple[bool, bool], ...]
    relations: tuple[Expr, ...]
    integers: tuple[str, ...]

    @property
    def inequalities(self) -> list[Expr]:
        """Left sides of g ≤ 0."""
        found = []
        for one in self.relations:
            assert isinstance(one, Call)
            if one.head in ("le", "lt"):
                found.append(sub(one.args[0], one.args[1]))
            elif one.head in ("ge", "gt"):
                found.append(sub(one.args[1], one.args[0]))
        return found

    @property
    def equations(self) -> list[Expr]:
        """Left sides of h = 0."""
        return [
            sub(*one.args) for one in self.relations if isinstance(one, Call) and one.head == "eq"
        ]


def flattened(constraints: Iterable[Expr], variables: Sequence[str]) -> Iterator[Expr]:
    """Constraints one by one: chains and tuples taken apart; a bare interval is for the only variable."""
    for one in constraints:
        if not isinstance(one, Call):
            raise NotRepresentable(f"the constraint {one}")
        if one.head == "and":
            yield from flattened(one.args, variables)
        elif one.head in _INTERVALS:
            if len(variables) != 1:
                raise NotRepresentable(f"the constraint {one}")
            yield call("in", Symbol(variables[0]), one)
        elif (
            one.head == "in"
            and isinstance(one.args[0], Call)
            and one.args[0].head in ("tuple", "list")
        ):
            for part in one.args[0].args:
                yield call("in", part, one.args[1])
        elif one.head == "in" or one.head in _RELATIONS:
            yield one
        else:
            raise NotRepresentable(f"the constraint {one}")


def region_of(constraints: Iterable[Expr], variables: Sequence[str]) -> Region:
    """The region. Raises `NotRepresentable` for constraints of another kind."""
    bounds = {name: [neg(_INFINITY), _INFINITY] for name in variables}
    open_ends = {name: [False, False] for name in variables}
    relations: list[Expr] = []
    integers: list[str] = []
    for one in _relations(constraints, integers):
        bound = _as_bound(one, variables)
        if bound is None:
            relations.append(one)
            continue
        name, head, end = bound
        if head in ("gt", "lt"):
            relations.append(one)  # the bound alone would let the end in
        for side, heads in ((0, ("ge", "gt", "eq")), (1, ("le", "lt", "eq"))):
            if head in heads and not _tighter(bounds[name][side], end, side):
                bounds[name][side] = end
                open_ends[name][side] = head in ("gt", "lt")
    return Region(
        tuple(variables),
        tuple((low, high) for low, high in bounds.values()),
        tuple((a, b) for a, b in open_ends.values()),
        tuple(relations),
        tuple(dict.fromkeys(integers)),
    )


def _relations(constraints: Iterable[Expr], integers: list[str]) -> Iterator[Call]:
    """Relations with two sides; memberships of number sets go to `integers`."""
    for one in constraints:
        assert isinstance(one, Call)
        if one.head != "in":
            yield one
            continue
        left, right = one.args
        if isinstance(right, Call) and right.head in _INTERVALS:
            below, above = _INTERVALS[right.head]
            if right.args[0] != neg(_INFINITY):
                yield Call(_FLIPPED[below], (left, right.args[0]))
            if right.args[1] != _INFINITY:
                yield Call(above, (left, right.args[1]))
        elif isinstance(left, Symbol) and right in (Symbol("Integers"), Symbol("Naturals")):
            integers.append(left.name)
            if right == Symbol("Naturals"):
                yield Call("ge", (left, number(0)))
        elif right != Symbol("Reals"):
            raise NotRepresentable(f"the constraint {one}")


def _as_bound(one: Call, variables: Sequence[str]) -> tuple[str, str, Expr] | None:
    """(variable, relation, end) of x ≤ 3 or 3 ≥ x."""
    left, right = one.args
    head = one.head
    if isinstance(right, Symbol) and right.name in variables and not left.free_symbols():
        left, right, head = right, left, _FLIPPED.get(head, head)
    if isinstance(left, Symbol) and left.name in variables and not right.free_symbols():
        return left.name, head, right
    return None


def _tighter(old: Expr, new: Expr, side: int) -> bool:
    """True where the old bound is at least as tight as the new one."""
    if old in (_INFINITY, neg(_INFINITY)):
        return False
    from abacist.notation.numpy_form import compile_scalar

    a, b = compile_scalar(old, ())(), compile_scalar(new, ())()
    return a >= b if side == 0 else a <= b
