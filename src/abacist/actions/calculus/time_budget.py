"""A time limit for one call into a library, kept by looking at the clock whenever Python code is entered.

The worker's deadline ends the whole task; this ends one method so that the next can be tried. It needs no signal
and no thread.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["OutOfTime", "within"]


class OutOfTime(BaseException):
    """Raised inside a library; not an `Exception`, so that no handler in between takes it for a failure."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises `OutOfTime` in the block once `seconds` have passed."""
    deadline = time.monotonic() + seconds
    before = sys.getprofile()

    def watch(frame: Any, event: str, arg: Any) -> None:
        if event == "call" and time.monotonic() > deadline:
            raise OutOfTime

    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(before)
