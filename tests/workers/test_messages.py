"""What caller, worker and fork server tell each other, and what ends and errors mean."""

from __future__ import annotations

import inspect
import json
import signal
import time

import pytest

from abacist.core import errors
from abacist.core.errors import AbacistError, ParseError
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.workers import channel, failures
from abacist.workers.channel import Obituary

ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, AbacistError)
]


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_survives_the_way(kind: type[AbacistError]) -> None:
    message, hint = Message(en="no", zh="不"), Message(en="try", zh="试")
    error = ParseError(message, "a\nb", 2, hint) if kind is ParseError else kind(message, hint)
    again = failures.unpack(json.loads(json.dumps(failures.pack(error))))
    assert type(again) is kind
    assert vars(again) == vars(error)


def test_a_class_that_is_no_error_is_not_called() -> None:
    for name in ("Message", "ClassVar", "annotations", "no_such"):
        with pytest.raises((AttributeError, TypeError)):
            failures.unpack({"class": name, "arguments": []})


@pytest.mark.parametrize(
    "status, oom_kill, words, peak, outcome",
    [
        (-signal.SIGALRM, False, "", 0, Outcome.TIMEOUT),
        (-signal.SIGXCPU, False, "", 0, Outcome.TIMEOUT),
        (-signal.SIGKILL, True, "", 0, Outcome.OUT_OF_MEMORY),
        (-signal.SIGKILL, False, "", 0, Outcome.CRASHED),
        (-signal.SIGABRT, False, "", 0, Outcome.CRASHED),
        (-signal.SIGABRT, False, "", 95, Outcome.OUT_OF_MEMORY),
        (-signal.SIGABRT, False, "what():  std::bad_alloc", 0, Outcome.OUT_OF_MEMORY),
        (
            -signal.SIGABRT,
            False,
            "GNU MP: Cannot allocate memory (size=8)",
            0,
            Outcome.OUT_OF_MEMORY,
        ),
        (-signal.SIGABRT, False, "gmp: overflow in mpz type", 0, Outcome.TOO_LARGE),
        (-signal.SIGSEGV, False, "", 50, Outcome.CRASHED),
        (-signal.SIGFPE, False, "", 0, Outcome.TOO_LARGE),
        (1, False, "Unable to allocate memory", 0, Outcome.OUT_OF_MEMORY),
        (0, False, "out of memory", 0, Outcome.CRASHED),
    ],
)
def test_what_the_end_of_a_worker_means(
    status: int, oom_kill: bool, words: str, peak: int, outcome: Outcome
) -> None:
    assert failures.outcome_of_end(Obituary(status, peak, oom_kill), words, peak, 100) is outcome


def test_an_obituary_cuts_an_unfinished_message_off() -> None:
    near, far = channel.pair()
    far.send(channel.MORE + b'{"kind": "text"}\nthe first half of')
    far.send(Obituary(-9, 5, False).packet())
    assert channel.receive(near, time.monotonic() + 5) == Obituary(-9, 5, False)
    far.close()
    with pytest.raises(EOFError):
        channel.receive(near, time.monotonic() + 5)


def test_a_worker_that_ends_with_its_task_unread_is_heard() -> None:
    near, far = channel.pair()
    channel.send(near, {"target": "m:f"}, b"payload", time.monotonic() + 5)
    far.send(Obituary(1, 0, False).packet())
    far.close()
    assert channel.receive(near, time.monotonic() + 5) == Obituary(1, 0, False)


def test_nobody_waits_longer_than_told() -> None:
    near, _far = channel.pair()
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        channel.receive(near, began + 0.02)
    with pytest.raises(TimeoutError):
        channel.send(near, {}, bytes(10_000_000), began + 0.04)  # nobody reads it
    assert time.monotonic() - began < 5
