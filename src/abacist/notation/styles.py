"""Names in a style of LaTeX: \\mathrm{d}, \\operatorname{sgn}, \\mathbb{R}, \\mathit{speed}, \\mathbf{v}, \\text{if}.

Several letters are one name in \\mathit, and in other styles where they are a function: \\mathrm{ax} is refused.
An upright letter that is a unit's sign, \\mathrm{m}, is none: it is more likely a unit than a variable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from abacist.notation.lexer import Kind, Token
from abacist.notation.vocabulary import FUNCTION_NAMES, UNIT_NAMES

__all__ = ["BOLD", "STYLES", "styled"]

STYLES = frozenset(
    r"\mathrm \mathbf \mathit \mathsf \mathcal \mathbb \boldsymbol \bm \bold \operatorname \text \textrm \textbf "
    r"\textit \mbox \mathop \mathtt".split()
)
"""Commands that set what follows in a style."""

BOLD = frozenset(r"\mathbf \boldsymbol \bm \bold".split())
"""Styles of vectors and matrices."""

_WORDS = frozenset({"if", "otherwise", "and", "or", "for", "when", "else"})
_UPRIGHT_UNITS = frozenset("m s g h N J W K A V L l t F H T".split())
_BLACKBOARD = {"R": "Reals", "Z": "Integers", "N": "Naturals", "Q": "Rationals", "C": "Complexes"}
_NAMING = frozenset({r"\mathit", r"\mathsf", r"\mathtt"})
_UPRIGHT_DIFFERENTIAL = re.compile("d[A-Za-z]")


def styled(tokens: Sequence[Token], index: int, source: str, done: list[Token]) -> int:
    """Puts the name that \\mathrm{…} and the like hold into `done`; returns where to go on."""
    command = tokens[index]
    after = index + 1
    braced = after < len(tokens) and tokens[after].text == "{"
    close = after
    if braced:
        while close < len(tokens) and tokens[close].text != "}" and close - after < 12:
            close += 1
    if close >= len(tokens) or (braced and tokens[close].text != "}"):
        done.append(command)
        return index + 1
    inner = tokens[after + 1 : close] if braced else tokens[after : after + 1]
    if not inner:
        if command.text in (r"\text", r"\mbox", r"\textrm"):
            return close + 1
        done.append(command)
        return index + 1
    text = source[inner[0].start : inner[-1].end]
    below = len(done) > 1 and "_" in (done[-1].text, done[-2].text)
    if below and text.isalnum() and text.isascii() and text[0].isalpha():
        done.append(Token(Kind.NAME, text, command.start, tokens[close].end, command.blank))
        return close + 1
    if command.text == r"\mathrm" and _UPRIGHT_DIFFERENTIAL.fullmatch(text):
        place = inner[0].start
        done.append(Token(Kind.NAME, "d", place, place + 1, command.blank))
        done.append(Token(Kind.NAME, text[1], place + 1, place + 2, False))
        return close + 1
    made = _name_of(command.text, text, inner) if braced or len(text) == 1 else None
    if made is None:
        done.append(command)
        return index + 1
    kind, name = made
    done.append(Token(kind, name, command.start, tokens[close].end, command.blank))
    return close + 1


def _name_of(style: str, text: str, inner: Sequence[Token]) -> tuple[Kind, str] | None:
    """The kind and text of the token that a styled text is, None where it is not one name."""
    if style == r"\mathbb":
        return (Kind.NAME, _BLACKBOARD[text]) if text in _BLACKBOARD else None
    if len(inner) == 1 and inner[0].kind is Kind.NAME and not text.isascii():
        return Kind.NAME, inner[0].text
    if len(inner) == 1 and text.startswith("\\") and inner[0].kind is Kind.NAME:
        return Kind.NAME, inner[0].text
    if style.startswith(r"\text") or style == r"\mbox":
        if text in _WORDS:
            return Kind.WORD, text
        return (Kind.NAME, text) if text in ("d", "e", "i") else None
    if style in BOLD and text in ("e", "i"):
        return None
    if not text.isascii() or not text.isalnum() or not text[0].isalpha():
        return None
    known = text in FUNCTION_NAMES or len(text) == 1 or style in _NAMING
    if not known or (style == r"\operatorname" and text not in FUNCTION_NAMES):
        return None
    if style == r"\mathrm" and text in _UPRIGHT_UNITS | UNIT_NAMES and text not in ("T",):
        return None
    return Kind.NAME, text
