"""Many computations on a fixed number of warm workers."""

from __future__ import annotations

import os
import threading
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import Any

from abacist.core.errors import AbacistError, ConfigError, QueueFull
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.workers import channel
from abacist.workers.channel import RESULT_LIMIT, Settings
from abacist.workers.parent import START_LIMIT, ForkServer, ServerEnded, Worker
from abacist.workers.report import Report, Statistics

__all__ = ["Computation", "Pool"]


class Computation(Future[Report]):
    """A computation that waits or runs.

    `result()` waits for its `Report` and raises the `AbacistError` that the target raised;
    `report()` gives that error in the report. `cancel()` kills the computation wherever it is; its
    outcome is then CANCELLED (`concurrent.futures.CancelledError` is never raised).
    `asyncio.wrap_future` works, cancelling included.
    """

    def __init__(
        self,
        target: str,
        payload: Any,
        deadline: float,
        withdraw: Callable[[Computation, Report], None],
    ) -> None:
        super().__init__()
        self.target = target
        self.kind, self.body = channel.encode(payload)
        self.deadline = channel.checked_deadline(deadline)
        self._withdraw = withdraw
        self._guard = threading.Lock()
        self._worker: Worker | None = None
        self.is_cancelled = False
        self._is_settled = False
        self._report: Report | None = None

    def report(self, timeout: float | None = None) -> Report:
        """Wait for how it ended; TimeoutError after `timeout` seconds of waiting."""
        error = self.exception(timeout)
        if self._report is not None:
            return self._report
        assert error is not None
        raise error  # no worker could be started

    def cancel(self) -> bool:
        """Kill the computation; False where it has ended already."""
        with self._guard:
            if self._is_settled:
                return False
            self.is_cancelled = True
            if self._worker is not None:
                self._worker.kill()  # the thread that waits for this worker tells the outcome
                return True
            self._is_settled = True
        report = Report(Outcome.CANCELLED)
        self._withdraw(self, report)
        self.finish(report)
        return True

    def begin(self, worker: Worker) -> bool:
        """Note which worker `cancel` must kill; False where it was cancelled before."""
        with self._guard:
            if self._is_settled:
                return False
            self._worker = worker
        return self.set_running_or_notify_cancel()

    def settle(self) -> bool:
        """Take it upon the caller to `finish`; False where `cancel` has. No `cancel` comes after."""
        with self._guard:
            self._worker = None
            mine = not self._is_settled
            self._is_settled = True
            return mine

    def finish(self, end: Report | AbacistError) -> None:
        """Tell everyone who waits."""
        if isinstance(end, Report):
            self._report = end
        error = end.error if isinstance(end, Report) else end
        if error is not None:
            self.set_exception(error)
        elif isinstance(end, Report):
            self.set_result(end)


class Pool:
    """Warm worker processes for computations that may hang, explode or crash.

        with Pool(2, memory_limit=1 << 30, preload=("sympy",)) as pool:
            report = pool.run("package.module:function", {"n": 5}, deadline=2.0)

    **Arguments**

    - `size`: how many computations run at a time; by default, one per processor.
    - `memory_limit`: bytes that a task may allocate above what the warm worker holds; a process
      that the task starts has a limit of its own.
    - `preload`: modules that the fork server imports once. Their import must not start threads.
    - `max_waiting`: tasks that may wait for a worker before `QueueFull` is raised.
    - `tasks_per_worker`, `growth_limit`: a worker is replaced after this many tasks, or when it
      holds this many bytes more than at first (by default a quarter of `memory_limit`).
    - `result_limit`: bytes of a result; a longer one is TOO_LARGE.

    A target is a function of one argument, the payload. Payload and result are text, bytes, or
    anything that JSON can say. Every method may be called from any thread. Leaving the `with` block
    ends at once whatever still waits or runs, as CANCELLED.
    """

    def __init__(
        self,
        size: int | None = None,
        *,
        memory_limit: int,
        preload: tuple[str, ...] = (),
        max_waiting: int = 1024,
        tasks_per_worker: int = 200,
        growth_limit: int | None = None,
        result_limit: int = RESULT_LIMIT,
    ) -> None:
        self.size = size or os.cpu_count() or 1
        self.max_waiting = max_waiting
        self._preload = preload
        growth = memory_limit // 4 if growth_limit is None else growth_limit
        self._settings = Settings(memory_limit, tasks_per_worker, growth, result_limit)
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._news = threading.Condition(self._lock)
        self._waiting: deque[Computation] = deque()
        self._running: set[Computation] = set()
        self._closed = False
        self._counts = Counter[str]()
        self._outcomes = Counter[Outcome]()
        self._server = self._start_server()
        self._threads = [
            threading.Thread(target=self._serve, name=f"worker-{number}", daemon=True)
            for number in range(self.size)
        ]
        for thread in self._threads:
            thread.start()

    def run(self, target: str, payload: Any, *, deadline: float) -> Report:
        """Compute and wait; interrupted while waiting, the computation is killed.

        `deadline` counts seconds from when a worker has the task. Raises the `AbacistError` that the
        target raised, QueueFull, ConfigError where no worker can be started, TypeError where the
        payload is not JSON.
        """
        computation = self.submit(target, payload, deadline=deadline)
        try:
            return computation.result()
        finally:
            computation.cancel()

    def submit(self, target: str, payload: Any, *, deadline: float) -> Computation:
        """Compute without waiting; errors as in `run`, those of the target from the `Computation`."""
        return self._enqueue(target, payload, deadline, self.max_waiting)

    def map_ordered(
        self,
        target: str,
        payloads: Iterable[Any],
        *,
        deadline: float,
        look_ahead: int | None = None,
    ) -> Iterator[Report]:
        """The reports of all payloads, in their order.

        At most `look_ahead` payloads (by default twice the size of the pool) are taken before the
        report of the first of them was asked for. An error of the target is in its report and ends
        nothing. What was begun is killed when the iterator is closed.
        """
        ahead = max(1, look_ahead or 2 * self.size)
        pending: deque[Computation] = deque()
        try:
            for payload in payloads:
                pending.append(self._enqueue(target, payload, deadline, None))
                if len(pending) >= ahead:
                    yield pending[0].report()
                    pending.popleft()
            while pending:
                yield pending[0].report()
                pending.popleft()
        finally:
            for computation in pending:
                computation.cancel()

    def statistics(self) -> Statistics:
        """The counts until now."""
        with self._lock:
            return Statistics(
                tasks=self._counts["tasks"],
                errors=self._counts["errors"],
                ended=dict(self._outcomes),
                forks=self._counts["forks"],
                retired=self._counts["retired"],
                server_starts=self._counts["server_starts"],
                waiting=len(self._waiting),
                running=len(self._running),
            )

    def close(self) -> None:
        """End whatever waits or runs as CANCELLED, and every process; again is nothing."""
        with self._lock:
            if self._closed or self._owner != os.getpid():
                return
            self._closed = True
            unfinished = [*self._waiting, *self._running]
            self._news.notify_all()
        for computation in unfinished:
            computation.cancel()
        self._server.close()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    def _enqueue(self, target: str, payload: Any, deadline: float, room: int | None) -> Computation:
        computation = Computation(target, payload, deadline, self._withdraw)
        with self._lock:
            if self._closed or self._owner != os.getpid():
                raise RuntimeError("this pool is closed, or belongs to another process")
            if room is not None and len(self._waiting) >= room:
                raise _queue_full(room)
            self._waiting.append(computation)
            self._news.notify()
        return computation

    def _withdraw(self, computation: Computation, report: Report) -> None:
        with self._lock:
            if computation in self._waiting:
                self._waiting.remove(computation)
            self._count(report)

    def _count(self, report: Report) -> None:
        self._counts["tasks"] += 1
        self._counts["errors"] += report.error is not None
        if report.outcome is not None:
            self._outcomes[report.outcome] += 1

    def _serve(self) -> None:
        """One thread: computations, one after another, on a worker of its own."""
        worker = self._spawn_early()
        while (computation := self._next()) is not None:
            worker = self._compute(computation, worker)
        if worker is not None:
            worker.close()

    def _next(self) -> Computation | None:
        with self._news:
            self._news.wait_for(lambda: self._closed or self._waiting)
            if self._closed:
                return None
            computation = self._waiting.popleft()
            self._running.add(computation)
            return computation

    def _compute(self, computation: Computation, worker: Worker | None) -> Worker | None:
        """Serve one computation; the worker for the next, which is on its way if this one ended."""
        report: Report | None = None
        try:
            worker = self._ready(worker)
        except (ConfigError, _Closed) as error:
            worker = None
            if computation.settle():
                computation.finish(error if isinstance(error, ConfigError) else _CANCELLED)
        else:
            if computation.begin(worker):
                report = _converse(computation, worker)
                worker = self._replaced(worker, report)
        with self._lock:
            self._running.discard(computation)
            if report is not None:
                self._count(report)
        if report is not None:
            computation.finish(report)
        return worker

    def _ready(self, worker: Worker | None) -> Worker:
        """A worker that is ready; a second try, as the server may have died since the last task."""
        for is_last in (False, True):
            if worker is not None and worker.has_ended():
                worker.close()
                worker = None
            if worker is None:
                worker = self._spawn()
            try:
                worker.wait_ready(time.monotonic() + START_LIMIT)
                return worker
            except ServerEnded as error:
                worker.close()
                worker = None
                if is_last:
                    raise
                self._replace_server(error.server)
            except ConfigError:
                worker.close()
                raise
        raise AssertionError

    def _replaced(self, worker: Worker, report: Report) -> Worker | None:
        if not worker.worn:
            return worker
        worker.close()
        with self._lock:
            self._counts["retired"] += report.outcome is None
        return self._spawn_early()

    def _spawn_early(self) -> Worker | None:
        """A worker for a computation to come; where that fails, it tries again and tells why."""
        try:
            return self._spawn()
        except (ConfigError, _Closed):
            return None

    def _spawn(self) -> Worker:
        with self._lock:
            if self._closed:
                raise _Closed
            server = self._server
            try:
                worker = server.spawn(self._settings)
                self._counts["forks"] += 1
                return worker
            except ConnectionError:
                pass
        self._replace_server(server)
        return self._spawn()

    def _replace_server(self, ended: ForkServer) -> None:
        """Start another fork server, should nobody have done so since this one ended."""
        with self._lock:
            if self._closed:
                raise _Closed
            if self._server is ended:
                ended.close()
                self._server = self._start_server()

    def _start_server(self) -> ForkServer:
        self._counts["server_starts"] += 1
        return ForkServer(self._preload)


def _converse(computation: Computation, worker: Worker) -> Report:
    """Hand the task over and wait for its end."""
    began = time.monotonic()
    deadline = computation.deadline
    try:
        worker.assign(
            computation.target, computation.kind, computation.body, deadline, began + deadline
        )
        report = worker.report(began, deadline)
    except Exception:  # what it answered cannot be read; whoever waits must hear of it
        worker.worn = True
        report = Report(Outcome.CRASHED, log=traceback.format_exc())
    computation.settle()
    if computation.is_cancelled:
        worker.worn = True  # its end is under way
        return Report(Outcome.CANCELLED, seconds=report.seconds, peak_memory=report.peak_memory)
    return report


def _queue_full(room: int) -> QueueFull:
    return QueueFull(
        Message(
            en=f"{room} computations are waiting already.",
            zh=f"已有 {room} 个计算在排队。",
        ),
        Message(en="Try again in a moment.", zh="请稍后再试。"),
    )


_CANCELLED = Report(Outcome.CANCELLED)


class _Closed(Exception):
    """The pool was closed while a worker was to be started."""
