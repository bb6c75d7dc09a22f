"""Demands: the words that ask for a value which some other phrase describes."""

from abacist.core.phrase import Hole, Phrase
from abacist.core.registry import notion

PHRASES = (
    Phrase(
        "Request",
        en=(
            "(find|compute|calculate|determine|evaluate|give|state|list) {v:Value+}",
            "(what|which) (is|are|was|were) {v:Value+}",
            "(what's|whats) {v:Value+}",
            "(show|tell) me {v:Value+}",
            "(work out|figure out|write down) {v:Value+}",
            "{v:Value+} (is|are|equals) what",
            "how (much|large|big|long|many) is {v:Value}",
        ),
        zh=(
            "(求|求出|求解|计算|计算出|算|算出|算一下|求一下|计算一下|写出|给出|确定|试求){v:Value+}",
            "{v:Value+}(分别|各|各自)?(是多少|等于多少|为多少|是什么|是几|等于几|有多大|多大)",
            "(什么|哪个|多少)是{v:Value}",
        ),
        means=Hole("v"),
    ),
    Phrase(
        "Request",
        en=("{v:Value+} (is|are|equals)",),
        zh=("{v:Value+}(分别|各|各自)?(等于|是|为)",),
        means=Hole("v"),
        ends=True,
    ),
    # a bare noun phrase is a demand too: "the derivative of x²", "y=x² 的最小值"
    Phrase("Request", en=("{v:Value}",), zh=("{v:Value}",), means=Hole("v"), cost=0.9),
)

notion("requests", PHRASES, module=__name__)
