"""The language of the terminal's owner, for what is said before any problem is known."""

from __future__ import annotations

import os

from abacist.core.language import Language

__all__ = ["interface_language", "tell"]


def interface_language() -> Language:
    """Chinese where the locale says so (LC_ALL, LC_MESSAGES, LANG), else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN


def tell(en: str, zh: str) -> str:
    """One of two texts, in the interface language."""
    return zh if interface_language() is Language.ZH else en
