"""How people ask for sums and products, in both languages, with examples."""

from __future__ import annotations

from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Constant, Formula, Hole, Make, Phrase
from abacist.core.registry import Example

__all__ = ["EXAMPLES", "PHRASES"]

_RANGE_EN = "(from|for|over) {index:Symbol} = {lower:Expression} (to|up to|through|until) {upper:Expression}"
_RANGE_ZH = "{index:Symbol}=(从)?{lower:Expression}(到|至){upper:Expression}"
_FROM_ZH = (
    f"(从|当|对|由)?{_RANGE_ZH}(时)?",
    "{index:Symbol}从{lower:Expression}(到|至|加到){upper:Expression}(时)?",
)
_PARTS = ("term", "index", "lower", "upper")


def _make(operation: str) -> Make:
    holes = {name: Hole(name) for name in _PARTS}
    return Make("calculus.sum", operation=Constant(operation), **holes)


_DOTS = "… (…)?"


def _dotted(operation: str, sign: str, noun: str, noun_zh: str) -> tuple[Phrase, Phrase]:
    """ "1 + 2 + … + 100" and "1 + 1/2 + 1/4 + …"."""
    known = {"term": Hole("term"), "operation": Constant(operation)}
    ended = f"{{term:Expression}} {sign} {_DOTS} {sign} {{last:Expression}}"
    endless = f"{{term:Expression}} {sign} {_DOTS}"
    return (
        Phrase(
            "Number",
            en=(ended, f"(the)? {noun} (of)? {ended}"),
            zh=(ended, f"{ended}的{noun_zh}"),
            means=Make("calculus.sum", last=Hole("last"), **known),
        ),
        Phrase(
            "Number",
            en=(endless, f"(the)? {noun} (of)? {endless}"),
            zh=(endless, f"{endless}的{noun_zh}"),
            means=Make("calculus.sum", last=Formula("oo"), **known),
            cost=0.3,
        ),
    )


def _of(operation: str, noun: str, zh: str, verb_zh: str) -> tuple[Phrase, ...]:
    """ "The sum of 1/n² from n = 1 to ∞", "1/n² 从 n=1 到 ∞ 的和" and "… 求和"."""
    make = _make(operation)
    return (
        Phrase(
            "Number",
            en=(
                f"the {noun} of {{term:Expression}} {_RANGE_EN}",
                f"(the)? (infinite)? (series|{noun}) (of)? (the)? (terms)? {{term:Expression}} {_RANGE_EN}",
            ),
            zh=(
                f"{{term:Expression}}{_FROM_ZH[0]}的{zh}",
                f"{{term:Expression}}{_FROM_ZH[1]}的{zh}",
                f"{_FROM_ZH[0]}{{term:Expression}}的{zh}",
                f"{_FROM_ZH[1]}{{term:Expression}}的{zh}",
            ),
            means=make,
        ),
        Phrase(
            "Request",
            zh=(
                f"(将|把|对)?{{term:Expression}}{_FROM_ZH[0]}{verb_zh}",
                f"(将|把|对)?{{term:Expression}}{_FROM_ZH[1]}{verb_zh}",
                f"{_FROM_ZH[0]}(将|把|对)?{{term:Expression}}{verb_zh}",
            ),
            means=make,
        ),
    )


_SERIES_EN = "(the)? (infinite)? (series|sum|product)? {term:SumExpression}"
_INFINITY = Make(
    "calculus.sum",
    term=Hole("term"),
    index=Hole("index"),
    lower=Hole("lower"),
    upper=Formula("oo"),
)
_NUMBERS = Make(
    "calculus.sum",
    term=Formula("k"),
    index=Constant("k"),
    lower=Hole("lower"),
    upper=Hole("upper"),
)
_TO_INFINITY_ZH = (
    "(从|当|对|由)?{index:Symbol}=(从)?{lower:Expression}(到|至)(正)?无穷(大)?",
    "{index:Symbol}从{lower:Expression}(到|至|加到)(正)?无穷(大)?",
)

PHRASES = (
    Phrase(
        "Request",
        en=(
            "sum {term:Expression} from {index:Symbol} = {lower:Expression} to {upper:Expression}",
        ),
        zh=(
            "求{term:Expression}从{index:Symbol}={lower:Expression}到{upper:Expression}的和",
            "将{term:Expression}对{index:Symbol}={lower:Expression}到{upper:Expression}求和",
        ),
        means=_make("sum"),
    ),
    Phrase(
        "Request",
        en=(
            "multiply {term:Expression} from {index:Symbol} = {lower:Expression} to {upper:Expression}",
        ),
        zh=(
            "求{term:Expression}从{index:Symbol}={lower:Expression}到{upper:Expression}的积",
            "将{term:Expression}对{index:Symbol}={lower:Expression}到{upper:Expression}求积",
        ),
        means=_make("product"),
    ),
    Phrase("Number", en=("{term:SumExpression}",), zh=("{term:SumExpression}",), cost=0.5),
    Phrase("Request", en=("{term:SumExpression}",), zh=("{term:SumExpression}",), cost=1),
    Phrase(
        "Number",
        en=(
            "the (value|sum) of (the)? (infinite)? (sum|series|product) {term:SumExpression}",
            "(the)? (infinite)? (sum|series|product) {term:SumExpression}",
        ),
        zh=("(级数|无穷级数|和式|数项级数|连乘积|无穷乘积){term:SumExpression}(的)?(和|值)?",),
        cost=0.05,
    ),
    Phrase(
        "Request",
        en=("(sum|evaluate) (the)? (infinite)? (sum|series|product)? {term:SumExpression}",),
        zh=("(对)?(级数)?{term:SumExpression}求和",),
        cost=0.05,
    ),
    Phrase(
        "Request",
        en=(
            f"(sum|add up|add) {{term:Expression}} {_RANGE_EN}",
            f"sum {_RANGE_EN} of {{term:Expression}}",
        ),
        zh=(f"求和{{term:Expression}}{_FROM_ZH[0]}",),
        means=_make("sum"),
    ),
    Phrase(
        "Request",
        en=(f"multiply {{term:Expression}} {_RANGE_EN}",),
        zh=(f"求积{{term:Expression}}{_FROM_ZH[0]}",),
        means=_make("product"),
    ),
    Phrase(
        "Number",
        zh=(
            *(f"{{term:Expression}}{to}的和" for to in _TO_INFINITY_ZH),
            *(f"{to}{{term:Expression}}的和" for to in _TO_INFINITY_ZH),
        ),
        means=_INFINITY,
    ),
    Phrase(
        "Number",
        en=(
            f"the sum {_RANGE_EN} of {{term:Expression}}",
            f"(the)? sum {_RANGE_EN} of {{term:Expression}}",
        ),
        zh=(
            "{term:Expression}从{lower:Expression}(加到|累加到){upper:Expression}(的和)?",
            "{term:Expression}从{lower:Expression}(到|至){upper:Expression}的和",
        ),
        cost=0.05,
    ),
    Phrase(
        "Number",
        zh=("(从)?{lower:Integer}(一直|连续)?加到{upper:Integer}(的和)?",),
        means=_NUMBERS,
        cost=0.1,
    ),
    Phrase(
        "Request",
        en=(
            f"(does|do) {_SERIES_EN} (converge|diverge|converge or diverge)",
            f"is {_SERIES_EN} (convergent|divergent|convergent or divergent)",
            f"(determine|decide|test) (whether|if) {_SERIES_EN} "
            "(converges|diverges|converges or diverges|is convergent|is divergent)",
            f"(test|check|examine|investigate) {_SERIES_EN} for convergence",
            f"(determine|decide|test) the convergence of {_SERIES_EN}",
        ),
        zh=(
            "(判断|判定|讨论|研究)?(无穷)?级数{term:SumExpression}的(敛散性|收敛性)",
            "(判断|判定)?(无穷)?级数{term:SumExpression}(是否收敛|是否发散|收敛还是发散|是收敛还是发散)",
        ),
        cost=0.1,
    ),
    *_dotted("sum", "+", "(infinite)? (sum|series)", "和"),
    *_dotted("product", "*", "product", "积"),
    *_of("sum", "sum", "(总)?和", "求和"),
    *_of("product", "product", "(乘)?积", "求积"),
)

_KNOPP = "Knopp, Theory and Application of Infinite Series"
EXAMPLES = (
    Example(
        en="Find the sum of 1/n^2 from n=1 to infinity",
        zh="求 1/n^2 从 n=1 到 ∞ 的和",
        answer="pi**2/6",
        source=f"{_KNOPP}, section 22 (Euler)",
    ),
    Example(
        en="Compute \\sum_{k=1}^{n} k^2",
        zh="计算 \\sum_{k=1}^{n} k^2",
        answer="n*(n + 1)*(2*n + 1)/6",
        level=Level.PROVED,
        source="Concrete Mathematics, section 2.5",
    ),
    Example(
        en="What is the sum of k from k = 1 to 100?",
        zh="求 k 从 k=1 到 100 的和",
        answer="5050",
        level=Level.PROVED,
        source="100·101/2",
    ),
    Example(
        en="Evaluate the series ∑_{n=0}^∞ 1/2^n",
        zh="求级数 ∑_{n=0}^∞ 1/2^n 的和",
        answer="2",
        level=Level.PROVED,
        source="geometric series, 1/(1 − 1/2)",
    ),
    Example(
        en="Find the sum of 1/n from n=1 to infinity",
        zh="求 1/n 从 n=1 到 ∞ 的和",
        outcome=Outcome.DIVERGENT,
        level=Level.PROVED,
        source=f"{_KNOPP}, section 10: the harmonic series",
    ),
    Example(
        en="Does the series \\sum_{n=1}^{\\infty} \\frac{1}{\\sqrt{n}} converge?",
        zh="判断级数 \\sum_{n=1}^{\\infty} \\frac{1}{\\sqrt{n}} 的敛散性",
        outcome=Outcome.DIVERGENT,
        level=Level.PROVED,
        source="p-series with p = 1/2",
    ),
    Example(
        en="sum 1/(n(n+1)) from n=1 to infinity",
        zh="对 1/(n(n+1)) 从 n=1 到 ∞ 求和",
        answer="1",
        level=Level.PROVED,
        source="1/n − 1/(n + 1) telescopes",
    ),
    Example(
        en="1+2+3+...+100",
        zh="计算 1+2+3+…+100",
        answer="5050",
        level=Level.PROVED,
        source="100·101/2",
    ),
    Example(
        en="Find 1+2+...+64",
        zh="求 1+2+…+64",
        outcome=Outcome.NEEDS_CLARIFICATION,
        level=Level.COMPUTED,
        source="1, 2, 3, … or 1, 2, 4, …: both end in 64",
    ),
    Example(
        en="Find the product of 1 - 1/n^2 from n=2 to infinity",
        zh="求 1 - 1/n^2 从 n=2 到 ∞ 的积",
        answer="1/2",
        source="(n − 1)(n + 1)/n² telescopes",
    ),
)
