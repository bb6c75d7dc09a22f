"""Which processes are whose, from /proc."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress

__all__ = ["children", "end", "end_group", "end_session"]


def children() -> set[int]:
    """The process ids of this process's children, adopted ones included."""
    own = os.getpid()
    try:
        with open(f"/proc/self/task/{own}/children", encoding="ascii") as numbers:
            return {int(pid) for pid in numbers.read().split()}
    except OSError:  # a kernel without that file
        return {pid for pid, parent, _ in _processes() if parent == own}


def end(pid: int) -> None:
    """Kill a process that may have ended."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def end_group(leader: int) -> None:
    """Kill a process and its group, which it may not have founded yet."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
    end(leader)


def end_session(leader: int) -> None:
    """Kill every process of a session."""
    for pid, _, session in _processes():
        if session == leader:
            end(pid)


def _processes() -> Iterator[tuple[int, int, int]]:
    """The id, parent and session of every process."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
                # "12 (a name) S 11 10 9": what the name holds is not ours to know
                _, parent, _, session = stat.read().rpartition(")")[2].split()[:4]
            yield int(pid), int(parent), int(session)
