"""What the operating system holds a worker to: time, memory, and death with its fork server.

All limits are soft ones: they bind a computation that goes wrong, not one that wants to break out.
"""

from __future__ import annotations

import ctypes
import math
import os
import resource
import signal

__all__ = [
    "adopt_orphans",
    "die_with",
    "disarm",
    "end_after",
    "lift_memory_limit",
    "limit_memory",
    "oom_kills",
    "peak",
    "reset_peak",
    "resident",
    "tame",
]

# Files mapped and address space reserved but never written are not memory; they have this much room.
ADDRESS_SLACK = 2 << 30  # bytes
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # <linux/prctl.h>
_PAGE = resource.getpagesize()


def die_with(parent: int) -> None:
    """Let the kernel kill this process when its `parent` (a process id, single-threaded) ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)


def adopt_orphans() -> None:
    """Make this process the parent of descendants that lose theirs, even in another session."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option})")


def tame() -> None:
    """No core dumps; and where the kernel runs out of memory, it takes this process first."""
    _soften(resource.RLIMIT_CORE, 0)
    _write("/proc/self/oom_score_adj", "1000")


def end_after(seconds: float) -> None:
    """End this process `seconds` from now, and after as much processor time on every core.

    The timer's signal has no handler, so the kernel ends a C loop that never looks for signals.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    allowance = math.ceil(seconds) * (os.cpu_count() or 1) + 1
    _soften(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime) + allowance)


def disarm() -> None:
    """Take `end_after` back."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    _soften(resource.RLIMIT_CPU, resource.RLIM_INFINITY)


def limit_memory(extra: int) -> None:
    """Allow `extra` bytes of memory above what this process holds now.

    RLIMIT_DATA counts what can be written and is private, which is what a computation allocates;
    RLIMIT_AS also stops shared mappings, which RLIMIT_DATA does not see.
    """
    sizes = _sizes()
    _soften(resource.RLIMIT_DATA, sizes["VmData"] + extra)
    _soften(resource.RLIMIT_AS, sizes["VmSize"] + extra + ADDRESS_SLACK)


def lift_memory_limit() -> None:
    """Make room to tell of a MemoryError."""
    _soften(resource.RLIMIT_DATA, resource.RLIM_INFINITY)
    _soften(resource.RLIMIT_AS, resource.RLIM_INFINITY)


def _soften(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = hard if value == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, hard))


def _sizes() -> dict[str, int]:
    with open("/proc/self/status", encoding="ascii") as status:
        rows = (line.split() for line in status if line.startswith("Vm"))
        return {row[0][:-1]: int(row[1]) * 1024 for row in rows}


def resident() -> int:
    """The memory this process holds now, in bytes."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * _PAGE


def peak() -> int:
    """The most memory this process held since `reset_peak`, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def reset_peak() -> None:
    """Begin the measure of `peak` anew, where the kernel allows it."""
    _write("/proc/self/clear_refs", "5")


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
    except OSError:
        pass  # a container may forbid it; what depends on it is a refinement


def oom_kills() -> int:
    """How many processes the kernel has ended for want of memory since it started."""
    try:
        with open("/proc/vmstat", encoding="ascii") as vmstat:
            return next((int(row.split()[1]) for row in vmstat if row.startswith("oom_kill ")), 0)
    except OSError:
        return 0
