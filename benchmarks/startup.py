"""A whole process that answers, beside a process that only imports SymPy: `python -m benchmarks.startup`.

The two commands run in turn, so that the ratio of each pair is taken at the same speed of the machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

PAIRS = 15
ROOT = Path(__file__).resolve().parent.parent
ANSWER = [str(ROOT / "abacist"), "solve", "2x+5=17"]
IMPORT = [sys.executable, "-c", "import sympy"]


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(pairs: int = PAIRS) -> tuple[float, float, float]:
    """Median seconds of an answer, of the import, and the median of the ratios pair by pair."""
    _seconds(ANSWER), _seconds(IMPORT)
    rows = [(_seconds(ANSWER), _seconds(IMPORT)) for _ in range(pairs)]
    ratios = [answer / bare for answer, bare in rows]
    answers, imports = zip(*rows, strict=True)
    return statistics.median(answers), statistics.median(imports), statistics.median(ratios)


def report() -> list[str]:
    """The figures as lines."""
    answer, bare, ratio = measure()
    return [
        f'./abacist solve "2x+5=17": {1000 * answer:.0f} ms; python -c "import sympy": {1000 * bare:.0f} ms',
        f"ratio, median of {PAIRS} pairs: {ratio:.2f} (limit 2)",
    ]


if __name__ == "__main__":
    print("\n".join(report()))
