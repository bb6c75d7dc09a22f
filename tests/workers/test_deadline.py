"""A computation is ended within 100 ms of its deadline, and the next one runs at once."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

import pytest

from abacist.core.outcome import Outcome
from abacist.workers import Pool
from tests.workers.processes import MEBIBYTE, TARGETS, target

DEADLINE = 0.15  # seconds
LATE = 0.100  # seconds: what is promised
NEXT = 0.050  # seconds; a new interpreter that imports SymPy takes 0.3

HANGS: list[tuple[str, Any]] = [
    ("spin", None),
    ("tower", None),
    ("factorial", 10**9),
    ("deaf", None),
    ("endless_integral", None),
    ("hold_and_spin", 200 * MEBIBYTE),
]


@pytest.fixture(scope="module")
def warm() -> Iterator[Pool]:
    """A worker with the libraries that a real one has."""
    with Pool(
        1, memory_limit=512 * MEBIBYTE, preload=("sympy", "scipy.optimize", TARGETS)
    ) as opened:
        opened.run(target("echo"), None, deadline=60)
        yield opened


@pytest.mark.parametrize("name, payload", HANGS)
def test_ended_within_100_ms_of_its_deadline(warm: Pool, name: str, payload: Any) -> None:
    late, following = [], []
    for _ in range(5):
        began = time.monotonic()
        report = warm.run(target(name), payload, deadline=DEADLINE)
        ended = time.monotonic()
        assert report.outcome is Outcome.TIMEOUT, report.log
        assert warm.run(target("echo"), "next", deadline=60).value == "next"
        late.append(ended - began - DEADLINE)
        following.append(time.monotonic() - ended)
    assert min(late) > -0.01  # not ended before it, either
    assert statistics.median(late) < LATE
    assert statistics.median(following) < NEXT


@pytest.mark.parametrize("name", ["null_pointer", "abort", "leave"])
def test_a_crash_is_told_at_once(warm: Pool, name: str) -> None:
    took = []
    for _ in range(5):
        began = time.monotonic()
        assert warm.run(target(name), 1, deadline=60).outcome is Outcome.CRASHED
        took.append(time.monotonic() - began)
    assert statistics.median(took) < LATE


def test_a_cancelled_computation_ends_at_once(warm: Pool) -> None:
    took = []
    for _ in range(5):
        computation = warm.submit(target("factorial"), 10**9, deadline=60)
        while not computation.running():
            time.sleep(0.001)
        began = time.monotonic()
        assert computation.cancel()
        assert computation.report(10).outcome is Outcome.CANCELLED
        took.append(time.monotonic() - began)
    assert statistics.median(took) < LATE


def test_a_warm_task_costs_less_than_a_millisecond_or_two(warm: Pool) -> None:
    took = []
    for _ in range(50):
        began = time.monotonic()
        warm.run(target("echo"), {"n": 5}, deadline=60)
        took.append(time.monotonic() - began)
    assert statistics.median(took) < 0.005
