"""What is said when a limit is asked for, and examples of it."""

from __future__ import annotations

from typing import Literal

from abacist.core.outcome import Outcome
from abacist.core.phrase import Constant, Formula, Hole, Make, Phrase
from abacist.core.registry import Example

__all__ = ["EXAMPLES", "PHRASES"]

Direction = Literal["both", "left", "right"]


def _with(direction: Direction) -> Make:
    return Make(
        "calculus.limit",
        function=Hole("function"),
        variable=Hole("variable"),
        point=Hole("point"),
        direction=Constant(direction),
    )


_TO = "(as|when|for) {variable:Symbol} (tends to|approaches|goes to|->|→|\\to) {point:Expression}"
_TO_ZH = "(当)?{variable:Symbol}(趋于|趋近于|趋向于|趋向|→|->){point:Expression}(时)?"

PHRASES = (
    Phrase("Number", en=("{function:LimitExpression}",), zh=("{function:LimitExpression}",), cost=0.5),
    Phrase("Request", en=("{function:LimitExpression}",), zh=("{function:LimitExpression}",), cost=1),
    Phrase(
        "Number",
        en=(
            f"(the)? (two-sided)? limit of {{function:Function}} {_TO}",
            "(the)? (two-sided)? limit of {function:Function} at (the point)? {variable:Symbol} = {point:Expression}",
        ),
        zh=(
            f"{_TO_ZH}{{function:Function}}的(双侧)?极限",
            f"{{function:Function}}{_TO_ZH}的(双侧)?极限",
            "{function:Function}在{variable:Symbol}={point:Expression}(处|点)?的(双侧)?极限",
        ),
    ),
    Phrase(
        "Number",
        en=(
            "(the)? limit of {function:Function} at {point:Expression}",
        ),
        zh=(
            "{function:Function}在(点)?{point:Expression}(处|点)?的极限",
        ),
        cost=0.5,
    ),
    Phrase(
        "Number",
        en=(
            "(the)? (limit from the right|right-hand limit|right limit|limit from above) "
            f"of {{function:Function}} {_TO}",
            f"(the)? limit of {{function:Function}} {_TO} from (the right|above)",
        ),
        zh=(
            f"{_TO_ZH}{{function:Function}}的右极限",
            f"{{function:Function}}{_TO_ZH}的右极限",
            "{function:Function}在{variable:Symbol}={point:Expression}(处|点)?的右极限",
        ),
        means=_with("right"),
    ),
    Phrase(
        "Number",
        en=(
            f"(the)? (limit from the left|left-hand limit|left limit|limit from below) of {{function:Function}} {_TO}",
            f"(the)? limit of {{function:Function}} {_TO} from (the left|below)",
        ),
        zh=(
            f"{_TO_ZH}{{function:Function}}的左极限",
            f"{{function:Function}}{_TO_ZH}的左极限",
            "{function:Function}在{variable:Symbol}={point:Expression}(处|点)?的左极限",
        ),
        means=_with("left"),
    ),
    Phrase(
        "Number",
        en=("(the)? limit of (the)? sequence {function:Function}",),
        zh=("数列(的通项)?{function:Function}的极限", "数列{function:Function}(的)?极限"),
        means=Make(
            "calculus.limit", function=Hole("function"), point=Formula("oo"), sequence=Constant(True)
        ),
    ),
    Phrase(
        "Number",
        en=("(the)? (two-sided)? limit of {function:Function}",),
        zh=("{function:Function}的(双侧)?极限",),
        cost=0.2,
    ),
    Phrase(
        "Approach",
        en=(
            "(as|when|for) {variable:Symbol} (tends to|approaches|goes to|->|→) {point:Expression}",
        ),
        zh=("当{variable:Symbol}(趋于|趋近于|趋向于|→|->){point:Expression}时",),
        means=Formula("variable = point"),
    ),
)  # fmt: skip

EXAMPLES = (
    Example(
        en="Find the limit of sin(x)/x as x tends to 0.",
        zh="求当 x 趋于 0 时 sin(x)/x 的极限。",
        answer="1",
        source="Stewart, Calculus, §3.3",
    ),
    Example(
        en="Compute lim_{x→0} |x|/x.",
        zh="计算 lim_{x→0} |x|/x。",
        outcome=Outcome.UNDEFINED,
        source="Stewart, Calculus, §2.3, example 8",
    ),
    Example(
        en="What is the limit of |x|/x as x approaches 0?",
        zh="求 |x|/x 在 x=0 处的极限。",
        outcome=Outcome.UNDEFINED,
        source="Stewart, Calculus, §2.3, example 8",
    ),
    Example(
        en="Find the limit of 1/x as x approaches 0.",
        zh="当 x 趋于 0 时，求 1/x 的极限。",
        outcome=Outcome.UNDEFINED,
        source="the sides tend to -oo and oo",
    ),
    Example(
        en="Compute \\lim_{x\\to 0} \\frac{1}{x}",
        zh="求极限 \\lim_{x\\to 0} \\frac{1}{x}",
        outcome=Outcome.UNDEFINED,
        source="the sides tend to -oo and oo",
    ),
    Example(
        en="Find the limit of (1 + 1/n)^n as n tends to infinity.",
        zh="求 n 趋于 ∞ 时 (1 + 1/n)^n 的极限。",
        answer="E",
        source="definition of e",
    ),
    Example(
        en="Find the limit of sin(1/x) as x tends to 0.",
        zh="求当 x 趋于 0 时 sin(1/x) 的极限。",
        outcome=Outcome.UNDEFINED,
        source="Stewart, Calculus, §2.2, example 4",
    ),
    Example(
        en="Find the right-hand limit of x*ln(x) as x tends to 0.",
        zh="求当 x 趋于 0 时 x*ln(x) 的右极限。",
        answer="0",
        source="Stewart, Calculus, §4.4, example 6",
    ),
)
