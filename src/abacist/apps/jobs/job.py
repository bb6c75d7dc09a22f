"""What is submitted as a job, and what is told of one."""

from __future__ import annotations

import json
import time
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field

from abacist.core.language import Message
from abacist.core.model import Record

__all__ = ["FIRST", "LAST", "Job", "State", "Submission"]

FIRST, LAST = 1, 9  # priorities, the most urgent first


class State(StrEnum):
    """How far a job is; the first three are before its end."""

    SUBMITTED = "submitted"
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_end(self) -> bool:
        """True where nothing more happens."""
        return self in (State.FINISHED, State.CANCELLED, State.FAILED)


class Submission(Record):
    """A job to be done; each kind, called `name`, adds what it needs.

    `priority` is 1 (first) to 9 (last) among the jobs of one owner. Submitting again under the same
    `idempotency_key` is the same job.
    """

    name: ClassVar[str]
    priority: int = Field(default=5, ge=FIRST, le=LAST, description="1 comes first, 9 last")
    idempotency_key: str | None = Field(default=None, min_length=1)


class Job(Record):
    """A job as it is now. `total` and `done` count rows of the result, `rate` is rows a second.

    Times are seconds since 1970; `seconds_left` is an estimate.
    """

    id: str
    kind: str
    state: State
    priority: int
    total: int
    done: int
    created_at: float
    started_at: float | None = None
    ended_at: float | None = None
    rate: float | None = None
    seconds_left: float | None = None
    message: Message | None = None

    @classmethod
    def of(cls, row: Any) -> Job:
        """The job of a row of the store."""
        state = State(row.state)
        seconds = (row.ended_at or time.time()) - row.started_at if row.started_at else 0.0
        rate = row.done / seconds if row.done and seconds > 0 else None
        left = (row.total - row.done) / rate if rate and state is State.RUNNING else None
        return cls(
            id=row.id,
            kind=row.kind,
            state=state,
            priority=row.priority,
            total=row.total,
            done=row.done,
            created_at=row.created_at,
            started_at=row.started_at,
            ended_at=row.ended_at,
            rate=None if rate is None else round(rate, 3),
            seconds_left=None if left is None else round(left, 1),
            message=None if row.message is None else Message(**json.loads(row.message)),
        )
