"""What is said when an integral is asked for, and examples of it."""

from __future__ import annotations

from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.phrase import Formula, Hole, Make, Phrase
from abacist.core.registry import Example

__all__ = ["EXAMPLES", "PHRASES"]

_NOUN = "(the)? (definite|improper)? integral"

PHRASES = (
    # "integrate x² dx": the sign ∫ is said in words, its differential is not
    *(
        Phrase("Differential", en=(f"d{x}",), zh=(f"d{x}",), means=Formula(x))
        for x in "pqrstuvwxyz"
    ),
    Phrase(
        "Request",
        en=("compute {integrand:IntegralExpression}",),
        zh=("计算{integrand:IntegralExpression}",),
    ),
    Phrase(
        "Request",
        en=(
            "integrate {integrand:Function} with respect to {variable:Symbol} "
            "from {lower:Expression} to {upper:Expression}",
        ),
        zh=("求{integrand:Function}对{variable:Symbol}从{lower:Expression}到{upper:Expression}的(定)?积分",),
    ),
    Phrase("Value", en=("{integrand:IntegralExpression}",), zh=("{integrand:IntegralExpression}",), cost=0.5),
    Phrase("Request", en=("{integrand:IntegralExpression}",), zh=("{integrand:IntegralExpression}",), cost=1),
    Phrase(
        "Value",
        en=(
            "(the)? (definite|indefinite|improper|double|triple|iterated|multiple)? integral "
            "{integrand:IntegralExpression}",
        ),
        zh=("(定积分|不定积分|反常积分|广义积分|二重积分|三重积分|累次积分|积分){integrand:IntegralExpression}",),
    ),
    Phrase(
        "Function",
        en=(
            "(the)? (indefinite)? integral of {integrand:Function}",
            "(the|an)? (antiderivative|antiderivatives|primitive|primitive function) of {integrand:Function}",
            "(the)? (indefinite)? integral of {integrand:Function} (with respect to|w.r.t.) {variable:Symbol}",
            "(the|an)? antiderivative of {integrand:Function} (with respect to|w.r.t.) {variable:Symbol}",
        ),
        zh=(
            "{integrand:Function}的(不定积分|原函数|积分)",
            "{integrand:Function}(对|关于){variable:Symbol}的(不定积分|原函数|积分)",
        ),
    ),
    Phrase(
        "Number",
        en=(
            f"{_NOUN} of {{integrand:Function}} from {{lower:Expression}} to {{upper:Expression}}",
            f"{_NOUN} of {{integrand:Function}} between {{lower:Expression}} and {{upper:Expression}}",
            f"{_NOUN} of {{integrand:Function}} "
            "from {variable:Symbol} = {lower:Expression} to {upper:Expression}",
            f"{_NOUN} from {{lower:Expression}} to {{upper:Expression}} of {{integrand:Function}}",
        ),
        zh=(
            "{integrand:Function}从{lower:Expression}到{upper:Expression}的(定积分|反常积分|广义积分|积分)",
            "(函数)?{integrand:Function}在{lower:Expression}到{upper:Expression}(上|之间)?的(定积分|反常积分|广义积分|积分)",
        ),
    ),
    Phrase(
        "Number",
        en=(f"{_NOUN} of {{integrand:Function}} (over|on) (the interval)? {{conditions:Interval}}",),
        zh=("{integrand:Function}在(区间)?{conditions:Interval}(上|内)?的(定积分|反常积分|广义积分|积分)",),
    ),
    Phrase(
        "Number",
        en=(
            "(the)? area under (the)? (curve|graph)? (of)? {integrand:Function} "
            "from {lower:Expression} to {upper:Expression}",
        ),
        zh=("曲线{integrand:Function}(下方)?从{lower:Expression}到{upper:Expression}(所)?围成的面积",),
        means=Make(
            "calculus.integrate", integrand=Hole("integrand"), lower=Hole("lower"), upper=Hole("upper")
        ),
        assumes=Message(
            en="areas below the axis are counted as negative", zh="轴下方的面积按负值计"
        ),
    ),
    Phrase(
        "Request",
        en=(
            "integrate {integrand:Function}",
            "integrate {integrand:Function} (with respect to|w.r.t.) {variable:Symbol}",
            "integrate {integrand:Function} from {lower:Expression} to {upper:Expression}",
            "integrate {integrand:Function} from {variable:Symbol} = {lower:Expression} to {upper:Expression}",
            "integrate {integrand:Function} (over|on) (the interval)? {conditions:Interval}",
        ),
        zh=(
            "求{integrand:Function}对{variable:Symbol}的不定积分",
            "(对|把|将)?{integrand:Function}(求)?(不定)?积分",
            "(对|把|将)?{integrand:Function}(对|关于){variable:Symbol}(求)?积分",
            "(对|把|将)?{integrand:Function}从{lower:Expression}到{upper:Expression}(求)?积分",
            "(对|把|将)?{integrand:Function}在(区间)?{conditions:Interval}(上|内)?(求)?积分",
        ),
    ),
)  # fmt: skip

EXAMPLES = (
    Example(
        en="Compute the integral of sin(x^2).",
        zh="求 sin(x^2) 的不定积分。",
        answer="sqrt(pi/2)*fresnels(sqrt(2/pi)*x) + C",
        source="NIST DLMF 7.2(iii); not elementary by Liouville's theorem",
    ),
    Example(
        en="∫ sin(x²) dx",
        zh="计算 ∫ sin(x²) dx",
        answer="sqrt(pi/2)*fresnels(sqrt(2/pi)*x) + C",
        source="NIST DLMF 7.2(iii); not elementary by Liouville's theorem",
    ),
    Example(
        en="Compute ∫_0^∞ 400π²x²/(1600π⁴x⁴−796π²x²+100) dx.",
        zh="计算反常积分 ∫_0^∞ 400π²x²/(1600π⁴x⁴−796π²x²+100) dx。",
        answer="5/2",
        source="∫ x²/(ax⁴ + bx² + c) = π/(2√a·√(b + 2√(ac))) over (0, ∞)",
    ),
    Example(
        en="Find the integral of 400*pi^2*x^2/(1600*pi^4*x^4 - 796*pi^2*x^2 + 100) from 0 to infinity.",
        zh="求 400*pi^2*x^2/(1600*pi^4*x^4 - 796*pi^2*x^2 + 100) 从 0 到 ∞ 的积分。",
        answer="5/2",
        source="∫ x²/(ax⁴ + bx² + c) = π/(2√a·√(b + 2√(ac))) over (0, ∞)",
    ),
    Example(
        en="Find an antiderivative of x*exp(x).",
        zh="求 x*exp(x) 的原函数。",
        answer="(x - 1)*exp(x) + C",
        source="integration by parts",
    ),
    Example(
        en="Integrate 1/(x^2+1) from -oo to oo.",
        zh="求 1/(x^2+1) 从 -∞ 到 +∞ 的积分。",
        answer="pi",
        source="arctangent at the ends",
    ),
    Example(
        en="Compute ∫_0^1 1/x dx.",
        zh="计算 ∫_0^1 1/x dx。",
        outcome=Outcome.DIVERGENT,
        source="Stewart, Calculus, §7.8",
    ),
    Example(
        en="Compute ∫_0^1 ∫_0^x x*y dy dx.",
        zh="计算 ∫_0^1 ∫_0^x x*y dy dx。",
        answer="1/8",
        source="iterated integration by hand",
    ),
)
