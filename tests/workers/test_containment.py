"""Nothing a computation started outlives it, and nothing outlives the program."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from abacist.core.errors import ConfigError
from abacist.core.outcome import Outcome
from abacist.workers import Pool
from tests.workers.processes import Program, holds_within, is_alive, target


@pytest.mark.parametrize(
    "name, outcome",
    [
        ("child", None),
        ("child_then_hang", Outcome.TIMEOUT),
        ("child_then_crash", Outcome.CRASHED),
        ("daemon", None),
        ("daemon_then_hang", Outcome.TIMEOUT),
        ("forks", Outcome.TIMEOUT),
    ],
)
def test_processes_left_behind_are_ended(
    pool: Pool, tmp_path: Path, name: str, outcome: Outcome | None
) -> None:
    path = tmp_path / "left"
    report = pool.run(target(name), str(path), deadline=20 if outcome is None else 0.5)
    assert report.outcome is outcome, report.log
    left = [int(number) for number in path.read_text().split()]
    assert len(left) >= (10 if name == "forks" else 1)
    assert holds_within(2, lambda: not any(map(is_alive, left)))
    assert pool.run(target("echo"), "next", deadline=20).value == "next"


def test_a_thread_left_behind_is_ended_with_its_worker(pool: Pool) -> None:
    number = pool.run(target("thread"), None, deadline=20).value
    assert holds_within(2, lambda: not is_alive(number))
    assert pool.run(target("pid"), None, deadline=20).value != number


BUSY = """
import sys, time
from abacist.workers import Pool
if __name__ == "__main__":
    pool = Pool(3, memory_limit=1 << 28, preload=("tests.workers.targets",))
    busy = [
        pool.submit("tests.workers.targets:deaf", None, deadline=600),
        pool.submit("tests.workers.targets:daemon_then_hang", "{path}", deadline=600),
    ]
    while pool.run("tests.workers.targets:echo", 1, deadline=60).value != 1 or not all(
        one.running() for one in busy
    ):
        time.sleep(0.001)
    print("ready", flush=True)
    sys.stdin.readline()
    print("on its way", flush=True)
    {then}
"""


def _begin_busy(
    program: Callable[[str], Program], path: Path, then: str = "time.sleep(600)"
) -> Program:
    running = program(BUSY.format(path=path, then=then))
    assert running.line() == "ready"
    assert holds_within(10, path.exists)
    # The fork server, three workers and the daemon.
    assert holds_within(10, lambda: len(running.descendants()) == 5)
    running.say("go on")
    assert running.line() == "on its way"
    return running


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_program_leaves_no_process(
    program: Callable[[str], Program], tmp_path: Path, number: signal.Signals
) -> None:
    running = _begin_busy(program, tmp_path / "left")
    os.kill(running.pid, number)
    running.process.wait(10)
    assert holds_within(2, lambda: not running.descendants())


def test_a_killed_program_whose_fork_lives_on_leaves_no_worker(
    program: Callable[[str], Program], tmp_path: Path
) -> None:
    """The fork has a copy of the control socket, so that the socket's end tells nothing."""
    fork = "import os; os.fork() or time.sleep(600); time.sleep(600)"
    running = _begin_busy(program, tmp_path / "left", fork)
    assert holds_within(5, lambda: len(running.descendants()) == 6)
    os.kill(running.pid, signal.SIGKILL)
    assert holds_within(2, lambda: len(running.descendants()) == 1)


@pytest.mark.parametrize("leave", ["time.sleep(600)", "with pool: busy[0].result()"])
def test_an_interrupt_ends_the_program_quickly_and_cleanly(
    program: Callable[[str], Program], tmp_path: Path, leave: str
) -> None:
    running = _begin_busy(program, tmp_path / "left", leave)
    began = time.monotonic()
    os.killpg(running.pid, signal.SIGINT)  # what a terminal does at Ctrl-C
    _, stderr = running.process.communicate(timeout=10)
    assert time.monotonic() - began < 2
    assert stderr.count("Traceback") == 1, stderr
    assert stderr.strip().endswith("KeyboardInterrupt")
    assert holds_within(2, lambda: not running.descendants())


def test_a_pool_that_is_never_closed_does_not_keep_the_program(
    program: Callable[[str], Program], tmp_path: Path
) -> None:
    running = _begin_busy(program, tmp_path / "left", "pass")
    _, stderr = running.process.communicate(timeout=10)
    assert (running.process.returncode, stderr) == (0, "")
    assert holds_within(2, lambda: not running.descendants())


def test_a_killed_fork_server_costs_its_tasks_and_no_others(pool: Pool, tmp_path: Path) -> None:
    starts = pool.statistics().server_starts
    report = pool.run(target("kill_fork_server"), str(tmp_path / "left"), deadline=20)
    assert report.outcome is Outcome.CRASHED
    assert pool.run(target("echo"), "next", deadline=20).value == "next"
    assert pool.statistics().server_starts == starts + 1
    left = int((tmp_path / "left").read_text())
    assert holds_within(2, lambda: not is_alive(left))


def test_a_fork_server_that_cannot_be_started_is_told_and_tried_again(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sys.executable", "/no/such/python")
        pool.run(target("kill_fork_server"), str(tmp_path / "left"), deadline=20)
        for _ in range(2):
            with pytest.raises(ConfigError, match="/no/such/python"):
                pool.run(target("echo"), None, deadline=20)
    assert pool.run(target("echo"), "next", deadline=20).value == "next"
