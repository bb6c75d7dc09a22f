"""One process that warms up beside a starting command.

Kept apart from `executor.py` because a command makes it before it imports anything else.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress

from abacist.core.limits import LIMITS
from abacist.execution.addresses import PRELOAD_FIRST
from abacist.workers.channel import Settings
from abacist.workers.parent import START_LIMIT, ForkServer, Worker
from abacist.workers.report import Report

__all__ = ["Beside"]

_RESULT_BYTES = 16 << 20
_TASKS = 1000  # more than one command has


class Beside:
    """Calls in one process, forked at once, which imports the libraries while this one starts.

    Make it as early as possible and in a program of one thread. A process that ends is replaced; the
    next call then waits for its imports. For one thread.
    """

    def __init__(self) -> None:
        alone = len(os.listdir("/proc/self/task")) == 1
        self._server = ForkServer(fork=alone)
        self._worker: Worker = self._spawn()
        self._meanwhile: Callable[[], None] | None = None

    def meanwhile(self, task: Callable[[], None]) -> None:
        """Has `task` done here, once, while the next computation is under way there."""
        self._meanwhile = task

    def _spawn(self) -> Worker:
        memory = LIMITS.worker_bytes
        settings = Settings(
            memory_limit=memory,
            tasks=_TASKS,
            growth=memory,
            result_limit=_RESULT_BYTES,
            preload=PRELOAD_FIRST,
        )
        return self._server.spawn(settings)

    def call(self, target: str, text: str, deadline: float) -> Report:
        """How it ended; see `Executor`."""
        if self._worker.worn:
            self._worker.close()
            self._worker = self._spawn()
        self._worker.wait_ready(time.monotonic() + START_LIMIT)
        began = time.monotonic()
        body = text.encode("utf-8", "surrogatepass")
        self._worker.assign(target, "text", body, deadline, began + deadline)
        if self._meanwhile is not None:
            self._meanwhile, task = None, self._meanwhile
            task()
        return self._worker.report(began, deadline)

    def close(self) -> None:
        """Ends the process and all it started."""
        with suppress(OSError):
            self._worker.close()
        self._server.close()

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
