"""One computation beside a starting program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from abacist.core.errors import ConfigError, ParseError
from abacist.core.outcome import Outcome
from abacist.workers import run_once, start_once
from tests.workers.processes import MEBIBYTE, Program, holds_within, is_alive, target

MEMORY = 256 * MEBIBYTE

SCRIPT = """
import json, sys, time
from abacist.workers import start_once
name, payload, deadline = sys.argv[1], json.loads(sys.argv[2]), float(sys.argv[3])
print("unflushed", end=" ")
began = time.monotonic()
with start_once("tests.workers.targets:" + name, payload, deadline=deadline, memory_limit=1 << 28,
                preload=("tests.workers.targets",)) as computation:
    report = computation.result()
took = time.monotonic() - began
print(json.dumps([report.outcome, report.value, report.seconds, took]))
"""


def _script(name: str, payload: Any, deadline: float) -> list[Any]:
    """What a single-threaded program gets, in which the computation is a fork."""
    output = subprocess.run(
        [sys.executable, "-c", SCRIPT, name, json.dumps(payload), str(deadline)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert output.stderr == ""
    assert output.stdout.count("unflushed") == 1
    return json.loads(output.stdout.removeprefix("unflushed "))


@pytest.fixture
def second_thread() -> Iterator[None]:
    """A program with threads, in which the computation must not be a fork."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


@pytest.mark.parametrize(
    "name, payload, outcome, value",
    [
        ("echo", {"x": "中"}, None, {"x": "中"}),
        ("talk", "loud words", None, ""),
        ("factorial", 10**9, "timeout", None),
        ("deaf", None, "timeout", None),
        ("null_pointer", None, "crashed", None),
        ("leave", 0, "crashed", None),
        ("hoard", None, "out_of_memory", None),
        ("c_library_without_memory", None, "out_of_memory", None),
        ("recurse", None, "too_large", None),
    ],
)
def test_the_guarantees_of_a_pool(name: str, payload: Any, outcome: str | None, value: Any) -> None:
    assert _script(name, payload, 0.3 if outcome == "timeout" else 20)[:2] == [outcome, value]


def test_ended_within_100_ms_of_its_deadline() -> None:
    seconds = sorted(_script("factorial", 10**9, 0.1)[2] for _ in range(5))
    assert 0.09 < seconds[2] < 0.2


@pytest.mark.usefixtures("second_thread")
def test_in_a_program_with_threads() -> None:
    report = run_once(target("surroundings"), None, deadline=20, memory_limit=MEMORY)
    assert "pytest" not in report.value["modules"]
    report = run_once(target("spin"), None, deadline=0.1, memory_limit=MEMORY)
    assert report.outcome is Outcome.TIMEOUT
    with pytest.raises(ParseError):
        run_once(target("raise_parse_error"), "2x $ y", deadline=20, memory_limit=MEMORY)


def test_the_deadline_is_kept_while_the_caller_does_other_things(tmp_path: Path) -> None:
    path = tmp_path / "worker"
    with start_once(target("tell_and_spin"), str(path), deadline=0.1, memory_limit=MEMORY) as one:
        assert holds_within(10, path.exists)
        assert holds_within(5, lambda: not is_alive(int(path.read_text())))
        assert one.report().outcome is Outcome.TIMEOUT
        assert one.report().outcome is Outcome.TIMEOUT  # again is the same


def test_a_deadline_is_a_positive_number() -> None:
    with pytest.raises(ValueError, match="deadline"):
        start_once(target("echo"), None, deadline=0, memory_limit=MEMORY)


def test_cancelled() -> None:
    with start_once(target("spin"), None, deadline=60, memory_limit=MEMORY) as one:
        began = time.monotonic()
        one.cancel()
        assert one.report().outcome is Outcome.CANCELLED
    assert time.monotonic() - began < 1


def test_a_module_that_cannot_be_imported_is_named() -> None:
    with pytest.raises(ConfigError, match="no_such_module"):
        run_once(
            target("echo"), None, deadline=20, memory_limit=MEMORY, preload=("no_such_module",)
        )


HANGING = """
import sys, time
from abacist.workers import start_once
one = start_once("tests.workers.targets:daemon_then_hang", "{path}", deadline=600,
                 memory_limit=1 << 28)
print("ready", flush=True)
{then}
"""


@pytest.mark.parametrize(
    "then, number, last",
    [
        ("time.sleep(600)", signal.SIGKILL, ""),
        ("one.result()", signal.SIGKILL, ""),
        ("one.result()", signal.SIGINT, "KeyboardInterrupt"),
        ("sys.exit()", None, ""),
    ],
)
def test_no_process_is_left(
    program: Callable[[str], Program],
    tmp_path: Path,
    then: str,
    number: signal.Signals | None,
    last: str,
) -> None:
    path = tmp_path / "left"
    running = program(HANGING.format(path=path, then=then))
    assert running.line() == "ready"
    if number is not None:
        assert holds_within(10, path.exists)
        # The fork server, the worker and the daemon.
        assert holds_within(10, lambda: len(running.descendants()) == 3)
        os.killpg(running.pid, number)
    _, stderr = running.process.communicate(timeout=10)
    assert stderr.strip().endswith(last)
    assert holds_within(2, lambda: not running.descendants())
