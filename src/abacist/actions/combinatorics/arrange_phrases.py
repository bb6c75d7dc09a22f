"""How people ask for the number of arrangements, with the conditions; and the examples."""

from __future__ import annotations

from abacist.core.outcome import Level
from abacist.core.phrase import Formula, Hole, Make, Name, Phrase
from abacist.core.registry import Example

__all__ = ["EXAMPLES", "PHRASES"]

_NAME = "combinatorics.arrange"
_ROW = "(in (a|one) (row|line|queue)|in order|on a shelf|in a single line|side by side)"
_ROUND = "(around|at|round) (a|one) (round|circular)? table"
_STAND = "(stand|sit|line up|queue|be arranged|be seated|be lined up|be placed|be ordered|stand up)"
_STANDING = "(stand|sit|line up|queue|are arranged|are seated|are placed|are standing)"
_DIFFERENT = "(different|distinct|possible)?"
_PAI = "(站成|排成|坐成|站|排|坐|排列成)(一)?(排|列|行|队)"
_ZUO = "(围着|围绕|围)?(一张)?(圆桌|桌子)(坐|就座|而坐)?(成一圈)?"
_ONE, _TWO = (("p", Name("{v}")),), (("p", Name("{v}")), ("q", Name("{w}")))
_ALL = "(all)? (of)? (the)?"
_MUST = "(must|have to|has to|should|are to|is to|want to|wants to|are|is|always)? (always)? (be|stand|sit)?"
_LEAD = "(if|with|such that|so that|where|when|and|but|given that|provided)?"
_DI = "(，)?(其中|要求|使得|且|并且|如果|若|规定)?"

_ARRANGING = (
    Phrase(
        "Arranging",
        en=(
            "arrange {p:Pools} in a row",
            f"{{p:Pools}} {_STANDING} {_ROW}",
            f"arrange {{p:Pools}} {_ROW}?",
        ),
        zh=("{p:Pools}排成一排", f"(现)?(有)?{{p:Pools}}{_PAI}", f"(现)?(把|将){{p:Pools}}{_PAI}"),
        means=Formula("arrangement(p)"),
    ),
    Phrase(
        "Arranging",
        en=("seat {p:Pools} around a table", f"{{p:Pools}} {_STANDING} {_ROUND}"),
        zh=("{p:Pools}围圆桌坐", f"(现)?(有)?{{p:Pools}}{_ZUO}"),
        means=Formula("around(p)"),
    ),
)

_REQUESTS = (
    Phrase(
        "Request",
        en=(
            f"in how many {_DIFFERENT} ways can {{p:Pools}} {_STAND} {_ROW}?",
            f"how many {_DIFFERENT} ways (can|are there for|are there to) (arrange)? "
            f"{{p:Pools}} (to)? {_STAND}? {_ROW}?",
        ),
        means=Make(_NAME, arrangement=Formula("arrangement(p)")),
        cost=0.05,
    ),
    Phrase(
        "Request",
        en=(f"in how many {_DIFFERENT} ways can {{p:Pools}} {_STAND} {_ROUND}",),
        means=Make(_NAME, arrangement=Formula("around(p)")),
    ),
    Phrase(
        "Request",
        en=(
            "how many arrangements are there",
            f"(in)? how many {_DIFFERENT} (ways|arrangements|orders|permutations) (are "
            f"there|are possible|can this be done)?",
        ),
        zh=(
            "(问)?(一共|总共|共|则)?有(多少|几)种(不同的)?(排法|站法|坐法|排列方法|排列方式|方法)",
            "(求)?(不同的)?(排法|站法|坐法)(的)?(种数|总数|共有|有)(是|为)?(多少|几)?(种)?",
        ),
        means=Make(_NAME),
        cost=0.1,
    ),
    Phrase(
        "Request",
        en=("{s:Arranging}",),
        zh=("{s:Arranging}",),
        means=Make(_NAME, arrangement=Hole("s")),
        cost=0.6,
    ),
)


def _one(form: str, en: tuple[str, ...], zh: tuple[str, ...]) -> Phrase:
    return Phrase("OrderCondition", en=en, zh=zh, means=Formula(f"{form}(p)", _ONE))


def _two(form: str, en: tuple[str, ...], zh: tuple[str, ...]) -> tuple[Phrase, ...]:
    """Two persons by words (甲、乙) or by letters (A and B)."""
    letters = tuple(each.replace(":Word", ":Symbol") for each in en)
    chinese = tuple(each.replace(":Word", ":Symbol") for each in zh)
    return (
        Phrase("OrderCondition", en=en, zh=zh, means=Formula(f"{form}(p, q)", _TWO)),
        Phrase("OrderCondition", en=letters, zh=chinese, means=Formula(f"{form}(v, w)")),
    )


def _person(form: str, en: tuple[str, ...], zh: tuple[str, ...]) -> tuple[Phrase, ...]:
    letters = tuple(each.replace(":Word", ":Symbol") for each in en)
    chinese = tuple(each.replace(":Word", ":Symbol") for each in zh)
    return (
        _one(form, en, zh),
        Phrase("OrderCondition", en=letters, zh=chinese, means=Formula(f"{form}(v)")),
    )


_AT_END = "(at|on|in) (one of the|one|an|either|the)? (end|ends) (of the row|of the line)?"
_CONDITIONS = (
    _one(
        "together",
        (f"{_LEAD} {_ALL} {{v:Word}} {_MUST} (together|next to each other|side by side|adjacent|in a block)",),
        (f"{_DI}(所有|全部|全体)?{{v:Word}}(必须|要|都|全)?(站|排|坐)?(在一起|相邻)",),
    ),
    _one(
        "apart",
        (
            f"{_LEAD} no two (of the)? {{v:Word}} (are|stand|sit|may be|can be)? "
            f"(together|next to each other|side by side|adjacent)",
            f"{_LEAD} {_ALL} {{v:Word}} {_MUST} (not next to each other|separated|apart|not adjacent)",
        ),
        (
            f"{_DI}(任意|任何|任)?(两名|两个|两位)?{{v:Word}}(互|都|两两|均)?(不|不能|不得)(互)?相邻",
            f"{_DI}{{v:Word}}(不|不能)(站|排|坐)?在一起",
        ),
    ),
    *_two(
        "together",
        (
            f"{_LEAD} {{v:Word}} and {{w:Word}} {_MUST} (together|next to each other|side "
            f"by side|adjacent|neighbours|neighbors)",
            f"{_LEAD} {{v:Word}} {_MUST} next to {{w:Word}}",
        ),
        (
            "{v:Word}和{w:Word}相邻",
            f"{_DI}{{v:Word}}(、|和|与|，)?{{w:Word}}(两人|二人)?(必须|要|一定)?(站|排|坐)?(在一起|相邻)",
        ),
    ),
    *_two(
        "apart",
        (
            f"{_LEAD} {{v:Word}} and {{w:Word}} (must|may|can|should|are|do|will)? "
            f"(not|never|refuse to) (be|stand|sit)? (together|next to each other|side by side|adjacent)",
        ),
        (
            "{v:Word}和{w:Word}不相邻",
            f"{_DI}{{v:Word}}(、|和|与|，)?{{w:Word}}(两人|二人)?(不|不能|不得)(站|排|坐)?(在一起|相邻)",
        ),
    ),
    *_two(
        "before",
        (f"{_LEAD} {{v:Word}} {_MUST} (somewhere)? (before|to the left of|ahead of|in front of) {{w:Word}}",),
        (f"{_DI}{{v:Word}}(必须)?(站|排|坐)?在{{w:Word}}(的)?(左边|左侧|前面|之前)",),
    ),
    *_person(
        "at_end",
        ("{v:Word} at one of the ends", f"{_LEAD} {{v:Word}} {_MUST} {_AT_END}"),
        (f"{_DI}{{v:Word}}(必须|要)?(站|排|坐)?在(两端|一端|两头|最边上)",),
    ),
    *_person(
        "inside",
        ("{v:Word} not at either end",
         f"{_LEAD} {{v:Word}} (must|may|can|does|do|is|are)? not (be|stand|sit)? {_AT_END}"),
        ("{v:Word}不在两端", f"{_DI}{{v:Word}}(不|不能|不得)(站|排|坐)?(在)?(两端|一端|两头|排头排尾)"),
    ),
    *_person(
        "first",
        (f"{_LEAD} {{v:Word}} {_MUST} first", f"{_LEAD} {{v:Word}} {_MUST} (on|at) the (left end|front)"),
        (f"{_DI}{{v:Word}}(必须|要)?(站|排|坐)?(在)?(排头|第一位|第一个|最左边|最左端|最前面)",),
    ),
    *_person(
        "last",
        (f"{_LEAD} {{v:Word}} {_MUST} last", f"{_LEAD} {{v:Word}} {_MUST} (on|at) the (right end|back)"),
        (f"{_DI}{{v:Word}}(必须|要)?(站|排|坐)?(在)?(排尾|最后一位|最后一个|最右边|最右端|最后面)",),
    ),
    *_person(
        "not_first",
        (f"{_LEAD} {{v:Word}} (must|may|can|does|do|is|are)? not (be|stand|sit)? first",),
        ("{v:Word}不在排头",
         f"{_DI}{{v:Word}}(不|不能|不得)(站|排|坐)?(在)?(排头|第一位|第一个|最左边|最左端|最前面)",),
    ),
    *_person(
        "not_last",
        (f"{_LEAD} {{v:Word}} (must|may|can|does|do|is|are)? not (be|stand|sit)? last",),
        ("{v:Word}不在排尾",
         f"{_DI}{{v:Word}}(不|不能|不得)(站|排|坐)?(在)?(排尾|最后一位|最后一个|最右边|最右端|最后面)",),
    ),
    _one(
        "ends",
        (f"{_LEAD} (there (is|are)|with)? (a)? {{v:Word}} {_MUST} at (both|each|the two) "
         f"(ends|end)", f"{_LEAD} both ends {_MUST} (occupied by|taken by)? {{v:Word}}"),
        (f"{_DI}两端(都|均)?(必须|要)?(是|站|排|为){{v:Word}}", f"{_DI}{{v:Word}}(站|排|坐)?(在)?(两端|两头)(都|均)"),
    ),
)  # fmt: skip

PHRASES = (*_ARRANGING, *_REQUESTS, *_CONDITIONS)

EXAMPLES = (
    Example(
        en="In how many ways can 5 people stand in a row?",
        zh="5个人站成一排，有多少种不同的排法？",
        answer="120",
        level=Level.PROVED,
        source="5!",
    ),
    Example(
        en="In how many ways can 5 people stand in a row if A and B must stand next to each other?",
        zh="5个人站成一排，A和B相邻，有多少种站法？",
        answer="48",
        level=Level.PROVED,
        source="4! * 2!",
    ),
    Example(
        en="4 boys and 3 girls stand in a row, no two girls are next to each other. How many arrangements are there?",
        zh="4名男生和3名女生站成一排，女生互不相邻，共有多少种排法？",
        answer="1440",
        level=Level.PROVED,
        source="4! * 5*4*3",
    ),
    Example(
        en="In how many ways can 6 people sit around a round table?",
        zh="6个人围圆桌坐，有多少种坐法？",
        answer="120",
        level=Level.PROVED,
        source="5!",
    ),
    Example(
        en="In how many ways can 6 people stand in a row if A does not stand at either end?",
        zh="6个人站成一排，A不站在两端，有多少种排法？",
        answer="480",
        level=Level.PROVED,
        source="4 * 5!",
    ),
)
