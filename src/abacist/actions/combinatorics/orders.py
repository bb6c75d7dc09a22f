"""Orders of kinds of things under conditions on neighbours and ends, counted by going through them.

An arrangement is arrangement(and(boy = 3, girl = 2)), or around(…) for a circle. Someone who is only named in a
condition (A, 甲) is one of the members of the only kind there is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from abacist.actions.combinatorics.selections import pools_in
from abacist.actions.numbers.integer_arithmetic import Unsupported, integer_of
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Symbol, apply, call, eq, symbol
from abacist.core.language import Message
from abacist.notation.nouns import common_name

__all__ = ["canonical_arrangement", "canonical_orders", "number_of_orders", "pools_of"]

_OTHERS = "other"
_STEMS = frozenset("甲乙丙丁戊己庚辛壬癸")
_FIRST_NAMES = frozenset(
    "adam alice amy anna ann ben bob carol charlie dave david eve jack jane jill john lily lucy mary mike "
    "paul peter sam tom".split()
)
_MOST_PATTERNS = 200_000
_CONDITIONS = {
    "together": (1, 8), "apart": (1, 8), "first": (1, 1), "last": (1, 1), "ends": (1, 1),
    "not_first": (1, 1), "not_last": (1, 1), "at_end": (1, 1), "inside": (1, 1), "before": (2, 2),
}  # fmt: skip

Pools = tuple[tuple[str, int], ...]


def canonical_arrangement(expr: Expr) -> Expr:
    """arrangement(pools) or around(pools) with its pools flat. Raises `ValueError`."""
    if not (isinstance(expr, Call) and expr.head == "apply" and len(expr.args) == 2):
        raise ValueError("an arrangement is arrangement(pools)")
    pools = list(pools_in(expr.args[1]))
    if len({name for name, _ in pools}) != len(pools):
        raise ValueError("a kind is mentioned twice")
    equations = [eq(symbol(name), size) for name, size in pools]
    joined = equations[0] if len(equations) == 1 else call("and", *equations)
    return apply("around" if expr.args[0] == Symbol("around") else "arrangement", joined)


def canonical_orders(arrangement: Expr, conditions: Sequence[Expr]) -> tuple[Expr, ...]:
    """The conditions in one order. Raises `ValueError` where they name a kind that is not arranged.

    With a single kind other names are those of its members.
    """
    assert isinstance(arrangement, Call)
    known = {name for name, _ in pools_in(arrangement.args[1])}
    found = [_condition(condition) for condition in conditions]
    foreign = {str(arg) for c in found for arg in c.args[1:]} - known
    if foreign and (len(known) > 1 or not all(map(_is_person, foreign))):
        raise ValueError(f"nothing of this kind is arranged: {', '.join(sorted(foreign))}")
    return tuple(sorted(dict.fromkeys(found), key=str))


def _is_person(name: str) -> bool:
    """True for what one of several people is called: A, 甲, 小明, Alice; other words may mean a kind."""
    return (
        (len(name) == 1 and name.isascii())
        or name in _STEMS
        or (len(name) == 2 and name[0] in "小老")
        or name in _FIRST_NAMES
    )


def _condition(condition: Expr) -> Call:
    if not (isinstance(condition, Call) and condition.head == "apply"):
        raise ValueError(f"{condition} is no condition on an order")
    bounds = _CONDITIONS.get(str(condition.args[0]))
    if bounds is None or not bounds[0] <= len(condition.args) - 1 <= bounds[1]:
        raise ValueError(f"{condition} is no condition on an order")
    names = [symbol(common_name(str(arg))) for arg in condition.args[1:]]
    if str(condition.args[0]) in ("together", "apart"):
        names.sort(key=str)
    made = call("apply", condition.args[0], *names)
    assert isinstance(made, Call)
    return made


def pools_of(arrangement: Expr, conditions: Sequence[Expr] = ()) -> Pools:
    """Kinds with their numbers; persons that the conditions name are kinds of their own. Raises `Unsupported`."""
    assert isinstance(arrangement, Call)
    sizes = tuple((name, integer_of(size)) for name, size in pools_in(arrangement.args[1]))
    known = dict(sizes)
    named = _names(conditions) - known.keys()
    if named:
        ((name, size),) = sizes
        others = name if name in _names(conditions) else _OTHERS
        sizes = (*((each, 1) for each in sorted(named)), (others, size - len(named)))
    if any(size < 0 for _, size in sizes):
        raise Unsupported("a number of things is not negative")
    return sizes


def _names(conditions: Sequence[Expr]) -> set[str]:
    return {str(arg) for c in conditions if isinstance(c, Call) for arg in c.args[1:]}


def number_of_orders(pools: Pools, conditions: Sequence[Expr], circular: bool) -> int:
    """How many orders of all members satisfy the conditions. Raises `TooLarge` or `Unsupported`."""
    sizes = [size for _, size in pools]
    total = sum(sizes)
    inner = math.prod(map(math.factorial, sizes))
    if total > 3_000:
        raise _too_many()
    if not conditions:
        return math.factorial(max(total - 1, 0)) if circular else math.factorial(total)
    if math.factorial(total) // inner > _MOST_PATTERNS:
        raise _too_many()
    tests = [_test(condition, pools, circular) for condition in conditions]
    found = sum(all(test(row) for test in tests) for row in _patterns(dict(pools), total))
    orders = found * inner
    return orders // total if circular and total else orders


def _too_many() -> TooLarge:
    return TooLarge(Message(en="too many orders to go through", zh="排列过多，无法逐一列举"))


def _patterns(left: Mapping[str, int], total: int) -> Iterator[tuple[str, ...]]:
    """Every order of the kinds."""
    if not total:
        yield ()
        return
    for name, count in left.items():
        if count:
            for rest in _patterns({**left, name: count - 1}, total - 1):
                yield (name, *rest)


Row = tuple[str, ...]


def _test(condition: Expr, pools: Pools, circular: bool) -> Callable[[Row], bool]:
    assert isinstance(condition, Call)
    kind = str(condition.args[0])
    names = frozenset(str(arg) for arg in condition.args[1:])
    if circular and kind not in ("together", "apart"):
        raise Unsupported("a circle has no ends")
    first, last = str(condition.args[1]), str(condition.args[-1])
    if kind in ("at_end", "before") and any(dict(pools)[name] != 1 for name in names):
        raise Unsupported("one person is meant here")
    match kind:
        case "together":
            return partial(_is_block, names=names, circular=circular)
        case "apart":
            return partial(_is_scattered, names=names, circular=circular)
        case "first":
            return lambda row: row[0] == first
        case "last":
            return lambda row: row[-1] == first
        case "not_first":
            return lambda row: row[0] != first
        case "not_last":
            return lambda row: row[-1] != first
        case "ends":
            return lambda row: row[0] == row[-1] == first
        case "at_end":
            return lambda row: first in (row[0], row[-1])
        case "inside":
            return lambda row: first not in (row[0], row[-1])
        case _:
            return lambda row: row.index(first) < row.index(last)


def _is_block(row: Row, names: frozenset[str], circular: bool) -> bool:
    inside = [name in names for name in row]
    if circular:
        return sum(a != b for a, b in zip(inside, inside[1:] + inside[:1], strict=True)) <= 2
    places = [index for index, within in enumerate(inside) if within]
    return not places or places[-1] - places[0] == len(places) - 1


def _is_scattered(row: Row, names: frozenset[str], circular: bool) -> bool:
    following = row[1:] + row[:1] if circular else row[1:]
    return (
        not any(a in names and b in names for a, b in zip(row, following, strict=False))
        or len(row) == 1
    )
