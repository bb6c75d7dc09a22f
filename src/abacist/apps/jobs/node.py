"""What runs in a worker of a Dask cluster: the same bench as anywhere, with killable workers of its own.

The functions are called by name from `cluster.py`. A Dask worker has one bench, with as many killable
workers as it has threads; it ends with the process.
"""

from __future__ import annotations

import atexit
import threading
from typing import TYPE_CHECKING, Any

from abacist.apps.jobs.bench import Bench, Withdrawn, bench_of
from abacist.apps.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["compute", "stop"]

_guard = threading.Lock()
_made: list[Bench] = []  # the one of this process, once it is needed
_stopped: set[str] = set()  # few and short, and nothing else would know when to forget them


def compute(
    job: str, kind: str, options: str, texts: Sequence[str], settings: str
) -> list[str | None]:
    """The lines of some items of a job; None from where on the job was stopped.

    `settings` is the JSON of the settings that were given where the job is kept.
    """
    bench = _of_this_process(settings)
    lines: list[str | None] = []
    for text in texts:
        try:
            if job in _stopped:
                raise Withdrawn
            lines.append(bench.line(job, kind, options, text))
        except Withdrawn:
            lines.append(None)
    return lines


async def stop(job: str) -> None:
    """Kills what is computed for a job on this node, and whatever of it would begin later."""
    _stopped.add(job)
    for bench in _made:
        bench.stop(job)


def _of_this_process(settings: str) -> Bench:
    from distributed import get_worker

    with _guard:  # several threads begin at the same time
        if not _made:
            worker: Any = get_worker()
            opened = bench_of(Settings.model_validate_json(settings), worker.state.nthreads)
            _made.append(opened.__enter__())
            atexit.register(opened.__exit__, None, None, None)
        return _made[0]
