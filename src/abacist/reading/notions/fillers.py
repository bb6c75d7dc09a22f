"""Fillers: words that announce or ask politely. Few on purpose; a content word is never a filler.

A word belongs here only if leaving it out can change no answer.
"""

from abacist.core.phrase import Nothing, Phrase
from abacist.core.registry import notion

PHRASES = (
    Phrase(
        "Filler",
        en=(
            "please",
            "(can|could|would) you (please)? (help me (to)?)?",
            "help me (to)? (with)?",
            "(i (want|need|would like) to (know)?)",
            "(let|given|suppose|assume|consider|define|set) (that)?",
            "(given|let|consider|suppose) (that)? (we have)? (the|a)? "
            "(function|equation|equations|curve|system|expression|sequence)",
            "the (function|equation|equations|system|curve|expression)",
            "(where|with|for|if|then|and|so|also|hence|now|when|to|such that|subject to|satisfying|we have)",
            "(show|give|list|write|with|including) (me|out)? (the|your|all|full|each|every|all the)? "
            "(detailed|intermediate|calculation|solution)? (step|steps|working|workings)",
            "step by step",
            "(hello|hi|thanks|thank you)",
            "(answer|question|problem|exercise|solution)",
            "explain",
        ),
        zh=(
            "请(你)?",
            "(请)?帮(我|忙)(一下|算一下|算|求一下|看看|解一下)?",
            "(请|麻烦)?(问|你)",
            "(我)?(想|要|想要|需要)(知道|求)?",
            "(有|已知|设|若|如果|假设|假定|令|给定|记|其中|当|且|并且|并|则|那么|所以|现在|满足|使得|使|对于)",
            "(已知|设|若|给定|考虑|对于)?(一个|下列|以下|如下)?(函数|方程|方程组|曲线|表达式|数列|式子|等式)",
            "(请)?(给出|写出|写|列出|附|附上|展示|说明|要求|需要)?(详细|完整|具体|每一步|每步|各步|主要)?(的)?"
            "(解题|求解|计算|推导|演算)?(的)?(步骤|过程)",
            "(一下|吧|呢|吗|谢谢|你好|试|下面|如下)",
            "(题目|问题|解|答|求解)",
            "(的)?(条件下|情况下|前提下|时)",
        ),
        means=Nothing(),
        cost=0.05,
    ),
)

notion("fillers", PHRASES, module=__name__)
