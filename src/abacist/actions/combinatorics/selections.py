"""What is chosen from what, and under which conditions: read from expressions, counted by formulas.

A selection is selection(3, and(boy = 5, girl = 4)); conditions are relations between the names, which stand for
how many are chosen of each kind. The phrases also say of_each(1), at least one of every kind; of_one_kind(1), all
of the same kind; only(p), all of the kind p.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from abacist.actions.numbers.integer_arithmetic import Unsupported, integer_of
from abacist.actions.numbers.integer_conditions import compile_test
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Symbol, apply, call, eq, number, symbol
from abacist.core.language import Message
from abacist.notation.nouns import common_name

__all__ = ["Selection", "canonical_conditions", "canonical_selection", "pools_in", "splits"]

_NO_KINDS = frozenset(
    "and or if with from of at least most more fewer less than exactly in are is be must the a an to such so "
    "that which where how can who there it they no only all both them on by for any some chosen selected".split()
)
_NO_ENDS = (
    "围",
    "站",
    "排",
    "坐",
    "中",
    "里",
    "和",
    "与",
    "及",
    "或",
    "的",
    "是",
    "有",
    "要",
    "选",
    "比",
)
_ALIKE = ("相同", "同样", "一样", "同种", "双", "对", "副", "套", "组", "打")
_NOT_SINGLE = frozenset(
    "identical same alike equal similar indistinguishable different distinct pair couple dozen deck married".split()
)
_GENERIC = frozenset({"person", "element", "thing", "object", "item", "member", "student"})
_COUNTERS = "名个位只本张件种支枝条块颗门台辆朵盆幅首道粒份"
_NOUNS = frozenset({"名著", "个体", "本子", "张", "种子", "条幅", "门", "台灯", "首饰", "道具"})
_NO_STARTS = (
    "至少",
    "至多",
    "恰",
    "要求",
    "必须",
    "其中",
    "和",
    "与",
    "的",
    "有",
    "选",
    "从",
    "不",
    "比",
)
_MOST_SPLITS = 20_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Kinds with how many there are of each, in the order of the text, and how many are chosen."""

    pools: tuple[tuple[str, int], ...]
    choose: int

    def together(self) -> Selection:
        """All kinds as one, where it does not matter which is which."""
        return Selection(
            (("_".join(name for name, _ in self.pools), sum(size for _, size in self.pools)),),
            self.choose,
        )

    @staticmethod
    def of(expr: Expr) -> Selection:
        """From its expression. Raises `Unsupported` or `ValueError` for what is none."""
        count, pools = _parts(expr)
        sizes = [(name, integer_of(size)) for name, size in pools]
        choose = integer_of(count)
        if choose < 0 or any(size < 0 for _, size in sizes):
            raise Unsupported("a number of things is not negative")
        return Selection(tuple(sizes), choose)


def _parts(expr: Expr) -> tuple[Expr, list[tuple[str, Expr]]]:
    if not (isinstance(expr, Call) and expr.head == "apply" and len(expr.args) in (3, 4)):
        raise ValueError("a selection is selection(number, pools)")
    pools = list(pools_in(expr.args[2]))
    if len(expr.args) == 4 and not _may_be_called(str(expr.args[3]), [name for name, _ in pools]):
        raise ValueError(f"{expr.args[3]} is not what the members of all kinds are called")
    return expr.args[1], pools


def _may_be_called(word: str, names: Sequence[str]) -> bool:
    """True for a word for all that is chosen: "people" of boys and girls, "balls" of red and white balls."""
    noun = common_name(word)
    return noun in _GENERIC or {name.rpartition("_")[2] for name in names} == {noun}


def pools_in(expr: Expr) -> Iterator[tuple[str, Expr]]:
    """Kinds with how many there are of each. Raises `ValueError` for what says no such thing."""
    if isinstance(expr, Call) and expr.head == "and":
        for arg in expr.args:
            yield from pools_in(arg)
    elif isinstance(expr, Call) and expr.head == "eq" and isinstance(expr.args[0], Symbol):
        yield _checked(expr.args[0].name), expr.args[1]
    else:
        raise ValueError(f"{expr} says of no kind how many there are")


def canonical_selection(expr: Expr) -> Expr:
    """The selection with its pools flat. Raises `ValueError` where a kind is mentioned twice."""
    count, pools = _parts(expr)
    names = [name for name, _ in pools]
    if len(set(names)) != len(names):
        raise ValueError("a kind is mentioned twice")
    equations = [eq(symbol(name), size) for name, size in pools]
    joined = equations[0] if len(equations) == 1 else call("and", *equations)
    return apply("selection", count, joined)


def _checked(name: str) -> str:
    """The common name of a kind of things. Raises `ValueError` for a word that names none."""
    if not _is_kind(name):
        raise ValueError("a word that names no kind of things")
    return common_name(name)


def _is_kind(name: str) -> bool:
    """False for words that cannot name things, which a reading may have put together with one that does."""
    parts = [common_name(part) for part in name.split("_")]
    if not _NO_KINDS.isdisjoint(parts) or not _NOT_SINGLE.isdisjoint(parts):
        return False
    if name.startswith(_ALIKE) or any(word in name for word in _ALIKE[:4]):
        return False  # things that are not told apart, or that are counted in pairs
    if name[0] in _COUNTERS and len(name) > 1 and name not in _NOUNS:
        return False
    return not (name.endswith(_NO_ENDS) or name.startswith(_NO_STARTS))


def canonical_conditions(selection: Expr, conditions: Sequence[Expr]) -> tuple[Expr, ...]:
    """Single relations between kinds in one order. Raises `ValueError` where another name occurs."""
    count, pools = _parts(selection)
    names = [name for name, _ in pools]
    found: list[Expr] = []
    for condition in conditions:
        renamed = condition.substitute(
            {name: symbol(_meant(name, names)) for name in condition.free_symbols()}
        )
        found.extend(_expanded(renamed, count, names))
    for condition in found:
        foreign = {n for n in condition.free_symbols() if not n.startswith("_")} - set(names)
        if foreign:
            raise ValueError(f"nothing of this kind is chosen from: {', '.join(sorted(foreign))}")
    return tuple(sorted(dict.fromkeys(found), key=str))


def _expanded(condition: Expr, count: Expr, names: Sequence[str]) -> tuple[Expr, ...]:
    """Conditions about every kind as relations between kinds."""
    if not isinstance(condition, Call):
        raise ValueError(f"{condition} is no condition")
    if condition.head == "and":
        return condition.args
    if condition.head != "apply":
        return (condition,)
    match condition.args:
        case (Symbol("of_each"), least):
            return tuple(call("ge", symbol(name), least) for name in names)
        case (Symbol("of_one_kind"), _) if len(names) > 1:
            return (call("or", *(eq(symbol(name), count) for name in names)),)
        case (Symbol("only"), kind):
            return (eq(kind, count),)
        case _:
            raise ValueError(f"{condition} is no condition")


def _meant(name: str, names: Sequence[str]) -> str:
    """The kind that a name stands for: itself, its singular, or the only kind it begins or ends."""
    single = common_name(name)
    if single in names:
        return single
    longer = [
        known
        for known in names
        if known.startswith(f"{single}_") or (len(single) == 1 and known.startswith(single))
    ]
    return longer[0] if len(longer) == 1 else single


def splits(
    selection: Selection, conditions: Sequence[Expr], bounded: bool
) -> list[tuple[int, ...]]:
    """How many may be chosen of each kind: every split of the number that satisfies the conditions.

    `bounded`: no more of a kind than there are. Raises `TooLarge`.
    """
    names = [name for name, _ in selection.pools]
    tests = [_test(condition, names) for condition in conditions]
    sizes = [size if bounded else selection.choose for _, size in selection.pools]
    if math.comb(selection.choose + len(names) - 1, len(names) - 1) > _MOST_SPLITS:
        raise TooLarge(Message(en="too many cases to go through", zh="情形过多，无法逐一列举"))
    found = []
    for split in _all_splits(selection.choose, sizes):
        values = dict(zip(names, split, strict=True))
        if all(test(values) for test in tests):
            found.append(split)
    return found


def _all_splits(total: int, sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    if len(sizes) == 1:
        if total <= sizes[0]:
            yield (total,)
        return
    rest = sum(sizes[1:])
    for first in range(max(0, total - rest), min(total, sizes[0]) + 1):
        for others in _all_splits(total - first, sizes[1:]):
            yield (first, *others)


class _Test:
    """A relation between kinds as a function of how many are chosen of each."""

    def __init__(self, condition: Expr, names: Sequence[str]) -> None:
        self.condition = condition
        self.names = [name for name in names if name in condition.free_symbols()]

    def __call__(self, values: Mapping[str, int]) -> bool:
        filled = self.condition.substitute({name: number(values[name]) for name in self.names})
        return compile_test(filled)(0)


def _test(condition: Expr, names: Sequence[str]) -> _Test:
    return _Test(condition, names)
