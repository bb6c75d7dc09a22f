"""How many ways there are to choose from kinds of things, under conditions on how many of each.

Arguments: a selection (how many of which pools; the members of a pool are told apart), conditions, and whether
the order counts and what is chosen is put back; no units.
Outcomes: solved (0 where nothing satisfies the conditions); too_large; unable where a number is no number of things.
Method: the cases (how many of each kind) are listed, each is a product of binomials, the sum is the answer.
Source: R. P. Stanley, Enumerative Combinatorics, vol. 1 (2nd ed.), sections 1.1 and 1.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from abacist.actions.combinatorics.count_phrases import EXAMPLES, PHRASES
from abacist.actions.combinatorics.selections import (
    Selection,
    canonical_conditions,
    canonical_selection,
    splits,
)
from abacist.actions.numbers.integer_arithmetic import Unsupported
from abacist.actions.numbers.integer_code import condition_text
from abacist.core.answer import Solution
from abacist.core.claim import CountOf
from abacist.core.errors import TooLarge
from abacist.core.expr import Expr, add, call, eq, mul, number, symbol
from abacist.core.language import Language, Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.nouns import shown_name

__all__ = ["Arguments", "count"]


class Arguments(Record):
    """What is chosen.

    Arguments:
        selection: selection(3, and(boy = 5, girl = 4)).
        conditions: relations between the names of the pools.
        ordered: the order counts.
        repetition: the same thing may be chosen again.
    """

    selection: Annotated[
        Expr,
        Slot(
            "Choosing",
            ask=Message(en="How many are chosen, and from what?", zh="从哪些对象中选多少个？"),
        ),
    ]
    conditions: Annotated[tuple[Expr, ...], Slot("CountCondition", many=True)] = ()
    ordered: Annotated[bool, Slot("Ordered")] = False
    repetition: Annotated[bool, Slot("Repetition")] = False

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        selection = canonical_selection(self.selection)
        conditions = canonical_conditions(selection, self.conditions)
        object.__setattr__(self, "selection", selection)
        object.__setattr__(self, "conditions", conditions)
        return self


@action(
    "combinatorics.count",
    title=Message(en="Number of ways to choose", zh="选法计数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def count(arguments: Arguments) -> Solution:
    """The number of ways; see the module's page."""
    try:
        given = Selection.of(arguments.selection)
        selection = given if arguments.conditions else given.together()
        cases = splits(selection, arguments.conditions, bounded=not arguments.repetition)
        total = sum(_ways(case, selection, arguments) for case in cases)
    except Unsupported as error:
        note = Message(en=f"this cannot be counted: {error}", zh=f"无法计数：{error}")
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    except TooLarge as error:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(error.message,))
    claim = CountOf(
        pools=given.pools,
        choose=given.choose,
        conditions=arguments.conditions,
        ordered=arguments.ordered,
        repetition=arguments.repetition,
        count=total,
        selection=arguments.selection,
    )
    return Solution(
        value=Exact(expr=number(total)),
        claims=(claim,),
        steps=tuple(_steps(selection, arguments, cases, total)),
        method=_METHOD,
        code=_code(selection, arguments),
    )


def _ways(case: Sequence[int], selection: Selection, arguments: Arguments) -> int:
    """In how many ways so many of each kind are chosen."""
    sizes = [size for _, size in selection.pools]
    if arguments.repetition and arguments.ordered:
        places = math.factorial(selection.choose) // math.prod(map(math.factorial, case))
        return places * math.prod(size**k for size, k in zip(sizes, case, strict=True))
    if arguments.repetition:
        return math.prod(
            math.comb(size + k - 1, k) if size or k else 1
            for size, k in zip(sizes, case, strict=True)
        )
    chosen = math.prod(math.comb(size, k) for size, k in zip(sizes, case, strict=True))
    return chosen * math.factorial(selection.choose) if arguments.ordered else chosen


def _formula(case: Sequence[int], selection: Selection, arguments: Arguments) -> Expr:
    sizes = [size for _, size in selection.pools]
    if arguments.repetition:
        if arguments.ordered and len(sizes) == 1:
            return call("pow", number(sizes[0]), number(case[0]))
        if arguments.ordered:
            return number(_ways(case, selection, arguments))
        factors = [
            call("binomial", number(size + k - 1), number(k))
            for size, k in zip(sizes, case, strict=True)
        ]
        return mul(*factors)
    if arguments.ordered and len(sizes) == 1:
        return call("permutations", number(sizes[0]), number(case[0]))
    factors = [
        call("binomial", number(size), number(k)) for size, k in zip(sizes, case, strict=True)
    ]
    if arguments.ordered:
        factors.append(call("factorial", number(selection.choose)))
    return mul(*factors)


_SHOWN = 30


def _steps(
    selection: Selection, arguments: Arguments, cases: Sequence[Sequence[int]], total: int
) -> list[Step]:
    steps: list[Step] = []
    if len(selection.pools) > 1:
        steps.append(_cases_step(selection, arguments, cases))
    for case in cases[:_SHOWN]:
        steps.append(_case_step(case, selection, arguments))
    if len(cases) > _SHOWN:
        says = Message(en="and so on for the other {k} cases.", zh="其余 {k} 种情形同理。")
        values = {"k": number(len(cases) - _SHOWN)}
        steps.append(Step(rule="further cases", says=says, values=values))
    if len(cases) > 1:
        parts = [number(_ways(case, selection, arguments)) for case in cases]
        says = Message(
            en="The cases exclude one another, so their numbers are added.",
            zh="各情形互不重叠，方法数相加。",
        )
        before = add(*parts) if len(parts) <= _SHOWN else None
        steps.append(Step(rule="addition principle", says=says, before=before, after=number(total)))
    if len(cases) > 1 and not arguments.repetition:
        steps.extend(_complement(selection, arguments, total))
    return steps


def _cases_step(selection: Selection, arguments: Arguments, cases: Sequence[Sequence[int]]) -> Step:
    conditions = arguments.conditions
    joined = call("and", *conditions) if len(conditions) > 1 else (*conditions, None)[0]
    named = call("tuple", *(symbol(name) for name, _ in selection.pools))
    values = {"k": number(len(cases)), **_in_both("names", named)}
    if joined is None:
        says = Message(
            en="How many are chosen of each kind, {names}: {k} cases.",
            zh="按各类选取的个数 {names_zh} 分类，共 {k} 种情形。",
        )
        return Step(rule="cases", says=says, values=values)
    says = Message(
        en="How many are chosen of each kind, {names}: {k} cases satisfy {c}.",
        zh="按各类选取的个数 {names_zh} 分类，满足 {c_zh} 的有 {k} 种情形。",
    )
    return Step(rule="cases", says=says, values={**values, **_in_both("c", joined)})


def _in_both(key: str, expr: Expr) -> dict[str, Expr]:
    """An expression with the names of things in English, and under a key of its own in Chinese."""
    chinese = {name: symbol(shown_name(name, Language.ZH)) for name in expr.free_symbols()}
    return {key: expr, f"{key}_zh": expr.substitute(dict(chinese))}


def _case_step(case: Sequence[int], selection: Selection, arguments: Arguments) -> Step:
    parts = [
        eq(symbol(name), number(k)) for (name, _), k in zip(selection.pools, case, strict=True)
    ]
    formula = _formula(case, selection, arguments)
    ways = number(_ways(case, selection, arguments))
    says = Message(en="Case {case}: the choices multiply.", zh="情形 {case_zh}：各步选法相乘。")
    return Step(
        rule="multiplication principle",
        says=says,
        values=_in_both("case", parts[0] if len(parts) == 1 else call("and", *parts)),
        before=formula if formula != ways else None,
        after=ways,
    )


def _complement(selection: Selection, arguments: Arguments, total: int) -> list[Step]:
    """The same count by what is left out, where that is a single case: a second way for the reader."""
    everything = splits(selection, (), bounded=True)
    kept = set(splits(selection, arguments.conditions, bounded=True))
    excluded = [case for case in everything if case not in kept]
    if len(excluded) != 1 or not arguments.conditions:
        return []
    size = sum(size for _, size in selection.pools)
    whole = call("binomial", number(size), number(selection.choose))
    if arguments.ordered:
        whole = call("permutations", number(size), number(selection.choose))
    taken = _formula(excluded[0], selection, arguments)
    says = Message(
        en="As a check, all choices without the one case that is excluded.",
        zh="验证：用全部选法减去不符合条件的唯一情形。",
    )
    return [
        Step(
            rule="complement", says=says, before=add(whole, call("neg", taken)), after=number(total)
        )
    ]


def _code(selection: Selection, arguments: Arguments) -> str:
    """Every choice of members is generated and the ones that satisfy the conditions are counted."""
    members = [name for name, size in selection.pools for _ in range(size)]
    generator = {
        (False, False): "combinations",
        (True, False): "permutations",
        (False, True): "combinations_with_replacement",
        (True, True): "product",
    }[arguments.ordered, arguments.repetition]
    size = len(members)
    total = size**selection.choose if arguments.repetition else math.comb(size, selection.choose)
    if size > 60 or total > 200_000 or (arguments.ordered and total > 2_000):
        return _formula_code(selection, arguments)
    names = {name: f"chosen.count({name!r})" for name, _ in selection.pools}
    test = _test_text(arguments.conditions, names)
    call_ = f"{generator}(range(len(members)), {selection.choose})"
    if generator == "product":
        call_ = f"product(range(len(members)), repeat={selection.choose})"
    pools = " + ".join(f"[{name!r}] * {size}" for name, size in selection.pools)
    return (
        f"from itertools import {generator}\n\n"
        f"members = {pools}\n"
        "found = 0\n"
        f"for places in {call_}:\n"
        "    chosen = [members[place] for place in places]\n"
        f"    found += {test}\n"
        "print(found)\n"
    )


def _test_text(conditions: Sequence[Expr], names: dict[str, str]) -> str:
    """The conditions as Python, names of kinds as what counts them."""
    plain = {name: symbol(f"kind_{index}_") for index, name in enumerate(names)}
    texts = []
    for condition in conditions:
        text = condition_text(condition.substitute(dict(plain)))
        for name, mark in plain.items():
            text = text.replace(mark.name, names[name])
        texts.append(text)
    return " and ".join(texts) or "True"


def _formula_code(selection: Selection, arguments: Arguments) -> str:
    sizes = [size for _, size in selection.pools]
    names = {name: f"split[{index}]" for index, (name, _) in enumerate(selection.pools)}
    test = _test_text(arguments.conditions, names)
    most = [selection.choose if arguments.repetition else min(s, selection.choose) for s in sizes]
    ways = "math.prod(math.comb(size, k) for size, k in zip(sizes, split))"
    if arguments.repetition and arguments.ordered:
        ways = (
            "math.factorial(choose) * math.prod(size**k for size, k in zip(sizes, split)) "
            "// math.prod(math.factorial(k) for k in split)"
        )
    elif arguments.repetition:
        ways = "math.prod(math.comb(size + k - 1, k) for size, k in zip(sizes, split))"
    elif arguments.ordered:
        ways = f"math.factorial(choose) * {ways}"
    return (
        "import math\nfrom itertools import product\n\n"
        f"sizes, choose = {sizes}, {selection.choose}\n"
        "found = 0\n"
        f"for split in product(*(range(most + 1) for most in {most})):\n"
        f"    if sum(split) == choose and {test}:\n"
        f"        found += {ways}\n"
        "print(found)\n"
    )


_METHOD = Message(
    en="by cases: how many of each kind, binomials multiplied and added",
    zh="按各类个数分类，组合数相乘后相加",
)
