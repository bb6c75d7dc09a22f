"""A number of arrangements: every order generated, or a count place by place.

Up to eight members every permutation of different persons is generated and tested. Beyond that the row is filled
place by place: what matters is how many of each kind are left and who stands last, so the ways are added up over
these states (the transfer matrix); a block that is begun goes on until all its members stand. Both are exact, and
neither goes through orders of kinds as the action does.

Source: R. P. Stanley, Enumerative Combinatorics, vol. 1 (2nd ed.), section 4.7.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise, permutations

from abacist.checking.integer_relations import NotAnInteger, integer
from abacist.core.answer import Finding
from abacist.core.claim import ArrangementsOf
from abacist.core.expr import Call, Expr, Symbol
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_FEW = 8
_MOST_STATES = 200_000
_KINDS = frozenset("together apart first last not_first not_last ends at_end inside before".split())

Conditions = list[tuple[str, list[str]]]


@checker("arrangements_of")
def check(claim: ArrangementsOf) -> Finding:
    """Decides the claim; see the module's page."""
    try:
        if claim.arrangement is not None and not _is_as_stated(claim, claim.arrangement):
            return _finding(Verdict.REFUTED, _GENERATED, arrangement=str(claim.arrangement))
        return _decide(claim)
    except NotAnInteger as why:
        return _finding(Verdict.UNDECIDED, _GENERATED, why=str(why))


def _is_as_stated(claim: ArrangementsOf, arrangement: Expr) -> bool:
    """Whether row or circle and the pools are those of the problem, persons that conditions name apart."""
    stated = _stated(arrangement)
    assert isinstance(arrangement, Call)
    if (str(arrangement.args[0]) == "around") != claim.circular:
        return False
    if stated == claim.pools or len(stated) != 1 or not claim.pools:
        return stated == claim.pools
    *persons, (_, others) = claim.pools
    mentioned = {str(arg) for c in claim.conditions if isinstance(c, Call) for arg in c.args[1:]}
    named = {name for name, _ in persons}
    return (
        all(size == 1 for _, size in persons)
        and named <= mentioned - {stated[0][0]}
        and len(named) == len(persons)
        and others + len(persons) == stated[0][1]
    )


def _stated(arrangement: Expr) -> tuple[tuple[str, int], ...]:
    if not (
        isinstance(arrangement, Call)
        and arrangement.head == "apply"
        and len(arrangement.args) == 2
        and isinstance(arrangement.args[0], Symbol)
    ):
        raise NotAnInteger("the arrangement is not in its form")
    pools = arrangement.args[1]
    parts = pools.args if isinstance(pools, Call) and pools.head == "and" else (pools,)
    found = []
    for part in parts:
        if not (isinstance(part, Call) and part.head == "eq" and isinstance(part.args[0], Symbol)):
            raise NotAnInteger(f"{part} is no pool")
        found.append((part.args[0].name, integer(part.args[1])))
    return tuple(found)


def _decide(claim: ArrangementsOf) -> Finding:
    sizes = dict(claim.pools)
    if len(sizes) != len(claim.pools) or any(size < 0 for size in sizes.values()):
        raise NotAnInteger("the pools are not different, or a number is negative")
    conditions = [_read(condition, sizes) for condition in claim.conditions]
    total = sum(sizes.values())
    if total <= _FEW:
        found, method = _generated(claim, conditions), _GENERATED
    elif claim.circular:
        found, method = _around(claim, conditions), _PLACED
    else:
        found, method = _placed(claim.pools, conditions), _PLACED
    verdict = Verdict.PROVED if found == claim.count else Verdict.REFUTED
    return _finding(verdict, method, found=str(found), stated=str(claim.count))


def _read(condition: Expr, sizes: dict[str, int]) -> tuple[str, list[str]]:
    if not (isinstance(condition, Call) and condition.head == "apply"):
        raise NotAnInteger(f"{condition} is no condition on an order")
    kind, names = str(condition.args[0]), [str(arg) for arg in condition.args[1:]]
    if kind not in _KINDS or not set(names) <= sizes.keys():
        raise NotAnInteger(f"{condition} is no condition on these")
    if kind in ("at_end", "before") and any(sizes[name] != 1 for name in names):
        raise NotAnInteger("one person is meant here")
    if kind == "before" and len(names) != 2:
        raise NotAnInteger("two persons are meant here")
    return kind, names


def _generated(claim: ArrangementsOf, conditions: Conditions) -> int:
    """Persons are numbered; of a circle the first person is kept in place."""
    kinds = [name for name, size in claim.pools for _ in range(size)]
    if claim.circular and any(kind not in ("together", "apart") for kind, _ in conditions):
        raise NotAnInteger("a circle has no ends")
    if not kinds:
        return 1
    fixed = (0,) if claim.circular else ()
    moving = range(len(fixed), len(kinds))
    orders = ((*fixed, *rest) for rest in permutations(moving))
    return sum(
        all(
            _holds(kind, names, [kinds[p] for p in order], claim.circular)
            for kind, names in conditions
        )
        for order in orders
    )


def _holds(kind: str, names: Sequence[str], row: Sequence[str], circular: bool) -> bool:
    inside = [index for index, name in enumerate(row) if name in names]
    size = len(row)
    if kind == "together":
        if not inside or len(inside) == size:
            return True
        starts = sum((index - 1) % size not in inside for index in inside)
        if circular:
            return starts == 1
        return inside[-1] - inside[0] + 1 == len(inside)
    if kind == "apart":
        gaps = [b - a for a, b in pairwise(inside)]
        if circular and len(inside) > 1:
            gaps.append(inside[0] + size - inside[-1])
        return all(gap > 1 for gap in gaps)
    if kind == "before":
        return row.index(names[0]) < row.index(names[1])
    at_start, at_end = row[0] == names[0], row[-1] == names[0]
    return {
        "first": at_start,
        "last": at_end,
        "not_first": not at_start,
        "not_last": not at_end,
        "ends": at_start and at_end,
        "at_end": at_start or at_end,
        "inside": not (at_start or at_end),
    }[kind]


def _around(claim: ArrangementsOf, conditions: Conditions) -> int:
    """Larger circles: without conditions, or with one block, as rows of one fewer."""
    total = sum(size for _, size in claim.pools)
    if not conditions:
        return math.factorial(total) // total
    if len(conditions) == 1 and conditions[0][0] == "together":
        inner = sum(size for name, size in claim.pools if name in conditions[0][1])
        if inner < total:
            return math.factorial(total - inner) * math.factorial(inner)
    raise NotAnInteger("a circle that is too large")


def _placed(pools: Sequence[tuple[str, int]], conditions: Conditions) -> int:
    names = [name for name, _ in pools]
    sizes = tuple(size for _, size in pools)
    total = sum(sizes)
    if math.prod(size + 1 for size in sizes) * len(sizes) > _MOST_STATES or total > 400:
        raise NotAnInteger("too many states")
    groups = [(kind, {names.index(name) for name in some}, some) for kind, some in conditions]

    def allowed(left: tuple[int, ...], last: int, new: int) -> bool:
        place = total - sum(left)
        used = [size - rest for size, rest in zip(sizes, left, strict=True)]
        return all(
            _may_stand(kind, group, names, used, sizes, place, total, last, new, some)
            for kind, group, some in groups
        )

    @cache
    def ways(left: tuple[int, ...], last: int) -> int:
        if not any(left):
            return 1
        found = 0
        for new, rest in enumerate(left):
            if rest and allowed(left, last, new):
                fewer = (*left[:new], rest - 1, *left[new + 1 :])
                found += rest * ways(fewer, new)
        return found

    return ways(sizes, -1)


def _may_stand(
    kind: str,
    group: set[int],
    names: Sequence[str],
    used: Sequence[int],
    sizes: Sequence[int],
    place: int,
    total: int,
    last: int,
    new: int,
    some: Sequence[str],
) -> bool:
    """Whether one of the kind `new` may take this place, behind one of the kind `last`."""
    is_first, is_last = place == 0, place == total - 1
    if kind == "together":
        begun = sum(used[index] for index in group)
        whole = sum(sizes[index] for index in group)
        return new in group or not 0 < begun < whole
    if kind == "apart":
        return not (new in group and last in group)
    if kind == "before":
        return names[new] != some[1] or used[names.index(some[0])] == 1
    stands = new in group
    if kind == "first":
        return stands or not is_first
    if kind == "last":
        return stands or not is_last
    if kind in ("not_first", "not_last"):
        return not (stands and (is_first if kind == "not_first" else is_last))
    if kind == "ends":
        return stands or not (is_first or is_last)
    if kind == "inside":
        return not (stands and (is_first or is_last))
    return not stands or is_first or is_last  # at_end


_GENERATED = Message(en="every order generated and tested", zh="逐一生成所有排列并检验")
_PLACED = Message(
    en="counted place by place, adding up the ways over who is left and who stands last",
    zh="逐位计数：按剩余成员与前一位的状态累加方法数",
)


def _finding(verdict: Verdict, method: Message, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=method, evidence=evidence)
