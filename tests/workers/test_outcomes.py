"""However a computation ends, it is an outcome, and the next one runs at once."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from abacist.core.errors import ParseError, PlanError, TooLarge
from abacist.core.language import Language, Message
from abacist.core.outcome import Outcome
from abacist.workers import Pool
from tests.workers.processes import MEBIBYTE, holds_within, is_alive, target

ENDS: list[tuple[str, Any, Outcome, str]] = [
    ("null_pointer", None, Outcome.CRASHED, "SIGSEGV"),
    ("leave", 0, Outcome.CRASHED, "exit status 0"),
    ("leave", 3, Outcome.CRASHED, "exit status 3"),
    ("system_exit", None, Outcome.CRASHED, "SystemExit: 3"),
    ("abort", None, Outcome.CRASHED, "SIGABRT"),
    ("kill_self", int(signal.SIGKILL), Outcome.CRASHED, "SIGKILL"),
    ("kill_self", int(signal.SIGTERM), Outcome.CRASHED, "SIGTERM"),
    ("divide", None, Outcome.CRASHED, "ZeroDivisionError"),
    ("no_such_function", None, Outcome.CRASHED, "no_such_function"),
    ("allocate", 1 << 30, Outcome.OUT_OF_MEMORY, "MemoryError"),
    ("hoard", None, Outcome.OUT_OF_MEMORY, "MemoryError"),
    ("map_shared", 1 << 40, Outcome.OUT_OF_MEMORY, "Cannot allocate memory"),
    ("c_library_without_memory", None, Outcome.OUT_OF_MEMORY, "GNU MP"),
    ("flint_out_of_memory", None, Outcome.OUT_OF_MEMORY, "Unable to allocate"),
    ("null_pointer_at_the_limit", 250 * MEBIBYTE, Outcome.OUT_OF_MEMORY, "SIGSEGV"),
    ("recurse", None, Outcome.TOO_LARGE, "RecursionError"),
    ("overflow", None, Outcome.TOO_LARGE, "OverflowError"),
    ("many_digits", 5000, Outcome.TOO_LARGE, "4300 digits"),
    ("flint_overflow", None, Outcome.TOO_LARGE, "SIGFPE"),
    ("long_text", 40 * MEBIBYTE, Outcome.TOO_LARGE, "limit"),
    ("nap", 60, Outcome.TIMEOUT, "SIGALRM"),
]


@pytest.mark.parametrize("name, payload, outcome, log", ENDS)
def test_every_end_is_an_outcome(
    pool: Pool, name: str, payload: Any, outcome: Outcome, log: str
) -> None:
    if name.startswith("flint"):
        pytest.importorskip("flint")
    report = pool.run(target(name), payload, deadline=0.2 if outcome is Outcome.TIMEOUT else 20)
    assert report.outcome is outcome, report.log
    assert log in report.log
    assert report.value is None
    assert not report.ok
    assert report.message == outcome.message
    assert pool.run(target("echo"), "next", deadline=20).value == "next"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "3 1/2 × π",
        "\ud800 alone",
        b"\x00\xff",
        None,
        7,
        0.1,
        [1, [2, None]],
        {"n": {"m": "中"}},
    ],
    ids=repr,
)
def test_payloads_and_results_come_back_as_they_were(pool: Pool, value: Any) -> None:
    report = pool.run(target("echo"), value, deadline=20)
    assert report.ok
    assert report.value == value
    assert report.message is None


def test_long_payloads_and_results_come_whole(pool: Pool) -> None:
    text = "".join(chr(0x4E00 + number % 20_000) for number in range(1 << 20))
    assert pool.run(target("echo"), text, deadline=20).value == text


def test_what_json_cannot_say_is_refused_before_it_is_sent(pool: Pool) -> None:
    with pytest.raises(TypeError):
        pool.run(target("echo"), {1, 2}, deadline=20)


@pytest.mark.parametrize("deadline", [0, -1, float("nan"), float("inf")])
def test_a_deadline_is_a_positive_number(pool: Pool, deadline: float) -> None:
    with pytest.raises(ValueError, match="deadline"):
        pool.run(target("echo"), None, deadline=deadline)


def test_errors_raised_on_purpose_come_back_with_their_fields(pool: Pool) -> None:
    with pytest.raises(ParseError) as parse:
        pool.run(target("raise_parse_error"), "2x\n$y", deadline=20)
    assert (parse.value.source, parse.value.offset, parse.value.line) == ("2x\n$y", 3, 2)
    assert parse.value.message == Message(en="an {odd} sign", zh="奇怪的符号")
    assert parse.value.hint == Message(en="look there", zh="look there")
    with pytest.raises(PlanError) as plan:
        pool.run(target("raise_plan_error"), None, deadline=20)
    assert plan.value.code == "plan"
    assert plan.value.text(Language.ZH) == "no such action\n见列表"


def test_a_foreign_error_comes_back_as_its_nearest_known_ancestor(pool: Pool) -> None:
    with pytest.raises(TooLarge) as error:
        pool.run(target("raise_own_error"), 12, deadline=20)
    assert type(error.value) is TooLarge
    assert error.value.message.en == "size 12"


def test_a_computation_that_prints_garbles_nothing(
    pool: Pool, capfd: pytest.CaptureFixture[str]
) -> None:
    assert pool.run(target("talk"), "loud words", deadline=20).value == ""
    assert pool.run(target("flood"), 8 * MEBIBYTE, deadline=20).ok
    assert capfd.readouterr() == ("", "")


def test_the_last_words_of_a_crash_are_in_the_log_and_no_earlier_ones(pool: Pool) -> None:
    pool.run(target("talk"), "words of another task", deadline=20)
    report = pool.run(target("talk_and_abort"), "last words", deadline=20)
    assert "last words" in report.log
    assert "words of another task" not in report.log


def test_the_cost_is_measured(pool: Pool) -> None:
    report = pool.run(target("allocate_twice"), 50 * MEBIBYTE, deadline=20)
    assert 100 * MEBIBYTE <= report.peak_memory < 140 * MEBIBYTE
    assert pool.run(target("echo"), None, deadline=20).peak_memory < 20 * MEBIBYTE
    assert 0.02 <= pool.run(target("nap"), 0.02, deadline=20).seconds < 20
    report = pool.run(target("hold_and_spin"), 60 * MEBIBYTE, deadline=0.3)
    assert 60 * MEBIBYTE <= report.peak_memory < 100 * MEBIBYTE


def test_a_worker_knows_nothing_of_its_caller(pool: Pool) -> None:
    seen = pool.run(target("surroundings"), None, deadline=20).value
    assert seen["threads"] == "1"
    assert seen["interrupt"] == str(signal.SIG_IGN)
    assert seen["core"] == 0
    assert 20 < seen["processor"] < 10_000
    assert seen["session"] != os.getsid(0)
    assert seen["group"] != os.getpgrp()
    assert len(seen["descriptors"]) <= 9
    assert "pytest" not in seen["modules"]


def test_the_server_has_one_thread_even_with_numerical_libraries() -> None:
    with Pool(1, memory_limit=256 * MEBIBYTE, preload=("numpy", "scipy.linalg")) as numerical:
        seen = numerical.run(target("surroundings"), None, deadline=20).value
    assert "scipy" in seen["modules"]
    assert seen["server_threads"] == 1


def test_a_deadline_is_counted_from_when_a_worker_has_the_task(pool: Pool) -> None:
    naps = [pool.submit(target("nap"), 0.15, deadline=0.4) for _ in range(4)]
    assert [nap.report(20).outcome for nap in naps] == [None] * 4


def test_nothing_of_an_ended_worker_is_left(pool: Pool) -> None:
    number = pool.run(target("pid"), None, deadline=20).value
    open_before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        assert pool.run(target("abort"), None, deadline=20).outcome is Outcome.CRASHED
    assert pool.run(target("echo"), None, deadline=20).ok
    assert len(os.listdir("/proc/self/fd")) <= open_before + 2
    assert holds_within(5, lambda: not is_alive(number))
