"""The pool: queue, threads, order, cancelling, recycling, counts."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterator

import pytest

from abacist.core.errors import ConfigError, PlanError, QueueFull
from abacist.core.outcome import Outcome
from abacist.workers import Computation, Pool
from tests.workers.processes import MEBIBYTE, TARGETS, holds_within, is_alive, target


@pytest.fixture
def pair() -> Iterator[Pool]:
    """Two workers and room for three waiting tasks."""
    with Pool(2, memory_limit=256 * MEBIBYTE, preload=(TARGETS,), max_waiting=3) as opened:
        yield opened


def _occupy(pool: Pool) -> list[Computation]:
    """Let every worker spin."""
    busy = [pool.submit(target("spin"), None, deadline=60) for _ in range(pool.size)]
    assert holds_within(20, lambda: all(one.running() for one in busy))
    return busy


def test_many_threads_share_a_pool(pair: Pool) -> None:
    answers: dict[int, list[int]] = {}

    def ask(number: int) -> None:
        answers[number] = [
            pair.run(target("echo"), number * 100 + n, deadline=20).value for n in range(20)
        ]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == {number: [number * 100 + n for n in range(20)] for number in range(3)}
    assert pair.statistics().tasks == 60


def test_workers_run_side_by_side(pair: Pool) -> None:
    both = [pair.submit(target("pid_after"), 0.2, deadline=20) for _ in range(2)]
    assert len({one.result(20).value for one in both}) == 2


def test_a_full_queue_says_so(pair: Pool) -> None:
    busy = _occupy(pair)
    waiting = [pair.submit(target("echo"), n, deadline=20) for n in range(3)]
    with pytest.raises(QueueFull, match="waiting"):
        pair.submit(target("echo"), 3, deadline=20)
    assert (pair.statistics().waiting, pair.statistics().running) == (3, 2)
    assert waiting[0].cancel()
    pair.submit(target("echo"), 3, deadline=20)  # its place is free
    for one in busy:
        one.cancel()
    assert [one.report(20).value for one in waiting] == [None, 1, 2]


def test_cancel_kills_what_runs_and_forgets_what_waits(pair: Pool) -> None:
    running = pair.submit(target("spin"), None, deadline=60)
    busy = _occupy_rest(pair)
    waiting = pair.submit(target("echo"), None, deadline=20)
    assert waiting.cancel()
    assert running.cancel()
    for one in (waiting, running):
        assert one.report(20).outcome is Outcome.CANCELLED
        assert one.result(0).outcome is Outcome.CANCELLED  # never CancelledError
        assert not one.cancel()  # it has ended
    busy.cancel()
    assert busy.report(20).outcome is Outcome.CANCELLED
    assert pair.run(target("echo"), "next", deadline=20).value == "next"
    assert pair.statistics().ended[Outcome.CANCELLED] == 3


def _occupy_rest(pool: Pool) -> Computation:
    busy = pool.submit(target("spin"), None, deadline=60)
    assert holds_within(20, busy.running)
    return busy


def test_cancelling_one_never_hits_the_next(pair: Pool) -> None:
    """A cancel that comes while its computation ends must not kill the task after it."""
    for _ in range(60):
        one = pair.submit(target("echo"), 1, deadline=20)
        other = pair.submit(target("echo"), 2, deadline=20)
        one.cancel()
        assert other.report(20).value == 2


def test_an_error_is_raised_by_result_and_kept_by_report(pair: Pool) -> None:
    computation = pair.submit(target("raise_plan_error"), None, deadline=20)
    with pytest.raises(PlanError):
        computation.result(20)
    assert isinstance(computation.report().error, PlanError)
    assert not computation.report().ok
    assert computation.report().outcome is None
    assert pair.statistics().errors == 1


def test_asyncio_awaits_and_cancels(pair: Pool) -> None:
    async def main() -> None:
        report = await asyncio.wrap_future(pair.submit(target("echo"), 5, deadline=20))
        assert report.value == 5
        endless = pair.submit(target("spin"), None, deadline=60)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.wrap_future(endless), 0.05)
        assert endless.report(20).outcome is Outcome.CANCELLED

    asyncio.run(main())


def test_map_ordered_keeps_the_order_and_looks_ahead_a_little(pair: Pool) -> None:
    taken = []

    def payloads() -> Iterator[float]:
        for number in range(12):
            taken.append(number)
            yield 0.05 if number % 2 == 0 else 0.0

    reports = pair.map_ordered(target("nap"), payloads(), deadline=20, look_ahead=4)
    assert next(reports).value == 0.05
    assert len(taken) == 4
    assert [report.value for report in reports] == [0.0, 0.05] * 5 + [0.0]


def test_map_ordered_goes_on_after_errors_and_ends(pair: Pool) -> None:
    reports = list(
        pair.map_ordered(target("obey"), ["plan", "hang", "abort", "echo"], deadline=0.3)
    )
    assert isinstance(reports[0].error, PlanError)
    assert [report.outcome for report in reports[1:]] == [Outcome.TIMEOUT, Outcome.CRASHED, None]


def test_closing_map_ordered_kills_what_it_began(pair: Pool) -> None:
    reports = pair.map_ordered(target("nap"), [0, 60, 60, 60, 60], deadline=100)
    next(reports)
    reports.close()  # type: ignore[attr-defined]
    assert holds_within(5, lambda: pair.statistics().running == pair.statistics().waiting == 0)


def test_closing_is_quick_and_cancels() -> None:
    with Pool(2, memory_limit=256 * MEBIBYTE, preload=(TARGETS,)) as pool:
        computations = _occupy(pool)
        computations.append(pool.submit(target("echo"), None, deadline=20))
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert [one.report(0).outcome for one in computations] == [Outcome.CANCELLED] * 3
    with pytest.raises(RuntimeError, match="closed"):
        pool.run(target("echo"), None, deadline=20)
    pool.close()


def test_closing_does_not_wait_for_imports() -> None:
    began = time.monotonic()
    with Pool(1, memory_limit=256 * MEBIBYTE, preload=("tests.workers.slow_import",)) as pool:
        computation = pool.submit(target("echo"), None, deadline=20)
    assert time.monotonic() - began < 2
    assert computation.report(0).outcome is Outcome.CANCELLED


def test_a_module_that_cannot_be_preloaded_is_named() -> None:
    with (
        Pool(1, memory_limit=256 * MEBIBYTE, preload=("no_such_module",)) as pool,
        pytest.raises(ConfigError, match="no_such_module"),
    ):
        pool.run(target("echo"), None, deadline=20)


def test_a_worker_is_replaced_after_its_tasks() -> None:
    with Pool(1, memory_limit=256 * MEBIBYTE, preload=(TARGETS,), tasks_per_worker=3) as pool:
        numbers = [pool.run(target("pid"), None, deadline=20).value for _ in range(7)]
        assert [numbers.count(number) for number in dict.fromkeys(numbers)] == [3, 3, 1]
        assert pool.statistics().retired == 2
        assert pool.statistics().forks == 3


def test_a_worker_is_replaced_when_it_has_grown() -> None:
    grown = 60 * MEBIBYTE
    with Pool(1, memory_limit=256 * MEBIBYTE, preload=(TARGETS,), growth_limit=grown) as pool:
        numbers = [pool.run(target("leak"), 20 * MEBIBYTE, deadline=20).value for _ in range(4)]
    assert numbers[0] == numbers[1] == numbers[2] != numbers[3]


def test_every_task_has_the_whole_memory_limit() -> None:
    """What earlier tasks left does not count against the next one."""
    with Pool(1, memory_limit=100 * MEBIBYTE, preload=(TARGETS,), growth_limit=1 << 40) as pool:
        for _ in range(3):
            assert pool.run(target("leak"), 60 * MEBIBYTE, deadline=20).ok


def test_a_task_leaves_no_trace_for_the_next(pool: Pool) -> None:
    before = pool.run(target("state"), None, deadline=20).value
    number = pool.run(target("disturb"), None, deadline=20).value
    after = pool.run(target("state"), None, deadline=20).value
    assert after["pid"] == number  # the same worker
    assert after == before | {"pid": number}
    assert pool.run(target("nap"), 60, deadline=0.1).outcome is Outcome.TIMEOUT


@pytest.mark.parametrize("generator", ["numpy.random", "sympy.core.random"])
def test_random_numbers_are_the_same_for_a_library_imported_by_the_task(generator: str) -> None:
    with Pool(1, memory_limit=256 * MEBIBYTE, preload=(TARGETS,), tasks_per_worker=1) as pool:
        drawn = [pool.run(target("draw"), generator, deadline=60).value for _ in range(2)]
    assert drawn[0] == drawn[1] is not None


def test_statistics_count(pair: Pool) -> None:
    pair.run(target("echo"), None, deadline=20)
    pair.run(target("spin"), None, deadline=0.05)
    pair.run(target("abort"), None, deadline=20)
    pair.run(target("allocate"), 1 << 30, deadline=20)
    counts = pair.statistics()
    assert counts.tasks == 4
    assert counts.ended == {
        Outcome.TIMEOUT: 1,
        Outcome.CRASHED: 1,
        Outcome.OUT_OF_MEMORY: 1,
    }
    assert counts.forks == 5
    assert counts.server_starts == 1


def test_an_idle_worker_that_is_killed_is_replaced_unnoticed(pair: Pool) -> None:
    numbers = {pair.run(target("pid"), None, deadline=20).value for _ in range(4)}
    for number in numbers:
        os.kill(number, 9)
    assert holds_within(5, lambda: not any(map(is_alive, numbers)))
    for _ in range(4):
        assert pair.run(target("pid"), None, deadline=20).value not in numbers
    assert Outcome.CRASHED not in pair.statistics().ended
