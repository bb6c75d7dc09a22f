"""Words for binomial coefficients and numbers of permutations: "10 choose 3", 组合数."""

from __future__ import annotations

from abacist.core.phrase import Formula, Phrase
from abacist.core.registry import notion

__all__ = ["PHRASES"]

PHRASES = (
    Phrase(
        "Integer",
        en=(
            "{n:Number} choose {k:Number}",
            "the number of (combinations|ways to choose) (of)? {k:Number} "
            "(things|objects|items|elements)? (from|out of|of) {n:Number}",
            "the number of combinations of {n:Number} (things|objects|items|elements)? (taken)? {k:Number} at a time",
        ),
        zh=("从{n:Number}(个)?(不同)?(的)?(元素|物品)?(中|里)?(任)?(取|选)(出)?{k:Number}(个)?(元素)?的组合数",),
        means=Formula("binomial(n, k)"),
    ),
    Phrase(
        "Integer",
        en=(
            "the number of permutations of {n:Number} (things|objects|items|elements)? taken {k:Number} at a time",
            "the number of permutations of {k:Number} (things|objects|items|elements)? (from|out of) {n:Number}",
        ),
        zh=("从{n:Number}(个)?(不同)?(的)?(元素|物品)?(中|里)?(任)?(取|选)(出)?{k:Number}(个)?(元素)?的排列数",),
        means=Formula("permutations(n, k)"),
    ),
)  # fmt: skip

notion("binomial coefficients", PHRASES, module=__name__)
