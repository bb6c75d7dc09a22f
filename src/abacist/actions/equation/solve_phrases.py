"""How people ask for the solutions of equations."""

from __future__ import annotations

from abacist.core.phrase import Constant, Formula, Hole, Make, Phrase

__all__ = ["PHRASES"]

_KIND_EN = (
    "(quadratic|linear|cubic|quartic|polynomial|rational|simultaneous|trigonometric|exponential|"
    "logarithmic|radical|fractional)"
)
_KIND_ZH = "(一元|二元|三元)?(一次|二次|三次|四次|高次|线性|三角|指数|对数|无理|分式)?"
_NOUN_EN = (
    f"(the)? (following)? {_KIND_EN}? "
    "(equation|equations|system|system of equations|set of equations)? (:)?"
)
_NOUN_ZH = f"(下列(的)?|下面(的)?|以下(的)?|这个|该)?(关于{{unknowns:Symbol+}}的)?{_KIND_ZH}(方程组|方程|等式)?(：)?"


def _over(domain: str) -> Make:
    return Make(
        "equation.solve",
        equations=Hole("equations"),
        unknowns=Hole("unknowns"),
        domain=Constant(domain),
    )


PHRASES = (
    Phrase(
        "Request",
        en=("solve {equations:Equation+} for {unknowns:Symbol+}",),
        zh=(
            "解关于{unknowns:Symbol+}的方程{equations:Equation}",
            "解关于{unknowns:Symbol+}的方程组{equations:Equation+}",
        ),
    ),
    Phrase(
        "Request",
        en=(
            f"solve (for)? {_NOUN_EN} {{equations:Equation+}}",
            f"find all (the)? (solutions|roots) (of|to) {_NOUN_EN} {{equations:Equation+}}",
        ),
        zh=(
            f"解{_NOUN_ZH}{{equations:Equation+}}",
            f"(求)?解(出)?{_NOUN_ZH}{{equations:Equation+}}",
        ),
    ),
    Phrase(
        "Request",
        en=(
            f"solve {_NOUN_EN} {{equations:Equation+}} for {{unknowns:Symbol+}}",
            f"solve for {{unknowns:Symbol+}} (in|from|:)? {_NOUN_EN} {{equations:Equation+}}",
            "(express|find|write) {unknowns:Symbol+} (in terms of|as a function of) (the)? "
            "(others|other variables|other symbols) (given|from|in|if)? {equations:Equation+}",
            "make {unknowns:Symbol} the subject of {equations:Equation}",
        ),
        zh=(
            "(由|从|把|将)?{equations:Equation+}(中)?解出{unknowns:Symbol+}",
            "(由|从|已知)?{equations:Equation+}(，)?(求|解){unknowns:Symbol+}",
        ),
    ),
    Phrase(
        "Set",
        en=(
            "(all)? (the)? (real)? (zeros|zeroes|roots|zero|root) (of|to) (the)? "
            "(function|polynomial|expression|quadratic|cubic)? {f:Expression}",
        ),
        zh=("(函数|多项式|二次函数)?(y=)?{f:Expression}的(所有|全部|两个)?(实)?(零点|根)",),
        means=Make("equation.solve", equations=Formula("f = 0")),
        cost=0.1,
    ),
    Phrase(
        "Set",
        en=(
            "(all)? (the)? (solutions|roots|solution|root|zeros|solution set) (of|to|for) "
            f"{_NOUN_EN} {{equations:Equation+}}",
        ),
        zh=(f"{_NOUN_ZH}{{equations:Equation+}}的(所有|全部|两个|两|三个|各)?(解集|解|根)",),
    ),
    Phrase(
        "Set",
        en=(f"(all)? (the)? real (solutions|roots) (of|to) {_NOUN_EN} {{equations:Equation+}}",),
        zh=(f"{_NOUN_ZH}{{equations:Equation+}}的(所有|全部)?实(数)?(解|根)",),
        means=_over("real"),
    ),
    Phrase(
        "Set",
        en=(f"(all)? (the)? complex (solutions|roots) (of|to) {_NOUN_EN} {{equations:Equation+}}",),
        zh=(f"{_NOUN_ZH}{{equations:Equation+}}的(所有|全部)?复(数)?(解|根)",),
        means=_over("complex"),
    ),
    Phrase(
        "Set",
        en=(f"(all)? (the)? integer (solutions|roots) (of|to) {_NOUN_EN} {{equations:Equation+}}",),
        zh=(f"{_NOUN_ZH}{{equations:Equation+}}的(所有|全部)?整数(解|根)",),
        means=_over("integer"),
    ),
    Phrase(
        "Set",
        en=(
            "(all)? (the)? (positive integer|natural number) (solutions|roots) (of|to) "
            f"{_NOUN_EN} {{equations:Equation+}}",
        ),
        zh=(f"{_NOUN_ZH}{{equations:Equation+}}的(所有|全部)?自然数(解|根)",),
        means=_over("natural"),
    ),
    Phrase(
        "Number",
        en=(
            "{unknowns:Symbol} (if|when|where|given|such that|given that) {equations:Equation+}",
            "(the)? value(s)? of {unknowns:Symbol} "
            "(if|when|where|given|such that|given that|for which|in|satisfying) {equations:Equation+}",
        ),
        zh=("(已知|若|设|如果|当)?{equations:Equation+}(时)?(，)?{unknowns:Symbol}的值",),
        cost=0.2,
    ),
    Phrase(
        "Request",
        en=(
            "(if|when|given|suppose)? (that)? {equations:Equation+} "
            "(find|what is|determine|calculate|then|compute) {unknowns:Symbol+}",
            "(find|determine|calculate|compute|give) {unknowns:Symbol+} "
            "(if|when|where|given|such that|so that|from|in)? (that)? {equations:Equation+}",
        ),
        zh=(
            "(已知|若|设|如果)?{equations:Equation+}(，|则|，则|那么)?(求)?{unknowns:Symbol+}(的值)?((等于|是|为)(多少|几|什么))?",
        ),
        cost=0.3,
    ),
    Phrase(
        "Request",
        en=(f"solve {_NOUN_EN} {{equations:Set}}",),
        zh=(f"(求)?解{_NOUN_ZH}{{equations:Set}}",),
    ),
    Phrase(
        "Request",
        en=(
            "for (which|what) (value|values)? (of)? {unknowns:Symbol} (is|does|do)? "
            "{equations:Equation+} (hold|true)?",
        ),
        zh=(
            "(当)?{unknowns:Symbol}(取|为|等于)(何|什么|多少)(值)?时(，)?{equations:Equation+}(成立)?",
        ),
    ),
    *(
        Phrase("SolvingMethod", en=en, zh=zh, means=Constant(way))
        for way, en, zh in (
            (
                "factoring",
                ("(by|using|with) (factoring|factorization|factorisation)",),
                ("(用|利用|通过)?因式分解法",),
            ),
            (
                "formula",
                ("(by|using|with) the (quadratic)? formula",),
                ("(用|利用)?(求根)?公式法",),
            ),
            ("completing_square", ("(by|using) completing the square",), ("(用|利用)?配方法",)),
        )
    ),
    # the equations stand in clauses of their own and fill the slot
    Phrase(
        "Request",
        en=(f"solve {_NOUN_EN}", "find (all)? (the)? (solutions|roots|solution)"),
        zh=(
            "(求)?解(下列|下面|以下|这个|该)?(一元|二元|三元)?(一次|二次|三次|高次|线性)?(方程组|方程)",
            "求(方程|方程组)的(解|根)",
        ),
        cost=0.1,
    ),
    Phrase(
        "Request",
        en=(
            "(find|determine|calculate|compute|give|what is|what are|what's) (the value(s)? of)? "
            "{unknowns:Symbol+}",
            "(what is)? the value of {unknowns:Symbol}",
            "{unknowns:Symbol} (is|equals) what",
        ),
        zh=(
            "(求|求出|计算|试求|算|求解|解出){unknowns:Symbol+}(的值)?",
            "{unknowns:Symbol+}(的值)?(是多少|等于多少|为多少|是几|等于几)",
        ),
        cost=0.05,
    ),
    Phrase(
        "Request",
        en=("{unknowns:Symbol} (is|equals)",),
        zh=("{unknowns:Symbol+}(的值)?(等于|是|为)",),
        cost=0.05,
        ends=True,
    ),
    Phrase("Request", en=("{equations:Equation+}",), zh=("{equations:Equation+}",), cost=1.0),
)
