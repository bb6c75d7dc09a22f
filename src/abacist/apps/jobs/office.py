"""Where jobs are handed in and their results fetched: what every interface calls.

All of it reads and writes tables alone, so it works while no runner is there.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from abacist.apps.jobs.job import Job, State, Submission
from abacist.apps.jobs.kinds import CHUNK, kind_of
from abacist.core.errors import InputError, NotFound, QueueFull, TooLarge
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.store.database import Database
from abacist.store.jobs import LIVE, Jobs
from abacist.store.runners import Runners

__all__ = ["Office"]

_CHUNKS = 2000  # of one job, at most: a longer job has larger ones
_LINES = 200  # read at a time


class Office:
    """The jobs of a database.

    **Arguments**

    - `jobs_per_owner`, `items_per_owner`: what an owner may have waiting and running at a time.

    An owner sees their own jobs only; `None` sees all. Every method raises `StoreError`s.
    """

    def __init__(
        self, database: Database, *, jobs_per_owner: int = 100, items_per_owner: int = 200_000
    ) -> None:
        self.jobs, self.runners = Jobs(database), Runners(database)
        self.jobs_per_owner, self.items_per_owner = jobs_per_owner, items_per_owner

    def submit(self, submission: Submission, owner: str = "") -> tuple[Job, bool]:
        """Takes a job in; the job, and False where it was there already under its idempotency key.

        Raises `InputError` for what the kind does not take, naming the item; `TooLarge`; `QueueFull`
        where the owner has too much waiting; `Conflict` where the key belongs to another job.
        """
        kind = kind_of(submission.kind)
        if len(submission.items) > kind.largest:
            raise TooLarge(_too_many(kind.largest))
        options = _read(kind.options, submission.options, "options")
        items = [
            _read(kind.item, item, f"items[{place}]") for place, item in enumerate(submission.items)
        ]
        columns = _columns(submission, options, items, owner)
        row = self.jobs.known(columns)
        if row is not None:
            return Job.of(row), False
        self._check_load(owner, len(items))
        row, is_new = self.jobs.add(columns, items)
        return Job.of(row), is_new

    def _check_load(self, owner: str, items: int) -> None:
        jobs, waiting = self.jobs.load(owner)
        if jobs >= self.jobs_per_owner or waiting + items > self.items_per_owner:
            raise QueueFull(
                Message(
                    en=f"{jobs} jobs with {waiting} items are waiting or running already",
                    zh=f"已有 {jobs} 个任务（共 {waiting} 项）在等待或运行",
                ),
                Message(
                    en="wait until some are finished, or cancel some",
                    zh="请等待部分任务完成，或取消一些任务",
                ),
            )

    def get(self, job: str, owner: str | None = None) -> Job:
        """A job. Raises `NotFound`, also for the job of another owner."""
        row = self.jobs.get(job)
        if owner is not None and row.owner != owner:
            raise NotFound(Message(en=f"there is no job {job}", zh=f"没有任务 {job}"))
        return Job.of(row)

    def list(self, owner: str | None = None, limit: int = 100) -> list[Job]:
        """The newest jobs."""
        return [Job.of(row) for row in self.jobs.list(owner, limit)]

    def cancel(self, job: str, owner: str | None = None) -> Job:
        """Ends a job; what runs for it is killed within a second. What is done stays, and so an ended job."""
        self.get(job, owner)
        self.jobs.move(job, LIVE, State.CANCELLED)
        return self.get(job, owner)

    def lines(self, job: str, after: int = -1) -> Iterator[tuple[int, str]]:
        """Place and line of each row that is done by now, in order, behind the place `after`."""
        while found := self.some_lines(job, after):
            yield from found
            after = found[-1][0]

    def some_lines(self, job: str, after: int) -> Sequence[tuple[int, str]]:
        """The next of `lines`."""
        return self.jobs.lines(job, after, _LINES)

    def next_lines(self, job: str, after: int) -> list[str]:
        """The lines that follow the place `after` without a gap, by now."""
        lines: list[str] = []
        for place, line in self.jobs.lines(job, after, _LINES):
            if place != after + 1 + len(lines):
                break
            lines.append(line)
        return lines

    def has_work(self) -> bool:
        """True where a job is not at its end."""
        return self.jobs.is_busy()

    def is_served(self) -> bool:
        """True where some process does the jobs of this database."""
        return bool(self.runners.living())


def _columns(submission: Submission, options: str, items: list[str], owner: str) -> dict[str, Any]:
    key = submission.idempotency_key
    digest = hashlib.sha256()
    for text in (submission.kind, options, *items):
        digest.update(f"{len(text)}:{text}".encode())
    return {
        "id": uuid.uuid4().hex[:12],
        "owner": owner,
        "kind": submission.kind,
        "options": options,
        "state": State.SUBMITTED,
        "priority": submission.priority,
        "idempotency_key": None if key is None else hashlib.sha256(key.encode()).hexdigest(),
        "digest": digest.hexdigest(),
        "total": len(items),
        "chunk": max(CHUNK, -(-len(items) // _CHUNKS)),
        "created_at": time.time(),
    }


def _read(shape: type[Record], given: object, place: str) -> str:
    """What was given in the shape that the kind declares, as JSON."""
    try:
        record = shape.model_validate_json(json.dumps(given))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join([place, *(str(part) for part in first["loc"])])
        raise InputError(
            Message(en=f"{name}: {first['msg']}", zh=f"{name}：{first['msg']}")
        ) from None
    return record.model_dump_json()


def _too_many(largest: int) -> Message:
    return Message(
        en=f"a job of this kind has at most {largest} items", zh=f"此类任务最多 {largest} 项"
    )
