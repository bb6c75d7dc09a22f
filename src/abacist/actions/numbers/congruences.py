"""Integers that satisfy congruences and other conditions: the smallest, the largest, all, how many.

Arguments: relations in one unknown: mod(N, 9) = 7, N ≥ 100, N ∈ ℙ, √N ∈ ℤ, …; no units.
Outcomes: solved; no_solution, where the conditions contradict each other; infinitely_many, where all (or
the number of them) are asked for and nothing bounds them; too_large or unable beyond the limits of the search.
Method: the congruences are merged by the Chinese remainder theorem (moduli may share factors), the bounds
cut the classes, and what is left is tried in order against the other conditions.
Source: see `residue_classes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from abacist.actions.numbers.integer_arithmetic import Unsupported
from abacist.actions.numbers.integer_conditions import (
    UNKNOWN,
    bounds_of,
    in_one_unknown,
    least_of,
    unknown_of,
)
from abacist.actions.numbers.integer_search import Wanted, search
from abacist.core.answer import Solution
from abacist.core.expr import Call, Expr, call, number, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level
from abacist.core.phrase import Constant, Formula, Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action

__all__ = ["Arguments", "congruences"]


_LISTED = ("all", "count")


class Arguments(Record):
    """What is asked of which integers. Where nothing bounds them from below, positive ones are meant.

    Arguments:
        conditions: relations in one unknown; in a plan it is called n, unless the general solution is wanted.
        wanted: what is asked for.
        unknown: the name of the unknown in the general solution.
        kind: what the numbers are called ("three-digit numbers"), one more condition.
    """

    conditions: Annotated[
        tuple[Expr, ...],
        Slot(
            "Congruence|Predicate|IntegerKind|Inequality|Membership|Region",
            ask=Message(
                en="Which conditions shall the number satisfy?", zh="这个数要满足哪些条件？"
            ),
            many=True,
        ),
    ] = ()
    wanted: Wanted = "smallest"
    unknown: str = UNKNOWN
    kind: Expr | None = None

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        given = (*self.conditions, *((self.kind,) if self.kind is not None else ()))
        wanted: Wanted = self.wanted
        name = unknown_of(given) or self.unknown
        called = name if wanted == "general" else UNKNOWN
        conditions = list(in_one_unknown(given, called))
        if not conditions:
            raise ValueError("no condition is given")
        bounded = [side for side in ("lower", "upper") if _is_bounded(conditions, called, side)]
        if "lower" not in bounded and (wanted == "smallest" or (wanted in _LISTED and bounded)):
            if not all(_leaves_the_sign(condition) for condition in conditions):
                raise ValueError("are negative numbers meant too?")
            conditions.append(call("gt", symbol(called), number(0)))
            bounded.append("lower")
        if wanted in _LISTED and len(bounded) < 2:
            raise ValueError("nothing bounds the numbers")
        if wanted == "general" and bounded:
            raise ValueError("a general solution has no bounds")
        object.__setattr__(self, "conditions", in_one_unknown(conditions, called))
        object.__setattr__(self, "wanted", wanted)
        object.__setattr__(self, "unknown", called)
        object.__setattr__(self, "kind", None)
        return self


def _leaves_the_sign(condition: Expr) -> bool:
    """True for conditions of divisibility, which are asked of positive numbers unless said otherwise."""
    if not isinstance(condition, Call) or condition.head in (
        "lt",
        "le",
        "gt",
        "ge",
        "ne",
        "or",
        "not",
    ):
        return False
    if condition.head == "eq":
        return condition.has("mod")
    return condition.head != "and" or all(map(_leaves_the_sign, condition.args))


def _is_bounded(conditions: Sequence[Expr], unknown: str, side: str) -> bool:
    """True where a bound on that side is given, or may be: a bound that is not a number yet counts."""
    for condition in conditions:
        try:
            bounds = bounds_of(condition, unknown)
        except Unsupported:
            return True
        if bounds is not None and getattr(bounds, side) is not None:
            return True
        if side == "lower" and least_of(condition, unknown) is not None:
            return True
    return False


_SMALLEST = Constant("smallest")
_LARGEST = Constant("largest")
_ALL = Constant("all")
_COUNT = Constant("count")
_NAME = "numbers.congruences"
_LEAST = "(smallest|least|lowest)"
_MOST = "(largest|greatest|biggest|highest)"
_WITH = "(such that|with|satisfying|which satisfies|that satisfies|for which|where|if)"


def _extreme(wanted: Constant, words: str, zh: str) -> tuple[Phrase, ...]:
    """The phrases for one end: "the smallest N such that …", 最小的…, 这个数最小是多少."""
    kind, conditions = Hole("kind"), Hole("conditions")
    first = words.strip("()").partition("|")[0]
    return (
        Phrase(
            "Number",
            en=(f"the {first} integer {{conditions:Predicate+}}",),
            zh=(f"{{conditions:Predicate+}}的{zh}整数",),
            means=Make(_NAME, wanted=wanted, conditions=conditions),
        ),
        Phrase(
            "Number",
            en=(f"(the|its|their)? {words} (such|possible)? {{kind:IntegerKind}}",),
            zh=(
                f"{zh}(的)?{{kind:IntegerKind}}",
                f"(这样的|符合条件的|满足条件的){zh}(的)?{{kind:IntegerKind}}",
            ),
            means=Make(_NAME, wanted=wanted, kind=kind),
        ),
        Phrase(
            "Number",
            en=(
                f"(the)? {words} (possible)? {{kind:IntegerKind}} {_WITH} {{conditions:Predicate+}}",
                f"(the)? {words} (possible)? {{kind:IntegerKind}} (that|which)? {{conditions:Predicate+}}",
            ),
            zh=(
                f"(满足|符合|使得)?{{conditions:Predicate+}}的{zh}(的)?{{kind:IntegerKind}}",
                f"(使|使得|满足){{conditions:Predicate+}}(成立)?的{zh}(的)?{{kind:IntegerKind}}",
            ),
            means=Make(_NAME, wanted=wanted, kind=kind, conditions=conditions),
            cost=0.02,
        ),
        Phrase(
            "Number",
            en=(
                f"(the)? {words} (possible)? {{kind:IntegerKind}} {_WITH} {{conditions:Relation+}}",
            ),
            zh=(
                f"(使|使得|满足|符合){{conditions:Relation+}}(成立)?的{zh}(的)?{{kind:IntegerKind}}",
            ),
            means=Make(_NAME, wanted=wanted, kind=kind, conditions=conditions),
            cost=0.1,
        ),
        Phrase(
            "Number",
            en=(f"(the)? {words} (possible)? (value of)? (such)? {{kind:Symbol}}",),
            zh=(f"{{kind:Symbol}}的{zh}值", f"{zh}的{{kind:Symbol}}"),
            means=Make(_NAME, wanted=wanted, kind=Formula("in(kind, Integers)")),
            cost=0.2,
        ),
        *_extreme_requests(wanted, words, zh),
    )


def _extreme_requests(wanted: Constant, words: str, zh: str) -> tuple[Phrase, ...]:
    """Demands that leave the number to be told elsewhere: 这个数最小是多少."""
    asked = "(是|为|等于)?(多少|几|什么)"
    return (
        Phrase(
            "Request",
            zh=(
                f"(这个|这样的|那么这个|那么|则)?(数|自然数|正整数|整数)?{zh}{asked}",
                f"(这个|这样的|那么这个|则)(数|自然数|正整数|整数)的{zh}值{asked}",
                f"(它|其){zh}{asked}",
            ),
            en=(
                f"what is the {words} (possible)? (value|it can be|such number)",
                f"(find|what is) the {words} (possible)? (value of)? (this|that|the) number",
            ),
            means=Make(_NAME, wanted=wanted),
        ),
        Phrase(
            "Request",
            zh=(f"(这样的|这个|那么这样的)?{{kind:IntegerKind}}{zh}{asked}",),
            means=Make(_NAME, wanted=wanted, kind=Hole("kind")),
            cost=0.03,
        ),
    )


PHRASES = (
    *_extreme(_SMALLEST, _LEAST, "最小"),
    *_extreme(_LARGEST, _MOST, "最大"),
    Phrase("Value", en=("{s:IntegerSet}",), zh=("{s:IntegerSet}",), means=Hole("s")),
    Phrase(
        "IntegerSet",
        en=("all integers {conditions:Predicate+}",),
        zh=("{conditions:Predicate+}的所有整数",),
        means=Make(_NAME, wanted=_ALL, conditions=Hole("conditions")),
        cost=0.2,
    ),
    Phrase(
        "IntegerSet",
        en=(f"(all|all the|every|the)? {{kind:IntegerKind}} {_WITH} {{conditions:Relation+}}",),
        zh=(
            "(所有|全部|一切)?(满足|符合|使得|使){conditions:Relation+}(成立)?的(所有|全部)?{kind:IntegerKind}",
        ),
        means=Make(_NAME, wanted=_ALL, kind=Hole("kind"), conditions=Hole("conditions")),
        cost=0.3,
    ),
    Phrase(
        "IntegerSet",
        en=(
            "(all|all the|the)? {kind:IntegerKind} (solutions|solution) (of|to) {conditions:Inequality+}",
        ),
        zh=("(不等式|不等式组)?{conditions:Inequality+}的(所有|全部)?{kind:IntegerKind}解",),
        means=Make(_NAME, wanted=_ALL, kind=Hole("kind"), conditions=Hole("conditions")),
    ),
    Phrase(
        "IntegerSet",
        en=("(the)? first {n:Numeral} positive integers",),
        means=Make(_NAME, wanted=_ALL, conditions=Formula("and(member >= 1, member <= n)")),
    ),
    Phrase(
        "IntegerSet",
        zh=("{a:Numeral}(到|至){b:Numeral}(的)?(所有|全部|连续)?(的)?(整数|自然数|正整数)?",),
        means=Make(_NAME, wanted=_ALL, conditions=Formula("and(member >= a, member <= b)")),
        cost=0.3,
    ),
    Phrase(
        "Number",
        en=("the number of integers {conditions:Predicate+}",),
        zh=("{conditions:Predicate+}的整数的个数",),
        means=Make(_NAME, wanted=_COUNT, conditions=Hole("conditions")),
    ),
    Phrase(
        "IntegerSet",
        en=("(all|all the|every|the|any)? (such)? {kind:IntegerKind}",),
        zh=("(所有|全部|一切)?(这样的|符合条件的|满足条件的)?(的)?{kind:IntegerKind}",),
        means=Make(_NAME, wanted=_ALL, kind=Hole("kind")),
        cost=0.3,
    ),
    Phrase(
        "IntegerSet",
        en=(f"(all|all the|every|the)? {{kind:IntegerKind}} {_WITH} {{conditions:Predicate+}}",),
        zh=(
            "(所有|全部|一切)?(满足|符合|使得){conditions:Predicate+}的(所有|全部)?{kind:IntegerKind}",
        ),
        means=Make(_NAME, wanted=_ALL, kind=Hole("kind"), conditions=Hole("conditions")),
        cost=0.25,
    ),
    Phrase(
        "Number",
        en=("the (number|count) of (such)? {kind:IntegerKind}",),
        zh=("{kind:IntegerKind}的(个数|数量)",),
        means=Make(_NAME, wanted=_COUNT, kind=Hole("kind")),
    ),
    Phrase(
        "Request",
        en=(
            "how many (such)? {kind:IntegerKind} (are there|exist|are possible)?",
            "how many (such)? {kind:IntegerKind} are there (that|which)? {conditions:Predicate}",
            "how many (of)? (the)? {kind:IntegerKind} {conditions:Predicate}",
        ),
        zh=(
            "{kind:IntegerKind}(一共|共|总共)?有(几|多少)个",
            "(一共|共|总共)?有(几|多少)个{kind:IntegerKind}",
            "{kind:IntegerKind}(中|里|里面)(，)?(有(几|多少)个)(数)?{conditions:Predicate}",
            "{kind:IntegerKind}(中|里|里面)(，)?{conditions:Predicate}的(数)?(一共|共)?有(几|多少)个",
        ),
        means=Make(_NAME, wanted=_COUNT, kind=Hole("kind"), conditions=Hole("conditions")),
    ),
    Phrase(
        "Request",
        en=("(find|list|what are) (all|all the|every)? {kind:IntegerKind}",),
        zh=("(求|写出|找出)(所有|全部|一切)?(的)?{kind:IntegerKind}",),
        means=Make(_NAME, wanted=Constant("general"), kind=Hole("kind")),
        cost=0.5,
    ),
    Phrase(
        "Request",
        en=(
            "(solve|find the general solution (of|to)) (the)? (system|set)? (of)? (linear|simultaneous)? "
            "(congruence|congruences)? {conditions:Congruence+}",
        ),
        zh=(
            "解同余方程{conditions:Congruence}",
            "解同余方程组{conditions:Congruence+}",
            "(解|求解)(下列|下面的)?(一次|线性)?(同余方程组|同余方程|同余式组|同余式)?{conditions:Congruence+}",
            "(求)?(同余方程组|同余方程|同余式组|同余式)?{conditions:Congruence+}的(通解|解|全部解|所有解)",
        ),
        means=Make(_NAME, wanted=Constant("general"), conditions=Hole("conditions")),
        cost=-0.3,
    ),
)

EXAMPLES = (
    Example(
        en="smallest three-digit N, N mod 9 = 7, N mod 5 = 2",
        zh="求满足 N mod 9 = 7, N mod 5 = 2 的最小三位数N",
        answer="142",
        level=Level.PROVED,
        source="7, 16, 25, 34, 43, 52 … leave 7; 52 leaves 2 as well; 52 + 2*45 = 142",
    ),
    Example(
        en="A number leaves remainder 7 when divided by 9 and remainder 2 when divided by 5; "
        "find the smallest such three-digit number.",
        zh="一个三位数除以9余7，除以5余2，这个数最小是多少？",
        answer="142",
        level=Level.PROVED,
        source="as above",
    ),
    Example(
        en="What is the smallest positive integer that leaves remainder 2 when divided by 3, "
        "remainder 3 when divided by 5 and remainder 2 when divided by 7?",
        zh="有一个数除以3余2，除以5余3，除以7余2，这个数最小是多少？",
        answer="23",
        level=Level.PROVED,
        source="Sunzi Suanjing, third volume, problem 26",
    ),
    Example(
        en="How many positive multiples of 9 are less than 1000?",
        zh="小于1000的9的正倍数有多少个？",
        answer="111",
        level=Level.PROVED,
        source="999 = 9 * 111",
    ),
    Example(
        en="Find all integers between 100 and 200 divisible by 7 and congruent to 1 modulo 4.",
        zh="求100到200之间能被7整除且除以4余1的所有整数。",
        answer="{105, 133, 161, 189}",
        level=Level.PROVED,
        source="105 = 7*15 = 4*26 + 1, then steps of 28",
    ),
    Example(
        en="Solve the congruences x ≡ 3 (mod 4), x ≡ 5 (mod 6).",
        zh="解同余方程组 x ≡ 3 (mod 4), x ≡ 5 (mod 6)。",
        answer="mod(x, 12) = 11",
        level=Level.PROVED,
        source="11 = 4*2 + 3 = 6*1 + 5, lcm(4, 6) = 12",
    ),
)  # fmt: skip


@action(
    _NAME,
    title=Message(en="Integers with given remainders", zh="满足余数条件的整数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def congruences(arguments: Arguments) -> Solution:
    """Finds the integers that satisfy the conditions; see the module's page."""
    return search(arguments.conditions, arguments.wanted, arguments.unknown)
