"""Where the items of a job are computed: in killable workers of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

from abacist.apps.jobs.bench import Bench
from abacist.store.jobs import Item

__all__ = [
    "Compute",
    "Line",
    "Local",
    "Unreachable",
]

Line = tuple[int, str]
"""The place of an item and the line of its result, JSON."""

_WIDTH = 4  # chunks at a time


class Unreachable(Exception):
    """Where the work is done cannot be reached now; what was under way goes out again later."""


class Compute(Protocol):
    """Computes the items of jobs; for several threads."""

    def width(self) -> int:
        """How many chunks should be under way at a time."""
        ...

    def lines(
        self, job: str, kind: str, options: str, items: Sequence[Item]
    ) -> Iterator[list[Line]]:
        """The lines of the items as they are done, in any order.

        Raises `Withdrawn` after `stop`, `Unreachable`, and the errors of workers that cannot be started.
        """
        ...

    def stop(self, job: str) -> None:
        """Kills what is computed for a job, and what would begin before `forget`."""
        ...

    def forget(self, job: str) -> None:
        """Nothing of the job is under way in this process any more."""
        ...

    def close(self) -> None:
        """Kills everything and gives back what was taken."""
        ...


class Local:
    """Computes on this machine. `threads` wait for workers; a few more of them than there are workers
    keep every worker busy.
    """

    def __init__(self, bench: Bench, threads: int) -> None:
        self.bench = bench
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="item")

    def width(self) -> int:
        """See `Compute`: a few, so that other processes and other jobs have their turn."""
        return _WIDTH

    def lines(
        self, job: str, kind: str, options: str, items: Sequence[Item]
    ) -> Iterator[list[Line]]:
        """See `Compute`."""
        pending: dict[Future[str], int] = {}
        try:
            for item in items:
                future = self._threads.submit(self.bench.line, job, kind, options, item.text)
                pending[future] = item.place
            while pending:
                done, _ = wait(pending, return_when=FIRST_COMPLETED)
                yield [(pending.pop(future), future.result()) for future in done]
        finally:
            for future in pending:
                future.cancel()

    def stop(self, job: str) -> None:
        """See `Compute`."""
        self.bench.stop(job)

    def forget(self, job: str) -> None:
        """See `Compute`."""
        self.bench.forget(job)

    def close(self) -> None:
        """See `Compute`."""
        self.bench.stop_all()
        self._threads.shutdown(wait=False, cancel_futures=True)
