"""Whether two mathematical texts mean the same: yes with a proof, no with a witness, or undecided.

numbers               algebraic numbers are decided; others by the laws of functions or by balls
expressions           a normal form proves, one point where two balls are apart disproves
sets, tuples, matrices, intervals, named values      member by member
equations             the same up to a constant factor, or the same zeros
quantities            in base units; of different dimensions they are not equal
a decimal             equals what it is the correct rounding of, and the answer says so
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from abacist.checking.expression_equality import (
    Equality,
    equal_expressions,
    no,
    undecided,
    yes,
)
from abacist.checking.relation_equality import equal_relations
from abacist.core.expr import Call, Expr, Symbol, call, neg, symbol

__all__ = ["Equality", "compare", "equality", "undecided"]

_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), "relation"),
    **dict.fromkeys(
        ("interval", "interval_open", "interval_left_open", "interval_right_open"), "interval"
    ),
    **dict.fromkeys(("tuple", "list", "vector", "matrix"), "ordered"),
    **dict.fromkeys(("set", "union", "or", "and", "intersection"), "unordered"),
    "named": "named",
}
_TRUTHS = (symbol("true"), symbol("false"))
_CLOSED = {
    "interval": (True, True),
    "interval_left_open": (False, True),
    "interval_right_open": (True, False),
    "interval_open": (False, False),
}


def compare(a: str, b: str) -> Equality:
    """Compares two texts; "10 m" is ten metres beside "1000 cm" and ten times m beside "10 x".

    Raises `ParseError` for a text that cannot be read.
    """
    from abacist.notation.grammar import parse

    left, right = _as_quantity(a), _as_quantity(b)
    if left is not None and right is not None:
        return equality(left, right)
    return equality(parse(a), parse(b))


def _as_quantity(text: str) -> Expr | None:
    """A number with a unit behind it; None for any other text."""
    from abacist.core.errors import ParseError
    from abacist.notation.grammar import parse
    from abacist.notation.quantities import unit_named

    for place, character in enumerate(text):
        if place == 0 or not (character.isalpha() or character in "°℃℉"):
            continue
        unit = unit_named(text[place:])
        if unit is None:
            continue
        try:
            amount = parse(text[:place])
        except ParseError:
            return None
        return None if amount.names() else call("quantity", amount, unit)
    return None


def equality(a: Expr, b: Expr) -> Equality:
    """Compares two expressions of any kind; `x = 6` and `6` are the same answer."""
    if a == b:
        return yes("they are written the same", "写法相同")
    kinds = {_kind(a), _kind(b)}
    if kinds != {"relation"} and "relation" in kinds:
        values = _value_of(a), _value_of(b)
        if values != (a, b):
            return equality(*values)
    if kinds == {"quantity", "expression"}:
        return _quantities(a, b)
    if kinds == {"ordered", "interval"}:
        return _pair_or_interval(a, b)
    if len(kinds) > 1:
        return no("they are different kinds of things", "两者不是同一类对象")
    return _COMPARISONS[kinds.pop()](a, b)


def _kind(expr: Expr) -> str:
    if expr in _TRUTHS:
        return "truth"
    if not isinstance(expr, Call):
        return "expression"
    return _KINDS.get(expr.head) or ("quantity" if expr.has("quantity") else "expression")


def _args(expr: Expr) -> tuple[Expr, ...]:
    return expr.args if isinstance(expr, Call) else ()


def _value_of(expr: Expr) -> Expr:
    """The right side of `x = …`."""
    if isinstance(expr, Call) and expr.head == "eq" and isinstance(expr.args[0], Symbol):
        return expr.args[1]
    return expr


def _truths(a: Expr, b: Expr) -> Equality:
    return no(f"{a} is not {b}", f"{a} 不是 {b}")


def _pair_or_interval(a: Expr, b: Expr) -> Equality:
    """(1, 2) and [1, 2] are written alike as a pair and as an interval."""
    heads = {expr.head for expr in (a, b) if isinstance(expr, Call)}
    if heads in ({"tuple", "interval_open"}, {"list", "interval"}):
        return _ordered(a, b)
    return no("one is an interval, the other a list", "一个是区间，另一个是数组")


def _ordered(a: Expr, b: Expr) -> Equality:
    if len(_args(a)) != len(_args(b)):
        return no("they have different lengths", "元素个数不同")
    return _all([equality(x, y) for x, y in zip(_args(a), _args(b), strict=True)])


def _all(parts: Sequence[Equality]) -> Equality:
    """Equal where all parts are; different where any is."""
    for verdict in ("no", "undecided"):
        for part in parts:
            if part.verdict == verdict:
                return part
    digits = [part.digits for part in parts if part.digits is not None]
    if digits:
        return yes(
            "all parts are equal, decimals as rounded numbers",
            "各部分分别相等（小数按四舍五入比较）",
            min(digits),
        )
    return yes("all parts are equal", "各部分分别相等")


def _unordered(a: Expr, b: Expr) -> Equality:
    if getattr(a, "head", "") != getattr(b, "head", ""):
        return undecided()
    return _all(
        [*(_among(x, _args(b)) for x in _args(a)), *(_among(y, _args(a)) for y in _args(b))]
    )


def _among(member: Expr, others: Sequence[Expr]) -> Equality:
    """Whether a member is equal to one of the others."""
    found = [equality(member, other) for other in others]
    for verdict in ("yes", "undecided"):
        for each in found:
            if each.verdict == verdict:
                return each
    return no(f"{member} is only in one of them", f"{member} 只出现在其中一个里")


def _intervals(a: Expr, b: Expr) -> Equality:
    if _closed_ends(a) != _closed_ends(b):
        return no("an end belongs to one of them only", "端点只属于其中一个区间")
    return _all([equality(x, y) for x, y in zip(_args(a), _args(b), strict=True)])


def _closed_ends(interval: Expr) -> tuple[bool, bool]:
    """Whether the ends belong to the interval; an infinite end never does."""
    assert isinstance(interval, Call)
    infinite = (symbol("oo"), neg(symbol("oo")))
    closed = _CLOSED[interval.head]
    left, right = interval.args
    return closed[0] and left not in infinite, closed[1] and right not in infinite


def _named(a: Expr, b: Expr) -> Equality:
    left, right = ({str(_args(each)[0]): _args(each)[1] for each in _args(side)} for side in (a, b))
    if left.keys() != right.keys():
        return no("they name different things", "所含的名称不同")
    return _all([equality(value, right[name]) for name, value in left.items()])


def _relations(a: Expr, b: Expr) -> Equality:
    """Equal sides, or equations with the same zeros."""
    sides = [equality(x, y) for x, y in zip(_args(a), _args(b), strict=True)]
    if getattr(a, "head", "") == getattr(b, "head", "") and _all(sides).verdict == "yes":
        return _all(sides)
    return equal_relations(a, b)


def _quantities(a: Expr, b: Expr) -> Equality:
    """Amounts in the first one's unit; of different dimensions they are not equal."""
    from abacist.core.errors import UnitError
    from abacist.notation.quantities import convert, same_dimension, split_quantity

    try:
        (left, own), (right, other) = split_quantity(a), split_quantity(b)
        if not same_dimension(own, other):
            return no("their units have different dimensions", "两者的单位量纲不同")
        return equality(left, convert(right, other, own))
    except UnitError as error:
        return undecided(error.message)


_COMPARISONS: Mapping[str, Callable[[Expr, Expr], Equality]] = {
    "expression": equal_expressions,
    "truth": _truths,
    "relation": _relations,
    "interval": _intervals,
    "ordered": _ordered,
    "unordered": _unordered,
    "named": _named,
    "quantity": _quantities,
}
