"""Single items computed on this machine, in killable workers, wherever the job is kept."""

from __future__ import annotations

import logging
import threading
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from abacist.apps.answering import Answering
from abacist.apps.jobs.kinds.kind import Tools, kind_of, options_of
from abacist.apps.settings import Settings
from abacist.apps.verdicts import Verdicts
from abacist.core.errors import AbacistError
from abacist.core.limits import LIMITS
from abacist.execution.addresses import PRELOAD_ALL
from abacist.execution.executor import Cancellation, InWorkers
from abacist.store.answers import Answers
from abacist.store.database import Database
from abacist.store.reviews import Reviews
from abacist.workers import Pool

__all__ = ["Bench", "Withdrawn", "bench_of", "lost_line", "where"]

# what a worker imports before its first task, so that no block of a sweep waits for it
_PRELOAD = (
    *PRELOAD_ALL,
    "abacist.apps.preloaded",
    "abacist.apps.sweeps.part",
    "pyarrow.compute",
    "pyarrow.ipc",
)
_log = logging.getLogger("abacist.jobs")


class Withdrawn(BaseException):
    """The work was taken back: the job was cancelled, or this process ends.

    Like KeyboardInterrupt it is no `Exception`, so nothing takes it for a failure of the work.
    """


class Bench:
    """Computes single items on this machine; what runs for one job can be killed at once."""

    def __init__(self, answering: Answering, executor: InWorkers) -> None:
        self.answering, self.executor = answering, executor
        self._guard = threading.Lock()
        self._jobs: dict[str, Cancellation] = {}
        self._counts = Counter[str]()

    def line(self, job: str, kind: str, options: str, text: str) -> str:
        """The line of an item.

        Raises `Withdrawn` where the job was stopped, and the errors of the executor. A mistake of the
        program costs this item alone.
        """
        cancellation = self._enter(job)
        try:
            return self._line(cancellation, kind, options, text)
        finally:
            self._leave(job)

    def _line(self, cancellation: Cancellation, name: str, options: str, text: str) -> str:
        if cancellation.is_cancelled:
            raise Withdrawn
        kind, told = kind_of(name), options_of(name, options)
        item = kind.item.model_validate_json(text)
        tools = Tools(self.answering, self.executor.until(cancellation), cancellation)
        try:
            line = kind.work(item, told, tools)
        except AbacistError:
            raise
        except Exception as error:
            _log.error("an item of a job failed\n%s", where(error))
            line = kind.lost(item, told)
        if cancellation.is_cancelled:
            raise Withdrawn  # it may lack what was killed
        return line

    def _enter(self, job: str) -> Cancellation:
        with self._guard:
            self._counts[job] += 1
            return self._jobs.setdefault(job, Cancellation())

    def _leave(self, job: str) -> None:
        """The last item of a job takes its cancellation along, unless it still has to stop others."""
        with self._guard:
            self._counts[job] -= 1
            if not self._counts[job]:
                del self._counts[job]
                if not self._jobs[job].is_cancelled:
                    del self._jobs[job]

    def stop(self, job: str) -> None:
        """Kills what is computed for a job, and what would begin before `forget`."""
        with self._guard:
            cancellation = self._jobs.setdefault(job, Cancellation())
        cancellation.cancel()

    def forget(self, job: str) -> None:
        """The job has no more work here."""
        with self._guard:
            self._jobs.pop(job, None)

    def stop_all(self) -> None:
        """Kills everything."""
        with self._guard:
            every = [*self._jobs.values()]
        for cancellation in every:
            cancellation.cancel()


def lost_line(kind: str, options: str, text: str) -> str:
    """The line of an item that ends the whole process whenever it is begun."""
    declared = kind_of(kind)
    item = declared.item.model_validate_json(text)
    return declared.lost(item, options_of(kind, options))


def where(error: BaseException) -> str:
    """Where an exception was raised, and its class; its message may hold the text of a problem."""
    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__


@contextmanager
def bench_of(settings: Settings, workers: int, database: Database | None = None) -> Iterator[Bench]:
    """What computes items in killable workers of this machine; it shares what a database keeps."""
    with Pool(workers, memory_limit=LIMITS.worker_bytes, preload=_PRELOAD) as pool:
        executor = InWorkers(pool)
        if database is None:
            yield Bench(Answering(executor, settings), executor)
            return
        answers = Answers(database, bound=settings.cache_stored_bytes)
        reviews = Reviews(database)
        answering = Answering(
            executor, settings, answers=answers, reviews=reviews, verdicts=Verdicts(reviews)
        )
        answering.learn()
        try:
            yield Bench(answering, executor)
        finally:
            answers.close()
