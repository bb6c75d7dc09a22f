"""The language of the terminal's owner, for what is said before any problem is known."""

from __future__ import annotations

import os
import re

from abacist.core.expr import FUNCTIONS
from abacist.core.language import Language, language_of

__all__ = ["interface_language", "language_for", "tell"]

_WORD = re.compile(r"\\?[A-Za-z]{4,}")


def interface_language() -> Language:
    """Chinese where the locale says so (LC_ALL, LC_MESSAGES, LANG), else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN


def language_for(text: str) -> Language:
    """The language of a text; of a formula without a word of any language, the interface language."""
    if language_of(text) is Language.ZH:
        return Language.ZH
    words = [word for word in _WORD.findall(text) if word[0] != "\\" and word not in FUNCTIONS]
    return Language.EN if words else interface_language()


def tell(en: str, zh: str) -> str:
    """One of two texts, in the interface language."""
    return zh if interface_language() is Language.ZH else en
