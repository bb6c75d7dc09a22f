"""Sweeps beside bare NumPy, and one request beside a hundred: `make bench-sweep`.

Everything that is compared runs in turn in one process, so that a ratio is taken at one speed of the machine.
The rows are timed in processor time.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from abacist.apps.sweeps.asking import Compute, Prepared, prepare
from abacist.apps.sweeps.encoding import csv_lines, json_lines, record_batch
from abacist.apps.sweeps.spec import Sweep
from abacist.core.answer import Answer
from abacist.core.plan import Plan

ROWS = 1_000_000
REPEATS = 7
FORMULA = "S = (R1^2+R2^2)/d + 0.02*|R1-R2|"
RANDOM = ("R1=50:150", "R2=50:150", "d=5:20")
GRID = ("R1=50:149", "R2=50:149", "d=5:104")
PARAMETERS = ("R1", "R2", "d")
BARE = "bare NumPy, random points"
REQUESTS = 100


def _never(plan: Plan) -> Answer:
    raise AssertionError(plan)


def _prepared(formula: str = FORMULA, **wanted: Any) -> Prepared:
    return prepare(Sweep(formula=formula, **wanted), lambda: Compute(_never, 1))


def in_turn(works: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Median processor seconds of each, run in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(REPEATS):
        for name, work in works.items():
            began = time.process_time()
            work()
            seconds[name].append(time.process_time() - began)
    return {name: statistics.median(each) for name, each in seconds.items()}


def _computed(ready: Prepared) -> Callable[[], object]:
    """A new column of all values, the points being there already, as they are for bare NumPy."""
    import numpy as np

    blocks = list(ready.design.blocks(0, ready.subject.rows_at_once))

    def work() -> object:
        column = np.empty(ROWS)
        for rows in ready.subject.results(blocks, {}, lambda *_: None):
            column[rows.start : rows.start + rows.count] = rows.values
        return column

    return work


def _bare(formula: str) -> Callable[..., Any]:
    """The same formula as somebody writes it in NumPy, on whole columns."""
    import numpy as np
    from scipy import special

    return {
        FORMULA: lambda r1, r2, d: (r1**2 + r2**2) / d + 0.02 * np.abs(r1 - r2),
        "R1^3 - 3*R1*R2*d + d^4": lambda r1, r2, d: r1**3 - 3 * r1 * r2 * d + d**4,
        "sqrt(R1^2 + R2^2)/d": lambda r1, r2, d: np.sqrt(r1**2 + r2**2) / d,
        "d*exp(-R1/50)*sin(R2/10)": lambda r1, r2, d: d * np.exp(-r1 / 50) * np.sin(r2 / 10),
        "R1*ln(1 + R2/d)": lambda r1, r2, d: r1 * np.log(1 + r2 / d),
        "R1^1.5*R2^(-0.3)*d": lambda r1, r2, d: r1**1.5 * r2 ** (-0.3) * d,
        "R1*atan(R2/d)": lambda r1, r2, d: r1 * np.arctan(r2 / d),
        "floor(R1/d) + mod(R2, 7)": lambda r1, r2, d: np.floor(r1 / d) + np.mod(r2, 7),
        "R1*R2*gamma(d/5)": lambda r1, r2, d: r1 * r2 * special.gamma(d / 5),
    }[formula]


FORMULAS = (
    FORMULA,
    "R1^3 - 3*R1*R2*d + d^4",
    "sqrt(R1^2 + R2^2)/d",
    "d*exp(-R1/50)*sin(R2/10)",
    "R1*ln(1 + R2/d)",
    "R1^1.5*R2^(-0.3)*d",
    "R1*atan(R2/d)",
    "floor(R1/d) + mod(R2, 7)",
    "R1*R2*gamma(d/5)",
)


def formula_works(formula: str) -> dict[str, Callable[[], object]]:
    """A million rows: bare NumPy on whole columns, and sweeps."""
    import numpy as np

    sample = {"over": RANDOM, "sample": ROWS}
    unchecked = _prepared(formula, **sample, check=0)
    blocks = list(unchecked.design.blocks(0, 1 << 16))
    columns = [np.concatenate([block.arrays[name] for block in blocks]) for name in PARAMETERS]
    bare = _bare(formula)
    return {
        BARE: lambda: bare(*columns),
        "random points, unchecked": _computed(unchecked),
        "random points, 1 % checked": _computed(_prepared(formula, **sample)),
        "grid, unchecked": _computed(_prepared(formula, over=GRID, check=0)),
        "grid, 1 % checked": _computed(_prepared(formula, over=GRID)),
    }


def writing_works() -> dict[str, Callable[[], object]]:
    """The rows of one block, as many times as a million rows take, in each format."""
    ready = _prepared(over=RANDOM, sample=1 << 16, check=0)
    [rows] = ready.subject.results(ready.design.blocks(0, 1 << 16), {}, lambda *_: None)
    times = ROWS // rows.count
    writers = {"JSONL": json_lines, "CSV": csv_lines, "Parquet (Arrow stream)": record_batch}
    return {
        name: lambda write=write: [write(rows, ready.layout) for _ in range(times)]
        for name, write in writers.items()
    }


def requests() -> tuple[float, float]:
    """Wall seconds of a sweep of 100 rows over HTTP, and of the same rows as single problems."""
    from tests.apps.http.serving import serving

    points = [50 + place for place in range(REQUESTS)]
    sweeps: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        with serving(Path(folder)) as server, server.client() as client:
            asked = {"formula": "S = (R1^2+60^2)/5 + 0.02*|R1-60|", "points": {"R1": points}}
            for _ in range(REPEATS):
                began = time.perf_counter()
                assert client.post("/v1/sweeps", json=asked).status_code == 200
                sweeps.append(time.perf_counter() - began)
            began = time.perf_counter()
            for point in points:
                problem = f"Evaluate ({point}^2+60^2)/5 + 0.02*|{point}-60|"
                answer = client.post("/solve/math", json={"question": problem}).json()
                assert answer["outcome"] == "solved", answer
            singly = time.perf_counter() - began
    return statistics.median(sweeps), singly


def report() -> Iterator[str]:
    """The figures as lines, as they are measured."""
    for formula in FORMULAS:
        yield formula
        seconds = in_turn(formula_works(formula))
        for name, each in seconds.items():
            rate = ROWS / each / 1e6
            ratio = each / seconds[BARE]
            yield f"  {name:30s} {rate:8.1f} million rows/s  {ratio:5.2f} × bare NumPy"
    for name, each in in_turn(writing_works()).items():
        yield f"written as {name:25s} {ROWS / each / 1e6:8.2f} million rows/s"
    if "--without-server" not in sys.argv:
        together, singly = requests()
        yield (
            f"{REQUESTS} rows over HTTP: one sweep {1000 * together:.1f} ms, {REQUESTS} requests "
            f"{1000 * singly:.0f} ms, ratio {singly / together:.0f} (limit 50)"
        )


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for line in report():
        print(line, flush=True)
