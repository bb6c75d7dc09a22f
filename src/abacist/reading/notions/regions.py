"""Where and in what: regions of variables, the variable that is meant, the numbers that are allowed."""

from abacist.core.phrase import Constant, Formula, Hole, Phrase
from abacist.core.registry import notion

_PLACE = "(in|on|over|within|for|from|inside)"

PHRASES = (
    Phrase(
        "Region",
        en=(
            "on {r:Interval}",
            f"{_PLACE} (the)? (closed|open|half-open)? (interval|range|domain|region|set)? {{r:Interval}}",
            "(where|with|when|for|in|on|over|if|assuming|assuming that)? {r:Membership}",
            "(where|with|when|for|if|assuming|assuming that)? {r:Inequality}",
            "(the)? (interval|range|domain) (is)? {r:Interval}",
        ),
        zh=(
            "在{r:Interval}上",
            "(在)?(闭|开)?(区间|范围|定义域)?{r:Interval}(上|内|中|范围内|之间|区间上|区间内)(的)?",
            "(当|在|其中|且|对)?{r:Membership}(上|内|中|时|范围内)?(的)?",
            "(当|在|其中|且)?{r:Inequality}(时|的条件下|的情况下|范围内)?(的)?",
            "(区间|范围|定义域)(是|为){r:Interval}",
        ),
        means=Hole("r"),
    ),
    Phrase(
        "Region",
        en=("{x:Symbol} (from|between) {a:Expression} (to|and) {b:Expression}",),
        zh=("{x:Symbol}(从|在|介于){a:Expression}(到|和|至|与){b:Expression}(之间)?",),
        means=Formula("in(x, interval(a, b))"),
        cost=0.1,
    ),
    Phrase(
        "Region",
        en=(
            "(where|with|when|for)? {x:Symbol} (is)? (in|on|over) (the)? (interval|range)? {r:Interval}",
        ),
        zh=("(当|其中|且|对)?{x:Symbol}在(区间|范围)?{r:Interval}(上|内|中|范围内|之间)?(的)?",),
        means=Formula("in(x, r)"),
        cost=0.1,
    ),
    Phrase(
        "Membership",
        en=("{x:Symbol+} in {r:Interval}",),
        zh=("{x:Symbol+}在{r:Interval}(上|内|中|范围内|之间)",),
        means=Formula("in(x, r)"),
        cost=0.1,
    ),
    Phrase(
        "Variable",
        en=(
            "(with respect to|wrt|w.r.t.|with regard to|in terms of) {x:Symbol+}",
            "(for|in) (the)? (variable|unknown|unknowns|variables)? {x:Symbol+}",
            "(as a function of) {x:Symbol}",
        ),
        zh=(
            "(关于|对){x:Symbol+}(的)?",
            "(变量|未知数|自变量|未知量)(是|为)?{x:Symbol+}",
            "{x:Symbol}(是|为)(变量|未知数|自变量)",
        ),
        means=Hole("x"),
    ),
    Phrase(
        "Domain",
        en=("(over|in) (the)? (real|reals) (numbers)?",),
        zh=("在实数(范围|域|集)?(内|上|中|R)?", "(求)?实数(解|根)"),
        means=Constant("real"),
    ),
    Phrase(
        "Domain",
        en=("(over|in) (the)? complex (numbers|plane)?", "including complex (roots|solutions)"),
        zh=("在复数(范围|域|集)?(内|上|中)?", "(包括|含|求)?复数(解|根)"),
        means=Constant("complex"),
    ),
    Phrase(
        "Domain",
        en=("(over|in) (the)? integers",),
        zh=("在整数(范围|域|集)?(内|上|中)?", "(求)?整数(解|根)"),
        means=Constant("integer"),
    ),
    # said of a name, it holds for that name alone
    *(
        Phrase(
            "Membership" if condition.startswith("in(") else "Inequality",
            en=(
                f"{{x:Symbol+}} (is|are|be)? (all|both)? (a|an)? {en}",
                f"(for|in)? (all)? {en} {{x:Symbol+}}",
            ),
            zh=(f"{{x:Symbol+}}(都|均)?(是|为|取){zh}", f"{zh}{{x:Symbol+}}"),
            means=Formula(condition),
            cost=0.05,
        )
        for condition, en, zh in (
            ("in(x, Reals)", "real (number|numbers)?", "实数"),
            ("in(x, Complexes)", "complex (number|numbers)?", "复数"),
            ("in(x, Integers)", "(integer|integers)", "整数"),
            ("x > 0", "positive (real)? (number|numbers)?", "正(实)?数"),
            ("x < 0", "negative (real)? (number|numbers)?", "负(实)?数"),
            ("x >= 0", "(nonnegative|non-negative) (real)? (number|numbers)?", "非负(实)?数"),
            ("and(x > 0, in(x, Integers))", "positive (integer|integers)", "正整数"),
            (
                "and(x >= 0, in(x, Integers))",
                "(nonnegative|non-negative) (integer|integers)",
                "非负整数",
            ),
        )
    ),
    Phrase(
        "Precision",
        en=(
            "(to|with|rounded to|correct to|keep|accurate to) {n:Integer} (decimal places|decimals|places|d.p.|dp)",
        ),
        zh=(
            "保留{n:Integer}位小数",
            "(结果)?(保留|精确到|取)(到)?(小数点后)?{n:Integer}位(小数)?",
            "精确到小数点后{n:Integer}位",
        ),
        means=Hole("n"),
    ),
)

notion("regions", PHRASES, module=__name__)
