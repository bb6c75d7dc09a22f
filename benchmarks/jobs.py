"""Jobs: what a problem costs beside its answer, and two nodes against one: `python -m benchmarks.jobs`.

The cost beside the answer is measured with a problem that the process remembers, asked again and again: what is
left is queue, database and cluster. Processor time is what counts for planning, and other work on the
machine does not change it. Two nodes are compared with one in turn, by problems that none has seen.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from abacist.apps.jobs.job import Job
from abacist.apps.jobs.kinds.problems import ProblemsJob
from tests.apps.jobs.processes import Desk, Processes, until
from tests.postgres import PostgreSQL

KNOWN = 1600
DIFFERENT = 160
PAIRS = 3
BLOCKS = 200  # of 16,000 rows
_PATIENCE = 900.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds for each problem: by the clock, and of the processor in each kind of process."""

    clock: float
    processor: dict[str, float]


@contextmanager
def _processes() -> Iterator[Processes]:
    with tempfile.TemporaryDirectory() as name:
        begun = Processes(Path(name))
        try:
            yield begun
        finally:
            begun.close()


def _known(count: int) -> tuple[dict[str, Any], ...]:
    return tuple({"id": place, "problem": "2x + 5 = 17"} for place in range(count))


def _different(count: int, start: int) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"id": place, "problem": f"Solve {place + start}x^2 + {place + 3}x - {start} = 0"}
        for place in range(count)
    )


def _done(desk: Desk, items: tuple[dict[str, Any], ...]) -> Job:
    """A job of these items, at its end."""
    job, _ = desk.office.submit(ProblemsJob(items=items))
    until(desk.has_ended(job), _PATIENCE)
    return desk.office.get(job.id)


def _seconds(job: Job) -> float:
    assert job.started_at is not None
    assert job.ended_at is not None
    return job.ended_at - job.started_at


def _spent(process: int) -> float:
    """Processor seconds of a process until now, with those of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(each) for task in tasks for each in task.read_text(encoding="ascii").split()]


def _cost(url: str, watched: dict[str, list[int]]) -> Cost:
    """The cost of a problem that needs no computing; the first job warms up."""
    desk = Desk(url)
    try:
        _done(desk, _known(64))
        before = {name: sum(map(_spent, pids)) for name, pids in watched.items()}
        job = _done(desk, _known(KNOWN))
        return Cost(
            1000 * _seconds(job) / KNOWN,
            {
                name: 1000 * (sum(map(_spent, pids)) - before[name]) / KNOWN
                for name, pids in watched.items()
            },
        )
    finally:
        desk.close()


def costs() -> Iterator[tuple[str, Cost]]:
    """Where the job is kept and computed, and what a problem costs there beside its answer."""
    with _processes() as begun:
        url = f"sqlite:///{begun.folder / 'abacist.db'}"
        runner = begun.runner(url).process.pid
        yield "SQLite, this machine", _cost(url, {"runner": [runner]})
    server = PostgreSQL()
    try:
        with _processes() as begun:
            url = server.create()
            runner = begun.runner(url).process.pid
            watched = {"runner": [runner], "PostgreSQL": _children(server.pid)}
            yield "PostgreSQL, this machine", _cost(url, watched)
        with _processes() as begun:
            url = server.create()
            address = begun.scheduler()
            node = begun.node(address).process.pid
            runner = begun.runner(url, "--compute", address).process.pid
            scheduler = begun.begun[0].process.pid
            watched = {"runner": [runner], "scheduler": [scheduler], "node": [node]}
            yield "PostgreSQL, one Dask node", _cost(url, watched)
    finally:
        server.close()


def speed_up() -> tuple[list[float], list[float]]:
    """Problems a second on one node and on two, run in turn."""
    ones: list[float] = []
    twos: list[float] = []
    with _processes() as first, _processes() as second:
        desks = [_cluster(first, 1), _cluster(second, 2)]
        for desk in desks:
            _done(desk, _different(40, 1000))
        for turn in range(PAIRS):
            for desk, rates in zip(desks, (ones, twos), strict=True):
                items = _different(DIFFERENT, 2000 * (turn + 1))
                rates.append(DIFFERENT / _seconds(_done(desk, items)))
        for desk in desks:
            desk.close()
    return ones, twos


def _cluster(begun: Processes, nodes: int) -> Desk:
    url = f"sqlite:///{begun.folder / 'abacist.db'}"
    address = begun.scheduler()
    for _ in range(nodes):
        begun.node(address)
    begun.runner(url, "--compute", address)
    return Desk(url)


def sweeps() -> tuple[float, float, float]:
    """Of a formula's rows on SQLite and this machine: a second; bytes kept of each; read as CSV a second."""
    with _processes() as begun:
        url = f"sqlite:///{begun.folder / 'abacist.db'}"
        begun.runner(url)
        desk = Desk(url)
        warm = desk.submit_sweep(4)
        until(desk.has_ended(warm), _PATIENCE)
        job = desk.submit_sweep(BLOCKS)
        until(desk.has_ended(job), _PATIENCE)
        job = desk.office.get(job.id)
        size = sum(len(kept.line) for kept in desk.office.lines(job.id))
        began = time.monotonic()
        writer = desk.office.writer(job.id, "csv")
        for kept in desk.office.lines(job.id):
            writer.lines([kept])
        reading = time.monotonic() - began
        desk.close()
        return job.total / _seconds(job), size / job.total, job.total / reading


def submission() -> float:
    """Processor seconds to hand in 10,000 problems."""
    with _processes() as begun:
        desk = Desk(f"sqlite:///{begun.folder / 'abacist.db'}")
        began = time.process_time()
        desk.office.submit(ProblemsJob(items=_known(10_000)))
        seconds = time.process_time() - began
        desk.close()
    return seconds


def main() -> None:
    """Prints the figures."""
    load = os.getloadavg()[0]
    print(f"load {load:.1f} on {os.cpu_count()} cores; processor time does not depend on it")
    print(f"handing in 10,000 problems: {submission():.2f} s of processor time")
    for place, cost in costs():
        parts = ", ".join(f"{name} {spent:.2f}" for name, spent in cost.processor.items())
        print(f"{place}: {cost.clock:.2f} ms by the clock; of the processor: {parts} ms")
        sys.stdout.flush()
    rate, size, reading = sweeps()
    print(
        f"rows of a formula: {rate:,.0f}/s, {size:.1f} bytes kept of each, {reading:,.0f}/s read as CSV"
    )
    sys.stdout.flush()
    ones, twos = speed_up()
    ratios = [two / one for one, two in zip(ones, twos, strict=True)]
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(
        f"one Dask node {statistics.median(ones):.1f} problems/s, "
        f"two {statistics.median(twos):.1f}: ratio {statistics.median(ratios):.2f} ({shown})"
    )


if __name__ == "__main__":
    main()
