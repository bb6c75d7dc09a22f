"""What counts as the same word, and which tokens can belong to a formula.

The lexer of `notation` cuts problems and templates alike; a token's `word` is compared, its text is shown.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from abacist.notation.lexer import Kind, Token, tokenize

__all__ = ["COMMA", "is_separator", "may_be_formula", "template_tokens", "word_of"]

COMMA = ","
_FORMULA = frozenset(
    kind
    for kind in Kind
    if kind
    not in (
        Kind.WORD,
        Kind.HAN,
        Kind.PUNCTUATION,
        Kind.MATH_OPEN,
        Kind.MATH_CLOSE,
        Kind.OTHER,
        Kind.END,
    )
)
_SEPARATORS = frozenset([Kind.COMMA, Kind.PUNCTUATION])
_PRODUCT_LETTERS = 3
_DIFFERENTIAL = re.compile("d[a-z]")


def word_of(token: Token) -> str:
    """The form under which a token is compared with the words of templates."""
    if token.kind is Kind.COMMA or token.text == "、":
        return COMMA
    return token.text.casefold()


def is_separator(token: Token) -> bool:
    """True for punctuation that may stand between two clauses."""
    return token.kind in _SEPARATORS or token.text == ":"


def may_be_formula(token: Token, words: Container[str]) -> bool:
    """True for a token that can belong to a formula; `words` are the words that phrases know.

    A short run of letters that is no known word can be a product such as xy. A differential, dx, is a word
    ("integrate x² dx") and stands in formulas (∫ x² dx) too.
    """
    if token.kind is Kind.WORD:
        known = token.text.casefold() in words and not _DIFFERENTIAL.fullmatch(token.text)
        return len(token.text) <= _PRODUCT_LETTERS and not known
    return token.kind in _FORMULA


@lru_cache(maxsize=20_000)
def template_tokens(text: str) -> tuple[Token, ...]:
    """The words of a piece of a template as the lexer cuts them; "'s" needs a letter before it to be one."""
    stripped = text.lstrip()
    if stripped.startswith("'s"):
        return tokenize(f"q{stripped}")[1:]
    return tokenize(text)
