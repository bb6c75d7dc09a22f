"""One chunk of a job: what has no row yet is computed, and each row is kept as soon as it is there.

Whatever ends this, another one begins where it stopped. Where the database does not answer, the rows
wait in memory until it does.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row

from abacist.apps.jobs.bench import Withdrawn, lost_line, where
from abacist.apps.jobs.compute import Compute, Line, Unreachable
from abacist.apps.jobs.job import State
from abacist.core.errors import AbacistError, StoreUnavailable
from abacist.core.language import Message
from abacist.store.jobs import LIVE, Item, Jobs

__all__ = ["Chunk"]

T = TypeVar("T")

_log = logging.getLogger("abacist.jobs")
_CAREFUL = 5  # tries of a chunk after which its items are begun one by one
_FATAL = 3  # times that an item was begun alone, and the whole process ended
_TRIES = 3  # of a chunk that fails without ending the process
_PAUSE, _LONGEST_PAUSE = 0.1, 10.0  # seconds


class Chunk:
    """Does chunks of jobs; `ending` is set when the process ends."""

    def __init__(self, jobs: Jobs, compute: Compute, ending: threading.Event) -> None:
        self.jobs, self.compute, self.ending = jobs, compute, ending

    def run(self, job: str, first: int, stop: int) -> None:
        """Computes and keeps what is missing from `first` to before `stop`.

        A job that cannot go on is failed, with the reason. Raises `Withdrawn` where the process ends
        before the chunk is done; a job that was cancelled or deleted is left as it is.
        """
        left = _TRIES
        while left:
            try:
                self._try(job, first, stop)
                return
            except Withdrawn:
                if self.ending.is_set():
                    raise
                return
            except Unreachable as error:
                _log.error("jobs wait for %s", error)
            except Exception as error:
                if not self._patiently(lambda: self.jobs.is_there(job)):
                    return
                _log.error("a chunk of job %s failed\n%s", job, where(error))
                left -= 1
                if not left:
                    self._fail(job, error)
            self.ending.wait(1.0)

    def _try(self, job_id: str, first: int, stop: int) -> None:
        jobs = self.jobs
        job = self._patiently(lambda: jobs.get(job_id))
        if job.state not in LIVE:
            return
        if job.state != State.RUNNING:
            before = (State.SUBMITTED, State.QUEUED)
            self._patiently(lambda: jobs.move(job_id, before, State.RUNNING))
        tries = self._patiently(lambda: jobs.begin_chunk(job_id, first))
        items = self._patiently(lambda: jobs.waiting(job_id, first, stop))
        lines = self._one_by_one if tries > _CAREFUL else self._together
        for done in lines(job, items):
            self._patiently(lambda done=done: jobs.keep(job_id, first, done))
        self._patiently(lambda: jobs.finish(job_id))

    def _together(self, job: Row[Any], items: Sequence[Item]) -> Iterator[list[Line]]:
        return self.compute.lines(job.id, job.kind, job.options, items)

    def _one_by_one(self, job: Row[Any], items: Sequence[Item]) -> Iterator[list[Line]]:
        """As `_together`, and finds the item that ends the process."""
        for item in items:
            tries = self._patiently(lambda item=item: self.jobs.try_item(job.id, item.place))
            if tries > _FATAL:
                yield [(item.place, lost_line(job.kind, job.options, item.text))]
            else:
                yield from self._together(job, [item])

    def _fail(self, job: str, error: Exception) -> None:
        """Ends the job; what was kept stays."""
        why = error.message if isinstance(error, AbacistError) else _OURS
        text = json.dumps(why.model_dump(), ensure_ascii=False)
        self._patiently(lambda: self.jobs.move(job, LIVE, State.FAILED, text))

    def _patiently(self, act: Callable[[], T]) -> T:
        """What `act` returns, as soon as the database answers. Raises `Withdrawn` at the end."""
        pause = _PAUSE
        while not self.ending.is_set():
            try:
                return act()
            except StoreUnavailable as error:
                _log.error("jobs wait for the database: %s", error)
                self.ending.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        raise Withdrawn


_OURS = Message(
    en="a mistake of the program; its log has the details", zh="程序内部错误，详情见程序日志"
)
