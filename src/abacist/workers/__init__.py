"""Killable worker processes: warm, with a deadline and a memory limit kept by the operating system.

    Pool         many computations, warm workers forked from one server     pool.py
    start_once   one computation beside a starting program                  once.py
    Report       how a computation ended, and what it cost                  report.py

The way of one computation, and where its guarantees live:

    caller ── parent.py ──┬─ control socket ── forkserver.py   forks, kills, reaps, sweeps orphans
                          └─ worker's socket ── worker.py      runs "module:function" on JSON text
                                                limits.py      deadline, memory, death with the parent

A computation that hangs, explodes or crashes is ended with everything it started and becomes an
`Outcome`. This room knows no mathematics. It needs Linux (prctl, pidfd, /proc).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from abacist.workers.once import Once, run_once, start_once
from abacist.workers.report import Report, Statistics

if TYPE_CHECKING:
    from abacist.workers.pool import Computation, Pool

__all__ = ["Computation", "Once", "Pool", "Report", "Statistics", "run_once", "start_once"]


def __getattr__(name: str) -> object:
    """Import the pool on first use: concurrent.futures would double the cost of this room."""
    if name in ("Pool", "Computation"):
        from abacist.workers import pool

        return getattr(pool, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
