"""Who has how many of what, and comparisons of such counts.

"A比B多两倍" is said of three times as much and of twice as much; both readings are declared, the literal one
(B plus twice B) is preferred and says so.
"""

from abacist.core.language import Message
from abacist.core.phrase import Define, Formula, Hole, Make, Name, Phrase
from abacist.core.registry import notion

_COUNTER = (
    "(本|个|支|只|张|条|块|件|颗|台|辆|棵|元|名|位|头|匹|把|枝|朵|袋|瓶|箱|盒|双|套|页|岁|人|粒|根)"
)
_OTHER = (("other", Name("{p}_{thing}")),)
_OWN = Name("{q}_{thing}")

_MORE = Message(
    en="“k times more” is taken literally: the other amount plus k times it, that is (k + 1) times as many.",
    zh="“多 k 倍”按字面理解：在原数之上再多 k 倍，即原数的 (k + 1) 倍。",
)

PHRASES = (
    Phrase(
        "Definition",
        en=("{q:Word} (has|have|owns|bought|had|got) {n:Number} {thing:Word}",),
        zh=(f"{{q:Word}}(有|买了|种了|做了|看了|拥有){{n:Number}}{_COUNTER}?{{thing:Word}}",),
        means=Define(_OWN, Hole("n")),
    ),
    Phrase(
        "Definition",
        en=("{q:Word} (has|have|owns) {k:Number} times more {thing:Word} than {p:Word}",),
        zh=("{q:Word}的{thing:Word}比{p:Word}(的)?多{k:Number}倍",),
        means=Define(_OWN, Formula("(1 + k)*other", _OTHER)),
        assumes=_MORE,
    ),
    Phrase(
        "Definition",
        en=("{q:Word} (has|have|owns) {k:Number} times more {thing:Word} than {p:Word}",),
        zh=("{q:Word}的{thing:Word}比{p:Word}(的)?多{k:Number}倍",),
        means=Define(_OWN, Formula("k*other", _OTHER)),
        cost=0.5,
        assumes=Message(
            en="“k times more” is taken to mean k times as many.", zh="“多 k 倍”理解为原数的 k 倍。"
        ),
    ),
    Phrase(
        "Definition",
        en=("{q:Word} (has|have|owns) {k:Number} times as many {thing:Word} as {p:Word}",),
        zh=("{q:Word}的{thing:Word}是{p:Word}的{k:Number}倍",),
        means=Define(_OWN, Formula("k*other", _OTHER)),
    ),
    Phrase(
        "Definition",
        en=("{q:Word} (has|have|owns) {d:Number} (more)? {thing:Word} more than {p:Word}",
            "{q:Word} (has|have|owns) {d:Number} more {thing:Word} than {p:Word}"),
        zh=(f"{{q:Word}}的{{thing:Word}}比{{p:Word}}(的)?多{{d:Number}}{_COUNTER}",),
        means=Define(_OWN, Formula("other + d", _OTHER)),
    ),
    Phrase(
        "Definition",
        en=("{q:Word} (has|have|owns) {d:Number} (fewer|less) {thing:Word} than {p:Word}",),
        zh=(f"{{q:Word}}的{{thing:Word}}比{{p:Word}}(的)?少{{d:Number}}{_COUNTER}",),
        means=Define(_OWN, Formula("other - d", _OTHER)),
    ),
    Phrase(
        "Request",
        en=("how many {thing:Word} (does|do) {q:Word} (have|own)",),
        zh=(f"{{q:Word}}有(几|多少){_COUNTER}?{{thing:Word}}",),
        means=Make("arithmetic.evaluate", expression=_OWN),
    ),
    Phrase(
        "Request",
        en=("how many (does|do) {q:Word} (have|own)",),
        zh=(f"{{q:Word}}有(几|多少){_COUNTER}",),
        means=Make("arithmetic.evaluate", expression=Name("{q}")),
    ),
)  # fmt: skip

notion("belongings", PHRASES, module=__name__)
