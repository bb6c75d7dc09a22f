"""A process that does jobs, from its start to its end: `abacist jobs work`, and what a server starts.

It is a process of its own beside a server, so that a thousand problems in the background never make an
answer to somebody who waits come later.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from abacist.apps.jobs.bench import bench_of
from abacist.apps.jobs.compute import Compute, Local
from abacist.apps.jobs.runner import Runner
from abacist.apps.settings import Settings
from abacist.store.database import Database

__all__ = ["work"]

_NICE = 10  # beside a server, whose callers wait
_SPARE = 2  # threads beyond the workers, so that no worker waits for the writing of an answer


def work(settings: Settings, *, attached: bool, ready: Callable[[Database], None]) -> int:
    """Does the jobs of a database until a signal (SIGINT, SIGTERM), or the end of standard input where
    `attached`. `ready` is called when the first job can come.

    What is under way at the end goes back to the queue. Raises `StoreError`s and `ConfigError` at the
    start.
    """
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: end.set())
    if attached:
        os.nice(_NICE)
        threading.Thread(target=_watch_input, args=(end,), daemon=True).start()
    _log_to_terminal()
    with Database(settings.database) as database, _compute(settings, database) as compute:
        runner = Runner(
            database,
            compute,
            workers=settings.workers,
            per_owner=settings.job_chunks_per_owner,
            days=settings.job_days,
        )
        runner.start()
        try:
            ready(database)
            end.wait()
        finally:
            runner.stop()
    return 0


def _log_to_terminal() -> None:
    """What happens to jobs is told to whoever started this; it never holds a problem."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("abacist.jobs")
    log.addHandler(handler)
    log.propagate = False


def _watch_input(end: threading.Event) -> None:
    """Sets `end` when whoever started us has closed our input, or is gone."""
    while sys.stdin.buffer.read(4096):
        pass
    end.set()


@contextmanager
def _compute(settings: Settings, database: Database) -> Iterator[Compute]:
    """Where items are computed."""
    if settings.compute == "local":
        with bench_of(settings, settings.workers, database) as bench:
            local = Local(bench, settings.workers + _SPARE)
            try:
                yield local
            finally:
                local.close()
        return
    from abacist.apps.jobs.cluster import Cluster

    cluster = Cluster(settings.compute, settings)
    try:
        yield cluster
    finally:
        cluster.close()
