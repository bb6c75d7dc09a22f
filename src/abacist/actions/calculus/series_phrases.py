"""How people ask for expansions in powers, in both languages."""

from __future__ import annotations

from abacist.core.phrase import Constant, Formula, Hole, Make, Phrase

__all__ = ["PHRASES"]

_KIND_EN = (
    "(taylor|maclaurin|laurent|power|puiseux) (series)? "
    "(expansion|series|polynomial|approximation|formula)?"
)
_KIND_ZH = "(泰勒|麦克劳林|麦克劳伦|马克劳林|洛朗|幂)(级数)?(展开式|展开|级数|公式|多项式|近似)?"
_AT_EN = "(about|around|at|near|centered at|centred at) (the (point|origin))?"
_AT_ZH = "在(点)?"
_HERE_ZH = "(处|点|点处|附近)?(的)?"
_REMAINDER_ZH = "(带(有)?(佩亚诺|皮亚诺|拉格朗日)(型)?余项的)?"
_PLACE_EN = f"{_AT_EN} {{variable:Symbol}} = {{point:Expression}}"
_PLACE_ZH = f"{_AT_ZH}{{variable:Symbol}}={{point:Expression}}{_HERE_ZH}"
_NAMED_PLACE = -0.6  # "f at x = a" is here no value of f: that reading is not even worth a remark
_ORDINALS = tuple(
    "(first|1st) (second|2nd) (third|3rd) (fourth|4th) (fifth|5th) (sixth|6th) (seventh|7th) "
    "(eighth|8th) (ninth|9th) (tenth|10th)".split()
)


def _of(noun: str, rest: str = "") -> tuple[str, str]:
    """The noun with "of f" and with "for f"."""
    return (
        f"(the)? {noun} of {{function:Function}}{rest}",
        f"(the)? {noun} for {{function:Function}}{rest}",
    )


def _ordinal(order: int, en: str) -> tuple[Phrase, ...]:
    """The noun phrase of the polynomial of a degree that is an ordinal word."""
    noun = f"{en} (-)? (order|degree)? {_KIND_EN}"
    known = {"function": Hole("function"), "order": Constant(order)}
    place = {"variable": Hole("variable"), "point": Hole("point")}
    plain, with_place = Make("calculus.series", **known), Make("calculus.series", **known, **place)
    return (
        Phrase("Function", en=_of(noun), means=plain),
        Phrase("Function", en=_of(noun, f" {_PLACE_EN}"), means=with_place, cost=_NAMED_PLACE),
    )


_NOUNS = (
    Phrase(
        "Function",
        en=(
            "the Taylor expansion of {function:Function} about {variable:Symbol} = {point:Expression} "
            "to order {order:Integer}",
            *_of(f"{_KIND_EN} of (order|degree) {{order:Integer}}", f" {_PLACE_EN}"),
            *_of(f"(order|degree) (-)? {{order:Integer}} {_KIND_EN}", f" {_PLACE_EN}"),
            *_of(
                f"{{order:Integer}} (th|st|nd|rd)? (-)? (order|degree) {_KIND_EN}", f" {_PLACE_EN}"
            ),
        ),
        zh=(
            "{function:Function}在{variable:Symbol}={point:Expression}处的{order:Integer}阶泰勒展开",
            f"{{function:Function}}{_PLACE_ZH}{_REMAINDER_ZH}{{order:Integer}}(阶|次){_REMAINDER_ZH}{_KIND_ZH}",
            f"{{function:Function}}{_PLACE_ZH}{_KIND_ZH}(到|至){{order:Integer}}(阶|次)(项|为止)?",
        ),
        cost=_NAMED_PLACE,
    ),
    Phrase(
        "Function",
        en=_of(_KIND_EN),
        zh=(f"{{function:Function}}的{_REMAINDER_ZH}{_KIND_ZH}",),
    ),
    Phrase(
        "Function",
        en=_of(_KIND_EN, f" {_PLACE_EN}"),
        zh=(f"{{function:Function}}{_PLACE_ZH}{_REMAINDER_ZH}{_KIND_ZH}",),
        cost=_NAMED_PLACE,
    ),
    Phrase(
        "Function",
        en=(
            *_of(_KIND_EN, f" {_AT_EN} {{point:Expression}}"),
            *_of(f"{_KIND_EN} of (order|degree) {{order:Integer}}"),
            *_of(f"(order|degree) (-)? {{order:Integer}} {_KIND_EN}"),
            *_of(f"{{order:Integer}} (th|st|nd|rd)? (-)? (order|degree) {_KIND_EN}"),
        ),
        zh=(
            f"{{function:Function}}{_AT_ZH}{{point:Expression}}{_HERE_ZH}{_REMAINDER_ZH}{_KIND_ZH}",
            f"{{function:Function}}的{_REMAINDER_ZH}{{order:Integer}}(阶|次){_REMAINDER_ZH}{_KIND_ZH}",
        ),
        cost=0.1,
    ),
    *(phrase for k, en in enumerate(_ORDINALS, start=1) for phrase in _ordinal(k, en)),
    Phrase(
        "Function",
        en=(
            "the first {order:Integer} nonzero terms of the Taylor expansion of {function:Function}",
            f"(the)? first {{order:Integer}} (non-zero|nonzero)? terms (of|in) (the)? {_KIND_EN} "
            "(of|for) {function:Function}",
        ),
        zh=(
            "{function:Function}的泰勒展开的前{order:Integer}个非零项",
            f"{{function:Function}}的{_KIND_ZH}的前{{order:Integer}}(个)?(非零)?项",
        ),
        means=Make(
            "calculus.series",
            function=Hole("function"),
            order=Hole("order"),
            counted=Constant("terms"),
        ),
        cost=0.05,
    ),
)  # fmt: skip

_TO = "(to|up to|through)"
_BA = "(将|把|对)?{function:Function}"
_TAYLOR_ZH = "(泰勒|麦克劳林)?展开(到|至)"

_REQUESTS = (
    Phrase(
        "Request",
        en=(
            f"(taylor|maclaurin)? expand {{function:Function}} {_TO} (the)? (order|degree) {{order:Integer}}",
            f"(taylor|maclaurin)? expand {{function:Function}} {_TO} (the)? {{order:Integer}} (th|st|nd|rd) "
            "(order|degree)",
            f"(taylor|maclaurin)? expand {{function:Function}} {_TO} (the)? (term in)? {{order:Expression}} (term)?",
            f"expand {{function:Function}} (in|into|as) (a|its)? {_KIND_EN}",
            f"expand {{function:Function}} {_AT_EN} {{point:Expression}}",
        ),
        zh=(
            f"{_BA}{_TAYLOR_ZH}{{order:Integer}}(阶|次)(项|为止)?",
            f"{_BA}{_TAYLOR_ZH}{{order:Expression}}(项|为止)?",
            f"{_BA}{_AT_ZH}{{point:Expression}}{_HERE_ZH}{_TAYLOR_ZH}{{order:Integer}}(阶|次)(项|为止)?",
            f"{_BA}(展开)?(成|为|作)?(一个)?{{variable:Symbol}}的{_KIND_ZH}",
            f"{_BA}展开(成|为){_KIND_ZH}",
            f"{_BA}(进行|作|做){_KIND_ZH}(展开)?",
        ),
        cost=0.1,
    ),
    Phrase(
        "Request",
        en=(
            f"expand {{function:Function}} {_PLACE_EN}",
            f"expand {{function:Function}} (in|into|as) (a|its)? {_KIND_EN} {_PLACE_EN}",
        ),
        zh=(
            f"{_BA}{_PLACE_ZH}{_TAYLOR_ZH}{{order:Integer}}(阶|次)(项|为止)?",
            f"{_BA}{_PLACE_ZH}(展开|进行|作|做)?(成|为)?{_KIND_ZH}",
            f"{_BA}{_PLACE_ZH}展开",
        ),
        cost=0.05,
    ),
)

_OPTIONS = (
    Phrase(
        "ExpansionPoint",
        en=(_PLACE_EN,),
        zh=("在(点)?{variable:Symbol}={point:Expression}(处|点|点处|附近)",),
        means=Formula("variable = point"),
    ),
    Phrase("ExpansionPoint", en=(f"{_AT_EN} {{point:Expression}}",), means=Hole("point"), cost=0.1),
    Phrase(
        "ExpansionOrder",
        en=(
            "(up to|to|through|of) (and including)? (the)? (order|degree) {order:Integer}",
            "(up to|to|through) (the)? {order:Integer} (th|st|nd|rd) (order|degree)",
            "(up to|through|to) (and including)? (the)? (term in|terms in|term)? {order:Expression} (term|terms)?",
        ),
        zh=(
            "(展开)?(到|至|保留到|写到|精确到){order:Integer}(阶|次)(项|为止)?",
            "(展开)?(到|至|保留到|写到){order:Expression}(项|为止)",
            "(取)?(前)?{order:Integer}阶",
        ),
        means=Hole("order"),
    ),
)

_ASKED = Phrase(
    "Request",
    en=(
        "find the Taylor expansion of {function:Function} about {variable:Symbol} = {point:Expression} "
        "to order {order:Integer}",
    ),
    zh=(
        "求{function:Function}在{variable:Symbol}={point:Expression}处的{order:Integer}阶泰勒展开",
    ),
)
PHRASES = (_ASKED, *_NOUNS, *_REQUESTS, *_OPTIONS)
