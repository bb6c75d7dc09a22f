"""How many tokens a conversation has at least, without any model's vocabulary.

Tokenizers cut a text into words, numbers and signs before they merge anything, and never merge beyond those cuts
(the patterns of GPT-4, Llama 3 and Qwen). So the number of cuts is a bound from below.
"""

from __future__ import annotations

import re

from abacist.engines.messages import Ask

__all__ = ["least_tokens"]

_PIECES = re.compile(
    r"[^\W\d_\u2e80-\u9fff\uac00-\ud7af]+|[\u2e80-\u9fff\uac00-\ud7af]{1,4}|\d{1,3}|[^\w\s]+"
)


def least_tokens(ask: Ask) -> int:
    """A bound from below: of Chinese, which merges into words, four characters count as one."""
    return sum(sum(1 for _ in _PIECES.finditer(text)) for text in ask.texts)
