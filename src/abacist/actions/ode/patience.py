"""A bound on the time that computer algebra may take for what is welcome but not needed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["OutOfPatience", "at_most"]


class OutOfPatience(Exception):
    """The time that was allowed is over."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises `OutOfPatience` inside the block after `seconds`.

    Works by the alarm signal, so in the main thread alone and where nobody else uses that signal; elsewhere the
    block runs without a bound, and the deadline of the worker holds.
    """
    free = (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    )
    if not free:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise OutOfPatience

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
