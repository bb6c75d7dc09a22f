"""What runs inside the fork server: it forks warm workers, ends them, reaps them, sweeps up.

It imports the heavy libraries once; a worker forked from it is ready in milliseconds. It is
single-threaded and never computes, so it answers at once. As the nearest adopter of orphans it
becomes the parent of whatever a worker leaves behind, in whichever session that hides, and kills it.
When its caller ends, even by kill -9, it ends everything and then itself.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from abacist.workers import limits, processes
from abacist.workers.channel import Obituary, Settings
from abacist.workers.worker import become_worker

__all__ = ["serve", "start"]


def start(arguments: str) -> None:
    """The program of a fork server in an interpreter of its own; `arguments` is JSON."""
    told = json.loads(arguments)
    control = socket.socket(fileno=told["control"])
    gc.disable()  # what is never collected before the fork stays shared between the workers
    for name in told["preload"]:
        importlib.import_module(name)
    gc.collect()
    serve(control)


def serve(control: socket.socket) -> NoReturn:
    """Be a fork server for the caller at the other end of `control`."""
    caller = os.getppid()
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):  # a fork has its caller's handlers
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _wake)  # the caller's end, which ends us, comes with it
    limits.adopt_orphans()
    gc.freeze()
    _Server(control, caller).run()
    os._exit(0)


@dataclass(slots=True)
class _Child:
    """A worker, as its fork server knows it; its process id is also that of its group."""

    number: int
    pid: int
    end: socket.socket
    oom_kills: int


class _Server:
    def __init__(self, control: socket.socket, caller: int) -> None:
        self.control = control
        self.children: dict[int, _Child] = {}  # by process id, until reaped
        self.wake, signals = os.pipe()
        for end in (self.wake, signals):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, _wake)
        signal.set_wakeup_fd(signals, warn_on_full_buffer=False)
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)
        self.poll.register(self.wake, select.POLLIN)
        # A process that the caller forked may hold the control socket open after the caller's end.
        self.caller = caller
        self.caller_end = -1
        with contextlib.suppress(OSError):
            self.caller_end = os.pidfd_open(caller)
            self.poll.register(self.caller_end, select.POLLIN)

    def run(self) -> None:
        """Serve until the caller closes its end or ends."""
        while os.getppid() == self.caller:
            ready = {number for number, _ in self.poll.poll()}
            if self.wake in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self.wake, 4096)
                self.reap()
            if self.caller_end in ready:
                break
            if self.control.fileno() in ready and not self.obey():
                break
        self.end_all()

    def obey(self) -> bool:
        """Do what one packet of the caller asks; False where the caller is gone."""
        packet, descriptors, _, _ = socket.recv_fds(self.control, 1 << 16, 2)
        if not packet:
            return False
        request = json.loads(packet)
        if "fork" in request:
            self.fork(request["fork"], descriptors, Settings(**request["settings"]))
        else:
            for child in self.children.values():
                if child.number == request["kill"]:
                    processes.end_group(child.pid)
        return True

    def fork(self, number: int, descriptors: list[int], settings: Settings) -> None:
        end = socket.socket(fileno=descriptors[0])
        server = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:  # no memory, or too many processes; the next may fare better
            os.write(descriptors[1], f"fork: {error}".encode())
            os.close(descriptors[1])
            end.send(Obituary(1, 0, False).packet())
            end.close()
            return
        if pid == 0:
            os.setpgid(0, 0)
            become_worker(end, descriptors[1], settings, server)
        with contextlib.suppress(OSError):  # the child may have done it, or be gone already
            os.setpgid(pid, pid)
        os.close(descriptors[1])
        self.children[pid] = _Child(number, pid, end, limits.oom_kills())

    def reap(self) -> None:
        """Bury everyone who ended, kill the orphans they left, and tell the callers of workers."""
        obituaries: list[tuple[_Child, Obituary]] = []
        while (pid := _ended()) is not None:
            child = self.children.pop(pid, None)
            if child is not None:
                processes.end_group(
                    pid
                )  # before the reaping: until then the number cannot mean another
            _, status, usage = os.wait4(pid, 0)
            if child is not None:
                code = os.waitstatus_to_exitcode(status)
                oom_kill = code == -signal.SIGKILL and limits.oom_kills() > child.oom_kills
                obituaries.append((child, Obituary(code, usage.ru_maxrss * 1024, oom_kill)))
        for pid in processes.children() - self.children.keys():
            processes.end(pid)  # its own orphans come to us when it is reaped
        for child, obituary in obituaries:
            with contextlib.suppress(OSError):  # nobody reads, or unread results fill the socket
                child.end.send(obituary.packet(), socket.MSG_DONTWAIT)
            child.end.close()

    def end_all(self) -> None:
        """Kill every descendant, and wait for the last."""
        for pid in self.children:
            processes.end_group(pid)
        with contextlib.suppress(ChildProcessError):
            while True:
                for pid in processes.children():
                    processes.end(pid)
                os.wait()


def _wake(number: int, frame: FrameType | None) -> None:
    """Do nothing: the descriptor that a signal wakes does."""


def _ended() -> int | None:
    """A child that ended and was not reaped."""
    try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return None if found is None else found.si_pid
