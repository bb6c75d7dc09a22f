"""The same computation asked for by several callers at once is computed once; all but the first wait for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from abacist.core.outcome import Outcome
from abacist.execution.executor import Cancellation, Executor
from abacist.workers import Report

__all__ = ["Flights", "Sharing"]

_LONGER = 2.0  # times longer than one's own time: such a computation is not waited for
_KEPT_SECONDS = 1.0
"""How long a report is kept: whoever looked into a cache before it got there finds it here."""
_LARGEST = 1 << 16  # characters of a report that is kept
_SHORTER = 0.8  # of one's own time: that it was not enough for another one says nothing


class _Waiting:
    """A caller that waits for the computation of another one; `cancel` ends the waiting."""

    def __init__(self) -> None:
        self.is_over = threading.Event()

    def cancel(self) -> None:
        self.is_over.set()


@dataclass(slots=True)
class _Flight:
    """A computation under way, within `deadline` seconds, and who waits for its report."""

    deadline: float
    waiting: list[_Waiting] = field(default_factory=list[_Waiting])
    report: Report | None = None


class Flights:
    """What is under way, by target and text; for any number of threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._under_way: dict[tuple[str, str], _Flight] = {}
        self._landed: dict[tuple[str, str], tuple[float, _Flight]] = {}

    def join(self, name: tuple[str, str], deadline: float) -> tuple[_Flight, _Waiting | None]:
        """The flight of this name, and a place to wait for it; no place where it is the caller's own."""
        with self._guard:
            self._forget()
            if name in self._landed:
                waiting = _Waiting()
                waiting.cancel()
                return self._landed[name][1], waiting
            flight = self._under_way.get(name)
            if flight is None or flight.deadline > _LONGER * deadline:
                flight = self._under_way[name] = _Flight(deadline)
                return flight, None
            waiting = _Waiting()
            flight.waiting.append(waiting)
            return flight, waiting

    def land(self, name: tuple[str, str], flight: _Flight) -> None:
        """Tells all who wait that the flight is over."""
        with self._guard:
            if self._under_way.get(name) is flight:
                del self._under_way[name]
            waiting, report = flight.waiting, flight.report
            if report is not None and report.ok and len(str(report.value)) <= _LARGEST:
                self._forget()
                self._landed[name] = self._clock() + _KEPT_SECONDS, flight
        for each in waiting:
            each.is_over.set()

    def _forget(self) -> None:
        """Drops what landed a while ago; the oldest come first."""
        now = self._clock()
        while self._landed:
            oldest = next(iter(self._landed))
            if self._landed[oldest][0] > now:
                break
            del self._landed[oldest]


class Sharing:
    """Calls as `executor` does, once for all that ask the same; `cancellation` ends this caller's part alone.

    Where the caller who began it leaves, the next one begins anew.
    """

    def __init__(self, executor: Executor, flights: Flights, cancellation: Cancellation) -> None:
        self.executor, self.flights, self.cancellation = executor, flights, cancellation

    def call(self, target: str, text: str, deadline: float) -> Report:
        """See `Executor`."""
        name = (target, text)
        while True:
            flight, waiting = self.flights.join(name, deadline)
            if waiting is None:
                try:
                    flight.report = self.executor.call(target, text, deadline)
                finally:
                    self.flights.land(name, flight)
                return flight.report
            self.cancellation.begin(waiting)
            waiting.is_over.wait()
            self.cancellation.end(waiting)
            if self.cancellation.is_cancelled:
                return Report(Outcome.CANCELLED)
            if flight.report is not None and _is_telling(flight.report, flight.deadline, deadline):
                return flight.report


def _is_telling(report: Report, within: float, deadline: float) -> bool:
    """Whether a report says how it would have ended for a caller with another time."""
    if report.outcome is Outcome.TIMEOUT:
        return within >= _SHORTER * deadline
    return report.outcome is not Outcome.CANCELLED
