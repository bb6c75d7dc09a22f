"""Verdicts of people as answers: what was corrected or rejected is answered by what they said.

Verdicts are held in memory, so that a wrong answer that somebody has corrected is not shown again while the
database is away. What a person gave has no level: nothing has checked it, and its message says whose it is.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from abacist.core.answer import Answer
from abacist.core.errors import AbacistError
from abacist.core.language import Language, Message
from abacist.core.outcome import Outcome
from abacist.core.plan import Plan
from abacist.core.value import Exact, Text, Value
from abacist.notation.grammar import parse
from abacist.notation.values import answer_latex, answer_text
from abacist.store.reviews import Correction, Review, Reviews, Scope, Status, text_digest

__all__ = ["Ruling", "Standing", "Verdicts", "overruled", "value_of"]


class Standing(Enum):
    """What people have said of an answer."""

    NOTHING = auto()
    ACCEPTED = auto()
    OVERRULED = auto()
    CONTESTED = auto()
    """It was wrong for other words that were read as the same plan: these should be looked at too."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds for a plan and a text; with the verdict where the answer is overruled."""

    standing: Standing
    review: Review | None = None


_NOTHING = Ruling(Standing.NOTHING)


class Verdicts:
    """Every verdict, by plan and by text; `refresh` learns of those that other processes took in."""

    def __init__(self, reviews: Reviews) -> None:
        self._reviews = reviews
        self._state: tuple[int, float] | None = None
        self._rulings: dict[tuple[str, str], Ruling] = {}
        self._lock = threading.Lock()

    def refresh(self) -> bool:
        """Whether there are other verdicts than before. Raises `StoreUnavailable`."""
        with self._lock:
            state = self._reviews.state()
            if state == self._state:
                return False
            self._rulings = _rulings(self._reviews.verdicts())
            self._state = state
            return True

    def on(self, plan: str, problem: str) -> Ruling:
        """What people have said of the answer to a problem that was read as the plan with this key."""
        rulings = self._rulings
        whole = rulings.get((plan, ""))
        if whole is None:
            return _NOTHING
        return rulings.get((plan, text_digest(problem)), whole)


def _rulings(verdicts: Sequence[Review]) -> dict[tuple[str, str], Ruling]:
    """The rulings by plan and text; the empty text stands for all others. Later verdicts prevail."""
    found: dict[tuple[str, str], Ruling] = {}
    for review in verdicts:
        if review.status is Status.ACCEPTED:
            found[review.plan, ""] = Ruling(Standing.ACCEPTED)
        elif review.scope is Scope.PLAN:
            found[review.plan, ""] = Ruling(Standing.OVERRULED, review)
        else:
            found[review.plan, review.text] = Ruling(Standing.OVERRULED, review)
            found.setdefault((review.plan, ""), Ruling(Standing.CONTESTED))
    return found


def value_of(correction: Correction) -> Value | None:
    """The typed value of a correction: a formula where it is one, else the text as it stands."""
    if not correction.answer:
        return None
    try:
        return Exact(expr=parse(correction.answer))
    except AbacistError:
        return Text(text=correction.answer)


def overruled(
    problem: str, language: Language, plan: Plan, restatement: str, review: Review
) -> Answer:
    """The answer that a verdict puts in the place of the computed one."""
    if not restatement and language is review.answer.language:
        restatement = review.answer.restatement
    correction = review.correction
    if correction is None:
        says = _REJECTED
        outcome, value = Outcome.UNABLE, None
    else:
        says = _GIVEN
        outcome, value = correction.outcome, value_of(correction)
    note = Message(
        en=says.render(Language.EN, name=review.decided_by),
        zh=says.render(Language.ZH, name=review.decided_by),
    )
    lines = [] if outcome is Outcome.SOLVED else [outcome.message.render(language)]
    return Answer(
        problem=problem,
        language=language,
        restatement=restatement,
        plan=plan,
        outcome=outcome,
        value=value,
        answer="" if value is None else answer_text(value),
        answer_latex="" if value is None else answer_latex(value),
        assumptions=plan.assumptions,
        notes=(note,),
        message="\n".join([*lines, note.render(language)]),
    )


_GIVEN = Message(
    en="This answer was given by a person ({name}); it was neither computed nor checked.",
    zh="此答案由人工给出（{name}），未经计算，也未经核验。",
)
_REJECTED = Message(
    en="A person ({name}) found the computed answer wrong, so it is withheld.",
    zh="人工复核（{name}）认为计算结果有误，因此不予显示。",
)
