"""A whole process that answers, beside a process that only imports SymPy: `python -m benchmarks.startup`.

The two commands run in turn, so that the ratio of each pair is taken at the same speed of the machine. Seconds
of the processor count all processes of a command, seconds of the clock what a person waits for.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PAIRS = 15
ROOT = Path(__file__).resolve().parent.parent
ANSWER = [str(ROOT / "abacist"), "solve", "2x+5=17"]
IMPORT = [sys.executable, "-c", "import sympy"]


class Cost(NamedTuple):
    """Seconds that a command took."""

    clock: float
    processor: float


def _cost(command: list[str]) -> Cost:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measure(pairs: int = PAIRS) -> tuple[Cost, Cost, Cost]:
    """Medians of an answer, of the import, and of the ratios pair by pair."""
    for command in (ANSWER, IMPORT):  # once before, for the disk and the saved index
        _cost(command)
    rows = [(_cost(ANSWER), _cost(IMPORT)) for _ in range(pairs)]
    answers, imports = zip(*rows, strict=True)
    ratios = [Cost(*(a / b for a, b in zip(*row, strict=True))) for row in rows]
    return _median(answers), _median(imports), _median(ratios)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def report() -> list[str]:
    """The figures as lines."""
    answer, bare, ratio = measure()
    shown = [
        f"{1000 * c.clock:.0f} ms, processor {1000 * c.processor:.0f} ms" for c in (answer, bare)
    ]
    return [
        f'./abacist solve "2x+5=17": {shown[0]}',
        f'python -c "import sympy": {shown[1]}',
        f"ratio, median of {PAIRS} pairs: {ratio.clock:.2f} (limit 2), processor {ratio.processor:.2f}",
    ]


if __name__ == "__main__":
    print("\n".join(report()))
