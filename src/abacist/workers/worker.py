"""What runs inside a worker: one task after another, each with its deadline, until it is worn.

The worker arms the kernel's timer itself, so a deadline is kept even while the caller is busy. What
a task leaves behind: the recursion limit, the limit of digits, signal handlers and mask, standard
streams and the seeds of random numbers are put back; threads, processes and grown memory retire the
worker. Not put back: caches and settings of libraries (a working precision, warning filters), the
environment and the working directory; a target that changes those does so in a `with` block.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import os
import signal
import socket
import sys
import time
import traceback
from itertools import count
from typing import Any, NoReturn

from abacist.workers import failures, limits
from abacist.workers.channel import Message, Obituary, Settings, decode, encode, receive, send
from abacist.workers.seeding import seed_generators, seed_imports

__all__ = ["become_worker"]

_inherited: list[object] = []  # streams whose end would flush a copy of the parent's buffers
_KEPT_BY_KERNEL = {signal.SIGKILL, signal.SIGSTOP}


def become_worker(end: socket.socket, words: int, settings: Settings, server: int) -> NoReturn:
    """Turn this freshly forked child of the fork server (process id `server`) into a worker."""
    code = 1
    try:
        limits.die_with(server)
        _isolate(end, words)
        limits.adopt_orphans()
        limits.tame()
        for name in settings.preload:
            importlib.import_module(name)
        seed_imports()
        gc.enable()
        _serve(end, settings)
        code = 0
    except (EOFError, BrokenPipeError):
        code = 0  # nobody waits for us any more
    except BaseException as error:
        os.write(2, "".join(traceback.format_exception(error)).encode("utf-8", "replace"))
    finally:
        os._exit(code)


def _isolate(end: socket.socket, words: int) -> None:
    """Keep nothing of the parent's but the channel: no terminal, no files, no signal handlers.

    What C code writes to the descriptors 1 and 2 is kept for the log, up to a length: GMP tells of
    failures on stderr, FLINT on stdout. Python's own streams lead nowhere, so that a computation
    that prints without end neither fails nor fills anything.
    """
    os.set_inheritable(end.fileno(), False)
    os.register_at_fork(after_in_child=end.close)  # the caller hears our end, not our children's
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(words, 1)
    os.dup2(words, 2)
    os.closerange(3, end.fileno())
    os.closerange(end.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    _inherited.extend((sys.stdin, sys.stdout, sys.stderr))
    sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8", closefd=False)
    nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    sys.stdout = sys.__stdout__ = sys.stderr = sys.__stderr__ = nowhere
    faulthandler.enable(2, all_threads=False)


def _serve(end: socket.socket, settings: Settings) -> None:
    state = _Interpreter()
    baseline = limits.resident()
    send(end, {"pid": os.getpid(), "baseline": baseline, "ready": time.monotonic()}, b"")
    for served in count(1):
        task = receive(end)
        if isinstance(task, Obituary):
            return
        os.lseek(2, 0, os.SEEK_SET)  # what C code writes now belongs to this task
        limits.reset_peak()
        limits.limit_memory(settings.memory_limit)
        began = time.monotonic()
        header, body = _compute(task, settings)
        limits.lift_memory_limit()
        header |= {"seconds": time.monotonic() - began, "peak": max(0, limits.peak() - baseline)}
        state.restore()
        del task
        worn = served >= settings.tasks or _is_worn(baseline + settings.growth)
        worn = worn or header.get("outcome") == failures.Outcome.OUT_OF_MEMORY
        send(end, header | {"worn": worn}, body)
        if worn:
            return
        del body


def _compute(task: Message, settings: Settings) -> tuple[dict[str, Any], bytes]:
    """Run one task against its deadline, the writing of its result included."""
    limits.end_after(task.header["deadline"])
    try:
        seed_generators()
        value = _resolve(task.header["target"])(decode(task.header["kind"], task.body))
        kind, body = encode(value)
        if len(body) > settings.result_limit:
            log = f"a result of {len(body)} bytes; the limit is {settings.result_limit}"
            return {"outcome": failures.Outcome.TOO_LARGE, "log": log}, b""
        return {"kind": kind}, body
    except BaseException as error:
        limits.lift_memory_limit()  # to have room to tell of a MemoryError
        return failures.describe(error), b""
    finally:
        limits.disarm()


def _resolve(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def _is_worn(most: int) -> bool:
    """True where threads or processes were left behind, or more than `most` bytes are held."""
    if len(os.listdir("/proc/self/task")) > 1 or limits.resident() > most:
        return True
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


class _Interpreter:
    """The settings of the interpreter that a task may change and the next one must not see."""

    def __init__(self) -> None:
        self.recursion = sys.getrecursionlimit()
        self.digits = sys.get_int_max_str_digits()
        self.streams = sys.stdin, sys.stdout, sys.stderr
        self.mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        self.handlers = {
            number: signal.getsignal(number) for number in signal.valid_signals() - _KEPT_BY_KERNEL
        }

    def restore(self) -> None:
        sys.setrecursionlimit(self.recursion)
        sys.set_int_max_str_digits(self.digits)
        sys.stdin, sys.stdout, sys.stderr = self.streams
        sys.settrace(None)
        signal.pthread_sigmask(signal.SIG_SETMASK, self.mask)
        for number, handler in self.handlers.items():
            if handler is not None and signal.getsignal(number) != handler:
                signal.signal(number, handler)
