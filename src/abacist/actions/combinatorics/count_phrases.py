"""How people ask for the number of ways to choose: pools, choices, conditions, requests; and the examples.

Pools             5 boys and 4 girls                 eq(boy, 5), eq(girl, 4) joined by `and`
Choosing          3 of …, 从…中选3人                   selection(3, pools)
CountCondition    at least one girl, 至少有1名女生       girl >= 1
"""

from __future__ import annotations

from dataclasses import replace

from abacist.core.outcome import Level
from abacist.core.phrase import Constant, Formula, Hole, Make, Meaning, Name, Phrase
from abacist.core.registry import Example

__all__ = ["COUNTER", "EXAMPLES", "PHRASES"]

_NAME = "combinatorics.count"
COUNTER = "(个|名|位|人|只|本|张|件|种|支|枝|条|块|颗|门|台|辆|朵|盆|幅|首|道|粒|份)"
_ONE = (("p", Name("{w}")),)
_KIND = (("p", Name("{c}_{w}")),)
_TWO = (("p", Name("{v}")), ("q", Name("{w}")))
_GROUP = "(committee|team|group|subset|set|delegation|jury|sample|hand|selection|subcommittee|crew)"
_GROUPS = "(committees|teams|groups|subsets|sets|delegations|samples|hands|selections|choices|combinations)"
_CHOSEN = "(chosen|selected|picked|formed|made|drawn|created|made up|taken)"
_CHOOSE = "(choose|select|pick|draw|form|choosing|selecting|picking|drawing|forming|take|make)"
_FROM = "(from|of|out of|among|from among|from a group of|using)"
_DIFFERENT = "(different|distinct|possible)?"
_XUAN = "(选出|选取|选择|选派|选拔|选|挑选出|挑选|挑出|挑|抽取|抽出|抽调|抽|取出|取|任选|任取|任意选|任意取|派出|派)"
_SELECTION = Formula("selection(k, p)")

_POOLS = (
    Phrase(
        "Pool",
        en=("{n:Integer} (different|distinct|other)? {w:Word}",),
        zh=(
            f"{{n:Integer}}{COUNTER}(不同的)?{{w:Word}}",
            f"{{w:Word}}{{n:Integer}}{COUNTER}",
            "{n:Integer}{w:Word}",
        ),
        means=Formula("p = n", _ONE),
    ),
    Phrase(
        "Pool",
        en=("{n:Integer} (different|distinct)? {c:Word} {w:Word}",),
        means=Formula("p = n", _KIND),
        cost=0.1,
    ),
    Phrase(
        "Pool",
        en=("{n:Integer}",),
        zh=(f"{{n:Integer}}{COUNTER}",),
        means=Formula("element = n"),
        cost=0.4,
    ),
    Phrase(
        "Pools",
        en=(
            "{p:Pool}",
            f"(a|the)? {_GROUP} of {{p:Pool}}",
            "(a|the) (class|club|pool|list|deck|bag) of {p:Pool}",
        ),
        zh=("{p:Pool}",),
        means=Hole("p"),
    ),
    Phrase(
        "Pools",
        en=(
            "{p:Pool} (and|,|, and|or|plus|&) {q:Pools}",
            "(a|the) (class|club|group|pool|bag|box|urn) (of|with|containing) {p:Pool} (and|,|, and) {q:Pools}",
        ),
        zh=("{p:Pool}和{q:Pools}", "{p:Pool}(和|与|、|，|及|以及)?{q:Pools}"),
        means=Formula("and(p, q)"),
    ),
)

_CHOOSING = (
    Phrase(
        "Choosing",
        en=(
            "choose {k:Integer} from {p:Pools}",
            f"(we|you|i|one|they)? (want to|must|have to|need to|can)? {_CHOOSE} {{k:Integer}} {{v:Word}}? "
            f"{_FROM} {{p:Pools}}",
            f"{{k:Integer}} {{v:Word}}? (are|is|were|will be|must be|are to be|have to be)? "
            f"{_CHOSEN}? (at random)? {_FROM} {{p:Pools}}",
            f"(a|the) {_GROUP} of {{k:Integer}} {{v:Word}}? (is|will be|must be|is to be)? "
            f"{_CHOSEN}? {_FROM} {{p:Pools}}",
        ),
        zh=(
            "从{p:Pools}中选{k:Integer}个",
            f"(现)?(要)?从{{p:Pools}}(之)?(中|里|里面|当中)?(，)?(要|任意|任|随机)?{_XUAN}{{k:Integer}}{COUNTER}?{{v:Word}}?",
            f"{{p:Pools}}(之)?(中|里|里面)?(，)?(要|任意|任|随机)?{_XUAN}{{k:Integer}}{COUNTER}?{{v:Word}}?",
            f"(要|任意|任|随机)?{_XUAN}{{k:Integer}}{COUNTER}?{{v:Word}}?(，)?从{{p:Pools}}(之)?(中|里)?",
        ),
        means=_SELECTION,
    ),
)

_REQUESTS = (
    Phrase(
        "Request",
        en=(
            f"in how many {_DIFFERENT} ways can {{k:Integer}} {{v:Word}}? be {_CHOSEN} {_FROM} {{p:Pools}}",
            f"in how many {_DIFFERENT} ways can (a|an|the) {_GROUP} of {{k:Integer}} {{v:Word}}? "
            f"be {_CHOSEN} {_FROM} {{p:Pools}}",
            f"(in)? how many {_DIFFERENT} ways (are there|is there|are|does one have|do we "
            f"have)? (to|of|can (you|we|i|one|they)) {_CHOOSE} {{k:Integer}} {{v:Word}}? {_FROM} {{p:Pools}}",
            f"(in)? how many {_DIFFERENT} ways (are there)? (to|of) {_CHOOSE} (a|an) {_GROUP} of "
            f"{{k:Integer}} {{v:Word}}? {_FROM} {{p:Pools}}",
            f"how many {_DIFFERENT} {_GROUPS} of {{k:Integer}} {{v:Word}}? (can be {_CHOSEN}|are "
            f"possible|are there|can we form|can you form)? {_FROM} {{p:Pools}}",
        ),
        zh=(
            f"从{{p:Pools}}(之)?(中|里)?{_XUAN}{{k:Integer}}{COUNTER}?{{v:Word}}?(，)?(一共|共)?有(多少|几)种(不同的)?("
            f"选法|取法|方法|选择方法|抽法|组合)",
        ),
        means=Make(_NAME, selection=_SELECTION),
    ),
    Phrase(
        "Request",
        en=(
            "how many ways are there",
            f"(in)? how many {_DIFFERENT} ways (are there|is there|are possible|can this be "
            f"done|is this possible|to do this|to do so)?",
            f"how many {_DIFFERENT} {_GROUPS} (are possible|are there|can be {_CHOSEN}|exist)?",
            "(find|what is|compute|determine) the (number of|total number of) "
            "(different|possible)? (ways|choices|selections|combinations)",
        ),
        zh=(
            "(问)?(一共|总共|共|则|那么)?(有)?(多少|几)种(不同的)?(选法|取法|方法|选择方法|抽法|选派方法|挑选方法|方案|组合|抽取方法|情况)",
            "(求)?(不同的)?(选法|取法|抽法|选派方案)(的)?(种数|总数|共有|有)?(是|为)?(多少|几)?(种)?",
        ),
        means=Make(_NAME),
        cost=0.1,
    ),
    Phrase(
        "Request",
        en=(
            f"in how many {_DIFFERENT} ways can {{k:Integer}} (of|out of|from) {{p:Pools}} be "
            f"(arranged|lined up|ordered|seated) (in)? (a)? (row|line|order)?",
            f"how many {_DIFFERENT} (ordered)? (arrangements|permutations|sequences) of "
            f"{{k:Integer}} {{v:Word}}? {_FROM} {{p:Pools}} (are there|are possible)?",
        ),
        zh=(
            f"从{{p:Pools}}(之)?(中|里)?{_XUAN}{{k:Integer}}{COUNTER}?{{v:Word}}?(，)?(来)?(站|排)(成)?(一排|一列|一行|一队|队)("
            f"，)?(一共|共)?有(多少|几)种(不同的)?(排法|站法|排列方法|方法)",
        ),
        means=Make(_NAME, selection=_SELECTION, ordered=Constant(True)),
    ),
    Phrase(
        "Request",
        en=(
            "how many arrangements are there",
            f"how many {_DIFFERENT} (ordered)? (arrangements|orders|permutations) (are there|are possible)?",
        ),
        zh=("(问)?(一共|总共|共|则)?有(多少|几)种(不同的)?(排法|站法|排列方法|排列)",),
        means=Make(_NAME, ordered=Constant(True)),
        cost=0.1,
    ),
    Phrase(
        "Request",
        en=("{s:Choosing}",),
        zh=("{s:Choosing}",),
        means=Make(_NAME, selection=Hole("s")),
        cost=0.6,
    ),
    Phrase(
        "Ordered",
        en=(
            "in order",
            "(and)? (arranged|lined up|placed) in (a|one) (row|line|order)",
            "(where|if) (the)? order (matters|counts|is important)",
        ),
        zh=(
            "(并|来|再|去)?(站|排)(成)?(一)?(排|列|行|队)",
            "(要)?(考虑|讲究|计较)(先后)?(顺序|次序)",
        ),
        means=Constant(True),
    ),
    Phrase(
        "Repetition",
        en=(
            "(with|if) (repetition|replacement|repetitions) (is|are)? (allowed|permitted)?",
            "(repetition|repetitions) (is|are) (allowed|permitted)",
        ),
        zh=("(允许|可以|可)重复(选取|选)?", "有放回(地)?"),
        means=Constant(True),
    ),
)

_LEAD = (
    "(if|with|such that|so that|where|when|given that|and|including|containing|but|provided)? "
    "(there|it|they|the (committee|team|group|selection)|that|which)? "
    "(must|has to|have to|should|is to|are to|shall)? "
    "(be|contain|contains|include|includes|have|has|is|are|containing|including|consist of)?"
)
_TAIL = "(is|are|be|must be|has to be|have to be)? (chosen|selected|included|picked|on it|in it|among them|required)?"
_DI = "(，)?(其中|要求|使得|且|并且|要|必须|如果|若|规定|条件是)?(其中|必须|要|要求)?"


def _amount(en: str, zh: str, sign: str) -> tuple[Phrase, ...]:
    """Conditions on how many are chosen of one kind: "at least 2 girls", 至少有2名女生, 女生至少2人."""
    formula = f"p {sign} n"
    return (
        Phrase(
            "CountCondition",
            en=(f"{_LEAD} {en} {{n:Integer}} (of them)? (is|are)? (a|an)? {{w:Word}} {_TAIL}",),
            zh=(
                f"{zh}有{{n:Integer}}个{{w:Word}}",
                f"{_DI}{zh}(要)?(有|选|含|包含|包括|需要)?(到)?{{n:Integer}}{COUNTER}?(是)?{{w:Word}}(入选|参加|被选中|当选|被选)?",
                f"{_DI}{{w:Word}}(人数)?(要|必须)?{zh}(要)?(有|选|是|为)?{{n:Integer}}{COUNTER}?(入选|参加|被选中)?",
            ),
            means=Formula(formula, _ONE),
        ),
        Phrase(
            "CountCondition",
            en=(f"{_LEAD} {en} {{n:Integer}} {{c:Word}} {{w:Word}} {_TAIL}",),
            means=Formula(formula, _KIND),
            cost=0.1,
        ),
    )


_CONDITIONS = (
    *_amount("at least", "(至少|最少|不少于)", ">="),
    *_amount("(at most|no more than|not more than)", "(至多|最多|不超过|不多于)", "<="),
    *_amount("(exactly|precisely)", "(恰好|恰有|恰|正好|刚好|只)", "="),
    *_amount("(more than|over)", "(多于|超过)", ">"),
    *_amount("(fewer than|less than)", "(少于|不足|不到)", "<"),
    Phrase(
        "CountCondition",
        en=(
            f"{_LEAD} (no|none of the|not any) {{w:Word}} {_TAIL}",
            "(without|excluding) (any)? {w:Word}",
        ),
        zh=(f"{_DI}(没有|不含|不选|不能有|不包括){{w:Word}}",),
        means=Formula("p = 0", _ONE),
    ),
    Phrase(
        "CountCondition",
        en=(
            f"{_LEAD} (only|all|all of them) {{w:Word}} {_TAIL}",
            "(all|all of them|they) (are|must be) (all)? {w:Word}",
        ),
        zh=(f"{_DI}(全部|全都|全|都|只)(是|为|选){{w:Word}}",),
        means=Formula("only(p)", _ONE),
    ),
    Phrase(
        "CountCondition",
        en=(
            f"{_LEAD} more {{v:Word}} than {{w:Word}} {_TAIL}",
            "the {v:Word} (must)? outnumber the {w:Word}",
        ),
        zh=(
            f"{_DI}{{v:Word}}(人数)?(要)?(比{{w:Word}}多|多于{{w:Word}})",
            f"{_DI}{{v:Word}}比{{w:Word}}多",
        ),
        means=Formula("p > q", _TWO),
    ),
    Phrase(
        "CountCondition",
        en=(f"{_LEAD} more {{a:Word}} {{v:Word}} than {{c:Word}} {{w:Word}} {_TAIL}",),
        means=Formula("p > q", (("p", Name("{a}_{v}")), ("q", Name("{c}_{w}")))),
        cost=0.1,
    ),
    Phrase(
        "CountCondition",
        en=(f"{_LEAD} (fewer|less) {{v:Word}} than {{w:Word}} {_TAIL}",),
        zh=(f"{_DI}{{v:Word}}(人数)?(要)?(比{{w:Word}}少|少于{{w:Word}})",),
        means=Formula("p < q", _TWO),
    ),
    Phrase(
        "CountCondition",
        en=(
            f"{_LEAD} (an equal number of|the same number of|as many|equally many) {{v:Word}} "
            f"(and|as) {{w:Word}} {_TAIL}",
        ),
        zh=(f"{_DI}{{v:Word}}(和|与|跟)?{{w:Word}}(人数)?(一样多|相等|相同)",),
        means=Formula("p = q", _TWO),
    ),
    Phrase(
        "CountCondition",
        en=(
            f"{_LEAD} (both)? {{v:Word}} and {{w:Word}} (must be|are|is)? (represented|included|both included)",
            f"{_LEAD} both {{v:Word}} and {{w:Word}}",
        ),
        zh=(
            f"{_DI}既(要)?有{{v:Word}}(，)?又(要)?有{{w:Word}}",
            f"{_DI}{{v:Word}}(、|和|与)?{{w:Word}}(都|均)(要|必须)?有",
            f"{_DI}有{{v:Word}}(也|又)有{{w:Word}}",
        ),
        means=Formula("and(p >= 1, q >= 1)", _TWO),
    ),
    Phrase(
        "CountCondition",
        en=(
            f"{_LEAD} at least one of each (kind|type|sex|gender|group|colour|color|sort)? {_TAIL}",
        ),
        zh=(f"{_DI}(每种|各种|每类|各类)(都|均)?(至少)?(要|必须)?有(一|1)?{COUNTER}?",),
        means=Formula("of_each(1)"),
    ),
    Phrase(
        "CountCondition",
        en=(
            f"{_LEAD} (all)? (of)? (them)? (are)? (of)? the same "
            f"(kind|type|sex|gender|group|colour|color|sort) {_TAIL}",
        ),
        zh=(f"{_DI}(全部|都|全)?(是|为)?(同一种|同一类|同类|同性别|同种|同色|同一性别)(的)?",),
        means=Formula("of_one_kind(1)"),
    ),
)

_NOUN = "{v:Word}?"


def _with_and_without_noun(phrase: Phrase) -> tuple[Phrase, ...]:
    """A phrase with a word for what is chosen ("3 people"), which has to fit, and one without."""
    if not any(_NOUN in template for template in (*phrase.en, *phrase.zh)):
        return (phrase,)
    named = Formula("selection(k, p, v)", (("v", Name("{v}")),))
    means: Meaning = named
    if isinstance(phrase.means, Make):
        args = {key: named if value == _SELECTION else value for key, value in phrase.means.args}
        means = Make(phrase.means.action, **args)
    en, zh = (
        tuple(template.replace(_NOUN, "{v:Word}") for template in some if _NOUN in template)
        for some in (phrase.en, phrase.zh)
    )
    bare_en, bare_zh = (
        tuple(template.replace(_NOUN, "") for template in some) for some in (phrase.en, phrase.zh)
    )
    return replace(phrase, en=bare_en, zh=bare_zh), replace(phrase, en=en, zh=zh, means=means)


PHRASES = tuple(
    each
    for phrase in (*_POOLS, *_CHOOSING, *_REQUESTS, *_CONDITIONS)
    for each in _with_and_without_noun(phrase)
)

EXAMPLES = (
    Example(
        en="3 of 5 boys and 4 girls, at least one girl",
        zh="从5名男生和4名女生中选3人，至少有1名女生，有多少种选法？",
        answer="74",
        level=Level.PROVED,
        source="C(9, 3) - C(5, 3) = 84 - 10",
    ),
    Example(
        en="In how many ways can 3 people be chosen from 5 boys and 4 girls if at least one girl is chosen?",
        zh="5个男生4个女生选3人，要求至少一名女生，共有几种不同的选法？",
        answer="74",
        level=Level.PROVED,
        source="as above",
    ),
    Example(
        en="Choose 3 of 5 boys and 4 girls with at least one girl. How many ways?",
        zh="从5个男生、4个女生中挑选3人，其中女生至少1人，问有多少种不同的选法？",
        answer="74",
        level=Level.PROVED,
        source="as above",
    ),
    Example(
        en="In how many ways can a committee of 3 be chosen from a group of 8 people?",
        zh="从8个人中选出3人，有多少种选法？",
        answer="56",
        level=Level.PROVED,
        source="C(8, 3)",
    ),
    Example(
        en="How many ways are there to choose 4 balls from 6 red balls and 5 white balls "
        "with more red balls than white balls?",
        zh="从6个红球和5个白球中取4个，红球比白球多，有多少种取法？",
        answer="115",
        level=Level.PROVED,
        source="C(6, 3)*5 + C(6, 4) = 100 + 15",
    ),
    Example(
        en="In how many ways can 3 of 5 books be arranged in a row?",
        zh="从5本书中选3本排成一排，有多少种排法？",
        answer="60",
        level=Level.PROVED,
        source="5*4*3",
    ),
)  # fmt: skip
