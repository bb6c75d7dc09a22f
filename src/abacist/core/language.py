"""The two languages of Abacist and a text that exists in both."""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

__all__ = ["Language", "Message", "language_of"]


class Language(StrEnum):
    """A language that a person asks in and is answered in."""

    EN = "en"
    ZH = "zh"


class Message(BaseModel):
    """One text in both languages; `{name}` holes are filled by `render`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str
    zh: str

    def render(self, language: Language, /, **values: object) -> str:
        """The text in `language` with its holes filled. Braces inside the values are left alone."""
        text = self.zh if language is Language.ZH else self.en
        return _HOLE.sub(lambda hole: str(values.get(hole[1], hole[0])), text)


_HOLE = re.compile(r"\{(\w+)\}")
_HAN = re.compile(r"[\u3400-\u9fff]")


def language_of(text: str) -> Language:
    """The language a text is written in: Chinese where it holds any Chinese character."""
    return Language.ZH if _HAN.search(text) else Language.EN
