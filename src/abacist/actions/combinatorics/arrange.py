"""In how many orders people or things can stand in a row or a circle, under conditions on neighbours and ends.

Arguments: an arrangement (how many of which kinds, all different), conditions, row or circle; no units.
Outcomes: solved (0 where no order satisfies the conditions); too_large; unable.
Method: the orders of kinds are gone through; each stands for the product of the factorials of the sizes. For a
single condition the steps show the classical way: a block counts as one, or the others leave gaps.
Source: R. P. Stanley, Enumerative Combinatorics, vol. 1 (2nd ed.), section 1.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from abacist.actions.combinatorics.arrange_phrases import EXAMPLES, PHRASES
from abacist.actions.combinatorics.orders import (
    canonical_arrangement,
    canonical_orders,
    number_of_orders,
    pools_of,
)
from abacist.actions.numbers.integer_arithmetic import Unsupported
from abacist.core.answer import Solution
from abacist.core.claim import ArrangementsOf
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Symbol, call, mul, number
from abacist.core.language import Language, Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.nouns import shown_name

__all__ = ["Arguments", "arrange"]


class Arguments(Record):
    """Who is arranged.

    Arguments:
        arrangement: arrangement(and(boy = 3, girl = 2)), or around(…) for a circle.
        conditions: together(boy), apart(girl), at_end(A), first(A), before(A, B), …
    """

    arrangement: Annotated[
        Expr,
        Slot("Arranging", ask=Message(en="Who or what is arranged?", zh="对哪些对象进行排列？")),
    ]
    conditions: Annotated[tuple[Expr, ...], Slot("OrderCondition", many=True)] = ()

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        arrangement = canonical_arrangement(self.arrangement)
        conditions = canonical_orders(arrangement, self.conditions)
        object.__setattr__(self, "arrangement", arrangement)
        object.__setattr__(self, "conditions", conditions)
        return self

    @property
    def circular(self) -> bool:
        """True around a table."""
        return isinstance(self.arrangement, Call) and self.arrangement.args[0] == Symbol("around")


@action(
    "combinatorics.arrange",
    title=Message(en="Number of arrangements", zh="排列计数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def arrange(arguments: Arguments) -> Solution:
    """The number of orders; see the module's page."""
    try:
        pools = pools_of(arguments.arrangement, arguments.conditions)
        total = number_of_orders(pools, arguments.conditions, arguments.circular)
    except Unsupported as error:
        note = Message(en=f"this cannot be counted: {error}", zh=f"无法计数：{error}")
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    except TooLarge as error:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(error.message,))
    claim = ArrangementsOf(
        pools=pools,
        conditions=arguments.conditions,
        circular=arguments.circular,
        count=total,
        arrangement=arguments.arrangement,
    )
    return Solution(
        value=Exact(expr=number(total)),
        claims=(claim,),
        steps=tuple(_steps(pools, arguments, total)),
        code=_code(pools, arguments),
    )


def _steps(pools: Sequence[tuple[str, int]], arguments: Arguments, total: int) -> list[Step]:
    size = sum(count for _, count in pools)
    if not arguments.conditions:
        return [_free_step(size, arguments.circular, total)]
    steps = []
    if len(arguments.conditions) == 1 and not arguments.circular:
        steps = _classical(arguments.conditions[0], dict(pools), size, total)
    if steps:
        return steps
    says = Message(
        en="Go through the orders of kinds that satisfy the conditions; within each the members of a kind "
        "can change places in {f} ways.",
        zh="逐一考察满足条件的类别排列；每种排列中同类成员可互换位置，有 {f} 种方式。",
    )
    factors = mul(*(call("factorial", number(count)) for _, count in pools))
    return [Step(rule="orders of kinds", says=says, values={"f": factors}, after=number(total))]


def _free_step(size: int, circular: bool, total: int) -> Step:
    if circular:
        says = Message(
            en="Turning the circle changes nothing, so one place is fixed and the others are arranged.",
            zh="旋转后算同一种排法，固定一人，其余的人全排列。",
        )
        formula = call("factorial", number(max(size - 1, 0)))
    else:
        says = Message(
            en="The first place has {n} possibilities, the next one fewer, and so on.",
            zh="第一个位置有 {n} 种选择，以后每个位置依次少一种。",
        )
        formula = call("factorial", number(size))
    return Step(
        rule="permutations",
        says=says,
        values={"n": number(size)},
        before=formula,
        after=number(total),
    )


def _classical(condition: Expr, sizes: dict[str, int], size: int, total: int) -> list[Step]:
    """The block method for together, the gap method for apart; nothing for other conditions."""
    assert isinstance(condition, Call)
    name = str(condition.args[0])
    names = [arg.name for arg in condition.args[1:] if isinstance(arg, Symbol)]
    inner = sum(sizes.get(each, 0) for each in names)
    outer = size - inner
    shown = call("list", *(Symbol(each) for each in names))
    chinese = call("list", *(Symbol(shown_name(each, Language.ZH)) for each in names))
    values = {"g": shown, "g_zh": chinese, "k": number(inner), "m": number(outer + 1)}
    if name == "together":
        says = Message(
            en="Tie {g} together: with the block there are {m} things to arrange, and the {k} inside "
            "the block can change places.",
            zh="捆绑法：把 {g_zh} 看作一个整体，共 {m} 个元素排列，整体内部 {k} 个再排列。",
        )
        formula = mul(call("factorial", number(outer + 1)), call("factorial", number(inner)))
        return [Step(rule="block", says=says, values=values, before=formula, after=number(total))]
    if name == "apart" and inner <= outer + 1:
        says = Message(
            en="Arrange the others first; they leave {m} gaps, and {g} take {k} of them in some order.",
            zh="插空法：先排其余的，形成 {m} 个空位，再把 {g_zh} 的 {k} 个放入其中。",
        )
        formula = mul(
            call("factorial", number(outer)),
            call("permutations", number(outer + 1), number(inner)),
        )
        return [Step(rule="gaps", says=says, values=values, before=formula, after=number(total))]
    return []


def _code(pools: Sequence[tuple[str, int]], arguments: Arguments) -> str:
    """Every order is generated; for many members the orders of kinds instead."""
    size = sum(count for _, count in pools)
    tests = " and ".join(_test_text(condition) for condition in arguments.conditions) or "True"
    if not arguments.conditions:
        return f"import math\n\nprint(math.factorial({max(size - 1, 0) if arguments.circular else size}))\n"
    if size > 9:
        return _pattern_code(pools, tests, arguments.circular)
    members = " + ".join(f"[{name!r}] * {count}" for name, count in pools)
    fixed = " if places[0] == 0" if arguments.circular else ""
    return (
        "from itertools import permutations\n\n"
        f"members = {members}\n\n\n"
        f"{_helpers(arguments.circular)}\n\n"
        f"orders = ([members[p] for p in places] for places in permutations(range({size})){fixed})\n"
        f"print(sum({tests} for row in orders))\n"
    )


def _pattern_code(pools: Sequence[tuple[str, int]], tests: str, circular: bool) -> str:
    counts = dict(pools)
    each = "math.prod(map(math.factorial, counts.values()))"
    divided = " // sum(counts.values())" if circular else ""
    return (
        "import math\n\n"
        f"counts = {counts}\n\n\n"
        f"{_helpers(circular)}\n\n"
        "def patterns(left):\n"
        "    if not any(left.values()):\n"
        "        yield []\n"
        "    for name in left:\n"
        "        if left[name]:\n"
        "            for rest in patterns({**left, name: left[name] - 1}):\n"
        "                yield [name, *rest]\n\n\n"
        f"print(sum({tests} for row in patterns(counts)) * {each}{divided})\n"
    )


def _helpers(circular: bool) -> str:
    pairs = "zip(row, row[1:] + row[:1])" if circular else "zip(row, row[1:])"
    ends = "sum(a != b for a, b in zip(inside, inside[1:] + inside[:1])) <= 2"
    block = (
        ends if circular else "sum(a != b for a, b in zip([False, *inside], [*inside, False])) <= 2"
    )
    return (
        "def together(row, names):\n"
        "    inside = [name in names for name in row]\n"
        f"    return {block}\n\n\n"
        "def apart(row, names):\n"
        f"    return not any(a in names and b in names for a, b in {pairs})\n"
    )


def _test_text(condition: Expr) -> str:
    assert isinstance(condition, Call)
    name = str(condition.args[0])
    names = [str(arg) for arg in condition.args[1:]]
    first = names[0]
    return {
        "together": f"together(row, {names})",
        "apart": f"apart(row, {names})",
        "first": f"row[0] == {first!r}",
        "last": f"row[-1] == {first!r}",
        "not_first": f"row[0] != {first!r}",
        "not_last": f"row[-1] != {first!r}",
        "ends": f"row[0] == row[-1] == {first!r}",
        "at_end": f"{first!r} in (row[0], row[-1])",
        "inside": f"{first!r} not in (row[0], row[-1])",
        "before": f"row.index({first!r}) < row.index({names[-1]!r})",
    }[name]
