"""The ways to call a computation agree: they return reports, never raise, and keep their deadlines."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from abacist.core.errors import PlanError
from abacist.core.limits import LIMITS
from abacist.core.outcome import Outcome
from abacist.execution.addresses import ACTION, CHECKER, EQUALITY
from abacist.execution.beside import Beside
from abacist.execution.executor import Executor, InProcess, InWorkers, default_executor
from abacist.workers import Pool


@contextmanager
def in_workers() -> Iterator[Executor]:
    with Pool(2, memory_limit=LIMITS.worker_bytes) as pool:
        yield InWorkers(pool)


@contextmanager
def in_process() -> Iterator[Executor]:
    yield InProcess()


WAYS: dict[str, Callable[[], object]] = {
    "workers": in_workers,
    "beside": Beside,
    "in process": in_process,
}


@pytest.fixture(scope="module", params=WAYS)
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    with WAYS[request.param]() as made:  # type: ignore[attr-defined]
        yield made


@pytest.fixture(scope="module", params=["workers", "beside"])
def protected(request: pytest.FixtureRequest) -> Iterator[Executor]:
    with WAYS[request.param]() as made:  # type: ignore[attr-defined]
        yield made


def test_a_value(executor: Executor) -> None:
    report = executor.call(EQUALITY, json.dumps({"a": "1/2", "b": "0.5"}), 60)
    assert report.ok
    assert json.loads(report.value)["verdict"] == "yes"
    assert report.seconds > 0


def test_an_error_is_in_the_report(executor: Executor) -> None:
    task = {"action": "no.such", "module": "abacist.core.errors", "arguments": {}}
    report = executor.call(ACTION, json.dumps(task), 60)
    assert isinstance(report.error, PlanError)
    assert "no.such" in report.error.message.en


def test_a_mistake_of_ours_is_a_crash_with_a_log(executor: Executor) -> None:
    report = executor.call(CHECKER, '{"kind": "no such claim"}', 60)
    assert report.outcome is Outcome.CRASHED
    assert "Traceback" in report.log


def test_a_deadline_is_kept(protected: Executor) -> None:
    began = time.monotonic()
    report = protected.call("time:sleep", "600", 0.3)
    assert report.outcome in (Outcome.TIMEOUT, Outcome.CRASHED)
    assert time.monotonic() - began < 5
    assert protected.call(EQUALITY, json.dumps({"a": "1", "b": "1"}), 60).ok


def test_a_pool_serves_threads() -> None:
    with in_workers() as executor, ThreadPoolExecutor(4) as threads:
        texts = [json.dumps({"a": str(n), "b": f"{n}.0"}) for n in range(12)]
        reports = list(threads.map(lambda text: executor.call(EQUALITY, text, 60), texts))
    assert all(report.ok for report in reports)


def test_the_default_is_one_for_the_program() -> None:
    found: list[Executor] = []
    threads = [threading.Thread(target=lambda: found.append(default_executor())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


SOLVE = """
from abacist import equal, solve
print(equal("1/2", "0.5").verdict)
"""


def test_a_script_that_uses_the_package_ends_by_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SOLVE], capture_output=True, text=True, timeout=60, check=True
    )
    assert (done.stdout, done.stderr) == ("yes\n", "")
