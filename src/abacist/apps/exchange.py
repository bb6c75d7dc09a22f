"""What goes in and out of answering, and what stands beside it: a store, a queue of reviews, a watch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from abacist.core.answer import Answer
from abacist.core.errors import InputError
from abacist.core.language import Language, language_of
from abacist.core.outcome import Level, Outcome

__all__ = [
    "AnswerStore",
    "Asked",
    "Question",
    "Reply",
    "Reviews",
    "Source",
    "Watch",
    "ended",
    "unreadable",
]

Source = Literal["memory", "store", "computed", "person"]


Question = tuple[str, Language, int, tuple[str, ...]]
"""What a reading depends on: text, language, which reading, the questions before."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Arguments:
        text: the problem.
        language: of the answer; None for that of the text.
        reading: 1 for the preferred one, 2 for the first alternative that the assumptions offer, …
        timeout: seconds for everything; None for that of the settings.
        fresh: compute even where the answer is kept.
        earlier: the questions before it in the same conversation, oldest first.
    """

    text: str
    language: Language | None = None
    reading: int = 1
    timeout: float | None = None
    fresh: bool = False
    earlier: tuple[str, ...] = ()

    @property
    def spoken(self) -> Language:
        """The language of the answer."""
        return self.language or language_of(self.text)

    @property
    def question(self) -> Question:
        """What its reading depends on."""
        return self.text, self.spoken, self.reading, self.earlier


@dataclass(frozen=True)
class Reply:
    """An answer as bytes, with what the service has to know of it.

    `body` is an `Answer` and `sheet` a `Sheet`, as JSON. `key` names what was computed ("" where nothing
    was). `source` says where it is from. `is_lasting`: asked again it would be the same.
    """

    body: bytes
    sheet: bytes
    outcome: Outcome
    level: Level | None
    confidence: float
    needs_review: bool
    key: str
    source: Source
    is_lasting: bool

    @cached_property
    def answer(self) -> Answer:
        """The answer itself."""
        return Answer.model_validate_json(self.body)

    @property
    def size(self) -> int:
        """Bytes that keeping it takes, about."""
        return len(self.body) + len(self.sheet) + 1024


class AnswerStore(Protocol):
    """Keeps what was computed (`Computed` as JSON) under a key that stands for the plan and the versions."""

    def find(self, key: str) -> bytes | None:
        """What is kept under the key."""
        ...

    def keep(self, key: str, computed: bytes) -> None:
        """Keeps it, unless something is kept under this key already."""
        ...

    def replace(self, key: str, computed: bytes) -> None:
        """Keeps it in place of what is kept."""
        ...


class Reviews(Protocol):
    """Takes answers that a person should look at; the same one again is nothing."""

    def offer(self, key: str, problem: str, answer: bytes, confidence: float) -> None:
        """Puts an answer (an `Answer` as JSON) into the queue."""
        ...


class Watch:
    """Counts what happens; does nothing by itself."""

    def took(self, stage: str, seconds: float) -> None:
        """A stage (`read`, `compute`, `write`, `store`) took so long."""

    def replied(self, reply: Reply) -> None:
        """An answer was given."""


def unreadable(asked: Asked, error: InputError) -> Answer:
    """The answer to what is no text, such as one with control codes."""
    language, outcome = asked.spoken, Outcome.NOT_UNDERSTOOD
    message = f"{outcome.message.render(language)}\n{error.text(language)}"
    return Answer(
        problem=asked.text,
        language=language,
        outcome=outcome,
        notes=(error.message,),
        message=message,
    )


def ended(asked: Asked, outcome: Outcome) -> Answer:
    """The answer to a question whose computation came to no value of any kind."""
    language = asked.spoken
    message = outcome.message.render(language)
    return Answer(problem=asked.text, language=language, outcome=outcome, message=message)
