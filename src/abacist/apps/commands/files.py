"""`abacist solve --file`: a whole file, with a progress bar, resumable."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from abacist.apps.batch import Batch, rows
from abacist.apps.console import console
from abacist.apps.tongue import tell
from abacist.core.answer import Answer
from abacist.core.language import Language
from abacist.core.limits import LIMITS

__all__ = ["solve_file"]


def solve_file(
    file: Path, out: Path, *, workers: int | None, timeout: float, language: Language | None
) -> int:
    """Answers every problem of `file` that has no answer in `out` yet; always 0 when it came to the end."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from abacist import pipeline
    from abacist.execution.addresses import PRELOAD_ALL
    from abacist.execution.executor import InWorkers
    from abacist.workers import Pool

    total = sum(1 for _ in rows(file))
    size = workers or os.cpu_count() or 1
    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
    with Pool(size, memory_limit=LIMITS.worker_bytes, preload=PRELOAD_ALL) as pool:
        executor = InWorkers(pool)

        def solve(problem: str) -> Answer:
            return pipeline.solve(problem, language=language, timeout=timeout, executor=executor)

        with bar:
            task = bar.add_task("", total=total)
            try:
                Batch(file, out, solve, size).run(lambda done: bar.update(task, completed=done))
            except KeyboardInterrupt:
                bar.stop()
                sys.stderr.write(
                    tell(
                        "interrupted; the same command goes on from here\n",
                        "已中断；再次运行同一命令即可从此处继续\n",
                    )
                )
                raise
    return 0
