"""What a failure means: exceptions in a worker, and ends of a worker, as outcomes and errors."""

from __future__ import annotations

import errno
import re
import signal
import traceback
from typing import Any

from abacist.core import errors
from abacist.core.errors import AbacistError
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.workers.channel import Obituary

__all__ = ["describe", "outcome_of", "outcome_of_end", "pack", "unpack"]

# The first class that fits decides; every other exception is CRASHED.
OUTCOMES: tuple[tuple[type[BaseException], Outcome], ...] = (
    (MemoryError, Outcome.OUT_OF_MEMORY),
    (RecursionError, Outcome.TOO_LARGE),
    (OverflowError, Outcome.TOO_LARGE),
)
_DIGITS = re.compile(
    r"Exceeds the limit \(\d+ digits\)"
)  # CPython's guard of str(int) and int(str)

# What C and C++ libraries write before they abort for want of memory: GMP, FLINT, libstdc++, glibc.
_NO_MEMORY = re.compile(
    r"(cannot|unable to|could not|failed to) allocate|std::bad_alloc|out of memory|virtual memory exhausted",
    re.IGNORECASE,
)
_TOO_LARGE = re.compile(r"gmp: overflow in mpz type")
_MEMORY_SIGNALS = (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS)
_TIME_SIGNALS = (-signal.SIGALRM, -signal.SIGXCPU)
_LOG_LENGTH = 20_000  # characters


def outcome_of(error: BaseException) -> Outcome:
    """The outcome that an exception of a target means."""
    for kind, outcome in OUTCOMES:
        if isinstance(error, kind):
            return outcome
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return Outcome.OUT_OF_MEMORY
    if isinstance(error, ValueError) and _DIGITS.match(str(error)):
        return Outcome.TOO_LARGE
    return Outcome.CRASHED


def describe(error: BaseException) -> dict[str, Any]:
    """The header that tells the caller of an exception; the traceback is for the log only."""
    if isinstance(error, AbacistError):
        return {"error": pack(error)}
    trace = "".join(traceback.format_exception(error))
    return {"outcome": outcome_of(error), "log": trace[-_LOG_LENGTH:]}


def outcome_of_end(end: Obituary, words: str, peak: int, memory_limit: int) -> Outcome:
    """The outcome that the unasked end of a worker means.

    `words` is what it wrote to stdout and stderr, `peak` its memory above the baseline, in bytes.
    """
    if end.status in _TIME_SIGNALS:
        return Outcome.TIMEOUT
    if end.status == -signal.SIGFPE or _TOO_LARGE.search(words):
        return Outcome.TOO_LARGE  # GMP raises the signal for an integer beyond its format
    if end.status == -signal.SIGKILL and end.oom_kill:
        return Outcome.OUT_OF_MEMORY
    if end.status in _MEMORY_SIGNALS and peak > 0.9 * memory_limit:
        return Outcome.OUT_OF_MEMORY  # a null pointer from malloc, used unseen
    if end.status != 0 and _NO_MEMORY.search(words):
        return Outcome.OUT_OF_MEMORY
    return Outcome.CRASHED


def pack(error: AbacistError) -> dict[str, Any]:
    """An error as JSON: its class and the arguments that make it again.

    A class from outside `abacist.core.errors` travels as its nearest ancestor there, because text
    from a worker must not choose what the caller imports.
    """
    kind: type[AbacistError] = next(
        kind
        for kind in type(error).__mro__
        if issubclass(kind, AbacistError) and kind.__module__ == errors.__name__
    )
    _, arguments = kind.__reduce__(error)
    return {"class": kind.__name__, "arguments": [_plain(argument) for argument in arguments]}


def _plain(argument: object) -> object:
    return argument.model_dump() if isinstance(argument, Message) else argument


def unpack(packed: dict[str, Any]) -> AbacistError:
    """The error that `pack` was given."""
    kind = getattr(errors, packed["class"])
    if not (isinstance(kind, type) and issubclass(kind, AbacistError)):
        raise TypeError(f"{packed['class']} is no error")
    arguments = (
        Message(**each) if isinstance(each, dict) else each for each in packed["arguments"]
    )
    return kind(*arguments)
