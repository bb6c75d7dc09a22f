"""Words put together to a text: blanks, stops, the order of clauses."""

from __future__ import annotations

from collections.abc import Sequence

from abacist.core.language import Language

__all__ = ["joined", "sentence"]


def sentence(text: str, clauses: Sequence[str], says_something: bool, language: Language) -> str:
    """The request with its clauses: a question without content after them, else before, by their first words."""
    english = language is Language.EN
    if clauses and not says_something:
        told = ", ".join(clauses) if english else "，".join(clauses)
        return f"{_begun(told)}. {_begun(text)}?" if english else f"{told}，{text}？"
    if english:
        for clause in clauses:
            text += (" " if clause.partition(" ")[0] in _PREPOSITIONS else ", ") + clause
        return _begun(tidy(text)) + "."
    first = [each for each in clauses if each[0] in _BEFORE_THE_VERB]
    return "，".join([*first, text, *(each for each in clauses if each not in first)]) + "。"


def _begun(text: str) -> str:
    """With a capital at the beginning, unless a formula begins there."""
    return text[0].upper() + text[1:] if text[:2].isalpha() else text


_PREPOSITIONS = frozenset("at by for from given if in on over to using where with".split())
_BEFORE_THE_VERB = frozenset("在用当取设已")


def joined(words: Sequence[str], language: Language) -> str:
    """Words as a text: English with blanks; Chinese with blanks only around formulas."""
    text = ""
    for word in words:
        if not word:
            continue
        if word == "," and language is Language.ZH:
            text += "，"
            continue
        if text and (language is Language.EN or _latin(text[-1]) or _latin(word[0])):
            tight = language is Language.ZH and (
                not (_latin(text[-1]) or _latin(word[0])) or {text[-1], word[0]} & _STOPS
            )
            text += "" if tight else " "
        text += word
    return tidy(text)


_STOPS = frozenset("，。；：、（）")


def _latin(c: str) -> bool:
    return ord(c) < 0x2E80


def tidy(text: str) -> str:
    return text.replace(" ,", ",").replace(" 's", "'s").replace("( ", "(").replace(" )", ")")
