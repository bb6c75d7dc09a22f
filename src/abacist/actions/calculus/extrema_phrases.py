"""How extrema are asked for, in both languages, and the examples."""

from __future__ import annotations

from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Constant, Hole, Make, Meaning, Phrase
from abacist.core.registry import Example

__all__ = ["EXAMPLES", "PHRASES"]


def _make(wanted: str) -> Meaning:
    return Make("calculus.extrema", function=Hole("function"), wanted=Constant(wanted))


def _bare(wanted: str) -> Meaning:
    return Make("calculus.extrema", wanted=Constant(wanted))


def _noun(kind: str, wanted: str, en: str, zh: str) -> tuple[Phrase, Phrase]:
    """ "The X of f" and, where the function is given elsewhere, "the X"."""
    return (
        Phrase(
            kind,
            (f"(the)? {en} of {{function:Function}}",),
            (f"{{function:Function}}的{zh}",),
            _make(wanted),
        ),
        Phrase(kind, (f"(the)? {en}",), (zh,), _bare(wanted), cost=0.3),
    )


_BIG, _SMALL = "(maximum|max|largest|greatest|biggest)", "(minimum|min|smallest|least|lowest)"
_BOTH_EN = (
    "(maximum and minimum|minimum and maximum|max and min|largest and smallest) (values|value)?"
)
_AND_ZH = "(和|与|、|及)"

PHRASES = (
    *(
        Phrase(
            "Request",
            (f"find the {en} of {{function:Function}}",),
            (f"求{{function:Function}}的{zh}",),
            _make(wanted),
        )
        for wanted, en, zh in (
            ("global_max", "maximum", "最大值"),
            ("global_min", "minimum", "最小值"),
        )
    ),
    *_noun("Number", "global_max", f"(global|absolute)? {_BIG} (value)?", "(最大值|全局最大值)"),
    *_noun("Number", "global_min", f"(global|absolute)? {_SMALL} (value)?", "(最小值|全局最小值)"),
    *_noun("Number", "local_max", f"(local|relative) {_BIG} (value)?", "(极大值|局部最大值)"),
    *_noun("Number", "local_min", f"(local|relative) {_SMALL} (value)?", "(极小值|局部最小值)"),
    *_noun(
        "Point", "max_point", "(local|relative) (maximum point|max point|maximizer)", "极大值点"
    ),
    *_noun("Point", "min_point", "(local|relative)? (minimum point|min point)", "极小值点"),
    *_noun("Point", "global_max_point", "(global|absolute)? (maximizer|maximum point)", "最大值点"),
    *_noun("Point", "global_min_point", "(global|absolute) (minimizer|minimum point)", "最小值点"),
    *_noun("Set", "critical_points", "(critical|stationary) (points|point)", "(驻点|临界点)"),
    *_noun(
        "Value",
        "all",
        "(all)? (the)? (local|relative)? (extrema|extremum|extreme values|extreme points)",
        "(所有|全部)?(的)?极值(点)?",
    ),
    *_noun(
        "Value",
        "global_both",
        _BOTH_EN,
        f"(最大值{_AND_ZH}最小值|最小值{_AND_ZH}最大值|最值)",
    ),
    Phrase(
        "Request",
        ("(maximize|maximise) {function:Function}",),
        ("(最大化|使最大){function:Function}",),
        _make("global_max"),
        cost=0.1,
    ),
    Phrase(
        "Request",
        ("(minimize|minimise) {function:Function}",),
        ("(最小化|使最小){function:Function}",),
        _make("global_min"),
        cost=0.1,
    ),
)

_PARABOLA = "y = (x + 1)²: the values at the ends are 4 and the vertex has 0"
EXAMPLES = (
    Example(
        en="Find the maximum of y = x²+2x+1 on [−3,1]",
        zh="求 y = x²+2x+1 在 [−3,1] 上的最大值",
        answer="4",
        source=_PARABOLA,
    ),
    Example(
        en="y = x^2+2x+1 on the interval [-3, 1], maximum",
        zh="y=x²+2x+1，x∈[−3,1]，最大值是多少？",
        answer="4",
        source=_PARABOLA,
    ),
    Example(
        en="Find the extrema of f(x)=x³−3x²+2",
        zh="求函数 f(x)=x³−3x²+2 的极值",
        answer="{maximum: (0, 2), minimum: (2, -2)}",
        source="f' = 3x(x − 2), f'' = 6x − 6",
    ),
    Example(
        en="f(x) = x^3 - 3x^2 + 2. What are its local extrema?",
        zh="已知 f(x)=x^3-3x^2+2，求它的极值",
        answer="{maximum: (0, 2), minimum: (2, -2)}",
        source="f' = 3x(x − 2), f'' = 6x − 6",
    ),
    Example(
        en="Find the minimum of this",
        zh="帮我算一下这个东西的最小值",
        outcome=Outcome.NEEDS_CLARIFICATION,
        level=Level.COMPUTED,
        source="no function and no range are named",
    ),
    Example(
        en="Find the minimum value of x^2 - 4x + 7",
        zh="求 x^2-4x+7 的最小值",
        answer="3",
        source="(x − 2)² + 3",
    ),
    Example(
        en="Find the extrema of x^2 + y^2 - 2x",
        zh="求 x^2+y^2-2x 的极值",
        answer="{minimum: (1, 0, -1)}",
        source="(x − 1)² + y² − 1",
    ),
)
