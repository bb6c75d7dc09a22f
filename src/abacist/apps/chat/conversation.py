"""From the messages of a chat to the question that is asked now."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from abacist.apps.chat.instructions import (
    Directives,
    Instructions,
    instructions_of,
    without_directives,
)
from abacist.apps.chat.request import Message
from abacist.core.errors import InputError
from abacist.core.language import Language, language_of
from abacist.core.language import Message as Words

__all__ = ["Turn", "turn_of"]

_READING = re.compile(
    r"(?:please |请)?(?:use |with |take |按照?|用|取|采用)?(?:the )?(?:other )?(?:reading|理解|读法)\s*"
    r"(?P<number>\d{1,2})[.。!！]?",
    re.I,
)
_TURNS = 24
"""How many questions of a conversation are looked at, the last ones."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is asked now.

    Arguments:
        problem: the mathematics of the last message, with that of the system prompt.
        earlier: the questions before it, oldest first.
        directives: how it is to be answered.
        reading: 2, 3, … where another reading of the last question is asked for.
        obeyed, ignored: the clauses of prompts that were understood as directives, and those that were not.
    """

    problem: str
    earlier: tuple[str, ...]
    directives: Directives
    reading: int = 1
    obeyed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def language(self) -> Language:
        """The language of the answer: the one that was asked for, else that of the question."""
        return self.directives.language or language_of(self.problem)


def turn_of(messages: list[Message]) -> Turn:
    """The question that the messages end with. Raises `InputError` where a person asks nothing."""
    system = instructions_of(
        "\n".join(each.text for each in messages if each.role in ("system", "developer"))
    )
    asked = [each.text for each in messages if each.role == "user"]
    if not asked or not asked[-1].strip():
        raise InputError(
            Words(en="the last message of the user is empty", zh="用户的最后一条消息是空的"),
            Words(en="put the problem into it", zh="请在其中写出题目"),
        )
    another = _READING.fullmatch(asked[-1].strip())
    reading = int(another["number"]) if another and len(asked) > 1 else 1
    if reading > 1:
        asked.pop()
    last = _question(asked[-1])
    problem = last.problem
    if system.problem and len(asked) == 1:
        problem = f"{system.problem}\n{problem}" if problem else system.problem
    return Turn(
        problem=problem or asked[-1],
        earlier=tuple(_question(text).problem or text for text in asked[-1 - _TURNS : -1]),
        directives=_merged(system.directives, last.directives),
        reading=reading,
        obeyed=(*system.obeyed, *last.obeyed),
        ignored=(*system.ignored, *last.ignored),
    )


def _question(text: str) -> Instructions:
    """A message with sections, or one with directives at its end."""
    sections = instructions_of(text)
    return sections if sections.problem else without_directives(text)


def _merged(general: Directives, particular: Directives) -> Directives:
    """The directives of a question, and those of the system prompt where the question says nothing."""
    blank = Directives()
    said = {
        name: getattr(particular, name)
        for name in Directives.__slots__
        if getattr(particular, name) != getattr(blank, name)
    }
    return replace(general, **said)
