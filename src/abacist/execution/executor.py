"""How a computation is called: by the name of a target, on JSON text, with a deadline.

InWorkers    a pool of warm processes: libraries, services, batches
Beside       one process that warms up beside a starting command
InProcess    here, with no deadline and no protection: tests
"""

from __future__ import annotations

import atexit
import os
import threading
import time
import traceback
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from abacist.core.errors import AbacistError
from abacist.core.limits import LIMITS
from abacist.core.outcome import Outcome
from abacist.execution.addresses import PRELOAD
from abacist.workers import Report

if TYPE_CHECKING:
    from abacist.workers import Pool

__all__ = ["Cancellable", "Cancellation", "Executor", "InProcess", "InWorkers", "default_executor"]


class Executor(Protocol):
    """Calls `target` ("module:function") on a text within `deadline` seconds."""

    def call(self, target: str, text: str, deadline: float) -> Report:
        """How it ended; `value` is the text that the target returned.

        What the target raises is in the report. Raises `QueueFull`, and `ConfigError` where no process
        can be started.
        """
        ...


class InProcess:
    """Calls in this process: a deadline is not kept and a crash is everybody's."""

    def call(self, target: str, text: str, deadline: float) -> Report:
        """See `Executor`."""
        module, _, name = target.partition(":")
        began = time.monotonic()
        try:
            value = getattr(import_module(module), name)(text)
        except AbacistError as error:
            return Report(error=error, seconds=time.monotonic() - began)
        except Exception as error:
            from abacist.workers.failures import outcome_of

            log = traceback.format_exc()
            return Report(outcome_of(error), seconds=time.monotonic() - began, log=log)
        return Report(value=value, seconds=time.monotonic() - began)


class Cancellable(Protocol):
    """What can be ended from any thread."""

    def cancel(self) -> object:
        """Ends it; again is nothing."""
        ...


class Cancellation:
    """Ends whatever is computed for one caller, from any thread: now, and whatever would begin later."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running: set[Cancellable] = set()
        self.is_cancelled = False

    def cancel(self) -> None:
        """Kills what runs; again is nothing."""
        with self._guard:
            self.is_cancelled = True
            running = list(self._running)
        for computation in running:
            computation.cancel()

    def begin(self, computation: Cancellable) -> None:
        """Notes what must be killed."""
        with self._guard:
            self._running.add(computation)
            late = self.is_cancelled
        if late:
            computation.cancel()

    def end(self, computation: Cancellable) -> None:
        """Forgets what has ended."""
        with self._guard:
            self._running.discard(computation)


class InWorkers:
    """Calls in the warm processes of a pool; from as many threads as one likes."""

    def __init__(self, pool: Pool, cancellation: Cancellation | None = None) -> None:
        self.pool = pool
        self.cancellation = cancellation or Cancellation()

    def call(self, target: str, text: str, deadline: float) -> Report:
        """See `Executor`; interrupted while waiting, or cancelled, the computation is killed."""
        if self.cancellation.is_cancelled:
            return Report(Outcome.CANCELLED)
        computation = self.pool.submit(target, text, deadline=deadline)
        self.cancellation.begin(computation)
        try:
            return computation.report()
        finally:
            computation.cancel()
            self.cancellation.end(computation)

    def until(self, cancellation: Cancellation) -> InWorkers:
        """The same pool for one caller, whose computations `cancellation` ends."""
        return InWorkers(self.pool, cancellation)


_guard = threading.Lock()


def default_executor() -> Executor:
    """One warm process for this program, made at the first call and ended with the program."""
    with _guard:
        return _shared(os.getpid())


@cache
def _shared(process: int) -> Executor:
    from abacist.workers import Pool

    pool = Pool(1, memory_limit=LIMITS.worker_bytes, preload=PRELOAD)
    atexit.register(pool.close)
    return InWorkers(pool)
