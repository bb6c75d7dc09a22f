"""What happens to a text before it is cut into tokens: single characters fold, dollar signs find their pairs."""

from __future__ import annotations

import re
import unicodedata

from abacist.notation.vocabulary import SIGNS, SUBSCRIPTS, SUPERSCRIPTS

__all__ = ["dollar_pairs", "folded"]

_CACHED = 0x3400  # from here on only the compatibility blocks at the end of the plane fold
_COMPATIBLE = range(0xF900, 0x20000)


class _Folding(dict[int, str]):
    """Character → its compatibility form (NFKC), where that is a single character too."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if code >= _CACHED and code not in _COMPATIBLE:
            return sign
        if sign not in SIGNS and sign not in SUPERSCRIPTS and sign not in SUBSCRIPTS:
            form = unicodedata.normalize("NFKC", sign)
            sign = form if len(form) == 1 else sign
        self[code] = sign
        return sign


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text with full-width and mathematical letters as plain ones; its length stays the same."""
    return text if text.isascii() else text.translate(_FOLDING)


def dollar_pairs(text: str) -> tuple[set[int], set[int]]:
    """Where `$` and `$$` open and where they close mathematics.

    "$5 each and $3" is money: the second stands between a blank and a digit, and a digit follows the first.
    """
    places = [found for found in re.finditer(r"\\.|\$\$?", text, re.DOTALL) if found[0][0] == "$"]
    opens: set[int] = set()
    closes: set[int] = set()
    index = 0
    while index + 1 < len(places):
        opening, closing = places[index], places[index + 1]
        money = (
            text[opening.end() : opening.end() + 1].isdecimal()
            and text[closing.start() - 1].isspace()
            and text[closing.end() : closing.end() + 1].isdecimal()
        )
        if money or opening[0] != closing[0]:
            index += 1
            continue
        opens.add(opening.start())
        closes.add(closing.start())
        index += 2
    return opens, closes
