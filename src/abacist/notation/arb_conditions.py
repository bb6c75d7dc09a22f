"""Conditions and what depends on them for real balls: relations, piecewise functions, finite sums.

A condition is true, false or, where the balls leave it open, None. See `arb_real`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from abacist.core.expr import Call, Expr, Symbol
from abacist.notation.arb_real import Closure, RealCompiler, Rule, whole_number
from abacist.notation.refusal import NotRepresentable

__all__ = ["CONDITIONAL", "Condition", "NotReal", "compile_condition"]

Condition = Callable[[Sequence[Any]], bool | None]
"""Values of the variables → true, false, or None: true for some points of the balls and false for others,
or not known."""


class NotReal(Exception):
    """One side of a relation is not known to be a real number; the relation has no truth value."""


def compile_condition(to: RealCompiler, condition: Expr) -> Condition:
    """The closure of a relation, a membership, or a combination of them with and, or, not."""
    if isinstance(condition, Symbol) and condition.name in ("true", "false"):
        known = condition.name == "true"
        return lambda _: known
    if not isinstance(condition, Call):
        raise NotRepresentable("a condition that is no relation")
    head, args = condition.head, condition.args
    if head in _COMPARE:
        return _relation(to, _COMPARE[head], args)
    if head in ("and", "or"):
        return _joined([compile_condition(to, arg) for arg in args], head == "and")
    if head == "not":
        inner = compile_condition(to, args[0])
        return lambda v: None if (truth := inner(v)) is None else not truth
    if head == "implies":
        return compile_condition(to, Call("or", (Call("not", (args[0],)), args[1])))
    if head == "in":
        return _membership(to, args[0], args[1])
    raise NotRepresentable(f"the condition {head}(…)")


def _lt(a: Any, b: Any) -> bool | None:
    return True if a < b else (False if a >= b else None)


def _le(a: Any, b: Any) -> bool | None:
    return True if a <= b else (False if a > b else None)


def _eq(a: Any, b: Any) -> bool | None:
    return True if a == b else (False if a != b else None)


def _ne(a: Any, b: Any) -> bool | None:
    return True if a != b else (False if a == b else None)


_COMPARE: Mapping[str, Callable[[Any, Any], bool | None]] = {
    "lt": _lt,
    "le": _le,
    "gt": lambda a, b: _lt(b, a),
    "ge": lambda a, b: _le(b, a),
    "eq": _eq,
    "ne": _ne,
}


def _is_infinity(expr: Expr) -> int:
    if expr == Symbol("oo"):
        return 1
    negative = isinstance(expr, Call) and expr.head == "neg" and expr.args[0] == Symbol("oo")
    return -1 if negative else 0


def _relation(
    to: RealCompiler, compare: Callable[[Any, Any], bool | None], args: tuple[Expr, ...]
) -> Condition:
    inf = to.flint.arb.pos_inf()
    ends = [_is_infinity(arg) for arg in args]
    left, right = (
        to.compile(arg) if not end else (lambda _, end=end: inf * end)
        for arg, end in zip(args, ends, strict=True)
    )

    def relation(v: Sequence[Any]) -> bool | None:
        a, b = left(v), right(v)
        if not ((ends[0] or a.is_finite()) and (ends[1] or b.is_finite())):
            raise NotReal
        return compare(a, b)

    return relation


def _joined(parts: list[Condition], every: bool) -> Condition:
    def joined(v: Sequence[Any]) -> bool | None:
        open_ = False
        for part in parts:
            truth = part(v)
            if truth is not None and truth is not every:
                return not every
            open_ = open_ or truth is None
        return None if open_ else every

    return joined


_SIDES = {
    "interval": ("le", "le"),
    "interval_open": ("lt", "lt"),
    "interval_left_open": ("lt", "le"),
    "interval_right_open": ("le", "lt"),
}


def _membership(to: RealCompiler, element: Expr, collection: Expr) -> Condition:
    if isinstance(collection, Symbol):
        return _in_number_set(to, element, collection.name)
    if not isinstance(collection, Call):
        raise NotRepresentable("membership in a number")
    head, args = collection.head, collection.args
    if head in _SIDES:
        left, right = _SIDES[head]
        ends = (Call(left, (args[0], element)), Call(right, (element, args[1])))
        return _joined([compile_condition(to, end) for end in ends], True)
    if head == "set":
        members = [compile_condition(to, Call("eq", (element, member))) for member in args]
        return _joined(members, False)
    if head in ("union", "intersection"):
        parts = [_membership(to, element, part) for part in args]
        return _joined(parts, head == "intersection")
    if head == "difference":
        inside, outside = (_membership(to, element, part) for part in args)
        return _joined([inside, lambda v: None if (t := outside(v)) is None else not t], True)
    raise NotRepresentable(f"membership in {head}(…)")


def _in_number_set(to: RealCompiler, element: Expr, name: str) -> Condition:
    inner = to.compile(element)
    if name not in ("Reals", "Complexes", "Integers", "Naturals"):
        raise NotRepresentable(f"membership in {name}")

    def inside(v: Sequence[Any]) -> bool | None:
        x = inner(v)
        if not x.is_finite():
            raise NotReal
        if name in ("Reals", "Complexes"):
            return True
        if not x.contains_integer() or (name == "Naturals" and x < 0):
            return False
        known = whole_number(x) is not None and (name == "Integers" or x >= 0)
        return True if known else None

    return inside


def _piecewise(to: RealCompiler, *parts: Expr) -> Closure:
    """The union of the branches that may apply; not finite where perhaps none does."""
    branches: list[tuple[Closure, Condition]] = []
    for part in parts:
        if not isinstance(part, Call) or part.head not in ("case", "otherwise"):
            raise NotRepresentable("a piecewise function without cases")
        condition = compile_condition(to, part.args[1]) if part.head == "case" else _always
        branches.append((to.compile(part.args[0]), condition))
    nan = to.nan

    def piecewise(v: Sequence[Any]) -> Any:
        found = None
        try:
            for branch, condition in branches:
                truth = condition(v)
                if truth is False:
                    continue
                value = branch(v)
                found = value if found is None else found.union(value)
                if truth:
                    return found
        except NotReal:
            return nan
        return nan

    return piecewise


def _always(_: Sequence[Any]) -> bool:
    return True


_MOST_TERMS = 100_000


def _over_range(product: bool) -> Rule:
    """The sum or product over the integers from a to b, where both are known exactly."""

    def rule(to: RealCompiler, term: Expr, n: Expr, a: Expr, b: Expr) -> Closure:
        if not isinstance(n, Symbol):
            raise NotRepresentable("a bound variable that is not a symbol")
        first, last = to.compile(a), to.compile(b)
        inner, size = to.binding(n.name).compile(term), to.size
        arb, nan = to.flint.arb, to.nan

        def over_range(v: Sequence[Any]) -> Any:
            start, end = whole_number(first(v)), whole_number(last(v))
            if start is None or end is None or end - start > _MOST_TERMS:
                return nan
            outer = (*tuple(v)[:size], *([nan] * (size - len(v))))
            result = arb(1 if product else 0)
            for index in range(start, end + 1):
                value = inner((*outer, arb(index)))
                result = result * value if product else result + value
            return result

        return over_range

    return rule


CONDITIONAL: Mapping[str, Rule] = {
    "piecewise": _piecewise,
    "sum": _over_range(False),
    "product": _over_range(True),
}
