"""How statements about f and f' are put, in both languages, and the examples."""

from __future__ import annotations

from abacist.core.phrase import Formula, Hole, Make, Phrase
from abacist.core.registry import Example

__all__ = ["EXAMPLES", "PHRASES"]

_THAT_EN = "(that|this|the|such a|such an)"
_CHOOSE_EN = "(choose|take|use|pick|construct|choosing|taking|using)"
_WHY = (
    f"(and)? (explain)? why (is)? {_THAT_EN}? auxiliary function (is)? (chosen|used|taken|works|constructed)?",
    f"(and)? (explain)? why (do|did|should|would)? (we|you|one|to)? {_CHOOSE_EN} {_THAT_EN}? auxiliary function",
    f"(and)? (explain|give) (how|the (choice|construction|reason|idea) (of|for|behind)) {_THAT_EN}? "
    "auxiliary function (is (chosen|constructed|found))?",
)
_WHY_ZH = (
    "(并)?(说明|解释)?(所用的|这个|该)?辅助函数(的)?(为什么|为何|是怎么|是怎样|是如何|怎么|如何)(要)?(这样|这么)?"
    "(构造|选取|选择|选|取|得到|想到)(出来)?(的)?",
    "(并)?(说明|解释)?为什么(要)?(这样)?(选|选取|选择|取|构造|用)?(这个|该|那个|这样的)?辅助函数",
    "(并)?(说明|解释)(辅助函数)?(的)?(选取|构造|选择)?(的)?(理由|原因|思路|依据)",
    "(并)?(给出|写出|构造|求)(所用的|合适的)?辅助函数",
)

_NAME = "proof.auxiliary_function"
_STATEMENT = Formula("(point, statement)")

PHRASES = (
    Phrase(
        "Request",
        en=(
            "prove that there is {point:Symbol} with {statement:DifferentialEquation} if {function:Symbol} "
            "is differentiable on {interval:Interval} and {hypotheses:Equation+}",
        ),
        zh=(
            "设{function:Symbol}在{interval:Interval}上可导，且{hypotheses:Equation+}，"
            "证明存在{point:Symbol}使得{statement:DifferentialEquation}",
        ),
        means=Make(
            _NAME,
            statement=_STATEMENT,
            interval=Formula("(function, interval)"),
            hypotheses=Hole("hypotheses"),
        ),
    ),
    Phrase(
        "Request",
        en=("prove that there is {point:Symbol} with {statement:DifferentialEquation}",),
        zh=("证明存在{point:Symbol}使得{statement:DifferentialEquation}",),
        means=Make(_NAME, statement=_STATEMENT),
    ),
    Phrase(
        "Request",
        en=(
            "prove {statement:DifferentialEquation}",
            "(prove|show|deduce) (that)? {statement:ExistsStatement}",
            "⇒ (that)? {statement:ExistsStatement}",
            "{statement:ExistsStatement}",
        ),
        zh=(
            "证明{statement:DifferentialEquation}",
            "(证明|求证|试证|则|⇒)(：)?{statement:ExistsStatement}",
            "{statement:ExistsStatement}",
        ),
    ),
    *(
        Phrase(
            "ExistsStatement",
            en=(
                f"there (exists|is) (a|some|at least one)? (point)? {{x:Symbol}} {place} "
                "(such that|with|where|for which) {s:DifferentialEquation}",
                f"(∃)? {{x:Symbol}} {place} (:)? (such that|with)? {{s:DifferentialEquation}}",
            ),
            zh=(
                f"(至少)?存在(一点|一个|至少一点)?{{x:Symbol}}{place}(,)?(使得|使|满足|有){{s:DifferentialEquation}}",
                f"{place}(内)?(至少)?存在(一点|一个)?{{x:Symbol}}(,)?(使得|使|满足|有){{s:DifferentialEquation}}",
                f"(∃)?{{x:Symbol}}{place}(:)?(使得|使)?{{s:DifferentialEquation}}",
            ),
            means=Formula(f"({bound}, s)"),
        )
        for place, bound in (("", "x"), ("{place:XiPlace}", "in(x, place)"))
    ),
    Phrase(
        "XiPlace",
        en=("in {i:Point}", "∈ {i:Point}", "in {i:Interval}"),
        zh=("∈{i:Point}", "在{i:Point}(内|中|上)?", "属于{i:Point}"),
        means=Hole("i"),
    ),
    Phrase(
        "Smoothness",
        en=(
            "{f:Symbol} (is|be)? (continuous|differentiable) (on|in) {i:Interval}",
            "{f:Function} (is|be)? (continuous|differentiable) (on|in) {i:Interval}",
        ),
        zh=("{f:Function}在{i:Interval}(上)?(连续|可导|可微|连续可导)",),
        means=Formula("(f, i)"),
    ),
    Phrase(
        "Smoothness",
        en=(
            "{f:Symbol} (is|be)? continuous on {i:Interval} (,)? (and)? differentiable (on|in) {j:Point}",
        ),
        zh=(
            "(函数)?{f:Function}在(闭区间)?{i:Interval}(上)?连续(,)?(且)?(在)?(开区间)?{j:Point}(内)?(可导|可微)",
        ),
        means=Formula("(f, i, j)"),
    ),
    Phrase("Filler", en=(*_WHY, "with explanation of the auxiliary function"), zh=_WHY_ZH),
)

_SOURCE = "derived: (e^x f)' = e^x (f' + f); Spivak, Calculus, 4th ed., chapter 11 (Rolle)"

EXAMPLES = (
    Example(
        en="f is differentiable on [a,b], f(a)=f(b)=0. Prove that there exists ξ such that f'(ξ)+f(ξ)=0; "
        "why that auxiliary function?",
        zh="设 f(x) 在 [a,b] 上可导，f(a)=f(b)=0，证明存在 ξ 使得 f'(ξ)+f(ξ)=0，并说明为什么选这个辅助函数",
        answer="g(x) = exp(x)*f(x)",
        source=_SOURCE,
    ),
    Example(
        en="f differentiable on [a,b], f(a)=f(b)=0 ⇒ ∃ξ: f'(ξ)+f(ξ)=0; why that auxiliary function",
        zh="f 在 [a,b] 上可导，f(a)=f(b)=0 ⇒ ∃ξ: f'(ξ)+f(ξ)=0；为什么取这个辅助函数",
        answer="g(x) = exp(x)*f(x)",
        source=_SOURCE,
    ),
    Example(
        en="f is differentiable on [a,b], f(a)=f(b)=0. Show that there is ξ with f'(ξ)+2*ξ*f(ξ)=0",
        zh="f(x) 在 [a,b] 上可导，f(a)=f(b)=0，求证存在 ξ 使 f'(ξ)+2*ξ*f(ξ)=0",
        answer="g(x) = exp(x**2)*f(x)",
        source="derived: (e^{x²} f)' = e^{x²} (f' + 2x f)",
    ),
    Example(
        en="f is differentiable on [a,b], f(a)=f(b)=0. Prove that there is ξ with f'(ξ) = 3*f(ξ)",
        zh="f(x) 在 [a,b] 上可导，f(a)=f(b)=0，证明存在 ξ 使得 f'(ξ) = 3*f(ξ)",
        answer="g(x) = exp(-3*x)*f(x)",
        source="derived: (e^{-3x} f)' = e^{-3x} (f' - 3 f)",
    ),
)
