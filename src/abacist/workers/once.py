"""One computation beside a starting program, with the same guarantees as in a pool.

A command that solves one problem has no time for a pool. It calls `start_once` as its first deed: a
process forked at once imports the libraries and computes, while this process goes on with its own
imports and asks for the report when it needs it.
"""

from __future__ import annotations

import os
import time
from typing import Any

from abacist.core.outcome import Outcome
from abacist.workers import channel
from abacist.workers.channel import Settings
from abacist.workers.parent import START_LIMIT, ForkServer
from abacist.workers.report import Report

__all__ = ["Once", "run_once", "start_once"]


class Once:
    """A computation under way; a context manager that ends it. For one thread."""

    def __init__(
        self,
        target: str,
        payload: Any,
        deadline: float,
        memory_limit: int,
        preload: tuple[str, ...],
    ) -> None:
        kind, body = channel.encode(payload)
        settings = Settings(memory_limit, tasks=1, growth=memory_limit, preload=preload)
        alone = len(os.listdir("/proc/self/task")) == 1
        self._deadline = channel.checked_deadline(deadline)
        self._report: Report | None = None
        self._server = ForkServer(fork=alone)
        self._worker = self._server.spawn(settings)
        self._worker.assign(target, kind, body, deadline, time.monotonic() + START_LIMIT)

    def report(self) -> Report:
        """Wait for how it ended; interrupted, it ends the computation. ConfigError: `preload`."""
        if self._report is None:
            try:
                self._worker.wait_ready(time.monotonic() + START_LIMIT)
                self._report = self._worker.report(self._worker.ready_at, self._deadline)
            finally:
                self.close()
        return self._report

    def result(self) -> Report:
        """Like `report`, but raises the `AbacistError` that the target raised."""
        return self.report().checked()

    def cancel(self) -> None:
        """End the computation; its report is CANCELLED, unless it was read before."""
        if self._report is None:
            self._report = Report(Outcome.CANCELLED)
        self.close()

    def close(self) -> None:
        """End the computation and all it started, and wait for that."""
        self._worker.close()
        self._server.close()

    def __enter__(self) -> Once:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()


def start_once(
    target: str,
    payload: Any,
    *,
    deadline: float,
    memory_limit: int,
    preload: tuple[str, ...] = (),
) -> Once:
    """Start `target` ("module:function") on `payload` in a process of its own, and return at once.

    `deadline` counts seconds from the end of the imports of `preload`; `memory_limit` counts bytes
    above what is held then. In a single-threaded program the process is a fork of this one, ready in
    a millisecond; otherwise it is a new interpreter. A payload above 200 KiB is taken only after the
    imports, and this waits for it.
    """
    return Once(target, payload, deadline, memory_limit, preload)


def run_once(
    target: str,
    payload: Any,
    *,
    deadline: float,
    memory_limit: int,
    preload: tuple[str, ...] = (),
) -> Report:
    """`start_once`, waited for. Raises the `AbacistError` that the target raised."""
    with start_once(
        target, payload, deadline=deadline, memory_limit=memory_limit, preload=preload
    ) as computation:
        return computation.result()
