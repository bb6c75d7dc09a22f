"""Where jobs are handed in and their results fetched: what every interface calls.

All of it reads and writes tables alone, so it works while no runner is there.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from abacist.apps.jobs.job import Job, State, Submission
from abacist.apps.jobs.kinds.kind import (
    CHUNK,
    Entered,
    Read,
    Report,
    Writer,
    kind_of,
    options_of,
)
from abacist.apps.settings import Settings
from abacist.core.errors import InputError, NotFound, QueueFull
from abacist.core.language import Message
from abacist.core.plan import Plan
from abacist.store.database import Database
from abacist.store.jobs import LIVE, Jobs, Kept
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

    @classmethod
    def of(cls, database: Database, settings: Settings) -> Office:
        """The office with the limits of the settings."""
        return cls(
            database,
            jobs_per_owner=settings.jobs_per_owner,
            items_per_owner=settings.job_items_per_owner,
        )

    def submit(
        self, submission: Submission, owner: str = "", read: Read | None = None
    ) -> tuple[Job, bool]:
        """Takes a job in; the job, and False where it was there already under its idempotency key.

        `read` reads the problem of a sweep. Raises `InputError` and `TooLarge` for what cannot be computed,
        `QueueFull` where the owner has too much waiting; `Conflict` where the key belongs to another job.
        """
        entered = kind_of(submission.name).entered(submission, read or _read_here)
        columns = _columns(submission, entered, owner)
        row = self.jobs.known(columns)
        if row is not None:
            return Job.of(row), False
        self._check_load(owner, len(entered.entries))
        row, is_new = self.jobs.add(columns, entered.entries)
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

    def delete(self, job: str, owner: str | None = None) -> None:
        """Removes a job with its results; what runs for it is killed within a second."""
        self.get(job, owner)
        self.jobs.delete(job)

    def writer(self, job: str, form: str | None, start: int = 0) -> Writer:
        """What turns the lines from the row `start` on into bytes; `form` None is the usual format.

        Raises `InputError` for a format that jobs of this kind are not given out in.
        """
        row = self.jobs.get(job)
        formats = kind_of(row.kind).formats
        made = formats.get(form or next(iter(formats)))
        if made is None:
            raise InputError(_no_format(row.kind, str(form), ", ".join(formats)))
        return made(options_of(row.kind, row.options), start)

    def lines(self, job: str, start: int = 0) -> Iterator[Kept]:
        """Each line that is done by now, in order, from the one that holds the row `start`."""
        while found := self.some_lines(job, start):
            yield from found
            start = found[-1].stop

    def some_lines(self, job: str, start: int) -> Sequence[Kept]:
        """The next of `lines`."""
        return self.jobs.lines(job, start, _LINES)

    def next_lines(self, job: str, start: int) -> list[Kept]:
        """The lines from the row `start` on, without a gap, by now."""
        lines: list[Kept] = []
        for kept in self.jobs.lines(job, start, _LINES):
            if kept.place > start:
                break
            lines.append(kept)
            start = kept.stop
        return lines

    def report(self, job: str, owner: str | None = None) -> Report:
        """What came of a job, or of what is done of it."""
        self.get(job, owner)
        row = self.jobs.get(job)
        return kind_of(row.kind).report(options_of(row.kind, row.options), self.lines(job))

    def has_work(self) -> bool:
        """True where a job is not at its end."""
        return self.jobs.is_busy()

    def is_served(self) -> bool:
        """True where some process does the jobs of this database."""
        return bool(self.runners.living())


def _read_here(problem: str) -> Plan:
    from abacist.apps.sweeps.asking import plan_of

    return plan_of(problem)


def _columns(submission: Submission, entered: Entered, owner: str) -> dict[str, Any]:
    key = submission.idempotency_key
    options, entries = entered.options.model_dump_json(), entered.entries
    digest = hashlib.sha256()
    for text in (submission.name, options, *(entry.text for entry in entries)):
        digest.update(f"{len(text)}:{text}".encode())
    return {
        "id": uuid.uuid4().hex[:12],
        "owner": owner,
        "kind": submission.name,
        "options": options,
        "state": State.SUBMITTED,
        "priority": submission.priority,
        "idempotency_key": None if key is None else hashlib.sha256(key.encode()).hexdigest(),
        "digest": digest.hexdigest(),
        "total": sum(entry.size for entry in entries),
        "chunk": max(CHUNK, -(-len(entries) // _CHUNKS)),
        "created_at": time.time(),
    }


def _no_format(kind: str, form: str, known: str) -> Message:
    return Message(
        en=f"jobs of the kind {kind} have no results as {form}; there are: {known}",
        zh=f"{kind} 类任务的结果没有 {form} 格式；可用：{known}",
    )
