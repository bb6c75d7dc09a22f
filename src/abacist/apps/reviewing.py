"""Taking in verdicts: kept in the database, then appended to the evaluation set of whoever runs Abacist."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from abacist.core.answer import Answer
from abacist.core.errors import InputError, StoreError
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.store.evaluation_set import EvaluationSet
from abacist.store.reviews import Correction, Review, Reviews, Scope, Status

__all__ = [
    "LONGEST_ANSWER",
    "LONGEST_NOTE",
    "Reviewing",
    "Shown",
    "ShownWhole",
    "record_of",
    "shown",
    "shown_whole",
]

LONGEST_ANSWER, LONGEST_NAME, LONGEST_NOTE = 10_000, 200, 10_000  # characters


_LOG = logging.getLogger(__name__)


class Reviewing:
    """Takes in verdicts; `decided` is called after each.

    A verdict counts as soon as it is in the database. Where the evaluation set cannot be written then,
    `unwritten` says why; its line follows with the next verdict.
    """

    def __init__(
        self,
        reviews: Reviews,
        evaluation_set: EvaluationSet,
        decided: Callable[[], None] = lambda: None,
    ) -> None:
        self.reviews, self.evaluation_set = reviews, evaluation_set
        self.unwritten: StoreError | None = None
        self._decided = decided

    def accept(self, id: str, *, by: str, note: str = "") -> Review:
        """The answer and the reading are right. Raises `NotFound`, `Conflict`, `StoreUnavailable`."""
        _check(by, note)
        return self._taken(self.reviews.accept(id, by=by, note=note))

    def correct(
        self, id: str, correction: Correction, *, by: str, note: str = "", scope: Scope = Scope.TEXT
    ) -> Review:
        """Another answer is right. Raises the same, and `InputError` for a correction that says nothing."""
        _check(by, note)
        _check_correction(correction)
        return self._taken(self.reviews.correct(id, correction, by=by, note=note, scope=scope))

    def reject(self, id: str, *, by: str, note: str = "", scope: Scope = Scope.TEXT) -> Review:
        """The answer is wrong. Raises the same."""
        _check(by, note)
        return self._taken(self.reviews.reject(id, by=by, note=note, scope=scope))

    def write_down(self) -> None:
        """Appends every verdict that the evaluation set does not hold yet."""
        waiting = self.reviews.unrecorded()
        if waiting:
            self.evaluation_set.add([record_of(each) for each in waiting])
            self.reviews.recorded(waiting)

    def _taken(self, review: Review) -> Review:
        self.unwritten = None
        try:
            self.write_down()
        except StoreError as error:
            self.unwritten = error
        try:
            self._decided()
        except StoreError as error:
            _LOG.warning("a verdict is kept, but not heeded at once: %s", error)
        return review


def _check(by: str, note: str) -> None:
    if not by.strip() or len(by) > LONGEST_NAME or not by.isprintable():
        raise InputError(
            Message(en="a verdict needs the name of a person", zh="结论须注明复核人姓名")
        )
    if len(note) > LONGEST_NOTE or not _is_text(note):
        raise InputError(
            Message(
                en=f"a note is a text of at most {LONGEST_NOTE} characters",
                zh=f"备注须为文本，最多 {LONGEST_NOTE} 个字符",
            )
        )


def _is_text(text: str) -> bool:
    """Whether a database can keep it: no code zero, no half of a character."""
    return "\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def _check_correction(correction: Correction) -> None:
    if len(correction.answer) > LONGEST_ANSWER or not _is_text(correction.answer):
        raise InputError(
            Message(
                en=f"an answer is a text of at most {LONGEST_ANSWER} characters",
                zh=f"答案须为文本，最多 {LONGEST_ANSWER} 个字符",
            )
        )
    if not correction.outcome.is_answer:
        names = ", ".join(each.value for each in Outcome if each.is_answer)
        raise InputError(
            Message(
                en=f"{correction.outcome} answers nothing; these do: {names}",
                zh=f"{correction.outcome} 不是答案；可用的有：{names}",
            )
        )
    if correction.outcome is Outcome.SOLVED and not correction.answer.strip():
        raise InputError(
            Message(en="a correction says what is right", zh="更正须给出正确答案"),
            Message(
                en="where there is none to give, reject the answer, or name an outcome",
                zh="若无法给出，请改用 reject，或指明结果类型",
            ),
        )


def record_of(review: Review) -> dict[str, Any]:
    """A verdict as a line of an evaluation set: the problem, and what is right.

    `answer` is null where the computed one was rejected; `expected` is `answer` or the outcome that is
    right; `computed` is what Abacist had answered.
    """
    computed = review.answer
    outcome, right = computed.outcome, computed.answer or None
    if review.status is Status.REJECTED:
        right = None
    elif review.correction is not None:
        outcome, right = review.correction.outcome, review.correction.answer or None
    return {
        "id": review.id,
        "problem": computed.problem,
        "lang": computed.language.value,
        "answer": right,
        "expected": "answer" if outcome is Outcome.SOLVED else outcome.value,
        "verdict": review.status.value,
        "scope": None if review.scope is None else review.scope.value,
        "computed": computed.answer,
        "level": None if computed.level is None else computed.level.value,
        "confidence": review.confidence,
        "plan": review.plan,
        "by": review.decided_by,
        "note": review.note,
        "decided_at": _moment(review.decided_at or 0.0),
    }


class Shown(Record):
    """A review as it is shown; the answer alone of all that belongs to it. Times are ISO 8601, UTC."""

    id: str
    status: Status
    confidence: float
    problem: str
    restatement: str
    outcome: Outcome
    answer: str
    level: Level | None
    created_at: str
    decided_at: str | None = None
    decided_by: str = ""
    scope: Scope | None = None
    correction: Correction | None = None
    note: str = ""


class ShownWhole(Shown):
    """The same with the whole answer that was given."""

    given: Answer


def shown(review: Review) -> Shown:
    """The review as JSON shows it."""
    return Shown(
        id=review.id,
        status=review.status,
        confidence=review.confidence,
        problem=review.answer.problem,
        restatement=review.answer.restatement,
        outcome=review.answer.outcome,
        answer=review.answer.answer,
        level=review.answer.level,
        created_at=_moment(review.created_at),
        decided_at=None if review.decided_at is None else _moment(review.decided_at),
        decided_by=review.decided_by,
        scope=review.scope,
        correction=review.correction,
        note=review.note,
    )


def shown_whole(review: Review) -> ShownWhole:
    """The review with its answer."""
    return ShownWhole(**dict(shown(review)), given=review.answer)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
