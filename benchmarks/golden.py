"""The golden cases in one warm process: how long an answer takes, and what its certificates cost.

`python -m benchmarks.golden`. The times of act and check are those of the targets themselves, measured around
each call inside this process, so that the exchange with a worker is in neither; they are processor time, since their
ratio must not depend on what else the machine does.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field

from abacist.execution.executor import InProcess
from abacist.pipeline import solve
from abacist.workers import Report
from tests.golden import GOLDEN

ROUNDS = 5


@dataclass
class Timed:
    """An executor that adds up the processor seconds spent in each target."""

    inner: InProcess = field(default_factory=InProcess)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def call(self, target: str, text: str, deadline: float) -> Report:
        """See `abacist.execution.executor.Executor`."""
        start = time.process_time()
        report = self.inner.call(target, text, deadline)
        self.seconds[target.rpartition(":")[2]] += time.process_time() - start
        return report


@dataclass
class Row:
    """One case: the median time of an answer, of the computation and of its checks, in milliseconds."""

    name: str
    slow: bool
    answer: float
    act: float
    check: float


def measure() -> list[Row]:
    """A row for each golden case, over all its wordings, the first round not counted."""
    rows: list[Row] = []
    for case in GOLDEN:
        times: list[tuple[float, float, float]] = []
        for round_ in range(ROUNDS):
            for wording in case.wordings:
                timed = Timed()
                start = time.perf_counter()
                solve(wording, executor=timed)
                total = time.perf_counter() - start
                if round_:
                    times.append((total, timed.seconds["act"], timed.seconds["check"]))
        total, act, check = (
            1000 * statistics.median(column) for column in zip(*times, strict=True)
        )
        rows.append(Row(case.name, "slow" in case.tags, total, act, check))
    return rows


def report(rows: list[Row]) -> list[str]:
    """The figures as lines."""
    lines = [f"{'case':22s} {'answer ms':>10s} {'act ms':>8s} {'check ms':>9s}"]
    lines += [f"{r.name:22s} {r.answer:10.1f} {r.act:8.1f} {r.check:9.1f}" for r in rows]
    quick = sorted(r.answer for r in rows if not r.slow)
    slow = [r.answer for r in rows if r.slow]
    certified = [r for r in rows if r.check > 0]
    cheap = sum(r.check < r.act for r in certified)
    lines.append(
        f"median of the {len(quick)} quick cases: {statistics.median(quick):.1f} ms (limit 20)"
    )
    lines.append(
        f"95th percentile of them: {quick[int(0.95 * (len(quick) - 1))]:.1f} ms (limit 200)"
    )
    lines.append(f"slowest of the {len(slow)} slow cases: {max(slow):.0f} ms (limit 2000)")
    lines.append(
        f"certificate cheaper than the computation: {cheap} of {len(certified)} "
        f"= {cheap / len(certified):.0%} (limit 80 %)"
    )
    return lines


if __name__ == "__main__":
    print("\n".join(report(measure())))
