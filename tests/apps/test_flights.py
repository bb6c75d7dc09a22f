"""What several ask at once is computed once, and nobody suffers from another one's leaving or haste."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from abacist.apps.flights import Flights, Sharing
from abacist.core.errors import QueueFull
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.execution.executor import Cancellation
from abacist.workers import Report
from tests.apps.http.serving import until


@dataclass
class Gated:
    """An executor whose calls end when the test says so, as it says."""

    ends: Callable[[Cancellation], Report]
    gate: threading.Event = field(default_factory=threading.Event)
    calls: list[str] = field(default_factory=list[str])

    def of(self, flights: Flights, end: Cancellation) -> Sharing:
        """What one caller asks."""
        outer = self

        class Own:
            def call(self, target: str, text: str, deadline: float) -> Report:
                outer.calls.append(text)
                outer.gate.wait(20)
                return outer.ends(end)

        return Sharing(Own(), flights, end)


def _waiting(flights: Flights) -> int:
    return sum(len(each.waiting) for each in flights._under_way.values())


def test_one_computes_for_all() -> None:
    now = time.monotonic()
    flights, executor = Flights(lambda: now), Gated(lambda _: Report(value="4"))
    with ThreadPoolExecutor(9) as threads:
        callers = [executor.of(flights, Cancellation()) for _ in range(8)]
        found = [threads.submit(each.call, "t", "2+2", 5.0) for each in callers]
        other = threads.submit(executor.of(flights, Cancellation()).call, "t", "3+3", 5.0)
        until(lambda: _waiting(flights) == 7 and len(executor.calls) == 2)
        executor.gate.set()
        assert {each.result(20).value for each in (*found, other)} == {"4"}
    assert sorted(executor.calls) == ["2+2", "3+3"]
    assert executor.of(flights, Cancellation()).call("t", "2+2", 5.0).value == "4"
    assert len(executor.calls) == 2, "who is a little late finds the report"
    now += 2.0
    assert executor.of(flights, Cancellation()).call("t", "2+2", 5.0).value == "4"
    assert len(executor.calls) == 3, "but it is no cache"


def test_who_waits_may_leave() -> None:
    flights, executor = Flights(), Gated(lambda _: Report(value="4"))
    leaving = Cancellation()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(executor.of(flights, Cancellation()).call, "t", "x", 5.0)
        until(lambda: bool(executor.calls))
        second = threads.submit(executor.of(flights, leaving).call, "t", "x", 5.0)
        until(lambda: _waiting(flights) == 1)
        leaving.cancel()
        assert second.result(20).outcome is Outcome.CANCELLED
        executor.gate.set()
        assert first.result(20).value == "4"


def test_where_the_first_leaves_the_next_begins_anew() -> None:
    def ends(end: Cancellation) -> Report:
        return Report(Outcome.CANCELLED) if end.is_cancelled else Report(value="4")

    flights, executor, leaving = Flights(), Gated(ends), Cancellation()
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(executor.of(flights, leaving).call, "t", "x", 5.0)
        until(lambda: bool(executor.calls))
        others = [
            threads.submit(executor.of(flights, Cancellation()).call, "t", "x", 5.0)
            for _ in range(2)
        ]
        until(lambda: _waiting(flights) == 2)
        leaving.cancel()
        executor.gate.set()
        assert first.result(20).outcome is Outcome.CANCELLED
        assert [each.result(20).value for each in others] == ["4", "4"]


@pytest.mark.parametrize(("own", "calls"), [(5.0, 1), (6.0, 1), (20.0, 2)])
def test_that_another_ones_time_ran_out_says_nothing_of_more_time(own: float, calls: int) -> None:
    flights, executor = Flights(), Gated(lambda _: Report(Outcome.TIMEOUT))
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(executor.of(flights, Cancellation()).call, "t", "x", 5.0)
        until(lambda: bool(executor.calls))
        second = threads.submit(executor.of(flights, Cancellation()).call, "t", "x", own)
        until(lambda: _waiting(flights) == 1)
        executor.gate.set()
        assert first.result(20).outcome is second.result(20).outcome is Outcome.TIMEOUT
    assert len(executor.calls) == calls


def test_nobody_waits_for_one_who_has_much_more_time() -> None:
    flights, executor = Flights(), Gated(lambda _: Report(value="4"))
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(executor.of(flights, Cancellation()).call, "t", "x", 60.0)
        until(lambda: bool(executor.calls))
        second = threads.submit(executor.of(flights, Cancellation()).call, "t", "x", 1.0)
        until(lambda: len(executor.calls) == 2)
        executor.gate.set()
        assert first.result(20).value == second.result(20).value == "4"


def test_an_error_of_the_first_is_its_own() -> None:
    tries = iter([True, False])

    def ends(_: Cancellation) -> Report:
        if next(tries):
            raise QueueFull(Message(en="full", zh="满"))
        return Report(value="4")

    flights, executor = Flights(), Gated(ends)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(executor.of(flights, Cancellation()).call, "t", "x", 5.0)
        until(lambda: bool(executor.calls))
        second = threads.submit(executor.of(flights, Cancellation()).call, "t", "x", 5.0)
        until(lambda: _waiting(flights) == 1)
        executor.gate.set()
        with pytest.raises(QueueFull):
            first.result(20)
        assert second.result(20).value == "4"
