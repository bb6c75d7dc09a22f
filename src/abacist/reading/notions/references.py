"""Pronouns: words that point back to what was mentioned last."""

from abacist.core.phrase import Phrase, Referent
from abacist.core.registry import notion

_EN = "(function|expression|equation|number|set|point|thing|curve|matrix|figure|value|result|problem|one)"
_ZH = "(函数|式子|表达式|方程|数|集合|点|东西|曲线|矩阵|图形|值|结果|题|玩意儿|玩意)"

PHRASES = (
    Phrase(
        "Reference",
        en=("it", "this", "that", "them", "these", f"(this|that|the|these) {_EN}", "something"),
        zh=("它", "它们", "这个", "那个", f"(这|那|该|此)(个|些|道)?{_ZH}", "此"),
        means=Referent(),
        cost=0.2,
    ),
    Phrase(
        "Possessive", en=("its", "their", "whose"), zh=("其", "它的"), means=Referent(), cost=0.1
    ),
)

notion("references", PHRASES, module=__name__)
