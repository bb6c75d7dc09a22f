"""What a person shall look at, and what they said.

An answer enters the queue once for its plan. A verdict holds

- for the plan: everybody who asks the same, in whatever words and language;
- for the text: this wording alone, because the problem itself was misread. Others who come to the same
  plan may well mean it; their answers are looked at again.

A verdict is final, and of two at the same time one is a `Conflict`. Verdicts are also appended to an
evaluation set (`evaluation_set.py`); `unrecorded` are those that it does not hold yet.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from abacist.core.answer import Answer
from abacist.core.errors import Conflict, NotFound, StoreError
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.plan import Plan
from abacist.store.database import Database
from abacist.store.pause import Pause
from abacist.store.tables import reviews

__all__ = ["Correction", "Review", "Reviews", "Scope", "Status", "text_digest"]

_OFFERED = 10_000  # plans that this process remembers to have offered
_ID = re.compile(
    r"[0-9a-f]{4,12}"
)  # the first four characters name a review where they name no other


class Status(StrEnum):
    """Where a review stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Scope(StrEnum):
    """What a verdict holds for."""

    PLAN = "plan"
    TEXT = "text"


class Correction(Record):
    """What a person says is right: an answer as text, or an outcome that needs none."""

    answer: str = ""
    outcome: Outcome = Outcome.SOLVED


@dataclass(frozen=True, slots=True)
class Review:
    """An answer in the queue, or what was decided about it; times are seconds since 1970."""

    id: str
    plan: str
    text: str
    status: Status
    confidence: float
    answer: Answer
    created_at: float
    scope: Scope | None = None
    decided_at: float | None = None
    decided_by: str = ""
    correction: Correction | None = None
    note: str = ""
    is_recorded: bool = False


def text_digest(problem: str) -> str:
    """What stands for the words of a problem: blanks and line ends make no difference."""
    return hashlib.sha256(" ".join(problem.split()).encode("utf-8", "replace")).hexdigest()


class Reviews:
    """The queue and the verdicts. Every method but `offer` raises `StoreUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._offered: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._pause = Pause("no answers are put up for review")

    def offer(self, key: str, problem: str, answer: bytes, confidence: float) -> None:
        """Puts an answer (an `Answer` as JSON) into the queue unless its plan is or was there.

        Like the cache, it stands in no answer's way: while the database is away nothing is queued.
        """
        offered = (key, text_digest(problem))
        with self._lock:
            if offered in self._offered or self._pause.is_on:
                return
        plan = json.loads(answer).get("plan")
        if plan is None:
            return
        try:
            self._insert(Plan.model_validate(plan).key, offered[1], answer.decode(), confidence)
        except StoreError as error:
            self._pause.begin(error)
            return
        with self._lock:
            if len(self._offered) >= _OFFERED:
                self._offered.clear()
            self._offered.add(offered)

    def _insert(self, plan: str, text: str, answer: str, confidence: float) -> None:
        known = select(reviews.c.id).where(
            reviews.c.plan == plan,
            or_(reviews.c.slot == plan, reviews.c.text == text),
        )
        with self._database.read() as connection:
            if connection.execute(known).first() is not None:
                return
        upsert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        row = upsert(reviews).values(
            id=secrets.token_hex(4),
            plan=plan,
            text=text,
            slot=plan,
            status=Status.OPEN,
            confidence=confidence,
            answer=answer,
            created_at=time.time(),
            recorded=False,
        )
        with self._database.write() as connection:
            connection.execute(row.on_conflict_do_nothing(index_elements=["slot"]))

    def list(
        self, status: Status | None = Status.OPEN, *, limit: int = 50, skip: int = 0
    ) -> list[Review]:
        """Reviews, the least certain first where they are open, else the last decided first."""
        query = select(reviews)
        if status is not None:
            query = query.where(reviews.c.status == status)
        order = (
            (reviews.c.confidence, reviews.c.created_at)
            if status is Status.OPEN
            else (func.coalesce(reviews.c.decided_at, reviews.c.created_at).desc(),)
        )
        query = query.order_by(*order, reviews.c.id).limit(limit).offset(skip)
        with self._database.read() as connection:
            return [_review(row) for row in connection.execute(query)]

    def count(self, status: Status = Status.OPEN) -> int:
        """How many reviews stand so."""
        query = select(func.count()).select_from(reviews).where(reviews.c.status == status)
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def find(self, id: str) -> Review:
        """The review with this id, or with an id that alone begins so. Raises `NotFound`."""
        if not _ID.fullmatch(id):
            raise _nothing(id)
        query = select(reviews).where(reviews.c.id.startswith(id, autoescape=True)).limit(2)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        if len(rows) != 1:
            raise _nothing(id)
        return _review(rows[0])

    def accept(self, id: str, *, by: str, note: str = "") -> Review:
        """The answer is right, and so is the reading. Raises `NotFound` and `Conflict`."""
        return self._decide(id, Status.ACCEPTED, Scope.PLAN, by, note, None)

    def correct(
        self, id: str, correction: Correction, *, by: str, note: str = "", scope: Scope = Scope.TEXT
    ) -> Review:
        """Another answer is right. Raises `NotFound` and `Conflict`."""
        return self._decide(id, Status.CORRECTED, scope, by, note, correction)

    def reject(self, id: str, *, by: str, note: str = "", scope: Scope = Scope.TEXT) -> Review:
        """The answer is wrong; which is right is not said. Raises `NotFound` and `Conflict`."""
        return self._decide(id, Status.REJECTED, scope, by, note, None)

    def _decide(
        self,
        id: str,
        status: Status,
        scope: Scope,
        by: str,
        note: str,
        correction: Correction | None,
    ) -> Review:
        found = self.find(id)
        slot = found.plan if scope is Scope.PLAN else f"{found.plan}/{found.text}"
        change = (
            update(reviews)
            .where(reviews.c.id == found.id, reviews.c.status == Status.OPEN)
            .values(
                status=status,
                scope=scope,
                slot=slot,
                decided_at=time.time(),
                decided_by=by,
                note=note,
                correction=None if correction is None else correction.model_dump_json(),
            )
        )
        with self._database.write() as connection:
            done = connection.execute(change).rowcount
            row = connection.execute(select(reviews).where(reviews.c.id == found.id)).one()
        if not done:
            raise _decided(_review(row))
        return _review(row)

    def verdicts(self) -> Sequence[Review]:
        """Every verdict, oldest first."""
        query = select(reviews).where(reviews.c.status != Status.OPEN)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(reviews.c.decided_at, reviews.c.id))
            return [_review(row) for row in rows]

    def state(self) -> tuple[int, float]:
        """How many verdicts there are and when the last one was given: changes with every verdict."""
        query = select(func.count(), func.coalesce(func.max(reviews.c.decided_at), 0.0))
        with self._database.read() as connection:
            row = connection.execute(query.where(reviews.c.status != Status.OPEN)).one()
        return row[0], row[1]

    def unrecorded(self) -> Sequence[Review]:
        """The verdicts that the evaluation set does not hold yet, oldest first."""
        query = select(reviews).where(
            reviews.c.status != Status.OPEN, reviews.c.recorded.is_(False)
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(reviews.c.decided_at, reviews.c.id))
            return [_review(row) for row in rows]

    def recorded(self, decided: Sequence[Review]) -> None:
        """Notes that the evaluation set holds these."""
        names = [each.id for each in decided]
        with self._database.write() as connection:
            connection.execute(update(reviews).where(reviews.c.id.in_(names)).values(recorded=True))


def _nothing(id: str) -> NotFound:
    return NotFound(
        Message(en=f"there is no review {id}", zh=f"没有编号为 {id} 的复核"),
        Message(en="`abacist review list` shows them", zh="`abacist review list` 列出全部复核"),
    )


def _decided(review: Review) -> Conflict:
    return Conflict(
        Message(
            en=f"review {review.id} was decided already: {review.status} by {review.decided_by}",
            zh=f"复核 {review.id} 已有结论：{review.decided_by} 已判为 {review.status}",
        )
    )


def _review(row: Row[Any]) -> Review:
    return Review(
        id=row.id,
        plan=row.plan,
        text=row.text,
        status=Status(row.status),
        confidence=row.confidence,
        answer=Answer.model_validate_json(row.answer),
        created_at=row.created_at,
        scope=None if row.scope is None else Scope(row.scope),
        decided_at=row.decided_at,
        decided_by=row.decided_by or "",
        correction=(
            None if row.correction is None else Correction.model_validate_json(row.correction)
        ),
        note=row.note or "",
        is_recorded=row.recorded,
    )
