"""An executor that counts the time for which its callers waited until a worker was free."""

from __future__ import annotations

import time

from abacist.execution.executor import Executor
from abacist.workers import Report

__all__ = ["Patient"]


class Patient:
    """Calls as `executor` does; `waited` are the seconds in which nothing was computed yet."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self.waited = 0.0

    def call(self, target: str, text: str, deadline: float) -> Report:
        """See `Executor`."""
        began = time.monotonic()
        report = self.executor.call(target, text, deadline)
        self.waited += max(0.0, time.monotonic() - began - report.seconds)
        return report
